"""docs/codes.md is what the table says."""

from __future__ import annotations

from pathlib import Path

from stackr.diagnostics.codes import CODES
from stackr.diagnostics.reference import reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "codes.md"


def test_the_page_is_made_from_the_table() -> None:
    again = "make it again: python -m stackr.diagnostics.reference > docs/codes.md"
    assert PAGE.read_text("utf-8") == reference(), again


def test_every_code_is_on_it() -> None:
    page = reference()
    assert [code for code in CODES if f"### {code}: " not in page] == []
