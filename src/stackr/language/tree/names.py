"""Names and texts as the author wrote them."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackr.diagnostics.model import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Name:
    """A reference or a declared name: `DS501`, `PGDIP-DS`, `core.maths`, `"CS 101"` (quoted names may hold anything)."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text that is data or prose: a title, a source, a pattern."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)
