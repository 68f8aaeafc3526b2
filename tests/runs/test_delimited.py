"""Delimited text, however dirty: every row is used or put aside with its line and reason, and chunks change nothing."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stackr.batch.ingest.csv_rows import read_csv
from stackr.batch.ingest.shapes import LINE, MOST_BYTES, InputError

Good = list[tuple[object, ...]]


def read(text: str | bytes, size: int = 1 << 20, encoding: str = "utf-8") -> tuple[Good, list[tuple[int, str]]]:
    """(values and line of good rows, line and reason of bad ones)."""
    data = text if isinstance(text, bytes) else text.encode()
    good: Good = []
    bad = []
    for chunk in read_csv(io.BytesIO(data), encoding, None, size, lambda piece: None):
        names = [name for name in chunk.rows.columns if name != LINE]
        good += chunk.rows.select(*names, LINE).rows()
        bad += [(item.line, item.reason) for item in chunk.bad]
        assert chunk.records == chunk.rows.height + len(chunk.bad)
    return good, bad


CASES = [
    ("plain", "a,b\n1,2\n", [("1", "2", 2)], []),
    ("no line feed at the end", "a,b\n1,2", [("1", "2", 2)], []),
    ("carriage returns", "a,b\r\n1,2\r\n", [("1", "2", 2)], []),
    ("carriage returns alone", "a,b\r1,2\r3,4\r", [("1", "2", 2), ("3", "4", 3)], []),
    ("a mark at the beginning", "\ufeffa,b\n1,2\n", [("1", "2", 2)], []),
    ("empty lines", "\n\na,b\n\n1,2\n  \n3,4\n\n", [("1", "2", 5), ("3", "4", 7)], []),
    ("empty values", "a,b\n,\n1,\n", [(None, None, 2), ("1", None, 3)], []),
    ("semicolons", "a;b\n1,5;2\n", [("1,5", "2", 2)], []),
    ("tabs", "a\tb\n1\t2\n", [("1", "2", 2)], []),
    ("one column", "a\n1\n2\n", [("1", 2), ("2", 3)], []),
    ("quoted", 'a,b\n"1,1","say ""x"""\n', [("1,1", 'say "x"', 2)], []),
    ("over two lines", 'a,b,c\n1,"x\ny",2\n3,4,5\n', [("1", "x\ny", "2", 2), ("3", "4", "5", 4)], []),
    ("too few", "a,b,c\n1,2\n3,4,5\n", [("3", "4", "5", 3)], [(2, "ragged")]),
    ("a decimal comma", "a,b\nL,7,5\n", [], [(2, "ragged")]),
    ("too many, quoted", 'a,b\n"1","2","3"\n', [], [(2, "ragged")]),
    (
        "a quote that never closes",
        'a,b,c\n1,"x,2\n3,4,5\n6,7,8\n',
        [("3", "4", "5", 3), ("6", "7", "8", 4)],
        [(2, "open-quote")],
    ),
    ("at the end of the file", 'a,b,c\n3,4,5\n1,"x,2\n', [("3", "4", "5", 2)], [(3, "open-quote")]),
    (
        "two that never close do not swallow what is between them",
        'a,b,c\n1,"x,2\n3,4,5\n6,y",7\n8,9,0\n',
        [("3", "4", "5", 3), ("6", 'y"', "7", 4), ("8", "9", "0", 5)],
        [(2, "open-quote")],
    ),
    ("a quote after a quoted value", 'a,b\n"1"x,2\n3,4\n', [("3", "4", 3)], [(2, "stray-quote")]),
    ("a quote inside a plain value", 'a,b\n5" disk,2\n', [('5" disk', "2", 2)], []),
    ("a NUL", "a,b\n1,\0\n3,4\n", [("3", "4", 3)], [(2, "control")]),
    ("not UTF-8", b"a,b\n1,\xe9\n3,4\n", [("3", "4", 3)], [(2, "not-text")]),
]


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize(("text", "good", "bad"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_becomes_of_each_line(text: str | bytes, good: Good, bad: list[tuple[int, str]], size: int) -> None:
    assert read(text, size) == (good, bad)


def test_other_encodings() -> None:
    assert read("a,b\né,2\n".encode("cp1252"), encoding="cp1252") == ([("é", "2", 2)], [])
    assert read("a,b\né,2\n".encode("utf-16")) == ([("é", "2", 2)], [])
    assert read(b"a,b\n1,\x81\n3,4\n", encoding="cp1252") == ([("3", "4", 3)], [(2, "control")])


@pytest.mark.parametrize("size", [1000, 1 << 24])
def test_a_line_of_many_megabytes_is_put_aside_and_the_next_is_read(size: int) -> None:
    huge = "x" * (3 * MOST_BYTES)
    good, bad = read(f"a,b\n1,{huge}\n3,4\n{huge}", size)
    assert good == [("3", "4", 3)]
    assert bad == [(2, "too-long"), (4, "too-long")]


@pytest.mark.parametrize("text", [b"", b"\n\n", b'"a,b\n1,2\n', b"a,\xff\n1,2\n"])
def test_no_header_is_said_before_any_work(text: bytes) -> None:
    with pytest.raises(InputError):
        read(text)


def test_quotes_that_open_on_every_line_take_no_time() -> None:
    good, bad = read("a,b\n" + '"x\n' * 20_000)
    assert (len(good), len(bad)) == (0, 20_000)


PIECE = st.text(st.sampled_from('ab,";\n\r\0 \té\U0001f600'), max_size=60)


@given(PIECE, st.integers(1, 40))
@example('x,"\n\n"\n', 1)
@example('x,"a\nb","\n",2\n', 3)
def test_chunks_change_nothing_and_no_line_is_lost(text: str, size: int) -> None:
    whole = read(f"h,i\n{text}\n")
    assert read(f"h,i\n{text}\n", size) == whole


@given(st.integers(0, 10**9))
def test_one_bad_byte_in_a_hundred_loses_no_row(seed: int) -> None:
    """Damaged bytes that are no line feeds: as many rows as lines, used or put aside; rows without damage stay as they were."""
    chance = random.Random(seed)
    lines = [f"L{n},credential {n},{n % 7}".encode() for n in range(200)]
    damaged: set[int] = set()
    for _ in range(20):
        place = chance.randrange(len(lines))
        line = bytearray(lines[place])
        line[chance.randrange(len(line))] = chance.choice(b"\xff\x00,;\x80a")
        lines[place] = bytes(line)
        damaged.add(place)
    good, bad = read(b"learner,credential,n\n" + b"\n".join(lines) + b"\n", chance.choice((50, 1 << 20)))
    assert len(good) + len(bad) == len(lines)
    kept = {row[-1]: row[:-1] for row in good}
    for place in set(range(len(lines))) - damaged:
        assert kept[place + 2] == tuple(lines[place].decode().split(","))
