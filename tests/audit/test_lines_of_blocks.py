"""Every line of a `with { … }` block holds, whatever it stands below: no form is passed over."""

from __future__ import annotations

import pytest

from audit.given import audited, counts, has, learner, reasons
from stackr.book import load_text
from stackr.diagnostics.model import RuleError

LATE, EARLY = {"completed": "2025-11-11"}, {"completed": "2025-01-11"}
PEOPLE = learner(has("A1", **LATE), has("B1", 2, **EARLY), has("B2", 8, **EARLY))

GROUPS = {
    "all of": ('all of { a: 10 credits from "A*"; b: 10 credits from "B*" }', "2/5"),
    "one of": ('one of { a: 10 credits from "A*"; b: 10 credits from "B*" }', "4/5"),
    "at least": ('at least 1 of { a: 10 credits from "A*"; b: 10 credits from "B*" }', "4/5"),
    "nested": ('all of { inner: all of { a: 10 credits from "A*" }; b: 10 credits from "B*" }', "2/5"),
}


@pytest.mark.parametrize(("group", "earned"), GROUPS.values(), ids=list(GROUPS))
def test_lines_on_each_unit_hold_below_a_group(group: str, earned: str) -> None:
    """A1 is late, B1 too small: only B2 with its 8 credits counts."""
    rules = f"qualification Q {{ requires core: {group} with {{ by 2025-06-30; each at least 5 credits }} }}"
    entry = audited(rules, PEOPLE, "Q")["Q"]
    assert entry.progress.earned == earned
    assert counts(entry) == {"Q.core.b": ["B2"]}
    assert reasons(entry) == {"A1": "too-old", "B1": "no-match"}


def test_a_decision_extends_and_waives_a_line_of_a_group() -> None:
    group = "core: " + GROUPS["all of"][0]
    rules = f"qualification Q {{ requires {group} with {{ late: by 2025-06-30; size: each at least 5 credits }} }}"
    extend = {"id": "d", "kind": "extend", "clause": "Q.core.late", "until": "2025-12-01", "date": "2025-12-01"}
    entry = audited(rules, learner(*PEOPLE["holdings"], decisions=[extend]), "Q")["Q"]
    assert (entry.progress.earned, entry.decisions[0].applied) == ("9/10", True)
    waive = {"id": "e", "kind": "waive", "clause": "Q.core.size", "date": "2025-12-01"}
    both = audited(rules, learner(*PEOPLE["holdings"], decisions=[extend, waive]), "Q")["Q"]
    assert both.status == "satisfied"


def test_lines_over_what_another_requirement_counted_hold() -> None:
    rules = """qualification Q { requires all of {
        x: 20 credits from "*"
        y: 10 credits from what x counted with { two: at least 2 issuers; most: at most 5 credits from level >= 8 }
    } }"""
    one = audited(rules, learner(has("A1", issuer="U", level=7), has("B1", issuer="U", level=7)), "Q")["Q"]
    two = audited(rules, learner(has("A1", issuer="U", level=7), has("B1", issuer="V", level=7)), "Q")["Q"]
    high = audited(rules, learner(has("A1", issuer="U", level=7), has("B1", issuer="V", level=8)), "Q")["Q"]
    assert [entry.progress.earned for entry in (one, two, high)] == ["19/20", "1", "1/2"]


@pytest.mark.parametrize("line", ["each at least 5 credits", "by 2025-06-30"])
def test_what_was_counted_is_not_chosen_again(line: str) -> None:
    rules = f'qualification Q {{ requires all of {{ x: 20 credits from "*"; y: 10 credits from what x counted with {{ {line} }} }} }}'
    with pytest.raises(RuleError, match="T114"):
        load_text(rules)
