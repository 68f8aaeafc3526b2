"""What a whole book says, for its digest, and for the digests of its parts, which give a difference between audits its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stackr._digest import digest
from stackr.conditions.clauses import ClauseSink
from stackr.conditions.compile import text_of
from stackr.conditions.scope import Scope
from stackr.conditions.tables import Tables
from stackr.diagnostics.model import Collector
from stackr.rulebook.book import Definition, Qualification

CATALOGUE: Final = "the catalogue"
REGISTERS: Final = "registers"
_TABLES: Final = (
    "frameworks", "grade scales", "credit units", "conversions", REGISTERS, "calendars", "parameters", CATALOGUE,
)  # fmt: skip
"""What `meaning_of_tables` lists, one for one."""


def meaning_of_book(sink: ClauseSink, awards: Mapping[str, tuple[Qualification, ...]], tables: list[object]) -> str:
    """Digest of the compiled form: the same whatever the order, layout and comments of the files."""
    clauses = sorted([id, clause.meaning] for id, clause in sink.items.items())
    versions = [[name, each.version, each.award.meaning] for name, all_ in awards.items() for each in all_]
    return digest([clauses, versions, tables])


def parts_of_book(tables: list[object], definitions: Mapping[str, Definition]) -> dict[str, str]:
    """Word → digest, of all that belongs to no award and no ladder. `tables`: what `meaning_of_tables` gives."""
    parts = {word: digest(part) for word, part in zip(_TABLES, tables, strict=True)}
    criteria = [
        [name, item.clause.meaning, *((line.clause.id, line.clause.meaning) for line in item.criteria)]
        for name, item in sorted(definitions.items())
    ]
    return {**parts, "definitions": digest(criteria)}


def meaning_of_tables(tables: Tables) -> list[object]:
    """What the tables say, for the digest of the whole: frameworks, scales, units, conversions, catalogue …, by name."""
    scope = Scope(tables, Collector())
    trees: list[list[str]] = [
        [text_of(version.tree, scope) for versions in tables.frameworks.values() for version in versions],
        [text_of(scale.tree, scope) for scale in tables.grades.values()],
        [text_of(unit.tree, scope) for unit in tables.credit_units.values()],
        [text_of(line, scope) for line in tables.conversions],
        [text_of(register, scope) for register in tables.registers.values()],
        [text_of(calendar, scope) for calendar in tables.calendars.values()],
        [text_of(parameter, scope) for parameter in tables.parameters.values()],
        [text_of(replace(item, at="", catalogue=None), scope) for items in tables.catalogue.values() for item in items],
    ]
    return [sorted(each) for each in trees]
