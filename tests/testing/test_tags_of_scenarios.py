"""A holding of a scenario has the tags that the same holding of a record would have, and none where nothing says any."""

from __future__ import annotations

import pytest

from stackr.rulebook.load import load_text
from stackr.testing.run import run_scenario

RULES = """catalogue K { issuer U; credential A { 10 credits; tags "t" }; credential B { 10 credits } }
recognition u for U { route own is own when issuer = U grants full; route near is agreement when issuer = V grants full }
qualification Q { awarded by U; total 10 credits; requires x: 10 credits from tagged "t" }
qualification P { awarded by U; total 10 credits; requires x: 10 credits from not tagged "t" }
"""


@pytest.mark.parametrize(
    ("holding", "q", "p"),
    [
        ("A 10 credits from U", "satisfied", "not-started"),
        ("A from U", "satisfied", "not-started"),
        ('A 10 credits from U tagged "s"', "not-started", "satisfied"),
        ("B 10 credits from U", "not-started", "satisfied"),
        ('B 10 credits from U tagged "t"', "satisfied", "not-started"),
        ("C 10 credits from U", "not-started", "satisfied"),
        ("C 10 credits from V", "not-started", "satisfied"),
        ('C 10 credits from V tagged "t"', "satisfied", "not-started"),
    ],
)
def test_of_the_catalogue_where_it_lists_the_unit(holding: str, q: str, p: str) -> None:
    text = f'{RULES}scenario "s" {{\n learner holds {holding}\n expect Q {q}\n expect P {p}\n}}\n'
    book = load_text(text)
    result, _ = run_scenario(book, book.scenarios[0])
    assert result.passed, result
