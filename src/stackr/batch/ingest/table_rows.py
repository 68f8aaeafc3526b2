"""Tables that come with columns of their own: Parquet, Arrow, XLSX, a query. Every value becomes text, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from stackr.batch.ingest.damaged import checked, readable
from stackr.batch.ingest.shapes import LINE, Chunk, distinct, row_frame
from stackr.batch.texts import as_texts, text_of

ROWS = 50_000
"""Rows of a chunk of what has no lines."""
LARGEST_GROUP = 2_000_000


def read_parquet(path: Path, rows: int = ROWS) -> Iterator[Chunk]:
    """A Parquet file, piece by piece. Raises `InputError`."""
    import pyarrow.parquet as pq

    with readable("Parquet"), pq.ParquetFile(path) as file:
        if _is_plain(file):
            scan = pl.scan_parquet(path, glob=False, hive_partitioning=False)
            yield from _numbered(scan.collect_batches(chunk_size=rows, maintain_order=True))
        else:
            yield from _batches(file.iter_batches(batch_size=rows))


def _is_plain(file: Any) -> bool:
    """Whether it holds texts and whole numbers in groups of bounded size: such a file is read in half the time, a group at once."""
    from pyarrow import types

    groups = (file.metadata.row_group(place).num_rows for place in range(file.num_row_groups))
    kinds = (kind for field in file.schema_arrow for kind in [field.type])
    return max(groups, default=0) <= LARGEST_GROUP and all(
        types.is_string(kind) or types.is_large_string(kind) or types.is_integer(kind) for kind in kinds
    )


def read_arrow(path: Path, rows: int = ROWS) -> Iterator[Chunk]:
    """An Arrow file (or Feather, or a stream of batches). Raises `InputError`."""
    import pyarrow as pa

    with readable("Arrow"), pa.OSFile(str(path), "rb") as source:
        try:
            reader = pa.ipc.open_file(source)
            batches = (reader.get_batch(place) for place in range(reader.num_record_batches))
        except pa.ArrowInvalid:
            source.seek(0)
            batches = iter(pa.ipc.open_stream(source))
        yield from _batches(piece for batch in batches for piece in _pieces(checked(batch), rows))


def _pieces(batch: Any, rows: int) -> Iterator[Any]:
    return (batch.slice(start, rows) for start in range(0, max(batch.num_rows, 1), rows))


def _batches(batches: Iterable[Any]) -> Iterator[Chunk]:
    return _numbered(pl.DataFrame(pl.from_arrow(_held(batch))) for batch in batches)


def _held(batch: Any) -> Any:
    """The batch with columns of text in place of those of kinds that a frame can't hold: one such must not cost the whole file."""
    import pyarrow as pa

    strange = [_is_strange(field.type) for field in batch.schema]
    if not any(strange):
        return batch
    columns = [
        pa.array([text_of(value) for value in column.to_pylist()], pa.string()) if is_strange else column
        for column, is_strange in zip(batch.columns, strange, strict=True)
    ]
    return pa.record_batch(columns, names=batch.schema.names)


def _is_strange(kind: Any) -> bool:
    """Whether a frame can't hold this kind of Arrow, or one within it."""
    from pyarrow import types

    tests = (
        types.is_decimal256, types.is_union, types.is_interval, types.is_run_end_encoded, types.is_list_view,
        types.is_large_list_view,
    )  # fmt: skip
    inner = [kind.value_type] if types.is_dictionary(kind) else [kind.field(at).type for at in range(kind.num_fields)]
    return any(test(kind) for test in tests) or any(_is_strange(each) for each in inner)


def _numbered(frames: Iterable[pl.DataFrame]) -> Iterator[Chunk]:
    done = 0
    for frame in frames:
        yield chunk_of(frame, done + 1)
        done += frame.height


def chunk_of(frame: pl.DataFrame, first: int) -> Chunk:
    """A frame as a chunk of text; its rows are numbered from `first`."""
    names = distinct(frame.columns)
    columns = [
        as_texts(series).cast(pl.String).alias(name) for series, name in zip(frame.iter_columns(), names, strict=True)
    ]
    lines = pl.int_range(first, first + frame.height, eager=True, dtype=pl.Int64).alias(LINE)
    return Chunk(pl.DataFrame([*columns, lines]), records=frame.height)


def read_rows(names: Iterable[str], batches: Iterable[Iterable[Iterable[Any]]]) -> Iterator[Chunk]:
    """Rows of Python values (of a database cursor), batch by batch. An instant is told in UTC and with it, so that it is no day: of
    which day it is part depends on a zone, and that of a connection is nobody's decision (docs/decisions/0028-instants.md).
    """
    columns, done = distinct(names), 0
    for batch in batches:
        rows = [[_told(value) for value in row] for row in batch]
        turned: list[list[str | None]] = [[row[place] for row in rows] for place in range(len(columns))]
        lines = list(range(done + 1, done + len(rows) + 1))
        done += len(rows)
        yield Chunk(row_frame(columns, turned, lines), records=len(rows))


def _told(value: Any) -> str | None:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')} UTC"
    return text_of(value)
