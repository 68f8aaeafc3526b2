"""What an engine is: it maps the one pure function over parts, in any order, holding only a few of them at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from stackr.batch.run.work import Frames

Part = tuple[int, Frames]
"""The number of a part, and its rows."""
Done = tuple[int, Frames]


class Engine(Protocol):
    """Somewhere to work."""

    def map(self, plan: bytes, parts: Iterator[Part]) -> Iterator[Done]:
        """The tables of every part, as they come. `parts` is read only as fast as the work goes on."""
        ...


class EngineFault(RuntimeError):
    """The engine broke (a worker ended, a cluster went away): finished parts stay, and the run can be resumed."""
