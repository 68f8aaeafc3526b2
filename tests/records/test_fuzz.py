"""Hostile records: nothing but a `RecordError` ever comes out, and no order of the file shows."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from stackr.model.learning import Learner
from stackr.records.admit import admit, read_records
from stackr.records.errors import RecordError
from stackr.records.holding import KNOWN

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
plausible = st.sampled_from(["h1", "h2", "A", "X", "2025-06-30", "10", "1/3", "active", "learner", "80%", "", " "])
members = st.dictionaries(st.sampled_from(sorted(KNOWN)) | st.text(max_size=5), plausible | values, max_size=8)
records = st.fixed_dictionaries(
    {"learner": plausible | values},
    optional={
        "name": plausible | values,
        "identifiers": values,
        "facts": st.dictionaries(st.text(max_size=6), plausible | values, max_size=4) | values,
        "holdings": st.lists(members | values, max_size=5) | values,
        "decisions": st.lists(
            st.dictionaries(st.sampled_from(["id", "kind", "holding", "unit", "shares", "date"]), plausible | values)
            | values,
            max_size=4,
        ),
    },
)


@settings(max_examples=200, deadline=None)
@given(records)
def test_random_records_are_admitted_or_refused_in_words(record: dict[str, Any]) -> None:
    with suppress(RecordError):
        check(record, read_records(json.dumps(record).encode(), as_of=date(2026, 2, 1)))


def check(record: dict[str, Any], learners: list[Learner]) -> None:
    [learner] = learners
    raw = record.get("holdings")
    if isinstance(raw, list):
        assert len(learner.holdings) <= len(raw)
        assert bool(learner.holdings) == bool(raw)
    assert len({holding.id for holding in learner.holdings}) == len(learner.holdings)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_random_bytes_are_refused_in_words(data: bytes) -> None:
    told = ""
    try:
        read_records(data)
    except RecordError as error:
        told = str(error)
    assert "\n" not in told


@settings(max_examples=100, deadline=None)
@given(st.lists(members, max_size=6), st.randoms(use_true_random=False))
def test_no_order_of_holdings_or_members_shows(holdings: list[dict[str, Any]], chance: random.Random) -> None:
    turned = [dict(chance.sample(list(holding.items()), len(holding))) for holding in holdings]
    chance.shuffle(turned)
    one = admit({"learner": "L", "holdings": holdings}, as_of=date(2026, 2, 1))
    other = admit({"learner": "L", "holdings": turned}, as_of=date(2026, 2, 1))
    assert repr(one) == repr(other)
