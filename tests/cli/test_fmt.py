"""`stackr fmt`: writes, checks or shows; all of the files or none."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from cli.calls import Caller
from stackr.language.format import format_text

UGLY = "let   a=level>=7   # kept\nparameter pass   =   50\n"


@pytest.fixture
def rules(folder: Path) -> Path:
    """A folder with one file that isn't laid out and one that is."""
    rules = folder / "rules"
    (rules / "inner").mkdir(parents=True)
    (rules / "inner" / "ugly.stackr").write_text(UGLY)
    (rules / "well.stackr").write_text(format_text(UGLY, "well.stackr"))
    return rules


def test_it_writes_what_changes_and_says_so(rules: Path, call: Caller) -> None:
    (rules / "inner" / "ugly.stackr").chmod(0o640)
    answer = call("fmt", "rules")
    assert (answer.code, answer.out) == (0, "laid out rules/inner/ugly.stackr\n")
    assert (rules / "inner" / "ugly.stackr").read_text() == (rules / "well.stackr").read_text() != UGLY
    assert (rules / "inner" / "ugly.stackr").stat().st_mode & 0o777 == 0o640
    assert call("fmt", "rules").out == ""
    assert sorted(path.name for path in rules.rglob("*")) == ["inner", "ugly.stackr", "well.stackr"]


def test_check_writes_nothing_and_answers_no(rules: Path, call: Caller) -> None:
    answer = call("fmt", "--check", "rules")
    assert (answer.code, answer.out) == (1, "would lay out rules/inner/ugly.stackr\n")
    assert (rules / "inner" / "ugly.stackr").read_text() == UGLY
    call("fmt", "rules")
    assert call("fmt", "--check", "rules").code == 0


def test_diff_writes_nothing_and_shows_the_change(rules: Path, call: Caller) -> None:
    answer = call("fmt", "--diff", "rules")
    assert answer.code == 0
    assert "--- rules/inner/ugly.stackr\n" in answer.out
    assert "-let   a=level>=7   # kept\n" in answer.out
    assert (rules / "inner" / "ugly.stackr").read_text() == UGLY
    assert call("fmt", "--diff", "--check", "rules").code == 1


def test_diff_of_a_file_without_a_last_line_break(folder: Path, call: Caller) -> None:
    (folder / "a.stackr").write_text("let   a = graded")
    lines = call("fmt", "--diff", "a.stackr").out.splitlines()
    at = lines.index("-let   a = graded")
    assert lines[at : at + 3] == ["-let   a = graded", "\\ No newline at end of file", "+let a = graded"]


def test_json_is_all_that_is_printed(rules: Path, call: Caller) -> None:
    answer = call("fmt", "--check", "--diff", "--format", "json", "rules")
    (changed,) = json.loads(answer.out)["changed"]
    assert (answer.code, changed["file"]) == (1, "rules/inner/ugly.stackr")
    assert "-let   a=level>=7   # kept\n" in changed["diff"]
    written = json.loads(call("fmt", "--format", "json", "rules").out)
    assert written == {"schema": "stackr.layout/1", "changed": [{"file": "rules/inner/ugly.stackr"}]}
    assert json.loads(call("fmt", "--check", "--format", "json", "rules").out)["changed"] == []


def test_if_one_cannot_be_read_none_is_written(rules: Path, call: Caller) -> None:
    (rules / "broken.stackr").write_text("let = \n")
    answer = call("fmt", "rules")
    assert (answer.code, answer.out) == (2, "")
    assert "error[S0" in answer.err
    assert "broken.stackr:1:" in answer.err
    assert (rules / "inner" / "ugly.stackr").read_text() == UGLY


def test_what_is_not_utf8_is_said_plainly(rules: Path, call: Caller) -> None:
    (rules / "latin.stackr").write_bytes('let a = title = "é"\n'.encode("latin-1"))
    answer = call("fmt", "rules")
    assert answer.code == 2
    assert "not UTF-8" in answer.err
    assert (rules / "inner" / "ugly.stackr").read_text() == UGLY


def test_from_standard_input(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments, code in ((["fmt", "-"], 0), (["fmt", "-", "--check"], 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(UGLY.encode())))
        answer = call(*arguments)
        assert answer.code == code
        assert answer.out == (format_text(UGLY, "-") if code == 0 else "would lay out -\n")


def test_a_place_that_cannot_be_written_is_said_and_left_alone(
    rules: Path, call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("stackr.cli.files.write_whole", refuse)
    answer = call("fmt", "rules")
    assert answer.code == 2
    assert "[X907]: rules/inner/ugly.stackr: can't be written (permission denied)" in answer.err
