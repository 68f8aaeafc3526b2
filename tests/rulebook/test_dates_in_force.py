"""Dates in force are heeded, or they are a fault: none is written in vain."""

from __future__ import annotations

import pytest

from stackr.rulebook.load import check_text

DATES = "in force from 2027-01-01"
HEEDED = [
    f"qualification Q {{ total 10 credits; {DATES}; requires A }}",
    f"articulation X {{ from B of F; to A; {DATES} }}",
    f"credential A {{ 10 credits; {DATES} }}",
    f'framework F version "2027" {{ levels 1 to 8; {DATES} }}',
    f"framework F {{ levels 1 to 8; 7 is referenced to G 6 {DATES} }}\nframework G {{ levels 1 to 8 }}",
    f"grades p {{ from 0 to 100; convert to q {{ 0 to 100 = B }} {DATES} }}\ngrades q {{ B = 1 }}",
]
IN_VAIN = [
    f"qualification Q {{ requires A {DATES} }}",
    f"qualification Q {{ requires all of {{ p: 10 credits from any {DATES} }} }}",
    f"qualification Q {{ requires A; limits {{ c: at most 5 credits by rpl {DATES} }} }}",
    f"qualification Q {{ requires A; limits {{ c: never by rpl {DATES} }} }}",
    f"qualification Q {{ requires A; also requires w: observes at least 2 issuers {DATES} }}",
    f'qualification Q {{ requires A; classify "x" otherwise {DATES} }}',
    f"qualification Q {{ requires A; includes R with embed {DATES} }}\nqualification R {{ requires B }}",
    f"group G: all of {{ A; B {DATES} }}\nqualification Q {{ requires use G }}",
    f"recognition r for U {{ route own is own when issuer = U grants full {DATES} }}",
    f"recognition r for U {{ {DATES}; route own is own when issuer = U grants full }}",
    f"recognition r for U {{ gate g {{ status is not revoked }} {DATES}; route own is own when issuer = U grants full }}",
    f"definition d of micro-credential {{ small: credits <= 40 {DATES} }}",
    f"definition d of micro-credential {{ {DATES}; small: credits <= 40 }}",
    f"register R bodies {{ {DATES}; V }}",
    f"catalogue K {{ {DATES}; credential A {{ 10 credits }} }}",
    f"parameter p = 3 {DATES}",
    f"convert 2 H = 1 E round none {DATES}\ncredit H {{ is 10 hours }}\ncredit E {{ is 20 hours }}",
]


@pytest.mark.parametrize("text", HEEDED)
def test_what_has_versions_or_a_day_may_be_dated(text: str) -> None:
    assert [fault for fault in check_text(text + "\n") if fault.code == "T137"] == []


@pytest.mark.parametrize("text", IN_VAIN)
def test_what_would_apply_on_every_day_may_not(text: str) -> None:
    assert [fault.code for fault in check_text(text + "\n")] == ["T137"]
