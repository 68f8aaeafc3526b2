"""One day of conferral with some of what stands in the way: whether there is a plan, put to a solver."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from stackr.allocation.enrich import enriched
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.waive import clauses, counted_at, eased, requirement_ids, waived
from stackr.pathways.impossible.causes import CLAUSE, Cause
from stackr.pathways.impossible.roughly import FEW, ruled_out
from stackr.pathways.options import PlanOptions
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.frame import Frame
from stackr.pathways.question.prices import Amounts
from stackr.pathways.question.question import Question
from stackr.pathways.question.spread import Spread, spread
from stackr.pathways.solving.model import PlanModel
from stackr.pathways.solving.ready import Ready
from stackr.pathways.solving.reduce import in_time, not_in_vain, relevant
from stackr.pathways.solving.solver import Effort, Run

WORK = 5
"""Deterministic seconds for one question, at most."""


@dataclass(frozen=True, slots=True)
class Granted:
    """What is supposed beside. `least`: clause → it asks for so much only; `offered`: clause → the credits of items more on offer that
    serve it, as good as items can be."""

    least: Mapping[str, Fraction] = field(default_factory=dict)
    offered: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)


class Setting:
    """What may be taken, and what was wished. `clause`: the clause that a node or limit of the problem stands for; `known`: what the
    plans were made of that were found for other questions: mostly a plan can be made of the same again."""

    def __init__(
        self,
        base: Question,
        frame: Frame,
        options: PlanOptions,
        offered: Sequence[Candidate],
        clause: Callable[[str], str],
        known: deque[frozenset[str]],
    ) -> None:
        self.known = known
        self.base, self.frame, self.options, self.clause = base, frame, options, clause
        fresh = not_in_vain(frame.servings, offered, base.had.passed, options.include)
        counting = relevant(frame.servings, fresh, options)
        counting = in_time(counting, frame.last, base.had.under_way) if base.terms else counting
        asked = Question(base.book, base.learner, base.name, base.as_of, options)
        self.amounts = Amounts({each.label: each.price for each in counting})
        self.items = Ready(asked, frame, tuple(counting), self.amounts).of((), None, 0)

    @cached_property
    def whole(self) -> Spread:
        """The problem with all items."""
        return self._spread(self.items)

    def possible(self, kept: Set[Cause], granted: Granted | None = None) -> bool | None:
        """Whether there is a plan where these clauses are kept; None: not settled. Among many items it is asked first whether what
        other plans were made of does, and whether enough items would do whichever they are; by term, whether what fits into the
        terms would do at all, and whether that can be put into them."""
        asked, last = granted or Granted(), self.frame.last if self.base.terms else 0
        if len(self.items) > FEW:
            if self._of_known(kept, asked, last):
                return True
            if self._ruled_out(kept, asked, last):
                return False
        at_once = self._run(self.whole, self.items, kept, asked, 0)
        answer = at_once.possible()
        if answer is False or at_once.chosen is None or not last:
            return self._kept(at_once, answer)
        chosen = [each for each in self.items if each.label in at_once.chosen]
        placed = self._run(self._spread(chosen), chosen, kept, asked, last, forced=True)
        if self._kept(placed, placed.possible()):
            return True
        whole = self._run(self.whole, self.items, kept, asked, last)
        return self._kept(whole, whole.possible())

    def _ruled_out(self, kept: Set[Cause], asked: Granted, last: int) -> bool:
        made = self._asked_of(self.whole, kept, asked)
        busy = self.base.busy[:last] if last else ()
        courses = frozenset(each.label for each in self.items if each.way == "course")
        return ruled_out(made, self.amounts, self.options.load, busy, courses, self._effort)

    def _of_known(self, kept: Set[Cause], asked: Granted, last: int) -> bool:
        """Whether there is a plan of what other plans were made of: a plan of some items is one of all."""
        labels = frozenset[str]().union(*self.known)
        few = [each for each in self.items if each.label in labels]
        if not few:
            return False
        run = self._run(self._spread(few), few, kept, asked, last)
        return self._kept(run, run.possible()) is True

    def _kept(self, run: Run, answer: bool | None) -> bool | None:
        """The answer; what the plan is made of is kept for other questions."""
        if answer and run.chosen:
            self.known.append(frozenset(run.chosen))
        return answer

    def _spread(self, items: Sequence[Candidate]) -> Spread:
        return spread(self.frame.servings, items, pooled=True)

    @property
    def _effort(self) -> Effort:
        return Effort(replace(self.options, effort=min(WORK, self.options.effort)))

    def _run(
        self,
        made: Spread,
        items: Sequence[Candidate],
        kept: Set[Cause],
        granted: Granted,
        terms: int,
        *,
        forced: bool = False,
    ) -> Run:
        """`forced`: all of them are taken."""
        base, options = self.base, self.options
        made = self._asked_of(made, kept, granted)
        model = PlanModel(made, items, self.amounts, terms, options, base.had.under_way, base.busy, forced=forced)
        if not terms:
            model.fit(self.frame.last)
        if not base.terms and options.load.has_minimum:
            _least(model, options)
        return Run(model, self._effort)

    def _asked_of(self, made: Spread, kept: Set[Cause], granted: Granted) -> Spread:
        """The problem with these clauses only, and what is granted beside."""
        ids = {id: self.clause(id) for id in clauses(made.problem).all()}
        left = [id for id, clause in ids.items() if Cause(CLAUSE, clause) not in kept]
        live = tuple(tally for tally in made.tallies if Cause(CLAUSE, self.clause(tally.id)) in kept)
        problem = waived(self._with(made.problem, granted), left)
        more = len(problem.units) - len(made.problem.units)
        return replace(made, problem=problem, copies=(*made.copies, *(1,) * more), tallies=live)

    def _with(self, problem: Problem, granted: Granted) -> Problem:
        """The problem with what is granted beside."""
        for id in sorted(requirement_ids(problem)) if granted != Granted() else ():
            clause = self.clause(id)
            if clause in granted.least:
                problem = eased(problem, {id: granted.least[clause]})
            if clause in granted.offered:
                sizes = tuple(int(amount * problem.scale) for amount in granted.offered[clause])
                problem = enriched(problem, counted_at(problem, id), sizes)
        return problem


def _least(model: PlanModel, options: PlanOptions) -> None:
    """However many terms there are: what is taken at all is enough for one."""
    load, scale, amounts = options.load, model.amounts.scale("credits"), model.amounts.of("credits")
    taken = [model.taken[label] for label in sorted(model.courses)]
    credits = sum(amounts[label] * var for label, var in model.taken.items())
    for var in taken:
        if load.least_credits is not None:
            model.model.add(credits >= -int(-load.least_credits * scale // 1)).only_enforce_if(var)
        if load.least_items is not None:
            model.model.add(sum(taken) >= load.least_items).only_enforce_if(var)
