"""From the problem of representatives to that of the candidates themselves, each unit tied to what must be taken for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from stackr.allocation.checks import LastN, Span
from stackr.allocation.kinds import Kind, kinds
from stackr.allocation.positions import bits, may_cut
from stackr.allocation.problem import Grant, Problem
from stackr.allocation.restrict import restricted
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.lowering import Lowering
from stackr.pathways.question.tallies import Tally


@dataclass(frozen=True, slots=True)
class Serving:
    """How a candidate can serve: the unit (of a representative) that it gives in some terms, and that unit's kind."""

    unit: int
    terms: tuple[int, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Tied:
    """A unit that counts only if all of these are taken, each in the term that `at` says, if it says one."""

    labels: frozenset[str]
    at: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Share:
    """A candidate that gives one of the units of a pool, if taken in one of these terms (None: in any)."""

    label: str
    terms: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The problem that is solved, and what its units that nobody has yet hang on, by index.

    `pools`: as many of the unit count at most as candidates of the pool are taken; `copies`: how many there are of each unit.
    """

    problem: Problem
    ties: dict[int, Tied]
    pools: dict[int, tuple[Share, ...]]
    copies: tuple[int, ...]
    tallies: tuple[Tally, ...] = ()
    """Limits over what is taken, to be put to the model beside the problem."""
    entry: int = 0
    """See `Lowering`; and `over` by the index here."""
    over: Mapping[int, int] = field(default_factory=dict)


class Servings:
    """What each candidate gives, before any is copied."""

    def __init__(self, lowering: Lowering, offered: Sequence[Candidate]) -> None:
        self.lowering = lowering
        problem = lowering.problem
        self.kinds = kinds(problem)
        alone = _alone(lowering)
        by_label: dict[str, list[int]] = {}
        for index, unit in sorted(lowering.units.items()):
            for label in unit.labels:
                by_label.setdefault(label, []).append(index)
        self.plain: dict[str, tuple[Serving, ...]] = {}
        """Representatives whose units stand by themselves."""
        self.tied: list[int] = []
        """Units that hang on each other: bundles, containers and parts, a code that two ways give."""
        for label, units in sorted(by_label.items()):
            if all(index in alone and len(lowering.units[index].labels) == 1 for index in units) and self._once(units):
                self.plain[label] = self._merged(label, units, offered)
            else:
                self.tied += units
        self.tied = sorted(set(self.tied))

    def _once(self, units: Sequence[int]) -> bool:
        """Whether the representative gives one unit per term."""
        terms = [self.lowering.units[index].term for index in units]
        return len(terms) == len(set(terms)) and (len(terms) == 1 or None not in terms)

    def _merged(self, label: str, units: Sequence[int], offered: Sequence[Candidate]) -> tuple[Serving, ...]:
        """Terms in which the rules see the same are one."""
        by_kind: dict[Kind, list[int]] = {}
        for index in units:
            by_kind.setdefault(self.kinds[index], []).append(index)
        found = []
        for kind, same in by_kind.items():
            terms = [t for index in same if (t := self.lowering.units[index].term) is not None]
            found.append(Serving(same[0], tuple(sorted(terms)), kind))
        return tuple(sorted(found, key=lambda serving: (serving.terms, serving.unit)))

    def of(self, candidate: Candidate) -> tuple[Serving, ...]:
        """How a candidate serves; nothing where it gives no unit or one that is tied to others."""
        return self.plain.get(self.lowering.stands_for[candidate.label], ())

    def not_alike(self) -> frozenset[str]:
        """Candidates that a representative with tied units stands for: each of them has to be lowered by itself."""
        tied = {label for index in self.tied for label in self.lowering.units[index].labels}
        return frozenset(
            label for label, stand_in in self.lowering.stands_for.items() if stand_in in tied and label != stand_in
        )

    @property
    def tied_labels(self) -> frozenset[str]:
        """Candidates whose units hang on others'."""
        return frozenset(label for index in self.tied for label in self.lowering.units[index].labels)


def _alone(lowering: Lowering) -> set[int]:
    """Units that are the only one of their grant, and whose pieces and code no other learning gives: a candidate that is lowered once
    per term gives it in each, and is taken in one."""
    problem = lowering.problem
    of_grant: dict[int, int] = {}
    of_code: dict[int, set[object]] = {}
    of_piece: dict[int, set[object]] = {}
    for index, unit in enumerate(problem.units):
        of_grant[unit.grant] = of_grant.get(unit.grant, 0) + 1
        learning: object = behind.labels if (behind := lowering.units.get(index)) is not None else index
        of_code.setdefault(unit.code, set()).add(learning)
        for piece in problem.grants[unit.grant].pieces:
            of_piece.setdefault(piece, set()).add(learning)
    return {
        index
        for index, unit in enumerate(problem.units)
        if of_grant[unit.grant] == 1
        and (unit.code < 0 or len(of_code[unit.code]) == 1)
        and all(len(of_piece[piece]) == 1 for piece in problem.grants[unit.grant].pieces)
    }


def spread(servings: Servings, kept: Sequence[Candidate], *, pooled: bool = False) -> Spread:
    """The problem with the kept candidates' own units; `pooled`: of one kind one stands for all."""
    lowering = servings.lowering
    problem = lowering.problem
    kept_labels = {each.label for each in kept}
    order: list[int] = [index for index in range(len(problem.units)) if index not in lowering.units]
    ties: dict[int, Tied] = {}
    for index in servings.tied:
        unit = lowering.units[index]
        if unit.labels <= kept_labels:
            ties[len(order)] = Tied(unit.labels, dict(unit.at))
            order.append(index)
    own = len(order)
    shares: dict[object, list[Share]] = {}
    pooled = pooled and not lowering.entry and not any(isinstance(check, LastN | Span) for check in problem.checks)
    for each in kept:
        for serving in servings.of(each):
            terms = tuple(t for t in serving.terms if t in each.terms)
            if serving.kind.places and (terms or not serving.terms):
                alone = not pooled or _may_be_cut(problem, serving)
                pool = shares.setdefault((each.label, serving.unit) if alone else serving.kind, [])
                if not pool:
                    order.append(serving.unit)
                pool.append(Share(each.label, terms or None))
    pools = {index: tuple(pool) for index, pool in enumerate(shares.values(), start=own)}
    names = {index: pool[0].label for index, pool in pools.items()}
    copies = tuple(len(pools.get(index, (None,))) for index in range(len(order)))
    over = {new: lowering.over[old] for new, old in enumerate(order) if old in lowering.over}
    spread_out = _copied(restricted(problem, order), names)
    return Spread(spread_out, ties, pools, copies, lowering.tallies, lowering.entry, over)


def _may_be_cut(problem: Problem, serving: Serving) -> bool:
    return any(may_cut(problem, serving.unit, {place: 0}) for place in bits(serving.kind.places))


def _copied(problem: Problem, copies: Mapping[int, str]) -> Problem:
    """Each copy has a name of its own, and no code or grant that ties it to others; grants and codes nobody has are left out."""
    units = list(problem.units)
    for index, label in copies.items():
        units[index] = replace(units[index], id=f"+{label}", grant=-1, code=-1)
    grants = sorted({unit.grant for unit in units if unit.grant >= 0})
    codes = sorted({unit.code for unit in units if unit.code >= 0})
    grant_at = {old: new for new, old in enumerate(grants)} | {-1: len(grants)}
    code_at = {old: new for new, old in enumerate(codes)} | {-1: -1}
    return replace(
        problem,
        units=tuple(replace(unit, grant=grant_at[unit.grant], code=code_at[unit.code]) for unit in units),
        grants=(*(problem.grants[old] for old in grants), Grant("+", frozenset())),
        multiplicity=tuple(problem.multiplicity[old] for old in codes),
    )
