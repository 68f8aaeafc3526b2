"""The audit as a record: one byte form, its schema, replay, differences with their causes, and `--explain`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.given import DAY, audited, book, has, learner
from stackr.audit.diff import AuditDiff, Change, diff
from stackr.audit.replay import read_audit, replay
from stackr.audit.run import AuditError, one_learner
from stackr.audit.why import why
from stackr.cli.diff import show
from stackr.model.audit import audit_bytes, audit_schema

RULES = """
credential A1 "Alpha" { 10 credits; level 7 }
credential B1 "Beta" { 10 credits; level 7 }
definition small "Small" of micro-credential { size "At most 20 credits": credits <= 20 }
qualification FOO "Foo" {
  total 30 credits
  requires all of { core "Core": all of { A1; B1 }; more "More": 10 credits from level >= 7 }
  limits { low: at most 10 credits at level < 7 }
  also requires writing "Writing": 1 credentials tagged "writing"
}
qualification BAR "Bar" { requires all of { any "Any": 20 credits from any } }
"""
BOOK = book(RULES)
HOLDINGS = [
    has("A1", level=7, completed="2025-01-01", tags=["writing"]),
    has("C1", level=7, completed="2025-01-01"),
    has("D1", level=7, completed="2025-01-01"),
    has("E1", completed="2025-01-01"),
    has("F1", status="in-progress"),
]


def data(found: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(audit_bytes(found))
    return loaded


@pytest.mark.parametrize("tier", ["values", "placements", "proofs"])
def test_every_audit_fits_the_published_schema(tier: str) -> None:
    jsonschema.validate(data(audited(BOOK, learner(*HOLDINGS, claims=[["FOO", "BAR"]]), tier=tier)), audit_schema())


def test_the_schema_refuses_what_is_not_one() -> None:
    wrong = data(audited(BOOK, learner(*HOLDINGS)))
    wrong["qualifications"][0]["status"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, audit_schema())


@given(st.permutations(HOLDINGS))
def test_the_order_of_a_record_never_shows(holdings: list[dict[str, Any]]) -> None:
    turned = [dict(reversed(holding.items())) for holding in holdings]
    assert audit_bytes(audited(BOOK, learner(*turned))) == audit_bytes(audited(BOOK, learner(*HOLDINGS)))


def test_the_order_of_rules_never_shows_but_in_places() -> None:
    parts = RULES.strip().split("\n}\n")
    assert len(parts) > 1
    turned = RULES.replace('core "Core": all of { A1; B1 }; more "More": 10 credits from level >= 7',
                           'more "More": 10 credits from level >= 7; core "Core": all of { B1; A1 }')  # fmt: skip
    first, second = (audited(rules, learner(*HOLDINGS), "FOO")["FOO"] for rules in (RULES, turned))
    assert first.counted == second.counted
    assert first.progress == second.progress
    assert first.unused == second.unused


def test_members_that_interfaces_promise_are_there() -> None:
    found = data(audited(BOOK, learner(*HOLDINGS), "FOO"))
    assert found["schema"] == "stackr.audit/1"
    assert {"rules", "record", "registers"} <= found["digests"].keys()
    assert all(isinstance(entry["progress"]["earned"], str) for entry in found["qualifications"])
    holding = found["recognition"][0]
    assert holding["classification"]["definition"] == "small"
    assert holding["classification"]["criteria"][0].keys() >= {"id", "met"}
    assert {u["state"] for item in found["recognition"] for u in item["units"]} == {"earned", "in_progress"}


def test_a_layer_counts_again_and_is_told_as_a_layer() -> None:
    entry = audited(BOOK, learner(*HOLDINGS), "FOO")["FOO"]
    assert [(unit.requirement, unit.layer) for unit in entry.counted if unit.holding == "a1"] == [
        ("FOO.core.A1", "main"),
        ("FOO.writing", "FOO.writing"),
    ]
    assert [layer.id for layer in entry.layers] == ["FOO.writing"]


# ── replay and diff ──


def test_replay_gives_the_same_bytes() -> None:
    kept = audit_bytes(audited(BOOK, learner(*HOLDINGS), tier="placements", known=date(2026, 1, 1)))
    assert replay(kept, BOOK, learner(*reversed(HOLDINGS))).same


def test_replay_against_other_rules_names_the_clause() -> None:
    kept = audit_bytes(audited(BOOK, learner(*HOLDINGS), "FOO"))
    other = replay(
        kept, book(RULES.replace("10 credits from level >= 7", "20 credits from level >= 7")), learner(*HOLDINGS)
    )
    assert not other.same
    assert ("rule", "FOO.more") in {(cause.kind, cause.what) for cause in other.differences.causes}
    assert any(change.path.startswith("qualifications[FOO].progress") for change in other.differences.changes)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (b"{}", "it has no `"),
        (b'{"schema": ', "not JSON: a value is missing"),
        (b"7", "it is no object"),
        (b'{"schema": "stackr.plan/1", "learner": "L", "as_of": "2026-02-01"}', "`schema` is not as an audit has it"),
        (b'{"a": ' + b"[" * 100_000, "it can't be read as JSON"),
    ],
)
def test_what_is_wrong_with_an_audit_is_told_in_words(bad: bytes, told: str) -> None:
    with pytest.raises(AuditError, match="this is no audit that stackr wrote") as caught:
        read_audit(bad)
    assert told in str(caught.value)


@pytest.mark.parametrize("bad", [b"", b"[]", b"{}", b'{"schema": "stackr.audit/1"}', b"\xff\xfe"])
def test_what_is_no_audit_is_refused_in_words(bad: bytes) -> None:
    with pytest.raises(AuditError, match="no audit"):
        read_audit(bad)


def test_the_mark_that_some_programs_put_in_front_is_no_part_of_it() -> None:
    kept = audit_bytes(audited(BOOK, learner(*HOLDINGS), "FOO"))
    assert read_audit(b"\xef\xbb\xbf" + kept) == read_audit(kept)
    assert replay(b"\xef\xbb\xbf" + kept, BOOK, learner(*HOLDINGS)).differences.same
    with pytest.raises(AuditError, match="save the file as UTF-8"):
        read_audit(kept.decode().encode("utf-16"))


def test_an_audit_of_an_impossible_day_is_refused() -> None:
    kept = audit_bytes(audited(BOOK, learner(*HOLDINGS), "FOO")).replace(
        b'"as_of": "2026-02-01"', b'"as_of": "2026-13-41"'
    )
    with pytest.raises(AuditError, match="day"):
        replay(kept, BOOK, learner(*HOLDINGS))


WAIVER = {"kind": "waive", "clause": "FOO.core.B1", "by": "Dean", "date": "2026-01-10", "id": "d1"}


@pytest.mark.parametrize(
    ("changed", "options", "kind", "what"),
    [
        (learner(*HOLDINGS[1:]), {}, "record", "a1"),
        (learner(*HOLDINGS, entry="2024-01-01"), {}, "record", None),
        (learner(*HOLDINGS, decisions=[WAIVER]), {}, "decision", None),
        (learner(*HOLDINGS), {"as_of": date(2026, 2, 2)}, "dates", None),
        (learner(*HOLDINGS), {"tier": "placements"}, "options", None),
    ],
)
def test_a_difference_names_its_cause(changed: Any, options: dict[str, Any], kind: str, what: str | None) -> None:
    before, after = data(audited(BOOK, learner(*HOLDINGS))), data(audited(BOOK, changed, **options))
    found = diff(before, after)
    assert [cause.kind for cause in found.causes] == [kind]
    if what is not None:
        assert found.causes[0].what == what
    assert all(change.causes == (0,) for change in found.changes)


def test_a_change_carries_the_cause_that_touches_it() -> None:
    before = data(audited(BOOK, learner(*HOLDINGS), "FOO", "BAR"))
    rules = book(RULES.replace('any "Any": 20 credits', 'any "Any": 60 credits'))
    after = data(audited(rules, learner(*HOLDINGS[:-1]), "FOO", "BAR"))
    found = diff(before, after)
    by_kind = {cause.kind: position for position, cause in enumerate(found.causes)}
    gone = next(change for change in found.changes if change.path.startswith("recognition[f1"))
    assert gone.causes == (by_kind["record"],)


def test_what_is_said_of_no_part_has_a_cause_too() -> None:
    """Another learner, a member beside the parts, and rules that are written otherwise."""
    before = data(audited(BOOK, learner(*HOLDINGS)))
    other = data(audited(BOOK, learner(*HOLDINGS) | {"learner": "L-2"}))
    assert [(cause.kind, cause.message) for cause in diff(before, other).causes] == [
        ("record", "it is the record of L-2, it was that of L-1"),
        ("record", "the record differs in what no holding, decision or fact says"),
    ]
    noted = diff(before, data(audited(BOOK, learner(*HOLDINGS) | {"note": "x"})))
    assert ([cause.kind for cause in noted.causes], [c.path for c in noted.changes]) == (["record"], ["remarks[note]"])
    moved = data(audited(book("# a line more\n" + RULES), learner(*HOLDINGS)))
    assert [cause.kind for cause in diff(before, moved).causes] == ["rule"]
    fewer = diff(before, data(audited(book("# a line more\n" + RULES), learner(*HOLDINGS[1:]))))
    kinds = [cause.kind for cause in fewer.causes]
    assert kinds == ["record", "rule"]
    touched = {change.path.rpartition(".")[2]: change.causes for change in fewer.changes}
    assert (touched["earned"], touched["at"]) == ((0,), (0, 1))


def test_a_figure_of_an_award_has_every_cause_that_may_reach_it() -> None:
    """The name of the award in the path is not what the change is about; names are not found inside other words."""
    rules = book(RULES.replace("10 credits from level >= 7", "20 credits from level >= 7"))
    found = diff(data(audited(BOOK, learner(*HOLDINGS), "FOO")), data(audited(rules, learner(*HOLDINGS[1:]), "FOO")))
    every = tuple(range(len(found.causes)))
    assert {cause.kind for cause in found.causes} == {"record", "rule"}
    assert {change.causes for change in found.changes if change.path.endswith("progress.earned")} == {every}


TABLES = """
framework EX { levels 1 to 10 }
credit EXC { is 10 hours; framework EX }
register good { B1 }
parameter floor { 7 from 2020-01-01 }
definition other "Other" of micro-credential { size "At most 30 credits": credits <= 30 }
qualification BAZ { requires all of { any: 20 credits from any } }
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('A1 "Alpha" { 10 credits', 'A1 "Alpha" { 15 credits', "the catalogue differs"),
        ("levels 1 to 10", "levels 1 to 9", "frameworks differ"),
        ("is 10 hours", "is 12 hours", "credit units differ"),
        ("good { B1 }", "good { A1 }", "registers differ"),
        ("floor { 7", "floor { 6", "parameters differ"),
        ("credits <= 30", "credits <= 31", "definitions differ"),
        ("any: 20 credits", "any: 30 credits", "awards or recognition that were not asked for differ"),
    ],
)
def test_a_clause_and_something_beside_it_are_both_causes(old: str, new: str, said: str) -> None:
    rules = RULES + TABLES
    assert old in rules
    changed = rules.replace(old, new)
    both = changed.replace("10 credits from level >= 7", "20 credits from level >= 7")
    first, alone, together = (data(audited(book(text), learner(*HOLDINGS), "FOO")) for text in (rules, changed, both))
    assert [cause.message for cause in diff(first, alone).causes] == [said]
    found = diff(first, together)
    assert {cause.message for cause in found.causes} >= {said, "clause FOO.more differs"}
    every = tuple(range(len(found.causes)))
    assert {change.causes for change in found.changes if change.path.endswith("progress.earned")} == {every}


def test_audits_of_engines_that_trace_no_tables_compare_as_before() -> None:
    first = data(audited(book(RULES), learner(*HOLDINGS), "FOO"))
    other = data(audited(book(RULES.replace('A1 "Alpha" { 10', 'A1 "Alpha" { 15')), learner(*HOLDINGS), "FOO"))
    for one in (first, other):
        del one["traces"]["tables"], one["traces"]["elsewhere"]
    assert [cause.message for cause in diff(first, other).causes] == ["tables or other clauses of the rules differ"]


def test_equal_audits_do_not_differ() -> None:
    one = data(audited(BOOK, learner(*HOLDINGS)))
    assert diff(one, one).same


# ── why ──


def asked(about: str, *holdings: dict[str, Any]) -> str:
    return "\n".join(why(BOOK, one_learner(BOOK, learner(*holdings), DAY), about, None, DAY))


def test_why_not_a_clause() -> None:
    told = asked("FOO.core.B1", *HOLDINGS)
    assert "FOO.core.B1) is unmet" in told
    assert "were it waived" in told


def test_why_a_holding_counts_and_what_without_it() -> None:
    told = asked("a1", *HOLDINGS)
    assert "counts at FOO.core.A1" in told
    assert "without Alpha it would stand at 1/3" in told


def test_why_a_holding_does_not_count_and_what_if_it_did() -> None:
    assert "D1 is not needed" in asked("D1", *HOLDINGS)
    assert "if D1 counted at More, nothing would change" in asked("D1", *HOLDINGS)


def test_why_of_nothing_says_what_is_near() -> None:
    with pytest.raises(AuditError, match=r"nothing here is called `FOO\.cor`") as fault:
        asked("FOO.cor", *HOLDINGS)
    assert "FOO.core" in fault.value.help


# ── the command line ──


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "rules.stackr").write_text(RULES, "utf-8")
    (tmp_path / "record.json").write_text(json.dumps(learner(*HOLDINGS)), "utf-8")
    return str(tmp_path / "rules.stackr"), str(tmp_path / "record.json")


def run(*words: str) -> int:
    from stackr.cli.main import run as command

    return command(list(words))


def test_audit_on_the_command_line(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    rules, record = files
    assert run("audit", record, "--rules", rules, "--as-of", "2026-02-01", "--for", "FOO", "--format", "json") == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert json.loads(printed.out)["qualifications"][0]["qualification"] == "FOO"
    assert (
        printed.out.encode() == audit_bytes(audited(BOOK, learner(*HOLDINGS), "FOO")) or "rules.stackr" in printed.out
    )
    for form in ("text", "html"):
        assert run("audit", record, "--rules", rules, "--as-of", "2026-02-01", "--format", form) == 0
        assert "Foo" in capsys.readouterr().out
    assert run("audit", record, "--rules", rules, "--explain", "a1") == 0


def test_several_records_are_a_list(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules, record = files
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"learner": "L-2"}), "utf-8")
    assert run("audit", record, str(other), "--rules", rules, "--as-of", "2026-02-01", "--format", "json") == 0
    assert [entry["learner"] for entry in json.loads(capsys.readouterr().out)] == ["L-1", "L-2"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--for", "FO"], "no qualification is called `FO`"),
        (["--as-of", "2026-02-30"], "is not a day"),
        (["--explain", "zzz"], "nothing here is called `zzz`"),
        (["--together", "FOO,NOPE"], "no qualification is called `NOPE`"),
    ],
)
def test_a_wrong_call_is_said_plainly(
    files: tuple[str, str], words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, record = files
    assert run("audit", record, "--rules", rules, *words) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_a_record_that_is_none_is_said_plainly(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", "utf-8")
    assert run("audit", str(broken), "--rules", files[0]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_replay_and_diff_on_the_command_line(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, record = files
    assert run("audit", record, "--rules", rules, "--as-of", "2026-02-01", "--format", "json") == 0
    kept = tmp_path / "kept.json"
    kept.write_bytes(capsys.readouterr().out.encode())
    assert run("replay", str(kept), "--record", record, "--rules", rules) == 0
    assert "byte for byte" in capsys.readouterr().out
    other = tmp_path / "less.json"
    other.write_text(json.dumps(learner(*HOLDINGS[1:])), "utf-8")
    assert run("replay", str(kept), "--record", str(other), "--rules", rules) == 1
    assert "holding a1 is gone" in capsys.readouterr().out
    assert run("audit", str(other), "--rules", rules, "--as-of", "2026-02-01", "--format", "json") == 0
    later = tmp_path / "later.json"
    later.write_bytes(capsys.readouterr().out.encode())
    assert run("diff", str(kept), str(later)) == 0
    assert "holding a1 is gone" in capsys.readouterr().out
    assert run("diff", str(kept), str(later), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["causes"][0]["kind"] == "record"


def test_a_long_value_is_told_whole(capsys: pytest.CaptureFixture[str]) -> None:
    long = "what is said of it " * 20
    show(AuditDiff((), (Change("remarks", None, None, [long], ()), Change("status", None, "a", "b", ()))))
    said = capsys.readouterr().out
    assert long in said
    assert "..." not in said
    assert "status: a → b" in said
