"""What may be written at a place: asked of the automaton, as syntax errors are, so that nothing is offered that can't stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stackr.diagnostics.model import Collector
from stackr.language.actions import ACTIONS
from stackr.language.driver import Unexpected, run
from stackr.language.expected import viable
from stackr.language.layout import lay_out
from stackr.language.tables import tables
from stackr.language.tokens import Token, scan
from stackr.language.words import META, RESERVED
from stackr.lsp.names import Named

MOST: Final = 1_000
"""More names are not offered at once: a letter more finds them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A word of the language (`named` None), or a name."""

    text: str
    named: Named | None = None


def offers(before: str, names: Mapping[str, Named]) -> tuple[Offer, ...]:
    """What may stand behind a text: words first, then names, in order. A word that is begun is what they begin with."""
    line = _last_declaration(before)
    begun = ""
    if line and line[-1].kind == "word" and before.endswith(line[-1].text):
        begun, line = line[-1].text, line[:-1]
    fresh = not before[: len(before) - len(begun)].rsplit("\n", 1)[-1].strip()
    may = _viable(line, fresh=fresh)
    words = sorted(symbol for symbol in may if symbol[0].islower() and symbol not in META and symbol.startswith(begun))
    found = [Offer(word) for word in words]
    if "IDENT" in may:
        like = sorted(name for name in names if name.casefold().startswith(begun.casefold()))
        found += [Offer(name, names[name]) for name in like[:MOST]]
    return tuple(found)


def _last_declaration(before: str) -> list[Token]:
    """Its tokens as far as they are written: the layout closes what is open at the end, and here it is still being written."""
    tokens = scan(before, "", Collector()).tokens
    declarations = lay_out(list(tokens), "", Collector())
    if not declarations:
        return []
    end = (tokens[-1].line, tokens[-1].column + tokens[-1].width)
    return [token for token in declarations[-1] if (token.line, token.column) < end]


def written(name: str) -> str:
    """A name as it stands in rules: in quotes, if it must be.

    >>> written("CSS102"), written("CS 101"), written("from")
    ('CSS102', '"CS 101"', '"from"')
    """
    tokens = scan(name, "", Collector()).tokens
    plain = len(tokens) == 1 and tokens[0].kind == "word" and tokens[0].text == name and name not in RESERVED
    return name if plain else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _viable(line: Sequence[Token], *, fresh: bool) -> frozenset[str]:
    """The symbols that may come next. `fresh`: on a new line, where another clause may begin as well."""
    automaton = tables()
    start = frozenset(viable([automaton.starts["declaration"][0]], automaton))
    if not line:
        return start
    found: frozenset[str] = frozenset()
    if fresh and line[-1].kind != "sep":  # the new line ends the clause, unless the clause can't end there
        last = line[-1]
        found = _after([*line, Token("sep", "\n", last.line, last.column + last.width, 1)])
    depth = sum({"{": 1, "}": -1}.get(token.text, 0) for token in line if token.kind == "sign")
    return (found or _after(line)) | (start if fresh and depth <= 0 else frozenset())


def _after(line: Sequence[Token]) -> frozenset[str]:
    """What may come behind the tokens of one declaration; nothing if one of them can't stand."""
    try:
        run(line, "declaration", tables(), ACTIONS, "", Collector())
    except Unexpected as unexpected:
        return frozenset(viable(unexpected.states, tables())) if unexpected.index >= len(line) else frozenset()
    return frozenset()
