"""Registers and catalogues from files: what their headings hold, and rows and files that can't be used."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars
import pytest

from stackr.book import load
from stackr.checks.run import check_paths
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.rulebook.catalogue import LISTS, MEMBERS
from stackr.rulebook.tables import REGISTER as REGISTERED

REGISTER = 'register R "R" from "{file}"\n'
CATALOGUE = 'credit ZC is 10 hours\ncatalogue C "C" from "{file}" {{ issuer U; credit unit ZC{lines} }}\n'


def found(folder: Path, rules: str, data: bytes | str, file: str = "data.csv") -> list[Diagnostic]:
    (folder / "rules.stackr").write_text(rules.format(file=file, lines=""), "utf-8")
    (folder / file).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(check_paths([folder / "rules.stackr"]))


def told(folder: Path, rules: str, data: bytes | str, file: str = "data.csv") -> list[tuple[str, int]]:
    """(code, line) of what is wrong with the data."""
    return [(fault.code, fault.span.line) for fault in found(folder, rules, data, file)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("body,from,until\nX,2025-01-01,2020-01-01\n", [("T120", 2)]),
        ("body,from\nX,01/02/2020\nY,2020-02-30\nZ,2020-02-28\n", [("B410", 2), ("B410", 3)]),
        ("institute,from\nX,2020-01-01\nY,2020-01-01\n", [("B411", 1)]),
        ("body;from;until\nX;2020-01-01;\n", [("B411", 1)]),
        ("body\tfrom\nX\t2020-01-01\n", [("B411", 1)]),
        ("body,from,start\nX,2020-01-01,2030-01-01\n", [("B411", 1)]),
        ("body,from,from\nX,2020-01-01,2030-01-01\n", [("B408", 1)]),
        ("body,untill\nX,2020-01-01\n", [("B412", 1)]),
        ("body,website\nX,x\n", [("B412", 1)]),
        ("body,from\nX,2020-01-01,\n", [("B409", 2)]),
        ('body,from\n"X,2020-01-01\n', [("B408", 1)]),
        (b"body,from\nUniversit\xe9,2020-01-01\n", [("B408", 1)]),
        ("body,from\nX,2020-01-01\n".encode("utf-16"), [("B408", 1)]),
        ("body,from\nX\0Y,2020-01-01\n", [("B408", 1)]),
        (",from\nX,2020-01-01\n", [("B411", 1)]),
    ],
)
def test_what_is_wrong_with_a_register_is_told_where_it_is(
    data: str | bytes, expected: list[tuple[str, int]], tmp_path: Path
) -> None:
    assert told(tmp_path, REGISTER, data) == expected


@pytest.mark.parametrize(
    "data",
    [
        "body,from,until\nX,2020-01-01,2021-12-31\n",
        b"\xef\xbb\xbfbody,from,until\r\nX,2020-01-01,2021-12-31\r\n",
        "Body,Valid from,valid-until\nX,2020-01-01,2021-12-31\n",
        "issuer,start,END\n\n,,\nX,2020-01-01,2021-12-31\n , ,\n",
    ],
)
def test_headings_may_be_written_in_several_ways(data: str | bytes, tmp_path: Path) -> None:
    assert told(tmp_path, REGISTER, data) == []
    (entry,) = load(tmp_path / "rules.stackr").tables.registers["R"].entries
    assert (entry.body.text, str(entry.interval.start), str(entry.interval.end)) == ("X", "2020-01-01", "2021-12-31")


@pytest.mark.parametrize(
    ("data", "help"),
    [
        ("body;from\nX;2020-01-01\n", "semicolons"),
        ("bodys,from\nX,2020-01-01\n", "did you mean `bodys`?"),
        ("place,from\nX,2020-01-01\n", "its other columns: `place`"),
    ],
)
def test_the_help_says_what_to_do(data: str | bytes, help: str, tmp_path: Path) -> None:
    (fault,) = found(tmp_path, REGISTER, data)
    assert help in fault.help


def test_a_column_like_a_known_one_weighs_more_than_any_other(tmp_path: Path) -> None:
    kinds = {fault.severity for fault in found(tmp_path, REGISTER, "body,untill,website\nX,2020-01-01,w\n")}
    assert kinds == {Severity.WARNING, Severity.NOTE}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("code,credits\nA,-10\nB,nan\nC,1e999\nD,10 credits\n", [("B410", line) for line in (2, 3, 4, 5)]),
        ('code,credits\nA,"7,5"\n', [("B410", 2)]),
        ("code,credits,credit_unit\nA,10,XX\nB,10,ZC\n", [("N101", 2)]),
        ("code,framework,level\nA,NOPE,7\n", [("N101", 2)]),
        ("code,from,until\nA,2025-01-01,2020-01-01\n", [("T120", 2)]),
        ("code,repeatable\nA,many\nB,-1\nC,2.5\nD,0\nE,3\n", [("B410", 2), ("B410", 3), ("B410", 4), ("T134", 5)]),
        ("code,parts\nA,A;B\n", [("N104", 2)]),
        ("code,credits\nA,10\nA,20\n", [("N107", 3)]),
        ("code,credits\n,10\n", [("B410", 2)]),
        ("module,credits\nA,10\n", [("B411", 1)]),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_told_where_it_is(
    data: str, expected: list[tuple[str, int]], tmp_path: Path
) -> None:
    assert told(tmp_path, CATALOGUE, data) == expected


@pytest.mark.parametrize(
    ("column", "value"),
    [("credits", "ten"), ("cost", "-1"), ("cost", "NaN"), ("hours", "inf"), ("from", "1/2/2026"), ("repeatable", "x")],
)
def test_a_value_that_cannot_be_read_is_told_with_its_column(column: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(f"code,{column}\nA,{value}\n", "utf-8")
    (tmp_path / "rules.stackr").write_text(CATALOGUE.format(file="data.csv", lines=""), "utf-8")
    (fault,) = (f for f in check_paths([tmp_path / "rules.stackr"]) if f.severity is Severity.ERROR)
    assert fault.message.startswith(f"A: {column}: ")
    assert fault.help


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ('; column credits = "Crédits"', None),
        ('; column credits = "Credits"', "B411"),
        ('; column credit = "Crédits"', "N106"),
        ('; column credits = "Crédits"; column credits = "code"', "B411"),
    ],
)
def test_a_column_that_the_author_names_is_there(lines: str, code: str | None, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("code,Crédits\nA,7.5\n", "utf-8")
    (tmp_path / "rules.stackr").write_text(CATALOGUE.format(file="data.csv", lines=lines), "utf-8")
    errors = {f.code for f in check_paths([tmp_path / "rules.stackr"]) if f.severity is Severity.ERROR}
    assert errors == ({code} if code else set())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('[{"code": "A", "credits": [1, 2]}]', [("B409", 1)]),
        ("[1, 2]", [("B409", 1), ("B409", 2)]),
        ('{"code": "A"}', [("B408", 1)]),
        ('[{"code": "A", "code": "B"}]', [("B408", 1)]),
        ('[{"code": "A", "credits": NaN}]', [("B408", 1)]),
        ('[{"credits": 10}]', [("B411", 1)]),
        ('[{"code": "A"}, {"credits": 10}]', [("B410", 2)]),
        ('[{"CODE": "A", "credits": 7.5}]', []),
        ("[]", [("C219", 2)]),
        ("[" * 100_000, [("B408", 1)]),
    ],
)
def test_records_of_a_json_file(data: str, expected: list[tuple[str, int]], tmp_path: Path) -> None:
    assert [code for code, _ in told(tmp_path, CATALOGUE, data, "data.json")] == [code for code, _ in expected]


@pytest.mark.parametrize(
    ("data", "places"),
    [
        ('[\n  {"code": "A"},\n  {"credits": 10},\n  {"code": "B",\n   "credits": "?"}\n]', [(3, 3), (4, 3)]),
        ('[{"code": "A"}, 3, {"credits": 1}]', [(1, 17), (1, 20)]),
        ('\n\n [ {"code": "A [, ]"}\n\n,\n\n  7]', [(7, 3)]),
        ('[{"code": "A", "title": "a\\nb"},\r\n4]', [(2, 1)]),
    ],
)
def test_a_record_of_a_json_file_is_told_where_it_stands(
    data: str, places: list[tuple[int, int]], tmp_path: Path
) -> None:
    assert [(f.span.line, f.span.column) for f in found(tmp_path, CATALOGUE, data, "data.json")] == places


@pytest.mark.parametrize(
    ("rules", "file", "data"),
    [
        (CATALOGUE, "data.csv", "code,credits\n"),
        (CATALOGUE, "data.csv", ""),
        (CATALOGUE, "data.json", "[]"),
        (REGISTER, "data.csv", "body,from\n\n"),
        (REGISTER, "data.json", "[ ]"),
    ],
)
def test_a_file_without_rows_is_told(rules: str, file: str, data: str, tmp_path: Path) -> None:
    (fault,) = warned(tmp_path, rules, data, file)
    assert (fault.code, fault.message.endswith(f"{file} has no rows")) == ("C219", True)


def warned(folder: Path, rules: str, data: str, file: str) -> list[Diagnostic]:
    found(folder, rules, data, file)
    return [each for each in check_paths([folder / "rules.stackr"]) if each.code == "C219"]


def test_terms_of_a_file_that_no_calendar_has_are_told_once_each(tmp_path: Path) -> None:
    data = "code,credits,terms\n" + "".join(f"A{n},10,{'autum' if n % 2 else 'autumn'}\n" for n in range(10))
    calendar = 'calendar U "U" { term "2026-autumn" from 2026-09-01 until 2026-12-20 }\n'
    found(tmp_path, CATALOGUE, data)
    rules = tmp_path / "rules.stackr"
    rules.write_text(rules.read_text("utf-8") + calendar, "utf-8")
    (told_once,) = [each for each in check_paths([rules]) if each.code == "C225"]
    assert told_once.message == "A1, A3, A5 and 2 more: offered in `autum`, a term that no calendar has"
    assert told_once.help == "did you mean `autumn`?"


def test_a_day_kept_as_midnight_is_a_day(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    from datetime import datetime

    days = {"code": ["A"], "from": [datetime(2020, 1, 1)], "credits": [7.5], "tags": [["x", "y"]]}
    polars.DataFrame(days).write_parquet(tmp_path / "data.parquet")
    data = (tmp_path / "data.parquet").read_bytes()
    assert told(tmp_path, CATALOGUE, data, "data.parquet") == []
    (item,) = load(tmp_path / "rules.stackr").tables.catalogue["A"]
    assert (str(item.start), item.credits, item.tags) == ("2020-01-01", 7.5, ("x", "y"))
    assert told(tmp_path, CATALOGUE, data[: len(data) // 2], "data.parquet") == [("B408", 2)]


@pytest.mark.parametrize("file", ["data.xlsx", "data"])
def test_a_file_of_another_kind_is_not_read_as_text(file: str, tmp_path: Path) -> None:
    (fault,) = found(tmp_path, REGISTER, "body\nX\n", file)
    assert (fault.code, fault.help) == ("B408", "save it as CSV, JSON or Parquet")


def test_the_day_on_which_it_is_retired_is_none_on_offer(tmp_path: Path) -> None:
    found(tmp_path, CATALOGUE, "code,retired\nB,2027-12-31\n")
    rules = tmp_path / "rules.stackr"
    rules.write_text(rules.read_text("utf-8") + 'credential A "A" { 10 credits; retired 2027-12-31 }\n', "utf-8")
    catalogue = load(rules).tables.catalogue
    assert {str(item.end) for items in catalogue.values() for item in items} == {"2027-12-30"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('[{"code": ""}]', "this row has no code"),
        ('[{"code": " "}]', "this row has no code"),
        ('[{"code": "A", "title": {"en": "x"}}]', "`title` holds a record"),
        ('[{"code": "A", "fields": [{"id": "06"}]}]', "`fields` holds a record"),
        ('[{"code": "A", "fields": [["06"]]}]', "`fields` holds a list"),
        ('[{"Code": ["X", "Y"]}]', "`Code` holds a list"),
        (
            '[{"code": "A", "outcomes": ["a;b"]}]',
            "`outcomes` lists `a;b`: where lists are written as text, `;` stands between two",
        ),
    ],
)
def test_what_no_cell_could_say_is_told(data: str, said: str, tmp_path: Path) -> None:
    faults = found(tmp_path, CATALOGUE, data, "data.json")
    assert [(fault.code[:2], fault.message) for fault in faults] == [("B4", said)]


ONE_VALUE = [(CATALOGUE, MEMBERS - LISTS), (REGISTER, REGISTERED.members - REGISTERED.lists)]
SEVERAL_VALUES = [(CATALOGUE, LISTS), (REGISTER, REGISTERED.lists)]


def each(of: list[tuple[str, frozenset[str]]]) -> list[tuple[str, str]]:
    return [(rules, member) for rules, members in of for member in sorted(members)]


def with_list(folder: Path, rules: str, member: str, values: list[str], file: str) -> list[Diagnostic]:
    """What is said of a second row in which the member is a list. Parquet has one type for a column, so the first row has one, too."""
    known = "code" if rules == CATALOGUE else "body"
    rows: list[dict[str, object]] = [{known: "A"}, {known: "B"} | {member: values}]
    if file.endswith(".parquet"):
        frame = polars.DataFrame(rows if member != known else rows[1:])
        frame.write_parquet(folder / file)
        return found(folder, rules, (folder / file).read_bytes(), file)
    return found(folder, rules, json.dumps(rows), file)


@pytest.mark.parametrize("file", ["data.json", "data.parquet"])
@pytest.mark.parametrize("values", [["X", "Y"], ["X"], []])
@pytest.mark.parametrize(("rules", "member"), each(ONE_VALUE))
def test_a_member_that_has_one_value_holds_no_list(
    rules: str, member: str, values: list[str], file: str, tmp_path: Path
) -> None:
    (fault,) = with_list(tmp_path, rules, member, values, file)
    row = 1 if (file, member) in {("data.parquet", "code"), ("data.parquet", "body"), ("data.json", member)} else 2
    assert (fault.code, fault.span.file, fault.span.line) == ("B409", file, row)
    assert fault.message == f"`{member}` holds a list"
    assert fault.help == "it holds a text, a number or a day, and one only"


@pytest.mark.parametrize("file", ["data.json", "data.parquet"])
@pytest.mark.parametrize(("rules", "member"), each(SEVERAL_VALUES))
def test_a_member_that_has_several_values_may_hold_a_list(rules: str, member: str, file: str, tmp_path: Path) -> None:
    assert not [f for f in with_list(tmp_path, rules, member, ["X", "Y"], file) if f.code.startswith("B")]


def test_records_are_read_as_rows_of_the_same_content(tmp_path: Path) -> None:
    """Blanks around a value and empty values say nothing, and what is in columns that nobody reads is nobody's business."""
    rows = "code,title,credits,outcomes\nA,Title,10,a;b\n"
    records = '[{"code": " A ", "title": "Title", "credits": 10, "level": "", "from": " ", "outcomes": ["a", null, "b"], "x": {}}]'
    books = []
    for number, (file, data) in enumerate((("data.csv", rows), ("data.json", records))):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert not [fault for fault in found(folder, CATALOGUE, data, file) if fault.severity is Severity.ERROR]
        books.append(load(folder / "rules.stackr"))
    one, other = (replace(book.tables.catalogue["A"][0], at="") for book in books)
    assert one == other


def test_a_row_is_told_where_it_begins(tmp_path: Path) -> None:
    data = 'code,title\nA,"on two\nlines"\nB,"on two\nlines",more\n'
    assert told(tmp_path, CATALOGUE, data) == [("B409", 4)]
