"""Every code has its entry, and the entry's examples are true: the bad one gives the code, the good one doesn't."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest

from stackr.book import load_text
from stackr.checks.run import check_paths, check_text
from stackr.cli.main import run
from stackr.diagnostics.codes import CODES, FAMILIES
from stackr.diagnostics.codes.entry import CodeEntry, files_of
from stackr.diagnostics.explain import page
from stackr.diagnostics.model import NOWHERE, Diagnostic, Severity, Span
from stackr.testing.run import run_scenario

LETTERS = {
    "syntax": "S0",
    "names": "N1",
    "values": "T1",
    "checks": "C2",
    "reasons": "R[12]",
    "records": "R3",
    "recognition": "R4",
    "bundle": "B4",
    "command": "X9",
}
ENTRIES = list(CODES.values())

NOT_BY_A_COMMAND = {
    "B401": "needs an empty folder: below",
    "B406": "needs ten thousand files",
    "B407": "needs a file of 200 MB",
    "S013": "needs a file of 5 MB: tests/language",
    "S014": "needs a file that is no text: tests/language",
    "X905": "needs a machine without the library",
    "X906": "needs a fault nobody foresaw",
    "X907": "needs a place that can't be written",
    "X910": "needs rules and a record of its own",
    "X911": "needs rules of its own",
    "X912": "needs rules and a record of its own",
    "X920": "needs a table of its own",
    "X921": "needs a run before it",
    "X922": "needs a table of its own",
    "X923": "needs a cluster that goes away",
}
"""Codes of the command line that tests/cli, tests/pathways and tests/runs provoke in another way."""


def shown_as(form: str) -> list[CodeEntry]:
    return [entry for entry in ENTRIES if entry.shown_as == form]


def of(entry: CodeEntry) -> str:
    return entry.code


def test_a_code_is_in_one_family_once() -> None:
    listed = [entry.code for family in FAMILIES for entry in family.CODES]
    assert len(listed) == len(set(listed)) == len(CODES)
    for family in FAMILIES:
        start = LETTERS[family.__name__.rpartition(".")[2]]
        assert [entry.code for entry in family.CODES if not re.fullmatch(rf"{start}\d\d", entry.code)] == []
        assert [entry.code for entry in family.CODES] == sorted(entry.code for entry in family.CODES)


@pytest.mark.parametrize("entry", ENTRIES, ids=of)
def test_an_entry_is_written_out(entry: CodeEntry) -> None:
    assert entry.title
    assert not entry.title.endswith(".")
    assert entry.explanation.rstrip().endswith((".", "?"))
    assert entry.bad.strip() != entry.good.strip()
    shown = page(entry)
    assert entry.code in shown
    assert entry.title in shown


@pytest.mark.parametrize("entry", shown_as("rules"), ids=of)
def test_the_rules_of_an_entry_are_true(entry: CodeEntry) -> None:
    assert entry.code in {fault.code for fault in check_text(entry.bad)}
    assert [fault for fault in check_text(entry.good) if fault.severity is Severity.ERROR] == []
    assert entry.code not in {fault.code for fault in check_text(entry.good)}


@pytest.mark.parametrize("entry", shown_as("scenario"), ids=of)
def test_the_learners_of_an_entry_are_true(entry: CodeEntry) -> None:
    assert entry.code in reasons(entry.bad)
    assert entry.code not in reasons(entry.good)


def reasons(rules: str) -> set[str]:
    """The codes of all reasons in the audit of the one scenario."""
    book = load_text(rules)
    (scenario,) = book.scenarios
    result, audit = run_scenario(book, scenario)
    assert audit is not None, result
    return set(re.findall(r'"code":\s*"([A-Z]\d{3})"', audit.model_dump_json()))


@pytest.mark.parametrize("entry", shown_as("bundle"), ids=of)
def test_the_files_of_an_entry_are_true(entry: CodeEntry, tmp_path: Path) -> None:
    for name, example in (("bad", entry.bad), ("good", entry.good)):
        for file, text in files_of(example).items():
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    assert entry.code in {fault.code for fault in check_paths([tmp_path / "bad"])}
    assert entry.code not in {fault.code for fault in check_paths([tmp_path / "good"])}


@pytest.mark.parametrize("entry", [e for e in shown_as("command") if e.code not in NOT_BY_A_COMMAND], ids=of)
def test_the_commands_of_an_entry_are_true(
    entry: CodeEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "upper.stackr").write_text("let upper = level >= 7\n")
    assert run(shlex.split(entry.bad)[1:]) == 2
    assert f"[{entry.code}]" in capsys.readouterr().err
    assert run(shlex.split(entry.good)[1:]) == 0
    assert f"[{entry.code}]" not in capsys.readouterr().err


def test_the_page_shows_the_message_that_the_bad_example_gives() -> None:
    entry = CodeEntry("N101", "unknown name", "Nobody knows it.", "let a = b\n", "let a = graded\n")
    faults = (
        Diagnostic("N101", "nothing is called `b`", Span("text.stackr", 1, 9, 1, 10)),
        Diagnostic("N102", "something else", NOWHERE),
    )
    assert page(entry, lambda _text: faults) == (
        "N101: unknown name (error)\n\n"
        "Nobody knows it.\n\n"
        "This gives it:\n\n"
        "    let a = b\n\n"
        "and is answered with:\n\n"
        "    error[N101]: nothing is called `b`\n"
        "     --> text.stackr:1:9\n"
        "      |\n"
        "    1 | let a = b\n"
        "      |         ^\n\n"
        "This doesn't:\n\n"
        "    let a = graded\n"
    )


def test_a_folder_without_rules_is_told(tmp_path: Path) -> None:
    assert [fault.code for fault in check_paths([tmp_path])] == ["B401"]


def test_every_code_that_a_fault_carries_is_explained() -> None:
    source = Path(__file__).parents[2] / "src" / "stackr"
    named = {
        code for file in source.rglob("*.py") for code in re.findall(r'"([SNTRCBX]\d{3})"', file.read_text("utf-8"))
    }
    assert sorted(named - CODES.keys()) == []


def test_help_begins_small_and_ends_without_a_full_stop() -> None:
    """Help is told behind `help:`, as the end of a sentence; a name, a sign or a code may begin it."""
    wrong = []
    for path in sorted(Path("src/stackr").rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            if getattr(call.func, "attr", None) != "fault" or len(call.args) < 4:
                continue
            texts = [
                part
                for part in ast.walk(call.args[3])
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            wrong += [f"{path}:{call.lineno}" for text in texts[:1] if re.match(r"[A-Z][a-z]+ ", text.value)]
            wrong += [f"{path}:{call.lineno}" for text in texts[-1:] if text.value.endswith(".")]
    assert wrong == []
