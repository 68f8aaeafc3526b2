"""A credential is classified by what its own issuer's catalogue says, where the record is silent; by nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stackr.book import load_text

DAY = date(2026, 2, 1)
RULES = """
framework F {{ levels 1 to 10 }}
catalogue K {{ {issuer}
  credential A {{ {line} }}
}}
definition small of micro-credential {{ asked: {asked} }}
recognition r for U {{ gate g {{ micro-credential by small }}; route own is own when issuer in {{ U; V }} grants full }}
qualification Q {{ awarded by U at F 5; recognised by r; requires p: 1 credentials from any }}
"""
LINES = [
    ("20 credits", "credits <= 40", {"credits": 60}),
    ("10 credits; kind module", "kind = module", {"kind": "programme"}),
    ("10 credits; mode online", "mode = online", {"mode": "class"}),
    ("10 credits; assessment exam", "assessment = exam", {"assessment": "none"}),
    ("hours 100", "hours <= 100", {"hours": 300}),
    ("10 credits; level F 5", "level <= F 6", {"level": 8, "framework": "F"}),
    ('10 credits; languages "en"', "language = en", {"language": "fr"}),
]


def label(line: str, asked: str, of: str = "issuer U", **more: Any) -> tuple[str, str]:
    held = {"id": "h", "credential": "A", "issuer": "U", "awarded": "2025-06-30"} | more
    rules = RULES.format(issuer=of, line=line, asked=asked)
    audit = load_text(rules).audit({"learner": "m", "holdings": [held]}, ["Q"], DAY)
    (found,) = audit.recognition
    assert found.classification is not None
    return found.classification.outcome, audit["Q"].status


@pytest.mark.parametrize(("line", "asked", "other"), LINES, ids=[line for line, _, _ in LINES])
def test_what_the_record_leaves_out(line: str, asked: str, other: dict[str, Any]) -> None:
    assert label(line, asked) == ("micro-credential", "satisfied")
    assert label(line, asked, **other)[0] == "not"
    assert label(line, asked, "") == ("micro-credential", "satisfied"), (
        "listed under nobody's name it is the awarding body's"
    )
    assert label(line, asked, issuer="V")[0] == "undetermined", "another body's course of that code is other learning"
    assert label(line, asked, "issuer V", issuer="V")[0] == "micro-credential", "its own issuer's catalogue tells"
    assert label(line, asked, "", issuer="V")[0] == "undetermined"
    assert label(line, asked, issuer=None)[0] == "undetermined"


def test_what_a_record_says_and_nobody_can_read_stays_unknown() -> None:
    assert label("10 credits; mode online", "mode = online", mode=["x", {"is": 1}])[0] == "undetermined"
