"""A run after another: the same answers as a full run, and nobody evaluated whom nothing touched."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cli.calls import Caller
from runs.made import COLUMNS, RULES, batch, csv_text, every_byte, rows, table

ROWS = rows(60, seed=11)
FEW = ("--part-rows", "60", "--workers", "1")
AGREED = """
articulation ONE "Agreed" {
  from X1 of AWAY
  to U1
}
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The learners that are evaluated, in any order."""
    from stackr.batch.evaluate import Evaluator

    real, seen = Evaluator.evaluate, list[str]()

    def watched(self: Evaluator, holdings: pl.DataFrame, learners: pl.DataFrame | None = None) -> Any:
        both = [holdings["learner"]] if learners is None else [holdings["learner"], learners["learner"]]
        seen.extend(pl.concat(both).unique().to_list())
        return real(self, holdings, learners)

    monkeypatch.setattr(Evaluator, "evaluate", watched)
    return seen


@pytest.fixture
def before(call: Caller, folder: Path) -> Path:
    (folder / "h.csv").write_text(csv_text(ROWS), "utf-8")
    assert batch(call, folder / "before", folder / "h.csv", *FEW, "--keep-rows", "--holds-back").code == 0
    return folder / "before"


def answers(out: Path) -> dict[str, bytes]:
    """The tables of answers, and the rows, byte for byte."""
    return {name: data for name, data in every_byte(out).items() if name.split("/")[0] in
            ("results", "recognition", "worklist", "stages", "rows", "holds_back")}  # fmt: skip


def changed(
    rows: Iterable[tuple[str, ...]], seed: int
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], set[str]]:
    """Rows as they stand afterwards, rows that change them, and the learners touched."""
    chance = random.Random(seed)
    after, changes, touched = list(rows), [], set()
    for _ in range(6):
        place = chance.randrange(len(after))
        row = after[place]
        touched.add(row[0])
        if chance.random() < 0.3:
            changes.append((*row, "remove"))
            del after[place]
        else:
            new = (*row[:4], str(chance.randint(1, 60)), *row[5:])
            changes.append((*new, chance.choice(("", "put"))))
            after[place] = new
    extra = ("N1", "h0", "U1", "HOME", "20", "CR", "active", "2024-01-01")
    return [*after, extra], [*changes, (*extra, "")], {*touched, "N1"}


@pytest.mark.parametrize("seed", range(4))
def test_changed_rows(call: Caller, folder: Path, before: Path, asked: list[str], seed: int) -> None:
    once = {(row[0], row[1]): row for row in ROWS}.values()
    after, changes, touched = changed(once, seed)
    changes = list({(row[0], row[1]): row for row in changes}.values())
    (folder / "c.csv").write_text(csv_text(changes, (*COLUMNS, "change")), "utf-8")
    (folder / "a.csv").write_text(csv_text(after), "utf-8")
    asked.clear()
    more = ("--keep-rows", "--holds-back")
    answer = batch(call, folder / "since", "--since", before, "--changed", folder / "c.csv", *FEW, *more)
    assert answer.code == 0, answer.err
    differ = {row[0] for row in {*once} ^ {*after}} & {row[0] for row in after}
    assert set(asked) == differ <= touched
    assert batch(call, folder / "full", folder / "a.csv", *FEW, *more).code == 0
    since, full = (table(folder / name, "results").sort("learner", "qualification") for name in ("since", "full"))
    assert since.equals(full)
    for name in ("recognition", "holds_back"):
        both = [table(folder / run, name) for run in ("since", "full")]
        assert both[0].sort(both[0].columns).equals(both[1].sort(both[1].columns))
    assert "replaced or removed" in answer.out


def test_nothing_changed_and_all_holdings_given(call: Caller, folder: Path, before: Path, asked: list[str]) -> None:
    asked.clear()
    assert batch(call, folder / "since", folder / "h.csv", "--since", before, *FEW, "--holds-back").code == 0
    assert asked == []
    assert answers(folder / "since") == answers(before)


def test_holdings_given_whole_with_one_row_more(call: Caller, folder: Path, before: Path, asked: list[str]) -> None:
    (folder / "h2.csv").write_text(csv_text([*ROWS, ("L0007", "new", "U3", "HOME", "30", "CR", "active", "")]), "utf-8")
    asked.clear()
    assert batch(call, folder / "since", folder / "h2.csv", "--since", before, *FEW, "--holds-back").code == 0
    assert asked == ["L0007"]
    assert batch(call, folder / "full", folder / "h2.csv", *FEW, "--holds-back", "--keep-rows").code == 0
    assert answers(folder / "since") == answers(folder / "full")


def test_learners_who_come_and_go(call: Caller, folder: Path, before: Path, asked: list[str]) -> None:
    """Holdings given whole: nothing is kept of a learner who is no longer there."""
    now = [(f"N{row[0]}" if row[0] == "L0002" else row[0], *row[1:]) for row in ROWS if row[0] != "L0005"]
    (folder / "h2.csv").write_text(csv_text(now), "utf-8")
    asked.clear()
    assert batch(call, folder / "since", folder / "h2.csv", "--since", before, *FEW, "--holds-back").code == 0
    assert set(asked) == {"NL0002"}
    assert batch(call, folder / "full", folder / "h2.csv", *FEW, "--holds-back", "--keep-rows").code == 0
    assert answers(folder / "since") == answers(folder / "full")


RULE_CHANGES = {
    "a comment": (lambda text: text + "# nothing\n", lambda row: False),
    "an articulation": (lambda text: text + AGREED, lambda row: row[2] == "X1"),
    "an agreement among others": (
        lambda text: text + AGREED + AGREED.replace("ONE", "TWO").replace("X1", "X2"),
        lambda row: row[2] in ("X1", "X2"),
    ),
    "a catalogue entry": (lambda text: text.replace('U2 "Two" { 20', 'U2 "Two" { 15'), lambda row: True),
    "an award": (lambda text: text.replace("40 credits from any", "30 credits from any"), lambda row: True),
}


@pytest.mark.parametrize("name", RULE_CHANGES)
def test_changed_rules_touch_whom_they_reach(
    call: Caller, folder: Path, before: Path, asked: list[str], name: str
) -> None:
    edit, reached = RULE_CHANGES[name]
    rules = folder / "new.stackr"
    rules.write_text(edit(RULES), "utf-8")
    asked.clear()
    assert (
        batch(call, folder / "since", folder / "h.csv", "--since", before, *FEW, "--holds-back", rules=rules).code == 0
    )
    assert set(asked) == {row[0] for row in ROWS if reached(row)}
    assert batch(call, folder / "full", folder / "h.csv", *FEW, "--holds-back", "--keep-rows", rules=rules).code == 0
    assert answers(folder / "since") == answers(folder / "full")


ALONE = """
qualification {name} "Alone" {{
  awarded by ELSEWHERE
  credit unit CR
  total 20 credits
  requires all of {{
    any "Any": 20 credits from any
  }}
}}
"""


@pytest.mark.parametrize("way", ["added", "taken away"])
def test_an_award_more_or_less_touches_everybody(call: Caller, folder: Path, asked: list[str], way: str) -> None:
    """Who names no award is asked about all: also about one that no ladder, code or other award ties to those there were."""
    (folder / "h.csv").write_text(csv_text(ROWS), "utf-8")
    less, more = folder / "less.stackr", folder / "more.stackr"
    less.write_text(RULES, "utf-8")
    more.write_text(RULES + ALONE.format(name="MORE"), "utf-8")
    old, new = (less, more) if way == "added" else (more, less)
    options = (*FEW, "--holds-back", "--keep-rows")
    assert batch(call, folder / "before", folder / "h.csv", *options, rules=old).code == 0
    asked.clear()
    assert batch(call, folder / "since", folder / "h.csv", "--since", folder / "before", *options, rules=new).code == 0
    assert set(asked) == {row[0] for row in ROWS}
    assert batch(call, folder / "full", folder / "h.csv", *options, rules=new).code == 0
    assert answers(folder / "since") == answers(folder / "full")


HELD = {
    "a fact": ("learner,conferred\nL0003,CERT\nL0004,CERT\n", "", {"L0003", "L0004"}),
    "a fact among others": ("learner,conferred,track\nL0003,CERT;OTHER,north\nL0004,OTHER,north\n", "", {"L0003"}),
    "learning that it used": ("learner,track\nL0003,north\n", "used_in", {row[0] for row in ROWS[::9]}),
    "learning that is part of it": ("learner,track\nL0003,north\n", "part_of", {row[0] for row in ROWS[::9]}),
    "learning that comes of it": ("learner,track\nL0003,north\n", "origin", {row[0] for row in ROWS[::9]}),
}


@pytest.mark.parametrize("name", HELD)
def test_another_award_that_is_held(call: Caller, folder: Path, asked: list[str], name: str) -> None:
    """What an award that is held has used is kept from others, by its rules; also where it is not itself in question."""
    facts, column, whom = HELD[name]
    (folder / "f.csv").write_text(facts, "utf-8")
    cells = ("CERT" if column and number % 9 == 0 else "" for number in range(len(ROWS)))
    table_ = [(*row, cell) for row, cell in zip(ROWS, cells, strict=True)]
    (folder / "h.csv").write_text(csv_text(table_, (*COLUMNS, column or "tags")), "utf-8")
    ladder = """
recognition elsewhere "Elsewhere" for ELSEWHERE {
  route own is own "Anybody's" when issuer = HOME grants full
}
"""
    head = 'qualification DIP "Diploma" {\n  awarded by '
    rules = RULES.replace(f"{head}HOME", f"{head}ELSEWHERE") + ladder
    for file, text in (("old", rules), ("new", rules.replace("40 credits from any", "10 credits from any"))):
        (folder / f"{file}.stackr").write_text(text.replace("total 60", "total 60" if file == "old" else "total 30"))
    options = (*FEW, "--learners", folder / "f.csv", "--for", "DIP", "--tier", "placements", "--keep-rows")
    old, new = folder / "old.stackr", folder / "new.stackr"
    assert batch(call, folder / "before", folder / "h.csv", *options, rules=old).code == 0
    asked.clear()
    assert batch(call, folder / "since", folder / "h.csv", "--since", folder / "before", *options, rules=new).code == 0
    assert set(asked) == whom
    assert batch(call, folder / "full", folder / "h.csv", *options, rules=new).code == 0
    for told in ("results", "counted", "unused", "left_over", "requirements"):
        assert table(folder / "since", told).equals(table(folder / "full", told)), told


def test_a_decision_touches_its_learner(call: Caller, folder: Path, before: Path, asked: list[str]) -> None:
    (folder / "d.csv").write_text("learner,id,kind,clause\nL0003,d1,waive,CERT.core\n", "utf-8")
    asked.clear()
    more = ("--decisions", folder / "d.csv", "--holds-back", *FEW)
    assert batch(call, folder / "since", "--since", before, *more).code == 0
    assert asked == ["L0003"]
    assert batch(call, folder / "full", folder / "h.csv", *more, "--keep-rows").code == 0
    assert table(folder / "since", "results").equals(table(folder / "full", "results"))


def test_a_decision_taken_back_touches_its_learner(call: Caller, folder: Path, before: Path, asked: list[str]) -> None:
    """The decisions of a learner who is named replace those that were known: one of two, then the last."""
    (folder / "d1.csv").write_text(
        "learner,id,kind,clause\nL0003,d1,waive,CERT.core\nL0003,d2,waive,CERT.rest\nL0004,d3,waive,CERT.core\n",
        "utf-8",
    )
    last = before
    for number, lines in enumerate(("L0003,d2,waive,CERT.rest,\n", "L0003,,,,remove\n")):
        (folder / "c.csv").write_text("learner,id,kind,clause,change\n" + lines, "utf-8")
        if number == 0:
            more = ("--decisions", folder / "d1.csv", *FEW, "--keep-rows", "--holds-back")
            assert batch(call, folder / "with", folder / "h.csv", *more).code == 0
            last = folder / "with"
        asked.clear()
        more = ("--decisions", folder / "c.csv", *FEW, "--keep-rows", "--holds-back")
        assert batch(call, folder / f"since{number}", "--since", last, *more).code == 0
        assert asked == ["L0003"]
        last = folder / f"since{number}"
        left = "L0004,d3,waive,CERT.core\n" + ("L0003,d2,waive,CERT.rest\n" if number == 0 else "")
        (folder / "d.csv").write_text("learner,id,kind,clause\n" + left, "utf-8")
        more = ("--decisions", folder / "d.csv", "--holds-back", *FEW)
        assert batch(call, folder / f"full{number}", folder / "h.csv", *more).code == 0
        assert table(last, "results").equals(table(folder / f"full{number}", "results"))


def test_another_day_touches_everybody(call: Caller, folder: Path, before: Path, asked: list[str]) -> None:
    asked.clear()
    rules = folder / "rules" / "made.stackr"
    line = ("batch", "--since", before, "--rules", rules, "--out", folder / "since", "--as-of", "2026-03-01", *FEW)
    assert call(*line, "--holds-back").code == 0
    assert set(asked) == {row[0] for row in ROWS}


def test_what_cannot_be_gone_on_from(call: Caller, folder: Path, before: Path) -> None:
    assert "holds no finished run" in batch(call, folder / "a", "--since", folder / "nowhere").err
    assert batch(call, folder / "plain", folder / "h.csv", *FEW).code == 0
    assert "did not keep its rows" in batch(call, folder / "b", "--since", folder / "plain").err
    part = before / "results" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:-1])
    assert "is not as the run" in batch(call, folder / "c", "--since", before).err
    assert "[X901]" in batch(call, folder / "d", folder / "h.csv", "--since", before, "--changed", folder / "h.csv").err


def test_a_column_that_is_called_change_is_no_word_in_holdings(call: Caller, folder: Path) -> None:
    """Nor are columns that are called like those of this program: no row goes for it."""
    names = "learner,id,credential,change,@line,@whole,@change,@source\n"
    (folder / "h.csv").write_text(f"{names}L1,a,U1,remove,5,6,remove,8\nL1,a,U2,burn,,,,\nL2,b,U1,,,x,,\n", "utf-8")
    pl.read_csv(folder / "h.csv", infer_schema=False).write_parquet(folder / "h.parquet")
    for name in ("h.csv", "h.parquet"):
        answer = batch(call, folder / f"of-{name}", folder / name, "--keep-rows", "--tier", "placements")
        assert answer.out.startswith("3 rows read = 3 used + 0 put aside"), answer.out
        assert table(folder / f"of-{name}", "recognition").height == 3
    again = batch(call, folder / "again", folder / "h.csv", "--since", folder / "of-h.csv", "--tier", "placements")
    assert again.out.startswith("3 rows read = 3 used + 0 put aside"), again.out


def test_a_word_that_is_no_change(call: Caller, folder: Path, before: Path) -> None:
    (folder / "c.csv").write_text("learner,id,change\nL0001,h0,burn\nL0001,h0,remove\n", "utf-8")
    assert batch(call, folder / "since", "--since", before, "--changed", folder / "c.csv", *FEW).code == 0
    assert table(folder / "since", "quarantine").select("line", "reason").rows() == [(2, "bad-change")]
