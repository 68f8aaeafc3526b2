"""What a file is by its first bytes, where that is no table that is read, or another than its name says."""

from __future__ import annotations

import mmap
import zipfile
from pathlib import Path
from typing import Final

from stackr.batch.ingest.shapes import InputError

_HEAD: Final = 200
_SAVE: Final = "open it in the program that wrote it, and save it as .xlsx or CSV"
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_PACKED: Final = (b"\x1f\x8b\x08", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c")
_MARKUP: Final = (b"<html", b"<!doctype", b"<table", b"<?xml")
_UNPACK: Final = "unpack it first; Parquet is small as it is"
_NAMED: Final = {
    b"PAR1\x15": ("parquet", "a Parquet file", "call it .parquet"),
    b"ARROW1\0\0": ("arrow", "an Arrow file", "call it .arrow"),
    b"SQLite format 3\0": ("", "a database", "--database sqlite:///FILE and --query ask it"),
    b"%PDF-": ("", "a PDF", "ask for the table itself, as .xlsx or CSV"),
}


def check_content(path: Path, kind: str | None) -> None:
    """Raises `InputError` where the bytes say that the file is something else than a table of this kind.

    `kind`: what the name says: `text`, `json`, `workbook`, `parquet`, `arrow`; None for a name that says nothing known.
    """
    found = _content(path)
    if found is not None and found[0] != kind:
        _, told, help = found
        raise InputError(f"{path}: it is {told}", help)


def is_text(path: Path) -> bool:
    """Whether a file begins with text (a tab or a line break among it, at most)."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return bool(head.strip()) and not any(byte < 32 and byte not in b"\t\r\n" for byte in head)


def _content(path: Path) -> tuple[str, str, str] | None:
    """The kind it would be read as (nothing: as none), what it is in words, and what to do; None for text and for what is unknown."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    for begin, told in _NAMED.items():
        if head.startswith(begin):
            return told
    if head.startswith(_COMPOUND):
        return _compound(path)
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    if head.startswith(_PACKED):
        return "", "a packed file", _UNPACK
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        return "", "a web page or XML, and no table", _SAVE
    return None


def _compound(path: Path) -> tuple[str, str, str]:
    """What Excel wrote until 2003, and what it writes still where there is a password."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if whole.find(_PROTECTED) >= 0:
            return "", "a workbook protected by a password", "open it with the password, and save it without one"
    return "", "a file of an older Excel (.xls)", _SAVE


def _archive(path: Path) -> tuple[str, str, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return "workbook", "a damaged archive", "save it, or send for it, once more"
    if "word/document.xml" in names:
        return "", "a text document", "ask for the table itself, as .xlsx or CSV"
    if "xl/workbook.xml" in names:
        return "workbook", "a workbook", "call it .xlsx"
    if "xl/workbook.bin" in names:
        return "", "a binary workbook (.xlsb)", _SAVE
    if "content.xml" in names:
        return "", "a table of OpenDocument (.ods)", _SAVE
    if "Index/Document.iwa" in names:
        return "", "a table of Numbers", _SAVE
    return "", "a packed file", _UNPACK
