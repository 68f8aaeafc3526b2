"""One award in one reading as arrays over the recognised units of signatures: what the kernel needs to know of each.

The units of many signatures are lowered together, as if one learner had them all, by the same code that lowers one
learner's. In one lowering no target code comes twice, and a unit that changes anything but its own row is found out: those
learners are told one by one.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np

from stackr.allocation.checks import Floor, Known, Taken
from stackr.allocation.evaluate import root_weight
from stackr.allocation.kernel.frame import Frame, frame_of
from stackr.allocation.positions import bits, eligible_places
from stackr.allocation.problem import Problem
from stackr.allocation.restrict import restricted
from stackr.allocation.search import solve
from stackr.audit.claim import Claim, Member
from stackr.audit.evaluation import Evaluation
from stackr.batch.by_columns.reads import asks_what_is_held
from stackr.batch.by_columns.units import Together, Units
from stackr.conditions.patterns import has_wildcard
from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.model.learning import RecognisedUnit, State
from stackr.requirements.compiled import Award, Lowered, Missing, Reading
from stackr.requirements.needs.award import AwardNeed
from stackr.requirements.needs.evidence import EvidenceNeed
from stackr.requirements.needs.group import GroupNeed
from stackr.requirements.needs.observe import ObserveNeed
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.needs.when import WhenNeed
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.barred import BarredRule
from stackr.requirements.rules.currency import CurrencyRule
from stackr.requirements.rules.never import NeverRule
from stackr.requirements.ways import ways
from stackr.rulebook.book import Qualification, RuleBook

SEPARABLE: Final = (AmountRule, BarredRule, CurrencyRule, NeverRule)
"""Rules that say of each unit by itself what they say of it."""
SEPARABLE_NEEDS: Final = (AwardNeed, EvidenceNeed, GroupNeed, ObserveNeed, PoolNeed, UnitNeed, WhenNeed)
"""Requirements that do, or that ask for facts of the learner by which worlds are told apart (see `reads`). A kind that is not
here is told by single audits."""
ALONE, UNKNOWN, CUT_TWICE = 1, 2, 4
"""What is said of a unit: it changes the problem itself; something unknown of it was read; it can be cut in two ways."""


def why_not(book: RuleBook, qualification: Qualification) -> str | None:
    """Why an award's units can't be lowered each by itself, in words; None if they can."""
    award = qualification.award
    for id, need in sorted(award.needs.items()):
        if not isinstance(need, SEPARABLE_NEEDS):
            return f"{id} is of a kind that columns do not know"
    for id, rule in sorted(award.rules.items()):
        if not isinstance(rule, SEPARABLE):
            return f"{id} looks at several units together"
        if isinstance(rule, AmountRule) and rule.quantity.base in ("taken", "attempted"):
            return f"{id} looks at the whole record"
        if isinstance(rule, BarredRule) and not all(_is_one_unit(book, award, member) for member in rule.members):
            return f"{id} may have several units of one member"
    if isinstance(award.tree.repeat, str) and award.tree.repeat != "best":
        return "attempts give way to one another"
    if award.entry:
        return "it has entry requirements"
    if award.shared or award.not_both:
        return "units may count twice"
    if any(line.tree.policy == "embed" for line in award.relations) and asks_what_is_held(book, qualification):
        return "it asks for awards that may be earned on the way"
    return None


def _is_one_unit(book: RuleBook, award: Award, member: Predicate) -> bool:
    """Whether no more than one unit of a barred member can count: it is a code, not a pattern or a name, and not repeatable."""
    if not isinstance(member.tree, tree.Code):
        return False
    name = member.tree.name
    several = has_wildcard(name.text) if name.quoted else name.text in book.tables.lets
    return not several and award.repeatable.get(name.text, 1) == 1


class Table:
    """One award, reading and set of learning. Arrays have one entry per unit of `Units`."""

    def __init__(self, evaluation: Evaluation, qualification: Qualification, reading: Reading, state: State) -> None:
        self.reading, self.state = reading, state
        self.evaluation = evaluation
        self.member = Member(qualification.award, evaluation.context(qualification.award, frozenset()))
        self.frame: Frame | None = None
        self.refused = ""
        """Why no learner can be told by the kernel, if so."""
        self.weight = Fraction(0)
        """W of the award, in credits."""
        self.unknown_facts: frozenset[Missing] = frozenset()
        """Facts of the learner that are read and unknown."""
        self.unmet = 0
        """How many checks of the award no learning meets."""
        self.empty = Fraction(0)
        """p(root) of a learner with nothing that fits."""
        self.credits = self.items = self.limit = np.zeros(0, np.int64)
        self.places = self.rules = np.zeros(0, np.uint64)
        self.cut = self.contested = np.zeros(0, np.bool_)
        self.said = np.zeros(0, np.int32)
        self._done = 0
        self._carriers: list[RecognisedUnit] = []
        """Units whose credits ask for the scale that all are on."""

    def extend(self, units: Units) -> None:
        """Bring the arrays up to the units that are there."""
        if self.frame is None and not self.refused:
            self._begin(units)
        if self.refused or self._done == len(units.listed):
            return None
        self._room(len(units.listed))
        for group in units.apart(self._done):
            if not self._take(units, group):  # a finer scale is needed: everything anew
                self._done = 0
                self._begin(units)
                return self.extend(units)
        self._done = len(units.listed)
        return None

    def _begin(self, units: Units) -> None:
        """The frame: the problem without any learning."""
        lowered = self._lowered(units, Together(units, ()))
        if len(ways([(self.member.award, self.member.context)]).each) > 1:
            self.refused = "which requirements are asked hangs on facts that are not on record"
            return
        frame = frame_of(lowered.problem)
        if isinstance(frame, str):
            self.refused = frame
            return
        problem = lowered.problem
        self.frame = frame
        self.weight = Fraction(root_weight(problem, problem.awards[0]), problem.scale * problem.weight_scale)
        self.unknown_facts = frozenset(missing for missing in lowered.unknowns if missing.holding is None)
        checks = [problem.checks[index] for index in problem.awards[0].checks]
        self.unmet = sum(isinstance(check, Known) and not check.met for check in checks)
        self.empty = solve(restricted(problem, ()), self.evaluation.options.work).standings[0].p

    def _lowered(self, units: Units, group: Together) -> Lowered:
        part, grants = group.units, group.grants
        if self._carriers:
            part = (*self._carriers, *part)
            grants = units.grants_of(part)
        work = self.evaluation.options.work
        return Claim((self.member,), part, grants, (), work, known=group.answers).lower(self.reading, self.state)

    def _take(self, units: Units, group: Together) -> bool:
        """Lower a group and keep its rows; False if its credits ask for a finer scale, which is then noted."""
        assert self.frame is not None
        lowered = self._lowered(units, group)
        if lowered.scale != self.frame.scale:
            self._finer(lowered)
            return False
        if frame_of(lowered.problem) == self.frame:
            self._keep(group, lowered)
            return True
        numbers = group.numbers
        if len({unit.holding.id for unit in group.units}) == 1:
            self.said[list(numbers)] |= ALONE
            return True
        half = len(numbers) // 2
        while half < len(numbers) and units.of[numbers[half]] == units.of[numbers[half - 1]]:
            half += 1
        if half == len(numbers):
            half = next(at for at in range(1, half) if units.of[numbers[at]] != units.of[numbers[at - 1]])
        return all(self._take(units, Together(units, part)) for part in (numbers[:half], numbers[half:]))

    def _finer(self, lowered: Lowered) -> None:
        assert self.frame is not None
        scale = self.frame.scale
        for unit, row in zip(lowered.units, lowered.problem.units, strict=True):
            needed = Fraction(row.credits, lowered.scale).denominator
            if scale % needed:
                scale = lcm(scale, needed)
                self._carriers.append(unit)

    def _room(self, count: int) -> None:
        more = count - len(self.said)
        for name in ("credits", "items", "limit", "places", "rules", "cut", "contested", "said"):
            known = getattr(self, name)
            setattr(self, name, np.concatenate([known, np.zeros(more, known.dtype)]))

    def _keep(self, group: Together, lowered: Lowered) -> None:
        problem = lowered.problem
        number_of = {unit.id: number for number, unit in zip(group.numbers, group.units, strict=True)}
        carried = {unit.id for unit in self._carriers}
        eligible, contested, members = eligible_places(problem), _contested(problem), _members(problem)
        assert self.frame is not None
        for index, (unit, row) in enumerate(zip(lowered.units, problem.units, strict=True)):
            number = number_of.get(unit.id)
            if number is None:
                assert unit.id in carried
                continue
            open_places = eligible[index] & self.frame.used
            ways = {problem.places[place].splittable for place in bits(open_places)}
            self.credits[number], self.items[number] = row.credits, row.items
            self.places[number] = open_places
            self.rules[number] = sum(1 << bit for bit, mask in enumerate(members) if mask >> index & 1)
            self.cut[number] = row.divisible or bool(ways - {-1})
            self.limit[number] = problem.multiplicity[row.code] if row.code >= 0 else 1
            self.contested[number] = row.grant in contested
            self.said[number] |= CUT_TWICE if not row.divisible and len(ways) > 1 else 0
        unknown = {missing.holding for missing in lowered.unknowns}
        for number, unit in zip(group.numbers, group.units, strict=True):
            if unit.holding.id in unknown:
                self.said[number] |= UNKNOWN


def _members(problem: Problem) -> list[int]:
    """Per rule of the frame its units: ceilings, then floors and `Taken` (everyone) among the checks."""
    checks = [problem.checks[index] for index in problem.awards[0].checks]
    floors = [check.units if isinstance(check, Floor) else -1 for check in checks if isinstance(check, Floor | Taken)]
    return [ceiling.units for ceiling in problem.ceilings] + floors


def _contested(problem: Problem) -> set[int]:
    """The grants that share a piece of learning with another: a holding has one piece, so they are of one holding."""
    by_piece: dict[int, set[int]] = {}
    for number, grant in enumerate(problem.grants):
        for piece in grant.pieces:
            by_piece.setdefault(piece, set()).add(number)
    return {grant for grants in by_piece.values() if len(grants) > 1 for grant in grants}
