"""Learners of whom the rules see the same are audited once: what one is told holds for the others, and for nobody else."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from batch.given import Record, agree
from stackr.audit.evaluation import Evaluation
from stackr.batch import evaluate, merging
from stackr.batch.alike import in_order, likeness
from stackr.book import load_text

pytest.importorskip("numba")

RULES = """
framework F "Levels" { levels 1 to 8 }
credit C "Credit" { is 10 hours; step 1 }
recognition u "Own" for U { route own is own when issuer = U grants full }
qualification PLAIN "What is unknown of a unit" { awarded by U at F 6; credit unit C
  requires all of { high: 20 credits from level >= 6; free: 10 credits from any } }
qualification APART "Units may count twice" { awarded by U at F 6; credit unit C
  requires all of { high: 20 credits from level >= 6; free: 10 credits from any }
  shared between high and free up to 10 credits }
"""
DAY = date(2026, 2, 1)


def learner(name: str, *units: tuple[str, str | None]) -> Record:
    """(id, level) of each unit of ten credits."""
    held: list[dict[str, Any]] = [
        {"id": id, "credential": f"X{place}", "issuer": "U", "credits": "10", "credit_unit": "C", "framework": "F",
         "level": level, "status": "active", "awarded": f"20{20 + place}-06-30"}
        for place, (id, level) in enumerate(units)
    ]  # fmt: skip
    return {"learner": name, "holdings": [{k: v for k, v in one.items() if v is not None} for one in held]}


@pytest.mark.parametrize("award", ["PLAIN", "APART"])
def test_those_who_are_alike_are_audited_once(monkeypatch: pytest.MonkeyPatch, award: str) -> None:
    told: list[str] = []

    def counted(evaluation: Evaluation, values: Any, stage: str) -> Any:
        told.append(evaluation.learner.id)
        return exactly(evaluation, values, stage)

    exactly = evaluate.figures
    monkeypatch.setattr(evaluate, "figures", counted)
    records = [learner(f"L{n:02}", (f"a{n}", "6"), (f"b{n}", None), (f"c{n}", "5")) for n in range(20)]
    agree(load_text(RULES), records, (award,), DAY, tier="values")
    assert len(told) == 1


@pytest.mark.parametrize("award", ["PLAIN", "APART"])
def test_those_who_differ_are_told_apart(award: str) -> None:
    """In every level that each of three units may have, and in the order of their ids, which decides between equals."""
    levels = ("5", "6", None)
    orders = (("a", "b", "c"), ("c", "b", "a"), ("h", "h1", "h10"), ("h10", "h1", "h"))
    records = [
        learner(f"L{place:03}-{number}", *zip(ids, of, strict=True))
        for place, of in enumerate(product(levels, repeat=3))
        for number, ids in enumerate(orders)
    ]
    agree(load_text(RULES), records, (award,), DAY, tier="values")


@pytest.mark.parametrize("most", [0, 10**9])
def test_rows_of_many_awards_stand_in_order_of_learners(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """What columns and single audits say of each award is put together, in whichever way."""
    monkeypatch.setattr(merging, "MOST_RUNS", most)
    records = [learner(f"L{n:02}", ("a", "6"), ("b", (None, "6")[n % 2])) for n in range(30)]
    agree(load_text(RULES), records, ("APART", "PLAIN"), DAY, tier="values")


def test_units_are_tried_in_the_order_of_their_names() -> None:
    assert in_order(["b", "a", "c"]) == [1, 0, 2]
    assert in_order(["h", "h1", "h10"]) == [2, 1, 0], "h10:X stands before h1:X"
    assert in_order(["a", "a"]) is None
    assert in_order(["a", "a:b"]) is None
    assert in_order([]) == []


def test_records_alike_but_for_names() -> None:
    first, second = learner("L1", ("a", "6"), ("b", "5")), learner("L2", ("x", "6"), ("y", "5"))
    other = learner("L3", ("y", "6"), ("x", "5"))
    assert likeness(first) == likeness(second) != likeness(other)
    assert likeness(first) != likeness(learner("L1", ("h1", "6"), ("h10", "5")))
    assert likeness(first | {"facts": {"entry": "2020-01-01"}}) != likeness(first)
