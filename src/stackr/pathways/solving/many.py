"""Among many items: which of them may be in a best plan, and which most likely are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from stackr.pathways.options import Weights
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.solving.narrow import Bound, Weighing
from stackr.pathways.solving.ready import Before, Ready
from stackr.pathways.solving.solver import Effort, Found, Reached, Run

FEWEST = 40
"""Whether a plan of so few that a linear solver finds likeliest comes to the bounds is soon said."""
FEW = (160, 640)
"""Of how few a plan is made that does not; if none is made of them, of more."""


class Many:
    """Many items: by weights on the rows of their model, which of them may be in a best plan. `wishes`: those without terms."""

    def __init__(
        self, frame: Ready, effort: Effort, before: Before, wishes: Sequence[Weights], kept: Sequence[Candidate]
    ) -> None:
        self.frame, self.effort, self.before, self.wishes = frame, effort, before, wishes
        self.kept = {each.label: each for each in kept}
        self._weighing = Weighing(self.run(None).plan, effort)
        self._bounds: dict[tuple[Reached, ...], Bound] = {}

    def run(self, labels: Collection[str] | None, *, timed: bool = False) -> Run:
        """A model of these, or of all."""
        kept = [each for label, each in self.kept.items() if labels is None or label in labels]
        self.frame.kept = len(kept)
        return self.frame.run(kept, self.effort, self.before, timed=timed)

    def bound(self, reached: tuple[Reached, ...]) -> Bound:
        """Of the plans that come to no more than this in the first wishes, what none goes below in the next one."""
        if reached not in self._bounds:
            self._bounds[reached] = self._weighing.bound(reached, self.wishes[len(reached)])
        return self._bounds[reached]

    def within(self, reached: tuple[Reached, ...], *, better: bool = False) -> set[str]:
        """The items of plans that come to no more than this, wish after wish; `better`: to less in the last of them."""
        found = set(self.kept)
        for position, known in enumerate(reached):
            less = better and position == len(reached) - 1
            found &= self.bound(reached[:position]).possible(known.value, better=less)
        return found

    def guess(
        self, wishes: Sequence[Weights], reached: tuple[Reached, ...], floor: Sequence[Reached] | None = None
    ) -> Found | None:
        """The best plan of a few items: by all wishes, if it comes to the bounds, else by the next one. `floor`: by terms, by all of
        them, what was reached without; None: without terms."""
        aims = () if floor is not None else reached
        while len(aims) < len(self.wishes):
            bound = self.bound(aims)
            aims = (*aims, Reached(self.wishes[len(aims)], bound.least, bound.least))
        likeliest = bound.among(self.within(reached))
        if floor is None:  # mostly all but the last are as little as the bounds
            few = self._with_asked(likeliest.nearest(FEWEST))
            found = self.run(few).best(wishes[-1:], aims[:-1], aims[-1:])
            if found.chosen is not None and found.settled:
                return self._nearer(found, likeliest, wishes, aims)
        for number in FEW:
            few = self._with_asked(likeliest.nearest(number))
            if floor is None:
                at = len(reached)
                found = self.run(few).best(wishes[at : at + 1], reached, aims[at : at + 1])
            else:
                found = self.run(few, timed=True).best(wishes, (), floor)
            if found.chosen is not None and found.settled:
                return found
        return None

    def _nearer(self, found: Found, likeliest: Bound, wishes: Sequence[Weights], aims: tuple[Reached, ...]) -> Found:
        """A plan that comes to less in the last wish, of a few items more, where very many may still be in a better one than this: to
        show that none is takes longer the more there are."""
        if len(self.within(found.reached, better=True)) <= FEW[1]:
            return found
        run = self.run(self._with_asked(likeliest.nearest(FEW[0])))
        run.near(found.chosen)
        nearer = run.best(wishes[-1:], aims[:-1], aims[-1:])
        return nearer if nearer.chosen is not None and nearer.settled else found

    def looked_at(self, found: Found | None, reached: tuple[Reached, ...]) -> Found | None:
        """A plan that is as good as this in the first wishes, with what it comes to in the next one."""
        if found is None or found.chosen is None:
            return None
        weights, plan = self.wishes[len(reached)], self._weighing.plan
        asked = plan.asked(weights)
        value = sum(asked[label] for label in found.chosen) / plan.wish(weights).scale
        return replace(found, reached=(*reached, Reached(weights, value, value)))

    def _with_asked(self, labels: Sequence[str]) -> set[str]:
        """These, what must be in, and what they ask for, however far back."""
        found = {*labels, *(label for label in self.frame.question.options.include if label in self.kept)}
        waiting = sorted(found)
        while waiting:
            each = self.kept[waiting.pop()]
            asked = {code for ask in (each.before, each.beside) if ask is not None for code in ask.codes()}
            new = {code for code in asked if code in self.kept and code not in found}
            found |= new
            waiting += sorted(new)
        return found
