"""Files that are something else than their names say: each is told what it is and what to do, before any work."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path
from typing import Final

import polars as pl
import pytest
import xlsxwriter

from cli.calls import Caller
from runs.made import COLUMNS, batch, csv_text, rows

TEXT: Final = csv_text(rows(3)).encode()
COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000)


def archive(*names: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return sink.getvalue()


def workbook() -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    book.add_worksheet().write_row(0, 0, COLUMNS)
    book.close()
    return sink.getvalue()


def parquet() -> bytes:
    sink = io.BytesIO()
    pl.DataFrame({"learner": ["L1"]}).write_parquet(sink)
    return sink.getvalue()


FILES: Final = {
    "protected.xlsx": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "save it without"),
    "old.xls": (COMPOUND, "a file of an older Excel", "save it as .xlsx or CSV"),
    "old.csv": (COMPOUND, "a file of an older Excel", "save it as .xlsx or CSV"),
    "book.csv": (workbook(), "it is a workbook", "call it .xlsx"),
    "book.xls": (workbook(), "it is a workbook", "call it .xlsx"),
    "open.ods": (archive("mimetype", "content.xml"), "OpenDocument", "save it as .xlsx or CSV"),
    "open.xlsx": (archive("mimetype", "content.xml"), "OpenDocument", "save it as .xlsx or CSV"),
    "letter.docx": (archive("word/document.xml", "[Content_Types].xml"), "a text document", "ask for the table itself"),
    "binary.xlsb": (archive("xl/workbook.bin", "[Content_Types].xml"), "a binary workbook", "save it as .xlsx or CSV"),
    "page.xls": (b"<html><table><tr><td>learner</td></tr></table>", "a web page or XML", "save it as .xlsx or CSV"),
    "page.csv": (b"\xef\xbb\xbf\r\n<TABLE>", "a web page or XML", "save it as .xlsx or CSV"),
    "list.pdf": (b"%PDF-1.7\n", "a PDF", "ask for the table itself"),
    "table.csv": (parquet(), "a Parquet file", "call it .parquet"),
    "packed.csv": (b"\x1f\x8b\x08\0abc", "a packed file", "unpack it first"),
    "packed.xlsx": (archive("a.csv"), "a packed file", "unpack it first"),
    "text.xls": (TEXT, "nobody here reads `.xls` files", "it is text: if it is a table, call it .csv"),
    "none": (TEXT, "nobody here reads `none` files", "it is text: if it is a table, call it .csv"),
    "rules.stackr": (b'pack "P"\n', "nobody here reads `.stackr` files", "read are .arrow"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("verb", ["batch", "import"])
def test_what_it_is_and_what_to_do(call: Caller, folder: Path, name: str, verb: str) -> None:
    data, told, help = FILES[name]
    path = folder / name
    path.write_bytes(data)
    answer = batch(call, folder / "out", path) if verb == "batch" else call("import", "--sniff", path)
    assert answer.code == 2
    assert f"error[X920]: {path}" in answer.err
    assert told in answer.err
    assert help in answer.err
    assert not (folder / "out").exists()


def test_a_database_is_asked_and_not_read(call: Caller, folder: Path) -> None:
    with sqlite3.connect(folder / "records.csv") as database:
        database.execute("create table t (learner text)")
    answer = batch(call, folder / "out", folder / "records.csv")
    assert "it is a database" in answer.err
    assert "--query" in answer.err


@pytest.mark.parametrize("start", ["PAR1", "ARROW1", "PK", "%PDF", "<L1>", "\ufeff", "BZh"])
def test_text_that_begins_like_something_else_is_text(call: Caller, folder: Path, start: str) -> None:
    (folder / "h.csv").write_text(
        f"{start}," + csv_text(rows(3)).replace("\n", f"\n{start},").removesuffix(f"{start},")
    )
    assert batch(call, folder / "out", folder / "h.csv").code == 0
