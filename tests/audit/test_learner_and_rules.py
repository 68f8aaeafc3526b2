"""Versions, awards side by side and one after another, entry, decisions, doubts."""

from __future__ import annotations

from datetime import date

import pytest

from audit.given import audited, counts, has, learner, reasons
from stackr.audit.run import AuditError

VERSIONS = """
qualification Q "Q" { in force from 2020-01-01 until 2023-12-31, achieve until 2027-06-30
  requires all of { a: 20 credits from any } }
qualification Q "Q" { in force from 2024-01-01, enrol until 2026-06-30
  requires all of { a: 10 credits from any } }
"""


@pytest.mark.parametrize(
    ("entered", "version", "status"),
    [("2022-02-01", "2020-01-01", "in-progress"), ("2025-02-01", "2024-01-01", "satisfied")],
)
def test_the_version_is_that_of_the_learners_entry(entered: str, version: str, status: str) -> None:
    entry = audited(VERSIONS, learner(has("A"), entry=entered), "Q")["Q"]
    assert (entry.version, entry.status, entry.versions) == (version, status, ())


def test_an_unknown_entry_date_is_missing_only_where_it_tells_versions_apart() -> None:
    entry = audited(VERSIONS, learner(has("A")), "Q")["Q"]
    assert (entry.version, entry.status) == ("2020-01-01", "undetermined")
    assert [item.member for item in entry.missing] == ["entry"]
    one = 'qualification Q "Q" { in force from 2020-01-01; requires all of { a: 10 credits from any } }'
    assert audited(one, learner(has("A")), "Q")["Q"].missing == ()


def test_a_transition_opens_the_newer_version_and_the_better_one_is_taken() -> None:
    line = "{ a: 10 credits from any }\n  transition from 2020-01-01: when entry since 2022-01-01 may choose"
    rules = VERSIONS.replace("{ a: 10 credits from any }", line)
    entry = audited(rules, learner(has("A"), entry="2022-02-01"), "Q")["Q"]
    assert (entry.version, entry.status, entry.versions) == ("2024-01-01", "satisfied", ("2020-01-01", "2024-01-01"))
    assert audited(rules, learner(has("A"), entry="2021-02-01"), "Q")["Q"].version == "2020-01-01"


def test_a_must_that_has_fallen_due_leaves_only_the_newer_version() -> None:
    rules = VERSIONS.replace(", enrol until 2026-06-30", "\n  transition from 2020-01-01: must move by 2025-12-31")
    record = learner(has("A"), has("B"), entry="2022-02-01")
    assert audited(rules, record, "Q", as_of=date(2026, 1, 1))["Q"].version == "2024-01-01"
    assert audited(rules, record, "Q", as_of=date(2025, 12, 31))["Q"].versions == ("2020-01-01", "2024-01-01")


def test_who_comes_after_the_last_enrolment_finds_it_closed_and_progress_is_still_told() -> None:
    entry = audited(VERSIONS, learner(has("A"), entry="2026-07-01"), "Q", as_of=date(2026, 8, 1))["Q"]
    assert entry.closed == "the last day to enrol was 2026-06-30"
    assert (entry.status, entry.progress.earned, entry.progress_percent) == ("in-progress", "1", 99.9)
    late = audited(VERSIONS, learner(has("A"), has("B"), entry="2023-07-01"), "Q", as_of=date(2027, 7, 1))["Q"]
    assert late.closed == "the last day to achieve it was 2027-06-30"
    assert (
        audited(VERSIONS, learner(has("A"), has("B"), entry="2023-07-01"), "Q", as_of=date(2027, 6, 30))["Q"].closed
        is None
    )


NESTED = """
qualification CERT "Certificate" { total 20 credits
  requires all of { a: 20 credits from any } }
qualification DIP "Diploma" { total 40 credits
  requires all of { all "All": 40 credits from any; first: award CERT }
  includes CERT with embed }
qualification MSC "Master" { total 40 credits
  requires all of { all "All": 40 credits from any }
  after CERT %s }
"""


def test_an_embedded_award_is_held_once_satisfied_here() -> None:
    both = audited(NESTED % "consume", learner(has("A", 20), has("B", 20)), "DIP")["DIP"]
    assert both.status == "satisfied"
    only = audited(NESTED % "consume", learner(has("A", 10)), "DIP")["DIP"]
    assert "DIP.first" in {clause for clauses in only.blocking_sets for clause in clauses}


@pytest.mark.parametrize(
    ("policy", "facts", "earned"),
    [
        ("consume", {}, "1/2"),
        ("surrender", {}, "1/2"),
        ("surrender", {"surrendered": ["CERT"]}, "1"),
        ("share up to 10 credits", {}, "1/2"),
    ],
)
@pytest.mark.parametrize("told", [True, False], ids=["used_in on record", "used_in not on record"])
def test_what_a_conferred_award_keeps(policy: str, facts: dict[str, object], earned: str, told: bool) -> None:
    used = {"used_in": ["CERT"]} if told else {}
    record = learner(has("A", 20, **used), has("B", 20), conferred=["CERT"], **facts)
    entry = audited(NESTED % policy, record, "MSC")["MSC"]
    assert entry.progress.earned == earned
    if earned == "1/2" and not policy.startswith("share"):
        assert reasons(entry) == {"A": "reserved"}
        assert entry.unused[0].clause == "CERT"


def test_a_conferred_award_takes_what_leaves_the_later_one_most() -> None:
    rules = """
    qualification CERT "Certificate" { requires all of { a: 20 credits from any } }
    qualification MSC "Master" { requires all of { x: 20 credits from level >= 7 } }
    """
    record = learner(has("LOW", 20, level=5), has("HIGH", 20, level=7), conferred=["CERT"])
    found = audited(rules, record, "CERT", "MSC")
    assert found["MSC"].status == "satisfied"
    assert found["CERT"].status == "conferred"


def test_learning_that_a_conferred_award_used_and_that_is_revoked_is_flagged() -> None:
    rules = 'qualification CERT "Certificate" { requires all of { a: 10 credits from any } }'
    record = learner(has("A", used_in=["CERT"], status="revoked"), conferred=["CERT"])
    entry = audited(rules, record, "CERT")["CERT"]
    assert entry.status == "conferred"
    assert "revoked" in entry.flags[0]


PAIR = """
qualification A "A" { requires all of { x: 20 credits from any } }
qualification B "B" { requires all of { y: 20 credits from any } }
"""


def test_two_awards_are_judged_alone_and_the_conflict_is_said() -> None:
    found = audited(PAIR, learner(has("U1"), has("U2"), has("U3")), "A", "B")
    assert [entry.status for entry in found.qualifications] == ["satisfied", "satisfied"]
    assert found.conflicts == (("A", "B"),)
    assert found["A"] == audited(PAIR, learner(has("U1"), has("U2"), has("U3")), "A")["A"]


def test_claimed_together_they_are_one_problem_and_the_free_choice_is_said() -> None:
    record = learner(has("U1"), has("U2"), has("U3"), claims=[["A", "B"]])
    found = audited(PAIR, record, "A", "B")
    assert {entry.qualification: entry.progress.earned for entry in found.qualifications} == {"A": "1", "B": "1/2"}
    assert found.together[0].awards == ("A", "B")
    assert found.together[0].free_choice
    assert reasons(found["B"]) == {"U1": "reserved", "U2": "reserved"}
    asked = audited(PAIR, learner(has("U1"), has("U2"), has("U3")), "B", together=(("A", "B"),))
    assert asked["B"].progress.earned == "1/2"


def test_declared_priority_decides_which_of_two_is_had() -> None:
    rules = PAIR.replace('"B" {', '"B" { priority 1;', 1).replace('"A" {', '"A" { priority 2;', 1)
    record = learner(has("U1"), has("U2"), has("U3"), claims=[["A", "B"]])
    found = audited(rules, record, "A", "B")
    assert {entry.qualification: entry.progress.earned for entry in found.qualifications} == {"A": "1/2", "B": "1"}
    assert not found.together[0].free_choice


def test_entry_not_met_closes_the_award_and_the_same_certificate_may_count_too() -> None:
    rules = """
    qualification Q "Q" { entry requires prior "Prior": CERT1; requires all of { a: 10 credits from any } }
    """
    assert audited(rules, learner(has("B")), "Q")["Q"].closed == "the entry requirement is not met"
    entry = audited(rules, learner(has("CERT1")), "Q")["Q"]
    assert (entry.status, entry.closed, counts(entry)) == ("satisfied", None, {"Q.a": ["CERT1"]})
    assert entry.entry[0].status == "met"


def test_a_decision_is_kept_orphaned_or_left_out_by_the_day_it_was_known() -> None:
    rules = 'qualification Q "Q" { requires all of { a "A": X; b "B": 10 credits from any } }'
    waiver = {"kind": "waive", "clause": "Q.a", "by": "Dean", "date": "2026-01-10", "reason": "illness"}
    gone = {"kind": "waive", "clause": "Q.gone", "by": "Dean", "date": "2026-01-10"}
    record = learner(has("B1"), decisions=[waiver, gone])
    entry = audited(rules, record, "Q")["Q"]
    assert entry.status == "satisfied"
    assert {item.clause: item.state for item in entry.decisions} == {"Q.a": "kept", "Q.gone": "orphaned"}
    before = audited(rules, record, "Q", known=date(2026, 1, 9))["Q"]
    assert (before.status, before.decisions) == ("in-progress", ())


def test_the_default_awards_are_those_followed_else_all() -> None:
    names = [entry.qualification for entry in audited(PAIR, learner()).qualifications]
    assert names == ["A", "B"]
    assert [e.qualification for e in audited(PAIR, learner(enrolled_in=["B", "ELSEWHERE"])).qualifications] == ["B"]


def test_what_cannot_be_asked_is_said_plainly() -> None:
    with pytest.raises(AuditError, match="no qualification is called `AA`") as fault:
        audited(PAIR, learner(), "AA")
    assert "`A`" in fault.value.help
