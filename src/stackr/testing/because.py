"""Why an expectation was not met: what the audit says of the clause, the award or the holding that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.language import tree
from stackr.model.audit import Audit
from stackr.model.parts import Reason
from stackr.model.qualification import QualificationAudit, RequirementResult

FIRST = 2
"""So many unknown facts are said before the reasons of clauses: often they are the cause of all of them."""


def because(expect: tree.Expect, found: Audit) -> tuple[str, ...]:
    """Each reason once; of a clause, those of it and of what stands below it."""
    return tuple(dict.fromkeys(_because(expect, found)))


def requirements(entry: QualificationAudit) -> Iterator[RequirementResult]:
    """Every requirement of an award, its layers and its entry, parents first."""
    waiting = [*entry.requirements, *entry.layers, *entry.entry]
    while waiting:
        item = waiting.pop(0)
        yield item
        waiting += item.children


def _because(expect: tree.Expect, found: Audit) -> Iterator[str]:
    subject = expect.subject.text if expect.subject else ""
    for entry in found.qualifications:
        if subject == entry.qualification:
            yield from (fact.message for fact in entry.missing[:FIRST])
            yield from (reason.message for reason in _reasons(entry))
            yield from (proof.message for proof in entry.certificate.proofs)
            yield from (fact.message for fact in entry.missing[FIRST:])
            yield from filter(None, (entry.closed,))
        elif subject.startswith(f"{entry.qualification}."):
            about = (r for r in _reasons(entry) if r.clause == subject or (r.clause or "").startswith(f"{subject}."))
            yield from (reason.message for reason in about)
            yield from (fact.message for fact in entry.missing)
    for recognised in found.recognition:
        if recognised.holding == subject:
            yield from (reason.message for reason in recognised.reasons)


def _reasons(entry: QualificationAudit) -> Iterator[Reason]:
    for item in requirements(entry):
        yield from item.reasons
    for limit in entry.limits:
        yield from limit.reasons
