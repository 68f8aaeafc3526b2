"""Every code a diagnostic may carry, one table: a family of codes is one module and one name in `FAMILIES`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackr.diagnostics.codes import bundle, checks, command, names, reasons, recognition, records, syntax, values
from stackr.diagnostics.codes.entry import CodeEntry

FAMILIES = (syntax, names, values, checks, reasons, records, recognition, bundle, command)

CODES: Mapping[str, CodeEntry] = MappingProxyType({entry.code: entry for family in FAMILIES for entry in family.CODES})
"""Code → entry, in order of family."""
