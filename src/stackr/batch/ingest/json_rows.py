"""JSON Lines as rows: each line a whole learner record, or one holding with a member `learner`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import polars as pl

from stackr.batch.ingest.lines import blocks
from stackr.batch.ingest.shapes import LINE, MOST_BYTES, Bad, Chunk, Seen, bad
from stackr.batch.rows import OF_A_HOLDING, WHOLE
from stackr.batch.texts import EXACT, is_whole, json_of
from stackr.records.errors import RecordError
from stackr.records.json_text import NumberText, Twice, check_depth, parse_line
from stackr.records.values import no_list

MOST_WHOLE: Final = 50 * MOST_BYTES
"""The largest file that is read as one JSON value."""
MOST_RECORD: Final = 32 * MOST_BYTES
ABOUT: Final = ("name", "identifiers", "identity", "facts", "decisions")
"""What a whole record says besides its holdings."""
EMPTY: Final = "@empty"
"""Marks a record that holds nothing: it counts as one row."""
_NO_ID: Final = EXACT + "null"
"""Not plain text: the learner is looked at by itself."""


def read_json_lines(stream: BinaryIO, encoding: str, size: int, seen: Seen) -> Iterator[Chunk]:
    """The rows of a JSON Lines file, in chunks of about `size` bytes."""
    for first, block in blocks(stream, encoding, size, seen):
        reader = _Block()
        for number, line in enumerate(block.split(b"\n")[:-1], first):
            if line.strip():
                reader.read(number, line)
        yield reader.chunk()


def read_json_file(path: Path, encoding: str, size: int, seen: Seen) -> Iterator[Chunk]:
    """A `.json` file: one record or a list of them, numbered from 1, else one per line. Raises `OSError`."""
    values = _values(path, encoding) if path.stat().st_size <= MOST_WHOLE else None
    with path.open("rb") as stream:
        if values is None:
            yield from read_json_lines(stream, encoding, size, seen)
            return
        while piece := stream.read(1 << 20):
            seen(piece)
    reader = _Block()
    for number, value in enumerate(values, 1):
        reader.take(number, value, None)
    yield reader.chunk()


def _values(path: Path, encoding: str) -> list[Any] | None:
    """The records of a file that is one JSON value; None if it is none."""
    with path.open("rb") as stream:
        data = b"".join(block for _, block in blocks(stream, encoding, MOST_WHOLE, lambda piece: None))
    try:
        value = parse_line(data.decode("utf-8"))
    except (RecordError, UnicodeDecodeError):
        return None
    if isinstance(value, dict):
        return [value]
    return value if isinstance(value, list) else None


class _Block:
    def __init__(self) -> None:
        self.rows: list[dict[str, str | int | None]] = []
        self.about: list[dict[str, str | int | None]] = []
        self.bad: list[Bad] = []
        self.empty = 0

    def chunk(self) -> Chunk:
        names = sorted({name for row in self.rows for name in row} - {LINE})
        schema: dict[str, Any] = {LINE: pl.Int64} | dict.fromkeys(names, pl.String)
        rows = (
            pl.DataFrame(self.rows, schema=schema)
            if self.rows
            else pl.DataFrame(schema={LINE: pl.Int64, "learner": pl.String})
        )
        about = None
        if self.about:
            about = pl.DataFrame(
                self.about, schema=dict.fromkeys(("learner", *ABOUT, EMPTY), pl.String) | {LINE: pl.Int64}
            )
        return Chunk(rows, self.bad, about, records=len(self.rows) + len(self.bad) + self.empty)

    def read(self, number: int, line: bytes) -> None:
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            self.bad.append(bad(number, "not-text", value=line.decode("utf-8", "backslashreplace")))
            return
        if len(line) > MOST_BYTES:
            self.bad.append(bad(number, "too-long", value=text))
            return
        try:
            self.take(number, parse_line(text), text)
        except RecordError as error:
            self.bad.append(bad(number, "not-json", str(error), None, text))

    def take(self, number: int, data: Any, text: str | None) -> None:
        """A value, and the text that it was read from if that is known."""
        try:
            if not isinstance(data, dict):
                raise RecordError("it is JSON, but no object")
            check_depth(data)
        except RecordError as error:
            self.bad.append(bad(number, "not-json", str(error), None, text))
            return
        self._object(number, data)

    def _object(self, number: int, data: dict[str, Any]) -> None:
        learner = data.get("learner")
        if isinstance(learner, Twice):
            self.bad.append(bad(number, "two-values", "", "learner", " / ".join(map(str, learner))))
            return
        if isinstance(learner, bool) or not isinstance(learner, str | int) or not str(learner).strip():
            self.bad.append(bad(number, "no-learner", "", "learner", None if learner is None else str(learner)))
            return
        who = str(learner).strip()
        if not is_whole(who):
            self.bad.append(bad(number, "bad-learner", "", "learner", who))
            return
        if "holdings" not in data and not any(name in data for name in ("facts", "decisions")):
            self.rows.append({**_cells(data), LINE: number, "learner": who})
            return
        told = data.get("holdings")
        holdings = [] if told is None else told
        if not isinstance(holdings, list):
            self.bad.append(bad(number, "unreadable", no_list("holdings", told), "holdings", dumped(told)))
            return
        for holding in holdings:
            self.rows.append({**_cells(holding), LINE: number, "learner": who})
        self.empty += not holdings
        about = {name: None if data.get(name) is None else _about(name, data[name]) for name in ABOUT}
        self.about.append({"learner": who, **about, EMPTY: None if holdings else "1", LINE: number})


def _cells(holding: Any) -> dict[str, str | int | None]:
    """A holding as cells. A member `learner` of it is nobody's, as is one that only rows of this program have; with one that no
    column can be called like, it is kept whole.
    """
    if not isinstance(holding, dict):
        return {"id": _NO_ID, WHOLE: EXACT + dumped(holding)}
    members = {name: value for name, value in holding.items() if name != "learner" and name[:1] != "@"}
    if not all(map(is_whole, members)):
        return {"id": _NO_ID, WHOLE: EXACT + dumped(members)}
    return {name: cell(name, value) for name, value in members.items()}


def cell(member: str, value: Any) -> str | None:
    """A member of a holding as a cell of text that says the very value: as it is, or as JSON behind `EXACT`."""
    if value is None:
        return None
    if member in OF_A_HOLDING:
        return dumped(value) if isinstance(value, list) else EXACT + dumped(value)
    if isinstance(value, NumberText):
        return value if value.lstrip("-")[:1].isdigit() else EXACT + dumped(value)
    if isinstance(value, str) and value and not value.startswith(EXACT) and is_whole(value):
        return value
    return EXACT + dumped(value)


def dumped(value: Any) -> str:
    """JSON text that reads back as the very same: numbers keep their digits, members given twice are given twice."""
    match value:
        case NumberText():
            return str(value)
        case dict():
            pairs = [
                (name, one) for name, item in value.items() for one in (item if isinstance(item, Twice) else (item,))
            ]
            return "{" + ", ".join(f"{json.dumps(name)}: {dumped(item)}" for name, item in pairs) + "}"
        case list() | tuple():
            return "[" + ", ".join(dumped(item) for item in value) + "]"
        case _:
            return json_of(value)


def _about(name: str, value: Any) -> str | None:
    if name in ("facts", "decisions"):
        return dumped(value)
    plain = isinstance(value, str) and not value.startswith(EXACT) and is_whole(value)
    return str(value) if plain else EXACT + dumped(value)
