"""A bare level is of the award's own framework; where there is none, that is told, and learning of a framework stays undetermined."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text
from stackr.testing.run import run_scenarios

EQF = 'framework EQF "E" { levels 1 to 8 }\n'
AWARD = 'qualification Q "Q" {{ awarded by U{level}; requires all of {{ {need} }}; {line} }}\n'
NEED = "p: 10 credits from any"


def award(need: str = NEED, line: str = "", level: str = "") -> str:
    return AWARD.format(need=need, line=line, level=level)


def told(text: str) -> int:
    return [fault.code for fault in check_text(text)].count("C218")


@pytest.mark.parametrize(
    "text",
    [
        award("p: 10 credits from level >= 7"),
        award("p: 10 credits from any level >= 7"),
        award("p: 10 credits from not (level = 7 or issuer U)"),
        award("p: 10 credits from level >= 7 referenced or compared"),
        award("p: 10 credits from level in { 7; EQF 8 }"),
        award("p: 10 credits from any with { at least 5 credits at level >= 7 }"),
        award("p: 10 credits from any with { level of the highest 5 credits >= 7 }"),
        award(line="limits { low: at most 5 credits at level < 7 }"),
        award(line="also requires w: 2 credentials at level >= 7"),
        award(line="after CERT consume level <= 5"),
        award(line="prefer least level < 7"),
        "let high = level >= 7\nlet higher = high and graded\n" + award("p: 10 credits from higher"),
        "group g: 10 credits from level >= 7\n" + award("use g"),
        "definition d of micro-credential { high: level >= 7 }\n",
        "recognition r for U { route a is treaty when level >= 7 grants full }\n",
        "recognition r for U { gate g { level >= 7 }; route a is own when issuer = U grants full }\n",
    ],
)
def test_a_bare_level_where_no_framework_is_meant(text: str) -> None:
    assert told(EQF + text) == 1
    assert told(text) == 0  # no framework anywhere: levels are numbers


@pytest.mark.parametrize(
    "text",
    [
        award("p: 10 credits from level >= EQF 7"),
        award("p: 10 credits from level >= 7", level=" at EQF 7"),
        'framework N "N" { level "Entry 3"; level A }\n' + award('p: 10 credits from level = N "Entry 3"'),
        "let high = level >= 7\n" + award(),
        award("p: 10 credits from credits >= 7 and grade >= 7"),
        "definition d of micro-credential { high: level >= EQF 7 }\n",
    ],
)
def test_a_level_of_a_framework_is_none(text: str) -> None:
    assert told(EQF + text) == 0


@pytest.mark.parametrize(
    ("level", "at", "status"),
    [
        ("7", "EQF 7", "undetermined"),
        ("EQF 7", "EQF 7", "satisfied"),
        ("7", "7", "satisfied"),
        ("EQF 7", "7", "satisfied"),
    ],
)
def test_what_is_told_is_so(level: str, at: str, status: str) -> None:
    need = f"p: 10 credits from level >= {level}"
    scenario = f'scenario "s" {{ learner holds A 10 credits at {at} from U; expect Q {status} }}\n'
    report = run_scenarios(load_text(EQF + award(need) + scenario))
    assert [result.passed for result in report.results] == [True]
