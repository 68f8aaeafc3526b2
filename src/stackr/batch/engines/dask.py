"""A Dask cluster: one on this machine, started for the run, or one that is there already (`DASK_SCHEDULER_ADDRESS`)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from stackr.batch.engines.base import Done, EngineFault, Part
from stackr.batch.engines.local import cores
from stackr.batch.run.work import Packed, evaluate_packed, packed, unpacked

REACHED_WITHIN = "10s"
AHEAD = 2
"""Parts in flight per worker: one at work, one waiting."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """`workers`: processes of a cluster on this machine. `address`: the scheduler of another."""

    workers: int | None = None
    address: str | None = None

    def map(self, plan: bytes, parts: Iterator[Part]) -> Iterator[Done]:
        """See `Engine`. Raises `EngineFault` if the cluster can't do it."""
        import distributed

        dask = cast(Any, distributed)

        address = self.address or os.environ.get("DASK_SCHEDULER_ADDRESS")
        if address:
            with _reached(dask, address) as client:
                yield from _through(client, plan, parts)
            return
        settings: dict[str, Any] = {"n_workers": self.workers or cores(), "threads_per_worker": 1, "processes": True}
        with (
            dask.LocalCluster(**settings, host="127.0.0.1", dashboard_address=None, silence_logs=50) as cluster,
            dask.Client(cluster) as client,
        ):
            yield from _through(client, plan, parts)


def _reached(dask: Any, address: str) -> Any:
    try:
        return dask.Client(address, timeout=REACHED_WITHIN)
    except OSError as fault:
        raise EngineFault(f"there is no Dask scheduler at {address}: {fault}") from None


def _through(client: Any, plan: bytes, parts: Iterator[Part]) -> Iterator[Done]:
    """The parts through the cluster: the plan is sent to every worker once, parts as there is room for them."""
    import distributed

    shipped = client.scatter(plan, broadcast=True, hash=False)
    room = AHEAD * max(1, len(client.scheduler_info()["workers"]))
    numbers: dict[Any, int] = {}
    done: Any = cast(Any, distributed).as_completed()
    for number, part in parts:
        if len(numbers) >= room:
            yield _taken(next(done), numbers)
        future = client.submit(_one, shipped, packed(part), pure=False)
        numbers[future.key] = number
        done.add(future)
    while numbers:
        yield _taken(next(done), numbers)


def _taken(future: Any, numbers: dict[Any, int]) -> Done:
    number = numbers.pop(future.key)
    if future.status != "finished":
        raise EngineFault(f"part {number} came back from the cluster undone: {future.exception()}")
    tables = unpacked(future.result())
    future.release()
    return number, tables


def _one(plan: bytes, part: Mapping[str, bytes]) -> Packed:
    return evaluate_packed(plan, part)
