"""What must hold of a rule file with slips: faults in words, in the file; and what has none is laid out and means the same."""

from __future__ import annotations

import re
from pathlib import Path

from slips import slipped
from stackr.checks.run import check_bundle
from stackr.diagnostics.model import Severity
from stackr.language.format import format_text
from stackr.rulebook.bundle import read_text
from stackr.testing.run import run_scenarios

PACKS = sorted(
    path
    for path in (Path(__file__).resolve().parents[2] / "rules").rglob("*.stackr")
    if path.parent.name != "definitions"
)
PYTHONS = re.compile(r"\b(None|NoneType|Traceback|object at|dict|tuple|frozenset|Fraction|dataclass|_[A-Z]+)\b")
WORD = re.compile(r"['\"]?[\w-]*['\"]?")
"""The message of a look-up that failed: the name alone."""


def faulty(path: Path, seed: int) -> list[str]:
    """What is wrong with how a shipped pack with slips of that seed is taken. An exception of stackr's is the caller's to see."""
    whole = path.read_text("utf-8")
    text = slipped(whole, f"{path.stem} {seed}", numbers=seed % 2 == 0)
    book, found = check_bundle(read_text(text, path.name, path.parent))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    wrong = [
        f"{each.code} {each.message}" for each in found if PYTHONS.search(each.message) and not PYTHONS.search(text)
    ]
    wrong += [
        f"{each.code} at {each.span.line}:{each.span.column}, which is not in the file"
        for each in found
        if each.span.file == path.name and not 1 <= each.span.line <= len(lines)
    ]
    if not any(each.severity is Severity.ERROR for each in found):
        laid_out = format_text(text, path.name)
        if format_text(laid_out, path.name) != laid_out:
            wrong.append("laid out twice it changes")
        if check_bundle(read_text(laid_out, path.name, path.parent))[0].meaning != book.meaning:
            wrong.append("laid out it means something else")
        wrong += [
            f"scenario {result.scenario.title.text}: {why}"
            for result in run_scenarios(book).results
            for why in (result.error or "", *(outcome.found for outcome in result.outcomes))
            if PYTHONS.search(why) or (why == result.error and WORD.fullmatch(why))
        ]
    return wrong
