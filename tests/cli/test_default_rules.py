"""Which rules apply where none are named."""

from __future__ import annotations

from stackr._shipped import MADE_UP, shipped_packs, shipped_rules
from stackr.book import load
from stackr.cli.asked import load_rules


def test_without_rules_the_awards_of_real_programmes_apply_and_no_made_up_ones() -> None:
    book = load_rules(())
    assert {"BSB50420", "UOL-BSC-CS", "MELB-GCERT"} <= set(book.qualifications)
    made_up = [load([path]) for name in MADE_UP for path in sorted((shipped_rules() / name).glob("*.stackr"))]
    imported = set(load(shipped_packs()).definitions)
    assert made_up
    for other in made_up:
        assert not set(other.qualifications) & set(book.qualifications)
        assert not (set(other.definitions) - imported) & set(book.definitions)
