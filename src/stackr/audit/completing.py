"""The least catalogue items that would complete an award, proven least, and what is needed beside them.

Assumed of each item: passed at any grade asked, verified, awarded on the as-of day. The calendar is `plan`'s business. What
no catalogue can give (milestones, sign-offs, other awards) is listed beside it and taken as done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from stackr._quantity import format_amount
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.additions import Addition
from stackr.allocation.proofs.completions import Completion as Least
from stackr.allocation.proofs.completions import complete
from stackr.allocation.proofs.waive import waived
from stackr.audit.beside import checked, entry_open, lowered_with, not_learning, out_of_reach, over_record, taken_as
from stackr.audit.claim import Claim
from stackr.audit.evaluation import Evaluation
from stackr.audit.offers import Offer, Offers, each, offers
from stackr.audit.values import Values
from stackr.conditions.predicate import Context
from stackr.graph.offer import as_holding
from stackr.model.learning import State
from stackr.model.qualification import Completion
from stackr.requirements.compiled import Award, Lowered
from stackr.requirements.credit import holding_credits
from stackr.requirements.words import listing

NOT_FOUND = "no smallest way to complete it was found within the limit of work; `stackr plan` takes longer"


@dataclass(frozen=True, slots=True)
class Completing:
    """`ways`: the least completion; none where nothing on offer completes it. `flags`: what is to be said beside it."""

    ways: tuple[Completion, ...] = ()
    flags: tuple[str, ...] = ()


def completing(evaluation: Evaluation, values: Values) -> Completing:
    """The least completion of the award alone."""
    alone = evaluation.alone(values.qualification.name)
    if out_of_reach(alone):
        return Completing()
    qualification = alone.qualification
    member = alone.claim.members[0]
    found = offers(evaluation, qualification, member.context)
    lacking = not_learning(_with_offers(alone.claim, found), qualification.award)
    sizes = _sizes(found, qualification.award, member.context)
    answer = _least(evaluation, alone, found, sizes, frozenset(lacking))
    if answer.codes is None:
        none = answer.proven and found.whole
        return Completing(flags=_none(evaluation, alone, found, frozenset(lacking)) if none else (NOT_FOUND,))
    chosen = [offer for offer in found.items if offer.code in answer.codes]
    costs = [offer.item.cost for offer in chosen]
    with_chosen = _with_offers(alone.claim, replace(found, items=tuple(chosen)))
    only_chosen = lowered_with(with_chosen, alone, frozenset(lacking))
    all_rules = checked(only_chosen, evaluation.options.work, qualification.award)
    entry = entry_open(evaluation, alone)
    others = sorted(member.award.id for member in values.claim.members if member.award.id != qualification.award.id)
    by_itself = [f"by itself, not together with {listing(others)}"] if others else []
    whole = sum((sizes[offer.code] for offer in chosen), Fraction(0))
    way_there = Completion(
        add=answer.codes,
        credits=format_amount(whole),
        cost=None if None in costs else format_amount(sum((c for c in costs if c is not None), Fraction(0))),
        proven=answer.proven and found.whole and all_rules.kept,
        also=(
            *by_itself,
            *entry,
            *_granted(chosen),
            *(
                f"{o.item.code} is passed, counts nowhere and is taken again"
                for o in chosen
                if o.item.code in found.again
            ),
            *(lacking[id] for id in sorted(lacking)),
            *all_rules.also,
            *taken_as(alone),
        ),
    )
    return Completing((way_there,))


def _least(
    evaluation: Evaluation, alone: Values, found: Offers, sizes: Mapping[str, Fraction], lacking: frozenset[str]
) -> Least:
    """The least of the offers that completes the award, these requirements taken as met."""
    award = alone.qualification.award
    lowered = lowered_with(_with_offers(alone.claim, found), alone, lacking)
    additions = _additions(found, lowered, sizes)
    return complete(_without(lowered.problem, over_record(award)), additions, evaluation.options.work)


def _none(evaluation: Evaluation, alone: Values, found: Offers, lacking: frozenset[str]) -> tuple[str, ...]:
    """What is to be said where nothing on offer completes it: what is not as asked, or what would help if it were taken again."""
    context = alone.claim.members[0].context
    more = offers(evaluation, alone.qualification, context, retakes=True)
    if found.shut or more.again == found.again:
        return found.shut
    sizes = _sizes(more, alone.qualification.award, context)
    codes = set(_least(evaluation, alone, more, sizes, lacking).codes or ()) & more.again
    if not codes:
        return ()
    again = listing(sorted(codes))
    return (f"nothing that is not passed completes it; {again} taken again would help: `stackr plan` with `--retake`",)


def _without(problem: Problem, ids: Collection[str]) -> Problem:
    """Without rules over the record: of everything on offer only some is taken. What is chosen is put to them afterwards."""
    there = {item.id for group in (problem.checks, problem.ceilings) for item in group}
    return waived(problem, there & set(ids))


def _with_offers(claim: Claim, found: Offers) -> Claim:
    """What is earned, and every offer as if in progress."""
    earned = tuple(unit for unit in claim.units if unit.state is State.EARNED)
    shared = found.shared
    grants = {g.id: replace(g, pieces=g.pieces | shared.get(g.id, g.pieces)) for g in claim.grants}
    names = {offer.code: f"{offer.code}!{offer.grant.id}" for offer in each(found) if offer.grant is not None}
    added = [replace(o.unit, grant=names[o.code]) for o in each(found) if o.unit is not None and o.code in names]
    more = [replace(o.grant, id=names[o.code]) for o in each(found) if o.grant is not None and o.code in names]
    return Claim(
        members=claim.members,
        units=(*earned, *added),
        grants=(*grants.values(), *more),
        decisions=claim.decisions,
        work=claim.work,
        earlier=claim.earlier,
    )


def _additions(found: Offers, lowered: Lowered, sizes: Mapping[str, Fraction]) -> list[Addition]:
    """What may be added, its credits and cost on whole scales of their own."""
    positions: dict[str, list[int]] = {}
    for index, unit in enumerate(lowered.units):
        positions.setdefault(unit.id, []).append(index)
    costs = {offer.code: offer.item.cost or Fraction(0) for offer in found.items}
    credit_scale = lcm(*(size.denominator for size in sizes.values()))
    cost_scale = lcm(*(cost.denominator for cost in costs.values()))
    return [
        Addition(
            code=offer.code,
            units=tuple(positions.get(offer.unit.id, ())) if offer.unit is not None else (),
            credits=int(sizes[offer.code] * credit_scale),
            cost=int(costs[offer.code] * cost_scale),
            needs=offer.needs,
        )
        for offer in found.items
    ]


def _granted(chosen: Iterable[Offer]) -> Iterator[str]:
    """What the items ask first that a person has to see to."""
    return (f"{words}, which {offer.code} asks for first" for offer in chosen for words in offer.granted)


def _sizes(found: Offers, award: Award, context: Context) -> dict[str, Fraction]:
    """What each offer asks to be taken, in the award's credit unit (its own, where nothing converts it)."""
    sizes = {}
    for offer in found.items:
        credits = holding_credits(as_holding(offer.item, context, offer.code), award, context)
        sizes[offer.code] = credits if credits is not None else offer.item.credits or Fraction(0)
    return sizes
