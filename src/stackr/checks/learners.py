"""Made-up learners: what they hold, written as an author would write it in a scenario, and what the engine says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from stackr._quantity import format_amount
from stackr.allocation.problem import Options
from stackr.allocation.proofs.reachable import Question
from stackr.audit.claim import Claim, Member
from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.model.learning import Holding, Learner, RecognisedUnit, State
from stackr.requirements.compiled import Lowered, Reading
from stackr.rulebook.book import Qualification, RuleBook

TODAY = date(2026, 1, 1)
"""The day of an award without a first day: fixed, so that a check says the same tomorrow."""

WORK = Options(20_000)
"""Search steps for one question; a question that takes more is left open."""

NO_ROUTES: Mapping[str, str] = MappingProxyType({})

SHOWN = 8
"""Holdings that an example names one by one."""


@dataclass(slots=True)
class MadeUp:
    """A learner who holds `holdings` under one version of an award, and that version as a problem.

    `units`: what they have been recognised as; None: what the award's ladder makes of them.
    """

    book: RuleBook
    version: Qualification
    holdings: tuple[Holding, ...]
    units: tuple[RecognisedUnit, ...] | None = None
    claim: Claim = field(init=False)

    def __post_init__(self) -> None:
        version, clock = self.version, self.version.tree.version_by or "entry"
        day = day_of(version)
        learner = Learner("made-up", facts={clock: day}, holdings=self.holdings)
        evaluation = Evaluation(self.book, learner, day, AuditOptions(tier="values", steps=WORK.steps))
        member = Member(version.award, evaluation.context(version.award, frozenset()))
        if self.units is not None:
            self.claim = Claim((member,), self.units, (), (), WORK)
        else:
            learning = evaluation.learning([version])
            self.claim = Claim((member,), learning.units, learning.grants, (), WORK)

    def lowered(self, waived: Iterable[str] = ()) -> tuple[Lowered, ...]:
        """The problem with the unknown read in the learner's favour, some clauses taken as met: either way an open `when` goes."""
        clauses = frozenset(waived)
        return tuple(
            self.claim.lower(Reading.POSSIBLE, State.EARNED, waived=clauses, way=way) for way in self.claim.ways.each
        )

    def falls_short(self, waived: Iterable[str] = ()) -> bool:
        """Whether no allocation at all satisfies the award, proven; the unknown is read in the learner's favour."""
        return self.claim.ways.whole and all(_impossible(lowered) for lowered in self.lowered(waived))

    def counted(self) -> Fraction:
        """Credits that count in the main layer, the unknown read against the learner."""
        answer = self.claim.answer(self.version.award.id)
        problem, placed = answer.lowered.problem, answer.solution.placements
        layers = [problem.places[item.place].layer for item in placed]
        main = problem.places[0].layer if problem.places else 0
        return sum(
            (
                Fraction(p.amount, answer.lowered.scale)
                for p, layer in zip(placed, layers, strict=True)
                if layer == main
            ),
            Fraction(0),
        )

    def told(self) -> str:
        """What is held, as a line of a scenario."""
        routes = {unit.holding.id: unit.route_kind for unit in self.units or () if unit.route_kind != "own"}
        return told(self.holdings, routes)


def _impossible(lowered: Lowered) -> bool:
    question = Question(lowered.problem, WORK.steps)
    answer = question.ask(question.satisfied())
    return answer.found is None and answer.proven


def day_of(version: Qualification) -> date:
    """A day on which the version is in force."""
    return version.start or version.end or TODAY


def told(holdings: Sequence[Holding], routes: Mapping[str, str] = NO_ROUTES) -> str:
    """`learner holds A 10 credits from U, B 10 credits from U`; of many, the first and how many more.

    `routes`: holding id → how it was recognised, where that is worth saying.
    """
    named = [_one(holding, routes.get(holding.id)) for holding in holdings[:SHOWN]]
    more = len(holdings) - len(named)
    return f"learner holds {', '.join(named)}" + (f" and {more} more" if more else "")


def _one(holding: Holding, route: str | None) -> str:
    parts = [_name(holding.credential or holding.id)]
    if holding.credits is not None:
        unit = f" {holding.credit_unit}" if holding.credit_unit else ""
        parts.append(f"{format_amount(holding.credits)} credits{unit}")
    if holding.level is not None:
        parts.append(f"at {holding.framework} {holding.level}" if holding.framework else f"at {holding.level}")
    if holding.issuer is not None:
        parts.append(f"from {_name(holding.issuer)}")
    parts += [f'tagged "{tag}"' for tag in holding.tags or ()]
    parts += [f"by {route}"] if route else []
    return " ".join(parts)


def _name(text: str) -> str:
    plain = text.replace("-", "").replace("_", "")
    return text if plain.isalnum() and text[:1].isalpha() else f'"{text}"'
