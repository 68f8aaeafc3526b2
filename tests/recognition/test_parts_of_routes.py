"""What a route says holds, or is a fault: no part is passed over in silence."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import audited, has, learner
from stackr.book import load_text
from stackr.diagnostics.model import RuleError

PARTS = {
    "evidence valid": {"rpl"},
    "each outcome met to at least 50% of outcome": {"rpl", "agreement"},
    "unless substantial difference in level": {"assessment"},
    "refers within 4 months of complete": {"assessment", "rpl"},
    "counts as issued by U": {"rpl"},
    "never for Q.a": {"own", "treaty", "agreement", "precedent", "advice", "assessment", "rpl"},
    "apply within 14 days of starts": {"own", "treaty", "agreement", "precedent", "advice", "assessment", "rpl"},
}
GRANTS = {
    "own": "grants full",
    "treaty": "grants level",
    "agreement": "grants as articulated",
    "precedent": "grants as decided",
    "advice": "",
    "assessment": "grants full or part",
    "rpl": "grants whole units, ungraded",
}


@pytest.mark.parametrize("kind", GRANTS)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_a_kind_does_not_ask_is_a_fault(kind: str, part: str) -> None:
    word = "fallback" if kind == "rpl" else "route"
    rules = f"""recognition u for U {{ {word} r is {kind} "R" when any {part} {GRANTS[kind]} }}
    qualification Q {{ awarded by U; requires a: 10 credits from any }}"""
    if kind in PARTS[part]:
        assert load_text(rules).ladders["u"].routes
    else:
        with pytest.raises(RuleError, match="T133"):
            load_text(rules)


PRIOR = """catalogue c { credential C1 { issuer U; 10 credits; outcomes "o" } }
recognition u for U { fallback rpl is rpl "Prior" when CONDITION evidence valid grants whole units, ungraded }
qualification Q { awarded by U; requires a: C1 }"""
EVIDENCE = [{"kind": "portfolio", "date": "2025-10-01", "outcomes": ["o"]}]


@pytest.mark.parametrize("decided", [True, False])
@pytest.mark.parametrize(
    ("condition", "members", "open_"),
    [
        ("kind = experience", {"kind": "experience"}, True),
        ("kind = experience", {"kind": "certificate"}, False),
        ("country = ZM", {"kind": "certificate"}, None),
        ("country = ZM", {"kind": "certificate", "country": "ZM"}, True),
    ],
)
def test_the_condition_of_the_fallback_holds(
    condition: str, members: dict[str, Any], open_: bool | None, decided: bool
) -> None:
    """For recorded decisions and for the cases that open."""
    decision = {"kind": "rpl", "clause": "u.rpl", "holding": "z1", "unit": "C1", "date": "2025-12-01"}
    mine = learner(has("Z1", evidence=EVIDENCE, **members), decisions=[decision] if decided else [])
    entry = audited(PRIOR.replace("CONDITION", condition), mine, "Q")["Q"]
    if decided:
        assert entry.status == {True: "satisfied", False: "not-started", None: "undetermined"}[open_]
    else:
        assert (entry.status, bool(entry.cases)) == (
            ("undetermined", True) if open_ is not False else ("not-started", False)
        )
