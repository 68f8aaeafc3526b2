"""Whether learning on record is the learner's own, genuine and done: asked wherever a rule looks past recognition.

Recognition asks the same of what may count, and says why not; `holds`, `completed`, `in progress`, `exam "placement"`, `attempted`
and conferred awards ask it of the record as a whole.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from stackr.model.learning import Decision, Holding

_DONE: Final = (None, "active", "suspended")
_ATTEMPTED: Final = (None, "active", "failed", "withdrawn")
_CAN_BE_UNREAD: Final = ("status", "signature", "holding")


def stands(holding: Holding, as_of: date) -> bool | None:
    """Whether it is held on the day; None: somebody has to say first (suspended, unread, whose it is)."""
    if holding.status not in _DONE or not _by(holding, as_of):
        return False
    return None if holding.status == "suspended" else genuine(holding)


def was_attempted(holding: Holding, as_of: date) -> bool | None:
    """Whether the learner has attempted it by the day, passed or not; where no status is stated, it is taken as done."""
    return genuine(holding) if holding.status in _ATTEMPTED and _by(holding, as_of) else False


def under_way(holding: Holding) -> bool | None:
    """Whether it is being learned, by the learner; None where the record says it so that it can't be read."""
    if holding.status == "in-progress" or holding.unread("status"):
        return genuine(holding)
    return False


def genuine(holding: Holding) -> bool | None:
    """Whether it is the learner's and not forged; None where that is open or what the record says of it can't be read."""
    if holding.signature == "invalid" or holding.holder == "other":
        return False
    return None if holding.holder == "unresolved" or any(map(holding.unread, _CAN_BE_UNREAD)) else True


def _by(holding: Holding, as_of: date) -> bool:
    days = holding.dates
    day = days.get("conferred") or days.get("awarded") or days.get("completed")
    return day is None or day <= as_of


def why_idle(decision: Decision, as_of: date) -> str | None:
    """Why a decision is not held to on the day; None if it is. Of an extension, `until` is the day that it gives instead."""
    if decision.faults:
        return f"it can't be read: {decision.faults[0][1]}"
    if decision.date is not None and decision.date > as_of:
        return f"it was made later, on {decision.date.isoformat()}"
    if decision.kind != "extend" and decision.until is not None and decision.until < as_of:
        return f"it held until {decision.until.isoformat()}"
    return None
