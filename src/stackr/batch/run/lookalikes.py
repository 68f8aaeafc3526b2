"""Codes in a table that a catalogue or a rule has in another way of writing: `css 102` where it says `CSS102`.

Codes are compared as they are written, so such a row counts at no requirement that names the code. Nobody is put right unasked: the
run says so, and a profile's `[values.credential]` says what is meant. Only the catalogues, the agreements and the codes that rules
name decide what is told; a run after another (`--since`) asks everybody anew where one of them has changed.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import polars as pl

from stackr._composed import composed_text
from stackr.rulebook.book import RuleBook
from stackr.rulebook.named import named_codes

LOOKALIKES: Final = {"learner": pl.String, "credential": pl.String, "meant": pl.String}
"""One row per learner and code; `meant`: the one code of catalogues and rules that differs in nothing but case, spaces and signs."""


class Lookalikes:
    """The codes of one rule book, by their letters and digits."""

    def __init__(self, book: RuleBook) -> None:
        agreed = {side.code.text for made in book.articulations.values() for side in made.tree.sources if side.code}
        listed = named_codes(book) | book.tables.catalogue.keys()
        self._known = listed | agreed
        bare: dict[str, list[str]] = {}
        for code in sorted(listed):
            bare.setdefault(_bare(code), []).append(code)
        self._one = {text: codes[0] for text, codes in bare.items() if text and len(codes) == 1}

    def of(self, holdings: pl.DataFrame) -> pl.DataFrame:
        """Those among the holdings of one part, in order of learner and code."""
        if not self._one or "credential" not in holdings.columns:
            return pl.DataFrame(schema=LOOKALIKES)
        told = holdings["credential"].unique().drop_nulls().cast(pl.String).to_list()
        meant = {code: found for code in told if (found := self._meant(code))}
        if not meant:
            return pl.DataFrame(schema=LOOKALIKES)
        rows = holdings.select(pl.col("learner", "credential").cast(pl.String))
        rows = rows.filter(pl.col("credential").is_in(list(meant))).unique().sort("learner", "credential")
        return rows.with_columns(meant=pl.col("credential").replace_strict(meant, return_dtype=pl.String))

    def _meant(self, code: str) -> str | None:
        return None if composed_text(code).strip() in self._known else self._one.get(_bare(code))


def _bare(code: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", code).casefold() if letter.isalnum())
