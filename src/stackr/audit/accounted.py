"""Every unit of an award as the audit tells it: what counts, what is left of it, what counts nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackr._quantity import format_amount
from stackr.audit.counting import Counting
from stackr.audit.proving import NO_PROOFS, Proofs
from stackr.audit.texts import left_over_message, unit_name, unused_message
from stackr.model.learning import RecognisedUnit
from stackr.model.qualification import CountedUnit, LeftOver, UnusedUnit


def counted_units(counting: Counting, proofs: Proofs) -> Iterator[CountedUnit]:
    """What counts where."""
    for item in counting.counts():
        forced = (item.index, item.place) in proofs.forced
        yield CountedUnit(
            **_which(item.unit),
            requirement=item.requirement,
            credits=format_amount(item.credits),
            layer=item.layer,
            route=item.unit.route,
            placement=None if proofs is NO_PROOFS else "forced" if forced else "free",
        )


def unused_units(counting: Counting) -> Iterator[UnusedUnit]:
    """What counts nowhere, and why."""
    names = {unit.id: unit_name(unit) for unit in counting.units}
    for item in counting.unused():
        yield UnusedUnit(
            **_which(item.unit),
            credits=None if item.unit.credits is None else format_amount(item.unit.credits),
            reason=item.reason,
            clause=item.clause,
            message=unused_message(item, counting.award, names),
        )


def left_over(counting: Counting) -> Iterator[LeftOver]:
    """What is left of block credit, and of units that may be cut, of which a part counts."""
    for item in counting.left_over():
        yield LeftOver(
            **_which(item.unit),
            credits=format_amount(item.credits),
            of=format_amount(item.of),
            reason=item.reason,
            clause=item.clause,
            message=left_over_message(item, counting.award),
        )


def _which(unit: RecognisedUnit) -> dict[str, Any]:
    return {"unit": unit.id, "holding": unit.holding.id, "code": unit.code, "title": unit_name(unit)}
