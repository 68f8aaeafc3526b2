"""Nothing is credited twice: grants share pieces or targets where they are of the same learning, and order never shows."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.books import AS_OF, DEFAULT, LADDER, TABLES, book, climbed, first, learner
from records.test_fuzz import records
from stackr.book import load_text
from stackr.recognition.types import Recognition
from stackr.records.admit import admit, read_records
from stackr.records.errors import RecordError

PORTFOLIO = {
    "kind": "experience",
    "evidence": [{"kind": "portfolio", "date": "2025-01-01"}, {"kind": "interview", "date": "2025-06-01"}],
}


def test_e46_transfer_and_rpl_of_one_unit_compete_through_its_code() -> None:
    decision = {
        "id": "d",
        "kind": "rpl",
        "holding": "h2",
        "unit": "DS501",
        "shares": {"loops": "90%", "files": "90%"},
        "date": "2026-01-01",
    }
    mm = {"credential": "C1", "issuer": "COLL", "awarded": "2023-01-01"}
    found = climbed(learner(mm, PORTFOLIO, decisions=[decision], applied="2026-01-01"))
    assert [(unit.code, unit.route_rank) for unit in found.units] == [("DS501", 2), ("DS501", 6)]
    assert len({unit.grant for unit in found.units}) == 2


def test_two_routes_for_one_holding_share_its_piece_and_keep_their_names_apart() -> None:
    rules = book(TABLES + LADDER + "articulation same { from DS501 of UNZA; to DS501 }")
    found = climbed(learner({"credential": "DS501", "issuer": "UNZA", "awarded": "2024-01-01"}), rules)
    assert first(found).feasible_routes == ("unza.own", "unza.sadc")
    assert [grant.pieces for grant in found.grants] == [{"h1"}, {"h1"}]
    assert len({unit.id for unit in found.units}) == len(found.units) == 2
    only = book(
        TABLES
        + LADDER.replace("gate integrity", "first\n  gate integrity")
        + "articulation same { from DS501 of UNZA; to DS501 }"
    )
    kept = climbed(learner({"credential": "DS501", "issuer": "UNZA", "awarded": "2024-01-01"}), only)
    assert first(kept).feasible_routes == ("unza.own",)


@pytest.mark.parametrize("told", ["part_of", "catalogue"])
def test_e47_a_container_and_its_parts_share_pieces(told: str) -> None:
    tables = TABLES if told == "part_of" else TABLES + "credential MM { issuer UNZA; parts M1, M2 }\n"
    parts = [
        {"credential": f"M{n}", "issuer": "UNZA", **({"part_of": "MM"} if told == "part_of" else {})} for n in (1, 2)
    ]
    found = climbed(learner({"credential": "MM", "issuer": "UNZA"}, *parts), book(tables + LADDER))
    pieces = {grant.units[0]: grant.pieces for grant in found.grants}
    assert pieces == {"h1:MM": {"h1", "h2", "h3"}, "h2:M1": {"h2"}, "h3:M2": {"h3"}}


def test_parts_of_each_other_end() -> None:
    found = climbed(
        learner(
            {"credential": "A", "issuer": "UNZA", "part_of": "h2"},
            {"credential": "B", "issuer": "UNZA", "part_of": "h1"},
        )
    )
    assert {grant.pieces for grant in found.grants} == {frozenset({"h1", "h2"})}


def test_e49_what_a_conferred_award_used_is_recognised_and_says_so() -> None:
    [unit] = climbed(learner({"credential": "DS501", "issuer": "UNZA", "used_in": ["PGCERT"]})).units
    assert unit.holding.used_in == ("PGCERT",)


CODES = ["DS501", "DS504", "C1", "BIG", "P1", "P2", "P3", "P4", "C9"]
holdings = st.lists(
    st.fixed_dictionaries(
        {"credential": st.sampled_from(CODES)},
        optional={
            "issuer": st.sampled_from(["UNZA", "COLL", "MELB"]),
            "status": st.sampled_from(["active", "revoked", "suspended", "failed", "in-progress", "planned"]),
            "awarded": st.sampled_from(["2019-01-01", "2023-01-01", "2025-06-30", "2027-01-01"]),
            "kind": st.sampled_from(["certificate", "experience"]),
            "outcomes": st.lists(st.sampled_from(["loops", "queries", "mean", "design"]), max_size=2),
            "holder": st.sampled_from(["learner", "unresolved", "other"]),
            "part_of": st.sampled_from(CODES),
            "credits": st.sampled_from(["10", "0.5", "x"]),
            "country": st.sampled_from(["ZA", "FR"]),
        },
    ),
    max_size=6,
)
decisions = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["rpl", "assessment", "precedent"])},
        optional={
            "holding": st.sampled_from(["h0", "h1", "h2", "C1"]),
            "unit": st.sampled_from(["DS501", "DS502", "DS590", "NONE"]),
            "outcome": st.sampled_from(["full", "partial", "conditional", "refused", "level-only"]),
            "credits": st.sampled_from(["3", "12", "x"]),
            "date": st.sampled_from(["2021-01-01", "2026-01-01", "2027-01-01"]),
            "shares": st.dictionaries(st.sampled_from(["loops", "files", "mean"]), st.sampled_from(["40%", "60%"])),
        },
    ),
    max_size=4,
)


def recognised(raw: list[dict[str, Any]], decided: list[dict[str, Any]]) -> Recognition:
    record = {
        "learner": "L",
        "holdings": raw,
        "decisions": decided,
        "facts": {"applied": "2026-01-01", "applied_for": ["DS502"]},
    }
    return climbed(admit(record, DEFAULT.tables, AS_OF), targets=("DS501", "DS504", "DS590"))


@settings(max_examples=150, deadline=None)
@given(holdings, decisions, st.randoms(use_true_random=False))
def test_grants_hang_together_and_no_order_shows(
    raw: list[dict[str, Any]], decided: list[dict[str, Any]], chance: random.Random
) -> None:
    named = [holding | {"id": f"h{place}"} for place, holding in enumerate(raw)]
    found = recognised(named, decided)
    consistent(found, {holding["id"] for holding in named})
    shuffled, turned = list(named), list(decided)
    chance.shuffle(shuffled)
    chance.shuffle(turned)
    assert repr(recognised(shuffled, turned)) == repr(found)


def consistent(found: Recognition, ids: set[str]) -> None:
    units = {unit.id: unit for unit in found.units}
    assert len(units) == len(found.units)
    assert len({grant.id for grant in found.grants}) == len(found.grants)
    assert sorted(unit for grant in found.grants for unit in grant.units) == sorted(units)
    for grant in found.grants:
        assert grant.pieces <= ids
        assert {(units[unit].grant, units[unit].route, units[unit].route_rank) for unit in grant.units} == {
            (grant.id, grant.route, grant.route_rank)
        }
    for finding in found.findings:
        assert (finding.route is not None) == (
            finding.outcome in ("recognised", "partial", "conditional", "level-only")
        )
        assert finding.outcome != "refused" or (finding.reasons and finding.appeal is not None)
        assert finding.outcome != "pending" or finding.pending or finding.bundle or finding.units
        assert not finding.integrity or finding.outcome == "refused" or finding.units
    for case in found.cases:
        assert not any(unit.code == case.unit and unit.sure for unit in found.units)


@settings(max_examples=80, deadline=None)
@given(records)
def test_hostile_records_are_recognised_or_refused_in_words(record: dict[str, Any]) -> None:
    with suppress(RecordError):
        someone = read_records(json.dumps(record).encode(), DEFAULT.tables, AS_OF)[0]
        consistent(climbed(someone, targets=("DS501", "DS590")), {holding.id for holding in someone.holdings})


FIRST = """
catalogue K { issuer U; credential A { 20 credits }; credential B { 20 credits } }
recognition u for U { first
  route short is agreement when tagged "short" grants full up to 10 credits
  route whole is agreement when issuer != U grants full }
qualification Q { awarded by U; requires p: 20 credits from any }
"""


@pytest.mark.parametrize(
    ("cap", "tags", "expected"),
    [
        (" up to 10 credits", None, "undetermined"),
        (" up to 10 credits", [], "satisfied"),
        (" up to 10 credits", ["short"], "in-progress"),
        ("", None, "satisfied"),
    ],
    ids=["less, perhaps", "not that route", "less", "as much, either way"],
)
def test_first_counts_a_later_route_for_certain_only_where_no_earlier_one_may_give_otherwise(
    cap: str, tags: list[str] | None, expected: str
) -> None:
    held = {"id": "x", "credential": "X", "issuer": "FAR", "credits": "20"} | ({} if tags is None else {"tags": tags})
    rules = load_text(FIRST.replace(" up to 10 credits", cap))
    found = rules.audit({"learner": "L", "holdings": [held]}, ["Q"], AS_OF)["Q"]
    assert found.status == expected
    assert (expected != "undetermined") or {fact.member for fact in found.missing} == {"tags"}
