"""S0xx: what the grammar can't read."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry

CODES: tuple[CodeEntry, ...] = ()
