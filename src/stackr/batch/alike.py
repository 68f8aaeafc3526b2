"""Learners whose records say the same, but for names: what is slow to work out is worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, Generic, TypeVar

from stackr._digest import digest
from stackr.records.canonical import canonical

T = TypeVar("T")

_NAMES: Final = frozenset({"learner", "name", "identifiers", "holdings", "schema"})
_TIES: Final = ("part_of", "used_in", "holder", "uri")
"""Members by which holdings or people are told apart: with one of them, names matter."""
MOST: Final = 200_000


def likeness(record: Mapping[str, Any]) -> str | None:
    """The same for records that differ in names alone; None where names may matter."""
    holdings = record.get("holdings")
    if record.get("decisions") or not isinstance(holdings, list):
        return None
    if any(not isinstance(item, dict) or any(tie in item for tie in _TIES) for item in holdings):
        return None
    order = in_order([str(item.get("id")) for item in holdings])
    if order is None:
        return None
    held = [{name: value for name, value in holdings[at].items() if name != "id"} for at in order]
    rest = {name: value for name, value in record.items() if name not in _NAMES}
    return digest(canonical({"rest": rest, "in order": held}))


def in_order(ids: Sequence[str]) -> list[int] | None:
    """Holdings in the order in which their units are tried (`ID:CODE`); None where an id is there twice or begins another.

    Ties between units are decided by these names, and so alike for learners whose holdings stand in one order.
    """
    order = sorted(range(len(ids)), key=lambda at: f"{ids[at]}:")
    names = [f"{ids[at]}:" for at in order]
    return None if any(after.startswith(name) for name, after in pairwise(names)) else order


class Alike(Generic[T]):
    """Answers by likeness and question. An answer must not name a learner or a holding."""

    def __init__(self) -> None:
        self._known: dict[tuple[Hashable, str], T] = {}

    def get(self, like: Hashable | None, question: str, work: Callable[[], T]) -> T:
        """The answer, worked out if nobody alike was asked before."""
        if like is None:
            return work()
        key = (like, question)
        if key not in self._known:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = work()
        return self._known[key]
