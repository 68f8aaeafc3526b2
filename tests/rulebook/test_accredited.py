"""Whether an issuer is accredited: on the edges of each time, in each scope, and on a day that nobody knows."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.testing.run import run_scenarios

RULES = """
register HEA bodies {
  V from 2010-01-01 until 2020-12-31 for "06", "bachelor"
  V from 2022-01-01 for "07"
  W
}
recognition u for U { route a is agreement when accredited by HEA for "SCOPE" on awarded grants full }
qualification Q { awarded by U; total 10 credits; requires 10 credits from any }
"""


@pytest.mark.parametrize(
    ("issuer", "scope", "awarded", "status"),
    [
        ("V", "06", "2010-01-01", "satisfied"),
        ("V", "06", "2020-12-31", "satisfied"),
        ("V", "06", "2009-12-31", "not-started"),
        ("V", "06", "2021-01-01", "not-started"),
        ("V", "0613", "2020-12-31", "satisfied"),
        ("V", "0613", "2022-01-01", "not-started"),
        ("V", "0", "2020-12-31", "not-started"),
        ("V", "bachelor", "2020-12-31", "satisfied"),
        ("V", "bachelor of arts", "2020-12-31", "not-started"),
        ("V", "06", "", "undetermined"),
        ("V", "08", "", "not-started"),
        ("W", "06", "", "satisfied"),
        ("X", "06", "", "not-started"),
    ],
)
def test_accredited_on_a_day(issuer: str, scope: str, awarded: str, status: str) -> None:
    holding = f"A 10 credits from {issuer}" + (f" awarded {awarded}" if awarded else "")
    learner = f'scenario "s" {{\n as of 2026-01-01\n learner holds {holding}\n expect Q {status}\n}}\n'
    assert run_scenarios(load_text(RULES.replace("SCOPE", scope) + learner)).failed == ()
