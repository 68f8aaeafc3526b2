"""The order in which holdings stand, whatever the order of the file."""

from __future__ import annotations

from datetime import date

from stackr.model.learning import Holding


def holding_order(holding: Holding) -> tuple[object, ...]:
    """Completed, else awarded, else last; then code, issuer, credits, id: the order of `semantics.md`."""
    day = holding.dates.get("completed") or holding.dates.get("awarded")
    return (
        day is None,
        day or date.max,
        holding.credential is None,
        holding.credential or "",
        holding.issuer is None,
        holding.issuer or "",
        holding.credits is None,
        holding.credits or 0,
        holding.id,
    )
