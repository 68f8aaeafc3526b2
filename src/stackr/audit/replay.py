"""Doing an audit again from what it says of itself: the same bytes, or what differs and why.

An audit names its inputs by digest, its dates, how it was asked and the engine. With the same rules, registers and record
the same engine gives the same bytes; another one is compared member by member.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from stackr.audit.diff import AuditDiff, diff
from stackr.audit.options import AuditOptions
from stackr.audit.run import AuditError, Given, audit
from stackr.model.audit import Audit, audit_bytes
from stackr.rulebook.book import RuleBook

MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Replay:
    """`same`: byte for byte. Else `differences`, with the causes that the digests show."""

    same: bool
    audit: Audit
    differences: AuditDiff


def read_audit(data: bytes) -> Audit:
    """An audit from its bytes. Raises `AuditError` for what is none."""
    if len(data) > MOST_BYTES:
        raise AuditError(f"the file is larger than {MOST_BYTES // 1_000_000} MB: that is no audit")
    try:
        return Audit.model_validate_json(data)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise AuditError(f"this is no audit that stackr wrote: {where}: {first['msg']}") from None


def replay(kept: bytes, book: RuleBook, learner: Given) -> Replay:
    """Do it again, with the rules and the record at hand. Raises `AuditError`."""
    first = read_audit(kept)
    as_of = day_of(first.as_of)
    options = AuditOptions(
        tier=first.asked.tier,
        steps=first.asked.steps,
        together=first.asked.together,
        known=day_of(first.known) if first.known else None,
    )
    again = audit(book, learner, first.asked.for_, as_of, options)
    return Replay(audit_bytes(again) == kept, again, diff(_data(kept), _data(audit_bytes(again))))


def day_of(text: str) -> date:
    """A day as an audit writes it. Raises `AuditError`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AuditError(f"`{text}` is no day: this is no audit that stackr wrote") from None


def _data(written: bytes) -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(written)
    return data
