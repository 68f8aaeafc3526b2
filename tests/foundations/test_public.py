"""What `import stackr` offers: every name is there, and what its calls raise can be caught by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import stackr
from stackr.book import load_text

DAY = date(2026, 2, 1)
LEARNER = {"learner": "L"}
RULES = 'qualification Q "Q" { total 10 credits }\nqualification P "P" { total 10 credits }\n'


def test_every_public_name_is_there() -> None:
    assert all(getattr(stackr, name) is not None for name in stackr.__all__)
    assert sorted(stackr.__all__) == list(stackr.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = stackr.nothing


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (stackr.AuditError, lambda book, folder: book.audit({"learner": "L"}, ["NOPE"], DAY)),
        (stackr.RecordError, lambda book, folder: book.audit({"holdings": []}, ["Q"], DAY)),
        (stackr.RecordError, lambda book, folder: book.audit(folder / "none.json", ["Q"], DAY)),
        (stackr.RecordError, lambda book, folder: book.plan({"learner": ""}, "Q", DAY)),
        (
            stackr.PlanError,
            lambda book, folder: book.plan({"learner": "L"}, "Q", DAY, stackr.PlanOptions(alternatives=-1)),
        ),
        (stackr.BatchError, lambda book, folder: book.batch(pl.DataFrame({"id": ["h"]}), as_of=DAY)),
        (stackr.BatchError, lambda book, folder: book.batch([{"learner": "L"}], as_of=DAY)),
        (
            stackr.BatchError,
            lambda book, folder: book.batch(pl.DataFrame({"learner": ["L"]}), {"learner": "L"}, as_of=DAY),
        ),
        (stackr.AuditError, lambda book, folder: book.audit(42, ["Q"], DAY)),
        (stackr.AuditError, lambda book, folder: book.audit(None, ["Q"], DAY)),
        (stackr.AuditError, lambda book, folder: book.plan(42, "Q", DAY)),
        (stackr.AuditError, lambda book, folder: book.audit(LEARNER, ["Q"], DAY, stackr.AuditOptions(tier="all"))),
        (stackr.AuditError, lambda book, folder: book.audit(LEARNER, ["Q"], DAY, stackr.AuditOptions(steps=0))),
        (
            stackr.AuditError,
            lambda book, folder: book.audit(LEARNER, ["Q"], DAY, stackr.AuditOptions(tier="values", smallest=True)),
        ),
        (
            stackr.AuditError,
            lambda book, folder: book.batch(
                pl.DataFrame({"learner": ["L"]}), as_of=DAY, options=stackr.AuditOptions(steps=0)
            ),
        ),
        (stackr.RuleError, lambda book, folder: stackr.load(folder / "bad.stackr")),
    ],
)
def test_what_a_call_raises_has_a_public_name(
    error: type[Exception], call: Callable[[Any, Path], object], tmp_path: Path
) -> None:
    (tmp_path / "rules.stackr").write_text(RULES, "utf-8")
    (tmp_path / "bad.stackr").write_text("qualification {", "utf-8")
    book = stackr.load(tmp_path / "rules.stackr")
    with pytest.raises(error):
        call(book, tmp_path)


def test_faults_without_a_place_are_told_without_one(tmp_path: Path) -> None:
    with pytest.raises(stackr.RuleError, match=r"^B401 there is no file or folder none$"):
        stackr.load("none")
    (tmp_path / "bad.stackr").write_text("qualification {", "utf-8")
    with pytest.raises(stackr.RuleError, match=r"^bad\.stackr:1:15: S0"):
        stackr.load(tmp_path / "bad.stackr")


@pytest.mark.parametrize(
    ("given", "told"),
    [(7, "a number is"), (1.5, "a number is"), ([{}], "a list is"), (None, "`null` is"), (True, "`true` is")],
)
def test_what_is_no_learner_is_told_in_the_words_of_json(given: Any, told: str) -> None:
    with pytest.raises(stackr.AuditError, match=told):
        load_text(RULES).audit(given)
