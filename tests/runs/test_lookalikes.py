"""Codes that a catalogue has in another way of writing: told, never put right unasked, the same in a run after another."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from cli.calls import Caller
from runs.made import RULES, batch, csv_text, every_byte, table
from stackr.batch.run.lookalikes import Lookalikes
from stackr.batch.since.rules import reach
from stackr.book import load_text


def held(learner: str, id: str, code: str) -> tuple[str, ...]:
    return (learner, id, code, "HOME", "20", "CR", "active", "2024-01-01")


HELD = [
    held("L1", "a", "u1"),
    held("L1", "b", "U-2"),
    held("L2", "a", "u1"),
    held("L2", "b", "U3"),
    held("L3", "a", "Z"),
]


def test_they_are_told_and_not_taken_for_the_code(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(csv_text(HELD), "utf-8")
    answer = batch(call, folder / "out", folder / "h.csv")
    assert answer.code == 0
    assert (
        "2 codes are written otherwise than in rules and catalogues and not taken for it (learners):"
        " 'U-2' for U2 (1), 'u1' for U1 (2)\n" in answer.out
    )
    assert table(folder / "out", "lookalikes").rows() == [("L1", "U-2", "U2"), ("L1", "u1", "U1"), ("L2", "u1", "U1")]
    assert "Codes written otherwise than in rules and catalogues" in (folder / "out" / "report.html").read_text("utf-8")
    (folder / "ours.toml").write_text('[values.credential]\nu1 = "U1"\n"U-2" = "U2"\n', "utf-8")
    mended = batch(call, folder / "mended", folder / "h.csv", "--profile", folder / "ours.toml")
    assert "otherwise" not in mended.out
    assert not (folder / "mended" / "lookalikes").exists()


def test_a_run_after_another_has_the_same(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(csv_text(HELD), "utf-8")
    (folder / "c.csv").write_text(csv_text([held("L2", "a", "u 1")]), "utf-8")
    (folder / "all.csv").write_text(csv_text([*HELD[:2], held("L2", "a", "u 1"), *HELD[3:]]), "utf-8")
    assert batch(call, folder / "before", folder / "h.csv", "--keep-rows").code == 0
    after = batch(call, folder / "after", "--since", folder / "before", "--changed", folder / "c.csv")
    assert after.code == 0, after.err
    assert batch(call, folder / "full", folder / "all.csv", "--keep-rows").code == 0
    names = [name for name in every_byte(folder / "full") if name.startswith(("lookalikes/", "results/"))]
    assert len(names) == 2
    for name in names:
        assert every_byte(folder / "after")[name] == every_byte(folder / "full")[name]


AGREED = (
    RULES
    + """
articulation ONE "Agreed" {
  from "u-1" of AWAY
  to U1
}
"""
)


@pytest.mark.parametrize(
    ("rules", "codes", "told"),
    [
        (RULES, ["U1", " U1 ", "U", "U11", "", "-", "Ｕ１", "u.1"], ["u.1", "Ｕ１"]),
        (AGREED, ["u-1", "u1"], ["u1"]),
        (RULES.replace("credential U2", "credential u-1"), ["U 1", "u3"], ["u3"]),
    ],
    ids=["only where it is one by letters and digits", "not what is agreed upon", "not where it may be two"],
)
def test_what_is_told(rules: str, codes: list[str], told: list[str]) -> None:
    holdings = pl.DataFrame({"learner": ["L"] * len(codes), "credential": codes})
    found = Lookalikes(load_text(rules)).of(holdings)
    assert found["credential"].to_list() == told


def test_rows_without_codes_and_rules_without_catalogues_tell_nothing() -> None:
    book = load_text(RULES)
    assert Lookalikes(book).of(pl.DataFrame({"learner": ["L"]})).is_empty()
    assert Lookalikes(book).of(pl.DataFrame({"learner": ["L"], "credential": [None]})).is_empty()


WITHOUT = """
let core-units = Law-1 or "Law*"
qualification Q "Award" {
  awarded by HOME
  requires all of { core "Core": CSS102; some "Some": 10 credits from core-units }
  limits { few: at most one of { "HTML 101"; CSS102 } }
}
"""


def test_codes_that_rules_name_serve_where_there_is_no_catalogue() -> None:
    codes = ["css 102", "CSS102", "html-101", "law 1", "law*", "core units", "CSS103"]
    holdings = pl.DataFrame({"learner": ["L"] * len(codes), "credential": codes})
    found = Lookalikes(load_text(WITHOUT)).of(holdings)
    assert found.rows() == [("L", "css 102", "CSS102"), ("L", "html-101", "HTML 101"), ("L", "law 1", "Law-1")]


APART = """
qualification P "Another, of another body" {
  awarded by AWAY
  requires all of { core "Core": LAW1 }
}
"""


def test_a_run_after_one_whose_rules_named_other_codes_asks_everybody() -> None:
    """Of an award that has nothing to do with the others, too: what looks like its codes is told of all learners."""
    before, after = (load_text(WITHOUT + APART.replace("LAW1", code)) for code in ("LAW1", "LAW2"))
    assert reach(before, after).everybody
    same = load_text(WITHOUT + APART.replace("LAW1", "1 of { LAW1 }"))
    assert not reach(before, same).everybody
