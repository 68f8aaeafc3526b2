"""`diff` names the award and the cause of a change whatever awards and holdings are called: with brackets, dots, quotes, spaces."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from stackr.audit.diff import diff
from stackr.book import load_text
from stackr.model.audit import audit_bytes

DAY = date(2026, 2, 1)
NAMES = ["Q", "Q]", "Q]x", "[Q]", "Q x", "Q'", "R.a", "P].requirements[p", "P", "é"]
RULES = "".join(f'qualification "{name}" {{ awarded by U; requires p: 20 credits from any }}\n' for name in NAMES)


def data(*ids: str, only: list[str] | None = None) -> dict[str, Any]:
    held = [{"id": id, "credential": f"C{at}", "issuer": "U", "credits": 10} for at, id in enumerate(ids)]
    audit = load_text(RULES).audit({"learner": "m", "holdings": held}, only, DAY)
    return dict(json.loads(audit_bytes(audit)))


@pytest.mark.parametrize("id", NAMES)
def test_each_change_is_in_its_award_and_has_its_cause(id: str) -> None:
    found = diff(data("h", id), data("h"))
    assert [cause.what for cause in found.causes] == [id]
    inside = [change for change in found.changes if change.path.startswith("qualifications[")]
    assert {change.qualification for change in inside} == set(NAMES)
    for change in inside:
        assert change.path.startswith(f"qualifications[{change.qualification}].")
        assert change.causes == (0,)


def test_of_two_causes_each_is_told_where_it_acts() -> None:
    found = diff(data("h]1", "g"), data("k[2", "g"))
    assert sorted(cause.what or "" for cause in found.causes) == ["h]1", "k[2"]
    assert all(change.causes for change in found.changes)


def test_an_award_that_is_new_is_named() -> None:
    found = diff(data("h", only=["Q"]), data("h", only=["Q", "Q]x"]))
    assert {change.qualification for change in found.changes if change.path.startswith("qualifications")} == {"Q]x"}
