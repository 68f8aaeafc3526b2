"""C2xx: what static analysis finds in rules that can be read."""

from __future__ import annotations

from stackr.diagnostics.codes.checks import awards, declarations
from stackr.diagnostics.codes.entry import CodeEntry

CODES: tuple[CodeEntry, ...] = tuple(sorted((*awards.CODES, *declarations.CODES), key=lambda entry: entry.code))
