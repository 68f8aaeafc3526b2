"""The proofs tier: single = batch, to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from batch.given import agree
from batch.test_same import SAMPLES, asked, whole
from stackr.book import load_text
from stackr.testing.result import TODAY

PROGRAMMES = ("programmes/us-gies-imba.stackr", "programmes/uk-masters-ladder.stackr")


@pytest.mark.parametrize("file", PROGRAMMES)
def test_the_learners_of_scenarios(file: str) -> None:
    questions = asked(file)
    assert questions
    for (names, day, together), records in questions.items():
        agree(whole(), records, names, day, tier="proofs", together=together)


def test_sample_learners_before_the_awards_they_follow() -> None:
    records = [json.loads(path.read_text("utf-8")) for path in sorted(Path(SAMPLES).glob("*.json"))]
    found = agree(whole(), records, None, TODAY, tier="proofs")
    for name in ("audits", "holds_back", "blocking", "completions", "criteria", "counted"):
        assert getattr(found, name).height, name


def test_what_stands_in_the_way_and_what_would_complete_it() -> None:
    rules = (
        'catalogue c { issuer U; credential A "A" { 10 credits; cost 5 "ZMW" }; credential B "B" { 10 credits; cost 7 "ZMW" } }\n'
        'qualification Q "Q" { awarded by U; requires all of { a: A; b: B; m: milestone "Visit" } }\n'
    )
    held = [{"id": "h1", "credential": "A", "issuer": "U", "credits": "10", "status": "active"}]
    found = agree(load_text(rules), [{"learner": "L", "holdings": held}], ["Q"], TODAY, tier="proofs")
    assert found.blocking.select("set", "clause", "kind").cast(pl.String).rows() == [
        ("1", "Q.b", "bound"),
        ("2", "Q.m", "search"),
    ]
    assert found.completions.select("add", "credits", "cost", "proven").rows() == [("B", "10", "7", True)]
    assert found.counted["placement"].to_list() == ["forced"]


def test_what_nobody_knows() -> None:
    rules = 'qualification Q "Q" { awarded by U; requires p: 10 credits from mode = "online" }\n'
    held = [{"id": "h1", "credential": "A", "issuer": "U", "credits": "10", "status": "active"}]
    found = agree(load_text(rules), [{"learner": "L", "holdings": held}], ["Q"], TODAY, tier="proofs")
    assert found.missing.select("holding", "member").rows() == [("h1", "mode")]
