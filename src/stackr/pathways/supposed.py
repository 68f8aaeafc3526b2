"""What the reader of a what-if should know of what was supposed, in words: what it lacks, and why it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stackr.allocation.asks import Ask
from stackr.audit.evaluation import Evaluation
from stackr.audit.learned import learned
from stackr.audit.on_record import Record
from stackr.conditions.grades import pass_mark, value_on
from stackr.conditions.tables import CatalogueItem
from stackr.graph.asking import There, asked, conditions_in, granted, ways_of
from stackr.model.guidance import Side
from stackr.model.learning import Holding
from stackr.pathways.question.candidates import RPL
from stackr.pathways.question.offer import labelled
from stackr.pathways.suppose import (
    GRADED,
    SUPPOSED,
    Supposed,
    World,
    holding_called,
    item_called,
    parted,
    subject,
)
from stackr.recognition.types import Finding
from stackr.requirements.words import listing
from stackr.rulebook.book import Qualification

REASONS = 2
"""So many reasons why something is not recognised are told."""
ADVICE = frozenset({"R407", "R423", "R436", "R437"})
"""Reasons that sum the others up, or say what the learner could do."""


@dataclass(frozen=True, slots=True)
class After:
    """How things stand after the changes. `before`: the world as it was."""

    before: World
    world: World
    changes: Sequence[Supposed]
    sides: Sequence[Side]
    evaluation: Evaluation
    names: Sequence[str]
    """The awards in question."""

    def remarks(self) -> tuple[str, ...]:
        """All of it."""
        return (
            *self._already(),
            *self._unmet(),
            *self._idle(),
            *self._lasting(),
            *self._not_held(),
        )

    def _of(self, *kinds: str) -> list[str]:
        """What is supposed of these kinds, without grades, in order."""
        return sorted(subject(kind, what) for kind, what in self.changes if kind in kinds)

    @property
    def _counted(self) -> set[str]:
        return {code for side in self.sides for code in side.counted}

    # what is so already

    def _already(self) -> Iterator[str]:
        """What the record says already."""
        learner = self.before.learner
        passed = {holding.credential for holding in learner.holdings if holding.status in (None, "active")}
        for kind, what in sorted(self.changes):
            name, grade = parted(kind, what)
            if kind in ("add", "rpl") and name.partition(" of ")[0] in passed:
                yield f"{name.partition(' of ')[0]} is on the record already, as passed"
            elif kind in ("pass", "fail"):
                holding = holding_called(self.before, name)
                same = holding.status == "failed" if kind == "fail" else holding.status in (None, "active")
                if same and not grade:
                    yield f"{name} is {'failed' if kind == 'fail' else 'passed'} already, by the record"
            elif (kind == "entry" and learner.facts.get("entry") == date.fromisoformat(what)) or (
                kind == "enrol" and learner.facts.get("enrolled_in") == (what,)
            ):
                yield f"the record says so already: {what}"

    # what it lacks

    def _unmet(self) -> Iterator[str]:
        """What the items added ask for that is not on the record even then."""
        awards = [self.evaluation.alone(name).qualification for name in self.names]
        records = [self._there(award) for award in awards]
        for kind, what in sorted(self.changes):
            if kind in GRADED:
                yield from self._too_low(kind, what)
        for code in self._of("add"):
            item, _ = item_called(self.world, code)
            for node, when in ((item.prerequisite, "first"), (item.corequisite, "beside it")):
                answers = [asked(node, there) for there in records]
                asks = next((each for each in answers if each is True), answers[0])
                if isinstance(asks, str):
                    yield f"{code} asks for {asks} {when}, which is not on offer"
                elif isinstance(asks, Ask):
                    so = f" ({listing(conditions_in(node), 'or')})" if conditions_in(node) else ""
                    yield f"{code} asks for {asks.words()} {when}, which is not passed{so}"
                elif all(granted(node, there) for there in records):
                    yield f"{code} asks for {listing(granted(node, records[0]))} {when}, which the record does not show"

    def _there(self, award: Qualification) -> There:
        """What is passed, as the award's ladder sees it, and all that is on offer."""
        known, context = learned(self.evaluation, award), self.evaluation.context(award.award, frozenset())
        offer: dict[str, CatalogueItem] = {}
        for code, items in self.world.book.tables.catalogue.items():
            offer |= labelled(code, items, context.body, self.world.day)
        return There(known.passed, ways_of(offer), Record(self.evaluation, context, known, offer))

    def _too_low(self, kind: str, what: str) -> Iterator[str]:
        """A grade said to be passed with that its own scale does not call a pass."""
        name, grade = parted(kind, what)
        tables, id = self.world.book.tables, SUPPOSED + name if kind == "add" else name
        for holding in self.world.learner.holdings if grade else ():
            if id not in (holding.id, holding.credential) or holding.grade is None:
                continue
            value = value_on(tables, holding.grade, holding.grade_scale, None, self.world.day)
            mark = pass_mark(tables, holding.grade_scale)
            if value is not None and mark is not None and value < mark:
                yield f"{name} is supposed to be passed with {holding.grade}, which is below the pass mark of its scale"

    # why it changes nothing

    def _idle(self) -> Iterator[str]:
        """What is added or granted and counts in none of the awards, and why the rules don't recognise it."""
        counted = self._counted
        for kind, what in sorted(self.changes, key=lambda change: subject(*change)):
            code = subject(kind, what).partition(" of ")[0]
            if kind in ("add", "rpl") and code not in counted:
                id = SUPPOSED + (code + RPL if kind == "rpl" else subject(kind, what))
                why = "; ".join(self._not_recognised(id))
                yield f"{code} counts in none of the awards asked for, even so" + (f": {why}" if why else "")

    def _not_recognised(self, id: str) -> list[str]:
        """Why no ladder recognises a holding for certain: what is open, else the reasons."""
        said: list[str] = []
        for name in self.names:
            recognition = self.evaluation.recognition(self.evaluation.alone(name).qualification)
            for found in recognition.findings if recognition.ladder is not None else ():
                if found.holding == id and found.outcome in ("refused", "pending"):
                    said += _reasons(found)
        return list(dict.fromkeys(said))[:REASONS]

    def _lasting(self) -> Iterator[str]:
        """What has expired and counts all the same, because no rule asks whether it has."""
        counted, expired = self._counted, set(self._of("expire"))
        holdings = self.world.learner.holdings
        codes = [each.credential for each in holdings]  # of two alike the other may be the one that counts
        found = {each.credential for each in holdings if expired & {each.id, each.credential}} & counted
        for code in sorted(code for code in found if code is not None and codes.count(code) == 1):
            yield f"{code} counts all the same: these rules do not ask whether it has expired"

    def _not_held(self) -> Iterator[str]:
        """What an articulation is from and nobody holds here, or what else keeps it from applying: it changes nothing then."""
        for name in self._of("articulate"):
            sources = [side for side in self.world.book.articulations[name].tree.sources if side.code is not None]
            held = {side.code.text: self._held(side.code.text) for side in sources if side.code is not None}
            lacking = [
                f"{side.code.text} of {side.issuer.text}" if side.issuer is not None else side.code.text
                for side in sources
                if side.code is not None and not held[side.code.text]
            ]
            if lacking:
                yield f"{name} is for {listing(lacking)}, which {'is' if len(lacking) == 1 else 'are'} not on the record"
                continue
            for code, holdings in sorted(held.items()):
                why = list(dict.fromkeys(why for each in holdings for why in self._not_recognised(each.id)))
                if why:
                    yield f"{code} is not recognised for certain, even so: {'; '.join(why[:REASONS])}"

    def _held(self, code: str) -> list[Holding]:
        return [each for each in self.world.learner.holdings if each.credential == code]


def _reasons(found: Finding) -> Iterable[str]:
    """What is waited for; of what is refused, why."""
    if found.outcome == "pending":
        unknown = [reason.message for reason in found.reasons if reason.code == "R411"]
        return unknown or [pending.what for pending in found.pending]
    return [reason.message for reason in found.reasons if reason.code not in ADVICE]
