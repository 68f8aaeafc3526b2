"""What a rule author is told of a slip: the code, the place, and words that say what to write instead."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from stackr.language.expected import PHRASES, expected, viable
from stackr.language.parse import parse_text
from stackr.language.tables import tables

ROOT = Path(__file__).resolve().parents[2]


def award(line: str) -> str:
    """A qualification with one line in question, on line 3."""
    return f'qualification Q "Q" {{\n  total 60 credits\n  {line}\n}}\n'


IN_AN_AWARD = [
    ("requires all of { A; B, C }", "S033", 25, "write `;` between them"),
    ("requires all of { A B }", "S033", 23, "separated by `;`"),
    ("requires p: 20 credits from any except A", "S031", 35, "`and not`"),
    ("requires all of { A and B }", "S033", 23, "`all of { A; B }`"),
    ("limits { cap: at most 50% by rpl }", "S034", 29, "`50% of award`"),
    ("limits { cap: at least 1/3 from issuer U }", "S034", 30, "`1/3 of award`"),
    ('requires all of { p: 60 credits from code "WEB*" }', "S036", 45, 'just `"WEB*"`'),
    ("requires all of { CS 101; B }", "S035", 24, '"CS 101"'),
    ("requires all of { 18.03; B }", "S038", 21, 'quoted: "18.03"'),
    ("requires all of { m: 20 credits from MATH* }", "S035", 44, '"MATH*"'),
    ("requires all of { core all of { A; B } }", "S037", 26, "`core: all …`"),
    ('requires all of { core "Core" all of { A; B } }', "S037", 26, '`core "Core": all …`'),
    ("limits { x = at most 20 credits by rpl }", "S037", 14, "write `:`"),
    ("requires all of: A; B", "S037", 12, "`all of { A; B }`"),
    ("requires al of { A; B }", "S031", 15, "`all of`"),
    ("awarded at UNZA", "S031", 11, "`awarded by`"),
    ("enroll until 2026-01-01", "S031", 10, "`enrol until`"),
    ("limit { x: at most 3 credits }", "S031", 9, "`limits`"),
    ("include PGCERT with embed", "S031", 11, "`includes`"),
    ("requires min 30 credits from any", "S031", 16, "`at least`"),
    ("requires 20 from level >= 7", "S038", 15, "`20 credits`"),
    ("requires all of { A; at least 2 }", "S038", 35, "`2 credentials`"),
    ("requires 2 of A", "S039", 17, "in braces"),
    ("in force 2026", "S030", 12, "from 2026-01-01"),
    ("in force from 01.09.2026", "S004", 17, "2026-09-01"),
    ("in force from 2026-9-1", "S004", 17, "2026-09-01"),
    ("source “s. 3”", "S001", 10, "straight double quotes"),
    ('source "s. 3', "S002", 10, "ends with"),
    ("requires A or", "S039", 14, "a requirement"),
    ("requires 20 credits from A, B", "S033", 29, "`A or B`"),
    ("requires all of { e: any 1 of { A; B } }", "S030", 24, "`1 of { … }`"),
    ("limits { old: completed within 5 years }", "S034", 36, "`within 5 years of conferred`"),
    ("limits { gpa: average grade at least 60 }", "S030", 17, "`grade average at least 60 over counted`"),
    ("limits { size: each at least 5 credits }", "S030", 18, "a window, such as"),
]


@pytest.mark.parametrize(("line", "code", "column", "told"), IN_AN_AWARD, ids=[case[0] for case in IN_AN_AWARD])
def test_a_slip_in_an_award_is_recognised(line: str, code: str, column: int, told: str) -> None:
    first = parse_text(award(line), "r.stackr").diagnostics[0]
    assert (first.code, first.span.column) == (code, column)
    assert first.span.line == 3
    assert told in f"{first.message} {first.help}"


ELSEWHERE = [
    ('qualifcation Q "Q" { total 60 credits }', "S031", "`qualification`"),
    ("everything A", "S031", "`qualification`, `recognition`, `scenario`"),
    ("requires A", "S031", "stands outside any block"),
    ("let x level >= 7", "S039", "`=`"),
    ('scenario "x" {\n learner holds A 10 credits\n expect Q satisfid\n}', "S031", "`satisfied`"),
    ("recognition u for U {\n route own is owned grants full\n}", "S031", "`own`"),
    ("recognition u for U {\n route o is own grants all\n}", "S030", "`grants full`"),
    ('credential A "A" { 10 credits; feild "06" }', "S031", "`field`"),
    ('scenario "x" {\n learner holds A 10 credits by rpl\n}', "S030", "`decision rpl A"),
    ('scenario "x" {\n learner holds A 10 credits\n expect Q unmet cap\n}', "S030", "`Q.cap unmet`"),
    ('credential A "A" { 10 credits; requires B }', "S031", "`prerequisite`"),
    ('credential A "A" { 10 credits; fee 100 EUR }', "S031", "`cost`"),
    ('credential A "A" { 10 credits; cost 100 EUR }', "S040", '`cost 100 "EUR"`'),
    ('qualification Q "Q" { awarded by U; entry requires holds ACC }', "S031", "write `ACC`"),
    ('qualification Q "Q" { awarded by U; requires one of { a: passed A; b: has "CS 101" } }', "S031", "write `A`"),
    ("let under = level >= 7", "S032", 'quote it: "under"'),
]


@pytest.mark.parametrize(("text", "code", "told"), ELSEWHERE, ids=[case[0].splitlines()[-1] for case in ELSEWHERE])
def test_a_slip_elsewhere_is_recognised(text: str, code: str, told: str) -> None:
    first = parse_text(text, "r.stackr").diagnostics[0]
    assert first.code == code
    assert told in f"{first.message} {first.help}"


def test_several_slips_are_told_at_once_and_the_rest_is_read() -> None:
    found = parse_text(
        'qualification Q "Q" {\n  total 60\n  requires all of { A, B }\n  limits { cap: at most 50% by rpl }\n'
        '  awarded by U\n}\nlet x = level >= 7\nscenario "s" { expect Q satisfid }\n'
    )
    assert [(d.code, d.span.line) for d in found.diagnostics] == [("S038", 2), ("S033", 3), ("S034", 4), ("S031", 8)]
    assert [type(item).__name__ for item in found.file.declarations] == ["Qualification", "Let", "Scenario"]


def test_a_clause_that_closes_with_otherwise_ends_with_its_line() -> None:
    lines = 'classify "Pass" otherwise\n  prefer best grades\n  classify "Fail"\n    otherwise'
    assert parse_text(award(f"requires p: 60 credits from any\n  {lines}")).diagnostics == ()


def test_every_phrase_is_of_a_construct_of_the_grammar() -> None:
    assert [name for name, _ in PHRASES if name != "body" and name not in tables().firsts] == []


def test_what_is_told_to_be_possible_is_possible() -> None:
    """At the beginning of everything: the words that may stand are the declarations, and each really begins one."""
    start = tables().starts["declaration"][0]
    may = viable([start], tables())
    assert {"qualification", "recognition", "scenario", "let"} <= set(may)
    assert expected([start], tables())[0].startswith("a declaration")


def test_no_message_names_a_token_of_the_grammar() -> None:
    """Shipped rules with words taken out, doubled or swapped: always plain words, always inside the file."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "rules").rglob("*.stackr"))]
    luck = random.Random(3)
    for _ in range(150):
        text = luck.choice(texts)
        words = re.split(r"(\s+)", text[: luck.randrange(200, 3000)])
        place = luck.randrange(len(words))
        words[place : place + 1] = luck.choice([[], [words[place]] * 2, [luck.choice(words)], ["{"], ["}"], [","]])
        broken = "".join(words)
        last = broken.count("\n") + 1
        for fault in parse_text(broken, "r.stackr").diagnostics:
            told = f"{fault.message} {fault.help}"
            assert not re.search(r"\b(IDENT|QUOTED|ISODAY|_SEP|LABEL|NUMBER|PERCENT|FRACTION)\b|\$END|<\w+>", told), (
                told
            )
            assert 1 <= fault.span.line <= last + 1


def test_what_belongs_to_a_faulty_part_of_a_route_is_not_reported_too() -> None:
    text = """recognition r "R" for U {
  route casework is assessment by "Admissions"
    at least 70% of each outcome
    grants whole units
  fallback rpl is rpl
    at most nothing
  reject with reasons
}
"""
    found = parse_text(text, "r.stackr").diagnostics
    assert [(d.code, d.span.line) for d in found] == [("S030", 3), ("S030", 6), ("S030", 7)]
    assert all("`evidence …`" in d.help for d in found[:2])
