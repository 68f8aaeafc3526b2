"""The made-up college that ships for advisers, and its five learners."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from project.sources import ROOT
from stackr.book import Book, load

RULES = ROOT / "rules" / "examples" / "adviser.stackr"
LEARNERS = ("new", "half-way", "nearly-done", "returning", "refugee")
TODAY = date(2026, 6, 15)


@cache
def college() -> Book:
    """The rules, loaded once."""
    return load(RULES)


def path(name: str) -> str:
    """The file of one of the learners."""
    return str(ROOT / "data" / "pathways" / f"{name}.json")


def record(name: str) -> dict[str, Any]:
    """One of the learners as an object of one's own."""
    made: dict[str, Any] = json.loads((ROOT / "data" / "pathways" / f"{name}.json").read_text("utf-8"))
    return made
