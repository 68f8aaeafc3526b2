"""Every node knows its place exactly: the text between its first and last character is what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from language.generate import rule_texts
from stackr.diagnostics.model import NOWHERE, Span
from stackr.language import tree
from stackr.language.parse import parse_text

RULES = sorted((Path(__file__).resolve().parents[2] / "rules").rglob("*.stackr"))


MADE = {("advice", ""), ("condition met", "yes")}
"""What stands there, and what is made of it; `levels 1 to 8` stands for eight names."""


def nodes(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        for each in node:
            yield from nodes(each)
    elif is_dataclass(node) and not isinstance(node, Span):
        yield node
        for member in fields(node):
            yield from nodes(getattr(node, member.name))


def cut(text: str, span: Span) -> str:
    """What stands at a place."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def check(text: str) -> int:
    """Names and texts stand where they say; what is inside another node stands inside its place."""
    text = text.removeprefix("\ufeff")
    seen = 0
    for declaration in parse_text(text, "x.stackr").file.declarations:
        outer = declaration.span
        assert (outer.line, outer.column) <= (outer.end_line, outer.end_column)
        for node in nodes(declaration):
            span = getattr(node, "span", NOWHERE)
            if span == NOWHERE:
                continue
            assert span.file == "x.stackr"
            assert (outer.line, outer.column) <= (span.line, span.column)
            assert (span.end_line, span.end_column) <= (outer.end_line, outer.end_column)
            if isinstance(node, tree.Name | tree.Text):
                written = cut(text, span)
                if (written, node.text) in MADE or re.fullmatch(r"levels \d+ to \d+", written):
                    continue
                said = written[1:-1].replace('\\"', '"').replace("\\\\", "\\") if written.startswith('"') else written
                assert said == node.text
                seen += 1
    return seen


@settings(max_examples=200)
@given(rule_texts())
def test_in_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_in_the_shipped_packs(path: Path) -> None:
    assert check(path.read_text("utf-8")) > 10


def test_places_of_a_small_award() -> None:
    text = (
        'let a = A\n\nqualification Q "Q" {\n\ttotal 20 credits\n'
        '  limits {\n    cap: at most 50% of award by rpl\n      source "s. 1"\n  }\n}\n'
    )
    first, award = parse_text(text, "q.stackr").file.declarations
    assert first.span == Span("q.stackr", 1, 1, 1, 10)
    assert isinstance(award, tree.Qualification)
    assert award.span == Span("q.stackr", 3, 1, 9, 2)
    (limit,) = award.limits
    assert isinstance(limit, tree.AmountLimit)
    assert cut(text, limit.bound.quantity.span) == "50% of award"
    assert limit.span == Span("q.stackr", 6, 5, 7, 20)
    assert award.total is not None
    assert cut(text, award.total.quantity.span) == "20 credits"
