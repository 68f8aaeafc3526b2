"""The worksheet as PDF: tagged for screen readers (PDF/UA-1), fit for the archive (PDF/A-2a), the same bytes for the same audit.

The typesetter gets the audit as data beside a fixed source (`worksheet.typ`); nothing of a record ever becomes source.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any

from stackr.model.audit import Audit
from stackr.model.parts import Reason
from stackr.model.qualification import LimitResult, QualificationAudit, RequirementResult
from stackr.model.recognised import Recognised
from stackr.report.words import (
    STATUS,
    against,
    award_lists,
    cited,
    counted,
    figures,
    learner_lists,
    mark,
    names,
    other_progress,
)


def render_audits(audits: Sequence[Audit]) -> bytes:
    """The audits of one or several learners as one PDF.

    Raises `ImportError` where the typesetter is not installed (the extra `pdf`).
    """
    import typst

    title = f"Audit of {names([audit.learner for audit in audits[:3]])}{' and others' if len(audits) > 3 else ''}"
    data = {"title": title, "learners": [_learner(audit) for audit in audits]}
    day = max(date.fromisoformat(audit.as_of) for audit in audits)
    made: bytes = typst.compile(
        resources.files("stackr.report").joinpath("worksheet.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"audits": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )
    return made


def _learner(audit: Audit) -> dict[str, Any]:
    digests = audit.digests
    foot = f"Rules {digests.rules}\nRecord {digests.record}\nRegisters {digests.registers}\nstackr {audit.engine}"
    return {
        "learner": audit.learner,
        "as_of": audit.as_of,
        "awards": [_award(entry) for entry in audit.qualifications],
        "recognition": [_recognised(item) for item in audit.recognition],
        "lists": _lists(learner_lists(audit)),
        "foot": foot,
    }


def _award(entry: QualificationAudit) -> dict[str, Any]:
    closed = f", {entry.closed}" if entry.closed else ""
    needs = (*entry.entry, *entry.requirements, *entry.layers)
    return {
        "title": entry.title,
        "id": f"{entry.qualification} (rules of {entry.version})" if entry.version else entry.qualification,
        "status": STATUS.get(entry.status, entry.status) + closed,
        "source": entry.source or "",
        "percent": entry.progress_percent,
        "percent-told": f"{entry.progress_percent:.1f}",
        "further": other_progress(entry),
        "requirements": [row for need in needs for row in _requirement(need, entry, 0)],
        "limits": [_limit(limit, entry) for limit in entry.limits],
        "lists": _lists(award_lists(entry)),
    }


def _requirement(item: RequirementResult, entry: QualificationAudit, depth: int) -> Iterable[dict[str, Any]]:
    yield {
        "depth": depth,
        "mark": mark(item.status),
        "name": item.title or item.id,
        "status": item.status,
        "figures": figures(item),
        "here": counted(c for c in entry.counted if c.requirement == item.id),
        "reasons": _reasons(item.reasons, entry),
    }
    for child in item.children:
        yield from _requirement(child, entry, depth + 1)


def _limit(limit: LimitResult, entry: QualificationAudit) -> dict[str, Any]:
    return {
        "mark": mark(limit.status),
        "name": limit.title or limit.id,
        "status": limit.status,
        "figures": against(limit),
        "reasons": _reasons(limit.reasons, entry),
    }


def _recognised(item: Recognised) -> dict[str, Any]:
    return {
        "name": item.title or item.holding,
        "outcome": item.outcome + (f" by {item.route}" if item.route else f" under {item.ladder}"),
        "units": names([f"{unit.code or 'block credit'} ({unit.credits or '?'})" for unit in item.units]),
        "reasons": _reasons(item.reasons),
    }


def _reasons(reasons: Iterable[Reason], entry: QualificationAudit | None = None) -> list[dict[str, str]]:
    return [{"message": reason.message, "cite": cited(reason, entry)} for reason in reasons]


def _lists(lists: Iterable[tuple[str, list[str]]]) -> list[dict[str, Any]]:
    return [{"title": title, "items": items} for title, items in lists]
