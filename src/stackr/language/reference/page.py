"""`docs/language.md`, put together."""

from __future__ import annotations

from stackr.language.reference.entry import HOLE, Form, Section
from stackr.language.reference.forms import SECTIONS
from stackr.language.reference.glossary import GLOSSARY
from stackr.language.reference.syntax import forms_of, written
from stackr.language.words import GO_ON, GO_ON_DEEPER, RESERVED, ROUTE_PARTS, UNFINISHED

HEAD = """# The rule language

How rules are written: every declaration and form, with an example. This page is made from the grammar and the table of forms
(`python -m stackr.language.reference > docs/language.md`); each example is a test.

## How to read this page

What stands in `CAPITALS` is yours to fill in ([list](#words-in-capitals)); `[ … ]` may be left out; `|` is "or"; `…` is "and so
on". Everything else stands in the rules as it stands here.

## Files, clauses, lines

A file ends in `.stackr` and is UTF-8 text. It is a list of declarations; most have a block in braces, with a clause on each line.
`;` ends a clause like a new line does. A comment runs from `#` to the end of its line.

A new line does **not** end a clause
- behind a sign that wants something after it (`,` `:` `=` …), in open parentheses, or behind {unfinished};
- in front of `{{`, `}}`, or a word that can only go on: {go_on};
- in front of a word that can go on, on a line that is indented deeper than the clause began: {deeper};
  likewise `source`, `note`, `confidence`, `message`, `formerly` and `in force`;
- in a route, in front of its parts: {route};
- in `learner`, `decision` and `expect` lines of a scenario, wherever the line is indented deeper.

`stackr fmt` lays a file out.

## Names, codes, reserved words

A name or code begins with a letter and goes on with letters, digits, `-`, `_` and dots: `DS501`, `PGDIP-DS`, `core.maths`. Any
other stands in straight double quotes, and so do patterns: `"CS 101"`, `"18.03"`, `"MATH*"`. Words of the language may be names
wherever the language doesn't expect them (a clause may be called `average` or `source`), but for the reserved ones, which must be
quoted:

{reserved}.

## Ids

Reasons, decisions and expectations name a clause by its id, never by its place:

- a declaration's id is its name: `PGDIP-DS`, `unza`; none is called `PGDIP-DS.core` beside one called `PGDIP-DS`;
- a clause with a name, in whatever list or block it stands, is `ID.name`, where `ID` is that of the nearest clause around it that
  has one: `PGDIP-DS.breadth.society`, `unza.rpl`, `PGDIP-DS.rpl_cap`. So an unnamed `all of` adds nothing to the ids in it, and
  two clauses of one name under one id are a fault;
- a unit that is required by its code is `ID.CODE`: `PGDIP-DS.core.DS501`. Where the same code stands twice under one id, neither
  has an id that a decision can name: name the clauses;
- a group used by `use MATHS` stands under the award that uses it: `PGDIP-DS.MATHS`, or under the name given there;
- any other clause without a name has no id of its own and can't carry a decision. What is shown for it contains `~` and is made
  from what it says;
- `formerly` keeps ids that a clause had before.

## What is ordered

The order of clauses, files, records and lists never changes a result. These are lists whose order counts, by design:

- the routes of a `recognition` ladder (the earlier route is taken where results are equal, or with `first`);
- the members of `prefer`;
- the lines of a scale: grades from best to worst, levels of a framework from low to high, terms of a calendar by their dates;
- `classify` lines of an award: the first that holds.
"""


def reference() -> str:
    """The whole page."""
    parts = [
        HEAD.format(
            unfinished=_words(UNFINISHED),
            go_on=_words(GO_ON),
            deeper=_words(GO_ON_DEEPER),
            route=_words(ROUTE_PARTS),
            reserved=_words(RESERVED),
        )
    ]
    parts += [_section(section) for section in SECTIONS]
    capitals = "\n".join(f"- `{word}`: {told}" for word, told in GLOSSARY)
    return "\n".join([*parts, f"## Words in capitals\n\n{capitals}\n"])


def _words(words: frozenset[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))


def _section(section: Section) -> str:
    intro = f"{section.intro}\n\n" if section.intro else ""
    return f"## {section.title}\n\n{intro}" + "\n".join(_form(section, form) for form in section.forms) + "\n"


def _form(section: Section, form: Form) -> str:
    ways = [way for rule in section.rules for way in forms_of(rule) if way.action == form.action]
    syntax = " or ".join(f"`{text}`" for text in dict.fromkeys(written(way) for way in ways))
    if not form.example:
        return f"- {syntax}  \n  {form.says}"
    if section.frame == HOLE:
        example = "".join(f"\n  {line}" for line in form.example.splitlines())
        return f"- {syntax}  \n  {form.says}\n\n  ```stackr{example}\n  ```\n"
    return f"- {syntax}  \n  {form.says} *Example:* `{form.example}`"
