"""Damaged tables of every kind: rows that can be read count, the others are put aside, and a file that is none is refused in words."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from cli.calls import Caller
from damage import damaged
from runs.made import COLUMNS, batch, csv_text, manifest, rows
from runs.test_inputs import WRITERS

ROWS = rows(8)
ACCIDENTS = 8


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(ROWS, schema=dict.fromkeys(COLUMNS, pl.String), orient="row").with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)) for name in COLUMNS
    )


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_no_damage_loses_a_row_or_stops_without_a_word(
    call: Caller, folder: Path, frame: pl.DataFrame, name: str
) -> None:
    WRITERS[name](folder / name, frame)
    whole = (folder / name).read_bytes()
    for number in range(ACCIDENTS):
        (folder / name).write_bytes(damaged(whole, f"{name} {number}"))
        out = folder / f"out{number}"
        answer = batch(call, out, folder / name)
        assert answer.code in (0, 2), number
        if answer.code == 2:
            assert "error[X920]" in answer.err, (number, answer.err)
            assert not out.exists(), number
        else:
            counted = manifest(out)["counts"]
            assert counted["read"] == counted["used"] + counted["quarantined"], number


@pytest.mark.parametrize("name", ["text.parquet", "typed.parquet", "file.arrow", "stream.arrow", "book.xlsx"])
def test_a_file_that_is_cut_off_is_refused_with_help(
    call: Caller, folder: Path, frame: pl.DataFrame, name: str
) -> None:
    WRITERS[name](folder / name, frame)
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2])
    answer = batch(call, folder / "out", folder / name)
    assert answer.code == 2
    assert f"{name}: it is no " in answer.err
    assert "oserror" not in answer.err.lower()


def test_a_damaged_file_beside_a_sound_one_leaves_nothing(call: Caller, folder: Path, frame: pl.DataFrame) -> None:
    """What was read of the sound one is no result; with the other mended, the same folder takes the run."""
    (folder / "a.csv").write_text(csv_text(ROWS), "utf-8")
    frame.write_parquet(folder / "b.parquet")
    whole = (folder / "b.parquet").read_bytes()
    (folder / "b.parquet").write_bytes(whole[:-20])
    assert batch(call, folder / "out", folder / "a.csv", folder / "b.parquet").code == 2
    assert not (folder / "out").exists()
    (folder / "b.parquet").write_bytes(whole)
    assert batch(call, folder / "out", folder / "a.csv", folder / "b.parquet").code == 0
