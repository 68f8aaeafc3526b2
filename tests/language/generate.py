"""Rule texts made from the grammar itself: every construct, also those that nobody thought of testing.

`rule_texts()` is a hypothesis strategy of whole files, `clause_texts(start)` of one clause. They stand as the grammar lets
them; most of what they say makes no sense, and some of it (a limit said twice, an interval that ends before it begins) is
a fault that the grammar doesn't see. New rules of the grammar are drawn without a change here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from hypothesis import strategies as st
from lark.grammar import NonTerminal, Terminal
from lark.lexer import PatternStr
from lark.load_grammar import load_grammar

from stackr.language.tables import STARTS

WORDS = {
    "IDENT": ("A", "DS501", "UNZA", "core", "core.maths", "PGDIP-DS", "ECTS", "ZQF", "average", "source", "épreuve"),
    "LABEL": ("core", "cap", "source", "limits", "at"),
    "QUOTED": ('"MATH*"', '"CS 101"', '"a \\"quoted\\" word"', '"Théorie"', '"0612"', '"# no comment; {"'),
    "NUMBER": ("1", "2", "40", "12.5", "0"),
    "FRACTION": ("1/3", "2/4"),
    "PERCENT": ("50%", "12.5%"),
    "ISODAY": ("2024-02-29", "2026-01-01"),
}
"""What stands for a kind of word."""

ENDS = ("; ", "\n", "\n\n\n", " # why\n", ";  # why\n", "\n\n# alone\n\n", "\r\n", "\n\t", "\n        ")
"""What stands between clauses."""

SPACES = (" ", " ", " ", " ", "  ", "\t")
AROUND = (" ", " ", "\n", " # opens\n", "\n\n\n", "\n# alone\n")
"""What stands behind an opening brace and in front of a closing one."""


@dataclass(frozen=True)
class Grammar:
    """Productions by non-terminal, each with the depth it needs at least; a string is a word or a kind of word."""

    productions: dict[str, list[list[str]]]
    depths: dict[str, int]

    def depth(self, symbols: list[str]) -> int:
        """How deep a production goes at least."""
        return 1 + max((self.depths.get(symbol, 0) for symbol in symbols), default=0)


@cache
def grammar() -> Grammar:
    """The grammar of the language, unfolded by Lark, without tables."""
    text = resources.files("stackr.language").joinpath("grammar.lark").read_text("utf-8")
    terminals, rules, _ = load_grammar(text, "grammar.lark", [], False)[0].compile(list(STARTS), set())
    words = {t.name: t.pattern.value for t in terminals if isinstance(t.pattern, PatternStr)}
    productions: dict[str, list[list[str]]] = {}
    for rule in rules:
        symbols = [words.get(s.name, s.name) if isinstance(s, Terminal) else f"<{s.name}>" for s in rule.expansion]
        assert all(isinstance(s, Terminal | NonTerminal) for s in rule.expansion)
        productions.setdefault(f"<{rule.origin.name}>", []).append(symbols)
    return Grammar(productions, _depths(productions))


def _depths(productions: dict[str, list[list[str]]]) -> dict[str, int]:
    """The least depth of a derivation of each non-terminal."""
    depths: dict[str, int] = {}
    while len(depths) < len(productions):
        for name, ways in productions.items():
            known = [w for w in ways if all(not s.startswith("<") or s in depths or s not in productions for s in w)]
            if known and name not in depths:
                depths[name] = 1 + min(max((depths.get(s, 0) for s in way), default=0) for way in known)
    return depths


@st.composite
def word_lists(draw: st.DrawFn, start: str = "declaration", deep: int = 14) -> list[str]:
    """The words of one derivation; `_SEP` stands where a clause ends."""
    found = grammar()
    words: list[str] = []
    pending: list[tuple[str, int]] = [(f"<{start}>", deep)]
    while pending:
        symbol, fuel = pending.pop()
        if symbol not in found.productions:
            words.append(draw(st.sampled_from(WORDS[symbol])) if symbol in WORDS else symbol)
            continue
        ways = found.productions[symbol]
        if fuel <= 0 or len(words) > 120:
            least = min(found.depth(way) for way in ways)
            ways = [way for way in ways if found.depth(way) == least]
        way = ways[0] if len(ways) == 1 else ways[draw(st.integers(0, len(ways) - 1))]
        pending.extend((s, fuel - 1) for s in reversed(way))
    return words


@st.composite
def clause_texts(draw: st.DrawFn, start: str = "declaration", deep: int = 14) -> str:
    """One declaration, requirement (`line`), expression (`expr`) or limit (`limit_line`), spaced in odd ways."""
    text = ""
    for word in draw(word_lists(start, deep)):
        if word == "_SEP":
            text += draw(st.sampled_from(ENDS))
        elif word == "{":
            text += " {" + draw(st.sampled_from(AROUND))
        elif word == "}":
            text += draw(st.sampled_from(AROUND)) + "}"
        else:
            text += (draw(st.sampled_from(SPACES)) if text and word not in ",:)" else "") + word
    return text


@st.composite
def rule_texts(draw: st.DrawFn) -> str:
    """A whole file."""
    parts = draw(st.lists(clause_texts(), min_size=1, max_size=3))
    heads = ("", "\ufeff", "# head\n\n", "\n\n\n")
    ends = ("", "\n", "\n# the end", "\r\n\r\n")
    between = ("\n", "\n\n\n", "; ", "  # behind\n", "\n# above\n")
    text = draw(st.sampled_from(heads))
    for number, part in enumerate(parts):
        text += (draw(st.sampled_from(between)) if number else "") + part
    return text + draw(st.sampled_from(ends))


def each_production() -> dict[str, list[str]]:
    """For each production of a declaration the words of a shortest declaration with it, named by what it says."""
    found = grammar()
    context: dict[str, tuple[list[str], list[str]]] = {"<declaration>": ([], [])}
    pending = ["<declaration>"]
    result: dict[str, list[str]] = {}
    for name in pending:
        before, behind = context[name]
        for way in found.productions[name]:
            shown = f"{name[1:-1]}: {' '.join(way)}"
            result[shown] = [*before, *(word for symbol in way for word in _shortest(symbol)), *behind]
            for place, symbol in enumerate(way):
                if symbol in found.productions and symbol not in context:
                    left = [word for s in way[:place] for word in _shortest(s)]
                    right = [word for s in way[place + 1 :] for word in _shortest(s)]
                    context[symbol] = ([*before, *left], [*right, *behind])
                    pending.append(symbol)
    return result


@cache
def _shortest(symbol: str) -> tuple[str, ...]:
    """The fewest words for a symbol."""
    found = grammar()
    if symbol not in found.productions:
        return (WORDS[symbol][0],) if symbol in WORDS else (symbol,)
    ways = found.productions[symbol]
    least = min(found.depth(way) for way in ways)
    shallow = [way for way in ways if found.depth(way) == least]
    return min((tuple(w for s in way for w in _shortest(s)) for way in shallow), key=len)
