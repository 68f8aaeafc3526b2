"""What readers hand on: chunks of rows as text, and the rows that can't be used, each with its place and reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stackr.records.values import printable

LINE: Final = "@line"
"""The column with the physical line (of text), else the number of the row, counted from 1."""

MOST_BYTES: Final = 1024 * 1024
"""The longest line that is read; a longer one is no row of a table."""

NAMELESS: Final = re.compile(r"column \d+\Z")
"""How a column is called that has no name."""

REASONS: Final = {
    "ragged": "the line has more or fewer values than the header",
    "not-text": "the line is not text in the encoding of the file (UTF-8, if no profile says another)",
    "control": "the line holds NUL characters",
    "open-quote": "a quote opens and never closes",
    "stray-quote": "a quote stands in the middle of a value",
    "too-long": "the line is longer than any row may be",
    "not-json": "the line is not JSON, or no object",
    "no-learner": "the row does not say whose it is",
    "bad-learner": "what should say whose the row is can't be an identifier",
    "two-values": "a column is given twice, and differently",
    "bad-change": "what is to be done with the row is neither `put` nor `remove`",
    "twice": "a second record of the same learner: the two may be of two people",
    "too-many": "the learner has more rows than one learner can have",
    "unreadable": "the learner's record can't be read",
}
"""Why a row is put aside: word → words."""


class InputError(ValueError):
    """An input that can't be read at all: said before any work, in one plain sentence."""

    def __init__(self, message: str, help: str = "") -> None:
        self.help = help
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that can't be used: its line, the column and value at fault where there is one, and why."""

    line: int
    reason: str
    message: str
    column: str | None = None
    value: str | None = None


def bad(line: int, reason: str, message: str = "", column: str | None = None, value: str | None = None) -> Bad:
    """A `Bad` whose value may be anything: it is cut short and made printable."""
    return Bad(line, reason, message or REASONS[reason], column, None if value is None else printable(value))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of one input. `rows`: text columns and `LINE`; `bad`: the rest; together every record that was read.

    `about`: facts and decisions that came with whole records: columns `learner`, `facts`, `decisions`, `name` …
    """

    rows: pl.DataFrame
    bad: list[Bad] = field(default_factory=list)
    about: pl.DataFrame | None = None
    unread: pl.DataFrame | None = None
    """Of rows that are used: values that can't be read, with their lines."""
    records: int = 0
    """Rows that were read. A record of several holdings counts each; one with none counts as one."""


Seen = Callable[[bytes], object]
"""Is told every byte that is read, in order: the digest, and the progress bar."""


def row_frame(names: Iterable[str], columns: Iterable[list[str | None]], lines: list[int]) -> pl.DataFrame:
    """A frame of text columns with the physical lines."""
    series = [pl.Series(name, values, dtype=pl.String) for name, values in zip(names, columns, strict=True)]
    return pl.DataFrame([*series, pl.Series(LINE, lines, dtype=pl.Int64)])


def distinct(names: Iterable[str]) -> list[str]:
    """Column names, each once: a second `a` becomes `a` + `SECOND` + its number; a nameless column gets its place.

    Names that begin with `@` are those of this program: a table's own are told apart.
    """
    seen: dict[str, int] = {}
    found = []
    for place, name in enumerate(names, 1):
        plain = name.strip() or f"column {place}"
        plain = f"column {plain}" if plain.startswith("@") else plain
        seen[plain] = seen.get(plain, 0) + 1
        found.append(plain if seen[plain] == 1 else f"{plain}{SECOND}{seen[plain]}")
    return found


SECOND: Final = "\x1f"
