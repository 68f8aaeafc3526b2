"""`stackr impact`: what a change of rules does to everybody, and the clause that does it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cli.calls import Caller
from runs.made import DAY, RULES, csv_text, rows, table

HELD = [
    ("L1", "a", "U1", "HOME", "20", "CR", "active", ""),
    ("L1", "b", "U2", "HOME", "40", "CR", "active", ""),
    ("L2", "a", "U1", "HOME", "20", "CR", "active", ""),
    ("L2", "b", "Z", "HOME", "20", "CR", "active", ""),
    ("L3", "a", "Z", "HOME", "60", "CR", "active", ""),
    ("L3", "b", "Q", "AWAY", "60", "CR", "active", ""),
]


def impact(call: Caller, folder: Path, *changes: tuple[str, str], more: tuple[str | Path, ...] = ()) -> dict[str, Any]:
    new = RULES
    for before, after in changes:
        assert before in new
        new = new.replace(before, after)
    (folder / "old.stackr").write_text(RULES, "utf-8")
    (folder / "new.stackr").write_text(new, "utf-8")
    if not (folder / "h.csv").exists():
        (folder / "h.csv").write_text(csv_text(HELD), "utf-8")
    line = (
        "impact",
        folder / "old.stackr",
        folder / "new.stackr",
        folder / "h.csv",
        "--as-of",
        DAY,
        "--format",
        "json",
        *more,
    )
    answer = call(*line)
    assert answer.code == 0, answer.err
    return dict(json.loads(answer.out))


def changed(found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(row["learner"], row["qualification"], row["change"], row["clauses"]) for row in found["changes"]]


def test_rules_said_in_another_way_change_nothing(call: Caller, folder: Path) -> None:
    found = impact(call, folder, ('"Core": U1', '"The core": U1  # as it always was'))
    assert found["changes"] == []
    answer = call("impact", folder / "old.stackr", folder / "new.stackr", folder / "h.csv", "--as-of", DAY)
    assert "nobody's result changes" in answer.out


def test_who_loses_and_by_which_clause(call: Caller, folder: Path) -> None:
    found = impact(call, folder, ('core "Core": U1', 'core "Core": U3'))
    assert changed(found) == [
        ("L1", "CERT", "loses", "CERT.core"),
        ("L2", "CERT", "further", "CERT.core"),
        ("L3", "CERT", "further", "CERT.core"),
    ]
    assert found["counts"]["changes"] == [["CERT", "further", 2], ["CERT", "loses", 1]]


def test_who_gains_and_by_which_clause(call: Caller, folder: Path) -> None:
    found = impact(call, folder, ("at most 40 credits from issuer = AWAY", "at most 60 credits from issuer = AWAY"))
    assert changed(found) == [("L3", "DIP", "gains", "DIP.away")]


def test_of_two_changes_the_one_that_holds_the_learner_back(call: Caller, folder: Path) -> None:
    limits = "limits {\n    none: at most 60 credits from issuer = AWAY\n  }\n}\nqualification DIP"
    found = impact(call, folder, ("}\nqualification DIP", f"{limits}"), ('core "Core": U1', 'core "Core": U3'))
    assert ("L1", "CERT", "loses", "CERT.core") in changed(found)


def test_an_award_that_comes_and_one_that_goes(call: Caller, folder: Path) -> None:
    found = impact(call, folder, ("qualification DIP", "qualification ADV"))
    assert {(row[1], row[2]) for row in changed(found)} == {("ADV", "new-award"), ("DIP", "gone-award")}


def test_counts_by_a_column_and_by_a_fact(call: Caller, folder: Path) -> None:
    (folder / "l.csv").write_text("learner,region\nL1,North\nL2,South\n", "utf-8")
    change = ('core "Core": U1', 'core "Core": U3')
    by_fact = impact(call, folder, change, more=("--learners", folder / "l.csv", "--by", "region"))
    assert by_fact["counts"]["groups"] == [["North", "loses", 1], ["South", "further", 1], [None, "further", 1]]
    by_column = impact(call, folder, change, more=("--by", "issuer"))
    assert by_column["counts"]["groups"] == [
        ["AWAY + HOME", "further", 1],
        ["HOME", "further", 1],
        ["HOME", "loses", 1],
    ]


def test_an_award_of_one_book_alone_may_be_asked_for(call: Caller, folder: Path) -> None:
    change = ("qualification DIP", "qualification ADV")
    for name, told in (("ADV", "new-award"), ("DIP", "gone-award")):
        found = impact(call, folder, change, more=("--for", name))
        assert {(row[1], row[2]) for row in changed(found)} == {(name, told)}
        assert found["learners"] == 3
    (folder / "d.csv").write_text("learner,id,kind,clause,by\nL1,d1,waive,DIP.credits,Registrar\n", "utf-8")
    decided = impact(call, folder, change, more=("--for", "ADV", "--decisions", folder / "d.csv"))["decided"]
    assert decided == []
    line = ("impact", folder / "old.stackr", folder / "new.stackr", folder / "h.csv", "--as-of", DAY, "--for")
    assert "no qualification is called `NEITHER`" in call(*line, "NEITHER").err


PROFILE = """
[columns]
learner = "who"
credential = "module"
id = "id"
issuer = "from"
credits = "size"
credit_unit = "unit"
status = "result"
[values.status]
P = "active"
"""


def test_counts_by_a_column_of_which_the_profile_makes_nothing_or_a_member(call: Caller, folder: Path) -> None:
    heads = "who,id,module,from,size,unit,result,campus\n"
    campus = {"L1": "North", "L2": "South", "L3": ""}
    lines = [",".join([*row[:6], "P", campus[row[0]]]) for row in HELD]
    (folder / "h.csv").write_text(heads + "\n".join(lines), "utf-8")
    (folder / "p.toml").write_text(PROFILE, "utf-8")
    change = ('core "Core": U1', 'core "Core": U3')

    def groups(by: str) -> Any:
        return impact(call, folder, change, more=("--profile", folder / "p.toml", "--by", by))["counts"]["groups"]

    assert groups("campus") == [["North", "loses", 1], ["South", "further", 1], [None, "further", 1]]
    assert groups("from") == [["AWAY + HOME", "further", 1], ["HOME", "further", 1], ["HOME", "loses", 1]]
    assert groups("issuer") == groups("from")
    assert groups("result") == [["P", "further", 2], ["P", "loses", 1]], "as the column has it"


def test_counting_by_what_is_not_there_is_told(call: Caller, folder: Path) -> None:
    change = ('core "Core": U1', 'core "Core": U3')
    impact(call, folder, change)
    line = ("impact", folder / "old.stackr", folder / "new.stackr", folder / "h.csv", "--as-of", DAY, "--by")
    assert "nobody who changes has a column or a fact called regoin" in call(*line, "regoin").err
    assert "nobody who changes" not in call(*line, "issuer").err


def test_decisions_kept_and_orphaned(call: Caller, folder: Path) -> None:
    (folder / "d.csv").write_text(
        "learner,id,kind,clause,by,date\nL3,d1,waive,CERT.core,Registrar,2025-06-01\nL3,d2,waive,DIP.credits,Registrar,2025-06-01\n",
        "utf-8",
    )
    found = impact(call, folder, ('core "Core": U1', 'heart "Core": U3'), more=("--decisions", folder / "d.csv"))
    states = {(row["decision"], row["qualification"]): (row["before"], row["after"]) for row in found["decided"]}
    assert states["d1", "CERT"][1] == "orphaned"
    assert states["d1", "CERT"][0] in ("kept", "adapted")
    assert states["d2", "DIP"][0] == states["d2", "DIP"][1] != "orphaned"


def test_changes_are_the_differences_of_two_runs(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(csv_text(rows(40, seed=5)), "utf-8")
    found = impact(call, folder, ("40 credits from any", "30 credits from any"), ("total 60", "total 50"))
    for name in ("old", "new"):
        rules = folder / f"{name}.stackr"
        assert call("batch", folder / "h.csv", "--rules", rules, "--out", folder / name, "--as-of", DAY).code == 0
    old, new = table(folder / "old", "results"), table(folder / "new", "results")
    keys = ["learner", "qualification"]
    both = old.join(new, on=keys, suffix="_new")
    differ = both.filter((both["status"] != both["status_new"]) | (both["earned"] != both["earned_new"]))
    assert {(r["learner"], r["qualification"]) for r in found["changes"] if r["change"] != "otherwise"} == set(
        differ.select(keys).rows()
    )
    assert differ.height


DECIDED = "learner,id,kind,clause,by,date\n"


def fits(found: dict[str, Any]) -> dict[str, tuple[str, str | None, str, str]]:
    return {
        row["decision"]: (row["qualification"], row["clause_after"], row["before"], row["after"])
        for row in found["decided"]
    }


def test_a_decision_without_a_digest_was_made_on_the_clause_of_the_old_rules(call: Caller, folder: Path) -> None:
    (folder / "d.csv").write_text(DECIDED + "L1,d1,waive,CERT.core,Dean,\nL1,d2,waive,CERT.rest,Dean,\n", "utf-8")
    found = impact(call, folder, ('core "Core": U1', 'core "Core": U3'), more=("--decisions", folder / "d.csv"))
    assert fits(found) == {
        "d1": ("CERT", "CERT.core", "kept", "adapted"),
        "d2": ("CERT", "CERT.rest", "kept", "kept"),
    }
    answer = call(
        *("impact", folder / "old.stackr", folder / "new.stackr", folder / "h.csv", "--as-of", DAY),
        *("--decisions", folder / "d.csv"),
    )
    assert "  1 kept → adapted\n  1 kept → kept\n" in answer.out
    assert "decisions to look at:\n  L1: d1 (waive CERT.core) adapted, fits CERT.core\n" in answer.out
    assert "d2" not in answer.out


def test_a_clause_called_otherwise_adapts_the_decision_if_it_keeps_its_old_name(call: Caller, folder: Path) -> None:
    (folder / "d.csv").write_text(DECIDED + "L1,d1,waive,CERT.core,Dean,\n", "utf-8")
    renamed = ('core "Core": U1', 'heart "Core": U1 formerly CERT.core')
    found = impact(call, folder, renamed, more=("--decisions", folder / "d.csv"))
    assert fits(found) == {"d1": ("CERT", "CERT.heart", "kept", "adapted")}


def test_decisions_on_an_award_that_goes_are_orphaned_unless_another_bears_its_name_on(
    call: Caller, folder: Path
) -> None:
    (folder / "d.csv").write_text(
        DECIDED + "L1,d1,waive,DIP.credits,Dean,\nL1,d2,waive,DIP.away,Dean,\nL2,d3,waive,ADV.credits,Dean,\n", "utf-8"
    )
    moved = (
        ("qualification DIP", "qualification ADV"),
        ("120 credits from any", "120 credits from any formerly DIP.credits"),
    )
    found = impact(call, folder, *moved, more=("--decisions", folder / "d.csv"))
    assert fits(found) == {
        "d1": ("ADV", "ADV.credits", "kept", "adapted"),
        "d2": ("DIP", None, "kept", "orphaned"),
        "d3": ("ADV", "ADV.credits", "orphaned", "kept"),
    }
    assert found["counts"]["decisions"] == [
        ["kept", "adapted", 1],
        ["kept", "orphaned", 1],
        ["orphaned", "kept", 1],
    ]


def test_a_long_list_says_where_the_rest_is(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(csv_text((f"L{n:02}", *HELD[0][1:]) for n in range(30)), "utf-8")
    (folder / "d.csv").write_text(
        "learner,id,kind,clause\n" + "".join(f"L{n:02},d,waive,CERT.core\n" for n in range(30)), "utf-8"
    )
    edit = ('core "Core": U1', 'core "Core": U3')
    impact(call, folder, edit)
    asked = ("impact", folder / "old.stackr", folder / "new.stackr", folder / "h.csv", "--as-of", DAY)
    for more in ((), ("--decisions", folder / "d.csv")):
        assert "10 more; --out DIR or --format json give all" in call(*asked, *more).out
        out = folder / f"out{len(more)}"
        assert f"10 more; {out} has all" in call(*asked, *more, "--out", out).out
