"""From a compiled award (or several claimed together) and one learner's units to the integer allocation problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from stackr.allocation import nodes
from stackr.allocation import problem as ap
from stackr.allocation.checks import Overlay
from stackr.conditions.predicate import Context
from stackr.model.learning import Decision, GrantInfo, RecognisedUnit, State
from stackr.requirements import claim
from stackr.requirements.base import Branches, Exclusion
from stackr.requirements.builder import Builder
from stackr.requirements.compiled import Award, Lowered, Missing, Reading
from stackr.requirements.decisions import Effects, bind_decisions, effects
from stackr.requirements.draft import Draft
from stackr.requirements.exclusive import bar, entries, one_of_each
from stackr.requirements.grants import never_served
from stackr.requirements.near import near_misses
from stackr.requirements.part import Part, part_of
from stackr.requirements.preferences import preferences
from stackr.requirements.relations import NOTHING_RESERVED, Reserved
from stackr.requirements.sheet import Answers, Sheet
from stackr.requirements.skeleton import Layout, skeleton
from stackr.requirements.totals import only_items, total_of
from stackr.requirements.units import Sized, items_of, repeats, undated
from stackr.requirements.ways import ways
from stackr.requirements.weighed import by_credits

_COUNTS = Reading.SURE, State.EARNED
"""What is told of units that count nowhere is told of these."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Another award of the claim, with its own context (framework, body) and what earlier awards keep from it."""

    award: Award
    context: Context
    reserved: Reserved = NOTHING_RESERVED


def lower(
    award: Award,
    units: Sequence[RecognisedUnit],
    grants: Sequence[GrantInfo],
    context: Context,
    reading: Reading,
    decisions: Sequence[Decision] = (),
    *,
    state: State = State.EARNED,
    reserved: Reserved = NOTHING_RESERVED,
    joint_with: Sequence[Joined] = (),
    waived: frozenset[str] = frozenset(),
    answers: Answers | None = None,
    way: Branches | None = None,
) -> Lowered:
    """The problem of this learner in this reading.

    `state`: which nested set of learning is assumed passed.
    `answers` carries what selectors said from one call to the next: give the same one for all readings and states of
    one audit (same units, same contexts). `way`: how every `when` goes, one of `ways`; without it, the first of them.
    Awards of a claim stand in order of declared priority, then id.
    """
    joined = sorted([Joined(award, context, reserved), *joint_with], key=_priority)
    answers = answers if answers is not None else Answers()
    branches = way if way is not None else ways([(item.award, item.context) for item in joined]).each[0]
    bones = skeleton(tuple(item.award for item in joined), branches)
    gone = waived.union(*(_effects(item, decisions, ()).waived for item in joined if item.award.not_both))
    taking = _apart(joined, part_of(answers, tuple(units), reading, state), bones.layout, reading, gone)
    part, sheets = taking.units, [taking.sheet(item.context) for item in joined]
    sized = taking.sized(award, context, reading, bones.layout.denominator)
    if any(item.award.counts_as for item in joined):
        sized = replace(sized, items=_items(joined, sheets, part))
    draft = Draft.empty(bones.layout)
    builders = [
        Builder(item.award, sheet, sized, draft, bones, branches, reading, _effects(item, decisions, part), waived)
        for item, sheet in zip(joined, sheets, strict=True)
    ]
    for item, build in zip(joined, builders, strict=True):
        _take_away(build, item.reserved)
        bar(build, taking.entries)
    lowered_awards = tuple(_award(build) for build in builders)
    _fill(draft)
    refused = _pins(builders)
    claim.relate(builders, joined_reuse(joined, part))
    one_of_each(builders, taking.entries)
    problem = _problem(draft, builders, lowered_awards, taking, sized, tuple(grants))
    return Lowered(
        problem=problem,
        units=part,
        scale=sized.scale,
        unknowns=_unknowns(draft, sized, problem, part),
        removed=draft.told(),
        awards=tuple(item.award for item in joined),
        reading=reading,
        state=state,
        skeleton=bones,
        branches=branches,
        waived=frozenset().union(*(build.waived for build in builders)),
        builders=tuple(builders),
        pins_refused=refused,
        tell_near=partial(near_misses, builders, problem) if (reading, state) == _COUNTS else tuple,
    )


def _apart(joined: Sequence[Joined], part: Part, found: Layout, reading: Reading, waived: frozenset[str]) -> Part:
    """The same units, some of them twice where a line says `not both`."""
    if not any(item.award.not_both for item in joined):
        return part
    sheets = [part.sheet(item.context) for item in joined]
    return Part(entries(sheets, [item.award for item in joined], found, reading is Reading.SURE, waived), part.answers)


def _items(joined: Sequence[Joined], sheets: Sequence[Sheet], part: tuple[RecognisedUnit, ...]) -> tuple[int, ...]:
    """How many credentials each unit counts as."""
    lines = [(sheet, line) for item, sheet in zip(joined, sheets, strict=True) for line in item.award.counts_as]
    return items_of(part, [(sheet.masks(line.selector)[0], line.n) for sheet, line in lines])


def _effects(item: Joined, decisions: Sequence[Decision], part: tuple[RecognisedUnit, ...]) -> Effects:
    bound = bind_decisions(item.award, decisions, item.award.version)
    return effects(item.award, bound, part, item.context.as_of)


def _unknowns(draft: Draft, sized: Sized, problem: ap.Problem, part: tuple[RecognisedUnit, ...]) -> tuple[Missing, ...]:
    """What was unknown and read; sizes only of units that may count somewhere, and where they decide anything."""
    unsized = {missing.holding for missing in sized.missing}
    unsized = unsized if unsized and by_credits(problem) else set()
    fitting = {u.holding.id for i, u in enumerate(part) if u.holding.id in unsized and _fits(problem, i)}
    found = {*draft.missing, *(missing for missing in sized.missing if missing.holding in fitting)}
    return tuple(sorted(found, key=lambda m: (m.holding or "", m.member, m.needed_by)))


def _fits(problem: ap.Problem, index: int) -> bool:
    """Whether a unit may count anywhere."""
    return any(place.eligible >> index & 1 for place in problem.places)


def _priority(item: Joined) -> tuple[int, int, str]:
    declared = item.award.tree.priority
    return (1, 0, item.award.id) if declared is None else (0, declared, item.award.id)


def joined_reuse(
    joined: Sequence[Joined], units: tuple[RecognisedUnit, ...]
) -> list[tuple[str, str, int, Fraction, str]]:
    """(award, clause, units, cap, unit of the cap) of what may be used again in part."""
    found = []
    for item in joined:
        for reuse in item.reserved.reuse:
            mask = sum(1 << index for index, unit in enumerate(units) if unit.id in reuse.units)
            found.append((item.award.id, reuse.id, mask, reuse.cap.value, reuse.cap.unit))
    return found


def _take_away(build: Builder, reserved: Reserved) -> None:
    """Everything that removes (unit, place) pairs before places are made."""
    award = build.award
    everywhere = build.everywhere
    for index, unit in enumerate(build.units if reserved.blocked or reserved.open else ()):
        for line in reserved.open.get(unit.id, ()) if build.sure else ():
            build.members(line.selector, line.id, among=1 << index)
            if line.condition is not None:
                build.missing_facts(line.condition, line.id)
        keeper = reserved.keeper(unit.id, sure=build.sure)
        if keeper is not None and (keeper == award.id or not build.is_waived(keeper)):
            build.remove(1 << index, everywhere, "reserved", keeper)
            build.draft.removed[index, -1, "reserved"] = keeper
    for mask, clause, _ in build.effects.excluded:
        build.remove(mask, everywhere if clause == award.id else build.mask(clause), "barred", clause)
    never_served(build)
    for rule in award.rules.values():
        if isinstance(rule, Exclusion):
            rule.exclude(build)
    _set_aside(build, everywhere)


def _set_aside(build: Builder, everywhere: int) -> None:
    """Attempts for which another counts; last, for one that may not be meant counts only where all that may be would."""
    for holding in undated(build.units, build.award):
        build.missing(holding, "completed", build.award.id)
    found = repeats(build.units, build.award, build.context, sure=build.sure)
    build.meant = {kept: (units, tuple(build.draft.taken_away)) for kept, units in found.open_.items()}
    for index, kept in found.given_way.items():
        build.remove(1 << index, everywhere, "duplicate", build.units[kept].id)
        build.draft.removed[index, -1, "duplicate"] = build.units[kept].id


def _award(build: Builder) -> ap.Award:
    """Tree, checks and ceilings of one award."""
    award = build.award
    root = award.root.lower(build) if award.root else None
    children = ([root] if root is not None else []) + list(total_of(build))
    for rule in award.limits:
        rule.lower(build)
    for layer in award.layers:
        node = layer.need.lower(build)
        if node is not None and not build.is_waived(layer.id):
            build.own_check(Overlay(layer.id, node))
    weight = sum(child.weight for child in children)
    whole: nodes.Node = nodes.All(award.id, tuple(children), weight)
    if build.is_waived(award.id):
        whole = nodes.Fixed(award.id, True, weight)
    one = build.weight(Fraction(1))
    item = build.weight(award.item_weight)
    counts_credits = weight != 0 and not only_items(award)
    return ap.Award(
        award.id,
        whole,
        tuple(build.own_checks),
        deficit_one=one if counts_credits or weight == 0 else item,
        deficit_step=build.weight(award.step),
        item_deficit=item,
    )


def _fill(draft: Draft) -> None:
    """Places that nothing wrote stay empty; overflow is joined up."""
    draft.leave_empty(-1)
    for target, source in draft.overflow.items():
        place = draft.places[target]
        assert place is not None
        draft.places[target] = replace(place, overflow_from=source)


def _pins(builders: Sequence[Builder]) -> tuple[tuple[str, str], ...]:
    """A pinned unit counts at its clause or nowhere; a pin to where it is not eligible is refused."""
    refused = []
    for build in builders:
        for mask, clause in build.effects.pinned:
            copies: dict[str, int] = {}
            for index, unit in enumerate(build.units):
                if mask >> index & 1:
                    copies[unit.id] = copies.get(unit.id, 0) | 1 << index
            refused += [
                (id, clause) for id, units in copies.items() if not _pin(build.draft, units, build.mask(clause))
            ]
    return tuple(sorted(refused))


def _pin(draft: Draft, units: int, here: int) -> bool:
    """Pin a unit, with all the copies that stand for it."""
    places = [place for place in draft.places if place is not None]
    at = [position for position, place in enumerate(places) if here >> position & 1]
    if not any(places[position].eligible & units for position in at):
        return False
    layers = {places[position].layer for position in at}
    for position, place in enumerate(places):
        if place.layer in layers and not here >> position & 1:
            draft.places[position] = replace(place, eligible=place.eligible & ~units)
    return True


def _problem(
    draft: Draft,
    builders: Sequence[Builder],
    awards: tuple[ap.Award, ...],
    taking: Part,
    sized: Sized,
    grants: tuple[GrantInfo, ...],
) -> ap.Problem:
    lowered, of_unit = taking.grants(grants)
    multiplicity = tuple(max(build.award.repeatable.get(code, 1) for build in builders) for code in taking.codes[1])
    bones = builders[0].skeleton
    main = {build.award.id: build.mask(build.award.id) for build in builders}
    within = tuple(
        (bones.layout.layers.index(layer.id), main[build.award.id])
        for build in builders
        for layer in build.award.layers
        if layer.from_counted
    )
    step = builders[0].credits(builders[0].award.step)
    return ap.Problem(
        units=taking.lowered(sized, of_unit),
        grants=lowered,
        places=tuple(place for place in draft.places if place is not None),
        awards=awards,
        checks=tuple(draft.checks),
        ceilings=tuple(draft.ceilings),
        shares=tuple(draft.shares),
        preferences=preferences(builders),
        multiplicity=multiplicity,
        layers=bones.layout.layers,
        within=tuple(sorted(within)),
        scale=sized.scale,
        weight_scale=bones.weight_scale,
        step=step,
    )
