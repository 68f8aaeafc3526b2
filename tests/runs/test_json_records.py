"""Whole records in JSON Lines, odd ones too: a run says of each what the single audit of the same record says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, Final

import pytest

from batch import given
from cli.calls import Caller
from runs.made import batch, table
from stackr.audit.options import AuditOptions
from stackr.book import load_text
from stackr.model.audit import Tier
from stackr.records.errors import RecordError
from stackr.records.json_text import parse_line
from stackr.testing.generate import AS_OF, made_up_book, made_up_learners

Record = dict[str, Any]
FRAMES: Final = ("results", "recognition", "worklist")
HALF: Final = "\ud800"
"""Half of a character: JSON can write it, and nothing can show it or keep it in a table."""
ODD: Final[tuple[tuple[str, Callable[[Record, Random], Any]], ...]] = (
    ("tags", lambda held, draw: []),
    ("tags", lambda held, draw: ["lab;writing"]),
    ("tags", lambda held, draw: [" lab ", "", None, 7]),
    ("tags", lambda held, draw: "lab;writing"),
    ("tags", lambda held, draw: {"lab": True}),
    ("outcomes", lambda held, draw: []),
    ("fields", lambda held, draw: "0611"),
    ("credits", lambda held, draw: draw.choice([10, 7.5, "5.0", True, [5], "", " 10 ", "ten", None, 1e400])),
    ("level", lambda held, draw: draw.choice([5, "6", " 7", 7.0, [7], "VII"])),
    ("status", lambda held, draw: draw.choice(["Active", " active", "passed", ["active"], True, 0])),
    ("awarded", lambda held, draw: draw.choice(["2024-02-30", 20240101, "", ["2024-01-01"], "2024-01-01T00:00:00"])),
    ("kind", lambda held, draw: draw.choice(["Micro Credential", 5, {}])),
    ("standalone", lambda held, draw: draw.choice([True, "yes", "perhaps", 1])),
    ("evidence", lambda held, draw: draw.choice([[], "portfolio", [{"kind": "portfolio"}], [1, None], {}])),
    ("origin", lambda held, draw: draw.choice(["P1", ["P1", "P2"], [], {}])),
    ("issuer", lambda held, draw: draw.choice([" HOME", "", 5, ["HOME"]])),
    *(
        (member, lambda held, draw: draw.choice([HALF, f"M{HALF}", [HALF], {HALF: HALF}]))
        for member in ("credential", "title", "tags", "evidence", "origin", HALF)
    ),
    ("remark", lambda held, draw: draw.choice(["seen", ["a", {"b": 1}], False, ""])),
)


ABOUT: Final[dict[str, tuple[Any, ...]]] = {
    "name": ("Ann", "", 5, ["Ann"], "=1+1", HALF),
    "identifiers": (["did:a;b", "x"], [], "x;y", 5, {}),
    "identity": ("resolved", "merged", "Unresolved", "perhaps", 5, []),
    "facts": ({}, [], None, "entry", 5, {"entry": ["2024-09-01"]}),
    "decisions": ([], None, {}, "none", [5], [{"kind": "waive"}], [{"kind": HALF}]),
    "holdings": ([], None, {}, "none"),
}
FACTS: Final[dict[str, tuple[Any, ...]]] = {
    "entry": ("2024-02-30", 2024, "", None, ["2022-09-01"], " 2022-09-01 ", "2022-09-01T00:00:00"),
    "track": (HALF, 5, True, ["north", "south"], {}, "north;south", ""),
    "claims": ([["AW"]], "AW", [], [["AW", "SUB"]], 5),
    "enrolled_in": ("AW", ["AW", "NOPE"], [], 5),
}


def odd(record: Record, draw: Random) -> Record:
    """The record with a few values that a system somewhere might write, some holdings without an id, some twice."""
    holdings = [dict(holding) for holding in record["holdings"]]
    for holding in holdings:
        for member, value in draw.sample(ODD, draw.choice((0, 0, 1, 2))):
            holding[member] = value(holding, draw)
        if draw.random() < 0.3:
            del holding["id"]
        elif draw.random() < 0.1:
            holding["id"] = draw.choice(["h1", "", 7, None, ["h"]])
    if draw.random() < 0.2:
        holdings.append(dict(holdings[0]))
    if draw.random() < 0.1:
        holdings.append(draw.choice([5, "a module", None, [], {}]))
    about = {name: draw.choice(values) for name, values in ABOUT.items() if draw.random() < 0.1}
    facts = record["facts"] | {name: draw.choice(values) for name, values in FACTS.items() if draw.random() < 0.1}
    return record | {"holdings": holdings, "facts": facts} | about


@pytest.mark.parametrize("tier", ["values", "placements", "proofs"])
@pytest.mark.parametrize("seed", range(3))
def test_odd_records(call: Caller, folder: Path, seed: int, tier: Tier) -> None:
    text = made_up_book(seed, separable=seed % 2 > 0)
    (folder / "rules.stackr").write_text(text, "utf-8")
    draw, book = Random(seed), load_text(text)
    records = [odd(record, draw) | {"learner": f"L{n:03}"} for n, record in enumerate(made_up_learners(seed, book, 40))]
    lines = [json.dumps(record).replace("Infinity", "1e400") for record in records]
    (folder / "records.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    names = sorted(book.qualifications)
    asked = ("--for", ",".join(names), "--as-of", AS_OF.isoformat(), "--tier", tier)
    assert call("batch", "records.jsonl", "--rules", "rules.stackr", "--out", "out", *asked).code == 0
    told: Any = SimpleNamespace(**{name: table(folder / "out", name) for name in (*FRAMES, *_further(tier))})
    audits, unread = [], []
    for record, line in zip(records, lines, strict=True):
        try:
            audits.append(book.audit(parse_line(line), names, AS_OF, AuditOptions(tier=tier)))
        except RecordError as error:
            held = record["holdings"]
            unread += [str(error)] * max(1, len(held) if isinstance(held, list) else 1)
    assert sorted(table(folder / "out", "quarantine").filter(reason="unreadable")["message"]) == sorted(unread)
    assert given.values(told) == [row for audit in audits for row in given.values_of(audit)]
    assert given.recognised(told) == [row for audit in audits for row in given.recognised_of(audit)]
    assert given.pending(told) == [row for audit in audits for row in given.pending_of(audit)]
    further = _further(tier)
    for name in further:
        frame = given.undigested(told.audits) if name == "audits" else getattr(told, name)
        assert frame.rows() == [row for audit in audits for row in further[name](audit)], name


def _further(tier: Tier) -> dict[str, Any]:
    """The tables of the tier beside those of all tiers, and what a single audit says of them."""
    if tier == "values":
        return {}
    return given.PLACEMENTS if tier == "placements" else given.PLACEMENTS | given.PROOFS


def test_a_json_file_is_a_record_a_list_of_them_or_one_per_line(call: Caller, folder: Path) -> None:
    (folder / "rules.stackr").write_text(made_up_book(1), "utf-8")
    records = [record | {"learner": f"L{n}"} for n, record in enumerate(made_up_learners(1, made_up_book(1), 3))]
    forms = {
        "lines": {"r.json": "".join(json.dumps(record) + "\n" for record in records)},
        "list": {"r.json": json.dumps([*records, 5], indent=1)},
        "each": {f"r{n}.json": json.dumps(record, indent=2) for n, record in enumerate(records)},
        "broken": {"r.json": json.dumps(records[0], indent=2)[:-1]},
    }
    told = {}
    for form, files in forms.items():
        (folder / form).mkdir()
        for name, text in files.items():
            (folder / form / name).write_text(text, "utf-8")
        asked = ("--rules", "rules.stackr", "--out", f"of-{form}", "--as-of", AS_OF.isoformat())
        assert call("batch", form, *asked).code == 0
        told[form] = (table(folder / f"of-{form}", "results").rows(), table(folder / f"of-{form}", "quarantine").height)
    assert told["lines"][0] == told["list"][0] == told["each"][0] != []
    assert [told[form][1] for form in ("lines", "list", "each")] == [0, 1, 0]
    assert told["broken"] == ([], forms["broken"]["r.json"].count("\n"))


def test_a_learner_who_is_nobody_is_put_aside_whole(call: Caller, folder: Path) -> None:
    """Not told as somebody without learning. What only looks like a formula is a name: nothing in a record is computed."""
    (folder / "rules.stackr").write_text(made_up_book(1), "utf-8")
    facts, held = {"entry": "2024-09-01"}, [{"id": "h1", "credential": "U1"}, {"id": "h2", "credential": "U2"}]
    records = [
        {"learner": "a\u0000b", "facts": facts, "holdings": held},
        {"learner": "x" * 5000, "facts": facts, "holdings": []},
        {"learner": "=B", "facts": facts, "holdings": held},
    ]
    (folder / "r.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    answer = call("batch", "r.jsonl", "--rules", "rules.stackr", "--out", "out", "--as-of", AS_OF.isoformat())
    assert answer.out.startswith("5 rows read = 2 used + 3 put aside"), answer.out
    assert set(table(folder / "out", "results")["learner"]) == {"=B"}
    assert table(folder / "out", "quarantine").select("line", "reason").rows() == [(1, "bad-learner")] * 2 + [
        (2, "bad-learner")
    ]


def test_a_broken_line_is_told_by_its_own_number_alone(call: Caller, folder: Path) -> None:
    """The fault stands at a column of that line, not at one of some line 1."""
    (folder / "h.jsonl").write_text('{"learner": "L1", "id": "a"}\n\n{"learner": "L2", "id":\n', "utf-8")
    assert batch(call, folder / "out", folder / "h.jsonl").code == 0
    told = table(folder / "out", "quarantine").select("line", "reason", "message").rows()
    assert [row[:2] for row in told] == [(3, "not-json")]
    assert told[0][2].startswith("not JSON: a value is missing")
    assert told[0][2].endswith(", column 24")


@pytest.mark.parametrize("form", ["h.jsonl", "h.json"])
def test_half_of_a_character_ends_no_run(call: Caller, folder: Path, form: str) -> None:
    records: list[Record] = [
        {"learner": f"L{HALF}", "id": "a"},
        {"learner": "L2", "holdings": [{"id": HALF}], HALF: HALF},
    ]
    records += [{"learner": "L3", "credential": "U1", "note": HALF, HALF: "x"}, {"learner": [HALF]}]
    text = json.dumps(records) if form == "h.json" else "\n".join(map(json.dumps, records))
    (folder / form).write_text(text, "utf-8")
    answer = batch(call, folder / "out", folder / form, "--keep-rows")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "4 rows read = 2 used + 2 put aside")
    aside = table(folder / "out", "quarantine").select("line", "reason").rows()
    assert aside == [(1, "bad-learner"), (4, "no-learner")]
    assert set(table(folder / "out", "results")["learner"]) == {"L2", "L3"}
    assert call("import", "--sniff", folder / form).code == 0
