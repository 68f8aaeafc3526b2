"""Why there is no plan: the smallest set of rules, dates, wishes and gaps in the catalogue that can't be met together, in words."""

from __future__ import annotations

from stackr.model.plan import Blocking
from stackr.pathways.impossible.obstacles import Obstacles
from stackr.pathways.impossible.smallest import smallest
from stackr.pathways.impossible.supposing import Supposing
from stackr.pathways.question.question import Question

MOST, WORK = 250, 30000
"""Questions, at most, to show that nothing smaller blocks; and questions times items that may be taken."""


def blocking(question: Question) -> Blocking:
    """The causes. Asked only when it is proven that there is no plan."""
    supposing = Supposing(question)
    causes = supposing.causes
    if not supposing.blocks(frozenset(causes)):
        return Blocking(causes=(), message="nothing on offer completes it", smallest=False)
    found, least = smallest(causes, supposing.blocks, min(MOST, WORK // (1 + len(question.offer))))
    if not found:
        return Blocking(causes=(), message="the award can't be conferred on any day to come", smallest=True)
    told = Obstacles(supposing, found)
    return Blocking(causes=tuple(told.each()), message=told.message(), smallest=least and not supposing.unsettled)
