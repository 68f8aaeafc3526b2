"""What columns hold, as numbers: few different texts stand in many rows. What is different in most rows stays as it is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from stackr.batch.by_columns.dictionary import Dictionary, repeats

if TYPE_CHECKING:
    from numpy.typing import NDArray

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

    def numbers(self, column: pl.Series) -> NDArray[np.int32] | None:
        """The numbers of a column's texts, where numbering them is worth while."""
        name = column.name
        if name not in self._books and name not in self._plain and repeats(column.n_unique(), len(column)):
            self._books[name] = Dictionary()
        if name not in self._books or len(self._books[name].texts) > MANY:
            self._plain.add(name)
        return None if name in self._plain else self._books[name].codes(column)

    def room(self, name: str) -> type[np.unsignedinteger[Any]]:
        """The kind of number that has room for the texts of a column there are so far."""
        different = len(self._books[name].texts)
        return np.uint8 if different <= 1 << 8 else np.uint16 if different <= 1 << 16 else np.uint32

    def keep(self) -> None:
        """Write the numbers down. Raises `OSError`."""
        frames = [pl.DataFrame({"column": name, "text": book.texts}) for name, book in sorted(self._books.items())]
        sink = io.BytesIO()
        pl.concat([pl.DataFrame(schema=_SCHEMA), *frames]).write_parquet(sink, compression="lz4")
        self.path.write_bytes(sink.getbuffer())

    def categories(self, name: str, numbers: NDArray[Any]) -> pl.Series:
        """The texts of numbers, as categories."""
        return self._known[name].gather(pl.Series(numbers.astype(np.uint32))).alias(name)

    @property
    def _known(self) -> dict[str, pl.Series]:
        """Column → its texts by number, as categories."""
        if self._texts is None:
            kept = pl.read_parquet(self.path) if self.path.exists() else pl.DataFrame(schema=_SCHEMA)
            found = kept.partition_by("column", as_dict=True, maintain_order=True)
            self._texts = {str(name): _categories(of["text"]) for (name,), of in found.items()}
        return self._texts


def _categories(texts: pl.Series) -> pl.Series:
    """Number 0 is an absent member."""
    return pl.concat([pl.Series([None], dtype=pl.String), texts[1:]]).cast(pl.Categorical)
