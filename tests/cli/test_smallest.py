"""The fewest clauses that stand in the way: only if asked for, proven, and done again with the audit."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from audit.given import audited, has, learner
from cli.calls import Caller
from stackr.report.html import render_audits
from stackr.report.text import render_audit

RULES = """
qualification Q "Award" {
  total 30 credits
  requires all of {
    one "First": 20 credits from A or B or C
    two "Second": 20 credits from A or B or C
    three "Third": 20 credits from A or B or C or D
  }
}
"""
HELD = learner(has("A"), has("B"), has("C"), has("D"))


def test_two_of_three_that_want_the_same() -> None:
    """All four units are forty credits: any two of the first clauses want them all, and three ask for sixty."""
    entry = audited(RULES, HELD, "Q", smallest=True)["Q"]
    assert entry.smallest is not None
    assert entry.smallest.clauses == ("Q.one", "Q.two")
    assert entry.smallest.proven
    assert audited(RULES, HELD, "Q")["Q"].smallest is None


def test_a_complete_award_has_none() -> None:
    rules = 'qualification Q "Award" { requires a: 10 credits from A }'
    assert audited(rules, learner(has("A")), "Q", smallest=True)["Q"].smallest is None


def test_of_awards_claimed_together_each_is_told_its_own() -> None:
    rules = """
    qualification P "Before" { requires all of { p: 10 credits from X; more: 10 credits from A } }
    qualification Q "After" { requires all of { q: 10 credits from A; rest: 10 credits from B; last: 5 credits from C } }
    """
    record = learner(has("A"), has("B"), claims=[["P", "Q"]])
    audit = audited(rules, record, "P", "Q", smallest=True)
    assert [entry.smallest and entry.smallest.clauses for entry in audit.qualifications] == [("P.p",), ("Q.last",)]


def test_it_stands_on_the_worksheet_and_the_page() -> None:
    audit = audited(RULES, HELD, "Q", smallest=True)
    assert "The fewest clauses that stand in the way" in render_audit(audit)
    assert "(proven fewest)" in render_audits([audit])
    assert "fewest" not in render_audit(audited(RULES, HELD, "Q"))


def test_a_kept_audit_is_asked_the_same_again(folder: Path, call: Caller) -> None:
    Path("q.stackr").write_text(RULES)
    Path("l.json").write_text(json.dumps(HELD))
    asked = ("audit", "l.json", "--rules", "q.stackr", "--as-of", "2026-02-01", "--smallest")
    Path("kept.json").write_text(call(*asked, "--format", "json").out)
    jsonschema.validate(json.loads(Path("kept.json").read_text()), json.loads(call("schema", "audit").out))
    answer = call("replay", "kept.json", "--record", "l.json", "--rules", "q.stackr")
    assert answer.code == 0, answer.out
    assert "same" in answer.out


@pytest.mark.parametrize("tier", ["values", "placements"])
def test_it_is_a_proof(folder: Path, call: Caller, tier: str) -> None:
    Path("q.stackr").write_text(RULES)
    Path("l.json").write_text(json.dumps(HELD))
    answer = call("audit", "l.json", "--rules", "q.stackr", "--smallest", "--tier", tier)
    assert answer.code == 2
    assert "[X910]" in answer.err
    assert f"the tier `{tier}` leaves proofs out" in answer.err
