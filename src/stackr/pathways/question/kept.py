"""What conferred awards keep of the learning on record, where nobody recorded it: found beside the plan, but never out of what it adds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stackr.audit.claim import Claim, Member
from stackr.audit.values import Values


def beside(values: Values) -> Claim:
    """What the award is judged by, with the earlier awards that are complete by the record: each keeps what it needs, whichever that is.

    Of one that is not, what it used is not all on record. Nothing that a plan adds can complete it, and an audit lets an award that can be
    satisfied go before the progress of one that can't: so it keeps nothing from a plan.
    """
    claim, sure = values.claim, values.sure
    complete = tuple(member for member in claim.earlier if sure.standing(member.award.id).satisfied)
    return replace(claim, earlier=complete) if len(complete) < len(claim.earlier) else claim


def not_out_of(earlier: Iterable[Member], fresh: Iterable[str]) -> tuple[Member, ...]:
    """Earlier awards that use nothing of what a plan adds: it is not there yet."""
    ids = sorted(fresh)
    return tuple(_without(member, dict.fromkeys(ids, member.award.id)) for member in earlier)


def _without(member: Member, blocked: dict[str, str]) -> Member:
    reserved = member.reserved
    return replace(member, reserved=replace(reserved, blocked={**blocked, **reserved.blocked}))
