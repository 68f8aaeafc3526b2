"""`stackr near`: who is near, by an exact audit of every award, with the least way there."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import stackr
from cli.calls import Caller
from runs.made import COLUMNS, DAY, csv_text, made_rules, rows, table
from stackr.audit.completing import NOT_FOUND, Completing
from stackr.model.audit import Audit

ROWS = rows(30, seed=3)


def near(call: Caller, folder: Path, *more: str, held: str | None = None) -> dict[str, Any]:
    path = folder / "h.csv"
    path.write_text(held if held is not None else csv_text(ROWS), "utf-8")
    answer = call("near", path, "--rules", made_rules(folder), "--as-of", DAY, "--format", "json", *more)
    assert answer.code == 0, answer.err
    return dict(json.loads(answer.out))


@pytest.fixture
def audits(folder: Path) -> dict[str, Audit]:
    book = stackr.load(made_rules(folder))
    records: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in ROWS:
        records[row[0]].append({name: value for name, value in zip(COLUMNS[1:], row[1:], strict=True) if value})
    day = date.fromisoformat(DAY)
    return {who: book.audit({"learner": who, "holdings": held}, ["CERT", "DIP"], day) for who, held in records.items()}


def test_it_says_what_single_audits_say(call: Caller, folder: Path, audits: dict[str, Audit]) -> None:
    found = near(call, folder, "--credits", "25")
    expected = {}
    for who, audit in audits.items():
        for entry in audit.qualifications:
            open_ = entry.status not in ("satisfied", "conferred")
            if open_ and Fraction(entry.missing_credits) <= 25:
                least = entry.completions[0] if entry.completions else None
                expected[who, entry.qualification] = (
                    entry.progress.earned,
                    None if least is None else ";".join(least.add) or None,
                    None if least is None else least.credits,
                )
    told = {
        (row["learner"], row["qualification"]): (row["earned"], row["add"], row["credits"]) for row in found["near"]
    }
    assert told == expected
    assert told, "somebody is near"
    claimed = {(r["learner"], r["qualification"]) for r in found["unclaimed"]}
    assert claimed == {
        (who, e.qualification) for who, audit in audits.items() for e in audit.qualifications if e.unclaimed
    }


def test_no_way_at_all_and_none_that_was_found(call: Caller, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two different answers: the first is proven, the second says that more work may find one."""
    rules = made_rules(folder)
    rules.write_text(rules.read_text("utf-8").replace("issuer HOME\n", "issuer NOBODY\n", 1), "utf-8")
    held = csv_text([("L1", "a", "U1", "HOME", "30", "CR", "active", "")])
    (folder / "h.csv").write_text(held, "utf-8")
    line = ("near", folder / "h.csv", "--rules", rules, "--as-of", DAY, "--for", "CERT")
    assert [row["proven"] for row in json.loads(call(*line, "--format", "json").out)["near"]] == [True]
    assert "nothing that is on offer and not held completes it" in call(*line).out
    monkeypatch.setattr("stackr.batch.run.work._READY", {})
    monkeypatch.setattr("stackr.batch.near.tables.completing", lambda *_: Completing(flags=(NOT_FOUND,)))
    assert [row["proven"] for row in json.loads(call(*line, "--format", "json").out)["near"]] == [False]
    assert "no way to it was found within the limit of work" in call(*line).out


def test_the_ranking_is_that_of_the_exact_figures(call: Caller, folder: Path, audits: dict[str, Audit]) -> None:
    ranked: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in near(call, folder)["ranking"]:
        ranked[row["learner"]].append((row["rank"], row["qualification"]))
    order = ("conferred", "satisfied", "undetermined", "in-progress", "not-started")
    for who, audit in audits.items():
        keys = {
            e.qualification: (order.index(e.status), -Fraction(e.progress.earned), Fraction(e.missing_credits))
            for e in audit.qualifications
        }
        expected = sorted((1 + sum(other < key for other in keys.values()), name) for name, key in keys.items())
        assert ranked[who] == expected


def test_within_so_many_requirements(call: Caller, folder: Path) -> None:
    held = csv_text(
        [("L1", "a", "U1", "HOME", "20", "CR", "active", ""), ("L2", "a", "Y", "HOME", "10", "CR", "active", "")]
    )
    found = near(call, folder, "--requirements", "1", "--for", "CERT", held=held)["near"]
    assert [(row["learner"], row["unmet"]) for row in found] == [("L1", 1)]
    assert (found[0]["credits"], found[0]["proven"]) == ("50", True)


def test_a_claimed_award_is_not_unclaimed(call: Caller, folder: Path) -> None:
    units = (("a", "U1", "20"), ("b", "U2", "40"))
    held = csv_text(
        [(who, id, code, "HOME", size, "CR", "active", "") for who in ("L1", "L2") for id, code, size in units]
    )
    (folder / "l.csv").write_text("learner,claims\nL1,CERT\n", "utf-8")
    found = near(call, folder, "--learners", str(folder / "l.csv"), held=held)["unclaimed"]
    assert [(row["learner"], row["qualification"]) for row in found] == [("L2", "CERT")]


def test_text_and_a_kept_run(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(csv_text(ROWS), "utf-8")
    answer = call("near", folder / "h.csv", "--rules", made_rules(folder), "--as-of", DAY, "--out", folder / "out")
    assert answer.code == 0, answer.err
    assert "earned and never claimed: " in answer.out
    assert "least: " in answer.out
    assert table(folder / "out", "near").height
    assert call("near", folder / "h.csv", "--credits", "many").code == 2


def test_a_long_list_says_where_the_rest_is(call: Caller, folder: Path) -> None:
    held = [(f"L{number:02}", "h", "U1", "HOME", "20", "CR", "active", "2024-01-01") for number in range(51)]
    (folder / "h.csv").write_text(csv_text(held), "utf-8")
    asked = ("near", folder / "h.csv", "--rules", made_rules(folder), "--as-of", DAY, "--credits", "100")
    assert "of each are shown; --out DIR or --format json give all" in call(*asked).out
    assert f"of each are shown; {folder / 'kept'} has all" in call(*asked, "--out", folder / "kept").out
