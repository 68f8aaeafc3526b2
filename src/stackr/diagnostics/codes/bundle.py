"""B4xx: files, imports and bundles."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry

CODES: tuple[CodeEntry, ...] = ()
