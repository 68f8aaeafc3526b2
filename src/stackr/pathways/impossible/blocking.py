"""Why there is no plan: the smallest set of rules, dates, wishes and gaps in the catalogue that can't be met together, in words."""

from __future__ import annotations

from collections.abc import Sequence, Set
from fractions import Fraction

from stackr.model.plan import Blocking, BlockingCause, Further
from stackr.pathways.impossible.causes import Cause
from stackr.pathways.impossible.obstacles import Obstacles
from stackr.pathways.impossible.reach import asked_by
from stackr.pathways.impossible.remedies import Remedies
from stackr.pathways.impossible.setting import Granted
from stackr.pathways.impossible.smallest import smallest
from stackr.pathways.impossible.supposing import Supposing
from stackr.pathways.question.question import Question

MOST, WORK = 250, 30000
"""Questions, at most, to show that nothing smaller blocks; and questions times items that may be taken."""
FURTHER = 5
"""So many more sets that block are looked for."""


def blocking(question: Question) -> Blocking:
    """The causes. Asked only when it is proven that there is no plan."""
    supposing = Supposing(question)
    causes = supposing.causes
    if not supposing.blocks(frozenset(causes)):
        return Blocking(causes=(), message="nothing on offer completes it", smallest=False)
    found, least = smallest(causes, supposing.blocks, min(MOST, WORK // (1 + len(question.offer))))
    if not found:
        return Blocking(causes=(), message="the award can't be conferred on any day to come", smallest=True)
    least = least and not supposing.unsettled
    others = Others(supposing, found)
    return Blocking(
        causes=_told(supposing, found),
        message=Obstacles(supposing, found).message(),
        smallest=least,
        further=tuple(
            Further(causes=_told(supposing, each), message=Obstacles(supposing, each).message()) for each in others.sets
        ),
        more=others.more,
    )


class Others:
    """What blocks besides, once that is out of the way: as much on offer as each requirement among it asks for, and the rest granted.

    `sets`: each blocks, and nothing of it can be left out. `more`: whether there is still something that blocks.
    """

    def __init__(self, supposing: Supposing, found: Sequence[Cause]) -> None:
        self.supposing = supposing
        self.offered: dict[str, tuple[Fraction, ...]] = {}
        self.left = list(supposing.causes)
        self.sets: list[Sequence[Cause]] = []
        self._without(found)
        while self.more and len(self.sets) < FURTHER:
            few, _ = smallest(self.left, self.blocks, 0)
            self.sets.append(few)
            self._without(few)

    def blocks(self, kept: Set[Cause]) -> bool:
        """Whether these block beside what is out of the way."""
        return self.supposing.possible(kept, Granted(offered=self.offered)) is False

    @property
    def more(self) -> bool:
        """Whether what is left blocks."""
        return bool(self.left) and self.blocks(frozenset(self.left)) and not self.blocks(frozenset())

    def _without(self, found: Sequence[Cause]) -> None:
        self.left = [cause for cause in self.left if cause not in found]
        for cause in found:
            asked = asked_by(self.supposing.question, cause)
            if asked is not None:
                self.offered[cause.name] = asked.items(asked.amount)


def _told(supposing: Supposing, causes: Sequence[Cause]) -> tuple[BlockingCause, ...]:
    """Each with what could be done about it."""
    words, remedies = Obstacles(supposing, causes), Remedies(supposing, causes)
    return tuple(told.model_copy(update={"remedies": tuple(remedies.each(cause))}) for cause, told in words.each())
