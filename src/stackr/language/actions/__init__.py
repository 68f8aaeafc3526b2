"""What the tree makes of each production: one module per family of constructs, one function per rule of the grammar."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackr.language.actions import (
    catalogues,
    common,
    details,
    expectations,
    expressions,
    limits,
    measures,
    qualifications,
    recognition,
    requirements,
    scenarios,
    values,
)
from stackr.language.driver import Action

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        **common.ACTIONS,
        **values.ACTIONS,
        **expressions.ACTIONS,
        **requirements.ACTIONS,
        **details.ACTIONS,
        **limits.ACTIONS,
        **qualifications.ACTIONS,
        **measures.ACTIONS,
        **catalogues.ACTIONS,
        **recognition.ACTIONS,
        **scenarios.ACTIONS,
        **expectations.ACTIONS,
    }
)
"""Rule or alias of `grammar.lark` → what makes its value."""
