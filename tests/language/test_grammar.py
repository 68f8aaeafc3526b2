"""The grammar is LALR without a conflict settled in silence, and its tables are the same however they come about."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from lark.exceptions import GrammarError

from stackr.language import tables as module
from stackr.language.actions import ACTIONS
from stackr.language.tables import build, tables

GRAMMAR = resources.files("stackr.language").joinpath("grammar.lark").read_text("utf-8")


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own, and no tables in memory."""
    monkeypatch.setenv("STACKR_CACHE", str(tmp_path))
    tables.cache_clear()
    return tmp_path


def test_the_grammar_has_no_conflict_and_one_that_has_is_refused() -> None:
    assert build(GRAMMAR)["states"]
    loose = GRAMMAR.replace('disjunction: conj ("or" conj)+', 'disjunction: expr "or" expr')
    assert loose != GRAMMAR
    with pytest.raises(GrammarError, match="Shift/Reduce"):
        build(loose)


def test_every_form_of_the_grammar_has_an_action() -> None:
    made = {rule.action for rule in tables().rules if rule.action != "_" and not rule.single}
    assert made - set(ACTIONS) == set()


def test_a_cache_that_is_damaged_or_of_another_grammar_is_built_anew(fresh: Path) -> None:
    built = tables()
    (file,) = fresh.glob("grammar-*.json")
    good = file.read_bytes()
    for damaged in (b"", b"{}", b"[1, 2", b"\xff\xfe", json.dumps({"states": [], "rules": [[]]}).encode()):
        file.write_bytes(damaged)
        tables.cache_clear()
        assert tables() == built
        assert file.read_bytes() == good


def test_without_a_place_for_the_cache_it_works_all_the_same(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (fresh / "file").write_text("")
    monkeypatch.setenv("STACKR_CACHE", str(fresh / "file" / "below"))
    tables.cache_clear()
    assert tables().states


def test_the_tables_do_not_depend_on_when_they_are_made() -> None:
    assert build(GRAMMAR) == build(GRAMMAR)
    assert module.FORMAT >= 1
