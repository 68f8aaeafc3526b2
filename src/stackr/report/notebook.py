"""What a notebook shows of an answer: the piece of HTML that its page is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stackr.model.audit import Audit
from stackr.model.parts import Shown
from stackr.model.plan import Plan
from stackr.report import guidance_html, html, plan_html

PIECES: tuple[tuple[type[Shown], Callable[[Any], str]], ...] = (
    (Audit, html.fragment),
    (Plan, plan_html.fragment),
    *guidance_html.PIECES,
)


def shown(answer: Shown) -> str:
    """The piece for an answer. Each kind of answer that shows itself is listed once."""
    return next(piece(answer) for kind, piece in PIECES if isinstance(answer, kind))
