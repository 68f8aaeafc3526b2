"""Every credit that is recognised is accounted for: what counts, what of it is left over, and what counts nowhere."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest

from audit.given import HALF_FROM_ELSEWHERE, audited, has, learner
from stackr.audit.options import AuditOptions
from stackr.book import load_text
from stackr.report.text import render_audit
from stackr.testing.generate import AS_OF, made_up_book, made_up_learners


def left(*holdings: dict[str, object]) -> list[tuple[str, str, str, str | None]]:
    entry = audited(HALF_FROM_ELSEWHERE, learner(*holdings), "Q")["Q"]
    return [(unit.holding, unit.credits, unit.reason, unit.clause) for unit in entry.left_over]


def test_what_a_limit_leaves_of_a_block() -> None:
    assert left(has("T", 50, issuer="V")) == [("t", "20", "over-limit", "Q.cap")]


def test_what_is_not_needed_of_a_block() -> None:
    assert left(has("A", 40, issuer="U"), has("T", 30, issuer="V")) == [("t", "10", "in-excess", None)]


def test_nothing_is_left_of_what_counts_whole_or_nowhere() -> None:
    assert left(has("A", 80, issuer="U"), has("B", 30, issuer="U")) == []
    assert left(has("A", 30, issuer="U"), has("T", 30, issuer="V")) == []


def test_it_stands_on_the_worksheet() -> None:
    text = render_audit(audited(HALF_FROM_ELSEWHERE, learner(has("T", 50, issuer="V")), "Q"))
    assert "T: 20 of its 50 credits do not count: with more of it," in text


@pytest.mark.parametrize("seed", range(40))
def test_every_credit_is_accounted_for_once(seed: int) -> None:
    book = load_text(made_up_book(seed))
    for record in made_up_learners(seed, book, 3):
        for entry in book.audit(record, None, AS_OF, AuditOptions(tier="placements")).qualifications:
            counted: dict[str, Fraction] = defaultdict(Fraction)
            for unit in entry.counted:
                counted[unit.unit] += Fraction(unit.credits) if unit.layer == "main" else 0
            assert not {unit.unit for unit in entry.unused} & counted.keys()
            for part in entry.left_over:
                assert 0 < Fraction(part.credits) < Fraction(part.of)
                assert counted[part.unit] + Fraction(part.credits) == Fraction(part.of)
