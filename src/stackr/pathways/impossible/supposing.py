"""Whether some causes alone stand in the way: the question with everything else granted, asked again and again."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Set
from copy import copy
from dataclasses import replace
from functools import cached_property

from stackr.allocation.proofs.waive import clauses
from stackr.audit.proving import plain
from stackr.conditions.tables import CatalogueItem
from stackr.pathways.errors import PlanError
from stackr.pathways.impossible.causes import CLAUSE, TERMS, Cause, freed, of_items, of_options, one_by_one, wished
from stackr.pathways.impossible.outside import Outside, outside, routes_of, without_never
from stackr.pathways.impossible.setting import Granted, Setting
from stackr.pathways.impossible.unrecognised import Unrecognised
from stackr.pathways.options import PlanOptions
from stackr.pathways.question.candidates import UNKNOWN, Aside, Candidate, candidates
from stackr.pathways.question.frame import Frame
from stackr.pathways.question.offer import check_wishes
from stackr.pathways.question.question import Question
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.rules.barred import BarredRule

PLANS = 2
"""So many plans are kept for other questions: of what they are made of they are asked about first."""


class Freed(Question):
    """A question with everything granted, that all others are asked from: what is on offer is so at any time, and asks nothing."""

    @cached_property
    def offer(self) -> Mapping[str, CatalogueItem]:
        """See `Question`."""
        return freed(super().offer, (), ())

    def without(self, clauses: frozenset[str], routes: frozenset[str]) -> Freed:
        """The same, with what these clauses and routes take away given back."""
        other = copy(self)  # what is worked out already is so for both
        other.granted = clauses
        for name in (
            "_spent",
            "repeats",
            "offer",
            "had",
            "prior",
            "recognised",
            "candidates",
            "frames",
        ):  # but for what counts nowhere any more and may be taken again
            other.__dict__.pop(name, None)
        ladder = self.now.qualification.ladder
        if not routes or ladder is None:
            return other
        book = without_never(self.book, ladder, routes)
        opened = Freed(book, self.learner, self.name, self.as_of, self.options, waive=self.waive)
        opened.granted = clauses
        opened.__dict__["priced"] = self.priced
        opened.__dict__["had"] = other.had  # what more is recognised does not keep anybody from taking it as a course
        return opened


class Supposing:
    """See the module. `unsettled`: whether some answer was not found within the limit of work (it is then taken for yes)."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.unsettled = False
        self._frames: dict[tuple[bool, frozenset[str]], list[Frame]] = {}
        self._known: dict[tuple[frozenset[str], frozenset[Cause]], tuple[Setting, ...]] = {}
        self._granted: dict[tuple[bool, frozenset[str]], Freed] = {}
        self._answers: dict[frozenset[Cause], bool | None] = {}
        self._plans: deque[frozenset[str]] = deque(maxlen=PLANS)

    @cached_property
    def singly(self) -> frozenset[str]:
        """Items that are looked at one by one."""
        award = self.question.now.qualification.award
        named = {need.code for need in award.needs.values() if isinstance(need, UnitNeed)}
        return one_by_one(self.question.offer, {*named, *self.question.options.include})

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """All that may stand in the way, what is wide in front: the set that is looked for has of it rather than of the rest."""
        question = self.question
        given_back = {frozenset[str](), self.excluding, self.excluding | self._routes}
        frames = [each for timed in self._times for some in given_back for each in self.frames(timed, some)]
        ids = {self.clause(id) for frame in frames for id in _ids(frame)} | self.excluding | self._routes
        priced = any(reason.startswith(UNKNOWN) for reason in question.aside.reasons)
        return (
            *of_options(question.options, timed=bool(question.terms), priced=priced),
            *(Cause(CLAUSE, id) for id in sorted(ids, key=self._narrow)),
            *of_items(question.offer, question.had, question.record, question.terms, self.singly),
        )

    def _narrow(self, id: str) -> tuple[bool, bool, bool, str]:
        """Where a clause stands: the total, requirements, limits (those by which learning counts nowhere first)."""
        award = self.question.now.qualification.award
        return award.total is None or id != award.total.id, id not in award.needs, id not in self.excluding, id

    @cached_property
    def outside(self) -> Mapping[str, Outside]:
        """What is no clause of the award and takes learning away from it."""
        return outside(self.question)

    @cached_property
    def _routes(self) -> frozenset[str]:
        return routes_of(self.question)

    @cached_property
    def excluding(self) -> frozenset[str]:
        """Clauses by which some learning counts nowhere, or not at two places: currency, `never`, `not both`. What only one of
        them takes away is seen once the others are not there."""
        found: frozenset[str] = frozenset()
        while new := frozenset(id for timed in self._times for id in self._excluding(timed, found)) - found:
            found |= new
        return found

    def _excluding(self, timed: bool, given_back: frozenset[str]) -> Iterator[str]:
        for frame in self.frames(timed, given_back):
            yield from frame.lowering.excluding
            yield from (id for id in map(self.clause, _ids(frame)) if id in self._apart)

    @cached_property
    def _apart(self) -> frozenset[str]:
        return frozenset(line.id for line in self.question.now.qualification.award.not_both)

    @cached_property
    def _barred(self) -> frozenset[str]:
        rules = self.question.now.qualification.award.rules
        return frozenset(id for id, rule in rules.items() if isinstance(rule, BarredRule))

    def clause(self, id: str) -> str:
        """The clause that a node or limit stands for. What may not be together is one clause, however many units it is about; all
        of another award, conferred, is that award."""
        name = plain(id)
        other = next((each for each in self.outside if name.startswith((f"{each}.", f"{each}~"))), None)
        if other is not None:
            return other
        whole = name.partition("#")[0]
        return whole if whole in self._apart or whole in self._barred else name

    def unsaid(self, clause: str) -> tuple[str, ...]:
        """Facts that the clause asks for and the record does not say."""
        frames = [frame for timed in self._times for frame in self.frames(timed)]
        return tuple(sorted({fact for each in frames for id, fact in each.lowering.unsaid if id == clause}))

    @cached_property
    def unrecognised(self) -> Unrecognised:
        """What is not recognised for want of a fact."""
        return Unrecognised(self.question)

    def given_back(self, kept: Collection[Cause]) -> frozenset[str]:
        """The clauses that take nothing away where these causes are kept."""
        return frozenset(id for id in self.excluding | self._routes if Cause(CLAUSE, id) not in kept)

    @property
    def _times(self) -> tuple[bool, ...]:
        return (True, False) if self.question.terms else (False,)

    def granted(self, timed: bool, given_back: frozenset[str] = frozenset()) -> Freed:
        """The question with everything granted, by term or not, and with what these clauses take away given back."""
        if (timed, given_back) not in self._granted and given_back:
            self._granted[timed, given_back] = self.granted(timed).without(given_back, given_back & self._routes)
        elif (timed, given_back) not in self._granted:
            asked = self.question
            options = replace(wished(asked.options, (TERMS,) if timed else ()), reduce=True)
            made = Freed(asked.book, asked.learner, asked.name, asked.as_of, options, waive=asked.waive)
            made.__dict__["priced"] = asked.priced  # the same fees, whatever else is granted
            self._granted[timed, given_back] = made
        return self._granted[timed, given_back]

    def frames(self, timed: bool, given_back: frozenset[str] = frozenset()) -> list[Frame]:
        """Its days of conferral, lowered once."""
        if (timed, given_back) not in self._frames:
            self._frames[timed, given_back] = list(self.granted(timed, given_back).frames)
        return self._frames[timed, given_back]

    def blocks(self, kept: Set[Cause]) -> bool:
        """Whether it is proven that there is no plan with these causes, all else granted."""
        answer = self.possible(kept)
        self.unsettled = self.unsettled or answer is None
        return answer is False

    def possible(self, kept: Set[Cause], more: Granted | None = None) -> bool | None:
        """Whether there is a plan with these causes, all else granted; None: not settled."""
        if more is not None:
            return self._possible(kept, more)
        some = frozenset(kept)
        if some not in self._answers:
            self._answers[some] = self._possible(some, None)
        return self._answers[some]

    def _possible(self, kept: Set[Cause], more: Granted | None) -> bool | None:
        answers = []
        for setting in self._settings(kept):
            answers.append(setting.possible(kept, more))
            if answers[-1]:
                return True
        return None if None in answers else False

    def _settings(self, kept: Set[Cause]) -> tuple[Setting, ...]:
        """What may be taken on each day of conferral; none, if something that was asked can't be. Many questions differ in the
        clauses only, and then it is the same."""
        given_back = self.given_back(kept)
        key = given_back, frozenset(cause for cause in kept if cause.kind != CLAUSE)
        if key not in self._known:
            self._known[key] = tuple(self._made(kept, given_back))
        return self._known[key]

    def _made(self, kept: Set[Cause], given_back: frozenset[str]) -> Iterator[Setting]:
        timed = TERMS in kept
        base = self.granted(timed, given_back)
        options = replace(wished(self.question.options, kept), reduce=True)
        options = replace(options, include=tuple(code for code in options.include if not base.had.settles(code)))
        try:
            offered = self._offered(base, options, kept)
        except PlanError:
            return
        if set(options.include) <= {each.label for each in offered}:
            for frame in self.frames(timed, given_back):
                yield Setting(base, frame, options, offered, self.clause, self._plans)

    def _offered(self, base: Freed, options: PlanOptions, kept: Collection[Cause]) -> list[Candidate]:
        offer = freed(self.question.offer, kept, self.singly)
        pricing = replace(base.pricing, options=options)
        check_wishes(options, offer, base.had)
        prior, granted = base.prior, base.recognised
        after = base.repeats.after
        record, aside = base.record, Aside()
        found = candidates(offer, base.had, pricing, base.terms, base.as_of, aside, prior, granted, record, after)
        known = {each.label for each in base.candidates}
        found = [each for each in found if each.label in known]
        return found if TERMS in kept else [each for each in found if _fits(each, options)]


def _fits(each: Candidate, options: PlanOptions) -> bool:
    """Whether an item fits into a term at all; prior learning fills none."""
    if each.way == "rpl":
        return True
    load = options.load
    heavy = load.most_credits is not None and (each.price["credits"] or 0) > load.most_credits
    return not heavy and (load.most_items is None or load.most_items > 0)


def _ids(frame: Frame) -> tuple[str, ...]:
    return clauses(frame.lowering.problem).all()
