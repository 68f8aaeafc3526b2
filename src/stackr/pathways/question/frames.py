"""The stretches of days of conferral at which the rules see the same: the question is put once for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stackr.audit.evaluation import Evaluation
from stackr.pathways.question.alike import Likeness, looked_at
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.days import turns
from stackr.pathways.question.entry import Entry
from stackr.pathways.question.frame import Frame, same
from stackr.pathways.question.horizon import Term
from stackr.pathways.question.lowering import Lowering, lowering
from stackr.pathways.question.spread import Servings


@dataclass(frozen=True, slots=True)
class Frames:
    """What is asked, to be lowered for each stretch of days.

    `evaluation`: the learner before the rules on a day, without the holdings that are pending then; `pending`: id of a holding in
    progress → how many terms go by until it is over; `reduce`, `waive`, `granted`, `entry`: see `Question`.
    """

    evaluation: Callable[[date, frozenset[str]], Evaluation]
    name: str
    as_of: date
    terms: tuple[Term, ...]
    candidates: list[Candidate]
    pending: Mapping[str, int]
    entry: Entry
    granted: frozenset[str]
    reduce: bool
    waive: bool

    def each(self) -> Iterator[Frame]:
        """The earliest first."""
        now = self._now
        looks = Likeness(now.book, now.alone(self.name).qualification, now.learner)
        likeness = looks if self.reduce else None
        dated = [term.end for term in self.terms if term.end is not None]
        if dated and (looks.conferral or self._turns_between(dated[0], dated[-1])):
            yield from self._stretches(dated, likeness, looks.dated)
            return
        last, day = len(self.terms), dated[-1] if dated else self.as_of
        begins = sorted({1, *(over for over in self.pending.values() if over <= last)}) if self.terms else [0]
        for first, after in zip(begins, [*begins[1:], last + 1], strict=True):
            pending = self._pending(first)
            servings = self._servings(day, likeness, bool(dated) and looks.dated, pending)
            yield Frame(first, max(first, after - 1), day, servings, pending)

    @property
    def _now(self) -> Evaluation:
        return self.evaluation(self.as_of, frozenset())

    def _turns_between(self, first: date, last: date) -> bool:
        """Whether from some day after the first term's end on something else may hold."""
        now = self._now
        days = turns(now.book, looked_at(now.book, now.alone(self.name).qualification), now.learner)
        return any(first < day <= last for day in days)

    def _pending(self, position: int) -> frozenset[str]:
        """What is in progress and not over by the end of so many terms."""
        return frozenset(id for id, over in self.pending.items() if over > position) if self.terms else frozenset()

    def _stretches(self, days: Sequence[date], likeness: Likeness | None, dated: bool) -> Iterator[Frame]:
        waiting: Frame | None = None
        for position, day in enumerate(days, start=1):
            if self.evaluation(day, frozenset()).alone(self.name).shut is not None:
                continue
            pending = self._pending(position)
            servings = self._servings(day, likeness, dated, pending)
            if waiting is not None and same(waiting.lowering, servings.lowering):
                waiting = Frame(waiting.first, position, day, servings, pending)
                continue
            if waiting is not None:
                yield waiting
            waiting = Frame(position, position, day, servings, pending)
        if waiting is not None:
            yield waiting

    def _servings(self, day: date, likeness: Likeness | None, dated: bool, pending: frozenset[str]) -> Servings:
        made = self._lowering(day, likeness, dated, pending)
        servings = Servings(made, self.candidates)
        singly = servings.not_alike()
        return Servings(self._lowering(day, likeness, dated, pending, singly), self.candidates) if singly else servings

    def _lowering(
        self,
        day: date,
        likeness: Likeness | None,
        dated: bool,
        pending: frozenset[str],
        singly: frozenset[str] = frozenset(),
    ) -> Lowering:
        return lowering(
            self.evaluation(day, pending),
            self.name,
            self.candidates,
            self.terms,
            dated=dated,
            likeness=likeness,
            singly=singly,
            waive=self.waive,
            granted=self.granted,
            entry=self.entry,
            pending=self.pending,
        )
