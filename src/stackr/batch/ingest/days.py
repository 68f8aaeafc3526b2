"""How a table writes its days: forms such as `%d/%m/%Y`, read so that no form guesses and none is preferred to another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

import polars as pl

from stackr.batch.ingest.shapes import InputError

FORMS: Final = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d"),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%b %d, %Y", "%B %d, %Y"),
)
"""Those that are proposed, best first."""
_EARLIEST: Final = 1000
"""The first year that is written in four figures: `31/12/25` before %Y would be a day of the year 25."""
_EXAMPLES: Final = (date(2025, 12, 31), date(2024, 2, 29), date(2011, 3, 4))
_AS_DECIDED: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def check_form(form: str, name: str) -> None:
    """Whether the form writes a whole day, and reads it back. `name`: whose form it is. Raises `InputError`."""
    written = [day.strftime(form) for day in _EXAMPLES]
    try:
        read = pl.Series(written, dtype=pl.String).str.to_date(form, strict=False).to_list()
    except pl.exceptions.PolarsError:
        read = []
    if tuple(read) != _EXAMPLES:
        raise InputError(
            f"{name}: `{form}` does not say how a day is written",
            "%d is the day, %m the month in figures, %b or %B its name, %Y the year in four figures, %y in two: "
            '31/12/2025 is "%d/%m/%Y"',
        )


def day(value: pl.Expr, forms: tuple[str, ...]) -> pl.Expr:
    """A day as 2026-02-01 where one of the forms reads it and no other reads another day; anything else stays as it is."""
    if not forms:
        return value
    read = [value.str.to_date(form, strict=False) for form in forms]
    read = [pl.when(one.dt.year() >= _EARLIEST).then(one) for one in read]
    first = pl.coalesce(read)
    sure = pl.all_horizontal((one == first).fill_null(value=True) for one in read)
    return pl.coalesce(pl.when(sure).then(first.cast(pl.String)), value)


def proposed(found: Iterable[tuple[str, Iterable[str]]]) -> tuple[list[str], list[str]]:
    """The forms in which columns write their days, and remarks on what a person has to look at. `found`: column, its texts.

    What is written alike, in whatever column, is read by one form: a profile has no form for a single column.
    """
    alike: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for column, texts in found:
        for text in texts:
            if not _AS_DECIDED.match(text):
                alike[_shape(text)].setdefault(text, column)
    forms: set[str] = set()
    remarks: list[str] = []
    for shape in sorted(alike):
        texts_of = alike[shape]
        fitting = [form for form in FORMS if all(_fits(text, form) for text in texts_of)]
        column = texts_of[min(texts_of)]
        if any(len({datetime.strptime(text, form) for form in fitting}) > 1 for text in texts_of):
            remarks.append(f"`{column}` may be {' or '.join(fitting)}: the first is taken, please look")
        forms.update(fitting[:1])
        if not fitting:
            remarks.append(_no_form(texts_of))
    return sorted(forms), remarks


def _no_form(texts_of: dict[str, str]) -> str:
    """Why no form reads them all: some are read by one, some only by another, or one by none."""
    odd = min((text for text in texts_of if not any(_fits(text, form) for form in FORMS)), default=None)
    if odd is not None:
        return f"`{texts_of[odd]}` holds {odd!r}, which is no day in a form known here"
    least, most = min(texts_of), max(texts_of)
    where = f"`{texts_of[least]}` holds {least!r} and `{texts_of[most]}` {most!r}"
    return f"{where}: no one form reads them all, and which of them write the month first nobody can tell"


def _shape(text: str) -> str:
    """What is written alike: one or two figures are the same, letters are letters."""
    figures = re.sub(r"\d+", lambda found: "9" * max(2, len(found[0])), text)
    return re.sub(r"[^\W\d_]+", "a", figures)


def _fits(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)
    except ValueError:
        return False
    return True
