"""The progress bar of long work: how far, how fast, how long still."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text


class Rate(ProgressColumn):
    """Steps per second."""

    def render(self, task: Task) -> Text:
        """The rate so far."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s")


class Bar:
    """On standard error; `begin` starts a line, `advance` fills it."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), Rate())
        self._shown = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        self._shown.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shown.stop()

    def begin(self, what: str, total: int) -> None:
        """A stage begins."""
        self._task = self._shown.add_task(what, total=total)

    def advance(self, steps: int) -> None:
        """Some of it is done."""
        if self._task is not None:
            self._shown.advance(self._task, steps)
