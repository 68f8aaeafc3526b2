"""The rows of the table of forms: what a form says, and an example."""

from __future__ import annotations

from dataclasses import dataclass

HOLE = "@"
"""Where an example stands in the frame of its section."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form. `action` is the name that the grammar gives it; its syntax is taken from there."""

    action: str
    says: str
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    """The forms of some rules of the grammar. `frame` is a file with a hole: any example in it is a file that parses."""

    title: str
    rules: tuple[str, ...]
    frame: str
    forms: tuple[Form, ...]
    intro: str = ""


def section(title: str, rules: str, frame: str, *forms: tuple[str, str, str], intro: str = "") -> Section:
    """A section from plain rows (action, what it says, example); `rules` are the names of rules, with spaces between."""
    return Section(title, tuple(rules.split()), frame, tuple(Form(*form) for form in forms), intro)
