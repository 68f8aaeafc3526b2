"""`format_text`: one layout, comments and grouping kept, never another meaning."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import assume, given, settings

from language.generate import each_production, rule_texts
from stackr.diagnostics.model import Collector, RuleError
from stackr.language.format import format_text
from stackr.language.format.page import WIDTH
from stackr.language.parse import parse_text
from stackr.language.tokens import scan

RULES = sorted((Path(__file__).resolve().parents[2] / "rules").rglob("*.stackr"))


def laid_out(text: str) -> str:
    return format_text(text, "x.stackr")


def comments(text: str) -> list[str]:
    return [comment.text for comment in scan(text, "x.stackr", Collector()).comments]


def check(text: str) -> str:
    """Everything that is promised of any text that parses."""
    once = laid_out(text)
    assert laid_out(once) == once
    assert parse_text(once, "x.stackr").file == parse_text(text, "x.stackr").file
    assert comments(once) == comments(text.removeprefix("\ufeff"))
    assert "\r" not in once
    assert "\t" not in re.sub("#.*", "", once)
    assert not re.search(r"[ \t]\n|\n\n\n|\A\n|\n\n\Z", once)
    assert once == "" or once.endswith("\n")
    return once


@settings(max_examples=400)
@given(rule_texts())
def test_any_text_keeps_its_meaning_and_comments_and_doing_it_twice_changes_nothing(text: str) -> None:
    assume(parse_text(text, "x.stackr").ok)
    check(text)


def test_every_production_of_the_grammar_is_laid_out() -> None:
    laid = 0
    for words in each_production().values():
        text = " ".join(";" if word == "_SEP" else word for word in words)
        if parse_text(text, "x.stackr").ok:
            check(text)
            laid += 1
    assert laid > 950


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_the_shipped_packs_keep_their_meaning(path: Path) -> None:
    check(path.read_text("utf-8"))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_the_shipped_packs_with_each_clause_on_as_few_or_as_many_lines_as_may_be(path: Path) -> None:
    """The layout depends on what a text says, not on where its lines were broken."""
    text = laid_out(re.sub(r"\n{2,}", "\n", re.sub(r"(?m)^\s*#.*$", "", path.read_text("utf-8"))))
    assert laid_out(re.sub(r"\{ ", "{\n", text)) == text


# ── the layout ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_layout_whatever_the_spaces() -> None:
    assert laid_out("let   a=level>=7 and(field under'03')".replace("'", '"')) == (
        'let a = level >= 7 and (field under "03")\n'
    )
    assert laid_out('recognition r for U{route a is own when country in parties ( "Addis" )grants full,ungraded}') == (
        'recognition r for U {\n  route a is own when country in parties("Addis") grants full, ungraded\n}\n'
    )


def test_a_list_stands_on_a_line_if_it_fits_and_named_clauses_on_their_own() -> None:
    codes = "; ".join(f'"MODULE {number}"' for number in range(20))
    assert laid_out("group g: all of {A\nB;C}") == "group g: all of { A; B; C }\n"
    assert laid_out("group g: all of {}") == "group g: all of {}\n"
    assert laid_out("group g: all of { a: A; B }") == "group g: all of {\n  a: A\n  B\n}\n"
    assert laid_out("group g: all of { 1 of { A; B }; C }") == "group g: all of {\n  1 of { A; B }\n  C\n}\n"
    assert laid_out(f"group g: all of {{ {codes} }}").count("\n") == 22


def test_a_long_clause_is_parted_outermost_first() -> None:
    text = laid_out(
        'recognition r for U { route automatic is treaty "Automatic recognition" by "Office" when country in '
        'parties("Addis") and accredited on awarded and (kind = qualification or kind = certificate or title = '
        '"*diploma*") grants level source "s. 1" }'
    )
    assert text == dedent(
        """\
        recognition r for U {
          route automatic is treaty "Automatic recognition"
            by "Office"
            when country in parties("Addis")
              and accredited on awarded
              and (kind = qualification or kind = certificate or title = "*diploma*")
            grants level
            source "s. 1"
        }
        """
    )


def test_what_can_be_parted_is_never_wider_than_the_page() -> None:
    names = " or ".join(f"issuer PROVIDER-{number}" for number in range(30))
    text = laid_out(f'qualification Q "Q" {{ limits {{ cap: at most 20 credits from {names} source "s. 1" }} }}')
    assert max(map(len, text.splitlines())) <= WIDTH


def test_holdings_of_a_learner_stand_one_on_a_line_with_their_lists() -> None:
    long = ", ".join(f'"CS {number}" 3 credits from UNZA tagged "area", "level {number}"' for number in range(3))
    assert laid_out(f'scenario "s" {{ learner holds {long}\n expect Q satisfied }}') == (
        'scenario "s" {\n  learner holds\n    "CS 0" 3 credits from UNZA tagged "area", "level 0",\n'
        '    "CS 1" 3 credits from UNZA tagged "area", "level 1",\n'
        '    "CS 2" 3 credits from UNZA tagged "area", "level 2"\n  expect Q satisfied\n}\n'
    )


def test_commas_that_are_punctuation_only() -> None:
    text = 'qualification Q "Q" { in force from 2026-01-01 enrol until 2027-01-01; (A) counts toward x or y not both\n}'
    assert laid_out(text) == (
        'qualification Q "Q" {\n  in force from 2026-01-01, enrol until 2027-01-01\n'
        "  (A) counts toward x or y, not both\n}\n"
    )


# ── comments, groups, ends of lines ─────────────────────────────────────────────────────────────────────────────────


def test_comments_stay_where_they_were() -> None:
    text = """\
        # of the file

        # of the award
        qualification Q "Q" {  # opens
          # first

          total 20 credits  # of the total
          requires all of {
            A
            B  # of B
            # before the brace
          } source "x"  # of the source

          limits {
            x: at most 20 credits  # between
              source "y"
          }
          # last
        }
        # behind

        # at the end
        """
    text = dedent(text)
    assert check(text) == text


def test_comments_in_odd_places() -> None:
    for text in (
        "let a = (A or # why\nB)",
        'group g: # a\n all of # b\n { # c\n A # d\n ; # e\n B # f\n } # g\n source "s" # h\n',
        "group g: all of { # a\n } # b",
        "# only",
        "let a = A; # one\n; # two\n# three\n;",
        'pack "p" # a\n # b\n note "n" # c',
        'scenario "s" { learner holds A, # a\n # b\n B 3 credits # c\n }',
    ):
        check(text)


def test_groups_stay_apart_by_one_line() -> None:
    assert laid_out("\n\nlet a = A\nlet b = B\n\n\n\nlet c = C\n\n") == "let a = A\nlet b = B\n\nlet c = C\n"
    assert laid_out('let a = A\nscenario "s" {\n\n\nexpect Q met\n\n\n\nexpect R met\n\n}\nlet b = B') == (
        'let a = A\n\nscenario "s" {\n  expect Q met\n\n  expect R met\n}\n\nlet b = B\n'
    )


def test_a_semicolon_stays_where_a_new_line_would_join_two_clauses() -> None:
    assert laid_out("let a = over; let b = B") == "let a = over;\nlet b = B\n"
    assert laid_out('qualification Q "Q" { requires all of { x: A; because; source } }') == (
        'qualification Q "Q" {\n  requires all of {\n    x: A;\n    because;\n    source\n  }\n}\n'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("   \n\t\n", ""),
        ("\ufefflet a = A", "let a = A\n"),
        ("let a = A\r\nlet b = B\r\n", "let a = A\nlet b = B\n"),
        ("let a = A\rlet b = B", "let a = A\nlet b = B\n"),
        ("let\ta\t=\tA \t # x \t\r\n", "let a = A  # x\n"),
        ("let a\u00a0= A", "let a = A\n"),
        ("let e\u0301 = A", "let \u00e9 = A\n"),
        ('let a = "e\u0301 \\"x\\""', 'let a = "e\u0301 \\"x\\""\n'),
    ],
)
def test_ends_of_lines_marks_and_tabs(text: str, expected: str) -> None:
    assert laid_out(text) == expected


def test_a_text_that_cannot_be_parsed_is_refused_with_all_its_faults() -> None:
    with pytest.raises(RuleError) as refused:
        laid_out("let = A\nlet b = B\nlet c =\n")
    assert refused.value.diagnostics == parse_text("let = A\nlet b = B\nlet c =\n", "x.stackr").diagnostics
    assert {fault.span.line for fault in refused.value.diagnostics} >= {1, 3}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_the_shipped_packs_are_laid_out(path: Path) -> None:
    assert laid_out(path.read_text("utf-8")) == path.read_text("utf-8"), "run: stackr fmt rules"
