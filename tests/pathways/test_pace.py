"""Slack and the chain that sets the pace, by hand and against every way to put the items of a plan into terms."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pathways.books import CALENDAR, DAY, TERMS, Item
from pathways.cases import FAMILIES, case
from pathways.planned import BY_TERM, A, at, best, plan, rules
from pathways.test_terms_hold import under_way
from pathways.trying import Case, Tries
from stackr.model.plan import Pathway
from stackr.pathways.options import Load, PlanOptions, PriorLearning, parse_minimise


def slack(way: Pathway) -> dict[str, int | None]:
    return {item.label: item.slack for item in way.items}


def item(code: str, **more: Any) -> Item:
    return Item(code, 10, 7, "0611", 10, **more)


THREE = PlanOptions(scheduled=True, terms=3)


def test_what_would_not_fit_into_a_later_term_may_not_slip(tmp_path: Path) -> None:
    """Two items a term, three terms, a chain of three: E and G go where there is room, which is one place too many."""
    items = (A, item("B", first=("A",)), item("D", first=("B",)), item("E"), item("G"), item("H"))
    made = rules(tmp_path, items, "  requires all of { A; B; D; E; G; H }", CALENDAR)
    way = best(plan(made, PlanOptions(scheduled=True, terms=3, load=Load(most_items=2))))
    assert at(way) == {"A": 0, "B": 1, "D": 2, "E": 0, "G": 1, "H": 2}
    assert slack(way) == {"A": 0, "B": 0, "D": 0, "E": 2, "G": 1, "H": 0}  # others change places with them
    assert way.chain == ("A", "B", "D")


def test_a_term_must_stay_full_enough(tmp_path: Path) -> None:
    items = (item("A", terms=("2026-spring",)), item("B"), item("D", terms=("2026-autumn",)), item("E"))
    made = rules(tmp_path, items, "  requires all of { A; B; D; E }", CALENDAR)
    full = best(plan(made, PlanOptions(scheduled=True, terms=2, load=Load(least_items=2))))
    assert at(full) == {"A": 0, "B": 0, "D": 1, "E": 1}
    assert slack(full) == {"A": 0, "B": 1, "D": 0, "E": 0}  # B and E may change places; both can't be late


def test_a_corequisite_may_slip_no_later_than_what_asks_for_it(tmp_path: Path) -> None:
    items = (item("A", terms=("2026-spring",), beside=("L",)), item("L"), item("Z", terms=("2026-autumn",)))
    made = rules(tmp_path, items, "  requires all of { A; Z }", CALENDAR)
    way = best(plan(made, BY_TERM))
    assert at(way) == {"A": 0, "L": 0, "Z": 1}
    assert slack(way) == {"A": 0, "L": 0, "Z": 0}
    assert way.chain == ()


def test_of_two_that_would_do_either_may_slip(tmp_path: Path) -> None:
    items = (A, item("B"), item("D", terms=("2026-autumn",), first=("A", "B")))
    made = rules(tmp_path, items, "  requires all of { A; B; D }", CALENDAR)
    way = best(plan(made, BY_TERM))
    assert at(way) == {"A": 0, "B": 0, "D": 1}
    assert slack(way) == {"A": 1, "B": 1, "D": 0}


def test_a_chain_that_may_slip_does_not_set_the_pace(tmp_path: Path) -> None:
    """A, B and D are done two terms before Z, which comes late; with Y before it, these two set the pace."""
    chain = (A, item("B", first=("A",)))
    late = (item("Z", terms=("2027-autumn",)),)
    way = best(plan(rules(tmp_path, (*chain, *late), "  requires all of { A; B; Z }", CALENDAR), BY_TERM))
    assert slack(way) == {"A": 2, "B": 2, "Z": 0}
    assert way.chain == ()
    late = (item("Y", terms=("2027-spring",)), item("Z", terms=("2027-autumn",), first=("Y",)))
    way = best(plan(rules(tmp_path, (*chain, *late), "  requires all of { A; B; Y; Z }", CALENDAR), BY_TERM))
    assert way.chain == ("Y", "Z")
    assert [each.label for each in way.items if each.critical] == ["Y", "Z"]


def test_learning_in_progress_that_is_waited_for_leaves_time(tmp_path: Path) -> None:
    made = rules(tmp_path, (A, item("D")), "  requires all of { A; D }", CALENDAR)
    way = best(plan(made, BY_TERM, under_way(A, "2027-spring")))
    assert (at(way), slack(way)) == ({"D": 0}, {"D": 2})


def test_rules_that_look_at_terms_hold_wherever_it_slips(tmp_path: Path) -> None:
    """Ten credits count of each term: A and B may change places, neither may go beside Z."""
    items = (A, item("B"), item("Z", terms=("2027-spring",)))
    body = "  requires all of { A; B; Z }\n  limits { calm: at most 10 credits per term }"
    way = best(plan(rules(tmp_path, items, body, CALENDAR), BY_TERM))
    assert (at(way), slack(way)) == ({"A": 0, "B": 1, "Z": 2}, {"A": 1, "B": 0, "Z": 0})


def test_recognition_may_not_slip(tmp_path: Path) -> None:
    """It is decided in the first term, if all goes well; a plan without terms has no slack."""
    made = rules(tmp_path, (A, item("D", terms=("autumn",))), "  requires all of { A; D }", CALENDAR)
    prior = (PriorLearning("A", Fraction(0)),)
    asked = PlanOptions(scheduled=True, minimise=parse_minimise("cost"), prior_learning=prior)
    assert slack(best(plan(made, asked))) == {"A by RPL": 0, "D": 0}
    assert slack(best(plan(made, PlanOptions(scheduled=False)))) == {"A": None, "D": None}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(300, 318))
def test_slack_is_the_most_of_all_ways(family: str, seed: int) -> None:
    assert fault(case(family, seed)) is None


def fault(asked: Case) -> str | None:
    """What is wrong with the slack and the chain of a plan, if anything is."""
    way = asked.book.plan(asked.record, "Q", DAY, asked.options).best
    if not asked.terms or way is None or not way.items:
        return None
    assert way.totals.terms is not None
    found = {each.label: TERMS.index(each.term or "") for each in way.items}
    same = [
        other.at for other in Tries(asked).ways() if other.labels == sorted(found) and other.ends < way.totals.terms
    ]
    most = {label: max(other[label] for other in same) - term for label, term in found.items()}
    if slack(way) != most:
        return f"{slack(way)}, but {most}"
    critical = {each.label for each in way.items if each.critical}
    first = {each.code: each.first for each in asked.items}
    follows = all(
        one.removesuffix(" by RPL") in first[other] for one, other in zip(way.chain, way.chain[1:], strict=False)
    )
    return None if critical == set(way.chain) and not any(most[label] for label in critical) and follows else "chain"
