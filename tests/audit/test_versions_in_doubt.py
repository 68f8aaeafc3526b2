"""Where the record does not say since when: the award under every version that may be the learner's, as if each day had been tried."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.audit.values import Values
from stackr.book import load_text
from stackr.records.admit import admit
from stackr.rulebook.book import RuleBook
from stackr.testing.run import run_scenarios

AS_OF = date(2026, 6, 1)
HEAD = "recognition u for U { route own is own when issuer = U grants full }\n"
PLAIN = """
qualification Q { awarded by U; in force from 2020-01-01 until 2022-12-31; requires all of { A; B } }
qualification Q { awarded by U; in force from 2023-01-01; requires all of { B; C; D } }
"""
DOORS = """
qualification Q {
  awarded by U; in force from 2018-01-01, enrol until 2019-06-30, achieve until 2025-12-31; requires all of { A }
}
qualification Q { awarded by U; in force from 2020-01-01, enrol until 2023-06-30; requires all of { A; B } }
qualification Q { awarded by U; in force from 2024-01-01 until 2025-12-31; requires all of { C; D } }
"""
OVERLAP = """
qualification Q { awarded by U; in force from 2020-01-01 until 2023-12-31; requires all of { A; B } }
qualification Q { awarded by U; in force from 2022-01-01; requires all of { C; D } }
"""
MOVED = PLAIN.replace(
    "requires all of { B", 'transition from 2020-01-01: when fact "left" = yes must move\n requires all of { B'
)
CHOSEN = PLAIN.replace("requires all of { B", "transition from 2020-01-01: may choose\n requires all of { B")
TWICE = """
qualification Q { awarded by U; in force from 2018-01-01 until 2019-12-31; requires A }
qualification Q {
  awarded by U; in force from 2020-01-01 until 2022-12-31
  transition from 2018-01-01: when fact "left" = yes must move
  requires B
}
qualification Q {
  awarded by U; in force from 2023-01-01
  transition from 2020-01-01: when fact "left" = yes must move
  requires all of { C; D }
}
"""
"""One unknown fact at two places: it is the same at both."""
BOOKS = {
    "plain": PLAIN, "doors": DOORS, "overlap": OVERLAP, "moved": MOVED, "may choose": CHOSEN, "twice": TWICE,
}  # fmt: skip


def record(holds: str, **facts: str) -> dict[str, Any]:
    holdings = [
        {"id": code, "credential": code, "issuer": "U", "credits": "10", "status": "active", "awarded": "2026-01-01"}
        for code in holds
    ]
    return {"learner": "L", "facts": facts, "holdings": holdings}


def values(book: RuleBook, given: dict[str, Any]) -> Values:
    learner = admit(given, book.tables)
    return Evaluation(book, learner, AS_OF, AuditOptions()).values("Q")


def days_to_try(book: RuleBook) -> list[date]:
    """Round each day that the rules name, and today."""
    trees = [version.tree for version in book.qualifications["Q"]]
    forces = [(tree.force.start, tree.force.end) for tree in trees if tree.force]
    named = {day for days in forces for day in days} | {tree.enrol_until for tree in trees}
    near = {day + timedelta(days=step) for day in named if day for step in (-1, 0, 1)} | {AS_OF}
    return sorted(day for day in near if day <= AS_OF)


def favour(found: Values) -> tuple[bool, bool, Fraction]:
    return found.closed is None, found.complete, found.earned


@pytest.mark.parametrize("name", BOOKS)
def test_as_if_every_day_had_been_tried(name: str) -> None:
    book = load_text(HEAD + BOOKS[name])
    draw = Random(name)
    every = [
        "".join(code for code, there in zip("ABCD", held, strict=True) if there) for held in product((0, 1), repeat=4)
    ]
    for holds in draw.sample(every, 8):
        facts = [{"left": left} for left in ("yes", "no")] if '"left"' in BOOKS[name] else [{}]
        worlds = [
            values(book, record(holds, entry=day.isoformat(), **fact)) for day in days_to_try(book) for fact in facts
        ]
        found, least = values(book, record(holds)), min(worlds, key=favour)
        assert favour(found) == favour(least), holds
        open_ = [world.possible for world in worlds if world.closed is None or least.closed is not None]
        assert found.possible == max(open_), holds
        statuses = {world.status for world in worlds}
        if found.status in ("satisfied", "in-progress", "not-started") and "satisfied" in statuses:
            assert statuses == {"satisfied"}, holds
        assert (found.status == "undetermined") == ("satisfied" in statuses and len(statuses) > 1), holds


def test_the_day_is_asked_for_only_where_it_matters() -> None:
    said = """scenario "s" {
 as of 2026-06-01
 learner holds A 10 credits from U, B 10 credits from U, C 10 credits from U, D 10 credits from U
 expect Q satisfied
}
scenario "t" {
 as of 2026-06-01
 learner holds B 10 credits from U, C 10 credits from U, D 10 credits from U
 expect Q undetermined
 expect Q missing entry
}
scenario "u" {
 as of 2022-06-01
 learner holds A 10 credits from U, B 10 credits from U
 expect Q satisfied
 expect Q version 2020-01-01
}
"""
    assert run_scenarios(load_text(HEAD + PLAIN + said)).failed == ()


@pytest.mark.parametrize(
    ("entered", "told"),
    [("2022-06-01", "version 2020-01-01"), ("2023-12-31", "satisfied"), ("2024-01-01", "not satisfied")],
)
def test_of_two_versions_in_force_the_more_favourable_applies(entered: str, told: str) -> None:
    learner = f"as of 2026-06-01\n learner entered {entered}\n learner holds A 10 credits from U, B 10 credits from U"
    said = f'scenario "s" {{\n {learner}\n expect Q {told}\n}}\n'
    assert run_scenarios(load_text(HEAD + OVERLAP + said)).failed == ()


def test_a_conferred_award_was_entered_by_the_day_it_was_conferred() -> None:
    book = load_text(HEAD + PLAIN)
    held = {"id": "q", "credential": "Q", "issuer": "U", "kind": "qualification", "status": "active"}
    for conferred, version in (("2022-06-01", "2020-01-01"), ("2024-06-01", "2023-01-01")):
        given = record("AB")
        given["holdings"].append(held | {"conferred": conferred})
        found = values(book, given)
        assert (found.status, found.qualification.version, found.unknown_version) == ("conferred", version, ())


# ── many transitions of which it is not known whether they concern the learner ──


def many(count: int, kind: str) -> str:
    """`count` doubtful transitions, each by a fact of its own, from the first version to the second, which asks for more."""
    lines = "\n".join(f'  transition from 2020-01-01: when fact "f{n}" = yes {kind}' for n in range(count))
    return HEAD + PLAIN.replace("requires all of { B", f"{lines}\n  requires all of {{ B")


@pytest.mark.parametrize("count", [1, 8, 9, 12, 40])
def test_however_many_are_unknown_each_is_looked_at(count: int) -> None:
    entered = {"entry": "2021-01-01"}
    book = load_text(many(count, "must move"))
    assert values(book, record("AB", **entered)).status == "undetermined"
    assert values(book, record("ABCD", **entered)).status == "satisfied"
    no = {f"f{n}": "no" for n in range(count)}
    assert values(book, record("AB", **entered, **no)).status == "satisfied"
    last = no | {f"f{count - 1}": "yes"}
    assert values(book, record("AB", **entered, **last)).status == "in-progress"
    unknown = {name: value for name, value in no.items() if name != f"f{count - 1}"}
    assert values(book, record("AB", **entered, **unknown)).status == "undetermined"


def test_more_ways_than_are_told_apart_are_never_taken_for_certain() -> None:
    first = "qualification Q { awarded by U; in force from 2000-01-01 until 2000-12-31; requires A }\n"
    later = [
        f"""qualification Q {{ awarded by U; in force from {year}-01-01 until {year}-12-31
  transition from 2000-01-01: when fact "f{year}" = yes must move
  requires B }}\n"""
        for year in range(2001, 2014)
    ]
    versions = first + "".join(later)
    free = versions.replace("must move", "may choose")
    entered = {"entry": "2000-06-01"}
    assert values(load_text(HEAD + versions), record("A", **entered)).status == "undetermined"
    assert values(load_text(HEAD + free), record("B", **entered)).status == "undetermined"
    assert values(load_text(HEAD + free), record("AB", **entered)).status == "satisfied"


# ── awards that are judged together ──


def test_awards_claimed_together_are_judged_either_way_too() -> None:
    tied = PLAIN.replace("B; C; D", "C; D") + "qualification R { awarded by U; requires all of { E } }\n"
    book = load_text(HEAD + tied)
    for holds, status in (
        ("ABE", "undetermined"),
        ("CDE", "undetermined"),
        ("ABCDE", "satisfied"),
        ("E", "not-started"),
    ):
        learner = admit(record(holds), book.tables)
        found = Evaluation(book, learner, AS_OF, AuditOptions(together=(("Q", "R"),)))
        assert (found.values("Q").status, found.values("R").status) == (status, "satisfied")


@pytest.mark.parametrize(("entry", "early"), [("2019-12-31", True), ("2020-01-01", False), (None, False)])
def test_who_came_before_the_first_version_is_told_that_its_rules_are_taken(entry: str | None, early: bool) -> None:
    rules = load_text("qualification Q { in force from 2020-01-01; requires A }")
    record = {"learner": "L", "holdings": [{"credential": "A"}], "facts": {"entry": entry} if entry else {}}
    found = rules.audit(record, ["Q"], date(2026, 2, 1))["Q"]
    assert found.status == "satisfied"
    assert [flag for flag in found.flags if "before the first version" in flag] == list(found.flags[: int(early)])
    assert bool(found.flags) is early
