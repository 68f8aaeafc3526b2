"""Records made in Python say what the same record says as JSON; what no record holds is refused in words. Copies keep their chain."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackr.book import load_text
from stackr.model.learning import Learner
from stackr.records.admit import admit, read_records
from stackr.records.errors import RecordError

HELD = {"id": "h", "credential": "A", "issuer": "U", "credits": 10, "awarded": "2025-06-30"}
SAME: list[tuple[str, Any, Any]] = [
    ("awarded", date(2025, 6, 30), "2025-06-30"),
    ("awarded", datetime(2025, 6, 30), "2025-06-30"),
    ("awarded", datetime(2025, 6, 30, 12), "2025-06-30 12:00:00"),
    ("credits", 12.5, "12.5"),
    ("credits", 10.0, "10"),
    ("credits", 0.1 + 0.2, "0.30000000000000004 (not exact)"),
    ("credits", float("nan"), "NaN"),
    ("credits", Decimal("12.50"), "12.50"),
    ("credits", Fraction(1, 3), "1/3"),
    ("tags", {"b", "a"}, ["a", "b"]),
    ("tags", ("b", "a"), ["b", "a"]),
]


def of(member: str, value: Any) -> Learner:
    return admit({"learner": "L", "holdings": [{**HELD, member: value}]})


@pytest.mark.parametrize(("member", "value", "text"), SAME)
def test_a_value_of_python_is_read_as_its_text(member: str, value: Any, text: Any) -> None:
    assert of(member, value) == of(member, text)


def test_a_record_read_by_json_is_the_record_of_the_file() -> None:
    text = '{"learner": "L", "holdings": [{"id": "h", "credential": "A", "credits": 12.5}]}'
    assert admit(json.loads(text)).holdings == read_records(text.encode())[0].holdings


@pytest.mark.parametrize("value", [b"A", object(), 1j, (x for x in "A")])
def test_what_no_record_holds_is_refused(value: Any) -> None:
    with pytest.raises(RecordError, match="no value of type"):
        of("title", value)
    with pytest.raises(RecordError, match="names that are text"):
        admit({"learner": "L", "facts": {5: "A"}})


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes()
others = st.fractions() | st.decimals() | st.binary(max_size=3) | st.frozensets(st.integers(), max_size=3)
names = (
    st.text(max_size=6) | st.integers() | st.sampled_from(["id", "credits", "awarded", "tags", "holder", "evidence"])
)
values = st.recursive(
    scalars | others,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(names, values, max_size=6), st.dictionaries(names, values, max_size=3))
def test_whatever_python_gives_is_admitted_or_refused_in_words(holding: dict[Any, Any], facts: dict[Any, Any]) -> None:
    with suppress(RecordError):
        learner = admit({"learner": "L", "facts": facts, "holdings": [holding]})
        assert len(learner.holdings) == 1


RULES = """
recognition r for U { chain up to 1; route given is agreement when issuer = U grants full }
qualification Q { awarded by U; recognised by r; requires p: 10 credits from any }
"""


def status(*holdings: dict[str, Any], decisions: tuple[dict[str, Any], ...] = ()) -> str:
    record = {"learner": "L", "holdings": list(holdings), "decisions": list(decisions)}
    return load_text(RULES).audit(record, ["Q"], date(2026, 1, 1))["Q"].status


def test_a_copy_that_is_silent_about_the_chain_does_not_shorten_it() -> None:
    chain = {**HELD, "origin": ["Z", "Y"]}
    assert status({**HELD, "origin": "Z"}) == "satisfied"
    for copy in ({**HELD, "id": "i"}, {**HELD, "id": "i", "origin": "Z"}, {**HELD, "id": "g", "origin": "Z"}):
        assert status(chain, copy) == "not-started"


def test_copies_that_came_through_different_bodies_came_from_nobody_knows_where() -> None:
    learner = admit({"learner": "L", "holdings": [{**HELD, "id": via, "origin": ["Z", via]} for via in ("X", "Y")]})
    (held,) = learner.holdings
    assert (held.origin, held.via) == (None, ())
    assert ("origin", "copies of one credential differ in origin; it is taken as unknown") in held.faults


def test_an_id_that_begins_like_one_kept_apart_is_another() -> None:
    exclude = {"kind": "exclude", "clause": "Q.p", "holding": "h"}
    beside = {**HELD, "id": "h~b", "credential": "B"}
    assert status(HELD, {**beside, "credits": 5}, decisions=(exclude,)) == "in-progress"
    assert status(HELD, {**beside, "id": "h"}, decisions=(exclude,)) == "satisfied"
