"""What-ifs: each kind of change does what the same change of the record does; the record stays; faults are plain."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from pathways.books import book
from pathways.college import TODAY, college, path, record
from stackr import PlanError, PlanOptions
from stackr.model.guidance import WhatIf, guidance_bytes
from stackr.report.guidance_text import render_compared, render_whatif


def after(changes: list[tuple[str, str]], changed: dict[str, Any], for_: str = "MC-DIP") -> WhatIf:
    """The what-if of the half-way learner, compared with the audit of a record that was changed by hand."""
    answer = college().whatif(record("half-way"), changes, for_, TODAY)
    audit = college().audit(changed, [for_], TODAY).qualifications[0]
    assert answer.changes[0].after.progress == audit.progress.earned
    assert answer.changes[0].after.status == audit.status
    return answer


def holding(data: dict[str, Any], id: str) -> dict[str, Any]:
    return next(each for each in data["holdings"] if each["id"] == id)


def test_add_is_the_record_with_the_item_passed() -> None:
    changed = record("half-way")
    changed["holdings"].append(
        {"id": "n", "credential": "NET200", "issuer": "MCOLLEGE", "status": "active", "awarded": "2026-06-15"}
    )
    answer = after([("add", "NET200")], changed)
    assert answer.changes[0].gained == ("NET200",)


def test_drop_is_the_record_without_the_holding() -> None:
    changed = record("half-way")
    changed["holdings"] = [each for each in changed["holdings"] if each["id"] != "com100"]
    answer = after([("drop", "com100")], changed)
    assert answer.changes[0].lost == ("COM100",)


@pytest.mark.parametrize(
    ("kind", "member", "value"), [("fail", "status", "failed"), ("expire", "expires", "2026-06-14")]
)
def test_fail_and_expire_are_the_record_that_says_so(kind: str, member: str, value: str) -> None:
    changed = record("half-way")
    holding(changed, "web110")[member] = value
    after([(kind, "WEB110")], changed)


def test_pass_is_the_record_with_what_is_in_progress_passed() -> None:
    answer = college().whatif(record("nearly-done"), [("pass", "com120")], "MC-DIP", TODAY)
    changed = record("nearly-done")
    holding(changed, "com120").update(status="active", awarded="2026-06-15", completed="2026-06-15")
    audit = college().audit(changed, ["MC-DIP"], TODAY).qualifications[0]
    assert answer.changes[0].after.progress == audit.progress.earned != answer.changes[0].before.progress


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("db200", ["DB200 counts all the same: these rules do not ask whether it has expired"]),
        ("dig100", []),
    ],
)
def test_what_expires_and_counts_all_the_same_is_said(name: str, said: list[str]) -> None:
    """The college asks how long ago a unit was awarded, not when it expires."""
    assert list(college().whatif(record("returning"), [("expire", name)], "MC-DIP", TODAY).remarks) == said


def test_another_programme_and_entry_date_are_facts_of_the_record() -> None:
    answer = college().whatif(record("half-way"), [("enrol", "MC-NET"), ("entry", "2026-09-01")], None, TODAY)
    assert [change.qualification for change in answer.changes] == ["MC-DIP", "MC-NET"]


VERSIONS = """
catalogue K { credit unit C; credential A { 10 credits; issuer U }; credential B { 10 credits; issuer U } }
qualification Q "Q" { awarded by U; credit unit C; in force from 2020-01-01 until 2024-12-31; version by entry
  requires all of { a: A } }
qualification Q "Q" { awarded by U; credit unit C; in force from 2025-01-01; version by entry
  requires all of { a: A; b: B } }
"""


def test_the_entry_date_decides_the_version(tmp_path: Path) -> None:
    rules = book(tmp_path, VERSIONS)
    held = [{"id": "a", "credential": "A", "issuer": "U", "status": "active", "awarded": "2023-06-30"}]
    learner = {"learner": "x", "facts": {"entry": "2023-01-01"}, "holdings": held}
    change = rules.whatif(learner, [("entry", "2025-06-01")], "Q", date(2026, 1, 1)).changes[0]
    assert (change.before.progress, change.after.progress) == ("1", "1/2")


def test_granted_rpl_counts_up_to_its_cap_and_never_where_it_is_barred() -> None:
    one = college().whatif(record("refugee"), [("rpl", "NET200")], "MC-DIP", TODAY).changes[0].after
    assert one.counted == ("NET200",)
    two = college().whatif(record("refugee"), [("rpl", "NET200"), ("rpl", "DIG100")], "MC-DIP", TODAY).changes[0].after
    assert two.counted == one.counted or len(two.counted) == 1, "a quarter of 75 credits holds one unit of 10"
    barred = college().whatif(record("refugee"), [("rpl", "PRJ390")], "MC-DIP", TODAY).changes[0]
    assert barred.same


AGREED = """
catalogue K { credential A { 10 credits; issuer U } }
articulation OLD "Old agreement" { from X of V; to A; in force from 2010-01-01 until 2012-12-31 }
recognition u for U {
  route own is own when issuer = U grants full
  route agreed is agreement when articulation in force on awarded grants as articulated
}
qualification Q "Q" { awarded by U; credit unit C; total 10 credits; requires all of { a: A } }
"""


def test_an_articulation_that_has_run_out_can_be_supposed_in_force(tmp_path: Path) -> None:
    rules = book(tmp_path, AGREED)
    learner = {
        "learner": "x",
        "holdings": [{"id": "h", "credential": "X", "issuer": "V", "status": "active", "awarded": "2020-01-01"}],
    }
    change = rules.whatif(learner, [("articulate", "OLD")], "Q", TODAY).changes[0]
    assert (change.before.status, change.after.status) == ("not-started", "satisfied")
    assert rules.audit(learner, ["Q"], TODAY).qualifications[0].status == "not-started", "the book stays as it was"


def test_an_articulation_of_which_the_record_has_nothing_is_said_to_be_so(tmp_path: Path) -> None:
    rules = book(tmp_path, AGREED)
    for holdings, said in (
        ([], ("OLD is for X of V, which is not on the record",)),
        ([{"id": "h", "credential": "X", "issuer": "V"}], ()),
    ):
        answer = rules.whatif({"learner": "x", "holdings": holdings}, [("articulate", "OLD")], "Q", TODAY)
        assert answer.remarks == said


def test_the_order_of_changes_decides_nothing() -> None:
    changes = [("add", "NET200"), ("fail", "com100"), ("rpl", "DB200")]
    answers = {
        guidance_bytes(
            college().whatif(record("half-way"), list(some), "MC-DIP", TODAY).model_copy(update={"suppose": ()})
        )
        for some in permutations(changes)
    }
    assert len(answers) == 1


def test_the_record_stays_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_bytes(Path(path("half-way")).read_bytes())
    before = file.read_bytes()
    given = record("half-way")
    college().whatif(file, [("drop", "com100"), ("add", "NET200")], None, TODAY, plan=PlanOptions())
    college().whatif(given, [("drop", "com100"), ("add", "NET200")], None, TODAY)
    assert file.read_bytes() == before
    assert given == record("half-way")


def test_a_plan_after_a_change_builds_on_what_is_supposed() -> None:
    """It was once asked to take again what was supposed to be passed."""
    change = college().whatif(record("half-way"), [("add", "NET200")], "MC-DIP", TODAY, plan=PlanOptions()).changes[0]
    assert change.before.plan is not None
    assert change.after.plan is not None
    assert set(change.before.plan_items) - set(change.after.plan_items) == {"NET200"}
    assert (change.before.plan["credits"], change.after.plan["credits"]) == ("35", "25")


def test_what_an_added_item_asks_for_first_is_said() -> None:
    answer = college().whatif(record("new"), [("add", "PRJ390")], "MC-DIP", TODAY)
    assert answer.remarks[:2] == (
        "PRJ390 asks for WEB210 and (DB200 or DB210) first, which is not passed",
        "PRJ390 asks for COM100 or COM120 beside it, which is not passed",
    )


def test_saved_named_and_compared() -> None:
    one = college().whatif(record("half-way"), [("add", "NET200")], "MC-DIP", TODAY, name="networks")
    two = college().whatif(record("half-way"), [("add", "SEC300")], "MC-DIP", TODAY, name="security")
    kept = WhatIf.model_validate_json(guidance_bytes(one))
    assert kept == one
    told = render_compared(two.beside(kept))
    assert all(word in told for word in ("networks", "security", "as it is", "66.6 %"))
    other = college().whatif(record("new"), [("add", "NET200")], "MC-DIP", TODAY)
    with pytest.raises(ValueError, match="different learners"):
        one.beside(other)


def test_side_by_side_in_words() -> None:
    told = render_whatif(college().whatif(record("half-way"), [("add", "NET200")], "MC-DIP", TODAY, plan=PlanOptions()))
    assert "before" in told
    assert "2 items, 25 credits" in told
    assert "8/15" not in told


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], "nothing is supposed"),
        ([("ad", "NET200")], "`ad` is nothing to suppose"),
        ([("add", "NET20")], "nothing on offer is called `NET20`"),
        ([("drop", "zzz")], "the record has no holding `zzz`"),
        ([("pass", "zzz")], "the record has no holding `zzz`"),
        ([("rpl", "NOPE")], "there is no unit `NOPE`"),
        ([("articulate", "NOPE")], "no articulation is called `NOPE`"),
        ([("entry", "soon")], "soon is not a day"),
        ([("enrol", "NOPE")], "no qualification is called `NOPE`"),
        ([("pass", "com100"), ("fail", "COM100")], "the holding com100 is supposed in two ways"),
        ([("entry", "2026-01-01"), ("entry", "2026-02-01")], "the entry date is supposed in two ways"),
        ([("add", "NET200"), ("add", "NET200")], "supposed in two ways"),
    ],
)
def test_what_cannot_be_supposed_is_said_plainly(changes: list[tuple[str, str]], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        college().whatif(record("half-way"), changes, None, TODAY)


def test_two_holdings_of_one_credential_are_named_by_id() -> None:
    data = record("half-way")
    data["holdings"].append({**holding(data, "com100"), "id": "again", "awarded": "2025-05-29"})
    with pytest.raises(PlanError, match="2 holdings are COM100"):
        college().whatif(data, [("drop", "COM100")], None, TODAY)


def test_what_counts_nowhere_even_so_is_said() -> None:
    answer = college().whatif(record("new"), [("add", "BUS150"), ("rpl", "PRJ390")], "MC-DIP", TODAY)
    assert answer.remarks == (
        "BUS150 counts in none of the awards asked for, even so",
        "PRJ390 counts in none of the awards asked for, even so: PRJ390 is never granted by Prior learning",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("pass", "com100"), ("com100 is passed already, by the record",)),
        (("add", "COM100"), ("COM100 is on the record already, as passed",)),
        (("enrol", "MC-DIP"), ("the record says so already: MC-DIP",)),
        (("entry", "2025-08-01"), ("the record says so already: 2025-08-01",)),
        (("fail", "com100"), ()),
        (("entry", "2025-08-02"), ()),
    ],
)
def test_what_the_record_says_already_is_told(change: tuple[str, str], said: tuple[str, ...]) -> None:
    assert college().whatif(record("half-way"), [change], "MC-DIP", TODAY).remarks == said


def test_what_failed_is_failed_already() -> None:
    data = record("half-way")
    holding(data, "com100")["status"] = "failed"
    assert college().whatif(data, [("fail", "com100")], "MC-DIP", TODAY).remarks == (
        "com100 is failed already, by the record",
    )


def test_an_articulation_that_applies_to_nobody_knows_whom_is_told_to(tmp_path: Path) -> None:
    """The learning is on the record, and what the route asks of it is not."""
    rules = book(tmp_path, ARTICULATED)
    learner = {"learner": "x", "holdings": [{"id": "h", "credential": "X", "issuer": "P"}]}
    answer = rules.whatif(learner, [("articulate", "X-TO-A")], "Q", TODAY)
    assert [change.after.progress for change in answer.changes] == ["0"]
    assert len(answer.remarks) == 1
    assert answer.remarks[0].startswith("X is not recognised for certain, even so: it is not known whether")
    learner["holdings"][0]["awarded"] = "2026-01-01"
    answer = rules.whatif(learner, [("articulate", "X-TO-A")], "Q", TODAY)
    assert [change.after.progress for change in answer.changes] == ["1"]
    assert answer.remarks == ()


ARTICULATED = """
catalogue K { credit unit C; credential A { 10 credits; issuer U } }
articulation X-TO-A "X for A" { from X of P; to A }
recognition u "Recognition" for U {
  route agreed is agreement "Agreed" when articulation in force on awarded and awarded within 5 years of as_of
    grants as articulated
}
qualification Q "Q" {
  awarded by U; credit unit C; total 10 credits
  requires all of { a "A": A }
}
"""

GRADES = """
grades percent "Percent" { from 0 to 100; pass 50 }
grades letters "Letters" { A; B; C }
catalogue K {
  credit unit C
  credential A { 10 credits; issuer U }
  credential A { 10 credits; issuer V }
  credential B { 10 credits; issuer V }
  credential B { 20 credits; issuer W }
}
qualification Q "Q" {
  awarded by U; credit unit C; total 10 credits
  requires all of { a "A": A with grade >= 60 }
}
"""


@pytest.mark.parametrize(
    ("what", "status"), [("A=72 on percent", "satisfied"), ("A=55 on percent", "not-started"), ("A", "undetermined")]
)
def test_an_item_is_supposed_with_a_grade(tmp_path: Path, what: str, status: str) -> None:
    rules = book(tmp_path, GRADES)
    answer = rules.whatif({"learner": "x", "holdings": []}, [("add", what)], "Q", TODAY)
    assert answer.changes[0].after.status == status
    assert answer.suppose[0].startswith("A is passed too")


def test_what_is_in_progress_is_passed_with_a_grade_on_its_own_scale(tmp_path: Path) -> None:
    rules = book(tmp_path, GRADES)
    held = {"id": "h", "credential": "A", "issuer": "U", "status": "in-progress", "grade_scale": "percent"}
    for grade, status in (("72", "satisfied"), ("55", "not-started")):
        answer = rules.whatif({"learner": "x", "holdings": [held]}, [("pass", f"h={grade}")], "Q", TODAY)
        assert answer.changes[0].after.status == status


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("A=72 on percents", "no grade scale is called `percents`"),
        ("A=172 on percent", "`172` is no grade on percent"),
        ("A=Z on letters", "`Z` is no grade on letters"),
        ("B", "several bodies offer `B`"),
        ("B of X", "nothing on offer is called `B of X`"),
    ],
)
def test_a_grade_or_a_giver_that_is_not_there(tmp_path: Path, what: str, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        book(tmp_path, GRADES).whatif({"learner": "x", "holdings": []}, [("add", what)], "Q", TODAY)


def test_a_code_is_that_of_the_awarding_body_first(tmp_path: Path) -> None:
    rules = book(tmp_path, GRADES)
    answer = rules.whatif({"learner": "x", "holdings": []}, [("add", "B of W=90 on percent")], "Q", TODAY)
    assert answer.suppose == ("B of W is passed too with 90 on percent",)
    assert answer.remarks == ("B counts in none of the awards asked for, even so",)


def made_up(code: str, id: str | None = None) -> dict[str, Any]:
    return {"id": id or code, "credential": code, "issuer": "U", "credits": 10, "status": "active"}


def test_of_awards_claimed_together_each_has_what_counts_for_it(tmp_path: Path) -> None:
    rules = """
    catalogue K { issuer U; credential A { 10 credits }; credential B { 10 credits }; credential D { 10 credits } }
    qualification BA "Three years" { awarded by U; total 10 credits; requires A }
    qualification BAHONS "Four years" { awarded by U; total 20 credits; requires all of { B; D } }
    """
    held = {"learner": "L", "facts": {"claims": [["BA", "BAHONS"]]}, "holdings": [made_up("A"), made_up("B")]}
    answer = book(tmp_path, rules).whatif(held, [("add", "D")], ["BA", "BAHONS"], TODAY)
    assert [(each.before.counted, each.gained) for each in answer.changes] == [(("A",), ()), (("B",), ("D",))]


def test_what_counts_once_more_is_gained(tmp_path: Path) -> None:
    rules = """
    catalogue K { issuer U; credential T { 10 credits; repeatable up to 3 } }
    qualification Q "Award" { awarded by U; total 30 credits; requires 30 credits from T }
    """
    held = {"learner": "L", "holdings": [made_up("T")]}
    answer = book(tmp_path, rules).whatif(held, [("add", "T")], ["Q"], TODAY)
    assert (answer.changes[0].gained, answer.changes[0].after.counted) == (("T",), ("T", "T"))
