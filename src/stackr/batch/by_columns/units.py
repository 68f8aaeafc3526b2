"""The recognised units of all signatures under one ladder, numbered, and which signature gives which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stackr.batch.by_columns.signatures import Recognised
from stackr.model.learning import GrantInfo, RecognisedUnit, State
from stackr.recognition.types import Finding
from stackr.requirements.sheet import Answers

if TYPE_CHECKING:
    from numpy.typing import NDArray

PENDING, UNDER_WAY, PLANNED, ASKS = 1, 2, 4, 8
"""What is said of a signature: it gives a unit that is not sure; one in progress; one planned; recognition asked it in vain."""
_SAID = {State.EARNED: 0, State.IN_PROGRESS: UNDER_WAY, State.PLANNED: PLANNED}


class Together:
    """Units that are lowered as if one learner had them: for all awards, readings and sets of learning, with what is known of them."""

    def __init__(self, units: Units, numbers: Sequence[int]) -> None:
        self.numbers = tuple(numbers)
        self.units = tuple(units.listed[number] for number in numbers)
        self.grants = units.grants_of(self.units)
        self.answers = units.answers()


class Units:
    """`listed[n]` is unit n; those of signature s are `numbers[starts[s]:starts[s + 1]]`. Grows with what is recognised."""

    def __init__(self, recognised: Recognised) -> None:
        self.recognised = recognised
        self.grants = recognised.grants
        self.listed: list[RecognisedUnit] = []
        self.starts: NDArray[np.int64] = np.zeros(1, np.int64)
        self.said: NDArray[np.int32] = np.zeros(0, np.int32)
        self.codes: NDArray[np.int32] = np.zeros(0, np.int32)
        self.grant_numbers: NDArray[np.int64] = np.zeros(0, np.int64)
        """Of the grants of one signature, the unit's."""
        self.of: NDArray[np.int64] = np.zeros(0, np.int64)
        """The signature of each unit."""
        self._code_numbers: dict[str, int] = {}
        self._answers = Answers()
        self._together: dict[int, tuple[Together, ...]] = {}
        """All units from one number on, in groups."""

    def extend(self) -> None:
        """Bring everything up to date."""
        new = self.recognised.units[len(self.starts) - 1 :]
        if not new:
            return
        self._together.clear()
        units = [unit for of in new for unit in of]
        self.listed += units
        ends = self.starts[-1] + np.cumsum([len(of) for of in new], dtype=np.int64)
        self.starts = np.concatenate([self.starts, ends])
        findings = self.recognised.findings[len(self.starts) - 1 - len(new) :]
        said = [_said(of, finding) for of, finding in zip(new, findings, strict=True)]
        self.said = np.concatenate([self.said, np.array(said, np.int32)])
        codes = [self._code(unit.code) for unit in units]
        self.codes = np.concatenate([self.codes, np.array(codes, np.int32)])
        grants = [number for of in new for number in _grant_numbers(of)]
        self.grant_numbers = np.concatenate([self.grant_numbers, np.array(grants, np.int64)])
        self.of = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def _code(self, code: str | None) -> int:
        return -1 if code is None else self._code_numbers.setdefault(code, len(self._code_numbers))

    def grants_of(self, units: Iterable[RecognisedUnit]) -> tuple[GrantInfo, ...]:
        """The grants that give these units."""
        return tuple(self.grants[id] for id in dict.fromkeys(unit.grant for unit in units))

    def answers(self) -> Answers:
        """What is known of units by themselves, for a group of them: groups share their sizes and grades."""
        return Answers(sizes=self._answers.sizes, grades=self._answers.grades)

    def apart(self, first: int) -> tuple[Together, ...]:
        """All units from number `first` on, in groups that hold all that a holding gives, and no target code twice."""
        found = self._together.get(first)
        if found is None:
            groups = self._groups(range(first, len(self.listed)))
            found = self._together[first] = tuple(Together(self, group) for group in groups)
        return found

    def _groups(self, numbers: Iterable[int]) -> list[list[int]]:
        together: dict[str, list[int]] = defaultdict(list)
        for number in numbers:
            together[self.listed[number].holding.id].append(number)
        groups: dict[int, list[int]] = defaultdict(list)
        seen: dict[str, int] = defaultdict(int)
        for mine in together.values():
            codes = {code for number in mine if (code := self.listed[number].code) is not None}
            group = max((seen[code] for code in codes), default=0)
            seen |= dict.fromkeys(codes, group + 1)
            groups[group] += mine
        return [groups[group] for group in sorted(groups)]


def _said(units: tuple[RecognisedUnit, ...], finding: Finding | None) -> int:
    said = ASKS if finding is not None and any(pending.missing for pending in finding.pending) else 0
    for unit in units:
        said |= _SAID[unit.state] | (0 if unit.sure else PENDING)
    return said


def _grant_numbers(units: tuple[RecognisedUnit, ...]) -> list[int]:
    known: dict[str, int] = {}
    return [known.setdefault(unit.grant, len(known)) for unit in units]
