"""The packs that ship: they load as one book, their scenarios pass, and nothing in them is without a source or a label."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from stackr._shipped import shipped_rules
from stackr.diagnostics.model import Severity
from stackr.language import tree
from stackr.rulebook.book import RuleBook
from stackr.rulebook.bundle import read_paths
from stackr.rulebook.load import compile_bundle, load
from stackr.testing.output import as_text
from stackr.testing.result import Report
from stackr.testing.run import run_scenarios

RULES = shipped_rules()
FILES = sorted(path.relative_to(RULES).as_posix() for path in RULES.rglob("*.stackr"))
REAL = [file for file in FILES if file.startswith(("programmes/", "definitions/", "recognition/"))]
UNTOLD = frozenset({2, 4, 8, 10, 14, 15, 18, 20, 22, 25, 29, 31, 34, 36, 37, 42, 44, 48, 50, 55, 58, 59, 62, 63, 66})
"""Numbers that the list of situations leaves out, and two that no scenario can show: a fault of a rule, and a batch."""
SITUATIONS = sorted(frozenset(range(1, 83)) - UNTOLD - {68, 71, 72, 75, 79, 81})


@cache
def whole() -> RuleBook:
    return load(RULES)


@cache
def ran(file: str) -> Report:
    """The scenarios of one file, run with that file and what it imports."""
    return run_scenarios(load(RULES / file))


def test_all_packs_load_as_one_book_without_an_error() -> None:
    _, diagnostics = compile_bundle(read_paths([RULES]))
    assert [d.message for d in diagnostics if d.severity is Severity.ERROR] == []


@pytest.mark.parametrize("file", FILES)
def test_every_scenario_of_the_file_passes(file: str) -> None:
    report = ran(file)
    assert not report.failed, as_text(report)


def test_scenarios_pass_in_the_whole_book_too() -> None:
    report = run_scenarios(whole())
    assert len(report.results) >= 180
    assert not report.failed, as_text(report)


@pytest.mark.parametrize("file", REAL)
def test_every_clause_of_what_is_real_is_exercised(file: str) -> None:
    own = {id for id, clause in whole().clauses.items() if clause.at.rpartition(":")[0] == file}
    assert sorted(own & set(ran(file).coverage.unexercised)) == []


def test_no_clause_is_left_unexercised() -> None:
    assert run_scenarios(whole()).coverage.unexercised == ()


def test_every_clause_has_a_source_or_a_label() -> None:
    """Its own, that of a clause above it, or that of the pack it stands in."""
    packs = {file.path for file in whole().files if file.meta.source or file.meta.note or file.meta.confidence}
    bare = [clause.at for id, clause in whole().clauses.items() if not _told(id) and _file(clause.at) not in packs]
    assert bare == []


def _told(id: str) -> bool:
    clauses = whole().clauses
    parts = id.split(".")
    above = [clauses[name] for n in range(len(parts), 0, -1) if (name := ".".join(parts[:n])) in clauses]
    return any(clause.source or clause.note or clause.confidence for clause in above)


def _file(at: str) -> str:
    return at.rpartition(":")[0]


@pytest.mark.parametrize("file", REAL)
def test_what_is_real_cites_an_address(file: str) -> None:
    text = (RULES / file).read_text("utf-8")
    assert 'source "http' in text


def test_every_table_says_where_it_is_from() -> None:
    packs = {file.path for file in whole().files if file.meta.note or file.meta.source}
    tables = [
        (file.path, item.meta)
        for file in whole().files
        for item in file.declarations
        if isinstance(item, tree.Framework | tree.CreditUnit | tree.Grades | tree.Convert)
    ]
    assert [path for path, meta in tables if path not in packs and not (meta.source or meta.confidence)] == []


@pytest.mark.parametrize("number", SITUATIONS)
def test_every_situation_of_the_list_has_a_scenario(number: int) -> None:
    titles = [item.title.text for item in whole().scenarios]
    assert any(title.startswith(f"E{number}:") for title in titles)


def test_nothing_is_copied_from_this_machine() -> None:
    for file in FILES:
        found = re.search(r"(?<![\w:/.)}\"])/[a-z]+/", Path(RULES / file).read_text("utf-8"))
        assert found is None, f"{file} names a folder: {found and found.group()}"
