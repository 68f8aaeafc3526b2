"""One member at a time: read it as what it should be, or say why it can't be and leave it unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeVar

from stackr._quantity import AmountError, format_amount, parse_amount
from stackr._time import parse_date
from stackr.diagnostics.suggest import did_you_mean
from stackr.model.learning import Remark
from stackr.records.json_text import NumberText, Twice, kind_of

_MANY = frozenset({"credits", "hours", "fields", "outcomes", "tags", "shares", "differences", "identifiers"})
T = TypeVar("T")

LONGEST_TEXT: Final = 4_000
MOST_ITEMS: Final = 1_000
MOST_NAMED: Final = 50
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SHOWN: Final = 60


class Unreadable(ValueError):
    """A value that is not what the member holds. `code` is that of the remark to make."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(slots=True)
class Members:
    """The members of one object, read one by one; what can't be read becomes a remark and a fault."""

    data: Mapping[str, Any]
    holding: str | None
    remarks: list[Remark]
    prefix: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)

    def text(self, member: str) -> str | None:
        """A text, trimmed; numbers count as text, an empty text as absent."""
        return self.value(member, as_text)

    def amount(self, member: str, most: int) -> Fraction | None:
        """An exact amount from 0 to `most`."""
        return self.value(member, lambda value: as_amount(value, most))

    def day(self, member: str) -> date | None:
        """A civil date."""
        return self.value(member, as_date)

    def flag(self, member: str) -> bool | None:
        """True or false."""
        return self.value(member, as_flag)

    def texts(self, member: str) -> tuple[str, ...] | None:
        """A list of texts, each once, in a fixed order; a text is cut at `;`. One with nothing but gaps in it is absent."""
        return self.value(member, as_texts)

    def word(self, member: str, words: Iterable[str]) -> str | None:
        """One of the words; case, blanks and underscores count for nothing."""
        return self.value(member, lambda value: as_word(value, tuple(words)))

    def share(self, member: str) -> Fraction | None:
        """A share from 0 to 1: `80%`, `4/5`, `0.8`."""
        return self.value(member, as_share)

    def fault(self, member: str, code: str, message: str) -> None:
        """Note that the member is unknown because it can't be read."""
        name = printable(self.prefix + member)
        self.faults.append((name, message))
        self.remarks.append(Remark(code, message, self.holding, name))

    def unknown_members(self, known: frozenset[str], told: str) -> None:
        """Name the members that nobody knows, with what was probably meant; of very many, the first by name."""
        found = sorted(set(self.data) - known)
        for member in found[:MOST_NAMED]:
            hint = _probably(member, known)
            self.note(member, "R301", f"{shown(member)} is not a member of {told}" + (f"; {hint}" if hint else ""))
        if len(found) > MOST_NAMED:
            self.note(None, "R301", f"{len(found) - MOST_NAMED} more are not members of {told}")

    def note(self, member: str | None, code: str, message: str) -> None:
        """Say something that makes nothing unknown."""
        name = None if member is None else printable(self.prefix + member)
        self.remarks.append(Remark(code, message, self.holding, name))

    def value(self, member: str, reader: Callable[[Any], T]) -> T | None:
        """What `reader` makes of the member; None if it is absent or can't be read."""
        value = self.data.get(member)
        if value is None or value == "":
            return None
        try:
            if isinstance(value, Twice):
                raise Unreadable("R313", twice(member))
            return reader(value)
        except Unreadable as error:
            self.fault(
                member,
                error.code,
                f"{error}; {printable(member)} {'are' if member in _MANY else 'is'} taken as unknown",
            )
            return None


@lru_cache(maxsize=4096)
def _probably(member: str, known: frozenset[str]) -> str:
    return did_you_mean(member, known)


def shown(value: Any) -> str:
    """A value as it may stand in a message: short, printable, whatever it holds."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return f"`{printable(str(value))}`" if value != "" else "an empty text"
    return kind_of(value)


def as_list(value: Any, of: str, most: int, too_many: str) -> list[Any]:
    """A list of so many members at most; `of` what, and what is told of more: so many are `too_many`."""
    if not isinstance(value, list):
        raise Unreadable("R302", f"expected a list of {of}, found {shown(value)}")
    if len(value) > most:
        raise Unreadable("R302", f"{len(value)} {too_many}")
    return value


def twice(member: str) -> str:
    """Why nothing of a member can be read that an object gives more than once."""
    return f"`{member}` is given more than once, and differently"


def no_list(member: str, value: Any) -> str:
    """Why nothing of a member that should be a list can be read."""
    told = twice(member) if isinstance(value, Twice) else f"`{member}` is {shown(value)}, and no list"
    return f"{told}: nothing of it can be read"


def printable(text: str) -> str:
    """Any text as it may be shown: one line, no control characters, not endless."""
    text = _UNPRINTABLE.sub("�", text[: _SHOWN + 1]).replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text


def as_text(value: Any) -> str | None:
    """See `Members.text`."""
    if type(value) is str and len(value) <= LONGEST_TEXT and value.isprintable():  # nearly every text there is
        return value.strip() or None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unreadable("R302", f"expected text, found {_kind(value)}")
    text = str(value).strip()
    if isinstance(value, NumberText) and not text.lstrip("-")[:1].isdigit():
        raise Unreadable("R303", f"{shown(text)} is no value")
    if len(text) > LONGEST_TEXT:
        raise Unreadable("R302", f"the text is longer than {LONGEST_TEXT} characters")
    if _UNPRINTABLE.search(text):
        raise Unreadable("R302", f"{shown(text)} holds characters that can't be shown")
    return text or None


def as_amount(value: Any, most: int) -> Fraction | None:
    """See `Members.amount`."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unreadable("R302", f"expected an amount, found {_kind(value)}")
    if isinstance(value, str) and not value.strip():
        return None
    try:
        amount = _amount_of(value) if type(value) is str else parse_amount(value)
    except AmountError:
        raise Unreadable("R303", f"{shown(value)} is not an exact amount such as 40, 12.5 or 1/3") from None
    if amount < 0:
        raise Unreadable("R304", f"{shown(value)} is less than nothing")
    if amount > most:
        raise Unreadable(
            "R304", f"{shown(value)} is more than {format_amount(most)}, the most that one holding may have"
        )
    return amount


@lru_cache(maxsize=4096)
def _amount_of(text: str) -> Fraction:
    return parse_amount(text)


def as_share(value: Any) -> Fraction | None:
    """See `Members.share`."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unreadable("R302", f"expected a share such as 80%, found {_kind(value)}")
    text = str(value).strip()
    try:
        amount = parse_amount(text[:-1]) / 100 if text.endswith("%") else parse_amount(text)
    except AmountError:
        raise Unreadable("R303", f"{shown(value)} is not a share such as 80%, 4/5 or 0.8") from None
    if not 0 <= amount <= 1:
        raise Unreadable("R304", f"{shown(value)} is not between 0% and 100%")
    return amount


def as_date(value: Any) -> date | None:
    """See `Members.day`."""
    if not isinstance(value, str):
        raise Unreadable("R302", f"expected a date such as 2026-02-01, found {_kind(value)}")
    if not value.strip():
        return None
    try:
        return parse_date(value.strip())
    except ValueError as error:
        told = str(error) if len(value) < _SHOWN and value.isprintable() else f"{shown(value)} is not a date"
        raise Unreadable("R305", told) from None


def as_flag(value: Any) -> bool:
    """See `Members.flag`."""
    if isinstance(value, bool):
        return value
    word = {"true": True, "yes": True, "false": False, "no": False}.get(str(value).strip().casefold())
    if word is None or not isinstance(value, str):
        raise Unreadable("R302", f"expected true or false, found {_kind(value)}")
    return word


def as_texts(value: Any) -> tuple[str, ...] | None:
    """See `Members.texts`."""
    if isinstance(value, NumberText) or (isinstance(value, int) and not isinstance(value, bool)):
        value = [value]
    items = value.split(";") if isinstance(value, str) else value
    if not isinstance(items, list):
        raise Unreadable("R302", f"expected a list of texts, found {_kind(value)}")
    if len(items) > MOST_ITEMS:
        raise Unreadable("R302", f"the list has more than {MOST_ITEMS} items")
    found = sorted({text for item in items if item is not None and (text := as_text(item))})
    empty = ";" in value if isinstance(value, str) else not value
    return tuple(found) if found or empty else None


def as_word(value: Any, words: tuple[str, ...]) -> str | None:
    """See `Members.word`."""
    text = as_text(value)
    if text is None:
        return None
    word = "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
    if word in words:
        return word
    hint = did_you_mean(word, words) or f"it is one of {', '.join(words)}"
    raise Unreadable("R306", f"{shown(text)} is not a word used here; {hint}")


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    return shown(value)
