"""Apache Spark: parts go as rows of bytes through `mapInArrow`, so that Spark needs to know nothing of what is in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from stackr.batch.engines.base import Done, EngineFault, Part
from stackr.batch.engines.local import cores
from stackr.batch.run.work import evaluate_packed, packed, unpacked

_SCHEMA = "part long, name string, data binary"


@dataclass(frozen=True, slots=True)
class Session:
    """The session that is there, else one on this machine with so many workers."""

    workers: int | None = None

    def map(self, plan: bytes, parts: Iterator[Part]) -> Iterator[Done]:
        """See `Engine`. A wave of parts at a time, as many as there are workers. Raises `EngineFault`."""
        from pyspark.sql import SparkSession

        count = self.workers or cores()
        builder = SparkSession.builder.appName("stackr")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the Python that has stackr, not the first on the path
        if SparkSession.getActiveSession() is None:
            local = {
                "spark.master": f"local[{count}]",
                "spark.ui.enabled": "false",
                "spark.driver.bindAddress": "127.0.0.1",
            }
            for name, value in (local | {"spark.driver.host": "127.0.0.1"}).items():
                builder = builder.config(name, value)
        session = builder.getOrCreate()
        work = _work(session.sparkContext.broadcast(plan))
        while wave := list(islice(parts, count)):
            yield from _wave(session, work, wave, count)


def _wave(session: Any, work: Any, wave: list[Part], count: int) -> Iterator[Done]:
    rows = [(number, name, bytearray(data)) for number, part in wave for name, data in packed(part).items()]
    frame = session.createDataFrame(rows, _SCHEMA).repartition(count, "part").sortWithinPartitions("part")
    found: dict[int, dict[str, bytes]] = {}
    try:
        for row in frame.mapInArrow(work, _SCHEMA).toLocalIterator():
            found.setdefault(row["part"], {})[row["name"]] = bytes(row["data"])
    except Exception as fault:  # whatever a cluster has to say is the cluster's
        raise EngineFault(f"Spark broke off: {_said(fault)}") from None
    if sorted(found) != sorted(number for number, _ in wave):
        raise EngineFault("Spark lost a part")
    yield from ((number, unpacked(found[number])) for number in sorted(found))


def _work(plan: Any) -> Any:
    """The function that Spark's workers run: batches of packed parts in, batches of packed tables out."""

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        parts: dict[int, dict[str, bytes]] = {}
        for batch in batches:
            for row in batch.to_pylist():
                parts.setdefault(row["part"], {})[row["name"]] = row["data"]
        for number in sorted(parts):
            tables = evaluate_packed(plan.value, parts[number])
            names = list(tables)
            columns = [
                pa.array([number] * len(names), pa.int64()),
                pa.array(names, pa.string()),
                pa.array(list(tables.values()), pa.binary()),
            ]
            yield pa.RecordBatch.from_arrays(columns, ["part", "name", "data"])

    return work


def _said(fault: Exception) -> str:
    """The last line of Python in what Spark says, which names the cause; else its first line."""
    lines = [line.strip() for line in str(fault).splitlines() if line.strip() and not line.strip().startswith("at ")]
    causes = [line for line in lines if "Error: " in line or "Exception: " in line]
    return (causes[-1] if causes else lines[0] if lines else type(fault).__name__)[:300]
