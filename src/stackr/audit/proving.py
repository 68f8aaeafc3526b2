"""Proofs of one award: what is forced, what blocks it and what holds the learner back, and the certificate."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from stackr.allocation.proofs.blocking import blocking_sets, holds_back
from stackr.allocation.proofs.forbidding import Forbidding
from stackr.allocation.proofs.forced import forced
from stackr.allocation.proofs.smallest import smallest_blocking_set
from stackr.allocation.result import BlockingSet
from stackr.audit.completing import Completing, completing
from stackr.audit.counting import Counting
from stackr.audit.evaluation import Evaluation
from stackr.audit.forbidding import forbidding
from stackr.audit.texts import blocking_message
from stackr.audit.values import Values
from stackr.model.qualification import BlockingProof, Certificate, Fewest
from stackr.requirements.base import JudgedNeed, JudgedRule
from stackr.requirements.compiled import Award
from stackr.requirements.judge import judge
from stackr.requirements.rules.barred import BarredRule

_SUFFIXES = ("~layer", "~with", "~full", "~waived", "~all", "~checks", "~either")


NOT_ASKED = Certificate(kind="none")
NOTHING = Completing()


@dataclass(frozen=True, slots=True)
class Proofs:
    """See the module. `forced`: (unit, place) positions."""

    forced: frozenset[tuple[int, int]] = frozenset()
    holds_back: tuple[str, ...] = ()
    certificate: Certificate = NOT_ASKED
    blocking_sets: tuple[tuple[str, ...], ...] = ()
    smallest: Fewest | None = None
    completing: Completing = NOTHING


NO_PROOFS = Proofs()


def prove(evaluation: Evaluation, values: Values, counting: Counting) -> Proofs:
    """Every proof that the award's standing has."""
    problem, solution = values.sure.lowered.problem, values.sure.solution
    work = evaluation.options.work
    sure = frozenset(forced(problem, solution, work)) if solution.proven else frozenset()
    if values.complete:
        return Proofs(forced=sure, certificate=Certificate(kind="allocation"))
    award = counting.award
    forbids = forbidding(values)
    back = holding_back(evaluation, values, forbids)
    sets = [
        found
        for found in blocking_sets(problem, solution, work, forbids)
        if any(owns(award, id) for id in found.clauses)
    ]
    told = dict(_lacking(values))
    proofs = tuple(_proof(award, found, told) for found in sets)
    kinds = {proof.kind for proof in proofs}
    return Proofs(
        forced=sure,
        holds_back=back,
        certificate=Certificate(
            kind="none" if not kinds else "bound" if kinds == {"bound"} else "search", proofs=proofs
        ),
        blocking_sets=tuple(proof.clauses for proof in proofs),
        smallest=_fewest(evaluation, values, award, forbids, told) if evaluation.options.smallest else None,
        completing=completing(evaluation, values),
    )


def _fewest(
    evaluation: Evaluation, values: Values, award: Award, forbids: Forbidding, told: dict[str, str]
) -> Fewest | None:
    """The fewest clauses that can't be met together; of awards judged together, those that have one of this award's."""

    def wanted(ids: Collection[str]) -> bool:
        return any(owns(award, id) for id in ids)

    found = smallest_blocking_set(
        values.sure.lowered.problem, values.sure.solution, evaluation.options.work, forbids, wanted
    )
    return None if found is None else Fewest(**_proof(award, found.blocking, told).model_dump(), proven=found.proven)


def holding_back(evaluation: Evaluation, values: Values, forbids: Forbidding | None = None) -> tuple[str, ...]:
    """The clauses that hold the learner back from the award, by id; none if it is complete."""
    if values.complete:
        return ()
    problem, solution = values.sure.lowered.problem, values.sure.solution
    award = values.qualification.award
    found = holds_back(problem, solution, evaluation.options.work, forbids or forbidding(values))
    return tuple(sorted({of_award(award, id) for id in found if owns(award, id)}))


def plain(id: str) -> str:
    """The clause that a node, check or limit of the problem stands for."""
    for suffix in _SUFFIXES:
        id = id.removesuffix(suffix)
    return id


def of_award(award: Award, id: str) -> str:
    """The same; the combinations that bar each other go by the name of their line."""
    name = plain(id).partition("#")[0]
    return name if isinstance(award.rules.get(name), BarredRule) else plain(id)


def owns(award: Award, id: str) -> bool:
    """Whether the clause is one of the award's."""
    name = plain(id).partition("#")[0]
    return name in award.clauses or name == award.id or name.startswith((f"{award.id}.", f"{award.id}~"))


def _proof(award: Award, found: BlockingSet, told: dict[str, str]) -> BlockingProof:
    clauses = tuple(sorted({of_award(award, id) for id in found.clauses}))
    return BlockingProof(
        clauses=clauses,
        kind="bound" if found.kind == "bound" else "search",
        message=blocking_message(award, clauses, told),
        multipliers=found.multipliers,
        cases=found.cases,
    )


def _lacking(values: Values) -> Iterator[tuple[str, str]]:
    """What single clauses say that they lack, by id."""
    for judged in judge(values.sure.lowered, values.sure.solution):
        for need in judged.requirements:
            yield from _said(need)
        for rule in judged.limits:
            yield from _rule(rule)


def _said(need: JudgedNeed) -> Iterator[tuple[str, str]]:
    if need.reasons:
        yield need.id, need.reasons[0].message
    for child in need.children:
        yield from _said(child)


def _rule(rule: JudgedRule) -> Iterator[tuple[str, str]]:
    if rule.reasons:
        yield rule.id, rule.reasons[0].message
