"""What `stackr import --sniff` makes of spreadsheets as offices keep them: names, days, words, a second line of names, merged cells."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cli.calls import Caller
from stackr.batch.ingest.days import FORMS, check_form, day


def proposal(call: Caller, folder: Path, text: str) -> tuple[dict[str, Any], str]:
    (folder / "h.csv").write_text(text, "utf-8")
    answer = call("import", "--sniff", "h.csv")
    assert answer.code == 0, answer.err
    return tomllib.loads(answer.out), answer.out


@pytest.mark.parametrize(
    "names",
    [
        "StudentID,ModuleCode,CreditValue,AwardDate",
        "studentid,modulecode,creditvalue,awarddate",
        "STUDENT_ID,MODULE_CODE,CREDIT_VALUE,AWARD_DATE",
        "Student-Id,Module.Code,Credit Value,Award  Date",
    ],
)
def test_names_of_columns_are_known_however_their_words_are_joined(call: Caller, folder: Path, names: str) -> None:
    found, _ = proposal(call, folder, f"{names},Surname\n1,U1,20,2025-06-20,Lee\n")
    assert found["columns"] == dict(zip(("learner", "credential", "credits", "awarded"), names.split(","), strict=True))


def test_a_member_of_several_words_is_known_when_they_run_together(call: Caller, folder: Path) -> None:
    found, _ = proposal(call, folder, "learner,credential,creditUnit,partOf\nL1,U1,CR,\n")
    assert found["columns"]["credit_unit"] == "creditUnit"
    assert found["columns"]["part_of"] == "partOf"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("04-Jul-2025 20-Jun-2025", "%d-%b-%Y"),
        ("4-JULY-2025 20-JUNE-2025", "%d-%B-%Y"),
        ("Jul 4, 2025;Jun 20, 2025", "%b %d, %Y"),
        ("July 4, 2025;June 20, 2025", "%B %d, %Y"),
        ("4 May 2025;20 May 2025", "%d %b %Y"),
    ],
)
def test_days_with_names_of_months(call: Caller, folder: Path, written: str, form: str) -> None:
    days = written.split(";") if ";" in written else written.split()
    rows = "".join(f'L{place},U1,"{text}"\n' for place, text in enumerate(days))
    found, text = proposal(call, folder, f"learner,credential,awarded\n{rows}")
    assert found["file"]["dates"] == [form]
    assert "may be" not in text, "forms that read the same day are no choice"
    assert all(
        len(read) == len("2025-07-04") for read in pl.DataFrame({"a": days}).select(day(pl.col("a"), (form,)))["a"]
    )


@pytest.mark.parametrize("form", FORMS)
def test_every_form_that_is_proposed_is_one_that_a_profile_may_name(form: str) -> None:
    check_form(form, "ours.toml")


def test_words_of_a_record_in_other_letters(call: Caller, folder: Path) -> None:
    words = ("active", "Active", "IN PROGRESS", "In_Progress", "Revoked", "Deferred")
    rows = "".join(f"L{place},U1,{word}\n" for place, word in enumerate(words))
    found, text = proposal(call, folder, f"learner,credential,status\n{rows}")
    told = {"Active": "active", "IN PROGRESS": "in-progress", "In_Progress": "in-progress", "Revoked": "revoked"}
    assert found["values"]["status"] == told
    assert "`status` holds 'Deferred': say what it means" in text


def test_a_second_line_of_names_is_told(call: Caller, folder: Path) -> None:
    found, text = proposal(call, folder, "Student,,Module,,\nNumber,Name,Code,Credits,Date\n1,Ann,U1,10,2025-06-20\n")
    assert "`column 2` and 2 more have no name: if line 2 names them, put header = 2 under [file]" in text
    assert "header" not in found.get("file", {})
    _, text = proposal(call, folder, "Student,,Module,\n1,Ann,U1,\n")
    assert "`column 2` has no name: if line 2 names them" in text
    _, text = proposal(call, folder, "Student,Module,,\n1,U1,,\n")
    assert "no name" not in text, "columns of nothing need none"


def test_rows_of_nobody_are_told(call: Caller, folder: Path) -> None:
    _, text = proposal(call, folder, "learner,credential\n1,U1\n,U2\n,U3\n2,U1\n,\n")
    assert "`learner` is empty in 2 of 5 rows, first in line 3: rows of nobody are put aside" in text
    _, text = proposal(call, folder, "learner,credential\n1,U1\n,\n")
    assert "is empty" not in text
