"""Numbers of a workbook that show themselves otherwise than they are kept: 0.7 as 70%, student number 1234 as 001234.

What a registrar sees, and what the same sheet saved as CSV holds, is what counts. Other formats (thousands, currencies, colours,
places after the point) show the same number.
"""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element, parse

from stackr.batch.texts import as_written

_SHEETS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STYLES: Final = "xl/styles.xml"
_PERCENT: Final = "%"
_BUILT_IN: Final = {"9": _PERCENT, "10": _PERCENT}
"""Numbers that every workbook knows without saying what they are."""
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ZEROS: Final = re.compile(r"0{2,30}\Z")
_WHOLE: Final = re.compile(r"\d{1,15}\Z")

Formats = dict[str, str]
"""Number of a style, as cells name it → `%`, or the zeros of a number that is filled up with them."""


def formats_of(archive: zipfile.ZipFile) -> Formats:
    """The styles of a workbook that matter here. Raises `ParseError` where they can't be read."""
    if _STYLES not in archive.namelist():
        return {}
    with archive.open(_STYLES) as stream:
        root = parse(stream).getroot()
    codes = {item.get("numFmtId", ""): _shown(item.get("formatCode", "")) for item in root.iter(f"{_SHEETS}numFmt")}
    codes = _BUILT_IN | codes
    styles = root.find(f"{_SHEETS}cellXfs")
    told = [] if styles is None else [codes.get(style.get("numFmtId", ""), "") for style in styles]
    return {str(number): code for number, code in enumerate(told) if code}


def as_shown(cell: Element, number: str, formats: Formats) -> str | None:
    """The number of a cell as its format shows it; None where that is the number itself."""
    code = formats.get(cell.get("s", ""))
    if code is None:
        return None
    if code != _PERCENT:
        return number.zfill(len(code)) if _WHOLE.match(number) else None
    try:
        return f"{format(Decimal(as_written(number)).scaleb(2).normalize(), 'f')}%"
    except ArithmeticError:
        return f"{as_written(number)} (as a share)"


def _shown(code: str) -> str:
    first = _LITERAL.sub("", code.split(";")[0])
    return _PERCENT if _PERCENT in first else first if _ZEROS.match(first) else ""
