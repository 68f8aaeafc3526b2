"""Every form of the language that says what combines: read from text, compiled without fault, told in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from stackr.book import load_text
from stackr.requirements.compiled import Award
from stackr.requirements.rules.amount import AmountRule
from stackr.rulebook.load import check_text

RULES = """
framework ZQF "Framework" { levels 1 to 10 }
grades percent "Percent" { from 0 to 100; pass 50 }
calendar UNZA "Calendar" { term "2025-1" from 2025-01-13 until 2025-05-30 }
parameter cap "Cap" { 60 credits from 2020-01-01 until 2023-12-31; 30 credits from 2024-01-01 }
parameter part "Part" = 1/4
let science = field under "05" and level >= 5
let DS = outcomes { "model"; "code" }
catalogue C "Catalogue" {
  credential A1 "A one" { 10 credits }
  credential A2 "A two" { 10 credits }
  credential A3 "A three" { 5 credits }
  credential IND "Induction" { 0 credits }
}
group MATHS "Mathematics": any of { A1; A2 }

qualification Q "Everything" {
  awarded by UNZA at ZQF 8
  total 100 credits
  in force from 2026-01-01
  item weight 10 credits
  repeatable A3 up to 2
  requires all of {
    core "Core": all of { A1 with grade >= 60; A2 or A3; IND } with { at least 30 credits }
    use MATHS
    pool "Pool": at least 20 and at most 40 credits from science with {
      at least 2 credentials at level >= 7
      at most 10 credits from issuer X
      at most 20 credits per issuer
      at least 3 issuers
      in at least 2 terms
      each at least 5 credits
      average at least 60
      within 6 years from first of everything
      level of the highest 10 credits >= 7
      at least 5 of the last 10 credits from issuer UNZA
    }
    tagged "Tagged": 17 credentials from any by term "2025-1"
    soon "Soon": 5 credits from any by 2027-06-30
    two "Two": 2 of { x "X": 10 credits tagged "x"; y "Y": 10 credits by rpl; observes at least 2 subjects }
    some "Some": at least 1 of { A1; A2 }
    few "Few": at most 1 of { A1; A2 }
    again "Again": 10 credits from what pool counted and level >= 8
    spill "Spill": 10 credits from issuer Y overflow to soon
    cover "Cover": at least 80% of outcomes of DS
    show "Show": at least 1 outcomes of { "a"; "b" }
    mean "Mean": grade average at least 50 over core by credentials
    held "Held": award OTHER
    exam "placement" with grade >= 50
    milestone "Thesis"
    choice "Choice": when fact "declared" = "yes" requires 10 credits from any otherwise A1
    split "Split": splittable all of { 10 credits from issuer Z; 5 credits from issuer Z }
  }
  limits {
    rpl_cap: at most 50% of award by rpl
    own: at least 1/3 of award from issuer UNZA
    theme: at least 75% of counted from science
    in_core: at most 10 credits by rpl in core
    dated: at most cap credits by rpl
    shared_part: at most part of award by assessment
    attempts: at most 280 credits attempted
    seen: at least 20 credits from any over taken
    pace: at least 10 credits each year
    spread: at least 3 issuers
    last: at least 15 of the last 30 credits from issuer UNZA
    barred: at most one of { A1; A2 }
    currency: awarded within 8 years of conferred for level >= 5, except in core
    never by rpl for core
    time: completed within 6 years from first of everything
    average: grade average at least 55 over counted except { A3 } on percent
  }
  also requires writing "Writing": 2 credentials tagged "w"
  also requires from counted high "High": 10 credits at level >= 8
  entry requires A3
  shared between pool and two.x up to 6 credits
  (issuer Z) counts toward pool or two.x not both
  A1 counts as 2
  includes OTHER with embed
  after OLD consume level <= 5
  prefer least by rpl, best grades
  classify "Distinction" when grade average at least 70 over counted
  classify "Pass" otherwise
}
qualification OTHER "Other" { total 10 credits }
qualification OLD "Old" { total 10 credits }
"""


def award() -> Award:
    return load_text(RULES).qualifications["Q"][0].award


def test_every_form_compiles_and_says_itself() -> None:
    found = award()
    said = {id.removeprefix("Q."): need.describe() for id, need in found.needs.items() if "~" not in id}
    assert said["core"] == "all of A1 with grade ≥ 60, IND and (A2 or A3)"
    assert said["MATHS"] == "A1 or A2"
    assert said["pool"].startswith("at least 20 credits and at most 40 credits from science with ")
    assert said["tagged"] == "17 credentials from anything with by 2025-05-30"
    assert said["two.x"] == "10 credits tagged x"
    assert said["few"] == "at most 1 of A1 and A2"
    assert said["again"] == "at least 10 credits at level ≥ 8"
    assert said["cover"] == "at least 2 outcomes (80% of 2 outcomes)"
    assert said["mean"] == "grade average at least 50 over counted"
    assert said["choice"] == "when “declared” is yes: 10 credits from anything, otherwise A1"
    assert said["writing"] == "2 credentials tagged w"
    rules = {id.removeprefix("Q."): rule.describe() for id, rule in found.rules.items() if "~" not in id}
    assert rules["rpl_cap"] == "at most 50 credits (50% of award) by rpl"
    assert rules["own"] == "at least 34 credits (1/3 of award) from issuer UNZA"
    assert rules["theme"] == "at least 75% of counted from science"
    assert rules["dated"] == "at most 30 credits by rpl"
    assert rules["shared_part"] == "at most 25 credits (25% of award) by assessment"
    assert rules["attempts"] == "at most 280 credits attempted"
    assert rules["pace"] == "at least 10 credits each year"
    assert rules["barred"] == "at most 1 of A1 and A2"
    assert rules["currency"] == "awarded within 8 years of conferred for level ≥ 5"
    assert rules["last"] == "at least 15 credits of the last 30 credits from issuer UNZA"


def test_the_lines_of_counting_are_there() -> None:
    found = award()
    assert [line.cap.value for line in found.shared if line.cap] == [6]
    assert [(line.left, line.right) for line in found.not_both] == [("Q.pool", "Q.two.x")]
    assert [line.n for line in found.counts_as] == [2]
    assert sorted(line.tree.policy for line in found.relations) == ["consume", "embed"]
    assert [layer.from_counted for layer in found.layers] == [True, False]
    assert [entry.id for entry in found.entry] == ["Q.entry"]
    assert found.repeatable == {"A3": 2}
    assert found.item_weight == 10
    assert [line.name for line in found.classifications] == ["Distinction", "Pass"]
    assert found.units == ("A1", "A2", "A3", "IND")


def test_an_empty_learner_is_judged_on_every_form() -> None:
    from requirements.rules import run

    book = load_text(RULES)
    found = run(book.qualifications["Q"][0].award, [], book.tables)
    assert not found.satisfied
    assert {need.status for need in found.judged.requirements} <= {"met", "unmet"}
    assert {rule.status for rule in found.judged.limits} <= {"met", "broken"}
    assert all(said.message for need in found.judged.requirements for said in need.reasons)


@pytest.mark.parametrize(
    ("line", "ceiling"),
    [
        ('p: 20 credits from any with { own: at most 50% of group from "X*" }', 10),
        ('g: all of { p: 20 credits from any } with { own: at most 50% of group from "X*" }', 10),
        ('g: all of { p: 20 credits from any } with { at least 30 credits; own: at most 50% of group from "X*" }', 15),
        ('g: 1 of { p: 20 credits from any; q: 10 credits from any } with { own: at most 50% of group from "X*" }', 5),
    ],
)
def test_a_share_of_its_own_group_is_of_what_the_group_needs(line: str, ceiling: int) -> None:
    """What a requirement needs is known before the lines of its block are, and counts the amounts among them."""
    book = load_text(f"qualification Q {{ requires all of {{ {line} }} }}")
    award = book.qualifications["Q"][0].award
    rule = next(rule for rule in award.rules.values() if rule.id.endswith(".own"))
    assert isinstance(rule, AmountRule)
    assert rule.quantity.value == ceiling


@pytest.mark.parametrize(
    "place", ["p: 20 credits from any with { %s }", "g: all of { p: 20 credits from any } with { %s }"]
)
def test_a_share_of_what_its_own_group_counts(place: str) -> None:
    line = place % 'own: at least 50% of counted from "X*"'
    book = load_text(f"qualification Q {{ requires all of {{ {line} }} }}")
    rule = next(rule for rule in book.qualifications["Q"][0].award.rules.values() if rule.id.endswith(".own"))
    assert isinstance(rule, AmountRule)
    assert (rule.quantity.ratio, rule.quantity.need) == (Fraction(1, 2), 20)


def test_an_amount_over_a_group_as_a_share_of_itself_is_a_circle() -> None:
    faults = check_text(
        "qualification Q { requires all of { g: all of { p: 20 credits from any } with { at least 50% of group } } }"
    )
    assert [fault.code for fault in faults] == ["N111"]


def test_a_share_per_issuer_of_nothing_counted_bounds_at_nothing() -> None:
    rules = "qualification Q { requires all of { p: at most 10 credits from any }; limits { l: at most 50% of counted per issuer } }"
    record = {
        "learner": "x",
        "holdings": [{"id": "a", "credential": "A", "issuer": "N", "status": "active", "credits": "5"}],
    }
    found = load_text(rules).audit(record, ["Q"], date(2026, 2, 1))
    assert [(limit.value, limit.bound) for limit in found.qualifications[0].limits] == [("0", "0")]


def test_what_a_clause_means_has_no_order() -> None:
    """Decisions bind to it: neither lines nor the values of a selector may change it by where they stand."""
    lines = ("a: at least 1 credentials from issuer in { X; Y }", 'b: at most 5 credits from "T*"')
    rules = "qualification Q {{ requires all of {{ p: 5 credits from any with {{ {}; {} }} }} }}"
    one, other = rules.format(*lines), rules.format(*lines).replace("{ X; Y }", "{ Y; X }")
    turned = rules.format(*lines[::-1])
    assert load_text(one).meaning == load_text(other).meaning == load_text(turned).meaning
    assert load_text(one).meaning != load_text(one.replace("X; Y", "X; Z")).meaning
