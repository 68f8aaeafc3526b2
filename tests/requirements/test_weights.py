"""Weight, p and progress: the worked examples behind the semantics."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from requirements.rules import (
    all_of,
    any_of,
    code,
    codes,
    compiled,
    credits,
    held,
    items,
    least,
    limit,
    line,
    n_of,
    pool,
    qualification,
    run,
    tables,
    unit,
)
from stackr.language import tree
from stackr.requirements.base import UNDECIDED, Weights

MILESTONE = tree.EvidenceReq("milestone", tree.Text("Induction"))


def weights(requirement: tree.Requirement, catalogue: dict[str, int | str] | None = None, **more: Any) -> Weights:
    award = compiled(qualification(requirement, **more), tables(catalogue))
    assert award.root is not None
    return award.root.weights(UNDECIDED)


def test_a_pool_weighs_what_it_needs() -> None:
    assert weights(pool(credits(40), code("*"))) == Weights(Fraction(40), Fraction(40), Fraction(0))


def test_credentials_weigh_the_item_weight() -> None:
    assert weights(pool(items(3), code("*"))).weight == 3
    assert weights(pool(items(3), code("*")), item_weight=credits(10)).weight == 30


def test_a_named_unit_weighs_its_catalogue_credits() -> None:
    assert weights(unit("A"), {"A": "12.5"}) == Weights(Fraction(25, 2), Fraction(25, 2), Fraction(1))


def test_n_of_weighs_n_times_the_mean() -> None:
    choice = n_of(2, unit("A"), unit("B"), unit("C"))
    assert weights(choice, {"A": 10, "B": 10, "C": 6}) == Weights(Fraction(52, 3), Fraction(16), Fraction(2))


def test_an_amount_over_a_group_weighs_what_its_children_do_not_count() -> None:
    group = all_of(pool(credits(10), code("A*")), pool(credits(15), code("B*")), details=(line(least(credits(40))),))
    assert weights(group) == Weights(Fraction(40), Fraction(40), Fraction(0))
    less = all_of(pool(credits(10), code("A*")), pool(credits(15), code("B*")), details=(line(least(credits(20))),))
    assert weights(less).weight == 25


def test_named_items_are_known_to_bring_their_least_credits() -> None:
    two = pool(items(2), codes("A", "B", "C"))
    assert weights(two, {"A": 10, "B": 15, "C": 20}).credits == 25
    sized = pool(items(2), code("*"), tree.Detail("each", least(credits(5))))
    assert weights(sized).credits == 10


def test_an_observer_below_a_choice_weighs_one_credit() -> None:
    choice = n_of(1, pool(credits(10), code("A*")), MILESTONE)
    assert weights(choice).weight == Fraction(11, 2)
    assert weights(all_of(pool(credits(10), code("A*")), MILESTONE)).weight == 10


def test_a_missing_milestone_holds_an_otherwise_finished_award_at_all_but_one_credit() -> None:
    rules = qualification(all_of(pool(credits(120), code("*"), named="x"), MILESTONE), total=120)
    assert run(rules, [held(f"U{i}", 10) for i in range(6)]).progress == Fraction(60, 120)
    done = [held(f"U{i}", 10) for i in range(12)]
    assert run(rules, done).progress == Fraction(119, 120)
    assert run(rules, done, facts={"Induction": True}).satisfied


def test_a_missing_floor_holds_progress_down_by_what_is_missing() -> None:
    own = tree.Compare("issuer", "=", tree.Text("UNZA"))
    rules = qualification(pool(credits(120), code("*")), limits=(limit(least(credits(40)), own),))
    assert run(rules, [held(f"X{i}", 10, issuer="X") for i in range(10)]).progress == Fraction(80, 120)


def test_progress_does_not_mix_credits_and_items() -> None:
    """40 credits done, two credentials and a milestone not: 40 of 42."""
    rules = qualification(all_of(pool(credits(40), code("A*")), pool(items(2), code("B*")), MILESTONE))
    assert run(rules, [held(f"A{i}", 10) for i in range(4)]).progress == Fraction(40, 42)


def test_the_best_child_is_chosen_for_the_whole() -> None:
    """A 30 of 60, B 6 of 10, beside a sibling of 10: weights are fixed, so the better part of the child counts."""
    rules = qualification(
        all_of(
            n_of(1, pool(credits(60), code("A*"), named="a"), pool(credits(10), code("B*"), named="b")),
            pool(credits(10), code("S*")),
        )
    )
    found = run(rules, [held("A1", 30), held("B1", 6)])
    assert found.progress == Fraction(35 * 3, 5 * 45)


def test_a_zero_credit_unit_must_be_done() -> None:
    """E45: everything but the induction, which carries no credit."""
    rules = qualification(all_of(pool(credits(20), code("U*")), unit("IND")), total=20)
    mine = [held("U1", 10), held("U2", 10)]
    short = run(rules, mine, tables({"IND": 0}))
    assert (short.satisfied, short.progress) == (False, Fraction(19, 20))
    assert short.need("Q.IND").status == "unmet"
    assert run(rules, [*mine, held("IND", 0)], tables({"IND": 0})).satisfied


def test_an_award_of_items_lacks_one_item_for_a_missing_milestone() -> None:
    rules = qualification(all_of(pool(items(4), code("*"), named="x"), MILESTONE), total=least(items(4)))
    assert run(rules, [held(f"U{i}", 10) for i in range(4)]).progress == Fraction(3, 4)


def test_the_total_weighs_what_the_requirements_leave() -> None:
    rules = qualification(all_of(unit("A"), pool(credits(20), code("*"), named="x")), total=60)
    catalogue = tables({"A": 10})
    assert run(rules, [held("A", 10)], catalogue).progress == Fraction(10 + 30 * Fraction(10, 60), 60)
    assert run(rules, [held("A", 10), *(held(f"B{i}", 10) for i in range(5))], catalogue).satisfied


@pytest.mark.parametrize("amount", ["0.125", "3.125", "1/3"])
def test_the_scale_of_other_amounts_does_not_change_progress(amount: str) -> None:
    rules = qualification(all_of(pool(credits(30), code("A*")), pool(credits(10), code("B*"))))
    mine = [held("A1", 7), held("B1", 10)]
    plain = run(rules, mine)
    other = run(rules, [*mine, held("Z", amount)])
    assert (plain.progress, plain.counted) == (other.progress, other.counted)
    assert plain.progress == Fraction(17, 40)


def test_an_any_of_takes_one_alternative() -> None:
    rules = qualification(any_of(unit("A"), unit("B")), total=20)
    assert run(rules, [held("A", 10), held("B", 10)], tables({"A": 10, "B": 10})).credits == 10
    both = qualification(n_of(1, unit("A"), unit("B"), op="at least"), total=20)
    assert run(both, [held("A", 10), held("B", 10)], tables({"A": 10, "B": 10})).satisfied


def test_a_total_is_not_met_by_units_smaller_than_the_catalogue_says() -> None:
    rules = qualification(all_of(unit("A"), unit("B")), total=20)
    catalogue = tables({"A": 10, "B": 10})
    found = run(rules, [held("A", 10), held("B", 4)], catalogue)
    assert (found.satisfied, found.progress) == (False, Fraction(14, 20))
    group = qualification(all_of(unit("A"), unit("B"), details=(line(least(credits(20))),)))
    assert not run(group, [held("A", 10), held("B", 4)], catalogue).satisfied
    assert run(group, [held("A", 10), held("B", 10)], catalogue).satisfied
