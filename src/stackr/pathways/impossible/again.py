"""What is passed, or recognised as a unit, and would make a plan if it were taken again: a plan does so only where that is asked."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import cached_property

from stackr.model.plan import Remedy
from stackr.pathways.impossible.causes import CLAUSE, Cause
from stackr.pathways.impossible.reach import Reach
from stackr.pathways.question.attempts import taken_again
from stackr.requirements.compiled import Award
from stackr.requirements.rules.average import AverageRule
from stackr.requirements.words import listing

ALL = "all"


@dataclass(frozen=True, slots=True)
class Found:
    """`codes`: what the best plan takes again that may take anything again. `enough`: whether there is one; None: not settled."""

    codes: tuple[str, ...]
    enough: bool | None


class Again:
    """For causes that block together."""

    def __init__(self, reach: Reach, causes: Set[Cause]) -> None:
        self.reach, self.question = reach, reach.question
        self.award = self.question.now.qualification.award
        self.clauses = [cause for cause in causes if cause.kind == CLAUSE]

    def remedies(self, cause: Cause) -> Iterator[Remedy]:
        """Of a clause that keeps out what is passed (a cap, an average, a route that never serves it), else of what asks for learning."""
        keeping = [each for each in self.clauses if not _asks(self.award, each)]
        average = isinstance(self.award.rules.get(cause.name.partition("#")[0]), AverageRule)
        if (keeping and cause not in keeping) or ALL in self.question.options.retake or not self._may_be:
            return
        aim = "for better grades" if average else "as a course"
        if self.found.codes:
            options = " ".join(f"--retake {code}" for code in self.found.codes)
            words = f"take {listing(self.found.codes)} again, {aim} (an option of the plan: {options})"
            yield Remedy(words=words, enough=True)
        elif average:
            words = f"take again what is passed, {aim} (an option of the plan: --retake all)"
            yield Remedy(words=words, enough=self.found.enough)

    @property
    def _may_be(self) -> bool:
        """Whether anything on offer is settled by what is passed, and a further attempt would count."""
        had, first = self.question.had, self.question.first_counts
        codes = {item.code for item in self.question.offer.values()}
        return any(had.settles(code) for code in codes & had.passed - first)

    @cached_property
    def found(self) -> Found:
        """The best plan that may take again what is passed."""
        solved = self.reach.best(replace(self.question.options, retake=(ALL,)))
        if solved is None:
            return Found((), False)
        if solved.found.chosen is None:
            return Found((), False if solved.found.settled else None)
        asked = solved.ready.question
        taken = {each.label: each.code for each in solved.ready.counting}
        codes = sorted({taken[label] for label in solved.found.chosen})
        return Found(tuple(taken_again(codes, asked.had, asked.repeats)), True)


def _asks(award: Award, cause: Cause) -> bool:
    """Whether the clause asks for learning: a requirement, or the total."""
    return cause.name in award.needs or (award.total is not None and award.total.id == cause.name)
