"""Several records of one conferred award: it was conferred on the first of their days, whatever they are called, and that is told."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from stackr.book import load_text

DAY = date(2026, 2, 1)
BOOK = load_text("""
catalogue K { issuer U; credential A { 10 credits }; credential B { 10 credits } }
qualification CERT { awarded by U; requires p: 10 credits from any; limits { fresh: completed within 2 years of conferred } }
qualification BIG { awarded by U; requires p: 30 credits from any; after CERT consume }
""")


def held(id: str, code: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "credential": code, "issuer": "U", "credits": 10} | more


def said(*days: str | None, names: tuple[str, ...] = ("c1", "c2", "c3"), **facts: Any) -> tuple[Any, ...]:
    records = [
        held(name, "CERT", kind="qualification", **({"conferred": day} if day else {}))
        for name, day in zip(names, days, strict=False)
    ]
    learning = [held("a", "A", completed="2018-12-01"), held("b", "B", completed="2019-12-01")]
    audit = BOOK.audit({"learner": "m", "holdings": [*learning, *records], "facts": facts}, ["BIG", "CERT"], DAY)
    counted = tuple([unit.holding for unit in audit[name].counted] for name in ("BIG", "CERT"))
    return (*counted, [remark.message for remark in audit.remarks if remark.code == "R324"])


@pytest.mark.parametrize("names", list(permutations(("c1", "c2", "c3"))))
def test_the_first_day_decides(names: tuple[str, ...]) -> None:
    told = "the award CERT is on file as conferred on 2020-01-01, 2024-01-01 and 2025-01-01; it is taken from the first day"
    assert said("2024-01-01", "2020-01-01", "2025-01-01", names=names) == (["a"], ["a"], [told])
    assert said("2020-01-01")[:2] == (["a"], ["a"])


def test_one_day_is_no_doubt() -> None:
    assert said("2020-01-01", "2020-01-01")[2] == []
    assert said("2020-01-01", None)[2] == []
    assert said("2020-01-01", None, conferred="CERT")[:2] == (["a"], ["a"])
    assert said(None, "2020-01-01")[:2] == (["a"], ["a"])
