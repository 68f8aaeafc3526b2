"""R3xx: learner records and what they hold."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry

CODES: tuple[CodeEntry, ...] = ()
