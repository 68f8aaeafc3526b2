"""The sample learners that ship: made up, admitted without a fault, and each shows what it is there to show."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from stackr._shipped import shipped_data, shipped_rules
from stackr.audit.run import audit
from stackr.book import Book, load
from stackr.model.audit import Audit
from stackr.model.qualification import QualificationAudit

LEARNERS = sorted((shipped_data() / "learners").glob("*.json"))
AS_OF = date(2026, 2, 1)


@cache
def book() -> Book:
    return load(shipped_rules())


@cache
def audited(name: str) -> Audit:
    return audit(book(), shipped_data() / "learners" / f"{name}.json", None, AS_OF)


def award(name: str, qualification: str) -> QualificationAudit:
    return next(entry for entry in audited(name).qualifications if entry.qualification == qualification)


def given(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


@pytest.mark.parametrize("path", LEARNERS, ids=lambda path: path.stem)
def test_a_sample_learner_says_that_it_is_made_up_and_is_told_of_in_the_list(path: Path) -> None:
    assert "made up" in given(path)["name"]
    assert f"learners/{path.name}" in (shipped_data() / "README.md").read_text("utf-8")


@pytest.mark.parametrize("path", LEARNERS, ids=lambda path: path.stem)
def test_a_sample_learner_follows_real_awards_and_is_admitted_without_a_remark(path: Path) -> None:
    awards = given(path)["facts"]["enrolled_in"]
    assert all(book().clauses[name].at.startswith("programmes/") for name in awards)
    assert audited(path.stem).remarks == ()


def test_learning_from_several_systems_by_several_routes_with_prior_learning_as_the_fallback() -> None:
    found = audited("several-systems")
    assert {item.route for item in found.recognition if item.route} == {
        "hkuspace.own", "melbourne.series", "uol.automatic", "uol.discretion", "uol.own"
    }  # fmt: skip
    assert award("several-systems", "HKU-CERT").status == "satisfied"
    assert award("several-systems", "MELB-GCERT").progress.earned == "1/2"
    counted = {(unit.code, unit.route) for unit in award("several-systems", "UOL-BSC-CS").counted}
    assert ("UOL-L4A", "uol.discretion") in counted
    assert ("UOL-L4B", "uol.automatic") in counted


def test_an_articulation_leads_to_the_units_of_its_own_body_only() -> None:
    routes = {(item.ladder, item.holding) for item in audited("several-systems").recognition if item.route}
    assert ("melbourne", "mc-1") in routes
    assert ("uol", "mc-1") not in routes
    assert ("melbourne", "listed") not in routes


def test_the_greedy_trap_is_solved() -> None:
    found = award("greedy-trap", "BSB50420")
    assert found.status == "satisfied"
    listed = {unit.code for unit in found.counted if unit.requirement.startswith("BSB50420.electives")}
    assert sum(code is not None and code.startswith("UNIT-D") for code in listed) == 1


def test_what_blocks_is_proven() -> None:
    assert award("blocked", "KEELE-PGCERT").blocking_sets == (("KEELE-PGCERT.level7",),)
    assert award("blocked", "GIES-IMBA").blocking_sets == (("GIES-IMBA.hours", "GIES-IMBA.other"),)
    assert all(entry.proven and entry.status == "in-progress" for entry in audited("blocked").qualifications)
