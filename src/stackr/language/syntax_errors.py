"""What to say where a word can't stand: the slip that is likely, else what was expected there, in the author's words."""

from __future__ import annotations

from collections.abc import Sequence

from stackr.diagnostics.model import Collector
from stackr.language.actions import ACTIONS
from stackr.language.driver import Unexpected, run
from stackr.language.expected import expected, listed, viable
from stackr.language.slips import Situation, Slip, slip_of
from stackr.language.tables import Tables
from stackr.language.tokens import Token


def explain(unexpected: Unexpected, tokens: Sequence[Token], tables: Tables, path: str, faults: Collector) -> None:
    """Report what could not stand."""
    token = unexpected.token
    may = frozenset(viable(unexpected.states, tables))
    before = _might_before(unexpected.index, tokens, tables, path)
    slip = slip_of(Situation(tokens, unexpected.index, token, may, before, len(unexpected.states) == 1))
    if slip is None:
        slip = Slip("S030", f"{_told(token)} can't stand here", "")
    told = listed(expected(unexpected.states, tables))
    shown = tokens[unexpected.index - 1] if slip.on_before and unexpected.index else token
    faults.add(slip.code, slip.message, shown.span(path), help=slip.help or f"here can stand: {told}")


def _might_before(index: int, tokens: Sequence[Token], tables: Tables, path: str) -> frozenset[str]:
    """What might have stood where the token before stands: the declaration is read again up to there."""
    if index < 1:
        return frozenset()
    if index == 1:
        return frozenset(viable([tables.starts["declaration"][0]], tables))
    try:
        run(tokens[: index - 1], "declaration", tables, ACTIONS, path, Collector())
    except Unexpected as earlier:
        return frozenset(viable(earlier.states, tables))
    return frozenset()


def _told(token: Token) -> str:
    if token.kind == "end":
        return "the end of the declaration"
    if token.kind == "sep":
        return "the end of the clause"
    if token.kind == "label":
        return f"a clause called `{token.text}`"
    return f"`{token.text}`"
