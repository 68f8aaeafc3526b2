"""Made-up rule books and learners from a seed, over nearly every form of the rule language: for fuzzing and comparisons.

`made_up_book(seed)` gives rule text that compiles without an error; `made_up_learners(seed, book, n)` gives records as JSON
objects. The same seed gives the same bytes. Both are small, so that every allocation can be tried (`stackr.testing.reference`).
"""

from __future__ import annotations

from stackr.testing.generate.book import made_up_book
from stackr.testing.generate.learners import made_up_learners
from stackr.testing.generate.words import AS_OF

__all__ = ["AS_OF", "made_up_book", "made_up_learners"]
