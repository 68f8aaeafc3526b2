"""A plan as an iCalendar file (RFC 5545): one event for each item, from the first to the last day of its term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from stackr.model.plan import Pathway, Plan, PlanItem, PlanTerm

LIMIT = 75
"""Bytes in a line; longer ones are folded."""


def ical(plan: Plan) -> str:
    """The calendar. Raises `ValueError` for a plan whose terms have no days."""
    way = plan.best
    if way is None or not way.terms or any(term.start is None or term.end is None for term in way.terms):
        raise ValueError("a calendar file needs a plan by terms with days")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//stackr//plan//EN", "CALSCALE:GREGORIAN"]
    for term in way.terms:
        for label in term.items:
            lines += _event(plan, way, term, label)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(plan: Plan, way: Pathway, term: PlanTerm, label: str) -> Iterator[str]:
    item = next(each for each in way.items if each.label == label)
    assert term.start is not None
    assert term.end is not None
    after = date.fromisoformat(term.end) + timedelta(days=1)
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(f'{plan.learner}/{plan.qualification}/{label}').replace(' ', '-')}@stackr.invalid"
    yield f"DTSTAMP:{_day(plan.as_of)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(term.start)}"
    yield f"DTEND;VALUE=DATE:{_day(after.isoformat())}"
    yield f"SUMMARY:{_text(f'{item.label} {item.title}' if item.title != item.code else item.label)}"
    yield f"DESCRIPTION:{_text(_about(plan, item))}"
    if item.places:
        yield f"LOCATION:{_text(', '.join(item.places))}"
    yield "END:VEVENT"


def _about(plan: Plan, item: PlanItem) -> str:
    said = [f"Toward {plan.title}"]
    if item.credits is not None:
        said.append(f"{item.credits} credits")
    if item.cost is not None:
        said.append(f"fee {item.cost} {item.currency or ''}".strip())
    if item.after:
        said.append(f"after {', '.join(item.after)}")
    return "; ".join(said)


def _day(text: str) -> str:
    return text.replace("-", "")


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """In pieces of at most 75 bytes, whole letters only; those that go on begin with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode("utf-8")) > LIMIT:
            yield piece
            piece = " "
        piece += letter
    yield piece
