"""Names may have dots, and ids are dotted too: an award `BSC.CS`, a route `far.credit`, a criterion `size.max` are what they are called."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from stackr.audit.run import audit
from stackr.audit.why import why
from stackr.checks.run import check_text
from stackr.cli.main import run
from stackr.records.admit import read_records
from stackr.rulebook.load import load_text
from stackr.testing.run import run_scenarios

DAY = date(2026, 3, 1)
RULES = """
credit TC { is 10 hours }
credential M1 { 10 credits; issuer U }
definition small of micro-credential { size.max: credits <= 40 }
definition smaller of micro-credential { extends small; size.max: credits <= 5 }
recognition u.ladder for U {
  route home.credit is own when issuer = U grants full
  route far.credit is agreement when issuer = V grants credit
}
articulation from.far { from X of V; to 10 credits }
qualification BSC.CS "Computing" {
  awarded by U
  total 20 credits
  requires all of { core.first: M1; free: 10 credits from any }
  limits { cap: at most 10 credits by far.credit }
}
"""
SCENARIO = """
scenario "dots" {
  as of 2026-03-01
  learner holds M1 10 credits from U
  decision waive BSC.CS.free by "Dean" on 2026-01-01
  expect BSC.CS in-progress
  expect BSC.CS.core.first met
  expect BSC.CS.free met
  expect BSC.CS missing 10 credits
  expect M1 recognised by home.credit
  expect M1 recognised by u.ladder.home.credit
  expect M1 criterion size.max met by small
  expect M1 criterion size.max unmet by smaller
}
"""


def test_scenarios_name_them() -> None:
    assert [fault for fault in check_text(RULES + SCENARIO) if fault.code == "C226"] == []
    (result,) = run_scenarios(load_text(RULES + SCENARIO)).results
    assert [(each.expected, each.found) for each in result.outcomes if not each.met] == []


def test_a_criterion_with_a_dot_takes_the_place_of_the_one_that_is_inherited() -> None:
    smaller = load_text(RULES).definitions["smaller"]
    assert [criterion.clause.id for criterion in smaller.criteria] == ["smaller.size.max"]


def test_learning_is_by_a_route_with_a_dot() -> None:
    holdings = [{"id": f"h{n}", "credential": "X", "issuer": "V", "credits": "10"} for n in (1, 2)]
    book = load_text(RULES.replace("requires all of { core.first: M1; free: 10", "requires all of { free: 20"))
    (learner,) = read_records(json.dumps({"learner": "L", "holdings": holdings}).encode(), book.tables, DAY)
    (entry,) = audit(book, learner, ["BSC.CS"], DAY).qualifications
    (cap,) = [limit for limit in entry.limits if limit.id == "BSC.CS.cap"]
    assert (cap.value, cap.status) == ("10", "binding")
    assert why(book, learner, "far.credit", ["BSC.CS"], DAY)[0].startswith("u.ladder.far.credit is a route")


def test_decisions_about_its_clauses_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.stackr").write_text(RULES)
    (tmp_path / "new.stackr").write_text(RULES.replace("core.first: M1", "core.first: M2"))
    (tmp_path / "holdings.csv").write_text("learner,id,credential,issuer,credits\nL,h,M1,U,10\n")
    (tmp_path / "decisions.csv").write_text("learner,kind,clause,by,date\nL,waive,BSC.CS.free,Dean,2026-01-01\n")
    call = ["impact", "old.stackr", "new.stackr", "holdings.csv", "--decisions", "decisions.csv", "--for", "BSC.CS"]
    words = [str(tmp_path / word) if (tmp_path / word).exists() else word for word in call]
    assert run([*words, "--as-of", "2026-03-01", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["decisions"] == [["kept", "kept", 1]]


@pytest.mark.parametrize(
    "second",
    [
        "qualification A.B { requires M2 }",
        "qualification A.core.more { requires M2 }",
        "recognition A.first for U { route own is own when issuer = U grants full }",
        "definition A.size of micro-credential { small: credits <= 5 }",
    ],
)
def test_a_declaration_under_the_name_of_another_is_a_fault(second: str) -> None:
    found = check_text(f"qualification A {{ requires all of {{ core: M1 }} }}\n{second}\n")
    (fault,) = [fault for fault in found if fault.code == "N102"]
    assert (fault.span.line, fault.related[0].span.line) == (2, 1)
    assert [
        fault for fault in check_text(f"qualification Z {{ requires M1 }}\n{second}\n") if fault.code == "N102"
    ] == []
