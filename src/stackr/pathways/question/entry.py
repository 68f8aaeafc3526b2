"""What an award asks for entry and the learner has not: a plan goes through it, and what serves it comes before all else.

An entry requirement is judged by itself, on whatever the learner has. Where it asks for another award of these rules, that award is
earned on the way, beside the award that is planned for: what it uses counts there as far as the rules let it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stackr.allocation.apart import apart
from stackr.allocation.positions import eligible_places
from stackr.allocation.problem import Problem
from stackr.audit.beside import not_learning
from stackr.audit.claim import Claim, Member
from stackr.audit.evaluation import Evaluation
from stackr.requirements.base import Branch, Need
from stackr.requirements.compiled import Award, Lowered
from stackr.requirements.needs.award import AwardNeed
from stackr.requirements.needs.group import GroupNeed
from stackr.rulebook.book import Qualification

UNTITLED = "Entry"
"""What an entry requirement is called to which the rules give no title."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`unmet`: the entry requirements of the qualification that are not met; `open_`: those of which the record does not tell.

    `earned`: id of a line that asks for another award → that award, where it can be earned on the way.
    """

    qualification: Qualification
    unmet: tuple[Award, ...] = ()
    open_: tuple[Award, ...] = ()
    earned: tuple[tuple[str, Qualification], ...] = ()

    @property
    def awards(self) -> tuple[Qualification, ...]:
        """Those earned on the way, each once, by name."""
        by_name = {each.name: each for _, each in self.earned}
        return tuple(by_name[name] for name in sorted(by_name))

    @property
    def needs(self) -> Mapping[str, Need]:
        """What it asks of learning: the id of an entry requirement, or of an award earned on the way → all of that."""
        asked = (*self.unmet, *(each.award for each in self.awards))
        return {award.id: award.root for award in asked if award.root is not None}

    @property
    def met_so(self) -> frozenset[str]:
        """The ids of the lines that are met by them."""
        return frozenset(id for id, _ in self.earned)


def entry_of(evaluation: Evaluation, qualification: Qualification) -> Entry:
    """As things stand."""
    asked = {award: evaluation.lets_in(qualification, award) for award in qualification.award.entry}
    unmet = tuple(award for award, met in asked.items() if met is False)
    lines = [need for award in unmet if award.root is not None for need in _asked_for_sure(award.root)]
    return Entry(
        qualification,
        unmet,
        tuple(award for award, met in asked.items() if met is None),
        tuple(
            (need.id, found)
            for need in lines
            if isinstance(need, AwardNeed) and (found := _to_earn(evaluation, qualification, need.held)) is not None
        ),
    )


def _asked_for_sure(need: Need) -> Iterator[Need]:
    """What is asked whatever is chosen."""
    if isinstance(need, GroupNeed) and need.n is None:
        for child in need.children:
            yield from _asked_for_sure(child)
    else:
        yield need


def _to_earn(evaluation: Evaluation, qualification: Qualification, name: str) -> Qualification | None:
    """The award, if it is open to the learner and can be judged beside the other: by the same ladder, and with nothing on either side
    that looks at what the other has used piece by piece."""
    if name not in evaluation.book.qualifications or name in evaluation.conferred or name == qualification.name:
        return None
    values = evaluation.alone(name)
    found = values.qualification
    lines = [line for line in qualification.award.relations if line.tree.award.text == name]
    piecemeal = any(line.selector is not None or line.condition is not None for line in lines)
    alike = found.decider == qualification.decider and not values.claim.earlier
    return found if alike and values.closed is None and not piecemeal else None


def entrants(evaluation: Evaluation, entry: Entry) -> tuple[Member, ...]:
    """What is judged beside the award: what it asks for entry, and the awards earned on the way."""
    return (*evaluation.entrants(entry.qualification, entry.unmet), *earning(evaluation, entry))


def earning(evaluation: Evaluation, entry: Entry) -> tuple[Member, ...]:
    """The awards earned on the way, as members of a claim."""
    return tuple(evaluation.alone(each.name).claim.members[0] for each in entry.awards)


def beside_learning(evaluation: Evaluation, entry: Entry) -> dict[str, str]:
    """What no learning meets of it: id → words; awards that entry asks for aside, which are no matter of course."""
    found: dict[str, str] = {}
    for award, claim in claims_of(evaluation, entry):
        entering = award in entry.unmet
        unmet = not_learning(claim, award)
        found |= {id: text for id, text in unmet.items() if not (entering and isinstance(award.needs[id], AwardNeed))}
    return found


def branches(evaluation: Evaluation, entry: Entry) -> dict[str, Branch]:
    """How every `when` of it goes."""
    found: dict[str, Branch] = {}
    for award, claim in claims_of(evaluation, entry):
        found |= claim.answer(award.id).lowered.branches
    return found


def claims_of(evaluation: Evaluation, entry: Entry) -> Iterator[tuple[Award, Claim]]:
    """What is asked for entry, each as a problem of its own; and the awards earned on the way."""
    for award in entry.unmet:
        yield award, evaluation.entry_claim(entry.qualification, award)
    for each in entry.awards:
        claim = evaluation.alone(each.name).claim
        yield claim.members[0].award, claim


@dataclass(frozen=True, slots=True)
class Asked:
    """`origin`: which unit of the lowered problem each unit is; `places`: those of what is asked for entry, as a mask; `units`: those
    that may count there."""

    problem: Problem
    origin: Sequence[int]
    places: int = 0
    units: Sequence[int] = ()


def set_apart(lowered: Lowered, entry: Entry) -> Asked:
    """The problem in which learning may serve an entry requirement whatever else it counts for."""
    own = [build.everywhere for build in lowered.builders if build.award in entry.unmet and build.everywhere]
    earned = {each.name for each in entry.awards}
    here = sum(own) | sum(build.everywhere for build in lowered.builders if build.award.id in earned)
    if not here:
        return Asked(lowered.problem, range(len(lowered.units)))
    problem, origin = apart(lowered.problem, own)
    units = [index for index, fits in enumerate(eligible_places(problem)) if fits & here]
    return Asked(problem, origin, here, units)


def entry_words(award: Award) -> str:
    """`A first degree (1 credential from level >= EQF 6)`, `the award CERT`."""
    said = award.root.describe() if award.root is not None else award.id
    return f"{title} ({said})" if (title := entry_title(award)) else said


def entry_title(award: Award) -> str:
    """The title that the rules give it; nothing where they give none."""
    return "" if award.clause.title == UNTITLED else award.clause.title
