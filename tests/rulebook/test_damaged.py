"""Catalogues and registers from files that are damaged: every fault in words, at its place, and never the words of a program."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import stackr
from damage import damaged

UNITS = [{"code": f"U{n}", "title": f"Unit {n}", "credits": str(10 + n), "level": "7"} for n in range(6)]
BODIES = [{"body": f"B{n}", "from": "2020-01-01", "until": "2030-01-01"} for n in range(4)]
RULES = """
catalogue UNITS from "units.{kind}" {{ issuer HOME }}
register BODIES from "bodies.csv"
qualification Q "Q" {{ awarded by HOME; total 30 credits; requires all of {{ core: 30 credits from any }} }}
"""
ACCIDENTS = 25


@pytest.fixture
def files(tmp_path: Path) -> Path:
    frame = pl.DataFrame(UNITS)
    frame.write_csv(tmp_path / "units.csv")
    frame.write_parquet(tmp_path / "units.parquet")
    (tmp_path / "units.json").write_text(json.dumps(UNITS), "utf-8")
    pl.DataFrame(BODIES).write_csv(tmp_path / "bodies.csv")
    return tmp_path


def faults(files: Path, kind: str) -> tuple[stackr.Diagnostic, ...]:
    (files / "rules.stackr").write_text(RULES.format(kind=kind), "utf-8")
    try:
        stackr.load(files / "rules.stackr")
    except stackr.RuleError as error:
        return error.diagnostics
    return ()


@pytest.mark.parametrize("name", ["units.csv", "units.json", "units.parquet", "bodies.csv"])
def test_damage_is_told_in_words(files: Path, name: str) -> None:
    kind = name.split(".")[1] if name.startswith("units") else "csv"
    assert faults(files, kind) == ()
    whole, seen = (files / name).read_bytes(), 0
    for number in range(ACCIDENTS):
        (files / name).write_bytes(damaged(whole, f"{name} {number}"))
        for fault in faults(files, kind):
            seen += 1
            assert "codec" not in fault.message, (number, fault.message)
            assert "delimiter: line" not in fault.message, (number, fault.message)
    assert seen


def test_a_file_in_another_encoding_names_the_line(files: Path) -> None:
    text = (files / "units.csv").read_text("utf-8").replace("Unit 3", "Unité 3")
    (files / "units.csv").write_bytes(text.encode("cp1252"))
    [fault] = faults(files, "csv")
    assert fault.code == "B408"
    assert fault.message == '"units.csv" can\'t be read: line 5 is not UTF-8 text; save the file as UTF-8'


def test_a_member_given_twice_is_no_answer(files: Path) -> None:
    """Which of the two is meant would be a guess."""
    (files / "units.json").write_text('[{"code": "U1", "credits": "10", "credits": "20"}]', "utf-8")
    [fault] = faults(files, "json")
    assert (fault.code, fault.message) == ("B408", '"units.json" can\'t be read: a record names `credits` twice')
