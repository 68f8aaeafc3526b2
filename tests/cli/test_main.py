"""The shell of the command line: help, versions, plain words for whatever goes wrong, and exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

import stackr
from cli.calls import Caller, child
from stackr.cli import lazy
from stackr.cli.faults import CommandFault
from stackr.cli.verbs import VERBS, Verb
from stackr.diagnostics.model import Diagnostic, RuleError, Span
from stackr.language.version import LANGUAGE_VERSION


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """A verb `fail` that raises what is put into the list."""
    raised: list[BaseException] = []

    @click.command()
    @click.argument("paths", nargs=-1)
    def fail(paths: tuple[str, ...]) -> None:
        raise raised[0]

    monkeypatch.setattr("cli.test_main.fail", fail, raising=False)
    monkeypatch.setattr(lazy, "VERBS", (Verb("fail", "cli.test_main", "fail", "Fail."),))
    return raised


def test_help_lists_every_verb_in_order(call: Caller) -> None:
    answer = call("--help")
    assert answer.code == 0
    listed = answer.out[answer.out.index("Commands:") :].splitlines()[1:]
    words = [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "]
    assert words == [verb.word for verb in VERBS]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.word)
def test_every_verb_is_there_and_helps(verb: Verb, call: Caller) -> None:
    assert isinstance(getattr(import_module(verb.module), verb.attribute), click.Command)
    answer = call(verb.word, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: stackr {verb.word}")


def test_both_versions_are_told(call: Caller) -> None:
    assert call("--version").out == f"stackr {stackr.__version__}, rule language {LANGUAGE_VERSION}\n"


def test_no_verb_is_a_wrong_call_and_shows_the_help(call: Caller) -> None:
    answer = call()
    assert answer.code == 2
    assert "Commands:" in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "did you mean `check`?"),
        (["qqqqqq"], "`stackr --help` lists the commands"),
        (["check"], "missing argument 'PATH...'"),
        (["check", "--formt", "json", "."], "no such option '--formt'"),
        (
            ["check", "--rules", "."],
            "`stackr check PATH...` takes the rule files without `--rules`; `stackr check --help`",
        ),
        (["test", "--rules", "."], "`stackr test PATH...` takes the rule files without `--rules`"),
        (["fmt", "--rules", "."], "`stackr fmt PATH...` takes the rule files without `--rules`"),
        (["graph", "a.stackr"], "rule files and folders are named behind `--rules`; `stackr graph --help`"),
        (["check", "--format", "xml", "."], "'xml' is not one of"),
        (["--wrong"], "no such option"),
        (["check", "x" * 5_000], "there is no such file or folder"),
        (["check", "a\0b"], "there is no such file or folder"),
        (["check", "-"], "only `stackr fmt -` reads standard input"),
        (["audit", "a.json", "--for", " , "], "` , ` names no award"),
        (["audit", "a.json", "--together", ""], "`` names no award"),
        (["near", "a.csv", "--for", ""], "`` names no award"),
        (["audit", "a.json", "--explain", "X", "--format", "html"], "an explanation can't be written as html"),
        (["test", ".", "--format", "junit", "--coverage"], "JUnit XML has no place"),
        (["graph", "--analyse", "--format", "svg"], "an analysis can't be written as svg"),
        (["graph", "--analyse", "--format", "mermaid"], "an analysis can't be written as mermaid"),
        (["graph", "--depth", "3"], "--depth says how near --around a node"),
        (["fmt", "-", "--format", "json"], "not JSON"),
        (["check", "nowhere"], "[X902]: nowhere: there is no such file or folder"),
        (["explain", "Q000"], "no message carries the code `Q000`"),
        (["explain", "X90"], "did you mean `X901`"),
        (["schema", "audits"], "did you mean `audit`?"),
    ],
)
def test_a_wrong_call_is_answered_plainly(arguments: list[str], said: str, call: Caller) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (CommandFault("X901", "so it is", "do this"), "error[X901]: so it is\n  = help: do this\n"),
        (FileNotFoundError(2, "No such file or directory", "a.json"), "[X902]: a.json: no such file or directory"),
        (PermissionError(13, "Permission denied", "b.json"), "[X902]: b.json: permission denied"),
        (ModuleNotFoundError("No module named 'ortools'", name="ortools"), "[X905]: this needs `ortools`"),
        (RecursionError("deep"), "too deeply nested"),
        (MemoryError(), "too large"),
        (
            OSError(28, "No space left on device"),
            "[X907]: what was to be printed can't be written: no space left on device",
        ),
        (ZeroDivisionError("zero\n\x1b[31mdivision"), "[X906]: a fault in stackr: ZeroDivisionError: zero"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_is_raised_becomes_one_plain_sentence(
    fault: Exception, said: str, failing: list[BaseException], call: Caller
) -> None:
    failing.append(fault)
    answer = call("fail")
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "\x1b" not in answer.err


def test_faults_of_rules_are_shown_with_their_lines(failing: list[BaseException], call: Caller, folder: Path) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "a.stackr").write_text("let a = b\n")
    failing.append(RuleError((Diagnostic("N101", "nothing is called `b`", Span("a.stackr", 1, 9, 1, 10)),)))
    answer = call("fail", "rules", "x" * 5_000, "a\0b")
    assert answer.code == 2
    assert answer.err.endswith("1 | let a = b\n  |         ^\n")


def test_an_interruption_is_130(failing: list[BaseException], call: Caller) -> None:
    failing.append(KeyboardInterrupt())
    assert call("fail").code == 130


def test_the_place_of_a_fault_is_shown_on_demand(
    failing: list[BaseException], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    failing.append(ZeroDivisionError("zero"))
    monkeypatch.setenv("STACKR_DEBUG", "1")
    from stackr.cli.main import run

    assert run(["fail"]) == 2
    assert "Traceback" in capfd.readouterr().err


def test_a_reader_that_wants_no_more_is_no_fault() -> None:
    command = f'{sys.executable} -m stackr explain --format json; echo "code $?" >&2'
    piped = subprocess.run(["bash", "-c", f"({command}) | head -c 1"], capture_output=True, text=True)
    assert piped.stderr == "code 0\n"


def test_output_is_utf8_whatever_the_locale() -> None:
    answer = child("check", "ü–日", PYTHONIOENCODING="latin-1")
    assert answer.returncode == 2
    assert "ü–日" in answer.stderr.decode("utf-8")


def test_colour_only_on_a_terminal() -> None:
    assert b"\x1b" not in child("check", "nowhere", FORCE_COLOR="1").stderr


def test_shell_completion_comes_from_the_table() -> None:
    answer = child(_STACKR_COMPLETE="bash_complete", COMP_WORDS="stackr che", COMP_CWORD="1")
    assert answer.stdout.decode().split() == ["plain,check"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is played by /dev/full, which only Linux has")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(("stream", "arguments", "code"), [("", "explain X903", 2), ("2", "check nowhere", 2)])
def test_what_cannot_be_printed_is_no_fault_of_stackr(stream: str, arguments: str, code: int, unbuffered: str) -> None:
    command = f"{sys.executable} -m stackr {arguments} {stream}>/dev/full"
    told = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=told)
    assert answer.returncode == code
    assert "Traceback" not in answer.stderr
    assert "X906" not in answer.stderr
    assert ("[X907]" in answer.stderr) == (stream == "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_leave_the_exit_code_as_it_is(closed: str) -> None:
    for arguments, code in (("explain X903", 0), ("check nowhere", 2)):
        command = f"{sys.executable} -m stackr {arguments} {closed}"
        answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
        assert (answer.returncode, "X906" in answer.stderr) == (code, False)
