"""One learner on one day: recognition once per ladder, then award by award in the order of the stack, each kept.

An award is judged alone against what is conferred, unless the learner claims it together with others, or a rule ties two
that are both followed. What else is asked for never changes an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import product

from stackr.audit.claim import Claim, Member
from stackr.audit.conferred import conferred_awards, not_there_yet, records_of, used_units
from stackr.audit.learning import Learning, learning_of
from stackr.audit.options import AuditOptions
from stackr.audit.reservation import KeptBack, kept_back
from stackr.audit.ties import Tie, ties
from stackr.audit.values import Values, best, either_way, most_possible, values_of
from stackr.audit.versions import Choice, versions_open
from stackr.conditions.predicate import Context
from stackr.model.learning import Learner
from stackr.recognition.callbacks import equip
from stackr.recognition.ladder import recognise
from stackr.recognition.types import Recognition
from stackr.requirements.compiled import Award
from stackr.requirements.relations import Reserved
from stackr.requirements.sheet import Answers
from stackr.rulebook.book import Qualification, RuleBook


class Evaluation:
    """Everything worked out about one learner; nothing twice."""

    def __init__(
        self, book: RuleBook, learner: Learner, as_of: date, options: AuditOptions, *, figures_only: bool = False
    ) -> None:
        known = options.known
        if known is not None:
            made = tuple(item for item in learner.decisions if item.date is None or item.date <= known)
            learner = replace(learner, decisions=made)
        self.book = book
        self.learner = learner
        self.as_of = as_of
        self.options = options
        self.figures_only = figures_only
        self.conferred = conferred_awards(book, learner, as_of)
        self._recognised: dict[str, Recognition] = {}
        self._ways: dict[str, list[Values]] = {}
        self._alone: dict[str, Values] = {}
        self._answers: dict[tuple[str, ...], Answers] = {}
        self._joint: dict[tuple[str, ...], dict[str, Values]] = {}
        self._choices: dict[str, Choice] = {}
        self._waiting: list[str] = []

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """The awards that are judged together."""
        return ties(self.book, self.learner, self.options.together)

    # ── answers ──

    def values(self, name: str) -> Values:
        """The figures of an award: alone, or together with those it is tied to."""
        tie = next((tie for tie in self.ties if name in tie.awards), None)
        return self.alone(name) if tie is None else self.together(tie.awards)[name]

    def alone(self, name: str) -> Values:
        """Judged alone, under the most favourable of the versions open; where it is not known which are, every way that it may go."""
        found = self._alone.get(name)
        if found is None:
            found = self._alone[name] = either_way(self._each_way(name))
        return found

    def claim_of(self, name: str) -> Claim:
        """What the award is judged by alone, under that version; where only one is open, without working out how it stands."""
        choice = self.choice(name)
        if name in self._alone or len(choice.versions) > 1:
            return self.alone(name).claim
        self._waiting.append(name)
        claim = self._claim([choice.versions[0].qualification])
        self._waiting.pop()
        return claim

    def together(self, names: tuple[str, ...]) -> dict[str, Values]:
        """Judged as one problem, each in the version that is best for it alone; in order of name."""
        found = self._joint.get(names)
        if found is None:
            ways = product(*(self._each_way(name) for name in names))
            each = [self._as_one(apart) for apart in ways]
            found = {name: either_way([values[name] for values in each]) for name in names}
            self._joint[names] = found
        return found

    def _as_one(self, apart: tuple[Values, ...]) -> dict[str, Values]:
        claim = self._claim([values.qualification for values in apart])
        return {v.qualification.name: self._values(claim, v.qualification, v.closed) for v in apart}

    def _each_way(self, name: str) -> list[Values]:
        """The most favourable version, for each way that the versions may go."""
        found = self._ways.get(name)
        if found is None:
            self._waiting.append(name)
            choice = self.choice(name)
            distinct = {item.qualification.version: item.qualification for item in choice.versions}
            claims = {version: self._claim([qualification]) for version, qualification in distinct.items()}
            each = [
                self._values(claims[item.qualification.version], item.qualification, item.closed)
                for item in choice.versions
            ]
            ways = choice.ways or (frozenset(range(len(each))),)
            found = self._ways[name] = [each[place] for place in sorted({best(each, way) for way in ways})]
            self._waiting.pop()
        return found

    def _values(self, claim: Claim, qualification: Qualification, closed: str | None) -> Values:
        choice = self.choice(qualification.name)
        return values_of(
            claim,
            qualification,
            conferred=qualification.name in self.conferred,
            closed=closed,
            entry=self._entry(qualification),
            versions=choice.names,
            unknown_version=choice.unknown,
        )

    def choice(self, name: str) -> Choice:
        """The versions open to the learner."""
        found = self._choices.get(name)
        if found is None:
            versions = self.book.qualifications[name]
            found = self._choices[name] = versions_open(
                versions, self.context(versions[-1].award, frozenset()), conferred=name in self.conferred
            )
        return found

    def _entry(self, qualification: Qualification) -> bool | None:
        """Whether the learner meets the entry requirements: None if that hangs on what is unknown."""
        answers = {self.lets_in(qualification, award) for award in qualification.award.entry}
        return False if False in answers else None if None in answers else True

    def lets_in(self, qualification: Qualification, award: Award) -> bool | None:
        """Whether one of its entry requirements is met: None if that hangs on what is unknown."""
        claim = self.entry_claim(qualification, award)
        progress = claim.stand(award.id).standing.progress
        if progress == 1:
            return True
        return False if most_possible(claim, award.id, progress) < 1 else None

    # ── what goes into them ──

    def entry_claim(self, qualification: Qualification, award: Award) -> Claim:
        """An entry requirement as a problem of its own: whatever the learner has may serve, used elsewhere or not."""
        learning = self.learning([qualification])
        member = Member(award, self.context(award, self._holds(qualification)))
        return self._problem((member,), learning)

    def entrants(self, qualification: Qualification, awards: Iterable[Award]) -> tuple[Member, ...]:
        """Entry requirements beside the qualification, in one claim: nothing that its own ladder recognised is kept from them."""
        learning, holds = self.learning([qualification, *self._before([qualification])]), self._holds(qualification)
        reserved = learning.only_own(qualification.decider)
        return tuple(Member(award, self.context(award, holds), reserved) for award in awards)

    def _before(self, qualifications: Iterable[Qualification]) -> list[Qualification]:
        """Awards conferred besides, as far as these rules have them."""
        names = {item.name for item in qualifications}
        past = [name for name in self.conferred.awards if name in self.book.qualifications.keys() - names]
        return [self.choice(name).versions[0].qualification for name in past if name not in self._waiting]

    def _claim(self, qualifications: list[Qualification]) -> Claim:
        before = self._before(qualifications)
        learning = self.learning([*qualifications, *before])
        members, beside = [], set()
        for qualification in qualifications:
            context = self.context(qualification.award, self._holds(qualification))
            kept = self._kept(qualification, learning, context)
            members.append(
                Member(qualification.award, context, learning.only_own(qualification.decider, kept.reserved))
            )
            beside |= set(kept.beside)
        earlier = tuple(self._when_conferred(item, learning) for item in before if item.name in beside)
        return self._problem(tuple(members), learning, earlier)

    def _when_conferred(self, qualification: Qualification, learning: Learning) -> Member:
        """A conferred award, with the learning that was there to be used."""
        there = not_there_yet(self.conferred, qualification.name, learning.units)
        context = self.context(qualification.award, frozenset())
        return Member(qualification.award, context, learning.only_own(qualification.decider, there))

    def _kept(self, qualification: Qualification, learning: Learning, context: Context) -> KeptBack:
        """What earlier awards keep from this one; from an award that is itself conferred, nothing but its own record."""
        if qualification.name in self.conferred:
            own = records_of(self.conferred, learning.units).get(qualification.name, frozenset())
            return KeptBack(Reserved(dict.fromkeys(sorted(own), qualification.name)))
        used = used_units(self.conferred, learning.units)
        return kept_back(
            qualification.award,
            learning.units,
            used,
            self.conferred,
            self.book.qualifications,
            context,
            self._allocated,
        )

    def _problem(self, members: tuple[Member, ...], learning: Learning, earlier: tuple[Member, ...] = ()) -> Claim:
        return Claim(
            members=members,
            units=learning.units,
            grants=learning.grants,
            decisions=self.learner.decisions,
            work=self.options.work,
            earlier=earlier,
            figures_only=self.figures_only,
            known=self._answers.setdefault(learning.ladders, Answers()),
        )

    def _allocated(self, name: str) -> frozenset[str]:
        """The units that a conferred award counts when judged alone, on what was there."""
        if name in self._waiting:
            return frozenset()
        qualification = self.alone(name).qualification
        learning = self.learning([qualification])
        claim = self._problem((self._when_conferred(qualification, learning),), learning)
        answer = claim.answer(qualification.award.id)
        return frozenset(answer.lowered.units[placed.unit].id for placed in answer.solution.placements)

    def _holds(self, qualification: Qualification) -> frozenset[str]:
        """Awards held: conferred and not handed back, or satisfied here under `embed`. An award in a circle with itself is not."""
        embedded = {line.tree.award.text for line in qualification.award.relations if line.tree.policy == "embed"}
        inner = embedded & self.book.qualifications.keys() - set(self._waiting) - set(self.conferred.awards)
        satisfied = {name for name in sorted(inner) if self.alone(name).status == "satisfied"}
        return (frozenset(self.conferred.awards) | satisfied) - self.conferred.surrendered

    def context(self, award: Award, holds: frozenset[str]) -> Context:
        """What the award's expressions may look at."""
        conferral = self.conferred.awards.get(award.id) or self.as_of
        return equip(
            Context(
                tables=self.book.tables,
                learner=self.learner,
                as_of=self.as_of,
                framework=award.framework,
                body=award.body,
                award=award.id,
                holds=holds,
                clocks={"as_of": self.as_of, "conferred": conferral},
            ),
            self.book,
        )

    def learning(self, qualifications: Iterable[Qualification]) -> Learning:
        """What recognition gives for some awards."""
        return learning_of({item.decider: self.recognition(item) for item in qualifications})

    def recognition(self, qualification: Qualification) -> Recognition:
        """What the qualification's ladder makes of the learner's holdings; once per ladder."""
        name = qualification.decider
        found = self._recognised.get(name)
        if found is None:
            ladder = None if qualification.ladder is None else self.book.ladders[qualification.ladder]
            body = qualification.award.body if ladder is None else None
            found = recognise(self.book, ladder, self.learner, self.as_of, self.book.units_named[name], body)
            self._recognised[name] = found
        return found
