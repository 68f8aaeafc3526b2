"""Rows that a gate keeps out are taken as one another: whatever the gates and the rows, single audits say the same of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.given import agree
from stackr.batch import few
from stackr.batch.by_columns import tables
from stackr.batch.by_columns.kept_out import KeptOut
from stackr.book import load_text
from stackr.requirements.needs.evidence import EvidenceNeed

RULES = """
grades percent "Percent" {{ from 0 to 100; pass 50 }}
credit NC "National credit" {{ is 10 hours; step 1 }}
framework NF "Framework" {{ levels 1 to 8 }}
recognition u for U {{
  gate first {{ {gates} }}
  route own is own when issuer = U grants full
  route other is agreement when issuer = V and {route} grants full
  refuse with reasons
}}
recognition v for V {{
  gate second {{ {others} }}
  route own is own when issuer = V grants full
}}
qualification Q "Award" {{
  awarded by U
  credit unit NC
  total 40 credits
  requires all of {{ core "Core": 20 credits from tagged "t1"; rest "Rest": 20 credits from level >= 5 }}
}}
qualification R "Other" {{
  awarded by V
  credit unit NC
  total 20 credits
  requires all of {{ core "Core": 20 credits from {asked} }}
}}
"""
DAY = date(2026, 2, 1)
LINES = (
    "status is not revoked",
    "status is active",
    "grade >= 50",
    "awarded since 2020-01-01",
    "awarded after 2020-01-01",
    "awarded within 6 years of as_of",
    "completed before 2024-02-29",
    "issuer = U",
    "issuer = U or grade >= 70",
    "signature is verified",
    "holder is the learner",
    "expires is unknown",
    "level >= 5",
    "country = ZM",
    "entry before 2021-01-01",
    "kind is known",
    "not holds R",
)
GATES = st.lists(st.sampled_from(LINES), min_size=1, max_size=3, unique=True).map("; ".join)
DAYS = st.sampled_from(["2019-12-31", "2020-01-01", "2020-01-02", "2020-02-01", "2024-02-28", "2026-02-01", "soon", ""])
ROW = st.fixed_dictionaries(
    {"credential": st.sampled_from(["C1", "C2", " C1", "Q"]), "issuer": st.sampled_from(["U", "V", "W"])},
    optional={
        "status": st.sampled_from(["active", "revoked", "suspended", "failed", "in-progress", "gone"]),
        "grade": st.sampled_from(["40", "60", "80", "none", ""]),
        "grade_scale": st.just("percent"),
        "awarded": DAYS,
        "completed": DAYS,
        "expires": DAYS,
        "conferred": DAYS,
        "signature": st.sampled_from(["verified", "invalid"]),
        "holder": st.sampled_from(["learner", "other", "somebody"]),
        "kind": st.sampled_from(["module", "qualification"]),
        "credits": st.sampled_from(["10", "60", "ten"]),
        "credit_unit": st.just("NC"),
        "level": st.sampled_from(["4", "6", "9"]),
        "framework": st.just("NF"),
        "country": st.sampled_from(["ZM", "MW"]),
        "tags": st.sampled_from(["t1", "t2", ""]),
        "origin": st.sampled_from(["Q", "W"]),
    },
)
PLAIN_ROW = st.fixed_dictionaries(
    {
        "credential": st.sampled_from(["C1", "C2", "C3"]),
        "issuer": st.sampled_from(["U", "V"]),
        "status": st.sampled_from(["active", "revoked", "suspended"]),
        "grade": st.sampled_from(["40", "60", ""]),
        "awarded": DAYS,
        "level": st.sampled_from(["4", "6"]),
        "credits": st.sampled_from(["10", "60"]),
        "tags": st.just("t1"),
    }
)


def learners(rows: st.SearchStrategy[dict[str, str]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    one = st.lists(rows, max_size=6).map(lambda held: [{"id": f"h{n}", **row} for n, row in enumerate(held)])
    fact = st.sampled_from([None, {"entry": "2020-06-01"}, {"entry": "2022-06-01"}])
    people = st.lists(st.tuples(one, fact), min_size=1, max_size=6)
    return people.map(lambda of: [{"learner": f"L{n}", "facts": f, "holdings": h} for n, (h, f) in enumerate(of)])


@pytest.fixture(autouse=True)
def _never_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few, "MOST", 0)


@settings(max_examples=8, deadline=None)
@given(GATES, GATES, st.sampled_from(["level >= 5", "credits >= 20"]), learners(ROW))
def test_any_rows_before_any_gates(gates: str, others: str, route: str, held: list[dict[str, Any]]) -> None:
    book = load_text(RULES.format(gates=gates, others=others, route=route, asked="any"))
    agree(book, held, ["Q", "R"], DAY, tier="values")


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(LINES[:9]), st.sampled_from(LINES[:9]), learners(PLAIN_ROW))
def test_plain_rows_before_plain_gates(gate: str, other: str, held: list[dict[str, Any]]) -> None:
    book = load_text(RULES.format(gates=gate, others=other, route="level >= 5", asked='tagged "t1"'))
    agree(book, held, ["Q", "R"], DAY, tier="values")


def test_rows_kept_out_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    keeps = KeptOut.keeps
    monkeypatch.setattr(KeptOut, "keeps", lambda self, holding: asked.append(holding) or keeps(self, holding))
    book = load_text(RULES.format(gates="grade >= 50", others="grade >= 50", route="level >= 5", asked="any"))
    row = {"issuer": "U", "credits": "10", "level": "6"}
    rows = [{**row, "id": f"h{n}", "credential": f"C{n}", "grade": "40" if n else "60"} for n in range(9)]
    agree(book, [{"learner": "L", "holdings": rows}], ["Q", "R"], DAY, tier="values")
    assert len(asked) == 2


def test_a_kind_of_requirement_that_the_columns_do_not_know_is_told_by_single_audits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = tuple(kind for kind in tables.SEPARABLE_NEEDS if kind is not EvidenceNeed)
    monkeypatch.setattr(tables, "SEPARABLE_NEEDS", known)
    book = load_text('qualification Q { requires all of { A; milestone "ethics" } }\nqualification P { requires A }\n')
    record = {"learner": "a", "facts": {"ethics": "yes"}, "holdings": [{"id": "A", "credential": "A", "credits": "10"}]}
    batch = agree(book, [record], None, date(2026, 1, 1), tier="values")
    stages = dict(batch.results.select("qualification", "stage").iter_rows())
    assert stages["Q"] == "single audit: the award"
    assert not stages["P"].startswith("single audit")
