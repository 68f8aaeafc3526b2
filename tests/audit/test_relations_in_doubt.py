"""Whether an earlier award's learning may be used again may be unknown: kept for certain, free in the possible reading."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.testing.run import run_scenario, run_scenarios

RULES = """
framework F {{ levels 1 to 10 }}
qualification CERT {{ total 20 credits; requires all of {{ A; B }} }}
qualification Q {{ at F 8; total 40 credits; includes CERT with {relation}; requires 40 credits from any }}
"""
NEW = "C 10 credits awarded 2025-07-01, D 10 credits awarded 2025-07-01"
CONFERRED = "CERT kind qualification conferred 2025-06-01"


@pytest.mark.parametrize(
    ("relation", "fact", "expected"),
    [
        (
            'embed when fact "approved" = yes',
            "",
            ("Q progress 1/2", "Q possible 1", "Q undetermined", "Q missing approved"),
        ),
        ('embed when fact "approved" = yes', "yes", ("Q satisfied",)),
        ('embed when fact "approved" = yes', "no", ("Q progress 1/2", "Q possible 1/2")),
        ('consume when fact "approved" = yes', "", ("Q progress 1/2", "Q possible 1", "Q missing approved")),
        ('consume when fact "approved" = yes', "no", ("Q satisfied",)),
        ('share up to 10 credits when fact "approved" = yes', "", ("Q progress 1/2", "Q possible 3/4")),
        ("embed for level >= 7", "", ("Q progress 1/2", "Q possible 3/4", "Q missing level")),
        ("consume for level >= 7", "", ("Q progress 3/4", "Q possible 1")),
        ("embed", "", ("Q satisfied",)),
    ],
)
def test_a_relation_that_may_hold(relation: str, fact: str, expected: tuple[str, ...]) -> None:
    known = f' fact "approved" = {fact}\n' if fact else ""
    used = "A 10 credits at F 6 awarded 2025-01-01, B 10 credits as b awarded 2025-01-01"
    said = "\n".join(f" expect {each}" for each in expected)
    learner = f" as of 2026-01-01\n for Q\n{known} learner holds {CONFERRED}, {used}, {NEW}\n"
    book = load_text(RULES.format(relation=relation) + f'scenario "s" {{\n{learner}{said}\n}}\n')
    assert run_scenarios(book).failed == ()


@pytest.mark.parametrize(
    ("holding", "told"),
    [
        ("CERT awarded 2025-06-01", "not taken for it"),
        ("CERT kind certificate awarded 2025-06-01", "`kind` would be `qualification`"),
        ("CERT from V kind qualification awarded 2025-06-01", "its issuer is V, and U awards it"),
        ("CERT from U kind qualification awarded 2025-06-01", ""),
        ("CERT conferred 2025-06-01", ""),
        ("CERT awarded 2025-06-01 status in-progress", ""),
        ("OTHER awarded 2025-06-01", ""),
    ],
)
def test_what_bears_the_code_of_an_award_and_is_none_is_told(holding: str, told: str) -> None:
    rules = "qualification CERT { awarded by U; requires A }\n"
    book = load_text(f'{rules}scenario "s" {{\n as of 2026-01-01\n for CERT\n learner holds {holding}\n}}\n')
    _, audit = run_scenario(book, book.scenarios[0])
    assert audit is not None
    said = [remark.message for remark in audit.remarks if remark.code == "R322"]
    assert len(said) == bool(told)
    assert all(told in message for message in said)
