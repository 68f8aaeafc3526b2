"""The caret stands under the place, whatever the line is made of."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackr.diagnostics.model import NOWHERE, Diagnostic, Related, Severity, Span
from stackr.diagnostics.render_text import WIDEST, render_text, summary
from stackr.diagnostics.screen import width


def page(text: str, *faults: Diagnostic) -> str:
    return render_text(faults, {"a.stackr": text}.get)


def fault(line: int, column: int, end_line: int, end_column: int, **more: Any) -> Diagnostic:
    return Diagnostic("N101", "no such unit", Span("a.stackr", line, column, end_line, end_column), **more)


def columns(text: str) -> int:
    return sum(width(letter) for letter in text)


def test_a_place_with_help_related_places_and_an_example() -> None:
    found = page(
        "let a = DS50\nlet b = DS51\nlet a = DS52\n",
        fault(
            3, 5, 3, 6,
            help="did you mean `b`?\nnames are told apart by case",
            related=(Related(Span("a.stackr", 1, 5, 1, 6), "first here"), Related(NOWHERE, "said once")),
            example="learner holds DS50",
        ),
    )  # fmt: skip
    assert found == (
        "error[N101]: no such unit\n"
        " --> a.stackr:3:5\n"
        "  |\n"
        "3 | let a = DS52\n"
        "  |     ^\n"
        " ::: a.stackr:1:5\n"
        "  |\n"
        "1 | let a = DS50\n"
        "  |     - first here\n"
        "  = note: said once\n"
        "  = help: did you mean `b`?\n"
        "          names are told apart by case\n"
        "  = example: learner holds DS50\n"
    )


def test_a_span_of_several_lines_shows_its_first_and_its_last() -> None:
    text = "x\nrequires all of {\n  a\n  b\n  c }\n"
    assert page(text, fault(2, 10, 5, 6)).splitlines()[2:] == [
        "  |",
        "2 | requires all of {",
        "  |          ^^^^^^^^ from here",
        "...",
        "5 |   c }",
        "  |   ^^^ to here",
    ]


@pytest.mark.parametrize(
    ("line", "column", "end"),
    [
        ("\tcore: DS50", 8, 12),
        ("a\tb\tDS50", 5, 9),
        ("日本 DS50", 4, 8),
        ("e\u0301 DS50", 4, 8),
        ("“ü” DS50", 5, 9),
        ("\u202eX DS50", 4, 8),
        ("a\x1b[31m DS50", 8, 12),
        ("DS50", 1, 5),
        ("x" * 5_000 + " DS50 " + "y" * 5_000, 5_002, 5_006),
        ("日" * 5_000 + " DS50", 5_002, 5_006),
    ],
)
def test_the_carets_stand_under_the_word(line: str, column: int, end: int) -> None:
    _, _, _, shown, carets = page(line + "\n", fault(1, column, 1, end)).splitlines()
    start = shown.index("DS50")
    assert columns(carets[: carets.index("^")]) == columns(shown[:start])
    assert carets.count("^") == len("DS50")
    assert len(shown) <= WIDEST + 10


def test_the_end_of_a_line_and_of_a_file_can_be_pointed_at() -> None:
    assert page("abc", fault(1, 4, 1, 4)).splitlines()[-1] == "  |    ^"
    assert page("abc\n", fault(2, 1, 2, 1)).splitlines()[-1] == "  | ^"


def test_a_fault_without_a_place_or_without_its_text_is_said_all_the_same() -> None:
    assert page("", Diagnostic("X901", "no", NOWHERE)) == "error[X901]: no\n"
    assert render_text([fault(3, 1, 3, 2)]) == "error[N101]: no such unit\n --> a.stackr:3:1\n"
    assert page("one line", fault(7, 1, 7, 2)) == "error[N101]: no such unit\n --> a.stackr:7:1\n"


def test_nothing_in_a_file_reaches_the_terminal_as_a_command() -> None:
    hostile = "\x1b]0;owned\x07\u202e\u2066\r\x9b31m"
    diagnostic = Diagnostic(
        "N101", hostile, Span(hostile, 1, 1, 1, 3), help=hostile, example=hostile,
        related=(Related(Span("b", 1, 1, 1, 2), hostile),),
    )  # fmt: skip
    shown = render_text([diagnostic], lambda _: hostile)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_colours_only_when_asked_and_they_change_nothing_else() -> None:
    faults = [fault(1, 1, 1, 3, help="h"), fault(1, 1, 1, 1, severity=Severity.WARNING)]
    coloured = render_text(faults, lambda _: "text", colour=True)
    plain = render_text(faults, lambda _: "text")
    assert "\x1b" in coloured
    assert "\x1b" not in plain
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


@given(
    st.text(max_size=200),
    st.tuples(*[st.integers(-1, 30)] * 4),
)
def test_no_text_and_no_place_breaks_it(text: str, place: tuple[int, int, int, int]) -> None:
    shown = page(text, fault(*place))
    assert shown.startswith("error[N101]: no such unit\n")


def test_the_summary_counts_by_weight() -> None:
    errors = [fault(1, 1, 1, 1), fault(1, 1, 1, 1), fault(1, 1, 1, 1, severity=Severity.NOTE)]
    assert summary(errors) == "2 errors, 1 note"
    assert summary([]) == "no faults"
