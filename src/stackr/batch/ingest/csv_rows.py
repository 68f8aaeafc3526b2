"""Delimited text as rows: every physical line accounted for, and one bad line never swallows its neighbours.

Lines without a quote are cut by the library in bulk. A line with one is read by itself; only if its quote stays open are
the next lines joined to it, and not beyond a line that is a whole row of its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import polars as pl

from stackr.batch.ingest.lines import blocks
from stackr.batch.ingest.shapes import LINE, MOST_BYTES, Bad, Chunk, InputError, Seen, bad, distinct, row_frame

DELIMITERS: Final = (",", ";", "\t", "|")
MOST_JOINED: Final = 100
"""The most physical lines that one row may take."""
MOST_COLUMNS: Final = 2_000

csv.field_size_limit(2 * MOST_BYTES)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is no row."""

    reason: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns as the file has them, what stands between values, and the line of the first row."""

    names: tuple[str, ...]
    delimiter: str
    first: int


def read_csv(
    stream: BinaryIO, encoding: str, delimiter: str | None, size: int, seen: Seen, line: int | None = None
) -> Iterator[Chunk]:
    """The rows of a delimited text file, in chunks of about `size` bytes. `line`: which names the columns; else the first that
    is not empty. Raises `InputError` if it has no header.
    """
    header: Header | None = None
    carried: list[str] = []
    start = 1
    for number, block in blocks(stream, encoding, size, seen):
        first, text = number - len(carried), _Text(block, carried)
        if header is None:
            header = _header(text.lines, delimiter, line)
            text.lines[: header.first - first] = []
            first = header.first
        start = first + len(text.lines)
        chunk, carried = _Block(header, first, text.lines).read(last=False)
        start -= len(carried)
        yield chunk
    if header is None:
        raise InputError("the file is empty", "the first line names the columns")
    if carried:
        yield _Block(header, start, carried).read(last=True)[0]


def header_of(stream: BinaryIO, encoding: str, delimiter: str | None, line: int | None = None) -> Header:
    """The header alone. Raises `InputError`."""
    for _, block in blocks(stream, encoding, 1, lambda piece: None):
        return _header(_Text(block, []).lines, delimiter, line)
    raise InputError("the file is empty", "the first line names the columns")


class _Text:
    """A block as lines of text. A line that is not UTF-8 carries a NUL, one that had a NUL too: both are put aside."""

    __slots__ = ("lines",)

    def __init__(self, block: bytes, carried: list[str]) -> None:
        try:
            text = block.decode("utf-8")
        except UnicodeDecodeError:
            text = "\n".join(_decoded(line) for line in block.split(b"\n"))
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        self.lines = carried + text.split("\n")[:-1]


_ENCODING: Final = 'a profile names the encoding under [file]: encoding = "cp1252", or "utf-16-le"'
_UNDECODED: Final = "\0not text\0"


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return _UNDECODED + line.decode("utf-8", "backslashreplace")


def _header(lines: list[str], delimiter: str | None, line: int | None) -> Header:
    filled = (place for place, text in enumerate(lines) if text.strip() and place >= (line or 1) - 1)
    place = next(filled, None)
    if line is not None and place != line - 1:
        raise InputError(f"line {line} is said to name the columns, and there is nothing in it")
    if place is None:
        raise InputError("the file begins with nothing but empty lines", "the first line names the columns")
    chosen = delimiter or max(DELIMITERS, key=lambda mark: (lines[place].count(mark), -DELIMITERS.index(mark)))
    for count in range(1, min(MOST_JOINED, len(lines) - place) + 1):
        names = _cut("\n".join(lines[place : place + count]), chosen)
        if isinstance(names, list):
            break
        if names.reason != "open-quote":
            break
    if isinstance(names, Fault) or any("\0" in name for name in names):
        if isinstance(names, list):
            raise InputError("the header can't be read: it is not text", _ENCODING)
        raise InputError("the header can't be read: a quote")
    if len(names) > MOST_COLUMNS:
        raise InputError(f"the header names {len(names)} columns, and {MOST_COLUMNS} is the limit")
    return Header(tuple(name.strip() for name in names), chosen, place + count + 1)


def _cut(text: str, delimiter: str) -> list[str] | Fault:
    """The values of one row's text, or what is wrong with it."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        told = str(error)
        return Fault("open-quote" if "unexpected end" in told else "stray-quote")
    return rows[0] if len(rows) == 1 else Fault("stray-quote")


class _Block:
    """Some whole lines, and what becomes of each."""

    def __init__(self, header: Header, first: int, lines: list[str]) -> None:
        self.names = distinct(header.names)
        self.delimiter = header.delimiter
        self.first = first
        self.lines = lines
        self.bad: list[Bad] = []
        self.cut: list[tuple[int, list[str]]] = []

    def read(self, *, last: bool) -> tuple[Chunk, list[str]]:
        """The chunk, and lines at the end that may go on in the next block (none if it is the last)."""
        texts = pl.Series("text", self.lines, dtype=pl.String)
        frame = (
            pl.DataFrame({"text": texts})
            .with_row_index("at")
            .with_columns(
                special=pl.col("text").str.contains_any(['"', "\0"]) | (pl.col("text").str.len_bytes() > MOST_BYTES),
                blank=pl.col("text").str.strip_chars() == "",
                marks=pl.col("text").str.count_matches(self.delimiter, literal=True),
            )
        )
        special = frame.filter("special")["at"].to_list()
        carried = self._specials(special, last)
        taken = self._taken
        plain = frame.filter(~pl.col("special") & ~pl.col("blank"))
        if taken:
            plain = plain.filter(~pl.col("at").is_in(sorted(taken)))
        if carried:
            plain = plain.filter(pl.col("at") < len(self.lines) - len(carried))
        whole = plain.filter(pl.col("marks") == len(self.names) - 1)
        for at, text, marks in plain.filter(pl.col("marks") != len(self.names) - 1)["at", "text", "marks"].iter_rows():
            self._ragged(at, text, marks + 1)
        rows = self._rows(whole)
        return Chunk(rows, sorted(self.bad, key=lambda item: item.line), records=rows.height + len(self.bad)), carried

    def _rows(self, whole: pl.DataFrame) -> pl.DataFrame:
        parts = []
        if whole.height:
            parts.append(self._split(whole))
        if self.cut:
            columns: list[list[str | None]] = [
                [row[place] or None for _, row in self.cut] for place in range(len(self.names))
            ]
            parts.append(row_frame(self.names, columns, [line for line, _ in self.cut]))
        if not parts:
            return row_frame(self.names, [[] for _ in self.names], [])
        return parts[0] if len(parts) == 1 else pl.concat(parts).sort(LINE)

    def _split(self, whole: pl.DataFrame) -> pl.DataFrame:
        """Lines without quotes, each with the right number of values."""
        text = "\n".join(whole["text"].to_list()) + "\n"
        rows = pl.read_csv(
            text.encode(),
            has_header=False,
            new_columns=self.names,
            separator=self.delimiter,
            quote_char=None,
            infer_schema=False,
        )
        if rows.shape != (whole.height, len(self.names)):
            raise InputError("the library cut the lines otherwise than counted")  # a guard: no line is ever lost unseen
        return rows.with_columns((whole["at"].cast(pl.Int64) + self.first).alias(LINE))

    # ── lines with quotes, NULs, and lines too long ──

    def _specials(self, special: list[int], last: bool) -> list[str]:
        self._taken: set[int] = set()
        marked = set(special)
        for at in special:
            if at in self._taken:
                continue
            text = self.lines[at]
            if (fault := _unfit(text)) is not None:
                self._put_aside(at, fault, text)
                continue
            values = _cut(text, self.delimiter)
            if isinstance(values, Fault) and values.reason == "open-quote":
                joined = self._joined(at, marked)
                if joined is None:
                    if not last and len(self.lines) - at <= MOST_JOINED and self._may_go_on(at, marked):
                        return self.lines[at:]
                    self._put_aside(at, values, text)
                    continue
                values = joined
            if isinstance(values, Fault):
                self._put_aside(at, values, text)
            elif len(values) != len(self.names):
                self._ragged(at, text, len(values))
            else:
                self.cut.append((self.first + at, values))
        return []

    def _joined(self, at: int, marked: set[int]) -> list[str] | None:
        """The row that begins here and ends on a later line; None if its quote closes nowhere near."""
        odd = self.lines[at].count('"') % 2
        size = len(self.lines[at])
        for end in range(at + 1, min(at + MOST_JOINED, len(self.lines))):
            text = self.lines[end]
            size += len(text)
            if size > MOST_BYTES or self._stands_alone(end, marked):
                return None
            odd ^= text.count('"') % 2
            if odd:
                continue
            values = _cut("\n".join(self.lines[at : end + 1]), self.delimiter)
            if not isinstance(values, list) or len(values) != len(self.names):
                return None
            self._taken.update(range(at + 1, end + 1))
            return values
        return None

    def _may_go_on(self, at: int, marked: set[int]) -> bool:
        """Whether nothing up to the end of the block shows that the open quote is a slip."""
        odd = self.lines[at].count('"') % 2
        for end in range(at + 1, len(self.lines)):
            odd ^= self.lines[end].count('"') % 2
            if not odd or self._stands_alone(end, marked):
                return False
        return sum(map(len, self.lines[at:])) <= MOST_BYTES

    def _stands_alone(self, at: int, marked: set[int]) -> bool:
        """Whether the line is a whole row by itself, so that the quote before it can't be meant to go on."""
        if len(self.names) == 1:
            return False
        if at not in marked:
            return self.lines[at].count(self.delimiter) == len(self.names) - 1
        if self.lines[at].count('"') % 2:
            return False
        values = _cut(self.lines[at], self.delimiter)
        return isinstance(values, list) and len(values) == len(self.names)

    def _ragged(self, at: int, text: str, found: int) -> None:
        told = f"{found} values in this line, and {len(self.names)} columns"
        self.bad.append(bad(self.first + at, "ragged", told, None, text))

    def _put_aside(self, at: int, fault: Fault, text: str) -> None:
        self.bad.append(bad(self.first + at, fault.reason, fault.message, None, text.replace(_UNDECODED, "")))


def _unfit(text: str) -> Fault | None:
    if text.startswith(_UNDECODED):
        return Fault("not-text")
    if "\0" in text:
        return Fault("control")
    return Fault("too-long") if len(text.encode()) > MOST_BYTES else None
