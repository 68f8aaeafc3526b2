"""Single = batch, over everything that ships: the learners of every scenario, and the sample learners."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from batch.given import Record, agree
from stackr._shipped import shipped_rules
from stackr.batch.evaluate import Evaluator
from stackr.book import Book, load, load_text
from stackr.testing.learner import record
from stackr.testing.result import TODAY
from stackr.testing.run import awards_of

RULES = shipped_rules()
FILES = sorted(path.relative_to(RULES).as_posix() for path in RULES.rglob("*.stackr"))
SAMPLES = Path(__file__).parents[2] / "data" / "learners"


@cache
def whole() -> Book:
    return load(RULES)


def asked(file: str) -> dict[Any, list[Record]]:
    """The learners of a file's scenarios by the question asked: awards, day, claims."""
    found: dict[Any, list[Record]] = defaultdict(list)
    for number, scenario in enumerate(s for s in whole().scenarios if s.span.file == file):
        together = tuple(tuple(name.text for name in claim) for claim in scenario.claims)
        names = awards_of(whole(), scenario)
        found[names, scenario.as_of or TODAY, together].append(record(scenario) | {"learner": f"S{number:03}"})
    return found


@pytest.mark.parametrize("file", FILES)
def test_the_learners_of_every_scenario(file: str) -> None:
    for (names, day, together), records in asked(file).items():
        agree(whole(), records, names, day, tier="values", together=together)
        agree(whole(), records, names, day, together=together)


def test_sample_learners_before_all_awards_and_those_they_follow() -> None:
    records = [json.loads(path.read_text("utf-8")) for path in sorted(SAMPLES.glob("*.json"))]
    agree(whole(), records, sorted(whole().qualifications), date(2026, 2, 1), tier="values")
    agree(whole(), records, None, date(2026, 2, 1))


def test_an_empty_list_is_known_and_an_empty_cell_is_not() -> None:
    rules = (
        "recognition u for U { route own is own when issuer = U grants full }\n"
        'qualification Q "Q" { awarded by U; requires all of { p: 20 credits from any }; limits { m: at most 10 credits tagged "m" } }\n'
    )
    held = {"issuer": "U", "credits": "10", "status": "active"}
    rows = [{"learner": who, "id": id, "credential": id, "tags": tags, **held}
            for who, tags in (("L-1", []), ("L-2", None)) for id in ("A", "B")]  # fmt: skip
    result = Evaluator(load_text(rules), for_=("Q",), as_of=TODAY).evaluate(pl.DataFrame(rows), None)
    assert result.results["status"].to_list() == ["satisfied", "undetermined"]


@pytest.mark.parametrize(("outer", "stage"), [("", "bound"), ("; held: award IN", "single audit: the award")])
def test_an_award_that_counts_again_is_told_by_the_columns_unless_it_is_asked_for(outer: str, stage: str) -> None:
    """IN may be earned on the way. That matters to OUT only if OUT asks for it."""
    rules = (
        'credit C "C" { is 10 hours; step 1 }\nrecognition u for U { route own is own when issuer = U grants full }\n'
        'qualification IN "In" { awarded by U; credit unit C; requires all of { p: 20 credits from any } }\n'
        f'qualification OUT "Out" {{ awarded by U; credit unit C; requires all of {{ p: 40 credits from any{outer} }}; '
        "includes IN with embed }\n"
    )
    records = [
        {"learner": f"L{n}", "holdings": [
            {"id": f"h{k}", "credential": f"X{k}", "issuer": "U", "credits": "10", "credit_unit": "C", "status": "active"}
            for k in range(n)
        ]} for n in range(6)
    ]  # fmt: skip
    result = agree(load_text(rules), records, ("IN", "OUT"), TODAY, tier="values")
    of_out = result.results.filter(pl.col("qualification").cast(pl.String) == "OUT")
    assert set(of_out["stage"].cast(pl.String)) == {stage}
