"""Where could I go: the distances are those of audits, the gains those of audits with the item added."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pathways.college import LEARNERS, TODAY, college, record
from stackr.audit.run import AuditError
from stackr.model.guidance import guidance_bytes
from stackr.report.guidance_text import render_ranking


@pytest.mark.parametrize("name", LEARNERS)
def test_every_award_stands_at_the_progress_its_audit_gives(name: str) -> None:
    ranking = college().rank(record(name), as_of=TODAY)
    audits = {
        q.qualification: q
        for q in college().audit(record(name), sorted(college().qualifications), TODAY).qualifications
    }
    assert {each.qualification: each.progress for each in ranking.awards} == {
        award: audit.progress.earned for award, audit in audits.items()
    }
    assert [Fraction(each.missing) for each in ranking.awards] == sorted(
        Fraction(each.missing) for each in ranking.awards
    )
    assert ranking.earned == tuple(sorted(award for award, audit in audits.items() if audit.status == "satisfied"))


@pytest.mark.parametrize("name", ["new", "half-way", "returning"])
def test_what_an_item_unlocks_is_what_the_audit_gains_from_it(name: str) -> None:
    ranking = college().rank(record(name), as_of=TODAY, unlocks=100)
    missing = {each.qualification: Fraction(each.missing) for each in ranking.awards}
    assert ranking.unlocks
    for unlock in ranking.unlocks:
        answer = college().whatif(record(name), [("add", unlock.label)], sorted(missing), TODAY)
        gained = {c.qualification: missing[c.qualification] - Fraction(c.after.missing) for c in answer.changes}
        assert {gain.qualification: Fraction(gain.credits) for gain in unlock.gains} == {
            q: g for q, g in gained.items() if g
        }
        assert Fraction(unlock.credits) == sum(Fraction(gain.credits) for gain in unlock.gains)
        assert unlock.completes == tuple(
            c.qualification for c in answer.changes if c.after.status == "satisfied" and gained[c.qualification]
        )


def test_what_can_be_taken_at_once_stands_first() -> None:
    unlocks = college().rank(record("half-way"), as_of=TODAY, unlocks=10).unlocks
    assert [each.label for each in unlocks[:2]] == ["NET200", "DB200"]
    assert {each.label: each.first for each in unlocks}["SEC300"] == "NET200"
    assert [each.first is not None for each in unlocks] == sorted(each.first is not None for each in unlocks)


def test_the_arithmetic_is_shown() -> None:
    told = render_ranking(college().rank(record("half-way"), as_of=TODAY, unlocks=3))
    assert "NET200  Networks: 20 = 10 for MC-DIP + 10 for MC-NET" in told
    assert "Earned and not yet conferred: MC-WEB" in told


def test_the_order_of_holdings_decides_nothing() -> None:
    turned = record("half-way")
    turned["holdings"].reverse()
    one, other = (guidance_bytes(college().rank(each, as_of=TODAY, unlocks=9)) for each in (record("half-way"), turned))
    assert one == other


def test_faults_are_plain() -> None:
    with pytest.raises(AuditError, match="no qualification is called `MC-DI`"):
        college().rank(record("new"), ["MC-DI"], TODAY)
