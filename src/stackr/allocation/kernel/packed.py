"""The learners' units as flat arrays, one row per unit, learner after learner.

The order of a learner's units, and of learners, changes no value (it is the canonical order for placements). A unit that
may count nowhere may be left out. Amounts are on the frame's scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stackr.allocation.checks import Floor, Taken
from stackr.allocation.kernel.frame import MOST_BITS, Frame
from stackr.allocation.positions import bits, eligible_places
from stackr.allocation.problem import Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Masks = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Units `offsets[i] … offsets[i + 1] - 1` are those of learner i. All other arrays have one entry per unit."""

    offsets: Ints
    """int64, one more than there are learners; starts with 0, never falls."""
    credits: Ints
    """int64, scaled, at least 0."""
    places: Masks
    """uint64: bit j if the unit is eligible at `frame.places[j]`."""
    rules: Masks
    """uint64: bit w if the unit belongs to `frame.rules[w]` (its selector; where it counts is the kernel's matter)."""
    items: Ints | None = None
    """int64: what the unit adds to counts of credentials. None: 1 each."""
    divisible: NDArray[np.bool_] | None = None
    """Block credit, or a unit all of whose places lie in one splittable group. None: none is."""
    code: Ints | None = None
    """int64: number of the target-code group within the learner, -1 for none. None: no two units share a code."""
    limit: Ints | None = None
    """int64: how many units of the unit's code group may count (read where `code` is not -1). None: 1."""
    grant: Ints | None = None
    """int64: number of the unit's grant within the learner; only read where `pieces` is not 0."""
    pieces: Masks | None = None
    """uint64: the *contested* pieces of learning of the unit's grant: bit b for the learner's b-th piece that two or more
    grants use. Two grants that share a piece exclude each other. None: no piece is contested."""
    left_out: NDArray[np.bool_] | None = None
    """bool per learner: this learner can't be told in these arrays and stays open. None: all can."""

    @property
    def learners(self) -> int:
        """How many there are."""
        return len(self.offsets) - 1


def columns_of(packed: Packed) -> tuple[tuple[Any, ...], NDArray[np.bool_]]:
    """The units' arrays as the compiled code reads them (masks as signed numbers), and who is left out.

    Raises `ValueError` if lengths or types do not fit together.
    """
    import numpy as np

    count = len(packed.credits)

    def column(name: str, kind: Any, default: int) -> Any:
        given = getattr(packed, name)
        if given is None:
            return np.broadcast_to(np.array(default, kind), (count,)).copy()
        if given.dtype != kind or given.shape != (count,):
            raise ValueError(f"`{name}` must hold {count} values of type {np.dtype(kind)}")
        return np.ascontiguousarray(given)

    offsets = packed.offsets
    if offsets.dtype != np.int64 or offsets.ndim != 1 or not len(offsets):
        raise ValueError("`offsets` must be one row of int64, one more than there are learners")
    if offsets[0] != 0 or offsets[-1] != count or (np.diff(offsets) < 0).any():
        raise ValueError("`offsets` must start with 0, never fall, and end with the number of units")
    masks = [column(name, np.uint64, 0).view(np.int64) for name in ("places", "rules", "pieces")]
    units = (
        column("credits", np.int64, 0),
        masks[0],
        masks[1],
        column("items", np.int64, 1),
        column("divisible", np.bool_, 0),
        column("code", np.int64, -1),
        column("limit", np.int64, 1),
        column("grant", np.int64, -1),
        masks[2],
    )
    left_out = packed.left_out
    if left_out is None:
        left_out = np.zeros(packed.learners, np.bool_)
    if left_out.dtype != np.bool_ or left_out.shape != (packed.learners,):
        raise ValueError("`left_out` must hold one truth value per learner")
    return units, left_out


def pack(frame: Frame, problems: Sequence[Problem]) -> Packed:
    """The units of problems that have this frame (`frame_of(problem) == frame`)."""
    import numpy as np

    rows: list[tuple[int, ...]] = []
    offsets, left_out = [0], []
    for problem in problems:
        mine, told = _units(frame, problem)
        rows += mine
        offsets.append(len(rows))
        left_out.append(not told)
    columns: Any = list(zip(*rows, strict=True)) or [()] * 9
    masks = [np.array(columns[index], np.uint64) for index in (1, 2, 8)]
    credits, items, code, limit, grant = (np.array(columns[index], np.int64) for index in (0, 3, 5, 6, 7))
    return Packed(
        offsets=np.array(offsets, np.int64),
        credits=credits,
        places=masks[0],
        rules=masks[1],
        items=items,
        divisible=np.array(columns[4], np.bool_),
        code=code,
        limit=limit,
        grant=grant,
        pieces=masks[2],
        left_out=np.array(left_out, np.bool_),
    )


def _units(frame: Frame, problem: Problem) -> tuple[list[tuple[int, ...]], bool]:
    """(credits, places, rules, items, divisible, code, limit, grant, pieces) per unit; whether these tell all."""
    contested, told = _contested(problem), True
    rows: list[tuple[int, ...]] = []
    for index, mask in enumerate(eligible_places(problem)):
        unit, open_places = problem.units[index], mask & frame.used
        pieces = sum(contested.get(piece, 0) for piece in problem.grants[unit.grant].pieces)
        groups = {problem.places[place].splittable for place in bits(open_places)}
        told = told and (unit.divisible or groups <= {-1} or len(groups) == 1) and pieces < 1 << MOST_BITS
        cut = unit.divisible or bool(groups - {-1})
        limit = problem.multiplicity[unit.code] if unit.code >= 0 else 1
        rules = sum(1 << bit for bit, units in enumerate(_members(problem)) if units >> index & 1)
        pieces &= (1 << MOST_BITS) - 1
        rows.append((unit.credits, open_places, rules, unit.items, cut, unit.code, limit, unit.grant, pieces))
    return rows, told


def _members(problem: Problem) -> list[int]:
    """Per rule of the frame, the mask of its units: ceilings, then floors and `Taken` (everyone) among the checks."""
    checks = [problem.checks[index] for index in problem.awards[0].checks]
    floors = [check.units if isinstance(check, Floor) else -1 for check in checks if isinstance(check, Floor | Taken)]
    return [ceiling.units for ceiling in problem.ceilings] + floors


def _contested(problem: Problem) -> dict[int, int]:
    """Piece → its bit, of the pieces that several grants use."""
    uses = Counter(piece for grant in problem.grants for piece in grant.pieces)
    return {piece: 1 << bit for bit, piece in enumerate(sorted(piece for piece in uses if uses[piece] > 1))}
