"""Where a clause that is too long for its line may go on in the next one: asked of the grammar, not of a list of constructs.

A declaration is read once more with actions that only note what stands where. What the grammar joins loosely (the parts of
a route, alternatives, members of a list) may be parted, the outer before the inner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stackr.diagnostics.model import Collector
from stackr.language.driver import Action, Place, run
from stackr.language.tables import tables
from stackr.language.tokens import Token


@dataclass(frozen=True, slots=True)
class Break:
    """A new line may stand here. Those of the least `level` are taken first; all of them, or if `fill` only those needed."""

    level: int
    fill: bool


@dataclass(frozen=True, slots=True)
class _Node:
    """What one rule of the grammar read, from the token `first` on."""

    name: str
    first: Token
    children: tuple[_Node | Token, ...]


PARTS = (
    "meta_", "q_meta", "rt_", "grants", "limit_", "currency_", "never_", "pool_", "source_", "tie_", "average_", "dp_", "hp_", "xp_",
    "ar_", "enrol", "achieve", "span_", "side_", "part_", "entry_", "accredited_", "cu_", "rounding", "transition_",
)  # fmt: skip
"""How the names of rules begin whose text may start a line: each adds something to its clause."""

FILLED = frozenset({
    "names", "texts", "holding", "sc_decision", "sc_decision_on", "sc_learner", "sc_learner_in", "sc_fact", "entry",
    "ex_recognition",
})  # fmt: skip
"""What is filled line by line, rather than given a line for each part."""

JOINTS = frozenset({"or", "and", "requires", "otherwise"})
STAY = frozenset({"on", "dated"})
"""These stay with what stands before them: `grade 60 on percent`, `evidence portfolio dated 2025-06-01`."""


class _Notes(dict[str, Action]):
    """For every rule of the grammar the action that notes it."""

    def __missing__(self, name: str) -> Action:
        def note(children: list[Any], place: Place) -> _Node | Token:
            if name == "same" and len(children) == 1:
                only: _Node | Token = children[0]
                return only
            return _Node(name, place.first, tuple(children))

        self[name] = note
        return note


_NOTES: Mapping[str, Action] = _Notes()


def breaks_of(stream: list[Token]) -> tuple[dict[int, Break], set[int]]:
    """The places (indices of a declaration's tokens) where a new line may stand, and those where no space may stand."""
    root = run(stream, "declaration", tables(), _NOTES, "", Collector())
    where = {(t.line, t.column): i for i, t in enumerate(stream) if t.kind != "sep"}
    splits: dict[int, Break] = {}
    tight: set[int] = set()
    pending: list[tuple[Any, int]] = [(root, 0)]
    while pending:
        node, level = pending.pop()
        if not isinstance(node, _Node):
            continue
        if node.name == "in_function":
            name = node.children[1]
            assert isinstance(name, Token)
            tight.add(where[name.line, name.column] + 1)
        found = listing = False
        for child in node.children:
            if listing and isinstance(child, _Node) and _goes_on(child):
                listing = len(child.children) == 1 or _listing(child)
                continue
            listing = _listing(child)
            place = _place(node, child, where, stream)
            if place is not None and place not in splits:
                splits[place] = Break(level, node.name in FILLED)
                found = True
        pending.extend((child, level + found) for child in node.children)
    return splits, tight


def _place(node: _Node, child: Any, where: Mapping[tuple[int, int], int], stream: list[Token]) -> int | None:
    """Where a new line may stand in front of a child, if one may."""
    if not isinstance(child, _Node | Token):
        return None
    first = child.first if isinstance(child, _Node) else child
    index, start = where.get((first.line, first.column)), where.get((node.first.line, node.first.column))
    if index is None or start is None:
        return None
    while index > start and stream[index - 1].text == "(" and stream[index - 1].kind == "sign":
        index -= 1
    if index <= start:
        return None
    before = stream[index - 1]
    if before.kind == "sign" and (before.text == "," or (before.text == ":" and node.name == "df_criterion")):
        return index
    if before.kind == "word" and before.text in JOINTS and _joins(node):
        return index - 1
    if not isinstance(child, _Node) or first.text in STAY:
        return None
    if child.name == "holding":
        return index if len(node.children) > 1 else None
    return index if child.name.startswith(PARTS) else None


def _listing(holding: Any) -> bool:
    """Whether what the grammar takes for a holding ends in a list that a quoted text can go on with."""
    last = holding.children[-1] if isinstance(holding, _Node) and holding.name == "holding" else None
    return isinstance(last, _Node) and (
        last.name == "hp_list" or (last.name == "hp_member" and last.first.text in ("evidence", "dated"))
    )


def _goes_on(holding: _Node) -> bool:
    """Whether, behind a list, it is one more text of that list and what follows (see `actions.scenarios`)."""
    parts = holding.children[1:]
    begins = parts[0].name if parts and isinstance(parts[0], _Node) else ""
    return holding.first.kind == "quoted" and begins not in ("hp_credits", "hp_hours", "hp_issuer")


def _joins(node: _Node) -> bool:
    return node.name in ("or_", "and_", "chain", "when", "grant_words")
