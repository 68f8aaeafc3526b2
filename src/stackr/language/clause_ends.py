"""Where a clause ends without a semicolon: at the end of a line, unless what stands around it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from stackr.language.tokens import Token
from stackr.language.words import (
    DECLARATIONS,
    FACTS_OF_A_CLAUSE,
    GO_ON,
    GO_ON_DEEPER,
    META,
    ROUTE_PARTS,
    SCENARIO_LINES,
    UNFINISHED,
)

BEFORE_REQUIREMENTS = frozenset({"{", "(", ":", "requires", "otherwise", "counted", "prerequisite", "corequisite"})


def ends_clause(
    before: Sequence[Token], token: Token, is_label: bool, after: str, clause: Token, block: str, *, deeper: bool
) -> bool:
    """Whether a new line in front of `token` ends the clause that `before` ends with; for the reader and for `stackr fmt`.

    `after` is the text behind `token`, `clause` the first token of the clause, `block` the word that opened the block it
    stands in (`file` at the top), `deeper` whether the new line is indented deeper than the clause began. Not for what
    stands in parentheses: there no new line ends anything.
    """
    previous = before[-1] if before else None
    if previous is None or previous.kind == "sep":
        return False
    if previous.kind == "sign" and previous.text not in "})":
        return False
    closes = previous.text == "otherwise" and clause.text == "classify"  # `classify "Pass" otherwise` is complete
    if previous.kind == "word" and previous.text in UNFINISHED and not is_label and not closes:
        return False
    if token.kind == "sign":
        return token.text not in "{})"
    if is_label:
        return True
    first = clause.text if clause.kind == "word" else ""
    if token.kind != "word":
        return not (deeper and first in FACTS_OF_A_CLAUSE)
    return not _goes_on(before, token.text, after, first, block, deeper)


def _goes_on(before: Sequence[Token], word: str, after: str, first: str, block: str, deeper: bool) -> bool:
    if word == "requires":
        return first != "transition" and _after_when(before)
    if word in GO_ON:
        return True
    if first in ("route", "fallback") and word in ROUTE_PARTS:
        return True
    if word in META or (word == "in" and after == "force"):
        return deeper or block not in DECLARATIONS
    if first in FACTS_OF_A_CLAUSE:
        return deeper and word not in SCENARIO_LINES
    if word == "at" and after in ("least", "most"):
        return False
    return deeper and word in GO_ON_DEEPER


def _after_when(before: Sequence[Token]) -> bool:
    """Whether the clause is a requirement that begins with `when`, and still waits for its `requires`."""
    for place in range(len(before) - 1, -1, -1):
        token = before[place]
        if token.kind == "sep" or token.text == "{":
            return False
        if token.kind == "word" and token.text in ("when", "requires"):
            return token.text == "when" and (place == 0 or _begins_requirement(before[place - 1]))
    return False


def _begins_requirement(ahead: Token) -> bool:
    """Whether a requirement may begin behind this: not behind a tie or a class, which have conditions of their own."""
    return ahead.kind == "sep" or ahead.text in BEFORE_REQUIREMENTS
