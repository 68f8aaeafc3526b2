"""The whole audit of one learner as rows of the batch's frames: the proofs tier, from what the single audit publishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stackr.audit.evaluation import Evaluation
from stackr.audit.run import in_full
from stackr.batch.told import Row, Told, requirement_rows
from stackr.model.audit import Audit, audit_bytes
from stackr.model.qualification import QualificationAudit


def tell_proofs(told: Told, at: int, evaluation: Evaluation, names: Iterable[str]) -> None:
    """Where everything counts and why the answers stand. `at`: the learner's place among all."""
    audit = in_full(evaluation, tuple(names))
    told.add("audits", at, [(audit.learner, audit_bytes(audit).decode())])
    told.add("criteria", at, _criteria(audit))
    for entry in audit.qualifications:
        for name, rows in _of_award((audit.learner, entry.qualification), entry).items():
            told.add(name, at, rows)


def _of_award(who: Row, entry: QualificationAudit) -> dict[str, list[Row]]:
    return {
        "counted": [
            (*who, u.unit, u.holding, u.code, u.requirement, u.credits, u.layer, u.route, u.placement)
            for u in entry.counted
        ],
        "unused": [(*who, u.unit, u.holding, u.code, u.credits, u.reason, u.clause) for u in entry.unused],
        "left_over": [(*who, u.unit, u.holding, u.code, u.credits, u.of, u.reason, u.clause) for u in entry.left_over],
        "requirements": [(*who, *row) for one in (*entry.requirements, *entry.layers) for row in requirement_rows(one)],
        "limits": [(*who, one.id, one.status, one.bound, one.value, one.unit) for one in entry.limits],
        "holds_back": [(*who, clause) for clause in entry.holds_back],
        "blocking": [
            (*who, number, clause, proof.kind, proof.message)
            for number, proof in enumerate(entry.certificate.proofs, 1)
            for clause in proof.clauses
        ],
        "completions": [
            (*who, ";".join(way.add), way.credits, way.cost, way.proven, ";".join(way.also) or None)
            for way in entry.completions
        ],
        "missing": [(*who, fact.holding, fact.member, fact.needed_by, fact.message) for fact in entry.missing],
    }


def _criteria(audit: Audit) -> Iterator[Row]:
    """Of each holding once, whichever ladders looked at it."""
    seen: set[tuple[str, str]] = set()
    for found in audit.recognition:
        for label in found.classifications:
            if (found.holding, label.definition) not in seen:
                seen.add((found.holding, label.definition))
                for criterion in label.criteria:
                    met = criterion.id, criterion.met
                    yield (audit.learner, found.holding, label.definition, label.outcome, *met)
