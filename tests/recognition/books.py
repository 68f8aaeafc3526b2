"""A made-up ladder with every kind of route, and made-up learners to climb it."""

from __future__ import annotations

from datetime import date
from typing import Any

from stackr.book import load_text
from stackr.model.learning import Learner
from stackr.recognition.ladder import recognise
from stackr.recognition.types import Finding, Recognition
from stackr.records.admit import admit
from stackr.rulebook.book import RuleBook

AS_OF = date(2026, 2, 1)

TABLES = """
credit ZC "Zambian credit" { is 10 hours }
catalogue UNZA-2026 {
  issuer UNZA
  credit unit ZC
  credential DS501 "Programming" { 10 credits; level 8; outcomes "loops", "files" }
  credential DS502 "Statistics" { 10 credits; outcomes "mean", "spread" }
  credential DS504 "Databases" { 12 credits; outcomes "queries", "schemas" }
  credential DS590 "Project" { 30 credits; outcomes "design" }
}
register HEA bodies { GOODCOLL from 2022-01-01; UNZA from 2000-01-01 }
register Addis parties { party ZA from 2020-01-01; party ZM from 2020-01-01 }
"""

LADDER = """
recognition unza "Recognition at UNZA" for UNZA {
  gate integrity { status is not revoked; signature is not invalid; holder is the learner }
  route own is own "Own credit" when issuer = UNZA grants full source "s. 1"
  route addis is treaty "Addis" when country in parties("Addis") and accredited on awarded grants level
  route sadc is agreement "Articulation" when articulation in force on awarded grants as articulated
  route earlier is precedent "Earlier decision" when precedent within 5 years of applied grants as decided
  route ace is advice "Advice" when tagged "ace"
  route casework is assessment "Case by case" when kind != experience decide within 4 months of complete
        unless substantial difference in level, workload, outcomes grants full or part by "Registry"
  fallback rpl is rpl "Prior learning"
        evidence current within 5 years of applied, sufficient from 2 kinds
        each outcome met to at least 50% of outcome grants whole units, ungraded
        never for DS590 by "RPL office"
  refuse with reasons, advice "See an adviser", appeal within 30 days to "the Senate"
}
"""

ARTICULATIONS = """
articulation one "One for one" { from C1 of COLL; to DS501; in force from 2020-01-01 until 2024-12-31 }
articulation many "Bundle" { from P1 of MELB and P2 of MELB and P3 of MELB and P4 of MELB; to DS502 }
articulation wide "One for two" { from BIG of COLL; to DS501, DS502 }
"""

OWN = {"credential": "DS501", "issuer": "UNZA", "grade": "72", "grade_scale": "percent"}
OTHER = {
    "credential": "C9",
    "issuer": "COLL",
    "kind": "certificate",
    "credits": "20",
    "credit_unit": "ZC",
    "awarded": "2023-01-01",
    "country": "FR",
}
FILE = {"complete": "2025-12-31", "applied": "2026-01-15"}


def book(text: str = TABLES + LADDER + ARTICULATIONS) -> RuleBook:
    """The rule book in a text."""
    return load_text(text)


DEFAULT = book()


def learner(*holdings: dict[str, Any], decisions: list[dict[str, Any]] | None = None, **facts: Any) -> Learner:
    """A made-up learner. Holdings are active and called h1, h2 … unless they say otherwise."""
    named = [{"id": f"h{place}", "status": "active"} | holding for place, holding in enumerate(holdings, start=1)]
    return admit({"learner": "made up", "holdings": named, "decisions": decisions or [], "facts": facts})


def climbed(
    someone: Learner,
    rules: RuleBook = DEFAULT,
    targets: tuple[str, ...] = (),
    ladder: str = "unza",
    as_of: date = AS_OF,
) -> Recognition:
    """What the ladder finds."""
    return recognise(rules, rules.ladders[ladder], someone, as_of, {code: (f"Q.{code}",) for code in targets})


def first(found: Recognition) -> Finding:
    """The finding of the only, or first, holding."""
    return found.findings[0]


def codes(finding: Finding) -> set[str]:
    """The codes of a finding's reasons."""
    return {reason.code for reason in finding.reasons}
