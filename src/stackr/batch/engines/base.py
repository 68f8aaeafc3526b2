"""What an engine is: it maps the one pure function over parts, in any order, holding only a few of them at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from stackr.batch.run.work import Tables

Part = tuple[int, Mapping[str, bytes]]
"""The number of a part, and its rows as Arrow files."""
Done = tuple[int, Tables]


class Engine(Protocol):
    """Somewhere to work."""

    def map(self, plan: bytes, parts: Iterator[Part]) -> Iterator[Done]:
        """The tables of every part, as they come. `parts` is read only as fast as the work goes on."""
        ...


class EngineFault(RuntimeError):
    """The engine broke (a worker ended, a cluster went away): finished parts stay, and the run can be resumed."""
