"""The scenario runner: what passes, what fails and how it says so, coverage, mutation, and the three forms of output."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from stackr.book import load, load_text
from stackr.rulebook.book import RuleBook
from stackr.testing.expect import KINDS
from stackr.testing.mutate import mutate
from stackr.testing.output import as_json, as_junit, as_text
from stackr.testing.run import run_scenario, run_scenarios
from stackr.testing.said import PHRASES

RULES = """
credit TC { is 10 hours; step 1 }
catalogue C { issuer U; credit unit TC; credential A { 10 credits } }
recognition r for U { route own is own when issuer = U grants full }
qualification Q "Award" {
  awarded by U
  credit unit TC
  requires all of { a "A": A; more "More": 20 credits from tagged "t" with { big: at least 1 credential credits >= 10 } }
  limits { cap: at most 10 credits tagged "soft" }
}
"""
GOOD = """
scenario "all there" {
  learner holds A 10 credits from U, B 10 credits from U tagged "t", C 10 credits from U tagged "t"
  expect Q satisfied
}
scenario "half there" {
  learner holds B 10 credits from U tagged "t", "soft", C 10 credits from U tagged "t", "soft"
  expect Q.more counts 10 credits
  expect Q.a unmet
  expect Q.cap binding
}
"""


def book(scenarios: str) -> RuleBook:
    return load_text(RULES + scenarios)


def one(expect: str, holds: str = "A 10 credits from U") -> tuple[bool, str]:
    """Whether one expectation holds of a learner, and the text of the run."""
    report = run_scenarios(book(f'scenario "s" {{\n  learner holds {holds}\n  expect {expect}\n}}\n'))
    return not report.failed, as_text(report)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Q in-progress", "Q satisfied"),
        ("Q not satisfied", "Q not in-progress"),
        ("Q progress 1/3", "Q progress 1/2"),
        ("Q.a met", "Q.a unmet"),
        ("Q.a not unmet", "Q.a not met"),
        ("Q counts A", "Q counts B"),
        ("Q counts 10 credits", "Q counts 11 credits"),
        ("Q.more counts nothing", "Q.a counts nothing"),
        ("Q.cap met", "Q.cap binding"),
        ("A recognised by own", "A refused"),
        ("A feasible by r.own", "A feasible by r.other"),
        ('reason "of the 20 credits"', 'not reason "of the 20 credits"'),
        ('reason "R104"', 'reason "R101"'),
        ('not warning "two"', 'warning "two"'),
    ],
)
def test_each_expectation_can_hold_and_can_fail(right: str, wrong: str) -> None:
    assert one(right)[0]
    assert not one(wrong)[0]


def test_what_is_missing_is_asked_of_an_award_or_of_a_holding() -> None:
    rules = "qualification Q { total 10 credits; requires 10 credits from level >= 7 }\n"
    learner = "learner holds A 10 credits, B 5 credits at 7\n expect Q missing level\n expect A missing level"
    assert run_scenarios(load_text(f'{rules}scenario "s" {{\n {learner}\n}}\n')).failed == ()
    wrong = "learner holds A 10 credits, B 5 credits at 7\n expect B missing level\n expect A missing grade"
    (failed,) = run_scenarios(load_text(f'{rules}scenario "s" {{\n {wrong}\n}}\n')).failed
    assert [outcome.met for outcome in failed.outcomes] == [False, False]


def test_a_failure_says_what_was_expected_what_was_found_and_why() -> None:
    _, text = one("Q satisfied")
    assert "expected: Q satisfied" in text
    assert "found:    in-progress (1/3)" in text
    assert "because:" in text
    assert "0 passed, 1 failed" in text


def test_an_expectation_about_what_is_not_there_fails_with_the_names_there_are() -> None:
    passed, text = one("Q.nothing met")
    assert not passed
    assert "nothing here is called Q.nothing; there are" in text
    assert "Q.more" in text


@pytest.mark.parametrize(("line", "told"), [("", True), ("as of 2026-06-01\n", False)])
def test_a_failure_says_that_something_lies_after_a_day_nobody_named(line: str, told: bool) -> None:
    report = run_scenarios(
        load_text(
            RULES
            + f'scenario "later" {{\n{line} learner holds A 10 credits from U awarded 2026-02-01\n expect Q satisfied\n}}'
        )
    )
    assert ("what is of 2026-02-01 is not known yet" in as_text(report)) is told


def test_a_scenario_that_expects_nothing_fails() -> None:
    report = run_scenarios(book('scenario "s" { learner holds A 10 credits from U }\n'))
    assert "it expects nothing" in as_text(report)


def test_the_learner_of_a_scenario_is_admitted_like_any_record() -> None:
    passed, text = one("Q satisfied", "A 99999 credits from U")
    assert not passed
    assert "satisfied" in text


def test_coverage_tells_met_from_unmet_and_names_what_nobody_reaches() -> None:
    cover = run_scenarios(book(GOOD)).coverage
    assert {"Q.a", "Q.more"} <= cover.met & cover.unmet
    assert cover.unexercised == ()
    assert run_scenarios(book("")).coverage.unexercised == tuple(sorted(cover.clauses))
    assert "r.own" in cover.one_sided


def test_a_change_that_no_scenario_notices_is_told() -> None:
    unnoticed = {mutant.change for mutant in mutate(book(GOOD)) if not mutant.noticed}
    assert any("without a line of its `with`" in change for change in unnoticed)
    assert "without cap" not in unnoticed


def test_changes_are_tried_where_the_catalogue_is_in_a_data_file(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("code,credits\nA,10\n", "utf-8")
    (tmp_path / "rules.stackr").write_text(
        'catalogue K from "units.csv" { issuer U }\n'
        "qualification Q { awarded by U; requires all of { A; p: 10 credits from any } }\n"
        'scenario "s" { learner holds A 10 credits from U; expect Q not satisfied }\n',
        "utf-8",
    )
    changes = {mutant.change: mutant.noticed for mutant in mutate(load(tmp_path))}
    assert changes == {
        "an unnamed clause: any instead of all": True,
        "p with one less": False,
        "p with one more": False,
    }


def test_changes_below_a_branch_and_in_a_layer_are_tried() -> None:
    rules = """
    qualification Q {
      awarded by U
      requires w: when fact "track" = south requires left: 10 credits from any otherwise right: 20 credits from any
      also requires beside: 5 credits from any
    }
    """
    changes = {mutant.change for mutant in mutate(load_text(rules))}
    assert {
        "left with one less",
        "right with one more",
        "beside: an unnamed clause with one less",
        "without beside",
    } <= changes


def test_a_scenario_at_the_threshold_notices_it_being_moved() -> None:
    edge = """
scenario "one short" {
  learner holds A 10 credits from U, B 10 credits from U tagged "t", C 9 credits from U tagged "t"
  expect Q not satisfied
}
"""
    noticed = {mutant.change for mutant in mutate(book(GOOD + edge)) if mutant.noticed}
    assert "more with one less" in noticed


def test_the_three_forms_agree() -> None:
    report = run_scenarios(
        book(GOOD + 'scenario "wrong <&>" { learner holds A 10 credits from U; expect Q satisfied }\n')
    )
    data = as_json(report)
    suite = ElementTree.fromstring(as_junit(report))
    assert (data["passed"], data["failed"]) == (2, 1)
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert "2 passed, 1 failed" in as_text(report)
    assert json.loads(json.dumps(data)) == data


def test_the_same_scenarios_give_the_same_report() -> None:
    first, second = (as_json(run_scenarios(book(GOOD))) for _ in range(2))
    assert first == second


def test_the_order_of_declarations_changes_no_outcome() -> None:
    parts = GOOD.split("\nscenario ")
    turned = load_text("\nscenario ".join(["", *reversed(parts[1:])]) + RULES)
    assert all(run_scenario(turned, scenario)[0].passed for scenario in turned.scenarios)


def test_limits_are_moved_both_ways_and_a_scenario_on_the_edge_notices() -> None:
    changes = {mutant.change: mutant.noticed for mutant in mutate(book(GOOD))}
    assert changes["cap with one less"]
    assert {"cap with one more", "more with one more", "more with one less"} <= changes.keys()


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ("Q progress 1/2", "1/3"),
        ("Q not in-progress", "in-progress (1/3)"),
        ("Q.more counts 20 credits", "counts 0 credits"),
        ("Q.more met", "unmet (0 of 20 credits)"),
        ("Q.cap broken", "met (0 credits, the bound is 10)"),
        ("Q missing 5 credits", "20 credits"),
        ("Q missing grade", "missing none"),
        ("Q missing more", "missing none; `missing` asks which facts are unknown, `expect Q.more unmet` whether"),
        ("Q blocked by a", "Q.more"),
        ("Q completes with A", "no completion"),
        ("A recognised by other", "recognised by r.own giving A 10 (feasible: r.own)"),
        ('Q classified "Merit"', "unclassified"),
        ("Q version 2020-01-01", "undated"),
        ("case A", "no case"),
        ("error R301", "no remark"),
        ("A unused", "counted at Q.a"),
        ("B unused in Q", "nothing called B is recognised for certain"),
        ('reason "nobody says this"', "none of "),
        ('not reason "own: recognised"', "said: R401 own: recognised as A"),
        (
            'A recognised because "nobody says this"',
            "recognised by r.own giving A 10 (feasible: r.own): own: recognised as A",
        ),
        ('warning "two"', "no warning"),
        ("Q counts B", "counts A"),
        ('not message "own: recognised"', "said: own: recognised as A"),
    ],
)
def test_a_failure_repeats_the_authors_words_and_gives_the_value(expect: str, found: str) -> None:
    _, text = one(expect)
    assert f"expected: {expect}\n" in text
    assert f"found:    {found}" in text


def test_reasons_are_those_of_the_clause_and_each_is_given_once() -> None:
    _, text = one("Q.more met", "B 10 credits from U")
    reasons = [line for line in text.splitlines() if "because:" in line]
    assert len(reasons) == len(set(reasons)) == 2
    assert all("tagged t" in line or "credentials" in line for line in reasons)


LADDER = """
recognition r for U {
  gate sound { status is not revoked }
  route own is own when issuer = U grants full
  route casework is assessment decide within 4 months of complete file by "Committee" grants full
  fallback rpl is rpl grants whole units
}
qualification Q { awarded by U; requires A }
"""


@pytest.mark.parametrize(
    ("lines", "right", "wrong"),
    [
        ("holds A from V complete 2026-01-10", "A pending by r.casework", "A pending by own"),
        ("holds A from V complete 2026-01-10", 'A pending by casework because "2026-05-10"', 'A pending because "2026-05-11"'),
        (
            'holds A from V\n decision assessment holding A outcome refused by "C" on 2026-01-20',
            "A refused by casework",
            "A refused by own",
        ),
        ("holds A from V status revoked", "A refused by sound", "A refused by casework"),
    ],
)  # fmt: skip
def test_by_whom_learning_waits_or_was_refused(lines: str, right: str, wrong: str) -> None:
    for expect, met in ((right, True), (wrong, False)):
        text = f'scenario "s" {{\n as of 2026-02-01\n learner {lines}\n expect {expect}\n}}\n'
        assert (not run_scenarios(load_text(LADDER + text)).failed) is met, expect


def test_a_decision_that_cannot_be_read_fails_the_scenario() -> None:
    report = run_scenarios(
        book('scenario "s" {\n  decision wave Q.a by "Dean" on 2025-01-01\n  expect Q progress 0\n}\n')
    )
    assert "did you mean `waive`?" in as_text(report)


def test_every_kind_of_expectation_has_words() -> None:
    assert PHRASES.keys() == KINDS.keys()


@pytest.mark.parametrize("odd", ["\ufffe", "\uffff", "\ufdd0", "\U0001f600", "<&>", "\t", "]]>"])
def test_junit_is_well_formed_whatever_a_title_holds(odd: str) -> None:
    report = run_scenarios(
        book(GOOD + f'scenario "wrong {odd} one" {{ learner holds A 10 credits from U; expect Q satisfied }}\n')
    )
    names = [case.get("name") for case in ElementTree.fromstring(as_junit(report))]
    assert any(name is not None and name.startswith("wrong ") and name.endswith(" one") for name in names)
