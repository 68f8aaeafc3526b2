"""One qualification of the audit, from its figures to its published shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.audit.accounted import counted_units, left_over, unused_units
from stackr.audit.conferred import doubts
from stackr.audit.counting import Counting
from stackr.audit.deciding import decisions
from stackr.audit.evaluation import Evaluation
from stackr.audit.missing import awaited, missing_facts
from stackr.audit.proving import NO_PROOFS, Proofs, prove
from stackr.audit.relied import Relied, relied_on
from stackr.audit.splitting import whole_units
from stackr.audit.texts import cited, missing_message, name_of, reason
from stackr.audit.values import Values
from stackr.audit.versions import before_all
from stackr.audit.working import cases
from stackr.model.qualification import (
    CountedUnit,
    LeftOver,
    LimitResult,
    MissingFact,
    Progress,
    QualificationAudit,
    RequirementResult,
    UnusedUnit,
)
from stackr.model.recognised import Awaiting
from stackr.requirements.base import JudgedNeed, JudgedRule
from stackr.requirements.compiled import Award, Reading
from stackr.requirements.judge import Judged, judge
from stackr.requirements.words import listing


def entry(evaluation: Evaluation, values: Values, tier: str) -> QualificationAudit:
    """The award as the audit tells it, as far as the tier goes."""
    detail = _Placements() if tier == "values" else _placements(evaluation, values, tier)
    qualification = values.qualification
    name = qualification.name
    claimed = any(name in claim for claim in evaluation.learner.claims)
    relied = relied_on(values)
    return QualificationAudit(
        qualification=name,
        title=qualification.clause.title or name,
        version=qualification.version,
        versions=values.versions if len(values.versions) > 1 else (),
        source=qualification.clause.source,
        status=values.status,
        closed=values.closed,
        progress=Progress(
            earned=str(values.earned),
            in_progress=str(values.in_progress),
            planned=str(values.planned),
            possible=str(values.possible),
            bound=None if values.proven or values.bound is None else str(values.bound),
        ),
        progress_percent=percent(values),
        missing_credits=format_amount(values.missing_credits),
        proven=values.proven,
        missing=_missing(evaluation, values, relied),
        awaiting=_awaiting(evaluation, values, relied),
        flags=(*_flags(evaluation, values), *_left_open(evaluation, relied), *detail.flags),
        counted=detail.counted,
        unused=detail.unused,
        left_over=detail.left_over,
        requirements=detail.requirements,
        layers=detail.layers,
        limits=detail.limits,
        entry=detail.entry,
        decisions=decisions(evaluation, values),
        cases=cases(evaluation, values),
        classified=detail.classified,
        unclaimed=values.status == "satisfied" and not claimed,
        holds_back=detail.proofs.holds_back,
        certificate=detail.proofs.certificate,
        blocking_sets=detail.proofs.blocking_sets,
        smallest=detail.proofs.smallest,
        completions=detail.proofs.completing.ways,
    )


def percent(values: Values) -> float:
    """Tenths of a percent, rounded down; 100.0 only if the award is satisfied (or conferred)."""
    tenths = values.earned.numerator * 1000 // values.earned.denominator
    if tenths == 1000 and values.status not in ("satisfied", "conferred"):
        tenths = 999
    return tenths / 10


@dataclass(frozen=True, slots=True)
class _Placements:
    """What counts where, and how every clause stands."""

    counted: tuple[CountedUnit, ...] = ()
    unused: tuple[UnusedUnit, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    requirements: tuple[RequirementResult, ...] = ()
    layers: tuple[RequirementResult, ...] = ()
    limits: tuple[LimitResult, ...] = ()
    entry: tuple[RequirementResult, ...] = ()
    classified: str | None = None
    flags: tuple[str, ...] = ()
    proofs: Proofs = field(default_factory=lambda: NO_PROOFS)


def _placements(evaluation: Evaluation, values: Values, tier: str) -> _Placements:
    award = values.qualification.award
    counting = counting_of(values)
    proofs = prove(evaluation, values, counting) if tier == "proofs" else NO_PROOFS
    judged = judged_of(values, frozenset(proofs.holds_back))
    layers = {layer.need.id for layer in award.layers}
    complete = values.status in ("satisfied", "conferred")
    return _Placements(
        counted=tuple(counted_units(counting, proofs)),
        unused=tuple(unused_units(counting)),
        left_over=tuple(left_over(counting)),
        requirements=tuple(requirement(need, award) for need in judged.requirements if need.id not in layers),
        layers=tuple(requirement(need, award) for need in judged.requirements if need.id in layers),
        limits=tuple(limit(rule, award) for rule in judged.limits),
        entry=_entry(evaluation, values),
        classified=judged.classification if complete else None,
        flags=() if complete else (*whole_units(counting), *proofs.completing.flags),
        proofs=proofs,
    )


def counting_of(values: Values) -> Counting:
    """The award under its allocation, and what the possible reading makes eligible, where it says anything else."""
    award, claim = values.qualification.award, values.claim
    doubtful = bool(values.sure.lowered.unknowns) or not all(unit.sure for unit in claim.units)
    return Counting(values.sure, award, claim.lowered(Reading.POSSIBLE) if doubtful else ())


def judged_of(values: Values, binding: frozenset[str] = frozenset()) -> Judged:
    """How every clause of the award stands."""
    found = judge(values.sure.lowered, values.sure.solution, binding)
    return next(item for item in found if item.award == values.award)


def requirement(judged: JudgedNeed, award: Award) -> RequirementResult:
    """A requirement and all below it. One without title or name is called what it says."""
    name = (award.says(judged.id) if "~" in judged.id else None) or judged.id
    partly = judged.status == "unmet" and (bool(judged.counted) or any(_started(child) for child in judged.children))
    return RequirementResult(
        id=judged.id,
        title=judged.title or judged.clause.title or name,
        status="partial" if partly else judged.status,
        needed=_amount(judged.needed),
        counted=_amount(judged.counted),
        unit=judged.unit,
        shortfall=_amount(judged.shortfall),
        reasons=() if judged.status == "waived" else tuple(reason(said) for said in judged.reasons),
        children=tuple(requirement(child, award) for child in judged.children),
    )


def _started(judged: JudgedNeed) -> bool:
    return judged.status == "met" or bool(judged.counted) or any(_started(child) for child in judged.children)


def limit(judged: JudgedRule, award: Award) -> LimitResult:
    """A limit. Without a title it is called what it says."""
    says = award.says(judged.id.partition("#")[0]) or judged.id
    return LimitResult(
        id=judged.id,
        title=judged.title or judged.clause.title or says,
        status=judged.status,
        bound=_amount(judged.bound),
        value=_amount(judged.value),
        unit=judged.unit,
        reasons=tuple(reason(said) for said in judged.reasons),
    )


def _amount(value: Fraction | None) -> str | None:
    return None if value is None else format_amount(value)


def _awaiting(evaluation: Evaluation, values: Values, relied: Relied) -> tuple[Awaiting, ...]:
    titles = {holding.id: name_of(holding) for holding in evaluation.learner.holdings}
    return tuple(
        Awaiting(
            what=act.what,
            who=act.who,
            by=act.by.isoformat() if act.by else None,
            clause=act.clause,
            about=tuple(sorted({titles[holding] for holding in holdings})),
        )
        for act, holdings in awaited(evaluation, values, relied)
    )


def _missing(evaluation: Evaluation, values: Values, relied: Relied) -> tuple[MissingFact, ...]:
    holdings = {holding.id: holding for holding in evaluation.learner.holdings}
    award = values.qualification.award
    return tuple(
        MissingFact(
            holding=item.holding,
            member=item.member,
            needed_by=item.needed_by,
            message=missing_message(item, award, holdings, values.claim.units),
        )
        for item in missing_facts(evaluation, values, relied)
    )


def _left_open(evaluation: Evaluation, relied: Relied) -> Iterator[str]:
    """That more than is named may do as well."""
    names = sorted({name_of(holding) for holding in evaluation.learner.holdings if holding.id in relied.open})
    if names:
        yield (
            f"what is named as not known would do; whether what is not known of {listing(names)} would do as well "
            "was not looked at to the end"
        )


def _flags(evaluation: Evaluation, values: Values) -> tuple[str, ...]:
    found = list(doubts(values.qualification.name, evaluation.learner)) if values.status == "conferred" else []
    if values.status == "conferred" and not values.complete and not found:
        found.append("conferred, though the record as it stands does not meet every requirement")
    if values.status == "conferred" and values.qualification.name in evaluation.conferred.surrendered:
        found.append("it was conferred and has been handed back: it is held no longer")
    early = before_all(evaluation.book.qualifications[values.qualification.name], evaluation.learner)
    if early is not None and values.status != "conferred":
        found.append(early)
    return tuple(sorted(found))


def _entry(evaluation: Evaluation, values: Values) -> tuple[RequirementResult, ...]:
    found = []
    for award in values.qualification.award.entry:
        answer = evaluation.entry_claim(values.qualification, award).answer(award.id)
        waived = any(build.is_waived(award.id) for build in answer.lowered.builders)
        found += [_as_whole(judged, award, waived) for judged in judge(answer.lowered, answer.solution)]
    return tuple(found)


def _as_whole(judged: Judged, award: Award, waived: bool) -> RequirementResult:
    """An entry requirement under its own name and title, with all that it asks."""
    parts = [requirement(need, award) for need in judged.requirements]
    alone = parts[0] if len(parts) == 1 and "~" in parts[0].id else None
    met = all(part.status in ("met", "waived") for part in parts)
    whole = alone or RequirementResult(
        id=award.id, title=award.id, status="met" if met else "unmet", children=tuple(parts)
    )
    reasons = () if waived else tuple(said.model_copy(update={"clause": award.id}) for said in whole.reasons)
    if award.clause.message and not (waived or met):
        own = [reason for reason in reasons if not reason.message.startswith(award.clause.message)]
        told = [cited(reason.code, reason.message, award.clause) for reason in own]
        reasons = tuple(told) or (cited("R104", "the entry requirement is not met", award.clause),)
    status, title = "waived" if waived else whole.status, award.clause.title or whole.title
    return whole.model_copy(update={"id": award.id, "title": title, "status": status, "reasons": reasons})
