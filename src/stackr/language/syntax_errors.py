"""What to say where a word can't stand: what was expected there, in the author's words, and the slip that is likely."""

from __future__ import annotations

from collections.abc import Sequence

from stackr.diagnostics.model import Collector
from stackr.language.driver import Unexpected
from stackr.language.tables import Tables
from stackr.language.tokens import Token


def explain(unexpected: Unexpected, tokens: Sequence[Token], tables: Tables, path: str, faults: Collector) -> None:
    """Report what could not stand."""
    token = unexpected.token
    faults.add(
        "S000", f"`{token.text}` unexpected", token.span(path), help=str(sorted(tables.states[unexpected.states[-1]]))
    )
