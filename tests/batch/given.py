"""Records as the frames of a batch, and the one test of a batch: it says of every learner what the single audit says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl

from stackr.audit.options import AuditOptions
from stackr.batch.evaluate import Evaluator
from stackr.batch.result import BatchResult
from stackr.batch.texts import NONE_AT_ALL
from stackr.book import Book
from stackr.model.audit import Audit, Tier, audit_bytes
from stackr.model.qualification import RequirementResult

Record = dict[str, Any]


def frames(records: Sequence[Record]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Holdings and learners, all text, as a registrar's tables would have them."""
    rows = [{"learner": r["learner"]} | _texts(holding) for r in records for holding in r.get("holdings", ())]
    about = [_texts({name: value for name, value in r.items() if name != "holdings"}) for r in records]
    return _frame(rows), _frame(about)


def _frame(rows: list[dict[str, str]]) -> pl.DataFrame:
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["learner"]
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    )


def _texts(members: Record) -> dict[str, str]:
    return {name: _text(name, value) for name, value in members.items() if value is not None}


def _text(name: str, value: Any) -> str:
    if name in ("evidence", "facts", "decisions"):
        return json.dumps(value)
    if isinstance(value, list):
        return ";".join(value) or NONE_AT_ALL
    return str(value).lower() if isinstance(value, bool) else str(value)


def agree(
    book: Book,
    records: Sequence[Record],
    names: Iterable[str] | None,
    as_of: date,
    *,
    tier: Tier = "placements",
    together: tuple[tuple[str, ...], ...] = (),
) -> BatchResult:
    """Ask for all at once and one by one; fail where an answer differs."""
    asked = None if names is None else tuple(names)
    options = AuditOptions(tier=tier, together=together)
    batch = Evaluator(book, for_=asked, as_of=as_of, options=options).evaluate(*frames(records))
    audits = [book.audit(record, asked, as_of, options) for record in sorted(records, key=lambda r: str(r["learner"]))]
    assert values(batch) == [row for audit in audits for row in values_of(audit)]
    assert recognised(batch) == [row for audit in audits for row in recognised_of(audit)]
    assert pending(batch) == [row for audit in audits for row in pending_of(audit)]
    for name, of in (PLACEMENTS if tier != "values" else {}).items():
        assert getattr(batch, name).rows() == [row for audit in audits for row in of(audit)], name
    for name, of in (PROOFS if tier == "proofs" else {}).items():
        frame = undigested(batch.audits) if name == "audits" else getattr(batch, name)
        assert frame.rows() == [row for audit in audits for row in of(audit)], name
    return batch


def values(batch: BatchResult) -> list[Any]:
    """The values tier without the stage, which is about the batch."""
    return batch.results.drop("stage").rows()


def values_of(audit: Audit) -> Iterable[Any]:
    for entry in audit.qualifications:
        p = entry.progress
        yield (
            audit.learner,
            entry.qualification,
            entry.version,
            entry.status,
            entry.closed,
            *(p.earned, p.in_progress, p.planned, p.possible, p.bound),
            entry.missing_credits,
            entry.proven,
            len(entry.missing),
        )


def recognised(batch: BatchResult) -> list[Any]:
    return batch.recognition.rows()


def recognised_of(audit: Audit) -> Iterable[Any]:
    found = sorted(audit.recognition, key=lambda item: (item.ladder, item.holding))
    return [(audit.learner, item.holding, item.ladder, item.outcome, item.route) for item in found]


def pending(batch: BatchResult) -> list[Any]:
    """Of each holding and ladder what is awaited first: what the single audit tells."""
    rows = batch.worklist.filter(pl.col("kind").cast(pl.String) == "pending")
    first = rows.group_by("learner", "ladder", "holding", maintain_order=True).first()
    return first.select("learner", "ladder", "holding", "what", "who", pl.col("by").cast(pl.String), "clause").rows()


def pending_of(audit: Audit) -> Iterable[Any]:
    for item in sorted(audit.recognition, key=lambda item: (item.ladder, item.holding)):
        if item.awaiting is not None:
            asked = item.awaiting
            yield audit.learner, item.ladder, item.holding, asked.what, asked.who, asked.by, asked.clause


def counted_of(audit: Audit) -> Iterable[Any]:
    for entry in audit.qualifications:
        for u in entry.counted:
            where = (u.requirement, u.credits, u.layer, u.route)
            yield (audit.learner, entry.qualification, u.unit, u.holding, u.code, *where, u.placement)


def unused_of(audit: Audit) -> Iterable[Any]:
    for entry in audit.qualifications:
        for u in entry.unused:
            yield audit.learner, entry.qualification, u.unit, u.holding, u.code, u.credits, u.reason, u.clause


def left_over_of(audit: Audit) -> Iterable[Any]:
    for entry in audit.qualifications:
        for u in entry.left_over:
            yield audit.learner, entry.qualification, u.unit, u.holding, u.code, u.credits, u.of, u.reason, u.clause


def requirements_of(audit: Audit) -> Iterable[Any]:
    def below(found: Iterable[RequirementResult]) -> Iterable[RequirementResult]:
        for one in found:
            yield one
            yield from below(one.children)

    for entry in audit.qualifications:
        for one in below((*entry.requirements, *entry.layers)):
            yield (
                audit.learner,
                entry.qualification,
                one.id,
                one.status,
                one.needed,
                one.counted,
                one.unit,
                one.shortfall,
            )


def limits_of(audit: Audit) -> Iterable[Any]:
    for entry in audit.qualifications:
        for one in entry.limits:
            yield audit.learner, entry.qualification, one.id, one.status, one.bound, one.value, one.unit


PLACEMENTS = {
    "counted": counted_of,
    "unused": unused_of,
    "left_over": left_over_of,
    "requirements": requirements_of,
    "limits": limits_of,
}


def audits_of(audit: Audit) -> Iterable[Any]:
    """To the byte, but for the digest of the record: a table's is that of its rows, which are text."""
    yield audit.learner, _undigested(audit_bytes(audit).decode())


def undigested(audits: pl.DataFrame) -> pl.DataFrame:
    return audits.with_columns(pl.col("audit").map_elements(_undigested, pl.String))


def _undigested(audit: str) -> str:
    return re.sub('"record": "sha256:[0-9a-f]{64}"', '"record": "sha256:"', audit)


def holding_back_of(audit: Audit) -> Iterable[Any]:
    for entry in audit.qualifications:
        yield from ((audit.learner, entry.qualification, clause) for clause in entry.holds_back)


def blocking_of(audit: Audit) -> Iterable[Any]:
    for entry in audit.qualifications:
        sets = zip(entry.blocking_sets, entry.certificate.proofs, strict=True)
        for number, (clauses, proof) in enumerate(sets, 1):
            for clause in clauses:
                yield audit.learner, entry.qualification, number, clause, proof.kind, proof.message


def completions_of(audit: Audit) -> Iterable[Any]:
    for entry in audit.qualifications:
        for way in entry.completions:
            also = ";".join(way.also) or None
            yield audit.learner, entry.qualification, ";".join(way.add), way.credits, way.cost, way.proven, also


def missing_of(audit: Audit) -> Iterable[Any]:
    for entry in audit.qualifications:
        for fact in entry.missing:
            yield audit.learner, entry.qualification, fact.holding, fact.member, fact.needed_by, fact.message


def criteria_of(audit: Audit) -> Iterable[Any]:
    told = {(found.holding, label.definition): label for found in audit.recognition for label in found.classifications}
    for (holding, definition), label in told.items():
        for criterion in label.criteria:
            yield audit.learner, holding, definition, label.outcome, criterion.id, criterion.met


PROOFS = {
    "audits": audits_of,
    "holds_back": holding_back_of,
    "blocking": blocking_of,
    "completions": completions_of,
    "missing": missing_of,
    "criteria": criteria_of,
}
