"""One fact in every kind of value that records can hold: true or false only where the record says so, else unknown and told; a row of
a table with the same content says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from stackr.book import Book, load_text
from stackr.records.json_text import NumberText, parse_line

AS_OF = date(2026, 1, 1)
HOLDING = '"id": "h", "credential": "C", "issuer": "U", "credits": 10, "awarded": "2020-01-01", "status": "active"'
TWICE = '"east", "{member}": "west"'
VALUES = {
    "text": '"east"',
    "padded": '"  east "',
    "upper": '"EAST"',
    "other": '"west"',
    "lines": '"east\\nwing, ' + "x" * 80 + '"',
    "blank": '"   "',
    "empty": '""',
    "null": "null",
    "number": "3",
    "noughts": "3.00",
    "decimal": "3.5",
    "negative": "-3",
    "huge": "1e400",
    "digits": '"3"',
    "true": "true",
    "false": "false",
    "TRUE": '"TRUE"',
    "No": '" No "',
    "list": '["west", "east", null]',
    "numbers": "[3, 4]",
    "none": "[]",
    "gaps": '[null, " "]',
    "object": '{"value": "east"}',
    "objects": '[{"value": "east"}]',
    "day": '"2020-05-01"',
    "days": '["2020-05-01"]',
    "twice": TWICE,
}
TEXTS = {"text", "padded", "upper", "other", "lines", "digits", "TRUE", "No", "day"}
NUMBERS = {"number", "noughts", "decimal", "negative"}
TRUTHS = {"true", "false"}
LISTS = {"list", "numbers", "none", "days"}
EAST = {"text", "padded", "upper", "list"}


@dataclass(frozen=True)
class Case:
    """A condition, the member it reads, and of which values it is true and false; of all others it is unknown."""

    condition: str
    member: str
    true: set[str]
    false: set[str]


def _all(condition: str, member: str, true: set[str], answered: set[str]) -> Case:
    return Case(condition, member, true, answered - true)


OWN = TEXTS | NUMBERS | TRUTHS | LISTS | {"huge"}
"""Values of a member that any text may be."""
NAMED = TEXTS | NUMBERS | {"huge"}
"""Values of a member that is one text."""
TAGS = NAMED | LISTS
ANSWERS = TRUTHS | {"TRUE", "No"}
CASES = [
    *(_all(f'{member} = "east"', member, EAST, OWN) for member in ("wing", "supervision", "criteria", "language")),
    *(_all(f'{member} != "east"', member, OWN - EAST, OWN) for member in ("wing", "supervision", "language")),
    *(_all(f'{member} = "east*"', member, EAST | {"lines"}, OWN) for member in ("wing", "criteria", "language")),
    *(_all(f"{member} = yes", member, {"true", "TRUE"}, ANSWERS | LISTS) for member in ("wing", "supervision")),
    *(_all(f"{member} = false", member, {"false", "No"}, ANSWERS | LISTS) for member in ("wing", "supervision")),
    *(
        _all(f"{member} = 3", member, {"number", "noughts", "digits"}, NUMBERS | {"digits"})
        for member in ("wing", "workload", "attempt")
    ),
    _all('wing = "no"', "wing", {"false", "No"}, OWN),
    _all("wing within 10 years of today", "wing", {"day"}, {"day"}),
    _all("wing before 2020-01-01", "wing", set(), {"day"}),
    *(_all(f'{member} = "east"', member, EAST - {"list"}, NAMED) for member in ("mode", "term", "title", "country")),
    *(_all(f'{member} is not "east"', member, NAMED - EAST, NAMED) for member in ("mode", "term", "kind")),
    *(_all(f'{member} include "east"', member, EAST, TAGS) for member in ("tags", "outcomes", "fields")),
    _all('tagged "east"', "tags", EAST, TAGS),
    _all('fields under "ea"', "fields", {"text", "padded", "list", "lines"}, TAGS),
    _all("fields in register EASTERN", "fields", {"text", "padded", "list"}, TAGS),
    _all("mode in register EASTERN", "mode", {"text", "padded"}, NAMED),
    _all("standalone", "standalone", {"true", "TRUE"}, ANSWERS),
    _all("standalone = no", "standalone", {"false", "No"}, ANSWERS),
    _all("expires before 2021-01-01", "expires", {"day"}, {"day"}),
    _all("hours >= 3", "hours", {"number", "noughts", "decimal", "digits"}, {"number", "noughts", "decimal", "digits"}),
    _all("hours = 3", "hours", {"number", "noughts", "digits"}, {"number", "noughts", "decimal", "digits"}),
    _all("grade = 3", "grade", {"number", "noughts", "digits"}, NUMBERS | {"digits"}),
    _all("level = ZQF 3", "level", {"number", "digits"}, {"number", "digits"}),
]
FACT = OWN - {"huge"}
FACTS = [
    _all('fact "wing" = "east"', "wing", EAST, FACT),
    _all('fact "wing" != "east"', "wing", FACT - EAST, FACT),
    _all('fact "wing" = "3"', "wing", {"number", "noughts", "digits", "numbers"}, FACT),
    _all('fact "wing" = "3.50"', "wing", {"decimal"}, FACT),
    _all('fact "wing" = 3', "wing", {"number", "noughts", "digits"}, NUMBERS | {"digits"}),
    _all('fact "wing" < 3', "wing", {"negative"}, NUMBERS | {"digits"}),
    _all('fact "wing"', "wing", {"true", "TRUE"}, ANSWERS | LISTS),
    _all('fact "wing" = no', "wing", {"false", "No"}, ANSWERS | LISTS),
    _all("wing = yes", "wing", {"true", "TRUE"}, ANSWERS | LISTS),
    _all('wing = "east"', "wing", EAST, FACT),
    _all("wing after 2020-01-01", "wing", {"day"}, {"day"}),
    _all("applied for east", "applied_for", {"text", "padded", "list"}, FACT - TRUTHS - {"day"}),
    _all("applied for east", "applied_for", {"text", "padded", "list"}, FACT - TRUTHS - {"day"}),
]
BOOKS = """
framework ZQF "Levels" {{ levels 1 to 10 }}
register EASTERN bodies {{ "east" }}
qualification Q {{ awarded by U; requires 10 credits from {condition} }}
"""
STATUS = {"satisfied": True, "not-started": False, "undetermined": None}


def _raw(member: str, name: str) -> str:
    return f'"{member}": ' + VALUES[name].replace("{member}", member)


def _record(case: Case, name: str, *, fact: bool) -> Any:
    facts, holding = (_raw(case.member, name), HOLDING) if fact else ("", f"{HOLDING}, {_raw(case.member, name)}")
    return parse_line(f'{{"learner": "made up", "facts": {{{facts}}}, "holdings": [{{{holding}}}]}}')


def _answers(case: Case, *, fact: bool) -> dict[str, bool | None]:
    book = load_text(BOOKS.format(condition=case.condition))
    found = {}
    for name in VALUES:
        audit = book.audit(_record(case, name, fact=fact), ["Q"], AS_OF)
        found[name] = STATUS[audit["Q"].status]
        if found[name] is None:
            assert audit["Q"].missing or audit.remarks, (name, "unknown, and nothing is said")
    return found


def _expected(case: Case) -> dict[str, bool | None]:
    return {name: True if name in case.true else False if name in case.false else None for name in VALUES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.condition)
def test_of_learning(case: Case) -> None:
    assert _answers(case, fact=False) == _expected(case)


@pytest.mark.parametrize("case", FACTS, ids=lambda case: case.condition)
def test_of_the_learner(case: Case) -> None:
    assert _answers(case, fact=True) == _expected(case)


def _plain(value: Any) -> Any:
    """A value of JSON as a frame holds it."""
    if isinstance(value, NumberText):
        return str(value) if "e" in value else Decimal(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _batch(book: Book, row: dict[str, Any]) -> bool | None:
    found = book.batch(pl.DataFrame([row]), for_=["Q"], as_of=AS_OF)
    return STATUS[found.results["status"].to_list()[0]]


LISTED = {"tags", "outcomes", "fields"}
OF_NO_KIND = {"wing"}
"""Columns that no holding has by name: a list or object in one stays one. In a column of text it is text."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.condition)
def test_a_row_of_a_table_says_the_same(case: Case) -> None:
    book, expected = load_text(BOOKS.format(condition=case.condition)), _expected(case)
    held = {member: str(value) for member, value in parse_line(f"{{{HOLDING}}}").items()} | {"learner": "made up"}
    asked = set(VALUES) - {"twice"}
    if case.member not in OF_NO_KIND:
        asked -= TRUTHS if case.member != "standalone" else set()
        asked -= set() if case.member in LISTED else LISTS
    values = {name: parse_line(f"{{{_raw(case.member, name)}}}")[case.member] for name in asked}
    found = {name: _batch(book, held | {case.member: _plain(value)}) for name, value in values.items()}
    assert found == {name: expected[name] for name in asked}
