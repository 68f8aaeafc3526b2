"""One award for many learners at once: versions, readings and sets of learning put together as the single audit does.

Figures are fractions with one denominator per table. What can't be told for certain from them is left to the single
audit, by learner and with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

import numpy as np

from stackr.allocation.kernel.values import STEPS, Stage, best_values
from stackr.audit.evaluation import Evaluation
from stackr.audit.versions import Choice, Open
from stackr.batch.by_columns import passes
from stackr.batch.by_columns.packing import Rows, packed_of
from stackr.batch.by_columns.standing import no_better
from stackr.batch.by_columns.tables import ALONE, CUT_TWICE, UNKNOWN, Table, why_not
from stackr.batch.by_columns.units import ASKS, PENDING, PLANNED, UNDER_WAY, Units
from stackr.model.learning import State
from stackr.requirements.compiled import Missing, Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """Greatest progress of learners in one table: numerators over `whole`; what was left open; what took a search."""

    whole: int
    numerator: Ints
    open: NDArray[np.uint8]
    """Why the kernel left the learner open, as in `REASONS`; 0 where it did not."""
    searched: NDArray[np.bool_]
    fits: NDArray[np.bool_]
    """Whether anything the learner has may count somewhere."""

    def over(self, whole: int) -> Found:
        """The same with a multiple of the denominator."""
        return replace(self, whole=whole, numerator=self.numerator * (whole // self.whole))


REASONS: Final = (
    "", "unknown facts", "work limit", "units that change one another", "nothing counts yet", "the award",
    "checks of all that counts", "units that the search can't hold",
)  # fmt: skip
UNKNOWN_FACTS, WORK, ENTWINED, NOTHING_YET, AWARD, CHECKS, UNHELD = range(1, 8)
"""Why the single audit has to tell a learner of this award."""
WHOLE: Final = frozenset({AWARD, CHECKS})
"""Where what the columns see of a learner may not be all that counts: some awards and checks look at days as they are."""
MOST_WAYS: Final = 16
"""Ways that the versions of an award may go for a learner which are told by columns."""


@dataclass(slots=True)
class Figures:
    """One version of an award, of each learner. Progress by rank in `fractions`, which stand in order."""

    version: Asked
    fractions: tuple[Fraction, ...]
    earned: Ints
    in_progress: Ints
    planned: Ints
    possible: Ints
    missing: Ints
    empty: NDArray[np.bool_]
    """Whether nothing counts: p(root) is 0."""
    searched: NDArray[np.bool_]
    reason: NDArray[np.uint8]
    """Index in `REASONS`; 0 where the figures stand."""

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Whether the requirements are met."""
        found: NDArray[np.bool_] = self.earned == len(self.fractions) - 1
        return found


class Asked:
    """One version of an award, before learners who have the same facts."""

    def __init__(self, evaluation: Evaluation, version: Open, units: Units, choice: Choice) -> None:
        self.evaluation = evaluation
        self.closed = version.closed
        self.choice = choice
        self.qualification = version.qualification
        self.units = units
        self.refused = len(choice.ways) > MOST_WAYS or why_not(evaluation.book, version.qualification) is not None
        self._tables: dict[tuple[Reading, State], Table] = {}

    @property
    def weight(self) -> Fraction:
        """W of the award, in credits."""
        return self.table().weight

    def table(self, reading: Reading = Reading.SURE, state: State = State.EARNED) -> Table:
        """The arrays of a reading, up to date."""
        found = self._tables.get((reading, state))
        if found is None:
            found = self._tables[reading, state] = Table(self.evaluation, self.qualification, reading, state)
        found.extend(self.units)
        return found

    def figures(self, rows: Rows, learners: Ints) -> Figures:
        """The figures of these learners."""
        count = len(learners)
        reason = np.zeros(count, np.uint8)
        sure = self.table()
        if self.refused or sure.frame is None:
            return _nothing(self, count)
        said = self._said(rows, learners, self.units.said)
        of_sure = self._said(rows, learners, self._by_signature(sure))
        reason[of_sure & (ALONE | CUT_TWICE) != 0] = ENTWINED
        earned = self._solved(rows, learners, sure)
        complete = earned.numerator == earned.whole
        under_way = self._where(
            rows, learners, (said & UNDER_WAY) != 0, Reading.SURE, State.IN_PROGRESS, earned, reason
        )
        planned = self._where(rows, learners, (said & PLANNED) != 0, Reading.SURE, State.PLANNED, under_way, reason)
        in_doubt = ~complete & ((of_sure & UNKNOWN != 0) | (said & PENDING != 0) | bool(sure.unknown_facts))
        possible = self._where(rows, learners, in_doubt, Reading.POSSIBLE, State.EARNED, earned, reason)
        fractions, ranks = ranked([earned, under_way, planned, possible])
        ranks[3] = np.maximum(ranks[3], ranks[0])  # read in the learner's favour, an unknown may yet touch a limit
        asks = said & (PENDING | ASKS) == (PENDING | ASKS)
        missing = self._missing(rows, learners, in_doubt, asks, ranks[3] > ranks[0], reason)
        none = self._empty(sure, earned, reason)
        reason[earned.open != 0] = earned.open[earned.open != 0]
        return Figures(self, fractions, ranks[0], ranks[1], ranks[2], ranks[3], missing, none, earned.searched, reason)

    def _said(self, rows: Rows, learners: Ints, flags: NDArray[np.int32]) -> NDArray[np.int32]:
        every = np.zeros(len(rows.starts) - 1, np.int32)
        passes.gathered(rows.signs, flags, rows.starts, every)
        found: NDArray[np.int32] = every[learners]
        return found

    def _by_signature(self, table: Table) -> NDArray[np.int32]:
        """What is said of any unit of a signature."""
        flags = np.zeros(len(self.units.starts) - 1, np.int32)
        np.bitwise_or.at(flags, self.units.of, table.said)
        return flags

    def _solved(self, rows: Rows, learners: Ints, table: Table) -> Found:
        """The greatest progress of these learners."""
        if table.frame is None:
            nothing = np.zeros(len(learners), np.bool_)
            return Found(
                1, np.zeros(len(learners), np.int64), np.full(len(learners), AWARD, np.uint8), nothing, nothing
            )
        packed = packed_of(table, self.units, rows, learners)
        values = best_values(table.frame, packed)
        fits = np.diff(packed.offsets) > 0
        otherwise = np.where(values.steps == 0, UNHELD, CHECKS if table.frame.late else WORK)
        left = np.where(values.proven, 0, np.where(values.steps == STEPS, WORK, otherwise)).astype(np.uint8)
        return Found(values.whole, values.numerator, left, values.stage == Stage.SEARCH, fits)

    def _where(
        self,
        rows: Rows,
        learners: Ints,
        mask: NDArray[np.bool_],
        reading: Reading,
        state: State,
        otherwise: Found,
        reason: NDArray[np.uint8],
    ) -> Found:
        """Another reading or set of learning for those whom it concerns; the other learners as they are."""
        if not mask.any():
            return otherwise
        table = self.table(reading, state)
        entwined = self._said(rows, learners, self._by_signature(table)) & (ALONE | CUT_TWICE) != 0
        reason[mask & entwined] = ENTWINED
        asked = np.flatnonzero(mask)
        found = self._solved(rows, learners[asked], table)
        reason[asked[found.open != 0]] = found.open[found.open != 0]
        if found.whole != otherwise.whole:
            whole = lcm(found.whole, otherwise.whole)
            if whole >= _LARGEST:
                reason[asked] = WORK
                return otherwise
            otherwise = otherwise.over(whole)
            found = found.over(whole)
        numerator = otherwise.numerator.copy()
        numerator[asked] = found.numerator
        return replace(otherwise, numerator=numerator)

    def _missing(
        self,
        rows: Rows,
        learners: Ints,
        in_doubt: NDArray[np.bool_],
        asks: NDArray[np.bool_],
        better: NDArray[np.bool_],
        reason: NDArray[np.uint8],
    ) -> Ints:
        """How many unknown facts of the learner the possible reading relies on; those of holdings are not told here."""
        missing = np.zeros(len(learners), np.int64)
        if not in_doubt.any():
            return missing
        sure, possible = self.table(), self.table(Reading.POSSIBLE)
        unknown = self._said(rows, learners, self._by_signature(sure) | self._by_signature(possible)) & UNKNOWN != 0
        doubtful = in_doubt & (unknown | asks)
        doubtful &= better | self._may_stand_better(rows, learners, doubtful & ~better)
        reason[doubtful] = UNKNOWN_FACTS
        facts = {item for item in sure.unknown_facts | possible.unknown_facts if self._own(item)}
        if facts:
            flips = sure.unmet > possible.unmet
            reason[in_doubt & ~better & (not flips)] = UNKNOWN_FACTS
            missing[in_doubt & (better | flips)] = len(facts)
        return missing

    def _may_stand_better(self, rows: Rows, learners: Ints, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Of whom, with no more progress, the possible reading could stand better in p or in a check."""
        sure, possible = self.table(), self.table(Reading.POSSIBLE)
        found = asked & (_held_down(sure) or _held_down(possible))
        if found.any() and sure.frame is not None and possible.frame is not None:
            certain = no_better(sure, possible, lambda table: packed_of(table, self.units, rows, learners[found]))
            found[np.flatnonzero(found)[certain]] = False
        return found

    def _own(self, item: Missing) -> bool:
        award = self.qualification.award
        return item.needed_by.partition("#")[0] in {*award.clauses, *award.needs, *award.rules, award.id}

    def _empty(self, table: Table, earned: Found, reason: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Whether p(root) is 0, where progress is."""
        assert table.frame is not None
        nothing = earned.numerator == 0
        if _held_down(table):
            reason[nothing & earned.fits] = NOTHING_YET
        found: NDArray[np.bool_] = nothing & (earned.fits | (table.empty == 0))
        return found


def _held_down(table: Table) -> bool:
    """Whether checks could hold progress below p(root)."""
    frame = table.frame
    return frame is None or bool(table.unmet or frame.unmet or frame.late or any(rule.need for rule in frame.rules))


_LARGEST: Final = 1 << 62


def _nothing(version: Asked, count: int) -> Figures:
    none, no = np.zeros(count, np.int64), np.zeros(count, np.bool_)
    reason = np.full(count, AWARD, np.uint8)
    return Figures(version, (Fraction(0), Fraction(1)), none, none, none, none, none, no, no, reason)


def ranked(found: list[Found]) -> tuple[tuple[Fraction, ...], list[Ints]]:
    """All fractions there are, in order (0 and 1 among them), and each figure as the place of its fraction there."""
    told = [np.unique(item.numerator, return_inverse=True) for item in found]
    texts = [[Fraction(int(n), item.whole) for n in numbers] for item, (numbers, _) in zip(found, told, strict=True)]
    fractions = tuple(sorted({Fraction(0), Fraction(1)}.union(*texts)))
    place = {fraction: index for index, fraction in enumerate(fractions)}
    ranks = [
        np.array([place[fraction] for fraction in mine], np.int64)[where]
        for mine, (_, where) in zip(texts, told, strict=True)
    ]
    return fractions, ranks
