"""Runs the LALR tables over the tokens of one declaration, bottom-up, without recursion.

A word is a keyword only if the grammar expects that keyword where it stands; otherwise it is a name, unless it is reserved.
So `average`, `source` or `except` may name a clause. Keywords of several words (`at least`) are taken together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from stackr.diagnostics.model import Collector, Span
from stackr.language.tables import Rule, Tables
from stackr.language.tokens import Token
from stackr.language.words import RESERVED


@dataclass(frozen=True, slots=True)
class Place:
    """Where a construct stands: from its first token through its last."""

    path: str
    first: Token
    last: Token
    faults: Collector

    @property
    def span(self) -> Span:
        """The place as diagnostics and the tree carry it."""
        return Span(self.path, self.first.line, self.first.column, self.last.line, self.last.column + self.last.width)


Action: TypeAlias = "Callable[[list[Any], Place], Any]"


@dataclass(frozen=True, slots=True)
class Unexpected(Exception):
    """The token at `index` can't stand there. `states` is the stack when it came."""

    index: int
    token: Token
    states: tuple[int, ...]


_KINDS = {
    "quoted": "QUOTED", "day": "ISODAY", "percent": "PERCENT", "fraction": "FRACTION", "number": "NUMBER", "sep": "_SEP",
    "label": "LABEL",
}  # fmt: skip


def symbol_at(
    tokens: Sequence[Token], index: int, row: Mapping[str, int], tables: Tables
) -> tuple[str | None, Token, int]:
    """The symbol that the token stands for in a state, the token (several words as one), and where the next begins."""
    token = tokens[index]
    kind = token.kind
    if kind != "word":
        name = token.text if kind == "sign" else _KINDS[kind]
        return (name if name in row else None), token, index + 1
    text = token.text
    for words in tables.phrases.get(text, ()):
        end = index + len(words)
        phrase = " ".join(words)
        if phrase in row and end <= len(tokens):
            following = tokens[index:end]
            if all(t.kind == "word" and t.text == w for t, w in zip(following, words, strict=True)):
                if words[-1] == "in" and _in_force(tokens, end):
                    continue
                last = following[-1]
                width = last.column + last.width - token.column if last.line == token.line else token.width
                return phrase, Token("word", phrase, token.line, token.column, width, token.new_line), end
    if text in row and text in tables.keywords:
        return text, token, index + 1
    if "IDENT" in row and text not in RESERVED:
        return "IDENT", token, index + 1
    return None, token, index + 1


def _in_force(tokens: Sequence[Token], index: int) -> bool:
    """Whether the `in` before `index` belongs to what follows: `over counted in force from 2026-01-01`."""
    return [token.text for token in tokens[index : index + 2]] in (["force", "from"], ["force", "until"])


def run(
    tokens: Sequence[Token], start: str, tables: Tables, actions: Mapping[str, Action], path: str, faults: Collector
) -> Any:
    """The value of one declaration. Raises `Unexpected` at the first token that can't stand where it does."""
    states, rules = tables.states, tables.rules
    first_state, last_state = tables.starts[start]
    stack: list[int] = [first_state]
    values: list[Any] = []
    firsts: list[Token | None] = []
    lasts: list[Token | None] = []
    index, count = 0, len(tokens)
    end = Token("end", "", tokens[-1].line, tokens[-1].column + tokens[-1].width, 0) if tokens else None
    while True:
        row = states[stack[-1]]
        if index < count:
            symbol, token, following = symbol_at(tokens, index, row, tables)
            if symbol is not None and row[symbol] < 0 and _only_a_name(symbol, tokens[index], row, tables, stack):
                symbol, token, following = "IDENT", tokens[index], index + 1
        else:
            assert end is not None
            symbol, token, following = ("$END" if "$END" in row else None), end, index
        if symbol is None:
            raise Unexpected(index, token, tuple(stack))
        before = tuple(stack)
        while True:
            action = states[stack[-1]].get(symbol, 0)
            if action > 0:
                stack.append(action - 1)
                values.append(token)
                firsts.append(token)
                lasts.append(token)
                index = following
                break
            if action == 0:
                raise Unexpected(index, token, before)
            rule = rules[-action - 1]
            _reduce(rule, stack, values, firsts, lasts, actions, path, token, faults)
            stack.append(states[stack[-1]][rule.gives] - 1)
            if symbol == "$END" and stack[-1] == last_state:
                return values[-1]


def _only_a_name(symbol: str, token: Token, row: Mapping[str, int], tables: Tables, stack: list[int]) -> bool:
    """Whether a word that looks like a keyword here can't be one, and may be a name: `convert 25 hours = …`."""
    if token.kind != "word" or symbol == "IDENT" or "IDENT" not in row or token.text in RESERVED:
        return False
    return tables.before_shift(symbol, stack) is None


def _reduce(
    rule: Rule,
    stack: list[int],
    values: list[Any],
    firsts: list[Token | None],
    lasts: list[Token | None],
    actions: Mapping[str, Action],
    path: str,
    ahead: Token,
    faults: Collector,
) -> None:
    takes = rule.takes
    if takes:
        children = values[-takes:]
        first = next((t for t in firsts[-takes:] if t is not None), None)
        last = next((t for t in reversed(lasts[-takes:]) if t is not None), None)
        del stack[-takes:], values[-takes:], firsts[-takes:], lasts[-takes:]
    else:
        children, first, last = [], None, None
    kept: list[Any] = []
    for position, spliced in rule.keep:
        value = children[position]
        if not spliced:
            kept.append(value)
        elif kept:
            kept.extend(value)
        else:
            kept = value  # nobody else's: a list of n members is not copied n times
    if rule.action == "_":
        value = kept
    elif rule.single and len(kept) == 1:
        value = kept[0]
    else:
        value = actions[rule.action](kept, Place(path, first or ahead, last or ahead, faults))
    values.append(value)
    firsts.append(first)
    lasts.append(last)
