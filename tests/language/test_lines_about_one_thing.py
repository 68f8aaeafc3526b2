"""Two lines of an award about one thing are a fault: the order of lines decides nothing, nor which says more."""

from __future__ import annotations

from itertools import permutations

import pytest

from stackr.rulebook.load import check_text

RULES = """
framework F "F" {{ levels 1 to 10 }}
catalogue K {{ issuer U; credential A {{ 10 credits }}; credential B {{ 10 credits }} }}
qualification P {{ awarded by U; requires A }}
qualification R {{ awarded by U; requires A }}
qualification Q {{ awarded by U; in force from 2020-01-01 until 2025-12-31; requires A }}
qualification Q {{
  {head}
  in force from 2026-01-01
  requires all of {{ core: 10 credits from any; x: 10 credits from any; y: 10 credits from any }}
  {lines}
}}
"""
TWICE = [
    ("repeatable A up to 2", "repeatable A up to 3"),
    ("repeatable A up to 2", 'repeatable "A" up to 2'),
    ("A counts as 2", "A counts as 3"),
    ('"B*" counts as 2', '"B*" counts as 4'),
    ("includes P with embed", "includes P with consume"),
    ("includes P with embed", "after P consume"),
    ("after P share up to 10 credits", "after P share up to 20 credits"),
    ("after P consume", "after P surrender"),
    ("after P embed level >= 5", "after P consume level >= 5"),
    ("shared between core and x", "shared between core and x up to 5 credits"),
    ("shared between core and x up to 5 credits", "shared between x and core up to 6 credits"),
    ("transition from 2020-01-01: may choose", "transition from 2020-01-01: must move"),
]
BESIDE = [
    ("repeatable A up to 2", "repeatable B up to 3"),
    ("A counts as 2", "B counts as 3"),
    ("includes P with embed", "includes R with consume"),
    ("after P embed level >= 5", "after P share level < 5 up to 10 credits"),
    ("after P surrender", "after P share up to 10 credits"),
    ("shared between core and x", "shared between core and y up to 5 credits"),
    ('transition from 2020-01-01: when fact "a" = b may choose', "transition from 2020-01-01: must move by 2027-01-01"),
]


def faults(*lines: str, head: str = "awarded by U at F 5") -> list[str]:
    text = RULES.format(head=head, lines="\n  ".join(lines))
    return [found.code for found in check_text(text) if found.severity.value == "error"]


@pytest.mark.parametrize("lines", TWICE, ids=[" | ".join(lines) for lines in TWICE])
def test_about_one_thing(lines: tuple[str, ...]) -> None:
    for order in permutations(lines):
        assert faults(*order) == ["S020"]


@pytest.mark.parametrize("lines", BESIDE, ids=[" | ".join(lines) for lines in BESIDE])
def test_about_two(lines: tuple[str, ...]) -> None:
    for order in permutations(lines):
        assert faults(*order) == []


@pytest.mark.parametrize("head", ["awarded by U at F 5\n  at F 7", "at F 7\n  awarded by U at F 5"])
def test_the_level_is_said_once(head: str) -> None:
    assert faults(head=head) == ["S020"]
    assert faults(head="awarded by U\n  at F 7") == []
