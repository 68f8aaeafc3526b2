"""Where the rule packs and data that ship with stackr stand: in the installed package, or in the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

MADE_UP = ("examples", "scenarios")
"""Folders of rules whose awards nobody confers."""


def shipped_rules() -> Path:
    """The folder of shipped rule packs; an import of `stackr/…` is relative to it."""
    return _shipped("rules")


def shipped_packs() -> list[Path]:
    """The folders of what applies where no rules are named: all but the made-up awards of examples and scenarios."""
    return [path for path in sorted(shipped_rules().iterdir()) if path.is_dir() and path.name not in MADE_UP]


def shipped_data() -> Path:
    """The folder of shipped registers, catalogues and made-up sample learners."""
    return _shipped("data")


def _shipped(name: str) -> Path:
    installed = _PACKAGE / "_share" / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name
