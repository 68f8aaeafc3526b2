"""What the author of a clause says to the learner is told wherever the clause keeps learning out or is not met."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import audited, has, learner

SAID = "as the handbook says"
OLD = has("A", awarded="2010-01-01")
B = has("B", awarded="2025-01-01")


@pytest.mark.parametrize(
    ("limit", "holdings", "reason"),
    [
        ("never A", [OLD], "barred"),
        ("never A for Q.x", [OLD], "barred"),
        ("awarded within 5 years of applied", [OLD], "too-old"),
        ("awarded within 5 years of applied for A", [OLD], "too-old"),
        ("awarded from 2020-01-01", [OLD], "too-old"),
        ("at most 10 credits from A or B", [OLD, B], "over-limit"),
        ("at most 10 credits per issuer", [OLD, B], "over-limit"),
        ("at most one of { A; B }", [OLD, B], "barred"),
    ],
)
def test_told_first_where_learning_is_kept_out(limit: str, holdings: list[dict[str, Any]], reason: str) -> None:
    award = "qualification Q {{ awarded by U; total 20 credits; requires x: 20 credits from any\n limits {{ c: {} }} }}"
    rules = award.format(f'{limit} message "{SAID}"')
    own = [{**holding, "issuer": "U"} for holding in holdings]
    (unused,) = audited(rules, learner(*own, applied="2026-01-01"), "Q")["Q"].unused
    assert unused.reason == reason
    assert unused.clause == "Q.c"
    assert unused.message.startswith(f"{SAID}: ")
    plain = audited(award.format(limit), learner(*own, applied="2026-01-01"), "Q")["Q"].unused[0]
    assert f"{SAID}: {plain.message}".split()[:5] == unused.message.split()[:5]


LADDER = """recognition u for U {{
  gate g {{ status is not revoked }} {gate}
  route own is own when issuer = U grants full
  fallback rpl is rpl each outcome met to at least 50% of outcome never for N grants whole units {rpl}
}}
articulation X {{ from F of V; to A; minimum grade 60 {agreed} }}
credential A {{ issuer U; 10 credits }}
credential N {{ issuer U; 10 credits }}
qualification Q {{ awarded by U; total 10 credits; requires A; entry requires {entry} }}
"""


@pytest.mark.parametrize("place", ["gate", "rpl", "entry"])
def test_told_first_by_gates_prior_learning_and_entry(place: str) -> None:
    said = dict.fromkeys(("gate", "rpl", "agreed"), "") | {place: f'message "{SAID}"'}
    said["entry"] = f"e: 1 credential from issuer Z {said.get('entry', '')}"
    revoked = {"id": "a", "credential": "A", "issuer": "U", "credits": "10", "status": "revoked"}
    decision = {"kind": "rpl", "holding": "w", "unit": "N", "outcome": "full", "date": "2025-12-01"}
    record = learner(revoked, {"id": "w", "kind": "experience"}, decisions=[decision])
    found = audited(LADDER.format(**said), record, "Q")
    reasons = [reason for item in found.recognition for reason in item.reasons] + list(found["Q"].entry[0].reasons)
    assert [reason.message.startswith(SAID) for reason in reasons].count(True) == 1


@pytest.mark.parametrize(
    "entry", ['1 credential from issuer Z message "M"', 'all of { B; C } message "M"', 'e: B message "M"']
)
def test_an_entry_requirement_tells_its_message_while_it_is_not_met(entry: str) -> None:
    rules = f"qualification Q {{ awarded by U; requires A; entry requires {entry} }}"
    (asked,) = audited(rules, learner(has("A", issuer="U")), "Q")["Q"].entry
    assert asked.status == "unmet"
    assert any(reason.message.startswith("M: ") for reason in asked.reasons)
    held = [has(code, issuer="U") for code in "ABC"] + [has("D", issuer="Z")]
    (asked,) = audited(rules.replace("issuer Z", "any"), learner(*held), "Q")["Q"].entry
    assert (asked.status, asked.reasons) == ("met", ())
