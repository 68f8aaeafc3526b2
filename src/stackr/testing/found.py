"""What an expectation comes to: whether it holds, and what was found, in words."""

from __future__ import annotations

from collections.abc import Iterable

Found = tuple[bool, str]


def listed(items: Iterable[str]) -> str:
    """`A, B and C`; `none` for nothing."""
    *most, last = sorted(items) or ["none"]
    return f"{', '.join(most)} and {last}" if most else last
