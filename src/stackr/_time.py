"""Civil dates and durations. A duration is years, months or days; it is always counted back from a clock."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def parse_date(text: str) -> date:
    """`2026-02-01` as a date; raises `ValueError` for any other shape and for days that do not exist."""
    if not _DATE.match(text) or not text.isascii():
        raise ValueError(f"`{text}` is not a date; write it as year-month-day, such as 2026-02-01")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is a day that does not exist") from None


def today() -> date:
    """The day it is."""
    return date.today()


def day_asked(as_of: date | None) -> date:
    """The day of an answer; today where none is given, as on the command line: the answer says which day it was.

    Raises `TypeError` for what is no day (text, an instant).
    """
    if as_of is None:
        return today()
    if type(as_of) is not date:
        raise TypeError(f"as_of is a day, such as date(2026, 2, 1), not {as_of!r}")
    return as_of


@dataclass(frozen=True, slots=True)
class Duration:
    """`5 years`, `18 months`, `14 days`."""

    count: int
    unit: Literal["years", "months", "weeks", "days"]

    def before(self, day: date) -> date:
        """The day this long before `day`: same day of the month, clamped to the month's end."""
        return self._shift(day, -self.count)

    def after(self, day: date) -> date:
        """The day this long after `day`, clamped the same way."""
        return self._shift(day, self.count)

    def _shift(self, day: date, count: int) -> date:
        if self.unit in ("days", "weeks"):
            days = count * (7 if self.unit == "weeks" else 1)
            return _clamped_ordinal(day.toordinal() + days)
        months = day.year * 12 + day.month - 1 + count * (12 if self.unit == "years" else 1)
        if months < 12:
            return date.min
        if months >= 9999 * 12 + 12:
            return date.max
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def __str__(self) -> str:
        unit = self.unit[:-1] if self.count == 1 else self.unit
        return f"{self.count} {unit}"


def _clamped_ordinal(ordinal: int) -> date:
    return date.min + timedelta(days=min(max(ordinal, 1), date.max.toordinal()) - 1)


def day_text(moment: date) -> str:
    """A day of Python as text; a moment of its day with its time, unless that is midnight.

    >>> day_text(date(2026, 2, 1)), day_text(datetime(2026, 2, 1)), day_text(datetime(2026, 2, 1, 9, 30))
    ('2026-02-01', '2026-02-01', '2026-02-01 09:30:00')
    """
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(sep=" ")
