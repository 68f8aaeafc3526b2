"""Doing an audit again from what it says of itself: the same bytes, or what differs and why.

An audit names its inputs by digest, its dates, how it was asked and the engine. With the same rules, registers and record
the same engine gives the same bytes; another one is compared member by member.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from stackr._files import NotText, text_of
from stackr.audit.diff import AuditDiff, diff
from stackr.audit.options import AuditOptions
from stackr.audit.run import AuditError, Given, audit
from stackr.model.audit import Audit, audit_bytes
from stackr.records.json_text import why_no_json
from stackr.rulebook.book import RuleBook

MOST_BYTES = 50_000_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Replay:
    """`same`: byte for byte. Else `differences`, with the causes that the digests show."""

    same: bool
    audit: Audit
    differences: AuditDiff


def read_audit(data: bytes) -> Audit:
    """An audit from its bytes. Raises `AuditError` for what is none."""
    return _read(_text(data), Audit)


def read_audits(data: bytes) -> tuple[Audit, ...]:
    """The audits of a file: one, or a list of them. Raises `AuditError` for what is none."""
    text = _text(data)
    if not text.lstrip().startswith("["):
        return (_read(text, Audit),)
    found = _read(text, tuple[Audit, ...])
    if not found:
        raise AuditError("the list is empty: that is no audit")
    return found


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise AuditError(f"the file is larger than {MOST_BYTES // 1_000_000} MB: that is no audit")
    try:
        return text_of(data)
    except NotText as fault:
        raise AuditError(f"this is no audit that stackr wrote: {fault}") from None


def _read(text: str, shape: type[T]) -> T:
    try:
        return TypeAdapter(shape).validate_json(text)
    except ValidationError as fault:
        raise AuditError(f"this is no audit that stackr wrote: {_told(fault, text)}") from None


def _told(fault: ValidationError, text: str) -> str:
    """The first thing that is wrong, in words."""
    first = fault.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        told = why_no_json(text)
        return f"not JSON: {told}" if told else "it can't be read as JSON"
    if first["type"] == "missing":
        return f"it has no `{where}`"
    return f"`{where}` is not as an audit has it" if where else "it is no object"


def replay(kept: bytes, book: RuleBook, learner: Given) -> Replay:
    """Do one audit again, with the rules and the record at hand. Raises `AuditError`."""
    found = replay_one(read_audit(kept), book, learner)
    return replace(found, same=audit_bytes(found.audit) == kept)


def replay_one(first: Audit, book: RuleBook, learner: Given) -> Replay:
    """Do an audit again that was read, from a list for instance. Raises `AuditError`."""
    again = _again(first, book, learner)
    before, after = audit_bytes(first), audit_bytes(again)
    return Replay(before == after, again, diff(_data(before), _data(after)))


def _again(first: Audit, book: RuleBook, learner: Given) -> Audit:
    """The audit of a learner on the day, and asked as, another one was. Raises `AuditError`."""
    as_of = day_of(first.as_of)
    options = AuditOptions(
        tier=first.asked.tier,
        steps=first.asked.steps,
        together=first.asked.together,
        known=day_of(first.known) if first.known else None,
        smallest=first.asked.smallest,
    )
    return audit(book, learner, first.asked.for_, as_of, options)


def day_of(text: str) -> date:
    """A day as an audit writes it. Raises `AuditError`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AuditError(f"`{text}` is no day: this is no audit that stackr wrote") from None


def _data(written: bytes) -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(written)
    return data
