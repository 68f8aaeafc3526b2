"""What may stand at a place, in the author's words: phrases for whole constructs first, then single words.

`viable` follows the automaton exactly: a word may stand if, after every reduction that it causes, it can be shifted. Tokens
have no names here that an author would not use.
"""

from __future__ import annotations

from collections.abc import Sequence

from stackr.language.tables import Tables
from stackr.language.words import META

_REQUIREMENT = "a requirement: `all of { … }`, `2 of { … }`, `30 credits from …`, or the code of a unit"
_CONDITION = "a condition, such as `level >= 7` or `issuer UNZA`"

PHRASES: tuple[tuple[str, str], ...] = (
    ("declaration", "a declaration: `qualification`, `recognition`, `credential`, `scenario` …"),
    ("qualification_line", "a line of a qualification: `total`, `requires`, `limits`, `awarded by` …"),
    ("recognition_line", "a line of a ladder: `gate`, `route`, `fallback`, `refuse` …"),
    ("scenario_line", "a line of a scenario: `learner holds`, `decision`, `as of`, `expect` …"),
    ("framework_line", 'a line of a framework: `levels 1 to 10`, `level 7 "…"`, `one credit is 10 hours` …'),
    ("catalogue_line", "a line of a catalogue: `issuer`, `column`, `credential` …"),
    ("articulation_line", "a line of an articulation: `from`, `to`, `match` …"),
    ("definition_line", "a criterion: its name, a colon and a condition"),
    *((name, _REQUIREMENT) for name in ("line", "requirement", "simple", "alternative", "tail", "branch")),
    ("limit_line", "a limit, such as `at most 50% of award by rpl`"),
    ("currency_window", "a window, such as `awarded within 5 years of conferred`"),
    ("detail_line", "a quantity of the same choice, such as `at least 2 credentials at level >= 7`"),
    ("holding", "a credential that the learner holds, such as `A1 10 credits`"),
    ("expectation", "what must follow, such as `AWARD satisfied`"),
    ("route_kind", "a kind of route: `own`, `treaty`, `agreement`, `precedent`, `advice`, `assessment` or `rpl`"),
    ("grant_item", "what the route grants: `full`, `part`, `level`, `credit`, `as articulated`, `whole units` …"),
    ("tie_policy", "what becomes of the units: `embed`, `consume`, `surrender`, `surplus` or `share`"),
    ("award_status", "`satisfied`, `in-progress`, `undetermined`, `not-started`, `conferred` or `closed`"),
    ("base", "what it is a share of: `award`, `counted`, `group`, `taken` or the name of a clause"),
    *((name, _CONDITION) for name in ("expr", "conj", "unary", "led", "led_atom")),
    ("bound", "`at least`, `at most` or `exactly`, and an amount"),
    ("quantity", "an amount with its unit, such as `30 credits`"),
    ("share", "a share with its base, such as `50% of award`"),
    ("interval", "dates: `from 2026-01-01`, `until 2029-12-31` or both"),
    ("duration", "a length of time, such as `5 years`"),
    ("level", "a level, such as `7` or `ZQF 7`"),
    ("compare_op", "a comparison, such as `>= 7`"),
    ("unit", "a unit: `credits`, `credentials`, `hours`, `issuers` …"),
    ("clock", "a date or a clock: `awarded`, `completed`, `applied`, `conferred` …"),
    ("open_op", "a comparison, such as `>= 7`"),
    ("value", "a value: a number, a name, a date, a text in quotes …"),
    ("body", "a list in braces"),
    ("name", "a name or code"),
    ("text", "a text in quotes"),
)
"""(construct of the grammar, what an author calls it), from the largest to the smallest: a larger one covers the smaller."""

_KINDS = {
    "IDENT": "a name or code",
    "QUOTED": "a text in quotes",
    "NUMBER": "a number",
    "FRACTION": "a fraction, such as `1/3`",
    "PERCENT": "a percentage, such as `50%`",
    "ISODAY": "a date, such as `2026-01-31`",
    "LABEL": "a name and a colon",
    "_SEP": "the end of the line",
    "$END": "the end",
}
_LAST = ("_SEP", "}", "$END")
MOST = 7
"""More single words than these are not listed."""


_SETS = ("led_atom", "unit", "compare_op", "open_op")
"""Constructs that are told by their phrase wherever all that they begin with may stand."""


def viable(states: Sequence[int], tables: Tables) -> tuple[str, ...]:
    """The symbols that can really come next, sorted."""
    return tuple(sorted(symbol for symbol in _row(states, tables) if tables.before_shift(symbol, states) is not None))


def _row(states: Sequence[int], tables: Tables) -> list[str]:
    return [symbol for symbol in tables.states[states[-1]] if not symbol.startswith("<")]


def expected(states: Sequence[int], tables: Tables) -> tuple[str, ...]:
    """What may stand here, in words, the most telling first."""
    left = [symbol for symbol in viable(states, tables) if symbol not in META]
    found = _constructs(states, tables, left)
    words = [symbol for symbol in left if symbol not in _LAST]
    found += [_word(symbol) for symbol in words[:MOST]]
    if len(words) > MOST:
        found.append("…")
    found += [_word(symbol) for symbol in _LAST if symbol in left]
    return tuple(dict.fromkeys(found))


def _constructs(states: Sequence[int], tables: Tables, left: list[str]) -> list[str]:
    """Phrases of the constructs that may begin here; what they begin with is taken out of `left`."""
    reached = {tables.before_shift(symbol, states) for symbol in left} - {None}
    may = {name for state in reached if state is not None for name in tables.states[state] if name.startswith("<")}
    found = []
    for name, phrase in PHRASES:
        first = tables.firsts.get(name, frozenset())
        all_may = name in _SETS and len(first) > 3 and first <= set(left)
        if (f"<{name}>" in may or all_may) and not first.isdisjoint(left):
            found.append(phrase)
            left[:] = [symbol for symbol in left if symbol not in first]
    return found


def _word(symbol: str) -> str:
    return _KINDS.get(symbol) or f"`{symbol}`"


def listed(words: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`.

    >>> listed(["`of`", "a name", "the end of the line"])
    '`of`, a name or the end of the line'
    """
    if len(words) < 2 or words[-1] == "…":
        return ", ".join(words)
    return ", ".join(words[:-1]) + " or " + words[-1]
