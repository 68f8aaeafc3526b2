"""What an audit answers: status, progress, what counts, why not, and what would complete it."""

from __future__ import annotations

import pytest

from audit.given import audited, counts, has, learner, reasons

TRAP = """
qualification ONE "One" {
  requires all of {
    foo "Foo": 2 credentials from A or B or C or D
    bar "Bar": 1 credentials from A or B
  }
}
"""


def test_listing_order_does_not_decide() -> None:
    entry = audited(TRAP, learner(has("A"), has("C"), has("D")), "ONE")["ONE"]
    assert entry.status == "satisfied"
    assert counts(entry) == {"ONE.foo": ["C", "D"], "ONE.bar": ["A"]}
    assert entry.certificate.kind == "allocation"
    assert entry.progress_percent == 100.0
    assert entry.unclaimed


PROGRAMME = """
credential DS1 "Programming" { 10 credits; level 7 }
credential DS2 "Statistics" { 10 credits; level 7; cost 100 "ZMW"; prerequisite DS1 }
credential EL1 "History" { 10 credits; level 5; cost 50 "ZMW" }
credential EL2 "Logic" { 10 credits; level 7; cost 70 "ZMW" }
qualification PG "Certificate" {
  total 30 credits
  requires all of {
    core "Core": all of { DS1; DS2 }
    more "Electives": 10 credits from EL1 or EL2
    done "Induction": milestone "Induction"
  }
  limits { low: at most 10 credits at level < 7 }
}
"""


def test_an_unfinished_award_says_how_far_what_blocks_it_and_what_would_complete_it() -> None:
    entry = audited(PROGRAMME, learner(has("DS1", level=7)), "PG")["PG"]
    assert (entry.status, entry.progress.earned, entry.progress_percent) == ("in-progress", "1/3", 33.3)
    assert entry.missing_credits == "20"
    assert entry.blocking_sets == (("PG.core.DS2",), ("PG.done",), ("PG.more",))
    assert entry.holds_back == ("PG.core.DS2", "PG.done", "PG.more")
    [way] = entry.completions
    assert (way.add, way.credits, way.cost, way.proven) == (("DS2", "EL1"), "20", "150", True)
    assert way.also == ("milestone Induction",)
    core = next(item for item in entry.requirements if item.id == "PG.core")
    assert (core.status, core.needed, core.counted, core.shortfall) == ("partial", "20", "10", "10")
    assert all(proof.message for proof in entry.certificate.proofs)


def test_a_prerequisite_is_part_of_the_completion() -> None:
    entry = audited(PROGRAMME, learner(has("EL2", level=7)), "PG")["PG"]
    assert entry.completions[0].add == ("DS1", "DS2")


def test_nothing_on_offer_completes_it() -> None:
    rules = PROGRAMME + 'qualification Q "Q" { requires all of { x: UNKNOWN1; y: 10 credits from DS1 } }'
    assert audited(rules, learner(), "Q")["Q"].completions == ()


def test_one_hundred_percent_is_said_only_of_what_is_satisfied() -> None:
    all_but_induction = learner(has("DS1", level=7), has("DS2", level=7), has("EL2", level=7), Induction=False)
    entry = audited(PROGRAMME, all_but_induction, "PG")["PG"]
    assert (entry.progress.earned, entry.progress_percent) == ("29/30", 96.6)
    assert entry.status == "in-progress"
    unsaid = audited(PROGRAMME, {**all_but_induction, "facts": {}}, "PG")["PG"]
    assert unsaid.status == "undetermined"
    assert unsaid.progress.possible == "1"
    assert [(m.holding, m.member, m.needed_by) for m in unsaid.missing] == [(None, "Induction", "PG.done")]


def test_three_nested_sets_of_learning() -> None:
    record = learner(
        has("DS1", level=7), has("DS2", level=7, status="in-progress"), has("EL2", level=7, status="planned")
    )
    progress = audited(PROGRAMME, record, "PG")["PG"].progress
    assert (progress.earned, progress.in_progress, progress.planned) == ("1/3", "2/3", "29/30")


def test_every_unit_counts_or_has_its_reason() -> None:
    rules = """
    qualification Q "Q" {
      total 20 credits
      requires all of {
        a "A": 10 credits from level >= 7
        b "B": 10 credits from "B*" and grade >= 60
      }
      limits { few: at most 10 credits at level = 7; bar: at most one of { X7; Y7 } }
    }
    grades percent { from 0 to 100; pass 50 }
    """
    graded = {"grade_scale": "percent"}
    record = learner(
        has("B1", level=7, grade="70", completed="2025-01-01", **graded),
        has("B2", level=8, grade="50", completed="2025-01-02", **graded),
        has("C1", level=8, grade="50", completed="2025-01-03", **graded),
        has("D1", level=3, completed="2025-01-04"),
        has("E1", completed="2025-01-05"),
    )
    entry = audited(rules, record, "Q")["Q"]
    assert entry.status == "satisfied"
    found = reasons(entry)
    counted = {unit.holding for unit in entry.counted}
    assert {unit.holding for unit in entry.unused} | counted == {"b1", "b2", "c1", "d1", "e1"}
    assert counted == {"b1", "b2"}
    assert found == {"C1": "in-excess", "D1": "too-low", "E1": "unknown"}
    assert all(unit.message for unit in entry.unused)


def test_over_limit_names_the_limit_and_too_old_the_rule() -> None:
    rules = """
    qualification Q "Q" {
      total 30 credits
      requires pool "Pool": 30 credits from any
      limits { low "Low level": at most 10 credits at level < 7; age: awarded within 5 years of conferred }
    }
    """
    record = learner(
        has("A", level=5, awarded="2024-01-01"),
        has("B", level=5, awarded="2024-02-01"),
        has("C", level=8, awarded="2011-01-01"),
    )
    entry = audited(rules, record, "Q")["Q"]
    assert reasons(entry) == {"B": "over-limit", "C": "too-old"}
    assert {unit.code: unit.clause for unit in entry.unused} == {"B": "Q.low", "C": "Q.age"}
    low = next(limit for limit in entry.limits if limit.id == "Q.low")
    assert (low.status, low.bound, low.value) == ("binding", "10", "10")


def test_forced_and_free() -> None:
    rules = """
    qualification Q "Q" { requires all of { a: 10 credits from A or B; b: 10 credits from A or B; c: C } }
    """
    entry = audited(rules, learner(has("A"), has("B"), has("C")), "Q")["Q"]
    assert {unit.code: unit.placement for unit in entry.counted} == {"A": "free", "B": "free", "C": "forced"}
    lower = audited(rules, learner(has("A")), "Q", tier="placements")["Q"]
    assert [unit.placement for unit in lower.counted] == [None]
    assert lower.certificate.kind == "none"


def test_clauses_that_can_not_be_met_together() -> None:
    rules = """
    qualification Q "Q" {
      requires all of { core "Core": 20 credits from any; more "Electives": 20 credits from any }
    }
    """
    entry = audited(rules, learner(has("A"), has("B"), has("C")), "Q")["Q"]
    assert entry.blocking_sets == (("Q.core", "Q.more"),)
    assert "Core and Electives" in entry.certificate.proofs[0].message


def test_the_limit_of_work_is_said_and_never_gives_a_wrong_yes() -> None:
    rules = """
    qualification Q "Q" { requires all of { a: 11 credits from any; b: 11 credits from any; c: 11 credits from any } }
    """
    record = learner(*(has(f"U{n}", credits) for n, credits in enumerate([7, 6, 5, 5, 4, 4, 3])))
    entry = audited(rules, record, "Q", steps=1, tier="placements")["Q"]
    if not entry.proven:
        assert entry.status in ("undetermined", "satisfied")
        assert entry.progress.bound is not None
    assert audited(rules, record, "Q")["Q"].proven


@pytest.mark.parametrize("tier", ["values", "placements", "proofs"])
def test_tiers_agree_on_the_values(tier: str) -> None:
    record = learner(has("DS1", level=7), has("EL1", level=5))
    entry = audited(PROGRAMME, record, "PG", tier=tier)["PG"]
    assert (entry.status, entry.progress.earned, entry.missing_credits) == ("in-progress", "2/3", "10")


def test_of_awards_claimed_together_a_completion_is_of_one_by_itself() -> None:
    rules = "qualification A { requires x: 20 credits from any }\nqualification B { requires y: 20 credits from any }"
    entry = audited(rules, learner(has("A1", 20), claims=[["A", "B"]]), "A", "B")["B"]
    assert [(way.add, way.also) for way in entry.completions] == [((), ("by itself, not together with A",))]


def test_where_the_work_was_too_much_nothing_is_called_superfluous() -> None:
    rules = "qualification Q { requires all of { a: 10 credits from any; b: 10 credits from any } }"
    mine = learner(*(has(f"A{size}", size) for size in (9, 5, 3, 2, 7)))
    entry = audited(rules, mine, "Q", steps=1)["Q"]
    assert (entry.proven, entry.status) == (False, "undetermined")
    assert set(reasons(entry).values()) <= {"unknown", "over-limit"}


REFUSING = """recognition u for U {
    route own is own "Own" when issuer = U grants full
    route case is assessment "Case" by "Board" unless substantial difference in level, workload grants full or part
    refuse with reasons%s source "s. 9"
}
qualification Q { awarded by U; requires x: 10 credits from any }"""


@pytest.mark.parametrize(
    ("line", "advice", "appeal", "told"),
    [
        (', advice "Ask us", appeal within 30 days to "the Senate"', "Ask us", "within 30 days to the Senate, until 2026-02-19",
         ["advice: Ask us", "an appeal is open within 30 days to the Senate, until 2026-02-19"]),
        (', appeal to "the Senate"', None, "to the Senate", ["an appeal is open to the Senate"]),
        (", advice, appeal", "the body that decides gives it", "open",
         ["advice: the body that decides gives it", "an appeal is open"]),
        ("", None, None, []),
    ],
)  # fmt: skip
def test_a_refusal_is_published_with_difference_advice_and_appeal(
    line: str, advice: str | None, appeal: str | None, told: list[str]
) -> None:
    refusal = {"kind": "assessment", "clause": "u.case", "holding": "x1", "outcome": "refused",
               "differences": ["workload"], "by": "Board", "date": "2026-01-20"}  # fmt: skip
    found = audited(REFUSING % line, learner(has("X1", issuer="V"), decisions=[refusal]), "Q")
    (entry,) = found.recognition
    assert (entry.outcome, entry.differences, entry.advice, entry.appeal) == ("refused", ("workload",), advice, appeal)
    remedies = [reason for reason in entry.reasons if reason.code in ("R436", "R437")]
    assert [reason.message for reason in remedies] == told
    assert {(reason.clause, reason.source) for reason in remedies} <= {("u.refuse", "s. 9")}
    (own,) = audited(REFUSING % line, learner(has("X1", issuer="U")), "Q").recognition
    assert (own.outcome, own.differences, own.advice, own.appeal) == ("recognised", (), None, None)
