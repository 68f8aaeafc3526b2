"""Workbooks as registrars keep them: titles above the table, tables that begin anywhere, sheets hidden, moved, with formulas."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from cli.calls import Caller
from runs.made import COLUMNS, batch, manifest, table

ROWS = (
    ("L1", "a", "U1", "HOME", "20", "CR", "active", "2024-01-02"),
    ("L1", "b", "U2", "HOME", "20", "CR", "active", "2024-05-02"),
    ("L2", "a", "U3", "HOME", "12.5", "CR", "active", "2023-01-02"),
)


def workbook(path: Path, *fill: Callable[[Any, Any], None]) -> Path:
    """A workbook with a sheet for each of them."""
    book = xlsxwriter.Workbook(path)
    for number, one in enumerate(fill):
        one(book.add_worksheet(f"Sheet {number + 1}"), book)
    book.close()
    return path


def write(sheet: Any, rows: Iterable[Iterable[str]] = (COLUMNS, *ROWS), down: int = 0, right: int = 0) -> None:
    for place, row in enumerate(rows):
        sheet.write_row(down + place, right, row)


def results(out: Path) -> list[Any]:
    return table(out, "results").drop("stage").rows()


def notes(sheet: Any, book: Any) -> None:
    sheet.write_string(0, 0, "nothing of use")


@pytest.fixture
def expected(call: Caller, folder: Path) -> list[Any]:
    path = workbook(folder / "plain.xlsx", lambda sheet, book: write(sheet))
    assert batch(call, folder / "plain", path).code == 0
    return results(folder / "plain")


@pytest.mark.parametrize("before", [None, "", 5], ids=["no cell before", "an empty formula", "a formula with a value"])
def test_a_table_that_begins_anywhere_and_its_formulas(call: Caller, folder: Path, before: Any) -> None:
    """The formula stands at the column and line where the sheet has it, whatever is left out before the first cell."""

    def fill(sheet: Any, book: Any) -> None:
        write(sheet, down=3, right=2)
        sheet.write_formula(5, 6, "=10+10", None, 20)
        if before is not None:
            sheet.write_formula(0, 0, "=1+1", None, before)

    path = workbook(folder / "h.xlsx", fill)
    (folder / "p.toml").write_text("[file]\nheader = 4\nkeep = '*'\n", "utf-8")
    assert batch(call, folder / "out", path, "--profile", "p.toml").code == 0
    told = table(folder / "out", "unread").select("line", "column", "value").rows()
    assert told == [(6, "credits", "=10+10")]
    assert manifest(folder / "out")["counts"] == {"read": 3, "used": 3, "quarantined": 0}


def test_cells_of_a_sheet_are_found_by_its_link_and_not_by_its_place(
    call: Caller, folder: Path, expected: list[Any]
) -> None:
    """The first tab may be kept as `sheet2.xml`: its formulas are those of that part."""

    def formulas(sheet: Any, book: Any) -> None:
        for row in range(5):
            for column in range(len(COLUMNS)):
                sheet.write_formula(row, column, "=1+1", None, 2)

    workbook(folder / "made.xlsx", formulas, lambda sheet, book: write(sheet))
    with zipfile.ZipFile(folder / "made.xlsx") as made, zipfile.ZipFile(folder / "h.xlsx", "w") as moved:
        for name in made.namelist():
            data = made.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                data = (
                    data.replace(b"sheet1.xml", b"X").replace(b"sheet2.xml", b"sheet1.xml").replace(b"X", b"sheet2.xml")
                )
            moved.writestr(name, data)
    assert batch(call, folder / "out", folder / "h.xlsx").code == 0
    assert results(folder / "out") == expected


def test_a_hidden_sheet_is_not_the_table(call: Caller, folder: Path, expected: list[Any]) -> None:
    def hidden(sheet: Any, book: Any) -> None:
        notes(sheet, book)
        sheet.hide()

    def shown(sheet: Any, book: Any) -> None:
        write(sheet)
        sheet.activate()

    path = workbook(folder / "h.xlsx", hidden, shown)
    assert batch(call, folder / "out", path).code == 0
    assert results(folder / "out") == expected


def test_another_sheet_and_titles_above_the_table_are_proposed(call: Caller, folder: Path, expected: list[Any]) -> None:
    def titled(sheet: Any, book: Any) -> None:
        sheet.write_string(0, 0, "Faculty of Science, results of 2025")
        write(sheet, down=2)

    path = workbook(folder / "h.xlsx", notes, titled)
    refused = batch(call, folder / "out", path)
    assert refused.code == 2
    assert "it has the sheets Sheet 1, Sheet 2" in refused.err
    proposed = call("import", "--sniff", path).out
    assert tomllib.loads(proposed)["file"] == {"sheet": "Sheet 2", "header": 3}
    (folder / "p.toml").write_text(proposed, "utf-8")
    assert batch(call, folder / "out", path, "--profile", "p.toml").code == 0
    assert results(folder / "out") == expected


def test_numbers_that_were_worked_out_are_no_amounts(call: Caller, folder: Path) -> None:
    def fill(sheet: Any, book: Any) -> None:
        write(sheet)
        for row, value in enumerate((0.1 + 0.2, 10 / 3, 12.5), 1):
            sheet.write_number(row, 4, value)

    assert batch(call, folder / "out", workbook(folder / "h.xlsx", fill)).code == 0
    told = table(folder / "out", "unread").select("line", "column", "value").rows()
    assert told == [(3, "credits", "3.333333333333333 (not exact)")]  # 0.1 + 0.2 was written as 0.3


def test_a_sheet_that_is_not_there_and_a_line_that_names_nothing(call: Caller, folder: Path) -> None:
    path = workbook(folder / "h.xlsx", lambda sheet, book: write(sheet))
    for file, told in (('sheet = "Sheet 2"', "there is no sheet `Sheet 2`"), ("header = 40", "no row 40")):
        (folder / "p.toml").write_text(f"[file]\n{file}\n", "utf-8")
        refused = batch(call, folder / "out", path, "--profile", "p.toml")
        assert (refused.code, told in refused.err) == (2, True), refused.err


# ── the same of text ──


def test_lines_above_the_header_of_a_text_file(call: Caller, folder: Path, expected: list[Any]) -> None:
    lines = ["Faculty of Science;;", "", *(";".join(row) for row in (COLUMNS, *ROWS)), "L3;ragged"]
    (folder / "h.csv").write_text("\n".join(lines) + "\n", "utf-8")
    proposed = call("import", "--sniff", "h.csv").out
    assert tomllib.loads(proposed)["file"] == {"header": 3, "delimiter": ";"}
    (folder / "p.toml").write_text(proposed, "utf-8")
    assert batch(call, folder / "out", "h.csv", "--profile", "p.toml").code == 0
    assert results(folder / "out") == expected
    assert table(folder / "out", "quarantine").select("line", "reason").rows() == [(7, "ragged")]


def test_every_member_that_is_called_so_is_proposed_and_an_id_that_tells_rows_apart(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(
        "Student No,Module Code,Session,Tags,Fields,Remark\n1,A,T1,x,06,\n1,A,T2,,06,\n2,A,T1,,06,\n", "utf-8"
    )
    proposed = tomllib.loads(call("import", "--sniff", "h.csv").out)
    assert proposed["columns"] == {
        "learner": "Student No",
        "credential": "Module Code",
        "term": "Session",
        "fields": "Fields",
        "tags": "Tags",
    }
    assert proposed["templates"] == {"id": "{Module Code} {Session}"}


def test_a_remark_given_twice_keeps_no_row_out(call: Caller, folder: Path) -> None:
    """Only a column of which a member is made decides about its row."""
    (folder / "h.csv").write_text("learner,note,note,credential\nL1,a,b,U1\nL2,a,a,U1\nL3,,a,U1\n", "utf-8")
    assert batch(call, folder / "out", "h.csv").code == 0
    assert manifest(folder / "out")["counts"] == {"read": 3, "used": 3, "quarantined": 0}
    assert table(folder / "out", "unread").select("line", "column", "value").rows() == [(2, "note", "a / b")]


def test_packed_files_and_streams_of_arrow(call: Caller, folder: Path, expected: list[Any]) -> None:
    frame = pl.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in ROWS])
    frame.write_ipc_stream(folder / "h.arrows")
    assert batch(call, folder / "out", "h.arrows").code == 0
    assert results(folder / "out") == expected
    (folder / "h.csv.gz").write_bytes(b"\x1f\x8b")
    refused = batch(call, folder / "refused", "h.csv.gz")
    assert (refused.code, "unpack it first" in refused.err) == (2, True)


def test_the_workbook_of_an_exam_board_is_proposed_whole(call: Caller, folder: Path) -> None:
    head = ("Student ID", "Surname", "Unit Code", "Unit title", "Cr.", "Lvl", "Mark %", "Outcome", "Date of award")
    with xlsxwriter.Workbook(str(folder / "board.xlsx")) as book:
        sheet = book.add_worksheet("June")
        sheet.write_row(0, 0, ["Faculty of Computing: results presented to the board"])
        sheet.write_row(2, 0, head)
        sheet.write_row(3, 0, ["000001", "O'Neil", "CSS102", "Style sheets", 10, 4, 62, "Pass", "20.06.2025"])
        sheet.write_row(4, 0, [100002, "Smith", "CSS102", "Style sheets", 10, 4, 35, "Fail", "20.06.2025"])
        sheet.write_row(5, 0, ["000003", "Lee", "CSS102", "Style sheets", "10 cr", 4, 71, "Pass", "20.06.2025"])
        sheet.write_row(7, 0, ["Total:", "", "", "", 20])
    answer = call("import", "--sniff", folder / "board.xlsx")
    assert answer.code == 0
    found = tomllib.loads(answer.out)
    assert found["file"] == {"header": 3, "dates": ["%d.%m.%Y"]}
    assert found["columns"] == {
        "learner": "Student ID",
        "credential": "Unit Code",
        "title": "Unit title",
        "status": "Outcome",
        "credits": "Cr.",
        "level": "Lvl",
        "grade": "Mark %",
        "awarded": "Date of award",
    }
    assert "# line 8 begins with 'Total:': it would be read as a learner, take it out" in answer.out
    assert "# `Cr.` holds '10 cr', which is no amount: it will count as unknown" in answer.out
    assert "# not used: Surname (" in answer.out


def test_numbers_are_what_they_show(call: Caller, folder: Path) -> None:
    """A mark of 0.7 that shows itself as 70%, and a number filled up with zeros: as the same sheet saved as CSV has them."""

    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, (*COLUMNS, "grade"))
        shown = (("000000", "0%"), ("000000", "0.0%"), ('"0000"0', '0"%"'), ("[Red]0000000", "0\\%"), ("0", "0.00%"))
        for place, (zeros, percent) in enumerate(shown, start=1):
            sheet.write_row(place, 1, (f"h{place}", "U1", "HOME", "20", "CR", "active", "2024-01-02"))
            sheet.write_number(place, 0, 1234, book.add_format({"num_format": zeros}))
            sheet.write_number(place, 8, 0.07 * place, book.add_format({"num_format": percent}))

    path = workbook(folder / "h.xlsx", fill)
    assert batch(call, folder / "out", path, "--keep-rows").code == 0
    told = table(folder / "out", "rows").sort("id").select("learner", "grade").rows()
    assert told == [("001234", "7%"), ("001234", "14%"), ("1234", "0.21"), ("0001234", "0.28"), ("1234", "35%")]
    assert batch(call, folder / "plain", workbook(folder / "p.xlsx", lambda sheet, _: write(sheet))).code == 0


COMMAS = {
    "7,5": ",",
    "1,000 7,5": ",",
    "1,000": None,
    "12,000 7.5": None,
}


@pytest.mark.parametrize("amounts", COMMAS)
def test_thousands_are_taken_for_no_decimal_comma(call: Caller, folder: Path, amounts: str) -> None:
    """`1,000` alone may be one or a thousand: which, is for a person to say."""
    rows = "".join(f"L1;h{place};U1;{text}\n" for place, text in enumerate(amounts.split()))
    (folder / "h.csv").write_text(f"learner;id;credential;credits\n{rows}", "utf-8")
    told = call("import", "--sniff", "h.csv").out
    assert tomllib.loads(told)["file"].get("decimal") == COMMAS[amounts]
    assert ("may be thousands or a decimal comma" in told) == (COMMAS[amounts] is None)
    odd = [text for text in amounts.split() if COMMAS[amounts] is None and "," in text]
    assert ("will count as unknown" in told) == bool(odd)


def test_numbers_of_json_are_no_odd_amounts(call: Caller, folder: Path) -> None:
    (folder / "h.jsonl").write_text('{"learner": "L1", "holdings": [{"id": "a", "credential": "U1", "credits": 20}]}\n')
    told = call("import", "--sniff", "h.jsonl").out
    assert "unknown" not in told
    assert "@" not in told
