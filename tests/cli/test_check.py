"""`stackr check`: the answer in three forms, its exit code, and a cache that changes only how long it takes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cli.calls import Caller
from stackr.cli import check_cache
from stackr.diagnostics.model import Diagnostic, Severity, Span

ERROR = Diagnostic("N101", "nothing is called `b`", Span("a.stackr", 1, 9, 1, 10), help="did you mean `a`?")
WARNING = Diagnostic("C201", "this is odd", Span("a.stackr", 1, 5, 1, 6), Severity.WARNING)


class Loader(ModuleType):
    """Stands for the checks: answers what it is told to, and counts."""

    def __init__(self) -> None:
        super().__init__("stackr.checks.run")
        self.answer: tuple[Diagnostic, ...] = ()
        self.calls = 0

    def check_paths(self, paths: list[Path]) -> tuple[Diagnostic, ...]:
        self.calls += 1
        return self.answer


@pytest.fixture
def loader(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Loader:
    """The stand-in, and one rule file in the folder `rules`."""
    (folder / "rules").mkdir()
    (folder / "rules" / "a.stackr").write_text("let a = b\n")
    stand_in = Loader()
    monkeypatch.setitem(sys.modules, "stackr.checks.run", stand_in)
    return stand_in


def entries(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "check").glob("*"))


@pytest.mark.parametrize(
    ("answer", "code", "last"),
    [((), 0, "no faults"), ((WARNING,), 0, "1 warning"), ((ERROR, WARNING), 1, "1 error, 1 warning")],
    ids=["none", "warning", "error"],
)
def test_only_errors_make_the_answer_no(
    answer: tuple[Diagnostic, ...], code: int, last: str, loader: Loader, call: Caller
) -> None:
    loader.answer = answer
    found = call("check", "rules")
    assert (found.code, found.err) == (code, "")
    assert found.out.splitlines()[-1] == last


def test_the_text_shows_the_line(loader: Loader, call: Caller) -> None:
    loader.answer = (ERROR,)
    assert "1 | let a = b\n  |         ^\n  = help: did you mean `a`?\n" in call("check", "rules").out
    assert "1 | let a = b\n" in call("check", "rules/a.stackr").out


def test_json_and_sarif_are_whole_documents(loader: Loader, call: Caller) -> None:
    loader.answer = (ERROR,)
    as_json = call("check", "rules", "--format", "json")
    as_sarif = call("check", "rules", "--format", "sarif")
    assert as_json.code == as_sarif.code == 1
    assert json.loads(as_json.out)["diagnostics"][0]["code"] == "N101"
    assert json.loads(as_sarif.out)["runs"][0]["results"][0]["ruleId"] == "N101"


def test_the_same_bytes_are_checked_once(loader: Loader, call: Caller) -> None:
    loader.answer = (ERROR, WARNING)
    answers = [call("check", "rules") for _ in range(3)]
    assert loader.calls == 1
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    "change",
    [
        "edit",
        "add",
        "remove",
        "rename",
        "imported",
        "imported further",
        "data",
        "import appears",
        "neighbour",
        "nothing",
        "engine",
    ],
)
def test_whatever_could_change_the_answer_is_checked_again(
    change: str, loader: Loader, call: Caller, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, outside = folder / "rules", folder / "outside"
    outside.mkdir()
    (rules / "b.stackr").write_text('import "../outside/c.stackr"\nimport "../outside/later.stackr"\n')
    (outside / "c.stackr").write_text('import "d.stackr"\nregister r from "r.csv"\n')
    (outside / "d.stackr").write_text("")
    (outside / "r.csv").write_text("name\n")
    call("check", "rules")
    match change:
        case "edit":
            (rules / "a.stackr").write_text("let a = c\n")
        case "add":
            (rules / "e.stackr").write_text("")
        case "remove":
            (rules / "a.stackr").unlink()
        case "rename":
            (rules / "a.stackr").rename(rules / "z.stackr")
        case "imported":
            (outside / "c.stackr").write_text('register r from "r.csv"\n')
        case "imported further":
            (outside / "d.stackr").write_text("let d = graded\n")
        case "data":
            (outside / "r.csv").write_text("name\nUNZA\n")
        case "import appears":
            (outside / "later.stackr").write_text("let later = graded\n")
        case "neighbour":
            (outside / "laterr.stackr").write_text("")
        case "engine":
            monkeypatch.setattr(check_cache, "__version__", "0.0.0")
    call("check", "rules/" if change == "nothing" else "rules")
    assert loader.calls == (1 if change == "nothing" else 2)


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "not text", "another form", "folder"])
def test_a_damaged_entry_is_never_believed(damage: str, loader: Loader, call: Caller, tmp_path: Path) -> None:
    loader.answer = (ERROR,)
    before = call("check", "rules")
    (entry,) = entries(tmp_path)
    whole = entry.read_bytes()
    match damage:
        case "cut":
            entry.write_bytes(whole[:-3])
        case "changed":
            entry.write_bytes(whole.replace(b"error", b"note"))
        case "empty":
            entry.write_bytes(b"")
        case "not text":
            entry.write_bytes(b"\xff\xfe\x00")
        case "another form":
            payload = b'[{"code": "N101"}]'
            entry.write_bytes(check_cache.digest_bytes(payload).encode() + b"\n" + payload)
        case "folder":
            entry.unlink()
            entry.mkdir()
    assert call("check", "rules") == before
    assert loader.calls == 2


def test_without_a_place_for_the_cache_the_answer_is_the_same(
    loader: Loader, call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader.answer = (ERROR,)
    with_cache = call("check", "rules")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("STACKR_CACHE", str(tmp_path / "file"))
    assert call("check", "rules") == with_cache
    assert loader.calls == 2


def test_the_cache_stays_small(
    loader: Loader, call: Caller, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stackr._cache.KEPT", 3)
    for number in range(5):
        (folder / "rules" / "a.stackr").write_text(f"let a{number} = graded\n")
        call("check", "rules")
    assert len(entries(tmp_path)) == 3


@pytest.mark.parametrize("named", ["endless", "/dev/zero", "endless.stackr", "."])
def test_what_is_no_file_is_never_read(named: str, call: Caller, folder: Path) -> None:
    """A pipe that nobody writes to, a device without an end, a folder: named behind `import` or `from`."""
    os.mkfifo(folder / "endless")
    os.mkfifo(folder / "endless.stackr")
    (folder / "a.stackr").write_text(f'import "{named}"\nregister r from "{named}"\n')
    answer = call("check", "a.stackr")
    assert answer.code == 1
    assert "B40" in answer.out + answer.err


@pytest.mark.parametrize("given", ["endless", "endless.stackr"])
def test_a_pipe_given_as_rules_is_refused(given: str, call: Caller, folder: Path) -> None:
    os.mkfifo(folder / given)
    assert call("check", given).code != 0


@pytest.mark.parametrize("written", ['from "k.csv"', 'from   # the list\n  "k.csv"', 'from\n# one\n\n# two\n"k.csv"'])
def test_a_table_that_changes_is_checked_anew_however_it_is_named(written: str, call: Caller, folder: Path) -> None:
    (folder / "a.stackr").write_text(
        f'catalogue K {written} {{ issuer U; column code = "code"; column credits = "credits" }}\n'
        "qualification Q { awarded by U; requires A }\n"
    )
    (folder / "k.csv").write_text("code,credits\nA,10\n")
    before = call("check", "a.stackr")
    (folder / "k.csv").write_text("code,credits\nA,many\n")
    assert (before.code, call("check", "a.stackr").code) == (0, 1)
