"""`SELECTOR counts toward A or B, not both`, where a unit otherwise might: A and B share, or lie in two layers.

Such a unit, with all that its grant gives, stands in the problem twice: once barred from A, once barred from B. The two
use the same piece of learning, so that at most one of them counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stackr.model.learning import GrantInfo, RecognisedUnit
from stackr.requirements.builder import Builder
from stackr.requirements.compiled import Award, NotBoth
from stackr.requirements.sheet import Sheet
from stackr.requirements.skeleton import Layout


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of the problem. `copy`: which of several it is ("" for the only one); `barred`: clauses it may not use."""

    unit: RecognisedUnit
    copy: str = ""
    barred: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its id in the problem."""
        return self.unit.id + self.copy

    @property
    def grant(self) -> str:
        """Its grant in the problem."""
        return self.unit.grant + self.copy


def entries(sheets: Sequence[Sheet], awards: Sequence[Award], found: Layout, sure: bool) -> tuple[Entry, ...]:
    """The units, those that a line concerns once for each side; in the order of the units."""
    listed = [Entry(unit) for unit in sheets[0].units]
    for award, sheet in zip(awards, sheets, strict=True):
        for line in award.not_both:
            if _may_count_at_both(line, award, found):
                true, unknown = sheet.masks(line.selector)
                mask = true | unknown if sure else true
                about = {unit.id for index, unit in enumerate(sheet.units) if mask >> index & 1}
                listed = _twice(listed, line, about)
    return tuple(listed)


def _twice(listed: list[Entry], line: NotBoth, about: set[str]) -> list[Entry]:
    grants = {entry.unit.grant for entry in listed if entry.unit.id in about}
    result = []
    for entry in listed:
        if entry.unit.grant not in grants:
            result.append(entry)
            continue
        for side, clause in (("|1", line.left), ("|2", line.right)):
            barred = (*entry.barred, clause) if entry.unit.id in about else entry.barred
            result.append(replace(entry, copy=entry.copy + side, barred=barred))
    return result


def _may_count_at_both(line: NotBoth, award: Award, found: Layout) -> bool:
    left, right = found.masks.get(line.left, 0), found.masks.get(line.right, 0)
    layers = [{found.layer_of[i] for i in range(len(found.specs)) if mask >> i & 1} for mask in (left, right)]
    if len(layers[0] | layers[1]) > 1:
        return True
    pairs = [(found.masks.get(one.left, 0), found.masks.get(one.right, 0)) for one in award.shared]
    return any((a & left and b & right) or (a & right and b & left) for a, b in pairs)


def bar(build: Builder, listed: Sequence[Entry]) -> None:
    """Take away the places that an entry may not use: it is no reason to tell, the other entry may."""
    for index, entry in enumerate(listed):
        for clause in entry.barred:
            build.take_away(1 << index, build.mask(clause))


def copied_grants(listed: Sequence[Entry], grants: Sequence[GrantInfo]) -> tuple[GrantInfo, ...]:
    """The grants, with one for each copy."""
    known = {grant.id: grant for grant in grants}
    copies = {entry.grant: known[entry.unit.grant] for entry in listed if entry.copy and entry.unit.grant in known}
    return (*grants, *(replace(grant, id=id) for id, grant in sorted(copies.items())))
