"""What a reader is told: figures, status words, sentences; and that they agree with the standing, on generated rules."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from requirements.rules import (
    all_of,
    any_of,
    by,
    code,
    codes,
    compiled,
    credits,
    grade,
    held,
    is_,
    items,
    least,
    level,
    limit,
    line,
    many,
    most,
    n_of,
    pool,
    qualification,
    run,
    share,
    tables,
    unit,
)
from stackr.language import tree
from stackr.model.learning import RecognisedUnit
from stackr.requirements.compiled import Reading

CATALOGUE = tables({"A": 10, "B": 10, "C": 5, "D": 10, "Z0": 0})


def test_a_pool_says_what_is_missing_and_from_where() -> None:
    rules = qualification(all_of(pool(credits(40), level(">=", 7), named="electives")))
    found = run(rules, [held("X", 30, level="8")])
    need = found.need("Q.electives")
    assert (need.status, need.needed, need.counted, need.shortfall, need.unit) == ("unmet", 40, 30, 10, "credits")
    assert [said.message for said in need.reasons] == ["30 credits of the 40 credits at level ≥ 7 count"]
    assert need.reasons[0].clause.id == "Q.electives"


def test_a_limit_says_its_bound_and_value() -> None:
    rules = qualification(
        pool(credits(20), code("*"), named="x"),
        total=20,
        limits=(limit(least(share("1/2")), is_("issuer", "UNZA"), "own"), limit(most(share("1/2")), by("rpl"), "cap")),
    )
    found = run(rules, [held("X", 20, issuer="V")])
    own, cap = found.limit("Q.own"), found.limit("Q.cap")
    assert (own.status, own.bound, own.value) == ("broken", 10, 0)
    assert (cap.status, cap.bound, cap.value) == ("met", 10, 0)
    assert own.reasons[0].message == "at least 10 credits counted from issuer UNZA: 0 credits count so far"


def test_children_that_were_not_chosen_are_short_of_nothing() -> None:
    rules = qualification(n_of(2, unit("A"), unit("B"), unit("C"), named="two"))
    found = run(rules, [held("A", 10)], CATALOGUE)
    assert found.need("Q.two").status == "unmet"
    words = {child.id: child.status for child in found.need("Q.two").children}
    assert words["Q.two.A"] == "met"
    assert sorted(words.values()) == ["met", "not-chosen", "unmet"]
    done = run(rules, [held("A", 10), held("C", 5)], CATALOGUE)
    assert {c.id: c.status for c in done.need("Q.two").children} == {
        "Q.two.A": "met",
        "Q.two.B": "not-chosen",
        "Q.two.C": "met",
    }


def test_coverage_names_the_outcomes_that_are_missing() -> None:
    coverage = tree.CoverageReq(
        least(tree.Quantity(Fraction(4, 5), None, tree.Base("outcome"))),
        tuple(tree.Text(name) for name in ("a", "b", "c", "d")),
        label=tree.Label(tree.Name("cover")),
    )
    rules = qualification(all_of(pool(credits(10), code("*"), named="x"), coverage))
    found = run(rules, [held("U", 10, outcomes=("a", "b", "zzz"))])
    assert not found.satisfied
    need = found.need("Q.cover")
    assert (need.needed, need.counted) == (4, 2)
    assert need.reasons[0].message.endswith("still missing c and d")
    assert run(rules, [held("U", 10, outcomes=("a", "b", "c", "d"))]).satisfied


def test_observers_look_at_what_counts_and_take_nothing() -> None:
    observe = tree.ObserveReq(least(many(2, "issuers")), None, label=tree.Label(tree.Name("spread")))
    rules = qualification(all_of(pool(credits(20), code("*"), named="x"), observe))
    assert run(rules, [held("U", 10, issuer="X"), held("V", 10, issuer="Y")]).satisfied
    found = run(rules, [held("U", 10, issuer="X"), held("V", 10, issuer="X"), held("W", 10, issuer="X")])
    assert (found.satisfied, found.need("Q.spread").status) == (False, "unmet")


def test_an_observer_may_be_one_of_the_alternatives() -> None:
    observe = tree.ObserveReq(least(many(2, "issuers")), None)
    rules = qualification(all_of(pool(credits(20), code("U*"), named="x"), any_of(unit("A"), observe, named="either")))
    mine = [held("U1", 10, issuer="X"), held("U2", 10, issuer="Y")]
    assert run(rules, mine, CATALOGUE).satisfied
    assert not run(rules, [mine[0], held("U3", 10, issuer="X")], CATALOGUE).satisfied
    assert run(rules, [mine[0], held("U3", 10, issuer="X"), held("A", 10)], CATALOGUE).satisfied


def test_what_counted_in_a_may_be_asked_of_again() -> None:
    again = pool(credits(10), level(">=", 8), from_counted=tree.Name("x"), named="high")
    rules = qualification(all_of(pool(credits(20), code("*"), named="x"), again))
    assert run(rules, [held("U", 10, level="8"), held("V", 10, level="7")]).satisfied
    assert not run(rules, [held("U", 10, level="7"), held("V", 10, level="7")]).satisfied


def test_every_member_has_its_grade_though_the_mean_is_fine() -> None:
    """E40."""
    rules = qualification(
        pool(items(2), tree.And((code("*"), grade(">=", 60))), named="x"),
        limits=(tree.AverageReq(Fraction(60), tree.Base("counted")),),
    )
    found = run(rules, [held("U", 10, grade="95"), held("V", 10, grade="55")])
    assert not found.satisfied
    assert {(place, word) for _, place, word in found.lowered.near} == {(0, "too-low")}


def test_a_unit_that_only_its_age_keeps_away_is_too_old() -> None:
    from stackr._time import Duration

    fresh = tree.Within("completed", Duration(5, "years"), "as_of")
    rules = qualification(pool(credits(10), tree.And((code("U*"), fresh)), named="x"))
    found = run(rules, [held("U1", 10, day="2010-01-01"), held("V1", 10, day="2010-01-01")])
    near = {(found.lowered.units[unit].holding.id, word) for unit, _, word in found.lowered.near}
    assert near == {("U1", "too-old")}


def test_every_kind_says_itself_in_words() -> None:
    rules = qualification(
        all_of(
            unit("A", grade(">=", 60)),
            pool(credits(40), tree.And((level(">=", 7), tree.Under("field", tree.Text("061")))), named="el"),
            pool(items(2), codes("B", "C"), line(most(credits(5)), kind="per", per="issuer"), named="two"),
            n_of(2, unit("B"), unit("C"), unit("D"), op="at least", named="some"),
            tree.AwardReq(tree.Name("PGCERT")),
            tree.EvidenceReq("exam", tree.Text("placement"), grade(">=", 50)),
        )
    )
    award = compiled(rules, CATALOGUE)
    said = {need.describe() for need in award.needs.values()}
    assert "A with grade ≥ 60" in said
    assert "40 credits from level ≥ 7 and field under 061" in said
    assert "2 credentials from B or C with at most 5 credits per issuer" in said
    assert "at least 2 of B, C and D" in said
    assert "the award PGCERT" in said
    assert "exam placement with grade ≥ 50" in said


CODES = ("A", "B", "C", "D", "E", "F")


def made_up(seed: int) -> tuple[tree.Qualification, list[RecognisedUnit]]:
    """A small rule book and a learner, from a seed."""
    chance = random.Random(seed)

    def selector() -> tree.Expr:
        return chance.choice(
            [code("*"), codes(*chance.sample(CODES, 3)), is_("issuer", "UNZA"), level(">=", 7), by("rpl")]
        )

    def requirement(depth: int) -> tree.Requirement:
        kind = chance.randrange(7 if depth else 3)
        if kind == 0:
            return unit(chance.choice(CODES), chance.choice([None, grade(">=", 60)]))
        if kind == 1:
            return pool(items(chance.randint(1, 2)), selector(), *lines())
        if kind == 2:
            return pool(credits(chance.choice([5, 10, 20])), selector(), *lines())
        children = tuple(requirement(depth - 1) for _ in range(chance.randint(1, 3)))
        if kind in (3, 4):
            extra = (line(least(credits(chance.choice([10, 30])))),) if chance.random() < 0.3 else ()
            return all_of(*children, details=extra)
        n = chance.randint(1, len(children))
        return n_of(n, *children, op=chance.choice(["exactly", "at least"]))

    def lines() -> tuple[tree.Detail, ...]:
        choices = [
            line(least(items(1)), is_("issuer", "UNZA")),
            line(most(credits(10)), by("rpl")),
            line(least(many(2, "issuers"))),
            line(most(credits(10)), kind="per", per="issuer"),
        ]
        return tuple(chance.sample(choices, chance.choice([0, 0, 0, 1])))

    limits: list[tree.Limit] = chance.sample(
        [
            limit(most(share("1/2", "counted")), by("rpl")),
            limit(most(credits(20)), is_("issuer", "V")),
            limit(least(credits(10)), is_("issuer", "UNZA")),
            limit(least(share("1/3", "counted")), level(">=", 7)),
            tree.BarredLimit(1, (code("A"), code("B"))),
            tree.AverageReq(Fraction(60), tree.Base("counted")),
        ],
        chance.choice([0, 1, 2]),
    )
    total = chance.choice([None, 20, 30])
    rules = qualification(requirement(2), total=total, limits=tuple(limits))
    mine = [
        held(
            chance.choice(CODES),
            chance.choice([5, 10, 10, 20]),
            id=f"h{i}",
            grade=chance.choice(["50", "60", "70", None]),
            issuer=chance.choice(["UNZA", "V", None]),
            level=chance.choice(["6", "7", None]),
            route=chance.choice(["own", "rpl"]),
            day=f"2024-01-0{i + 1}",
        )
        for i in range(chance.randint(0, 5))
    ]
    return rules, mine


@settings(max_examples=150)
@given(st.integers(0, 10**6))
def test_what_is_told_agrees_with_the_standing(seed: int) -> None:
    rules, mine = made_up(seed)
    award = compiled(rules, CATALOGUE)
    for reading in Reading:
        found = run(award, mine, CATALOGUE, reading=reading)
        fine = all(need.status == "met" for need in found.judged.requirements)
        inside = {id for id, rule in award.rules.items() if rule.in_choice}
        fine = fine and all(rule.status != "broken" for rule in found.judged.limits if rule.id not in inside)
        vacuous = reading is Reading.POSSIBLE and any(rule.unit == "grade" for rule in found.judged.limits)
        assert found.satisfied == (found.progress == 1)
        if not vacuous:
            assert found.satisfied == fine


@settings(max_examples=100)
@given(st.integers(0, 10**6))
def test_more_learning_never_lowers_progress_and_the_sure_is_never_above_the_possible(seed: int) -> None:
    rules, mine = made_up(seed)
    award = compiled(rules, CATALOGUE)
    sure = run(award, mine, CATALOGUE).progress
    assert sure <= run(award, mine, CATALOGUE, reading=Reading.POSSIBLE).progress
    if mine:
        assert run(award, mine[:-1], CATALOGUE).progress <= sure


def test_a_floor_as_a_share_of_what_is_counted_is_told_of_the_rest() -> None:
    rules = qualification(
        pool(credits(30), code("*"), named="x"),
        total=30,
        limits=(limit(least(share("3/4", "counted")), level(">=", 7), "theme"),),
    )
    found = run(rules, [held("A", 20, level="7"), held("B", 7, level="6")]).limit("Q.theme")
    assert (found.status, found.kind, found.bound, found.value) == ("met", "ceiling", Fraction(15, 2), 7)
