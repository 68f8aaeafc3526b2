"""What columns hold, as numbers: few different texts stand in many rows. Ids, and what is different in most rows, stay as they are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from stackr.batch.by_columns.dictionary import Dictionary, repeats

AS_THEY_ARE: Final = frozenset({"learner", "id"})
MANY: Final = 1 << 20
"""More different texts of a column than this are not numbered."""
_SCHEMA: Final = {"column": pl.String, "text": pl.String}


class Words:
    """The texts of columns by number, kept in a file between reading and working."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._books: dict[str, Dictionary] = {}
        self._plain: set[str] = set()
        self._texts: dict[str, pl.Series] | None = None

    def coded(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with numbers for texts where that is worth while."""
        texts = [name for name, kind in frame.schema.items() if isinstance(kind, pl.String | pl.Categorical)]
        return frame.with_columns(self._coded(name, frame[name]) for name in texts if name not in AS_THEY_ARE)

    def _coded(self, name: str, column: pl.Series) -> pl.Series:
        if name not in self._books and name not in self._plain and repeats(column.n_unique(), len(column)):
            self._books[name] = Dictionary()
        if name not in self._books or len(self._books[name].texts) > MANY:
            self._plain.add(name)
        if name in self._plain:
            return column.cast(pl.String)
        return pl.Series(name, self._books[name].codes(column))

    def narrow(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A coded frame with its numbers in as few bytes as the texts there are so far ask for."""
        numbered = (name for name, kind in frame.schema.items() if name in self._books and kind.is_integer())
        return frame.with_columns(pl.col(name).cast(_room(len(self._books[name].texts))) for name in numbered)

    def keep(self) -> None:
        """Write the numbers down. Raises `OSError`."""
        frames = [pl.DataFrame({"column": name, "text": book.texts}) for name, book in sorted(self._books.items())]
        sink = io.BytesIO()
        pl.concat([pl.DataFrame(schema=_SCHEMA), *frames]).write_parquet(sink, compression="lz4")
        self.path.write_bytes(sink.getbuffer())

    def told(self, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
        """The frames as one, with categories of texts for numbers; text where some frame has text."""
        as_text = {name for frame in frames for name, kind in frame.schema.items() if kind == pl.String}
        whole = pl.concat([self._told(frame, as_text, pl.String()) for frame in frames], how="diagonal_relaxed")
        return self._told(whole, set(whole.columns), pl.Categorical())

    def _told(self, frame: pl.DataFrame, names: set[str], kind: pl.DataType) -> pl.DataFrame:
        schema = frame.schema
        numbered = [name for name in sorted(names & self._known.keys()) if name in schema and schema[name].is_integer()]
        return frame.with_columns(self._of_numbers(name, frame[name], kind) for name in numbered)

    def _of_numbers(self, name: str, numbers: pl.Series, kind: pl.DataType) -> pl.Series:
        return self._known[name].gather(numbers.cast(pl.UInt32)).cast(kind).alias(name)

    @property
    def _known(self) -> dict[str, pl.Series]:
        """Column → its texts by number, as categories."""
        if self._texts is None:
            kept = pl.read_parquet(self.path) if self.path.exists() else pl.DataFrame(schema=_SCHEMA)
            found = kept.partition_by("column", as_dict=True, maintain_order=True)
            self._texts = {str(name): _categories(of["text"]) for (name,), of in found.items()}
        return self._texts


def _room(different: int) -> type[pl.DataType]:
    return pl.UInt8 if different <= 1 << 8 else pl.UInt16 if different <= 1 << 16 else pl.UInt32


def _categories(texts: pl.Series) -> pl.Series:
    """Number 0 is an absent member."""
    return pl.concat([pl.Series([None], dtype=pl.String), texts[1:]]).cast(pl.Categorical)
