"""The learner with everything that could be added, as one allocation problem: by the same recognition and lowering as an audit.

One candidate of each likeness is recognised and lowered for all that are like it. Where the rules look at days, each is
lowered once per term, dated at the term's end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod

from stackr.allocation.problem import Problem
from stackr.audit.beside import not_learning
from stackr.audit.claim import Claim, Member
from stackr.audit.evaluation import Evaluation
from stackr.conditions.members import MEMBERS
from stackr.model.learning import GrantInfo, Learner, RecognisedUnit, State
from stackr.pathways.question.additions import AT, MARK, label_of, learning
from stackr.pathways.question.alike import Likeness
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.entry import Entry, beside_learning, branches, entrants, set_apart
from stackr.pathways.question.horizon import Term
from stackr.pathways.question.kept import beside, not_out_of
from stackr.pathways.question.tallies import Tally, tallies, unfollowed, without
from stackr.recognition.articulations import MOST_COMBINATIONS, given_in_part
from stackr.recognition.ladder import recognise
from stackr.requirements.compiled import Lowered, Reading
from stackr.rulebook.book import Qualification


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the problem that is not held: what has to be taken for it, and in which terms that makes this unit."""

    labels: frozenset[str]
    term: int | None
    """The position of the last term that it is dated at; None: any."""
    at: tuple[tuple[str, int], ...] = ()
    """In which term each of them is taken, where they are dated and every way to put them into terms was looked at."""


@dataclass(frozen=True, slots=True)
class Lowering:
    """`problem`: held units and those of representatives; `units`: what is behind the latter, by index.

    `stands_for`: label → the label of its representative. `also`: what no learning meets, taken as done: id → words.
    """

    problem: Problem
    units: Mapping[int, Unit]
    stands_for: Mapping[str, str]
    also: Mapping[str, str]
    qualification: Qualification
    scale: int
    tallies: tuple[Tally, ...] = ()
    """Limits that what is added moves; the problem holds them always kept."""
    unfollowed: tuple[str, ...] = ()
    """Rules that what is added moves, and the problem does not follow: an audit confirms a plan, but none is shown to be the best."""
    excluding: frozenset[str] = frozenset()
    """Clauses by which some unit counts nowhere, or not everywhere that it fits: currency, `never`; and conferred awards that have
    used some."""
    unsaid: frozenset[tuple[str, str]] = frozenset()
    """(clause, fact of the learner that it asks for and the record does not say)."""
    entry: int = 0
    """The places of entry requirements, as a mask: what counts there comes before all else."""
    over: Mapping[int, int] = field(default_factory=dict)
    """Unit that may count there and is in progress → the number of terms by whose end it is over."""


def lowering(
    evaluation: Evaluation,
    name: str,
    offered: Sequence[Candidate],
    terms: Sequence[Term],
    *,
    dated: bool,
    likeness: Likeness | None,
    singly: frozenset[str] = frozenset(),
    entry: Entry,
    pending: Mapping[str, int],
    waive: bool = True,
    granted: frozenset[str] = frozenset(),
) -> Lowering:
    """The problem of one award, and of what it asks for entry. `evaluation`: the learner on the day of conferral.

    `likeness` None, or listed in `singly`: a candidate stands for itself only. `waive`: what no learning meets is taken as done;
    `granted`: clauses that nothing is lost by (currency, `never`, `not both`), and conferred awards that keep nothing. `pending`:
    see `Had`.
    """
    values = evaluation.alone(name)
    qualification, member = values.qualification, values.claim.members[0]
    stands_for = _stand_ins(offered, likeness, singly, dated)
    chosen = [each for each in offered if stands_for[each.label] == each.label]
    added, decisions = learning(chosen, terms, member.context, dated)
    learner = evaluation.learner
    more = replace(learner, holdings=(*learner.holdings, *added), decisions=(*learner.decisions, *decisions))
    units, grants, shared = _granted(evaluation, qualification, more)
    claim = _with(beside(values), units, grants, shared, entrants(evaluation, entry))
    also = {**not_learning(values.claim, qualification.award), **beside_learning(evaluation, entry)} if waive else {}
    way = {**values.sure.lowered.branches, **branches(evaluation, entry)}
    lowered = claim.lower(Reading.SURE, State.IN_PROGRESS, waived=granted | entry.met_so | also.keys(), way=way)
    live = tallies(lowered.builders, added, label_of, stands_for)
    asked = set_apart(lowered, entry)
    problem = without(asked.problem, live)
    all_units = [lowered.units[at] for at in asked.origin]
    rests_on = {grant.id: grant.holdings for grant in claim.grants}
    often = {each.label: len(each.terms) for each in chosen}
    behind = {
        index: _behind(unit, rests_on.get(unit.grant, frozenset()), often)
        for index, unit in enumerate(all_units)
        if unit.holding.id.startswith(MARK) or any(id.startswith(MARK) for id in rests_on.get(unit.grant, ()))
    }
    return Lowering(
        problem,
        behind,
        stands_for,
        also,
        qualification,
        problem.scale,
        live,
        (
            *unfollowed(lowered.builders),
            *given_in_part(evaluation.book, {each.code for each in offered}, qualification.award.body),
        ),
        frozenset(_excluding(lowered, qualification)),
        frozenset(_unsaid(lowered, more)),
        asked.places,
        {index: over for index in asked.units if (over := _over(all_units[index], rests_on, pending))},
    )


def recognised(evaluation: Evaluation, name: str, prior: Sequence[Candidate]) -> dict[str, str]:
    """Code → the label of prior learning that gives this unit for certain, once it is judged."""
    if not prior:
        return {}
    values = evaluation.alone(name)
    added, decisions = learning(prior, (), values.claim.members[0].context, False)
    learner = evaluation.learner
    more = replace(learner, holdings=(*learner.holdings, *added), decisions=(*learner.decisions, *decisions))
    units, _, _ = _granted(evaluation, values.qualification, more)
    found = {(label_of(unit.holding.id), unit.code) for unit in units}
    return {each.code: each.label for each in prior if (each.label, each.code) in found}


def _excluding(lowered: Lowered, qualification: Qualification) -> Iterator[str]:
    for _, _, word, clause in lowered.removed:
        if clause in qualification.award.rules or (word == "reserved" and clause != qualification.award.id):
            yield clause


def _unsaid(lowered: Lowered, learner: Learner) -> Iterator[tuple[str, str]]:
    """Facts are not said of each holding: of what nobody has yet the catalogue says all else that is known."""
    for item in lowered.unknowns:
        fact = item.member not in MEMBERS and item.member not in learner.facts
        if fact and (item.holding is None or item.holding.startswith(MARK)):
            yield item.needed_by.partition("#")[0], item.member


def _stand_ins(
    offered: Sequence[Candidate], likeness: Likeness | None, singly: frozenset[str], dated: bool
) -> dict[str, str]:
    first: dict[object, str] = {}
    found = {}
    for each in offered:
        by_itself = likeness is None or each.way == "rpl" or each.item is None or each.label in singly
        alike = (
            None
            if by_itself or likeness is None or each.item is None
            else (likeness(each.item), each.terms if dated else ())
        )
        found[each.label] = each.label if alike is None else first.setdefault(alike, each.label)
    return found


def _granted(
    evaluation: Evaluation, qualification: Qualification, learner: Learner
) -> tuple[tuple[RecognisedUnit, ...], tuple[GrantInfo, ...], Mapping[str, frozenset[str]]]:
    """What recognition gives for the added learning, alone or together with what is held; and the pieces of what is held, those that
    are added among them: it counts, or its parts do."""
    book = evaluation.book
    ladder = None if qualification.ladder is None else book.ladders[qualification.ladder]
    body = qualification.award.body if ladder is None else None
    result = recognise(book, ladder, learner, evaluation.as_of, body=body)
    by_grant: dict[str, list[RecognisedUnit]] = {}
    for unit in result.units:
        if unit.sure:
            by_grant.setdefault(unit.grant, []).append(unit)
    new = {
        grant.id: grant
        for grant in result.grants
        if any(id.startswith(MARK) for id in grant.holdings)
        or any(unit.holding.id.startswith(MARK) for unit in by_grant.get(grant.id, ()))
    }
    units = [unit for id in new for unit in by_grant.get(id, ())]
    names = {id: f"{MARK}{id}" for id in new if not id.startswith(MARK)}  # so that none is called as one that is held
    return (
        tuple(replace(unit, grant=names[unit.grant]) if unit.grant in names else unit for unit in units),
        tuple(replace(grant, id=names.get(id, id), pieces=_pieces(grant)) for id, grant in new.items()),
        {grant.id: _pieces(grant) for grant in result.grants if grant.id not in new},
    )


def _pieces(grant: GrantInfo) -> frozenset[str]:
    """What is taken in one term or another is the same learning."""
    return frozenset(piece.partition(AT)[0] if piece.startswith(MARK) else piece for piece in grant.pieces)


def _with(
    claim: Claim,
    units: tuple[RecognisedUnit, ...],
    grants: tuple[GrantInfo, ...],
    shared: Mapping[str, frozenset[str]],
    entrants: tuple[Member, ...],
) -> Claim:
    """What is earned or in progress, and what could be added; `entrants`: what is asked for entry beside it."""
    held = tuple(unit for unit in claim.units if unit.state is not State.PLANNED)
    known = {unit.id for unit in held}
    fresh = tuple(unit if unit.id not in known else replace(unit, id=MARK + unit.id) for unit in units)
    return Claim(
        members=(*claim.members, *entrants),
        units=(*held, *fresh),
        grants=(
            *(replace(each, pieces=each.pieces | shared.get(each.id, each.pieces)) for each in claim.grants),
            *grants,
        ),
        decisions=claim.decisions,
        work=claim.work,
        earlier=not_out_of(claim.earlier, (unit.id for unit in fresh)),
    )


def _over(unit: RecognisedUnit, rests_on: Mapping[str, frozenset[str]], pending: Mapping[str, int]) -> int:
    """By the end of how many terms the learning in progress behind a unit is over."""
    return max(pending.get(id, 0) for id in (unit.holding.id, *rests_on.get(unit.grant, ())))


def _behind(unit: RecognisedUnit, holdings: frozenset[str], often: Mapping[str, int]) -> Unit:
    """`often`: in how many terms each label is lowered."""
    ids = {id for id in (*holdings, unit.holding.id) if id.startswith(MARK)}
    labels = frozenset(label_of(id) or "" for id in ids)
    dated = [(label_of(id) or "", int(id.rpartition(AT)[2])) for id in sorted(ids) if AT in id]
    whole = prod(often[label] for label, _ in dated) <= MOST_COMBINATIONS
    return Unit(labels, max((at for _, at in dated), default=None), tuple(dated) if whole else ())
