"""What the record leaves open is named: by the award's clauses, by recognition, by the choice of a version."""

from __future__ import annotations

from datetime import date

import pytest

from audit.given import audited, has, learner

OWN = "recognition u for U { route own is own when issuer = U grants full; MORE }\n"
RULES = (
    OWN.replace("MORE", "route list is agreement when articulation in force on awarded grants as articulated")
    + "catalogue K { issuer U; credential A { 10 credits }; credential T { 10 credits } }\n"
    "articulation X { from B of V; to T; in force from 2023-01-01 until 2023-12-31 }\n"
    'qualification Q "Q" { awarded by U; requires all of { T } }\n'
)
TEACH_OUT = (
    OWN.replace("; MORE", "") + 'qualification Q "Q" { awarded by U; in force from 2018-01-01 until 2023-06-30, '
    "enrol until 2024-06-30, achieve until 2027-06-30; requires all of { p: 10 credits from any } }\n"
)
VERSIONS = (
    OWN.replace("; MORE", "")
    + 'qualification Q "Q" { awarded by U; in force from 2020-01-01 until 2022-12-31; requires all of { a: 10 credits from any } }\n'
    'qualification Q "Q" { awarded by U; in force from 2023-01-01; requires all of { a: 20 credits from any } }\n'
)


def test_what_a_route_asks_for_in_vain_is_missing() -> None:
    (entry,) = audited(RULES, learner(has("B", issuer="V"))).qualifications
    assert entry.status == "undetermined"
    assert [(fact.holding, fact.member, fact.needed_by) for fact in entry.missing] == [("b", "awarded", "u.list")]


def test_what_cannot_count_is_not_missing() -> None:
    (entry,) = audited(RULES, learner(has("C", issuer="V"))).qualifications
    assert (entry.status, entry.missing) == ("not-started", ())


@pytest.mark.parametrize(
    ("entered", "status", "closed"),
    [
        ("2023-06-30", "satisfied", None),
        ("2023-07-01", "satisfied", None),
        ("2024-06-30", "satisfied", None),
        ("2024-07-01", "in-progress", "the last day to enrol was 2024-06-30"),
    ],
)
def test_the_last_day_to_enrol_may_lie_after_the_last_day_in_force(
    entered: str, status: str, closed: str | None
) -> None:
    record = learner(has("A", issuer="U"), entry=entered)
    (entry,) = audited(TEACH_OUT, record, as_of=date(2025, 1, 1)).qualifications
    assert (entry.status, entry.closed) == (status, closed)


def test_without_a_last_day_to_enrol_the_last_day_in_force_closes_it() -> None:
    rules = TEACH_OUT.replace("enrol until 2024-06-30, ", "")
    (entry,) = audited(rules, learner(has("A", issuer="U"), entry="2023-07-01"), as_of=date(2025, 1, 1)).qualifications
    assert entry.closed == "not in force after 2023-06-30"


def test_the_fact_that_tells_versions_apart_is_missing() -> None:
    (entry,) = audited(VERSIONS, learner(has("A", issuer="U"))).qualifications
    assert [fact.member for fact in entry.missing] == ["entry"]
    (entry,) = audited(VERSIONS, learner(has("A", issuer="U"), entry="2021-01-01")).qualifications
    assert (entry.status, entry.missing) == ("satisfied", ())


HOURS = (
    "credit C { is 25 hours; step 0.5 }\nrecognition u for U { route every is agreement grants full }\n"
    'qualification Q "Q" { awarded by U; credit unit C; requires all of { p: 6 credits from any } }\n'
)


@pytest.mark.parametrize(
    ("hours", "status"),
    [("150", "satisfied"), ("149", "undetermined"), ("137.5", "in-progress"), ("137", "in-progress")],
)
def test_hours_finer_than_the_step_are_never_rounded_in_silence(hours: str, status: str) -> None:
    record = learner({"id": "x", "credential": "X", "issuer": "V", "hours": hours})
    (entry,) = audited(HOURS, record).qualifications
    assert entry.status == status


TAGGED = (
    OWN.replace("; MORE", "")
    + 'catalogue K { issuer U; credential A { 10 credits }; credential B { 10 credits; tags "m" } }\n'
    'qualification Q "Q" { awarded by U; requires all of { p: 20 credits from any }; limits { m: at most 10 credits tagged "m" } }\n'
)


def test_a_unit_that_the_catalogue_lists_without_tags_has_none() -> None:
    (entry,) = audited(TAGGED, learner(has("A", issuer="U"), has("B", issuer="U"))).qualifications
    assert entry.status == "satisfied"


def test_of_other_learning_the_tags_are_unknown() -> None:
    (entry,) = audited(TAGGED, learner(has("X", issuer="U"), has("B", issuer="U"))).qualifications
    assert entry.status == "undetermined"
    assert [(fact.holding, fact.member) for fact in entry.missing] == [("x", "tags")]


LISTED = (
    "catalogue K { issuer U; credential A { 10 credits }; credential B { 10 credits } }\n"
    "articulation X1 { from C of V; to A }\narticulation X2 { from D of V; to B }\n"
    "recognition u for U { route list is agreement when issuer is known "
    "apply within 14 days of starts never for A grants as articulated }\n"
    'qualification Q "Q" { awarded by U; requires all of { A; B } }\n'
)


@pytest.mark.parametrize(
    ("facts", "progress", "possible"),
    [
        ({"starts": "2025-01-01", "applied": "2025-01-15"}, "1/2", "1/2"),
        ({"starts": "2025-01-01", "applied": "2025-01-16"}, "0", "0"),
        ({"starts": "2025-01-01"}, "0", "1/2"),
        ({"applied": "2025-01-15"}, "0", "1/2"),
    ],
)
def test_the_time_to_apply_holds_for_every_kind_of_route(facts: dict[str, str], progress: str, possible: str) -> None:
    (entry,) = audited(LISTED, learner(has("D", issuer="V"), **facts)).qualifications
    assert (entry.progress.earned, entry.progress.possible) == (progress, possible)


def test_a_route_never_serves_the_unit_it_names_whatever_its_kind() -> None:
    record = learner(has("C", issuer="V"), has("D", issuer="V"), starts="2025-01-01", applied="2025-01-02")
    (entry,) = audited(LISTED, record).qualifications
    assert [unit.code for unit in entry.counted] == ["B"]
    assert [(unit.code, unit.reason) for unit in entry.unused] == [("A", "barred")]


@pytest.mark.parametrize(
    ("asked", "lacking", "member"),
    [
        ('at least 2 outcomes of { "a"; "b" } over taken', "outcomes", "outcomes"),
        ("observes at least 2 issuers over taken", "issuer", "issuer"),
        ("grade average at least 50 over taken on percent", "grade", "grade"),
        ("observes at least 20 credits at level >= 6 over taken", "level", "level"),
    ],
)
def test_what_a_rule_over_the_record_asks_of_learning_that_counts_nowhere(
    asked: str, lacking: str, member: str
) -> None:
    rules = f"grades percent {{ from 0 to 100 }}\nqualification Q {{ requires all of {{ p: A; o: {asked} }} }}\n"
    full = {"outcomes": ["a", "b"], "level": "6", "grade": "80", "grade_scale": "percent", "issuer": "U"}
    one = full | {"outcomes": ["a"], "grade": "40"}
    other = {name: value for name, value in full.items() if name != lacking}
    (entry,) = audited(rules, learner(has("A", **one), has("Z", **other), entry="2025-01-01"), "Q").qualifications
    assert entry.status == "undetermined"
    assert [(fact.holding, fact.member) for fact in entry.missing] == [("z", member)]
