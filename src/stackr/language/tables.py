"""The LALR tables: Lark reads `grammar.lark` once per version; the tables are kept in the user's cache folder.

With the tables in the cache no Lark is loaded at all. A cache that is missing, damaged or of another grammar is built anew;
one that can't be written is done without.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

FORMAT = 2
STARTS = ("declaration", "line", "expr", "limit_line")
"""What can be read on its own."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One production: the non-terminal it gives, how many symbols it takes, which of them its action sees.

    `keep` holds (index, whether the value is a list to be spliced in). `action` is the name of what makes the value."""

    gives: str
    takes: int
    keep: tuple[tuple[int, bool], ...]
    action: str
    single: bool
    """A lone value stands for itself."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The automaton. `states[s][symbol]`: t > 0 goes to state t - 1; r < 0 reduces by rule -r - 1. Keywords are their own
    symbols (`at least`), kinds of pieces stand in capitals, non-terminals in angle brackets."""

    states: tuple[dict[str, int], ...]
    rules: tuple[Rule, ...]
    starts: dict[str, tuple[int, int]]
    """Start symbol → (first state, state at the end)."""
    keywords: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    """First word → keywords of several words that begin with it, longest first."""
    firsts: dict[str, frozenset[str]]
    """Construct → the symbols it may begin with, of those that messages speak of."""

    def before_shift(self, symbol: str, states: Sequence[int]) -> int | None:
        """The state in which a symbol is taken, after the reductions that it causes; None if it can't be taken.

        The row of a state alone says too much: tables of this kind merge states.
        """
        stack = list(states)
        while True:
            action = self.states[stack[-1]].get(symbol, 0)
            if action >= 0:
                return stack[-1] if action > 0 else None
            rule = self.rules[-action - 1]
            if rule.takes:
                del stack[-rule.takes :]
            following = self.states[stack[-1]].get(rule.gives, 0)
            if following <= 0:
                return None
            stack.append(following - 1)
            if symbol == "$END" and stack[-1] in {last for _, last in self.starts.values()}:
                return stack[-1]


@cache
def tables() -> Tables:
    """The tables of this version, from the cache or built."""
    grammar = resources.files("stackr.language").joinpath("grammar.lark").read_text(encoding="utf-8")
    digest = hashlib.sha256(f"{FORMAT}\n{STARTS}\n{grammar}".encode()).hexdigest()[:32]
    path = _cache_folder() / f"grammar-{digest}.json"
    try:
        return _load(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        data = build(grammar)
        _store(path, data)
        return _load(data)


def _cache_folder() -> Path:
    base = os.environ.get("STACKR_CACHE")
    if base:
        return Path(base)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stackr"


def _store(path: Path, data: dict[str, Any]) -> None:
    """Write beside and rename, so that nobody ever reads half a table."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, separators=(",", ":"))
        os.replace(name, path)
    except OSError:
        return


def _load(data: dict[str, Any]) -> Tables:
    rules = tuple(
        Rule(gives, takes, tuple((i, bool(s)) for i, s in keep), action, single)
        for gives, takes, keep, action, single in data["rules"]
    )
    keywords = frozenset(data["keywords"])
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for keyword in sorted(keywords, key=lambda k: (-len(k.split()), k)):
        words = tuple(keyword.split())
        if len(words) > 1:
            phrases.setdefault(words[0], []).append(words)
    starts = {name: (first, last) for name, (first, last) in data["starts"].items()}
    firsts = {name: frozenset(symbols) for name, symbols in data["firsts"].items()}
    return Tables(tuple(data["states"]), rules, starts, keywords, {k: tuple(v) for k, v in phrases.items()}, firsts)


def build(grammar: str) -> dict[str, Any]:
    """Build the tables with Lark. `strict` makes every conflict of the grammar an error."""
    from lark import Lark
    from lark.common import LexerConf
    from lark.lexer import Lexer, PatternStr

    class Unused(Lexer):
        """Pieces come from `tokens`; Lark only makes the tables."""

        def __init__(self, lexer_conf: LexerConf) -> None:
            pass

        def lex(self, *_: Any) -> Iterator[Any]:
            return iter(())

    parser = Lark(grammar, parser="lalr", lexer=Unused, strict=True, start=list(STARTS), maybe_placeholders=False)
    literal = {t.name: t.pattern.value for t in parser.terminals if isinstance(t.pattern, PatternStr)}
    table: Any = parser.parse_interactive("", start=STARTS[0]).parser_state.parse_conf.parse_table
    symbol = {name: literal.get(name, name) for state in table.states.values() for name in state}
    numbers: dict[Any, int] = {}
    rules: list[Any] = []
    order = {state: index for index, state in enumerate(table.states)}
    states: list[dict[str, int]] = []
    for actions in table.states.values():
        row: dict[str, int] = {}
        for name, (action, target) in actions.items():
            if action.name == "Shift":
                key = symbol[name] if name.isupper() or name in literal or name == "$END" else f"<{name}>"
                row[key] = order[target] + 1
            else:
                if target not in numbers:
                    numbers[target] = len(rules)
                    rules.append(_rule(target))
                row[symbol[name]] = -numbers[target] - 1
        states.append(row)
    starts = {name: (order[table.start_states[name]], order[table.end_states[name]]) for name in STARTS}
    firsts = _firsts(list(numbers), symbol)
    return {**_numbered(states, rules, starts), "keywords": sorted(literal.values()), "firsts": firsts}


def _numbered(states: list[dict[str, int]], rules: list[Any], starts: dict[str, tuple[int, int]]) -> dict[str, Any]:
    """The same tables with states and rules numbered by how they are reached, so that every build gives the same bytes."""
    found = {first: index for index, (first, _) in enumerate(starts.values())}
    used: dict[int, int] = {}
    pending = list(found)
    for state in pending:
        for _, action in sorted(states[state].items()):
            if action < 0:
                used.setdefault(-action - 1, len(used))
            elif action - 1 not in found:
                found[action - 1] = len(found)
                pending.append(action - 1)
    rows = [
        {
            symbol: found[action - 1] + 1 if action > 0 else -used[-action - 1] - 1
            for symbol, action in sorted(states[state].items())
        }
        for state in found
    ]
    ends = {name: (found[first], found[last]) for name, (first, last) in starts.items()}
    return {"states": rows, "rules": [rules[rule] for rule in used], "starts": ends}


def _firsts(rules: list[Any], symbol: dict[str, str]) -> dict[str, list[str]]:
    """What every construct may begin with (no construct is empty, so the first symbol of each production decides)."""
    begins: dict[str, set[str]] = {}
    for rule in rules:
        begins.setdefault(rule.origin.name, set()).add(rule.expansion[0].name)
    grown = True
    while grown:
        grown = False
        for names in begins.values():
            more = {inner for name in names if name in begins for inner in begins[name]} - names
            names |= more
            grown = grown or bool(more)
    return {
        name: sorted(symbol.get(first, first) for first in names if first not in begins)
        for name, names in sorted(begins.items())
        if not name.startswith("_")
    }


def _rule(rule: Any) -> list[Any]:
    keep = [
        (index, symbol.name.startswith("_") and not symbol.is_term)
        for index, symbol in enumerate(rule.expansion)
        if rule.options.keep_all_tokens or not (symbol.is_term and symbol.filter_out)
    ]
    action = rule.alias or str(rule.options.template_source or rule.origin.name)
    if rule.origin.name.startswith("_"):
        action = "_"
    return [f"<{rule.origin.name}>", len(rule.expansion), keep, action, bool(rule.options.expand1 and not rule.alias)]
