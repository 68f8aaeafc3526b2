"""What a route never serves is said beside what it grants, where a whole award (or a part of one) is meant."""

from __future__ import annotations

import pytest

from audit.given import audited, learner, reasons

RULES = """
recognition u for U { fallback rpl is rpl "Prior learning" evidence valid grants whole units, ungraded never for BARRED }
qualification Q { awarded by U; requires ten: 10 credits from "C*" }
catalogue c { credential C2 { issuer U; 10 credits } }
"""
EXPERIENCE = {"id": "e", "kind": "experience", "evidence": [{"kind": "portfolio", "date": "2025-10-01"}]}


@pytest.mark.parametrize("unit", ["C1", "C2"])
@pytest.mark.parametrize(
    ("barred", "outcome", "said"),
    [
        ("Q.ten", "recognised", "recognised as UNIT; it never counts for Q.ten"),
        ("Q", "recognised", "recognised as UNIT; it never counts for Q"),
        ("UNIT", "refused", "UNIT is never granted by Prior learning"),
    ],
)
def test_in_a_catalogue_or_not(unit: str, barred: str, outcome: str, said: str) -> None:
    decision = {"kind": "rpl", "clause": "u.rpl", "holding": "e", "unit": unit, "credits": "10", "date": "2025-12-01"}
    rules = RULES.replace("BARRED", barred.replace("UNIT", unit))
    found = audited(rules, learner(EXPERIENCE, decisions=[decision]), "Q")
    (entry,) = found.recognition
    assert entry.outcome == outcome
    assert any(said.replace("UNIT", unit) in reason.message for reason in entry.reasons)
    assert reasons(found["Q"]) == ({unit: "barred"} if outcome == "recognised" else {})
    assert found["Q"].progress.earned == "0"
