"""What is told of learners one by one: rows of the batch's frames, with the place each has among all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from stackr.batch.result import AWARDS, SCHEMAS
from stackr.model.qualification import RequirementResult

Row = tuple[Any, ...]


@dataclass(slots=True)
class Told:
    """Rows by frame, each with the place it has among all: learner × AWARDS + award or ladder."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})
    places: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})

    def add(self, frame: str, at: int, rows: Iterable[Row], place: int = 0) -> None:
        """Rows at the end of a frame."""
        before = len(self.rows[frame])
        self.rows[frame].extend(rows)
        self.places[frame].extend([at * AWARDS + place] * (len(self.rows[frame]) - before))


def requirement_rows(one: RequirementResult) -> Iterator[Row]:
    """A requirement and all below it."""
    yield one.id, one.status, one.needed, one.counted, one.unit, one.shortfall
    for child in one.children:
        yield from requirement_rows(child)
