"""How a table writes its days: no form of a profile is preferred to another, and what a profile itself says must be readable."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from cli.calls import Caller
from runs.made import batch, table
from stackr.batch.ingest.days import day, proposed
from stackr.batch.ingest.profile import profile_of
from stackr.batch.ingest.shapes import InputError

DAY_FIRST, MONTH_FIRST, SHORT = "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y"
COLUMNS = {"columns": {"learner": "No", "status": "Result"}}


def read(text: str, *forms: str) -> str | None:
    told: str | None = pl.DataFrame({"day": [text]}).select(day(pl.col("day"), forms)).item()
    return told


@pytest.mark.parametrize("forms", [(DAY_FIRST, MONTH_FIRST, SHORT), (SHORT, MONTH_FIRST, DAY_FIRST)])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("03/03/2025", "2025-03-03"),
        ("03/04/2025", "03/04/2025"),
        ("31/12/25", "2025-12-31"),
        ("2025-04-03", "2025-04-03"),
        ("31/02/2025", "31/02/2025"),
        ("", ""),
    ],
)
def test_what_two_forms_read_as_two_days_is_no_day(text: str, expected: str, forms: tuple[str, ...]) -> None:
    """In whatever order the profile names them."""
    assert read(text, *forms) == expected


def test_such_a_day_is_unknown_and_told(call: Caller, folder: Path) -> None:
    """It is not taken by the form that happens to stand first."""
    (folder / "p.toml").write_text('[file]\ndates = ["%d/%m/%Y", "%m/%d/%Y"]\n', "utf-8")
    (folder / "h.csv").write_text("learner,credential,awarded\nL1,U1,03/04/2025\nL2,U1,13/04/2025\n", "utf-8")
    assert batch(call, folder / "out", folder / "h.csv", "--profile", "p.toml").code == 0
    found = table(folder / "out", "unread").select("line", "member", "value").rows()
    assert found == [(2, "awarded", "03/04/2025")]


@pytest.mark.parametrize("form", ["%d/%m", "%Y", "dd/mm/yyyy", "%q", ""])
def test_a_form_that_writes_no_day_is_told(form: str) -> None:
    with pytest.raises(InputError, match="does not say how a day is written") as told:
        profile_of({"file": {"dates": [form]}})
    assert "%d is the day" in told.value.help


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"constants": {"credits": "ten"}}, "is not an exact amount"),
        ({"constants": {"awarded": "2025-02-30"}}, "2025-02-30"),
        ({**COLUMNS, "values": {"status": {"OK": "passed"}}}, "passed"),
        ({**COLUMNS, "values": {"level": {"Seven": "7"}}}, "nothing gives it"),
    ],
)
def test_what_a_profile_says_and_nobody_could_read_is_told(said: dict[str, object], expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        profile_of(said)


def test_a_value_may_be_translated_to_nothing() -> None:
    assert profile_of({**COLUMNS, "values": {"status": {"?": ""}}}).values["status"]["?"] == ""


def test_what_is_written_alike_in_two_columns_is_proposed_one_form() -> None:
    """One of them alone would have allowed another."""
    assert proposed([("Begun", ["03/04/2025"]), ("Awarded", ["31/12/2025"])]) == ([DAY_FIRST], [])


@pytest.mark.parametrize(
    ("texts", "forms", "remark"),
    [
        (["03/04/2025"], [DAY_FIRST], "may be %d/%m/%Y or %m/%d/%Y"),
        (["31/12/2025", "12/31/2025"], [], "nobody can tell"),
        (["32/12/2025"], [], "which is no day in a form known here"),
    ],
)
def test_what_a_person_has_to_look_at_is_said(texts: list[str], forms: list[str], remark: str) -> None:
    found, (told,) = proposed([("Awarded", texts)])
    assert found == forms
    assert remark in told
