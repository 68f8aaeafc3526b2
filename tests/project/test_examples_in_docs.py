"""The README and the pages under docs/ are followed word by word: their files written, their commands run, their output compared.

A fenced block whose info string names a file (```` ```json mary.json````) is that file. A `console` block holds commands after
`$ `, each followed by what it prints; a line `…` stands for any lines. `python` blocks are run, one after the other. Each page starts
in a folder that holds nothing but `rules` and `data`, as a reader has them who starts where the README is.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cli.calls import Caller
from project.sources import ROOT

FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """(language, file name or "", text) of every fenced block."""
    return [(found[1], found[2] or "", found[3]) for found in FENCE.finditer(page.read_text("utf-8"))]


def commands(text: str) -> list[tuple[list[str], list[str]]]:
    """(words, lines printed) of every command in a console block."""
    found: list[tuple[list[str], list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((shlex.split(line[2:]), []))
        elif found:
            found[-1][1].append(line.rstrip())
    return found


def fits(told: list[str], printed: list[str]) -> bool:
    """Whether what is told is what was printed, `…` standing for any lines."""
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "…" else re.escape(line) + r"\n" for line in told)
    text = "".join(line.rstrip() + "\n" for line in printed)
    return re.fullmatch(pattern, text) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_can_be_followed_word_by_word(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call = Caller(capsys)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for shipped in ("rules", "data"):
        (tmp_path / shipped).symlink_to(ROOT / shipped)
    said: dict[str, object] = {"__name__": "page"}
    for language, name, text in blocks(page):
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        elif language == "python":
            exec(compile(text, str(page), "exec"), said)
        elif language == "console":
            for words, told in commands(text):
                follow(call, words, told)


def follow(call: Caller, words: list[str], told: list[str]) -> None:
    """Run one command and compare. (Set-up commands stand in `sh` blocks: they are the business of test_bootstrap.)"""
    assert words[0] == "stackr", f"no example runs {words[0]}"
    into = None
    if ">" in words:
        words, into = words[: words.index(">")], words[-1]
    answer = call(*words[1:])
    if into is not None:
        Path(into).write_text(answer.out, "utf-8")
        return
    printed = answer.out + answer.err
    assert fits(told, printed.splitlines()), f"$ {' '.join(words)}\n{printed}"


def test_another_output_would_be_seen() -> None:
    assert fits(["a", "…", "d"], ["a", "b", "c", "d"])
    assert not fits(["a", "d"], ["a", "b", "d"])
    assert not fits(["…", "x"], ["a"])
