"""Comments between any two words: `stackr fmt` loses none, keeps their order, and says the same as before."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.generate import each_production
from stackr.diagnostics.model import Collector
from stackr.language.format import format_text
from stackr.language.layout import lay_out
from stackr.language.parse import parse_text
from stackr.language.tokens import Token, scan

RULES = Path(__file__).resolve().parents[2] / "rules"

WHAT = ('says { nothing; "at all', "# twice", "", "in force from 2026-01-01", "source")
"""What comments say: nothing of it may be taken for rules."""


def offset(token: Token, text: str) -> int:
    """Where a token stands in the text."""
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: token.line - 1]) + token.column - 1


def tokens(text: str) -> list[Token]:
    return scan(text, "x.stackr", Collector()).tokens


def comments(text: str) -> list[str]:
    return [comment.text for comment in scan(text, "x.stackr", Collector()).comments]


@cache
def declarations() -> list[str]:
    """Each declaration of the shipped packs, with the comments in it."""
    found: list[str] = []
    for path in sorted(RULES.rglob("*.stackr")):
        text = path.read_text("utf-8")
        first = [offset(stream[0], text) for stream in lay_out(tokens(text), "x.stackr", Collector())]
        found += [text[start:end] for start, end in pairwise([*first, len(text)])]
    return found


@cache
def productions() -> list[str]:
    """A short declaration for each production of the grammar."""
    texts = (" ".join(";" if word == "_SEP" else word for word in words) for words in each_production().values())
    return [text for text in texts if parse_text(text, "x.stackr").ok]


def with_comments(text: str, places: dict[int, str]) -> str:
    """The text with these in front of its words (by their number)."""
    parts, last = [], 0
    for number, token in enumerate(tokens(text)):
        if number in places:
            start = offset(token, text)
            parts += [text[last:start], places[number]]
            last = start
    return "".join([*parts, text[last:]])


@st.composite
def commented(draw: st.DrawFn, texts: list[str]) -> tuple[str, str]:
    """A text, and the same with comments between some of its words, each at the end of a line or on lines of its own."""
    text = draw(st.sampled_from(texts))
    numbers = st.integers(0, max(0, len(tokens(text)) - 1))
    gap = st.builds(
        lambda lead, said, indent: f"{lead}#{said}\n{indent}",
        st.sampled_from([" ", "  ", "\n", "\n\n", "\n      # above\n\n   "]),
        st.sampled_from(WHAT),
        st.sampled_from(["      ", "    ", "\n        "]),
    )
    return text, with_comments(text, draw(st.dictionaries(numbers, gap, min_size=1, max_size=4)))


def keeps(text: str, written: str) -> bool:
    """Check `written`; False if a new line there says something else than `text` or nothing at all."""
    meant = parse_text(written, "x.stackr")
    if not meant.ok or meant.file != parse_text(text, "x.stackr").file:
        return False
    once = format_text(written, "x.stackr")
    assert comments(once) == comments(written)
    assert parse_text(once, "x.stackr").file == meant.file
    assert format_text(once, "x.stackr") == once
    return True


@settings(max_examples=150)
@given(st.data())
def test_a_comment_between_any_words_of_the_shipped_packs_is_kept(data: st.DataObject) -> None:
    keeps(*data.draw(commented(declarations())))


@settings(max_examples=300)
@given(st.data())
def test_a_comment_between_any_words_of_any_form_is_kept(data: st.DataObject) -> None:
    keeps(*data.draw(commented(productions())))


def test_most_places_take_a_comment() -> None:
    """The tests above look at something: in most places a new line does not end a clause."""
    text = next(text for text in declarations() if text.startswith("qualification"))
    gaps = range(len(tokens(text)))
    kept = sum(keeps(text, with_comments(text, {gap: " # here\n      "})) for gap in gaps)
    assert kept > len(gaps) // 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'pack "p" in force # why\n    from 2024-02-29',
            'pack "p"\nin force  # why\n  from 2024-02-29\n',
        ),
        (
            'pack "p" in force\n  # why\n    until 2024-02-29 note "n"',
            'pack "p"\nin force\n  # why\n  until 2024-02-29\nnote "n"\n',
        ),
        (
            'pack "p" # of it\n  source "s" formerly A, # first\n  B',
            'pack "p"  # of it\nsource "s"\nformerly A,  # first\n  B\n',
        ),
    ],
)
def test_what_a_comment_parts_in_the_head_of_a_file_goes_on_deeper(text: str, expected: str) -> None:
    assert keeps(text, text)
    assert format_text(text, "x.stackr") == expected
