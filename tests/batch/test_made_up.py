"""Batch = single over made-up rule books and learners; no order, part or earlier frame shows."""

from __future__ import annotations

from functools import cache
from random import Random

import polars as pl
import pytest

from batch.given import Record, agree, frames, values
from batch.plainer import plainer
from stackr.batch.evaluate import Evaluator
from stackr.book import Book, load_text
from stackr.testing.generate import AS_OF, made_up_book, made_up_learners


@cache
def given(seed: int) -> tuple[Book, list[Record]]:
    book = load_text(made_up_book(seed))
    records = [plainer(record, seed) for record in made_up_learners(seed, book, 12)]
    return book, [record | {"learner": f"L{number:02}"} for number, record in enumerate(records)]


@pytest.mark.parametrize("seed", range(24))
def test_made_up_learners(seed: int) -> None:
    book, records = given(seed)
    agree(book, records, sorted(book.qualifications), AS_OF, tier="values")


@pytest.mark.parametrize("seed", range(6))
def test_no_order_and_no_part_shows(seed: int) -> None:
    book, records = given(seed)
    names = sorted(book.qualifications)
    holdings, learners = frames(records)
    whole = Evaluator(book, for_=names, as_of=AS_OF).evaluate(holdings, learners)
    order = list(range(holdings.height))
    Random(seed).shuffle(order)
    shuffled = Evaluator(book, for_=names, as_of=AS_OF).evaluate(holdings[order], learners.reverse())
    kept = Evaluator(book, for_=names, as_of=AS_OF)
    parts = []
    for ids in (["L07", "L11"], [f"L{n:02}" for n in range(12) if n not in (7, 11)]):
        here = pl.col("learner").is_in(ids)
        parts.append(kept.evaluate(holdings.filter(here), learners.filter(here)))
    for other in (shuffled.results, pl.concat([part.results for part in parts]).sort("learner", maintain_order=True)):
        assert other.rows() == whole.results.rows()
    assert shuffled.recognition.rows() == whole.recognition.rows()
    assert shuffled.worklist.rows() == whole.worklist.rows()


def test_plain_learners_are_settled_by_the_columns() -> None:
    book = load_text(
        'qualification Q "Q" {\n  total 40 credits\n  requires all of {\n    A\n    more: 30 credits from level >= 5\n  }\n'
        "  limits { low: at most 20 credits at level < 6 }\n}\n"
    )
    learners = [
        {
            "learner": f"L{number}",
            "holdings": [
                {
                    "id": f"h{k}",
                    "credential": "ABCDEF"[k],
                    "credits": str(5 + 5 * (k % 2)),
                    "level": str(4 + (k + number) % 4),
                }
                for k in range(number % 7)
            ],
        }
        for number in range(50)
    ]
    found = agree(book, learners, ["Q"], AS_OF, tier="values")
    assert {stage for _, stage, _ in found.stages.rows()} <= {
        "bound",
        "search",
        "single audit: units that change one another",
    }
    assert len({row[5] for row in values(found)}) > 4
