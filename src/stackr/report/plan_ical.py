"""A plan as an iCalendar file (RFC 5545): an event for each item, and for what is in progress, over the days of its term.

What is in progress and in no term of the plan stands on the day on which it is expected to be over, where the record says it.
"""

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
    placed = set()
    for term in way.terms:
        days = _days(term)
        for label in term.items:
            lines += _event(plan, label, days, *_of_item(plan, way, label))
        for code in sorted(set(term.under_way)):
            placed.add(code)
            lines += _event(plan, f"{code}/{term.name}", days, f"{code} (in progress)", _going(plan, code))
    for code in sorted(plan.expected.keys() - placed):
        day = date.fromisoformat(plan.expected[code])
        lines += _event(plan, code, (day, day), f"{code} (in progress): expected to be over", _going(plan, code))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _days(term: PlanTerm) -> tuple[date, date]:
    assert term.start is not None
    assert term.end is not None
    return date.fromisoformat(term.start), date.fromisoformat(term.end)


def _event(
    plan: Plan, key: str, days: tuple[date, date], summary: str, about: str, places: tuple[str, ...] = ()
) -> Iterator[str]:
    """`days`: the first and the last; `key`: what no other event of the plan is called."""
    first, last = days
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(f'{plan.learner}/{plan.qualification}/{key}').replace(' ', '-')}@stackr.invalid"
    yield f"DTSTAMP:{_day(plan.as_of)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(first.isoformat())}"
    yield f"DTEND;VALUE=DATE:{_day((last + timedelta(days=1)).isoformat())}"
    yield f"SUMMARY:{_text(summary)}"
    yield f"DESCRIPTION:{_text(about)}"
    if places:
        yield f"LOCATION:{_text(', '.join(places))}"
    yield "END:VEVENT"


def _of_item(plan: Plan, way: Pathway, label: str) -> tuple[str, str, tuple[str, ...]]:
    """(summary, description, places)."""
    item = next(each for each in way.items if each.label == label)
    return f"{item.label} {item.title}" if item.title != item.code else item.label, _about(plan, item), item.places


def _going(plan: Plan, code: str) -> str:
    return f"Toward {plan.title}; taken as passed" if code in plan.held else "In progress already"


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
