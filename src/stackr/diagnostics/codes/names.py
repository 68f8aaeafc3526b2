"""N1xx: names and what they are bound to."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry

CODES: tuple[CodeEntry, ...] = ()
