"""What the catalogue says of a silent record, by columns and one by one."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from batch.given import agree
from stackr.book import load_text

DAY = date(2026, 2, 1)
BOOK = load_text(
    "credit ZC is 10 hours\n"
    "catalogue K { issuer U; credit unit ZC; credential A { 10 credits; mode online; kind module }\n"
    "  credential B { hours 100; mode class }\n"
    '  credential C { 10 credits; assessment exam; languages "en" } }\n'
    "catalogue L { issuer V; credential A { 10 credits; mode class } }\n"
    'qualification Q "Q" { awarded by U; credit unit ZC; requires all of {\n'
    "  p: 10 credits from mode = online; q: 10 credits from kind = module or language = en; r: 10 credits from any }\n"
    "  limits { tests: at most 10 credits from assessment = exam } }\n"
)
CLASSIFIED = load_text(
    "catalogue K { issuer U; credential A { 10 credits; mode online; kind module } }\n"
    "catalogue L { issuer V; credential A { 10 credits; mode class }; credential B { 5 credits; mode online } }\n"
    "definition small of micro-credential { how: mode = online; size: credits <= 10 }\n"
    "recognition r for U { route own is own when issuer in { U; V } and micro-credential by small grants full }\n"
    'qualification Q "Q" { awarded by U; recognised by r; requires all of { p: 10 credits from any } }\n'
)
MEMBERS = {
    "credential": ["A", "B", "C", "X"],
    "issuer": ["U", "U", "V", None],
    "mode": ["online", "class", None],
    "kind": ["module", "certificate", None],
    "assessment": ["exam", "project", None],
    "credits": ["10", "5", None],
    "status": ["active", "failed", None],
}
HOLDINGS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in MEMBERS.items()})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(HOLDINGS, max_size=4), min_size=1, max_size=6))
def test_a_silent_record_has_what_the_catalogue_says_in_batches_too(records: list[list[dict[str, str | None]]]) -> None:
    agree(BOOK, [_learner(number, held) for number, held in enumerate(records)], ["Q"], DAY)


def _learner(number: int, held: list[dict[str, str | None]]) -> dict[str, object]:
    holdings = [
        {"id": f"h{at}", **{name: value for name, value in holding.items() if value is not None}}
        for at, holding in enumerate(held)
    ]
    return {"learner": f"L{number}", "holdings": holdings}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(HOLDINGS, max_size=3), min_size=2, max_size=6))
def test_so_it_is_classified(records: list[list[dict[str, str | None]]]) -> None:
    agree(CLASSIFIED, [_learner(number, held) for number, held in enumerate(records)], ["Q"], DAY)
