"""Scenarios of rule files as tests of pytest: `pytest -p stackr.testing.pytest_plugin rules/`.

Every `*.stackr` file that pytest finds is a module of tests, every scenario in it a test with the scenario's title. What a
file imports is read, and its scenarios are those of the file that they stand in. A project that always wants it writes
`addopts = "-p stackr.testing.pytest_plugin"` into its settings of pytest.
"""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

import pytest

from stackr.language import tree
from stackr.rulebook.book import RuleBook
from stackr.testing.result import ScenarioResult


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> RuleFile | None:
    """A rule file, where pytest comes upon one."""
    return RuleFile.from_parent(parent, path=file_path) if file_path.suffix == ".stackr" else None


class RuleFile(pytest.File):
    """A rule file. Faults in it are an error of collecting, told as `stackr check` tells them."""

    def collect(self) -> Iterator[ScenarioTest]:
        """A test for each scenario of the file itself."""
        from stackr.diagnostics.model import RuleError
        from stackr.diagnostics.render_text import render_text
        from stackr.rulebook.load import load

        try:
            book = load([self.path])
        except RuleError as error:
            raise self.CollectError(render_text(error.diagnostics, self._lines)) from None
        for scenario in book.scenarios:
            if self.path.as_posix().endswith(f"/{scenario.span.file}"):
                yield ScenarioTest.from_parent(self, name=scenario.title.text, book=book, scenario=scenario)

    def _lines(self, file: str) -> str | None:
        return self.path.read_text("utf-8", errors="replace") if self.path.as_posix().endswith(f"/{file}") else None


class ScenarioTest(pytest.Item):
    """One scenario."""

    def __init__(self, *, book: RuleBook, scenario: tree.Scenario, **more: Any) -> None:
        super().__init__(**more)
        self.book = book
        self.scenario = scenario

    def runtest(self) -> None:
        """Run it; what was expected and not found is the failure."""
        from stackr.testing.run import run_scenario

        result, _ = run_scenario(self.book, self.scenario)
        if not result.passed:
            raise NotAsExpected(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """As `stackr test` tells it; anything else that is raised as pytest does."""
        from stackr.testing.output import failure_text

        if isinstance(excinfo.value, NotAsExpected):
            return failure_text(excinfo.value.result)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[PathLike[str] | str, int | None, str]:
        """The file, the line (from 0) and the title."""
        return self.path, self.scenario.span.line - 1, self.name


class NotAsExpected(Exception):
    """A scenario expects what is not found."""

    def __init__(self, result: ScenarioResult) -> None:
        self.result = result
        super().__init__(result.scenario.title.text)
