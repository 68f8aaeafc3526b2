"""What is told of evidence and experience: on record or not, enough or not known to be, and who could credit it."""

from __future__ import annotations

import pytest

from audit.given import audited, has, learner
from stackr.checks.run import check_text

EXAM = (
    "grades percent { from 0 to 100; pass 50 }\ngrades letters { A = 4; B = 3; pass B }\n"
    'qualification Q "Q" { requires all of { exam "EPA" with grade >= pass } }\n'
)
OWN = 'qualification Q "Q" { awarded by U; requires p: 10 credits from any }\n'
RPL = (
    OWN + "recognition r for U { route own is own when issuer = U grants full; fallback f is rpl grants whole units }\n"
)


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (None, "is not on record"),
        ("70", "is on record, and whether that is enough is not known"),
        ("failed", "is on record as not met"),
    ],
)
def test_what_is_on_record_is_not_told_to_be_missing(fact: str | None, told: str) -> None:
    """A mark on no scale, where two are declared, can't be compared with a pass mark."""
    (entry,) = audited(EXAM, learner(**({} if fact is None else {"EPA": fact}))).qualifications
    (reason,) = entry.requirements[0].reasons
    assert reason.message == f"exam EPA with grade ≥ pass {told}"


def test_a_mark_on_its_scale_is_compared() -> None:
    exam = {"id": "e", "kind": "exam", "title": "EPA", "grade": "70", "grade_scale": "percent", "status": "active"}
    (entry,) = audited(EXAM, learner(exam)).qualifications
    assert entry.status == "satisfied"


@pytest.mark.parametrize("scales", ["", "grades percent { from 0 to 100 }\n"])
def test_a_pass_that_no_scale_has_is_a_fault(scales: str) -> None:
    rules = scales + EXAM.splitlines()[-1] + "\n"
    assert [(found.code, found.message) for found in check_text(rules)] == [
        ("N101", "no scale of grades that is declared has a pass mark")
    ]
    assert [found.code for found in check_text(EXAM)] == []


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            OWN,
            ": experience is credited by assessment, precedent or a decision on prior learning, and no such route is open here",
        ),
        (RPL, ": experience is credited by assessment, precedent or a decision on prior learning"),
    ],
)
def test_experience_that_nobody_credits_is_told_who_could(rules: str, told: str) -> None:
    (entry,) = audited(rules, learner(has("W", issuer="U", kind="experience"))).recognition
    assert [reason.message for reason in entry.reasons if reason.code == "R407"] == [f"no route recognises it{told}"]
    (entry,) = audited(rules, learner(has("W", issuer="V", kind="module"))).recognition
    assert [reason.message for reason in entry.reasons if reason.code == "R407"] == ["no route recognises it"]
