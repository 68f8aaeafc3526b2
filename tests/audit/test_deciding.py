"""Decisions as the audit tells them: what each does, or why it does nothing; none is lost in silence."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import audited, has, learner
from stackr.audit.run import one_learner
from stackr.audit.why import why
from stackr.book import load_text
from stackr.model.audit import Audit
from stackr.testing.generate import AS_OF, made_up_book, made_up_learners

RULES = """
credential X1 "Algebra" { 10 credits }
credential X2 "Botany" { 10 credits }
qualification T "Tries" {
  awarded by U
  total 20 credits
  requires all of { p "Core": X1; q "Electives": 10 credits from tagged "t" }
  limits { cap "Cap": at most 10 credits by rpl }
  entry requires e "A degree": 1 credential from kind = qualification
}
"""


def decided(**decision: Any) -> Audit:
    made = {"id": "d1", "by": "Dean", "date": "2026-01-01", **decision}
    degree = has("BSC", 0, kind="qualification", issuer="U")
    return audited(RULES, learner(has("X1", issuer="U", kind="module"), degree, decisions=[made]), "T")


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ({"kind": "waive", "clause": "T.p"}, "Core is waived"),
        ({"kind": "substitute", "clause": "T.q", "holding": "x1"}, "Algebra may stand in at Electives"),
        ({"kind": "insert", "clause": "T.q", "unit": "X1"}, "Algebra may count at Electives, whatever it asks"),
        ({"kind": "pin", "clause": "T.p", "holding": "x1"}, "Algebra counts at Core or nowhere"),
        ({"kind": "exclude", "clause": "T.p", "holding": "x1"}, "Algebra does not count at Core"),
        ({"kind": "waive", "clause": "T.e"}, "A degree is waived"),
    ],
)
def test_a_decision_says_what_it_does_and_who_decided(decision: dict[str, str], told: str) -> None:
    (result,) = decided(**decision)["T"].decisions
    assert (result.message, result.applied) == (f"{told}, decided by Dean", True)


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        ({"kind": "waive", "clause": "T.Core"}, "no clause of these rules is called so"),
        ({"kind": "waive", "clause": "T"}, "an award as a whole can't be waived; name the clauses of it that are"),
        ({"kind": "waive", "clause": "T.p", "until": "2025-12-31"}, "it held until 2025-12-31"),
        ({"kind": "waive", "clause": "T.p", "date": "2026-03-01"}, "it was made later, on 2026-03-01"),
        ({"kind": "substitute", "clause": "T.q"}, "it names no learning"),
        ({"kind": "substitute", "clause": "T.q", "holding": "h9"}, "no holding on record is called h9"),
        ({"kind": "substitute", "clause": "T.cap", "holding": "x1"}, "no learning counts at that clause itself"),
        ({"kind": "exclude", "clause": "T.p", "unit": "X9"}, "the learning that it names is not recognised here"),
        ({"kind": "pin", "clause": "T.q", "holding": "x1"}, "the learning that it names can't count there"),
        ({"kind": "extend", "clause": "T.p"}, "it names no day"),
        (
            {"kind": "extend", "clause": "T.p", "until": "2027-01-01"},
            "nothing that can be extended stands at that clause",
        ),
    ],
)
def test_a_decision_that_does_nothing_says_why(decision: dict[str, str], why: str) -> None:
    (result,) = decided(**decision)["T"].decisions
    assert not result.applied
    assert result.message.endswith(f"by Dean is not applied: {why}")


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        ({"kind": "waive", "clause": "Typo.core"}, "no clause of these rules is called Typo.core"),
        ({"kind": "waive", "clause": "core"}, "no clause of these rules is called core"),
        ({"kind": "waive"}, "it names no clause"),
        ({"kind": "rpl", "unit": "X2"}, "the awards in question have no route for it (rpl)"),
        ({"kind": "assessment", "holding": "x1"}, "the awards in question have no route for it (assessment)"),
    ],
)
def test_a_decision_that_binds_nowhere_is_told_about_the_record(decision: dict[str, str], why: str) -> None:
    audit = decided(**decision)
    assert audit["T"].decisions == ()
    assert [remark.message for remark in audit.remarks if remark.code == "R424"] == [
        f"the decision d1 to {decision['kind']} by Dean is not applied: {why}"
    ]


def test_an_entry_requirement_stands_under_its_name_and_can_be_waived() -> None:
    held = has("X1", issuer="U", kind="module")
    (entry,) = audited(RULES, learner(held), "T")["T"].entry
    assert (entry.id, entry.title, entry.status) == ("T.e", "A degree", "unmet")
    assert {reason.clause for reason in entry.reasons} == {"T.e"}
    waived = learner(held, decisions=[{"kind": "waive", "clause": "T.e", "by": "Dean"}])
    found = audited(RULES, waived, "T")["T"]
    assert (found.closed, found.entry[0].status, found.entry[0].reasons) == (None, "waived", ())


def test_what_entry_hangs_on_is_missing() -> None:
    found = audited(RULES, learner(has("X1", issuer="U")), "T")["T"]
    assert [(item.holding, item.member, item.needed_by) for item in found.missing if item.member == "kind"] == [
        ("x1", "kind", "T.e")
    ]


def test_awards_of_which_one_is_closed_are_in_no_conflict() -> None:
    rules = (
        RULES.replace("requires all of { p", "requires any of { p").replace("total 20", "total 10")
        + """
    qualification O "Other" { awarded by U
      requires p: 10 credits from any
    }
    """
    )
    held = has("X1", issuer="U", kind="module")
    assert audited(rules, learner(held)).conflicts == ()
    degree = has("BSC", 0, kind="qualification", issuer="U")
    assert audited(rules, learner(held, degree)).conflicts == (("O", "T"),)


@pytest.mark.parametrize("seed", range(8))
def test_every_clause_can_be_explained_in_plain_words(seed: int) -> None:
    book = load_text(made_up_book(seed))
    (record,) = made_up_learners(seed, book, 1)
    person = one_learner(book, record, AS_OF)
    for name, versions in book.qualifications.items():
        for clause in (id for id in versions[-1].award.clauses if "~" not in id):
            for line in why(book, person, clause, [name], AS_OF):
                assert not any(word in line for word in ("None", "not-chosen", "Fraction", " 1 credits", "~")), line


def test_what_was_learned_after_an_award_was_conferred_was_not_used_by_it() -> None:
    rules = """
    qualification SMALL "Small" { awarded by U
      requires p: 10 credits from any
    }
    qualification BIG "Big" { awarded by U
      requires p: 20 credits from any
    }
    """
    small = has("SMALL", 10, kind="qualification", issuer="U", conferred="2024-06-30")
    before, after = has("A", completed="2024-05-01"), has("B", completed="2025-05-01")
    assert audited(rules, learner(small, after), "BIG")["BIG"].progress.earned == "1/2"
    found = audited(rules, learner(small, before, after), "BIG")["BIG"]
    assert [unit.code for unit in found.counted] == ["B"]
    assert [(unit.code, unit.reason) for unit in found.unused if unit.code == "A"] == [("A", "reserved")]


def test_learning_whose_status_is_not_stated_was_attempted() -> None:
    rules = 'qualification Q "Q" { requires p: 10 credits from any\n limits { tries: at most 20 credits attempted } }'
    found = audited(rules, learner(has("A"), has("B"), has("C", status="failed")), "Q")["Q"]
    assert [(limit.value, limit.status) for limit in found.limits] == [("30", "broken")]


@pytest.mark.parametrize(
    ("policy", "held", "counted"),
    [
        ("", "SMALL A B", ["B"]),
        ("includes SMALL with embed", "SMALL A B", ["A", "B"]),
        ("includes SMALL with embed", "SMALL A", ["A"]),
        ("includes SMALL with embed", "SMALL B", ["B", "SMALL"]),
        ("includes SMALL with embed for issuer U", "SMALL B", ["B", "SMALL"]),
        ("includes SMALL with embed for issuer U", "SMALL A B", ["A", "B"]),
        ("after SMALL consume issuer V", "SMALL A B", ["A", "B"]),
        ("includes SMALL with share up to 10 credits", "SMALL", ["SMALL"]),
        ("includes SMALL with share up to 5 credits", "SMALL", []),
    ],
)
def test_a_conferred_award_and_what_it_was_made_of_never_both_count(policy: str, held: str, counted: list[str]) -> None:
    rules = f"""
    qualification SMALL "Small" {{ awarded by U
      requires p: 10 credits from any
    }}
    qualification BIG "Big" {{ awarded by U
      requires p: 20 credits from any
      {policy}
    }}
    """
    dates = {"SMALL": {"kind": "qualification", "conferred": "2024-06-30"}, "A": {"completed": "2024-05-01"}}
    holdings = [has(code, issuer="U", **dates.get(code, {"completed": "2025-05-01"})) for code in held.split()]
    found = audited(rules, learner(*holdings), "BIG")["BIG"]
    assert sorted(str(unit.code) for unit in found.counted) == counted


@pytest.mark.parametrize(
    ("lines", "clause"),
    [
        ('requires p "Pool": 10 credits from any by 2025-06-30', "Q.p"),
        ('requires p "Pool": 10 credits from any with { d "Day": by 2025-06-30 }', "Q.p.d"),
        ('requires p "Pool": 20 credits from any with { within 1 year from first of any }', "Q.p"),
    ],
)
def test_an_unnamed_deadline_is_extended_at_its_requirement(lines: str, clause: str) -> None:
    rules = f'qualification Q "Q" {{ {lines}\n }}'
    held = has("A", 10, completed="2025-07-01"), has("B", 10, completed="2023-07-01")
    held = held if "first of" in lines else held[:1]
    assert audited(rules, learner(*held), "Q")["Q"].status != "satisfied"
    decision = {"kind": "extend", "clause": clause, "until": "2026-12-31", "by": "Dean"}
    found = audited(rules, learner(*held, decisions=[decision]), "Q")["Q"]
    assert found.status == "satisfied"
    assert found.decisions[0].applied


CLOSING = """qualification Q { in force from 2018-01-01, enrol until 2020-12-31, achieve until 2024-12-31
    requires ten: 10 credits from "*" }"""


@pytest.mark.parametrize(
    ("entry", "until", "made", "closed"),
    [
        ("2019-01-01", None, None, "the last day to achieve it was 2024-12-31"),
        ("2019-01-01", "2026-02-01", "2025-01-01", None),
        ("2019-01-01", "2026-01-31", "2025-01-01", "the last day to achieve it was 2026-01-31"),
        ("2019-01-01", "2026-12-31", "2026-02-02", "the last day to achieve it was 2024-12-31"),
        ("2021-01-01", "2026-12-31", "2025-01-01", None),
    ],
)
def test_a_decision_extends_the_last_days_of_an_award(
    entry: str, until: str | None, made: str | None, closed: str | None
) -> None:
    extend = {"id": "d", "kind": "extend", "clause": "Q", "until": until, "date": made}
    found = audited(CLOSING, learner(has("A1"), decisions=[extend] if until else [], entry=entry), "Q")["Q"]
    assert (found.closed, found.status) == (closed, "in-progress" if closed else "satisfied")
    if until and made and made < "2026-02-01":
        assert [(item.applied, item.message) for item in found.decisions] == [(True, f"Q holds until {until}")]
