"""The promised shape of an audit: the members that scripts read, each with the kind of value that it has."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audit.given import audited, has, learner
from stackr.model.audit import audit_bytes

RULES = """
framework F { level "Entry"; levels 1 to 10 }
catalogue K {
  issuer U; credential A { 10 credits; level F 8 }; credential B { 10 credits }
  credential C { 10 credits; level F 7 }; credential E { 10 credits; level F "Entry" }
}
definition small of micro-credential { size: credits <= 20 }
recognition u for U { route own is own when issuer = U grants full source "s. 1" }
qualification Q "Q" {
  awarded by U at F 8
  total 30 credits
  in force from 2026-01-01
  requires all of { core "Core": all of { A; B }; more: 10 credits from level >= 7 }
  limits { home: at least 10 credits from issuer U }
}
"""
HELD = (
    has("A", issuer="U", awarded="2025-06-30"),
    has("E", issuer="U"),
    has("X", issuer="V"),
    has("Y", issuer="U"),
)

TEXT, NUMBER, LIST, OBJECT, OPEN = str, (int, float), list, dict, (str, type(None))
PROMISED: dict[str, Any] = {
    "": {
        "schema": TEXT,
        "learner": TEXT,
        "as_of": TEXT,
        "digests": OBJECT,
        "engine": TEXT,
        "recognition": LIST,
        "qualifications": LIST,
    },
    "digests": {"rules": TEXT, "record": TEXT, "registers": TEXT},
    "recognition": {
        "holding": TEXT,
        "classification": OBJECT,
        "outcome": TEXT,
        "route": OPEN,
        "feasible_routes": LIST,
        "units": LIST,
        "reasons": LIST,
    },
    "recognition.classification": {"definition": TEXT, "outcome": TEXT, "criteria": LIST},
    "recognition.classification.criteria": {"id": TEXT, "met": bool},
    "recognition.units": {"id": TEXT, "code": TEXT, "credits": TEXT, "level": (int, str, type(None))},
    "recognition.reasons": {"code": TEXT, "message": TEXT, "clause": TEXT, "source": OPEN, "at": TEXT},
    "qualifications": {
        "qualification": TEXT,
        "version": TEXT,
        "status": TEXT,
        "closed": OPEN,
        "progress": OBJECT,
        "progress_percent": NUMBER,
        "proven": bool,
        "missing": LIST,
        "counted": LIST,
        "unused": LIST,
        "left_over": LIST,
        "requirements": LIST,
        "limits": LIST,
        "certificate": OBJECT,
        "blocking_sets": LIST,
        "completions": LIST,
    },
    "qualifications.progress": {"earned": TEXT, "in_progress": TEXT, "planned": TEXT, "possible": TEXT},
    "qualifications.missing": {"holding": TEXT, "member": TEXT, "needed_by": TEXT},
    "qualifications.counted": {
        "unit": TEXT,
        "requirement": TEXT,
        "credits": TEXT,
        "layer": TEXT,
        "route": TEXT,
        "placement": TEXT,
    },
    "qualifications.unused": {"unit": TEXT, "reason": TEXT},
    "qualifications.requirements": {
        "id": TEXT,
        "title": TEXT,
        "status": TEXT,
        "needed": TEXT,
        "counted": TEXT,
        "unit": TEXT,
        "shortfall": TEXT,
        "reasons": LIST,
        "children": LIST,
    },
    "qualifications.limits": {"id": TEXT, "status": TEXT, "bound": TEXT, "value": TEXT},
    "qualifications.certificate": {"kind": TEXT},
    "qualifications.completions": {"add": LIST, "credits": TEXT, "proven": bool},
}


def parts(value: Any, path: str) -> list[dict[str, Any]]:
    """The objects at a path, through lists."""
    found = [value]
    for step in path.split(".") if path else ():
        inner = (item[step] for item in found)
        found = [each for item in inner for each in (item if isinstance(item, list) else [item])]
    return found


@pytest.fixture(scope="module")
def printed() -> Any:
    return json.loads(audit_bytes(audited(RULES, learner(*HELD))))


@pytest.mark.parametrize("path", PROMISED)
def test_what_is_promised_is_there_with_its_kind_of_value(printed: Any, path: str) -> None:
    found = parts(printed, path)
    assert found, f"the example has no {path}"
    for item in found:
        for name, kind in PROMISED[path].items():
            assert isinstance(item[name], kind), (path, name, item[name])


def test_a_whole_level_is_a_number_and_another_its_name(printed: Any) -> None:
    levels = {unit["code"]: unit["level"] for entry in printed["recognition"] for unit in entry["units"]}
    assert levels == {"A": 8, "E": "Entry", "Y": None}
