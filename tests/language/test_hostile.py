"""Hostile and broken rule files: a coded fault with a place, soon, whatever the text; never an exception."""

from __future__ import annotations

import random
import resource
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.generate import rule_texts
from stackr.cli.main import run
from stackr.diagnostics.model import Diagnostic
from stackr.language.layout import MAX_DEPTH
from stackr.language.parse import MAX_BYTES, ParseResult, parse_bytes, parse_text
from stackr.rulebook.load import check_text

RULES = sorted((Path(__file__).resolve().parents[2] / "rules").rglob("*.stackr"))


def in_the_file(faults: tuple[Diagnostic, ...], text: str) -> None:
    """Every fault is coded, worded, and stands inside the file (or right behind its last character)."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for fault in faults:
        assert fault.message
        assert fault.code.startswith("S")
        for span in (fault.span, *(related.span for related in fault.related)):
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1
            assert (span.line, span.column) <= (span.end_line, span.end_column)
            assert span.end_column <= len(lines[span.end_line - 1]) + 2


def survives(text: str) -> ParseResult:
    result = parse_text(text, "x.stackr")
    in_the_file(result.diagnostics, text)
    return result


# ── fuzzing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=300)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    survives(text)


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert all(fault.code.startswith("S") for fault in parse_bytes(data, "x.stackr").diagnostics)


_HEAP = """
qualification Q { } ( ) , ; : requires limits all of any at least most 50% 1/3 40 credits from and or not with when otherwise
source "x" # let = >= < in force until 2026-01-01 route is own grants scenario learner holds expect
"""
WORDS = _HEAP.split()


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*WORDS, "\n", "\n  ", "A", "“", "'", "\t", "–"]), max_size=60))
def test_any_heap_of_words(words: list[str]) -> None:
    survives(" ".join(words))


@settings(max_examples=150)
@given(rule_texts(), st.randoms(use_true_random=False))
def test_a_generated_text_with_a_slip(text: str, chance: random.Random) -> None:
    survives(mutated(text, chance))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_shipped_pack_with_slips(path: Path) -> None:
    chance = random.Random(path.stem)
    text = path.read_text("utf-8")
    start = chance.randrange(max(1, len(text) - 4000))
    for _ in range(25):
        survives(mutated(text[start : start + 4000], chance))


def mutated(text: str, chance: random.Random) -> str:
    """The text with a piece taken out, put in twice, or replaced."""
    at, length = chance.randrange(len(text) + 1), chance.choice((1, 1, 2, 5, 30))
    rest = text[at + length :]
    match chance.randrange(4):
        case 0:
            return text[:at] + rest
        case 1:
            return text[:at] + text[at : at + length] * 2 + rest
        case 2:
            return text[:at] + chance.choice('{}()",;:#=%\n\0\u202e“–' + string.ascii_letters) + rest
        case _:
            return text[:at] + chance.choice(WORDS) + text[at:]


# ── what is refused, each with its code ─────────────────────────────────────────────────────────────────────────────

LEFT, RIGHT = "all of { ", " }"
REFUSED = {
    "NUL": ("let a = A\0B\n", "S003", 1, 10),
    "NUL in quotes": ('let a = "A\0B"\n', "S003", 1, 11),
    "override in quotes": ('let a = "x\u202ey"\n', "S003", 1, 11),
    "isolate in a comment": ("let a = A\n# x\u2066y\n", "S003", 2, 4),
    "isolate in a name": ("let a\u2066b = A\n", "S003", 1, 6),
    "line separator in a comment": ("# x\u2028let a = A\n", "S003", 1, 4),
    "an open quote": ('let a = "abc\nlet b = B\n', "S002", 1, 9),
    "braces without end": ("group g: " + LEFT * 10_000, "S012", 1, None),
    "parentheses without end": ("let a = " + "(" * 10_000, "S012", 1, None),
    "braces deep in one another": ("group g: " + LEFT * 10_000 + "A" + RIGHT * 10_000, "S012", 1, None),
    "not upon not": ("let a = " + "not " * 10_000 + "A", "S012", 1, None),
    "otherwise when": ("group g: " + "when graded requires A otherwise " * 10_000 + "B", "S012", 1, None),
    "closing without end": ("}" * 10_000, "S011", 1, 1),
    "a number without end": ("let a = credits = " + "9" * 100_000, "S004", 1, 19),
    "a file too large": ("# x\n" * (MAX_BYTES // 4 + 1), "S013", 1, 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_code_and_place(name: str) -> None:
    text, code, line, column = REFUSED[name]
    first = survives(text).diagnostics[0]
    assert (first.code, first.span.line) == (code, line)
    assert column is None or first.span.column == column
    assert first.help


def test_bytes_that_are_not_utf8() -> None:
    for data, line, column in (
        (b'let a = "\xe9"\n', 1, 10),
        (b"let a = A\n# \xff\n", 2, 3),
        ("let a = A\n".encode("utf-16"), 1, 1),
    ):
        (fault,) = parse_bytes(data, "x.stackr").diagnostics
        assert (fault.code, fault.span.line, fault.span.column) == ("S014", line, column)


def test_as_deep_as_is_allowed_is_read_and_understood() -> None:
    deep = MAX_DEPTH - 1
    text = f'qualification Q "Q" {{ total 10 credits\nrequires {LEFT * deep}10 credits from any{RIGHT * deep} }}\n'
    assert [fault.code for fault in check_text(text)] == []
    text = "let x = " + "(A or not B and not " * deep + "A" + ")" * deep + "\n"
    assert [fault.code for fault in check_text(f'{text}qualification Q "Q" {{ requires 10 credits from x }}\n')] == []


# ── names that stand for too much ───────────────────────────────────────────────────────────────────────────────────

AWARD = 'qualification Q "Q" {{ requires {} }}\n'
BOMBS = {
    "lets, doubled": "".join(f"let a{i} = a{i + 1} or not a{i + 1}\n" for i in range(60))
    + "let a60 = A\n"
    + AWARD.format("1 credits from a0"),
    "lets in a chain": "".join(f"let a{i} = a{i + 1} and graded\n" for i in range(3000))
    + "let a3000 = A\n"
    + AWARD.format("1 credits from a0"),
    "groups, doubled": "".join(f"group g{i}: all of {{ x: use g{i + 1}; y: use g{i + 1} }}\n" for i in range(60))
    + "group g60: A\n"
    + AWARD.format("use g0"),
    "an award of large names": f"let a = {' or '.join(f'A{i}' for i in range(2000))}\n"
    + AWARD.format("all of { " + "; ".join("1 credits from a" for _ in range(60)) + " }"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_names_that_stand_for_too_much_are_refused(name: str) -> None:
    assert {fault.code for fault in check_text(BOMBS[name])} == {"N112"}


def test_names_that_are_used_much_but_stand_for_little() -> None:
    lets = "".join(f"let a{i} = a{i + 1} or B{i}\n" for i in range(60)) + "let a60 = A\n"
    assert [fault.code for fault in check_text(lets + AWARD.format("1 credits from a0"))] == []


def test_patterns_take_no_longer_for_many_stars() -> None:
    pattern, code = "*a" * 3000, "a" * 2999 + "b"
    text = f'{AWARD.format(f"""1 credentials from "{pattern}" """)}scenario "s" {{ learner holds "{code}" }}\n'
    assert [fault.code for fault in check_text(text)] == []


# ── through the command line ────────────────────────────────────────────────────────────────────────────────────────

CALLS = (("check", 1), ("fmt --check", 2), ("test", 2), ("audit record.json --as-of 2026-01-01 --rules", 2))
FILES = {
    "latin.stackr": (b'let a = "\xe9"\n', "UTF-8"),
    "nul.stackr": (b"let a = A\0B\n", "NUL"),
    "bidi.stackr": ('let a = "x\u202ey"\n'.encode(), "U+202E"),
    "deep.stackr": (b"group g: " + LEFT.encode() * 10_000, "deep"),
    "large.stackr": (b"# 0123456789012345678901234567890123456789012\n" * 1_100_000, "larger than"),
    "open.stackr": (b'let a = "x\n', "never closed"),
}


@pytest.mark.parametrize(("call", "code"), CALLS, ids=[call.split()[0] for call, _ in CALLS])
@pytest.mark.parametrize("name", FILES)
def test_every_verb_refuses_it_plainly(
    name: str, call: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data, told = FILES[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(data)
    (tmp_path / "record.json").write_text('{"learner": "L", "holdings": []}')
    assert run([*call.split(), name]) == code
    shown = capsys.readouterr()
    assert told in shown.out + shown.err
    assert "error[" in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err


def test_an_import_reads_rule_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret").write_text("password = hunter2\n")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.stackr").write_text(
        f'import "../secret"\nimport "{tmp_path}/secret"\nimport "."\nimport ""\n'
    )
    monkeypatch.chdir(tmp_path)
    assert run(["check", "rules"]) == 1
    shown = capsys.readouterr()
    assert "hunter2" not in shown.out + shown.err
    assert (shown.out + shown.err).count("error[B40") == 4


LONG_LINES = {
    "a quoted text": 'let a = "' + "x" * 500_000 + '"\n',
    "a quoted text of quotes": 'let a = "' + '\\"' * 250_000 + '"\n',
    "a code of hyphens": "let a = " + "x-" * 250_000 + "x\n",
    "a quote left open": 'let a = "' + "x" * 500_000 + "\n",
    "backslashes that mean nothing": 'let a = "' + "\\q" * 250_000 + '"\n',
}


@pytest.mark.parametrize("name", LONG_LINES)
def test_a_long_line_takes_no_more_memory_than_a_few_times_its_length(name: str) -> None:
    """Patterns that could give back what they matched would remember each character: hundreds of bytes for each."""
    text = LONG_LINES[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    parse_text(text, "x.stackr")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < 40 * len(text)
