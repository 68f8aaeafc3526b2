"""What a clause cites: what it says itself, else what the next clause around it cites; and how sure the author is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from stackr.book import load_text
from stackr.model.audit import Audit
from stackr.report.html import render_audits
from stackr.report.text import render_audit

RULES = """
framework F "F" { levels 1 to 10; one credit is 10 hours }
credit C "C" { is 10 hours; framework F }
group extra "Extra": all of { E1; E2 } source "Senate 7"
recognition r "Ladder" for U {
  gate sound { status is not revoked }
  route own is own "Own" when issuer = U grants full
  route rest is own "Rest" when issuer = V grants full source "s. 3"
  source "Policy 1"
}
definition d "D" of micro-credential {
  small: credits <= 30
  sure: assessed source "Annex" confidence "commonly known"
  source "Council 2022"
}
qualification Q "Q" {
  awarded by U at F 8
  credit unit C
  total 100 credits
  source "Regulations 2026"
  requires all of {
    core "Core": all of { A; B source "s. 5(2)"; inner "Inner": 1 of { D; E } } source "s. 5"
    pool "Pool": 40 credits from level >= 7 with { apart: at most 10 credits per field; at least 2 credentials }
    guess "Guess": G confidence "inferred"
    use extra
  }
  limits {
    cap: at most 50% of award by rpl source "s. 9"
    low: at most 20 credits at level < 7
  }
  also requires writing "Writing": 2 credentials tagged "w"
}
qualification BARE "Bare" {
  awarded by U at F 8
  credit unit C
  requires all of { one "One": A source "s. 1"; two "Two": B }
}
"""

CITED = {
    "Q": "Regulations 2026",
    "Q.total": "Regulations 2026",
    "Q.core": "s. 5",
    "Q.core.A": "s. 5",
    "Q.core.B": "s. 5(2)",
    "Q.core.inner": "s. 5",
    "Q.core.inner.D": "s. 5",
    "Q.pool": "Regulations 2026",
    "Q.pool.apart": "Regulations 2026",
    "Q.guess": "Regulations 2026 (inferred)",
    "Q.extra": "Senate 7",
    "Q.extra.E1": "Senate 7",
    "Q.cap": "s. 9",
    "Q.low": "Regulations 2026",
    "Q.writing": "Regulations 2026",
    "BARE": None,
    "BARE.one": "s. 1",
    "BARE.two": None,
    "r.sound": "Policy 1",
    "r.own": "Policy 1",
    "r.rest": "s. 3",
    "d.small": "Council 2022",
    "d.sure": "Annex (commonly known)",
}


@pytest.mark.parametrize("id", CITED)
def test_a_clause_cites_what_it_says_or_what_it_stands_in(id: str) -> None:
    assert load_text(RULES).clauses[id].source == CITED[id]


def test_what_stands_in_an_unnamed_line_is_cited_too() -> None:
    clauses = load_text(RULES).clauses
    unnamed = {id: clause.source for id, clause in clauses.items() if "~" in id}
    assert {source for id, source in unnamed.items() if id.startswith("Q.pool~")} == {"Regulations 2026"}
    assert {source for id, source in unnamed.items() if id.startswith("r.sound~")} == {"Policy 1"}
    assert {source for id, source in unnamed.items() if id.startswith("BARE~")} == {None}


def test_every_reason_of_an_award_that_cites_something_cites_something() -> None:
    audit = load_text(RULES).audit({"learner": "L"}, ["Q", "BARE"], date(2026, 2, 1))
    bare, told = audit.qualifications
    assert (bare.source, told.source) == (None, "Regulations 2026")
    reasons = [reason for need in told.requirements for reason in need.reasons]
    reasons += [reason for limit in told.limits for reason in limit.reasons]
    assert reasons
    assert all(reason.source and reason.at for reason in reasons)


@pytest.mark.parametrize("shown", [render_audit, lambda audit: render_audits([audit])])
def test_what_stands_over_an_award_is_shown_once_and_its_clauses_show_their_place(
    shown: Callable[[Audit], str],
) -> None:
    page = shown(load_text(RULES).audit({"learner": "L"}, ["Q"], date(2026, 2, 1)))
    assert page.count("Source: Regulations 2026") == 1
    assert page.count("Regulations 2026") == 2
    assert "[Regulations 2026 (inferred)]" in page
    assert "[s. 5]" in page
    assert "[s. 5(2)]" in page
    pool = next(n for n, line in enumerate(RULES.splitlines(), 1) if 'pool "Pool"' in line)
    assert f":{pool}]" in page
