"""This machine: in this process, or in several started afresh (never forked: threads of the libraries don't survive that)."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from threading import Thread

from stackr.batch.engines.base import Done, EngineFault, Part
from stackr.batch.run.work import Packed, evaluate_packed, evaluate_part, packed, unpacked


@dataclass(frozen=True, slots=True)
class Here:
    """In this process, one part after the other."""

    def map(self, plan: bytes, parts: Iterator[Part]) -> Iterator[Done]:
        """See `Engine`."""
        for number, part in parts:
            yield number, evaluate_part(plan, part)


@dataclass(frozen=True, slots=True)
class Processes:
    """In several processes of this machine."""

    workers: int

    def map(self, plan: bytes, parts: Iterator[Part]) -> Iterator[Done]:
        """See `Engine`. Raises `EngineFault` if a process ends before its work does."""
        pool = ProcessPoolExecutor(self.workers, get_context("spawn"), _begin, (plan,))
        waiting: dict[Future[Packed], int] = {}
        ended = interrupted = False
        try:
            for number, part in parts:
                data = packed(part)
                with _uninterrupted():
                    waiting[pool.submit(_one, data)] = number
                if len(waiting) > self.workers:
                    yield from _finished(waiting)
            while waiting:
                yield from _finished(waiting)
            ended = True
        except BrokenProcessPool:
            raise EngineFault("a worker process ended before its work did, perhaps for want of memory") from None
        finally:
            while True:  # a library may tell of the same interruption twice: the second must not leave workers behind
                try:
                    with _uninterrupted():
                        pool.shutdown(wait=True, cancel_futures=True)
                    break
                except KeyboardInterrupt:
                    interrupted = True
        if ended and interrupted:
            raise KeyboardInterrupt


def _finished(waiting: dict[Future[Packed], int]) -> Iterator[Done]:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=lambda item: waiting[item]):
        yield waiting.pop(future), unpacked(future.result())


_PLAN: list[bytes] = []


def _begin(plan: bytes) -> None:
    """In a new worker: the plan comes once; an interruption is the business of the process that started it, and its end ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _PLAN[:] = [plan]


def _end_with_parent() -> None:
    """A process that was killed sends no word to its workers: they would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interruption waits until this is done; a process that begins here is never interrupted by itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _one(part: Mapping[str, bytes]) -> Packed:
    return evaluate_packed(_PLAN[0], part)


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
