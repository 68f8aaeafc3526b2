"""What could be done about what blocks: what is told to be enough makes a plan, what is told not to be makes none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pathways.books import CALENDAR, DAY, Item, book, catalogue, holding
from pathways.test_blocking import LONG_AGO, NEVER, NOBODY, PARTS, WORKED, items, rules
from pathways.test_blocking_words import CHAIN, told
from stackr.model.plan import Plan, Remedy
from stackr.pathways.options import Load, PlanOptions, PriorLearning
from stackr.report.plan_text import render_plan

WAIVE = re.compile(r"a decision `waive (\S+)`")
AGAIN = re.compile(r"--retake (\w+)")
OFFER = re.compile(r"put on offer (\S+) (credits?|credentials?)")


def remedies(plan: Plan) -> list[Remedy]:
    """All that is told."""
    assert plan.blocking is not None
    causes = [*plan.blocking.causes, *(cause for each in plan.blocking.further for cause in each.causes)]
    return [remedy for cause in causes for remedy in cause.remedies]


def extended(offered: Sequence[Item], words: str) -> list[tuple[Item, ...]]:
    """The catalogue with so much more in it, in every kind of item that the rules of these tests can tell apart."""
    found = OFFER.search(words)
    assert found is not None
    amount = int(found[1])
    sizes = [10] * amount if found[2].startswith("credential") else [amount]
    kinds = product(range(5, 9), ("0611", "0541"), ("U", "V"))
    return [
        (
            *offered,
            *(Item(f"X{at}", size, level, field, 0, issuer=issuer) for at, size in enumerate(sizes)),
        )
        for level, field, issuer in kinds
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    items(),
    st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=4, unique=True),
    st.sampled_from((None, date(2026, 6, 30), date(2026, 12, 31))),
    st.sampled_from((None, 10, 15)),
    st.sampled_from(((), ("I0",), ("I1",))),
    st.booleans(),
    st.sampled_from((NOBODY, LONG_AGO, WORKED)),
)
def test_what_is_told_to_be_enough_is_and_what_is_told_not_to_be_is_not(
    offered: tuple[Item, ...],
    ids: list[str],
    target: date | None,
    most: int | None,
    avoid: tuple[str, ...],
    ask: bool,
    record: Mapping[str, Any],
) -> None:
    load = Load(most_credits=None if most is None else Fraction(most))
    options = PlanOptions(
        scheduled=True, target=target, load=load, avoid=() if ask else avoid, include=avoid if ask else ()
    )
    kept = [*ids, NEVER]

    def planned(offer: Sequence[Item], asked: PlanOptions, who: Mapping[str, Any] = record) -> bool:
        return rules(offer, ids, kept).plan(who, "Q", DAY, asked).status != "infeasible"

    plan = rules(offered, ids, kept).plan(record, "Q", DAY, options)
    assume(plan.status == "infeasible")
    for remedy in remedies(plan):
        words, waived = remedy.words, WAIVE.search(remedy.words)
        if waived is not None:
            decision = {"id": "w", "kind": "waive", "clause": waived[1], "by": "Dean", "date": "2025-06-01"}
            who = {**record, "decisions": [*record.get("decisions", ()), decision]}
            assert planned(offered, options, who) == remedy.enough, words
        elif OFFER.search(words):
            assert remedy.enough is not False or not any(planned(more, options) for more in extended(offered, words)), (
                words
            )
        elif words.startswith("set the target to"):
            day = date.fromisoformat(words.split()[4])
            assert remedy.enough
            assert planned(offered, replace(options, target=day))
            assert not planned(offered, replace(options, target=day - timedelta(days=1)))
        elif words.startswith("take up to"):
            least = Fraction(words.split()[3])
            assert planned(offered, replace(options, load=Load(most_credits=least)))
            assert not planned(offered, replace(options, load=Load(most_credits=least - 1)))
        elif words.startswith("have prior learning recognised for"):
            asked = replace(options, prior_learning=(PriorLearning(words.split()[-1]),))
            assert planned(offered, asked) == remedy.enough, words
        elif AGAIN.search(words):
            assert planned(offered, replace(options, retake=tuple(AGAIN.findall(words)))) == remedy.enough, words
        elif words.startswith(("do without", "take I")):
            assert planned(offered, replace(options, avoid=(), include=())) == remedy.enough, words


@pytest.mark.parametrize(
    ("requires", "level", "more"),
    [
        ('a "A": 20 credits from field under "06" with { at most 10 credits per issuer }', 7, 10),
        ('a "A": 30 credits from level >= 7', 7, 20),
        ('a "A": 3 credentials from any', 7, 2),
    ],
)
def test_what_is_to_be_put_on_offer_is_enough_once_it_is(requires: str, level: int, more: int, tmp_path: Path) -> None:
    one = Item("I0", 10, level, "0611", 0)
    found = told((one,), requires, PlanOptions(scheduled=False))
    words = next(r.words for cause in found.causes for r in cause.remedies if r.enough and "put on offer" in r.words)
    assert words.startswith(f"put on offer {more} ")
    for amount, planned in ((more, True), (more - 1, False)):
        sizes = [5] * amount if "credentials" in words else [amount]
        others = (Item(f"X{at}", size, level, "0611", 0, issuer="V") for at, size in enumerate(sizes))
        text = (
            f'{catalogue((one, *others))}{CALENDAR}qualification Q "Award (made up)" {{ awarded by U at F 7; credit unit C\n'
            f'requires all of {{ {requires} }} }}\nrecognition u "R" for U {{ route own is own "Own" when issuer = U or issuer = V '
            "grants full }\n"
        )
        (tmp_path / str(amount)).mkdir()
        made = book(tmp_path / str(amount), text)
        status = made.plan(NOBODY, "Q", DAY, PlanOptions(scheduled=False)).status
        assert (status == "planned") == planned


def test_what_an_adviser_could_do_about_a_chain_that_is_too_long() -> None:
    found = told(CHAIN, 'last "Last": CS400', PlanOptions(scheduled=True, target=date(2027, 6, 30)))
    assert [(each.words, each.enough) for cause in found.causes for each in cause.remedies] == [
        ("ask U to waive Last (a decision `waive Q.last`)", True),
        ("have CS200 open to who has not done CS100 first", False),
        ("have CS300 open to who has not done CS200 first", True),
        ("have CS400 open to who has not done CS300 first", True),
        ("set the target to 2027-12-20 or later", True),
    ]
    assert found.further == ()


def test_each_gap_of_the_catalogue_is_told_not_only_the_first() -> None:
    found = told(
        (), 'a "A": 20 credits from level >= 7; b "B": 1 credential from level >= 8; c "C": NOPE', PlanOptions()
    )
    told_of = [found.causes, *(each.causes for each in found.further)]
    assert [[cause.clause for cause in causes] for causes in told_of] == [["Q.a"], ["Q.b"], ["Q.c"]]
    words = [causes[0].remedies[0].words for causes in told_of]
    assert words == [
        "put on offer 20 credits at level ≥ 7 for A",
        "put on offer 1 credential at level ≥ 8 for B",
        "put NOPE on offer",
    ]
    assert not any(remedy.enough for causes in told_of for remedy in causes[0].remedies)
    assert not found.more


def test_more_gaps_than_are_told_are_said_to_be_there() -> None:
    many = "; ".join(f'r{n} "R{n}": 10 credits from level >= {n}' for n in range(1, 9))
    found = told((), many, PlanOptions())
    assert found.more
    assert len(found.further) == 5


def test_a_unit_on_the_record_that_counts_elsewhere_only_is_told() -> None:
    one = Item("A", 10, 7, "0611", 0)
    requires = 'last "Last": A with grade >= 60; free "Free": 10 credits from field under "06"'
    found = told((one,), requires, PlanOptions(), held=[holding(one)])
    assert "A, on the record, does not count for it" in found.message
    first, waive = found.causes[0].remedies
    assert first.words.startswith("have A, on the record, put right or taken again")
    assert (first.enough, waive.enough) == (True, True)


def test_a_total_that_the_requirements_cover_can_be_filled_up(tmp_path: Path) -> None:
    text = (
        f'{catalogue((Item("A", 10, 7, "0611", 0),))}qualification Q "Award (made up)" {{ awarded by U at F 7; credit unit C\n'
        'total 30 credits\nrequires all of { a "A": 30 credits from any } }\n'
        'recognition u "R" for U { route own is own "Own" when issuer = U grants full }\n'
    )
    plan = book(tmp_path, text).plan(NOBODY, "Q", DAY)
    assert any(each.words.startswith("put on offer 20 credits more") and each.enough for each in remedies(plan))


def test_a_requirement_of_a_branch_is_called_by_what_it_says(tmp_path: Path) -> None:
    text = (
        f'{catalogue((Item("A", 20, 7, "0611", 0),))}qualification Q "Award (made up)" {{ awarded by U; credit unit C\n'
        'requires all of { a: when fact "track" = theory requires 20 credits from any otherwise 10 credits from any } }\n'
        'recognition u "R" for U { route own is own "Own" when issuer = U grants full }\n'
    )
    plan = book(tmp_path, text).plan({**NOBODY, "facts": {"track": "theory"}}, "Q", DAY)
    assert plan.best is not None
    assert "~" not in render_plan(plan)


@pytest.mark.parametrize(
    ("options", "enough"),
    [
        (PlanOptions(terms=1, load=Load(most_items=1)), "take 3 terms"),
        (PlanOptions(terms=2, load=Load(most_credits=Fraction(10))), "take 3 terms"),
        (PlanOptions(terms=2), "take 3 terms"),
    ],
)
def test_without_a_calendar_more_terms_are_told_by_their_number(
    options: PlanOptions, enough: str, tmp_path: Path
) -> None:
    """There are no terms beyond those that are asked for, where they have no days: the answer was a fault."""
    requires = 'qualification Q "Award (made up)" { awarded by U at F 7; credit unit C; requires all of { CS300 } }\n'
    plan = book(tmp_path, catalogue(CHAIN) + requires).plan(NOBODY, "Q", DAY, options)
    assert [each.words for each in remedies(plan) if each.words.startswith("take ")][-1:] == [enough]
    again = book(tmp_path, catalogue(CHAIN) + requires).plan(NOBODY, "Q", DAY, replace(options, terms=3))
    assert again.status == "planned"
