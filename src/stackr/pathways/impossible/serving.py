"""What there is for a requirement: items on offer that may count there, and what is on the record and does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.allocation.positions import eligible_places
from stackr.audit.proving import plain
from stackr.model.learning import State
from stackr.pathways.impossible.causes import Cause
from stackr.pathways.impossible.clauses import asking
from stackr.pathways.impossible.supposing import Supposing
from stackr.pathways.question.candidates import UNMEASURED, Candidate
from stackr.pathways.question.frame import Frame
from stackr.requirements.base import Need, place_ids, walk
from stackr.requirements.credit import unit_size
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed

LOST = "not on offer"
AS_ASKED = "it is not as asked, or not known to be"
"""Of a unit on the record that a requirement names, and that counts elsewhere only."""


@dataclass(frozen=True, slots=True)
class Serving:
    """`labels`: items on offer that may count there. `named`: whether it asks for units by code; `lost`: such codes that can't
    be had, and why. `not_counted`: codes on the record that might have counted, and the reason word. `sum`: the credits of all
    that may count there, if they are too few; `unmeasured`: what is on offer without credits."""

    requirement: bool
    labels: tuple[str, ...]
    named: bool
    lost: Mapping[str, str]
    not_counted: Mapping[str, str]
    sum: Fraction | None = None
    unmeasured: tuple[str, ...] = ()
    unsized: tuple[str, ...] = ()
    """What may count there, and nobody knows for how many of the award's credits: of another unit, or finer than a step."""


def serving(supposing: Supposing, clause: str, kept: Collection[Cause]) -> Serving:
    """What there is for one clause where these causes are kept; nothing for a limit."""
    question = supposing.question
    award = question.now.qualification.award
    total = award.total if award.total is not None and award.total.id == clause else None
    need = award.root if total is not None else asking(question, clause)
    if need is None:
        return Serving(False, (), False, {}, {})
    timed, given_back = bool(question.terms), supposing.given_back(kept)
    offered = supposing.granted(timed, given_back).candidates
    labels, unsized = set[str](), set[str]()
    sums = [_of_frame(offered, frame, need, labels, unsized) for frame in supposing.frames(timed, given_back)]
    codes = [node.code for node in walk(need) if isinstance(node, UnitNeed)] if total is None else []
    counted = total.need.unit == "credits" if total is not None else _in_credits(need)
    most = max(sums, default=None) if counted else None
    asked = total.need.value if total is not None else need.need if isinstance(need, PoolNeed) else 0
    aside = supposing.granted(timed).aside.reasons
    return Serving(
        True,
        tuple(sorted(labels)),
        bool(codes),
        _lost(supposing, codes),
        _not_counted(supposing, need),
        most if most is not None and most < asked else None,
        tuple(sorted(aside.get(UNMEASURED, ()))),
        tuple(sorted(unsized)) if counted else (),
    )


def _in_credits(need: Need) -> bool:
    return isinstance(need, PoolNeed) and need.measure is Measure.CREDITS


def _of_frame(offered: Iterable[Candidate], frame: Frame, need: Need, labels: set[str], unsized: set[str]) -> Fraction:
    """Adds the items that may count there; the credits of all that may, where credits are asked."""
    places, problem = frozenset(place_ids(need)), frame.lowering.problem
    here = sum(1 << p for p, place in enumerate(problem.places) if plain(place.id) in places or place.id in places)
    total = 0
    for index, unit in enumerate(problem.units):
        if index not in frame.lowering.units and frame.servings.kinds[index].places & here:
            total += unit.credits
    for each in offered:
        units = [way.unit for way in frame.servings.of(each) if way.kind.places & here]
        if units:
            labels.add(each.label)
            most = max(problem.units[unit].credits for unit in units)
            total += most
            if not most and each.item is not None and each.item.credits:
                unsized.add(each.label)
    tied: dict[frozenset[str], dict[int | None, int]] = {}
    for index in frame.servings.tied:
        if frame.servings.kinds[index].places & here:
            tie = frame.lowering.units[index]
            labels |= tie.labels
            in_term = tied.setdefault(tie.labels, {})
            in_term[tie.term] = in_term.get(tie.term, 0) + problem.units[index].credits
    total += sum(max(in_term.values()) for in_term in tied.values())  # each is taken in one term
    return Fraction(total, frame.lowering.scale)


def _lost(supposing: Supposing, codes: list[str]) -> dict[str, str]:
    """Units asked for that nobody can take, and why."""
    question = supposing.question
    aside = {
        label: reason
        for reason, labels in supposing.granted(bool(question.terms)).aside.reasons.items()
        for label in labels
    }
    found = {}
    for code in codes:
        if question.had.settles(code):
            continue
        labels = [label for label, item in question.offer.items() if item.code == code]
        if not labels:
            found[code] = LOST
        elif all(label in aside for label in labels):
            found[code] = f"on offer {aside[labels[0]]}"
    return found


def _not_counted(supposing: Supposing, need: Need) -> dict[str, str]:
    """Codes on the record that would count for it but for a clause, and the word for the reason."""
    lowered = supposing.question.now.sure.lowered
    ids = frozenset(place_ids(need))
    found = {}
    away = [(unit, place, word) for unit, place, word, _ in lowered.removed if word != "no-match"]
    for unit, place, word in (*away, *lowered.near):
        if place >= 0 and plain(lowered.problem.places[place].id) in ids:
            code = lowered.units[unit].code
            found[code or lowered.units[unit].holding.id] = word.replace("-", " ")
    fits = eligible_places(lowered.problem)
    for named in [node for node in walk(need) if isinstance(node, UnitNeed)]:
        here = sum(1 << at for at, each in enumerate(lowered.problem.places) if plain(each.id) == named.id)
        held = [at for at, each in enumerate(lowered.units) if each.code == named.code]
        if (held and not any(fits[at] & here for at in held)) or (named is need and _uncertain(supposing, named.code)):
            found.setdefault(named.code, AS_ASKED)
    return dict(sorted(found.items()))


def _uncertain(supposing: Supposing, code: str) -> bool:
    """Whether it is in progress, and nothing that is recognised of it for certain is that unit."""
    question = supposing.question
    claim, award = question.now.claim, question.now.qualification.award
    context = claim.members[0].context
    sure = (unit for unit in claim.units if unit.code == code and unit.sure and unit.state is not State.PLANNED)
    return code in question.had.under_way and all(unit_size(unit, award, context).exact is None for unit in sure)
