"""Small rule texts and made-up learners for the tests of the audit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.model.audit import Audit
from stackr.model.qualification import QualificationAudit

DAY = date(2026, 2, 1)
HALF_FROM_ELSEWHERE = """
recognition r for U {
  route own is own when issuer = U grants full
  route transfer is agreement when issuer = V grants full
}
qualification Q { awarded by U; recognised by r; total 60 credits; requires p: 60 credits from any
  limits { cap: at most 50% of award by transfer } }
"""


def book(text: str) -> Book:
    """The rule book of a text."""
    return load_text(text)


def has(code: str, credits: object = 10, **more: Any) -> dict[str, Any]:
    """A holding, called after its code."""
    return {"id": code.lower(), "credential": code, "credits": str(credits), **more}


def learner(*holdings: dict[str, Any], decisions: Iterable[dict[str, Any]] = (), **facts: Any) -> dict[str, Any]:
    """A made-up record."""
    return {"learner": "L-1", "facts": facts, "holdings": list(holdings), "decisions": list(decisions)}


def audited(rules: str | Book, record: dict[str, Any], *names: str, **options: Any) -> Audit:
    """The audit of a record."""
    found = load_text(rules) if isinstance(rules, str) else rules
    day = options.pop("as_of", DAY)
    return found.audit(record, names or None, day, AuditOptions(**options))


def counts(entry: QualificationAudit) -> dict[str, list[str]]:
    """Requirement → codes that count there."""
    found: dict[str, list[str]] = {}
    for unit in entry.counted:
        found.setdefault(unit.requirement, []).append(unit.code or unit.holding)
    return found


def reasons(entry: QualificationAudit) -> dict[str, str]:
    """Unused code → reason word."""
    return {unit.code or unit.holding: unit.reason for unit in entry.unused}
