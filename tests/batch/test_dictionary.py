"""Texts by number: the library's views, its categories and plain text give the same numbers, over frames of any cutting."""

from __future__ import annotations

import random

import polars as pl
import pytest

from stackr.batch.by_columns.dictionary import Dictionary

TEXTS = [
    None,
    "",
    "a",
    "A",
    " a",
    "twelve bytes",
    "thirteen byte",
    "thirteen bytf",
    "x" * 500,
    "é" * 6,
    "é" * 7,
    "0",
    "00",
]


def frames(seed: int, different: int) -> list[pl.Series]:
    """Columns of two thousand rows, some in several chunks, some a slice of a longer one."""
    draw = random.Random(seed)
    texts = [*TEXTS, *(f"{n}" * draw.randint(1, 9) for n in range(different))]
    found = []
    for _ in range(4):
        chunks = [pl.Series("c", draw.choices(texts, k=700), pl.String) for _ in range(4)]
        found.append(pl.concat(chunks, rechunk=draw.random() < 0.5).slice(draw.randint(0, 3), 2_000))
    return found


@pytest.mark.parametrize(("seed", "different"), [(1, 0), (2, 50), (3, 20_000)])
def test_numbers_mean_their_texts(seed: int, different: int) -> None:
    book = Dictionary()
    for column in frames(seed, different):
        for given in (column, column.cast(pl.Categorical), column.head(10), column.clear()):
            told = [book.texts[number] for number in book.codes(given)]
            assert told == [text or "" for text in given.cast(pl.String)]
    assert len(set(book.texts)) == len(book.texts)
    assert book.texts[0] == ""


def test_an_empty_text_may_have_a_number_of_its_own() -> None:
    book = Dictionary(empty_is_absent=False)
    for column in frames(5, 20_000):
        for given in (column, column.head(10)):
            numbers = book.codes(given)
            assert [book.texts[number] if number else None for number in numbers] == given.to_list()


def test_what_is_worked_out_of_texts_grows_with_them() -> None:
    book = Dictionary()
    for column in frames(4, 100):
        codes = book.codes(column)
        assert list(book.each("length", len)[codes]) == [len(text or "") for text in column]
