"""What libraries raise at a file that is damaged, as faults of the input: each has its own way of saying so, some by a panic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl

from stackr.batch.ingest.shapes import InputError


@contextmanager
def readable(kind: str) -> Iterator[None]:
    """Reading a file of a kind (`Parquet`). Raises `InputError` where the file is at fault; an `OSError` of the disk stays one."""
    import pyarrow as pa

    try:
        yield
    except OSError as error:
        if error.errno is not None:
            raise
        raise _fault(kind, error) from None
    except (pa.ArrowException, pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError) as error:
        raise _fault(kind, error) from None


def checked(batch: Any) -> Any:
    """A batch of Arrow whose offsets and texts are sound: nobody looked at them before, and what reads them trusts them."""
    batch.validate(full=True)
    return batch


def _fault(kind: str, error: BaseException) -> InputError:
    lines = str(error).splitlines()
    told = lines[0][:200] if lines else type(error).__name__
    return InputError(
        f"it is no {kind} file that can be read: {told}", "it may be cut off or damaged: fetch or export it again"
    )
