"""How what the checks find is shown: where it stands, with a made-up learner, and what to write instead."""

from __future__ import annotations

import pytest

from checks.books import EXTERNAL, UNITS, limited, ours, requires
from stackr._shipped import shipped_rules
from stackr.checks.run import check_paths, check_text
from stackr.diagnostics.model import Severity


def test_a_fault_is_shown_where_it_stands() -> None:
    (fault,) = check_text(limited("at most 20 credits by rpl", "at least 21 credits by rpl"))
    assert (fault.span.line, fault.severity) == (5, Severity.ERROR)
    assert fault.message.startswith("Q.l0 and Q.l1 contradict each other")


def test_the_shipped_packs_have_no_faults() -> None:
    assert [fault for fault in check_paths([shipped_rules()]) if fault.severity is not Severity.NOTE] == []


def example(text: str) -> str:
    (fault,) = check_text(text)
    return fault.example


def test_a_learner_who_has_all_there_is_shows_what_is_missing() -> None:
    said = example(UNITS + ours("Q", "p: 30 credits from A or B"))
    assert said.startswith("learner holds A 10 credits from U, B 10 credits from U")
    assert "20 credits" in said


def test_a_learner_with_as_much_as_the_floor_asks_shows_the_cap() -> None:
    said = example(limited("at most 20 credits by rpl", "at least 21 credits by rpl"))
    assert said.startswith("learner holds X 21 credits by rpl\n20 credits of it can count")


def test_a_learner_at_the_cap_shows_that_residency_fails() -> None:
    said = example(EXTERNAL)
    assert said.startswith("learner holds X 60 credits from ELSEWHERE by agreement, Y 40 credits from U\n")
    assert said.endswith("Q.b is not met")


def test_order_of_clauses_changes_no_finding() -> None:
    lines = ["a: 10 credits from A or B", "b: 20 credits from A or B"]
    one, other = (check_text(UNITS + ours("Q", "\n ".join(each))) for each in (lines, lines[::-1]))
    assert [(f.code, f.message, f.example) for f in one] == [(f.code, f.message, f.example) for f in other]


def test_what_could_not_be_read_is_not_taken_for_missing() -> None:
    text = UNITS.replace('"B" {', '"B" [') + ours("Q", "A; B; core all of { A }", "total 300 credits")
    assert {fault.code[0] for fault in check_text(text)} == {"S"}


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ('a "Core": all of { X; Y }\n b: all of { X }', "Core and `b` both need `X`, which counts once"),
        ('a "Core": all of { all of { X }; all of { X; Y } }', "Core needs `X` 2 times, and it counts once"),
        ("X; all of { X; all of { X; Y } }", "Q needs `X` 3 times, and it counts once"),
    ],
)
def test_what_needs_a_unit_twice_is_named_as_its_author_names_it(below: str, told: str) -> None:
    assert [fault.message for fault in check_text(requires("Q", below)) if fault.code == "C207"][:1] == [told]


def test_a_group_used_twice_is_shown_at_both_places() -> None:
    text = 'group maths "Maths": all of { A; B }\n' + requires("Q", "use maths\n use maths")
    fault = next(fault for fault in check_text(text) if fault.code == "N102")
    lines = text.splitlines()
    assert [lines[span.line - 1][span.column - 1 :][:9] for span in (fault.span, fault.related[0].span)] == [
        "use maths"
    ] * 2
    assert fault.span.line != fault.related[0].span.line


@pytest.mark.parametrize(
    ("text", "help"),
    [
        (requires("Q", "p: 120 credit points from any"), "write only `credits`: they are those of the award"),
        *(
            (requires("Q", f"p: 120 credits {word} {asked}"), f"write `from` instead of `{word}`")
            for word in ("where", "that", "which", "whose", "having")
            for asked in ("issuer U", "issuer U with { at least 10 credits from issuer U }")
        ),
        (requires("Q", "p: 120 credit GOLD from any"), "declare it with `credit`, or import the file that does"),
        ('credential A "A" { 5 credits }\n' * 2, "take one of them out, or say from when each is in force"),
    ],
)
def test_what_to_write_instead(text: str, help: str) -> None:
    (fault,) = [fault for fault in check_text(text) if fault.severity is Severity.ERROR]
    assert help in fault.help


@pytest.mark.parametrize(
    ("asked", "limit", "told"),
    [
        ("A or B", "never not (credits <= 5)", "none of Q.A and Q.B can't"),
        ("A; B", "at most 15 credits per issuer", "all of Q.A and Q.B can't"),
        ("2 of { A; B }", "at most 15 credits per issuer", "all of Q.A and Q.B can't"),
    ],
)
def test_alternatives_are_told_from_what_is_all_required(asked: str, limit: str, told: str) -> None:
    (fault,) = check_text(UNITS + ours("Q", asked, limits=f"l: {limit}"))
    assert told in fault.message.replace(".g.", ".")
