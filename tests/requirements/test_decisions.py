"""Recorded decisions: how they bind, and what each does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from requirements.rules import (
    all_of,
    code,
    codes,
    compiled,
    credits,
    grade,
    held,
    items,
    least,
    limit,
    line,
    most,
    n_of,
    pool,
    qualification,
    run,
    tables,
    unit,
)
from stackr.book import load_text
from stackr.language import tree
from stackr.model.learning import Decision
from stackr.requirements.compiled import Award
from stackr.requirements.decisions import bind_decisions

CATALOGUE = tables({"A": 10, "B": 10, "C": 10})


def decided(award: Award, kind: str, clause: str, **more: Any) -> Decision:
    return Decision(f"{kind}:{clause}", kind, clause, award.version, award.clauses[clause].meaning, **more)


RULES = qualification(
    all_of(
        unit("A", grade(">=", 60), named="core"),
        pool(credits(20), code("E*"), line(least(items(1)), code("E1")), named="electives"),
    ),
    total=30,
)
AWARD = compiled(RULES, CATALOGUE)


def test_a_waived_requirement_is_met_and_adds_no_credit() -> None:
    mine = [held("E1", 10), held("E2", 10)]
    found = run(AWARD, mine, CATALOGUE, decisions=[decided(AWARD, "waive", "Q.core")])
    assert found.need("Q.core").status == "waived"
    assert not found.satisfied
    assert found.need("Q.total").shortfall == 10
    more = run(AWARD, [*mine, held("E3", 10)], CATALOGUE, decisions=[decided(AWARD, "waive", "Q.core")])
    assert more.satisfied


def test_a_waived_pool_still_feeds_the_total() -> None:
    mine = [held("A", 10, grade="70"), held("E2", 20)]
    assert not run(AWARD, mine, CATALOGUE).satisfied
    assert run(AWARD, mine, CATALOGUE, decisions=[decided(AWARD, "waive", "Q.electives")]).satisfied


def test_a_waived_not_both_lets_a_unit_count_at_both() -> None:
    needs = all_of(pool(credits(10), code("*"), named="a"), pool(credits(10), code("*"), named="b"))
    shares = (tree.SharedLine(tree.Name("a"), tree.Name("b")),)
    line = tree.NotBothLine(code("X"), tree.Name("a"), tree.Name("b"))
    award = compiled(qualification(needs, shared=shares, not_both=(line,)))
    (apart,) = (each.id for each in award.not_both)
    assert not run(award, [held("X", 10)]).satisfied
    assert run(award, [held("X", 10)], waived=frozenset({apart})).satisfied
    assert run(award, [held("X", 10)], decisions=[decided(award, "waive", apart)]).satisfied


def test_a_waived_limit_does_not_bind() -> None:
    rules = qualification(pool(credits(20), code("*")), limits=(limit(most(credits(10)), None, "cap"),))
    award = compiled(rules)
    mine = [held("X", 10), held("Y", 10)]
    assert not run(award, mine).satisfied
    found = run(award, mine, decisions=[decided(award, "waive", "Q.cap")])
    assert found.satisfied
    assert found.limit("Q.cap").status == "waived"


def test_a_waived_alternative_is_one_of_those_chosen() -> None:
    award = compiled(qualification(n_of(2, unit("A"), unit("B"), unit("C"), named="two")), CATALOGUE)
    assert run(award, [held("A", 10)], CATALOGUE, decisions=[decided(award, "waive", "Q.two.C")]).satisfied
    assert run(award, [held("A", 10)], CATALOGUE, waived=frozenset({"Q.two.C"})).satisfied


def test_a_waived_group_is_full_whatever_stands_below() -> None:
    award = compiled(qualification(all_of(unit("A"), all_of(unit("B"), unit("C"), named="rest"))), CATALOGUE)
    found = run(award, [held("A", 10)], CATALOGUE, decisions=[decided(award, "waive", "Q.rest")])
    assert (found.satisfied, found.progress) == (True, 1)


def test_a_substitute_meets_the_condition_and_an_insert_need_not() -> None:
    mine = [held("Z", 10, grade="50"), held("E1", 10), held("E2", 10)]
    substitute = decided(AWARD, "substitute", "Q.core", holding="Z")
    assert not run(AWARD, mine, CATALOGUE, decisions=[substitute]).satisfied
    good = [held("Z", 10, grade="60"), *mine[1:]]
    assert run(AWARD, good, CATALOGUE, decisions=[substitute]).satisfied
    insert = decided(AWARD, "insert", "Q.core", unit="Z")
    assert run(AWARD, mine, CATALOGUE, decisions=[insert]).satisfied


def test_an_excluded_unit_does_not_count_there() -> None:
    mine = [held("A", 10, grade="70"), held("E1", 10), held("E2", 10)]
    out = decided(AWARD, "exclude", "Q.electives", holding="E2")
    found = run(AWARD, mine, CATALOGUE, decisions=[out])
    assert found.counted["Q.electives"] == {"E1"}
    assert [(word, clause) for _, _, word, clause in found.lowered.removed] == [("barred", "Q.electives")]


def test_a_pin_is_there_or_nowhere_and_refused_where_it_cannot_be() -> None:
    rules = qualification(all_of(pool(credits(10), code("X*"), named="a"), pool(credits(10), code("*"), named="b")))
    award = compiled(rules)
    mine = [held("X1", 10), held("X2", 10, day="2025-07-01")]
    pinned = run(award, mine, decisions=[decided(award, "pin", "Q.b", holding="X1")])
    assert pinned.counted == {"Q.a": {"X2"}, "Q.b": {"X1"}}
    assert run(award, mine).counted == {"Q.a": {"X1"}, "Q.b": {"X2"}}
    other = run(award, [*mine, held("Y", 10)], decisions=[decided(award, "pin", "Q.a", holding="Y")])
    assert other.lowered.pins_refused == (("Y:Y:own", "Q.a"),)
    assert other.satisfied


def test_a_ceiling_holds_for_pinned_units_too() -> None:
    rules = qualification(pool(credits(20), code("*"), named="x"), limits=(limit(most(credits(0)), code("P")),))
    award = compiled(rules)
    assert run(award, [held("P", 10)], decisions=[decided(award, "pin", "Q.x", holding="P")]).credits == 0


def test_a_decision_binds_by_what_the_clause_means() -> None:
    same = decided(AWARD, "waive", "Q.core")
    changed = Decision("w2", "waive", "Q.core", "", "sha256:other")
    gone = Decision("w3", "waive", "Q.gone", "", "sha256:x")
    elsewhere = Decision("w4", "waive", "R.core")
    assert [
        (b.decision.id, b.status, b.clause) for b in bind_decisions(AWARD, [gone, changed, same, elsewhere], "")
    ] == [
        ("w2", "adapted", "Q.core"),
        ("w3", "orphaned", None),
        ("waive:Q.core", "kept", "Q.core"),
    ]


def test_a_decision_on_an_older_version_is_adapted_unless_the_clause_means_the_same() -> None:
    other = Decision("d", "waive", "Q.core", "2020-01-01", None)
    assert bind_decisions(AWARD, [other], "2026-01-01")[0].status == "adapted"
    known = Decision("d", "waive", "Q.core", "2020-01-01", AWARD.clauses["Q.core"].meaning)
    assert bind_decisions(AWARD, [known], "2026-01-01")[0].status == "kept"


def test_a_renamed_clause_keeps_its_decisions() -> None:
    renamed = tree.UnitReq(
        tree.Name("A"), label=tree.Label(tree.Name("kernel")), meta=tree.Meta(formerly=(tree.Name("core"),))
    )
    award = compiled(qualification(renamed), CATALOGUE)
    old = Decision("d", "waive", "Q.core", "", "sha256:x")
    assert [(b.status, b.clause) for b in bind_decisions(award, [old], "")] == [("adapted", "Q.kernel")]
    assert run(award, [], CATALOGUE, decisions=[old]).satisfied


def test_a_decision_that_ran_out_or_lies_ahead_does_nothing() -> None:
    past = decided(AWARD, "waive", "Q.core", until=date(2025, 1, 1))
    ahead = decided(AWARD, "waive", "Q.core", date=date(2030, 1, 1))
    mine = [held("E1", 10), held("E2", 10), held("E3", 10)]
    assert run(AWARD, mine, CATALOGUE, decisions=[past]).progress < 1
    assert run(AWARD, mine, CATALOGUE, decisions=[ahead]).progress < 1


def test_decisions_for_wider_pools() -> None:
    rules = qualification(pool(credits(20), codes("A", "B"), named="x"))
    award = compiled(rules, CATALOGUE)
    found = run(
        award, [held("A", 10), held("Z", 10)], CATALOGUE, decisions=[decided(award, "substitute", "Q.x", unit="Z")]
    )
    assert found.progress == Fraction(1)


CHOICE = """
grades PCT { from 0 to 100; pass 50 }
qualification Q "Q" {
  total 40 credits
  requires all of {
    way "Way": any of {
      few "Few": 30 credits from "F*"
      looks "Looks": observes at least 40 credits from "E*"
      mean "Mean": grade average at least 60 over counted
    }
    block "Block": all of { a "A": 10 credits from "A*"; b "B": 10 credits from "B*" } with { sum: at least 40 credits }
    rest "Rest": any of {
      seen "Seen": 10 credits from "E*" with { two "Two": at least 2 issuers }
      other "Other": 30 credits from "G*"
    }
  }
}
"""
BOOK = load_text(CHOICE)
HOLDINGS = [{"id": f"h{i}", "credential": code, "credits": "10"} for i, code in enumerate(("E1", "E2", "A1", "A2"))]


def progress(*waived: str) -> Fraction:
    decisions = [{"id": id, "kind": "waive", "clause": id, "by": "Dean", "date": "2025-06-01"} for id in waived]
    record = {"learner": "L", "holdings": HOLDINGS, "decisions": decisions}
    (entry,) = BOOK.audit(record, as_of=date(2026, 2, 1)).qualifications
    return Fraction(entry.progress.earned)


@pytest.mark.parametrize("clause", ["Q.way.looks", "Q.way.mean", "Q.way.few"])
def test_a_waived_alternative_of_a_choice_is_met(clause: str) -> None:
    record = {
        "learner": "L",
        "holdings": HOLDINGS,
        "decisions": [{"id": "d", "kind": "waive", "clause": clause, "by": "Dean"}],
    }
    (entry,) = BOOK.audit(record, as_of=date(2026, 2, 1)).qualifications
    assert {item.id: item.status for item in entry.requirements}["Q.way"] == "met"


@pytest.mark.parametrize("clause", sorted(id for id in BOOK.qualifications["Q"][-1].award.clauses if "~" not in id))
def test_no_waiver_lowers_progress(clause: str) -> None:
    assert progress(clause) >= progress()
