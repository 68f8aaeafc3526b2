"""Whether a run is so small that each learner is audited by itself: compiling the kernels would take longer than that.

It hangs on the whole of the rows and of the question alone, never on what is compiled already, how the rows are cut into
parts, or where the parts are worked on: the stage of an answer is part of the answer's bytes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from stackr.rulebook.book import RuleBook

MOST: Final = 1_000
"""Learners times awards of a small run, at most."""
STAGE: Final = "single audit: few learners"


def is_few(learners: int, book: RuleBook, names: Collection[str] | None) -> bool:
    """Whether so many learners before these awards (none named: those of the book) are a small run."""
    asked = book.qualifications.keys() & set(names) if names else book.qualifications
    return learners * len(asked) <= MOST
