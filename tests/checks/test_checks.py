"""What the static checks find, and where they must keep still: an error is only what can never be right."""

from __future__ import annotations

import pytest

from stackr._shipped import shipped_rules
from stackr.checks.run import check_paths, check_text
from stackr.diagnostics.model import Severity


def award(total: str, lines: str) -> str:
    return f'qualification Q "Q" {{\n  total {total} credits\n  {lines}\n}}\n'


def limited(*limits: str, total: str = "60") -> str:
    lines = "\n    ".join(f"l{number}: {limit}" for number, limit in enumerate(limits))
    return award(total, f'requires all of {{ p "P": 5 credits from any }}\n  limits {{\n    {lines}\n  }}')


def requires(name: str, requirement: str, head: str = "") -> str:
    return f'qualification {name} "{name}" {{\n  {head}\n  requires all of {{ {requirement} }} }}\n'


TWO_POOLS = "a: 20 credits from level = 5\nb: 20 credits from level = 6"

WRONG = {
    "C201": [
        'credential A "A" { 10 credits; prerequisite A }\n',
        'credential A "A" { 10 credits; prerequisite B }\ncredential B "B" { 10 credits; prerequisite C }\n'
        'credential C "C" { 10 credits; prerequisite A }\n',
        'catalogue K "K" { credential A "A" { 10 credits; prerequisite A } }\n',
    ],
    "C202": [
        requires("Q", "award Q"),
        requires("Q", "award R") + requires("R", "award S") + requires("S", "award Q"),
        requires("Q", "p: 2 of { award R; award S }") + requires("R", "award Q") + requires("S", "A"),
    ],
    "C203": [
        requires("Q", "p: one of { }"),
        requires("Q", "p: any of { }"),
        requires("Q", "p: at least 2 of { A }"),
        'group G "G": 2 of { A }\n' + requires("Q", "use G"),
    ],
    "C204": [
        award("exactly 39", f"requires all of {{ {TWO_POOLS} }}"),
        award("at most 39", f"requires all of {{ {TWO_POOLS} }}"),
        award(
            "exactly 29", "requires p: 2 of { 10 credits from level = 5; 20 credits from any; 30 credits from graded }"
        ),
    ],
    "C205": [
        limited("at most 20 credits by rpl", "at least 21 credits by rpl"),
        limited("at most 25% of award by rpl", "at least 16 credits by rpl"),
        limited("at most 20 credits external", "at most 39 credits not external"),
        limited("at least 30 credits external", "at least 31 credits not external", total="exactly 60"),
    ],
    "C206": [
        'credential A "A" { 10 credits; retired 2021-12-31 }\n' + requires("Q", "A", "in force from 2022-01-01"),
    ],
    "C207": [
        requires("Q", "a: all of { X; Y }\n b: all of { X; Z }"),
        requires("Q", "a: all of { X; Y }\n b: 1 of { X }"),
    ],
    "C208": [
        'articulation ONE "One" { from A of X; to B; transitive }\n'
        'articulation TWO "Two" { from B of Y; to A; transitive }\n',
    ],
}

STILL = {
    "C207": [
        requires("Q", "a: all of { X; Y }\n b: one of { X; Z }"),
        requires("Q", "a: all of { X; Y }\n b: all of { X; Z }", "repeatable X up to 2"),
        'qualification Q "Q" { requires all of { X }\n also requires b: all of { X } }\n',
    ],
    "C208": [
        'articulation ONE "One" { from A of X; to B; transitive }\narticulation TWO "Two" { from B of Y; to A }\n'
    ],
    "C201": [
        'credential A "A" { 10 credits; prerequisite B or C }\ncredential B "B" { 10 credits; prerequisite A }\n',
        'credential A "A" { 10 credits; corequisite B }\ncredential B "B" { 10 credits; corequisite A }\n',
        'credential A "A" { issuer X; 10 credits; prerequisite B }\ncredential A "A" { issuer Y; 10 credits }\n'
        'credential B "B" { 10 credits; prerequisite A }\n',
    ],
    "C202": [
        requires("Q", "p: one of { award R; A }") + requires("R", "award Q"),
        requires("Q", "award R", "in force from 2022-01-01")
        + requires("Q", "A", "in force from 2020-01-01 until 2021-12-31")
        + requires("R", "award Q"),
    ],
    "C203": [requires("Q", "p: at most 2 of { A }"), requires("Q", "p: one of { A }")],
    "C204": [
        award("exactly 40", f"requires all of {{ {TWO_POOLS} }}"),
        award("at least 30", f"requires all of {{ {TWO_POOLS} }}"),
        award("exactly 30", f"requires all of {{ {TWO_POOLS} }}\n  shared between a and b"),
        award(
            "exactly 30", "requires p: 2 of { 10 credits from level = 5; 20 credits from any; 30 credits from graded }"
        ),
    ],
    "C205": [
        limited("at most 20 credits by rpl", "at least 20 credits by rpl"),
        limited("at most 20 credits by rpl", "at least 30 credits external"),
        limited("at most 20 credits external", "at most 40 credits not external"),
        limited("at least 30 credits external", "at least 31 credits not external"),
    ],
    "C206": [
        'credential A "A" { 10 credits; retired 2022-06-01 }\n' + requires("Q", "A", "in force from 2022-01-01"),
        'credential A "A" { issuer X; 10 credits; retired 2020-01-01 }\ncredential A "A" { issuer Y; 10 credits }\n'
        + requires("Q", "A", "in force from 2022-01-01"),
    ],
}


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(code, text) for code, texts in table.items() for text in texts]


@pytest.mark.parametrize(("code", "text"), cases(WRONG))
def test_what_is_wrong_is_found_once(code: str, text: str) -> None:
    assert [fault.code for fault in check_text(text)] == [code]


@pytest.mark.parametrize(("code", "text"), cases(STILL))
def test_what_may_be_right_is_not_named(code: str, text: str) -> None:
    assert [fault for fault in check_text(text) if fault.code == code or fault.severity is Severity.ERROR] == []


def test_a_fault_is_shown_where_it_stands() -> None:
    (fault,) = check_text(limited("at most 20 credits by rpl", "at least 21 credits by rpl"))
    assert (fault.span.line, fault.severity) == (5, Severity.ERROR)
    assert fault.message.startswith("Q.l0 and Q.l1 contradict each other")


def test_the_shipped_packs_have_no_faults() -> None:
    assert [fault for fault in check_paths([shipped_rules()]) if fault.code.startswith("C")] == []
