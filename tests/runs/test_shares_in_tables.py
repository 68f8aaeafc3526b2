"""Shares of outcomes and claims in tables of decisions and learners: a run reads what a record in JSON says, and drops nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from cli.calls import Caller
from runs.made import batch, table
from stackr.audit.options import AuditOptions
from stackr.book import load
from stackr.testing.generate import AS_OF

RULES = """
catalogue K { issuer U; credential A "A" { 10 credits; outcomes "reads", "writes" } }
recognition r for U { fallback prior is rpl "Prior learning" evidence valid grants whole units, ungraded }
qualification Q { awarded by U; recognised by r; requires A }
"""
DECISION = {"id": "d", "kind": "rpl", "holding": "h", "unit": "A", "by": "Senate", "date": "2025-01-01"}
HOLDING = {"id": "h", "kind": "experience", "title": "Work"}


def audited(call: Caller, folder: Path, shares: str, claims: str) -> dict[str, Any]:
    """The audit that a run keeps of a learner of three tables."""
    rows = {
        "h.csv": {"learner": "L", **HOLDING},
        "l.csv": {"learner": "L", "claims": claims},
        "d.csv": {"learner": "L", **DECISION, "shares": shares},
    }
    for file, row in rows.items():
        with (folder / file).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([row.keys(), row.values()])
    (folder / "rules.stackr").write_text(RULES, "utf-8")
    about = ("--learners", folder / "l.csv", "--decisions", folder / "d.csv", "--tier", "proofs", "--for", "Q")
    run = batch(call, folder / "run", folder / "h.csv", *about, "--as-of", AS_OF, rules=folder / "rules.stackr")
    assert run.code == 0, run
    (told,) = table(folder / "run", "audits")["audit"]
    found: dict[str, Any] = json.loads(told)
    return found


def alone(folder: Path, shares: Any, claims: Any) -> dict[str, Any]:
    """The audit of the same learner, from a record."""
    record = {"learner": "L", "facts": {"claims": claims}, "holdings": [HOLDING]}
    decisions = {"decisions": [DECISION | {"shares": shares}]}
    found = load(folder / "rules.stackr").audit(record | decisions, "Q", AS_OF, AuditOptions(tier="proofs"))
    again: dict[str, Any] = json.loads(found.model_dump_json())
    return again


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("reads=80%; writes=1/2", {"reads": "80%", "writes": "1/2"}),
        (" reads = 0.8 ;", {"reads": "0.8"}),
        ("reads=much", {"reads": "much"}),
        ("80%", "80%"),
        ("reads=80%; writes", "reads=80%; writes"),
        ("reads=80%; reads=90%", "reads=80%; reads=90%"),
        ("reads=80%=90%", "reads=80%=90%"),
        ('{"reads": "80%"}', '{"reads": "80%"}'),
    ],
)
def test_tables_say_what_records_say(text: str, shares: Any, call: Caller, tmp_path: Path) -> None:
    told, expected = audited(call, tmp_path, text, "Q+R; S"), alone(tmp_path, shares, [["Q", "R"], ["S"]])
    assert told["traces"] == expected["traces"]
    assert (told["remarks"], told["qualifications"]) == (expected["remarks"], expected["qualifications"])
    readable = isinstance(shares, dict) and "much" not in shares.values()
    assert readable or any(remark["code"] in ("R302", "R303") for remark in told["remarks"])
