"""A proposal for a profile, from the first rows of a table: which column is which member, how things are written there.

It is a proposal: a person reads it before it is used. What it could not tell stands in it as a remark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from stackr.batch.ingest.csv_rows import header_of
from stackr.batch.ingest.days import proposed
from stackr.batch.ingest.doubts import doubts
from stackr.batch.ingest.profile import Profile
from stackr.batch.ingest.shapes import LINE, SECOND, InputError
from stackr.batch.ingest.sources import Source, raw_chunks
from stackr.batch.ingest.spoken import NAMES, STATUS
from stackr.batch.ingest.workbook import sheets_of
from stackr.batch.texts import value_of
from stackr.model.learning import WORDS
from stackr.records.holding import AMOUNTS, DATES, KNOWN
from stackr.records.values import Unreadable, as_amount

MISSING: Final = ("?", "n/a", "N/A", "NA", "null", "NULL", "None", "-", "unknown", "Unknown")
ROWS: Final = 5_000
FIRST_LINES: Final = 12
"""Lines among which the names of the columns are looked for."""
WRITTEN: Final = {word: word for word in WORDS["status"]}
"""The words of a record: `Active` and `IN PROGRESS` mean what they mean."""
_COMMA: Final = re.compile(r"\d{1,6},\d{1,3}\Z")
_THOUSANDS: Final = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+\Z")
"""Thousands, or a decimal comma: nobody can tell."""


@dataclass(slots=True)
class Proposal:
    """The profile proposed, and what a person has to look at."""

    file: dict[str, str | int | list[str]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def toml(self) -> str:
        """As a profile file."""
        lines = [f"# {remark}" for remark in self.remarks]
        if self.unused:
            lines.append("# not used: " + ", ".join(self.unused) + ' (keep = ["…"] under [file] keeps a column)')
        lines += ["", "[file]", *(f"{name} = {_toml(value)}" for name, value in self.file.items())] if self.file else []
        lines += ["", "[columns]", *(f"{member} = {_toml(name)}" for member, name in self.columns.items())]
        if self.templates:
            lines += ["", "[templates]", *(f"{member} = {_toml(text)}" for member, text in self.templates.items())]
        for member, told in self.values.items():
            lines += ["", f"[values.{member}]", *(f"{_toml(word)} = {_toml(meant)}" for word, meant in told.items())]
        return "\n".join(lines).lstrip("\n") + "\n"


def _toml(value: str | int | list[str]) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    kept = "".join(marks.get(letter, letter if letter.isprintable() else f"\\u{ord(letter):04x}") for letter in value)
    return f'"{kept}"'


def sniff(source: Source) -> Proposal:
    """The proposal for one table. Raises `InputError`."""
    proposal = Proposal()
    profile = _how_written(source, proposal)
    rows = _first_rows(source, profile)
    columns = [name for name in rows.columns if not name.startswith("@")]
    proposal.columns = _members(columns)
    proposal.unused = [name for name in columns if name not in proposal.columns.values() and SECOND not in name]
    for name in sorted({name.partition(SECOND)[0] for name in columns if SECOND in name}):
        proposal.remarks.append(f"there are several columns called `{name}`: where they differ, a row is put aside")
    for member in ("learner", "credential"):
        if member not in proposal.columns:
            proposal.remarks.append(f"no column looks like `{member}`: name it under [columns]")
    missing = [word for word in MISSING if any((rows[name] == word).any() for name in columns)]
    if missing:
        proposal.file["missing"] = missing
    _amounts(rows, proposal, missing)
    _days(rows, proposal, missing)
    _statuses(rows, proposal, missing)
    _ids(rows, proposal)
    proposal.remarks += doubts(rows, proposal.columns.get("learner"))
    return proposal


def _how_written(source: Source, proposal: Proposal) -> Profile:
    profile = Profile()
    if source.kind == "text" and source.path is not None:
        profile = _of_text(source.path, proposal)
    elif source.kind == "workbook" and source.path is not None:
        profile = _of_sheets(source, source.path, proposal)
    if source.kind not in ("text", "workbook"):
        return profile
    line = _header_line(source, profile)
    if line is None:
        return profile
    proposal.file["header"] = line
    proposal.remarks.append(f"line {line} is taken for the names of the columns; the lines before it are not read")
    if source.kind == "text" and source.path is not None and "delimiter" not in proposal.file:
        with source.path.open("rb") as stream:
            delimiter = header_of(stream, profile.encoding, None, line).delimiter
        if delimiter != ",":
            proposal.file["delimiter"] = delimiter
        profile = replace(profile, delimiter=delimiter)
    return replace(profile, header=line)


def _of_text(path: Path, proposal: Proposal) -> Profile:
    encoding = "utf-8"
    try:
        _sample(path).decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < error.start + 4 and error.reason != "unexpected end of data":
            encoding = "cp1252"
            proposal.file["encoding"] = encoding
            proposal.remarks.append("it is not UTF-8; cp1252 is a guess, look at letters with accents")
    with path.open("rb") as stream:
        delimiter = header_of(stream, encoding, None).delimiter
    if delimiter != ",":
        proposal.file["delimiter"] = delimiter
        return Profile(encoding=encoding, delimiter=delimiter)
    return Profile(encoding=encoding)


def _of_sheets(source: Source, path: Path, proposal: Proposal) -> Profile:
    """The sheet in which most columns have names that are known, if it is not the one that is read anyway."""
    sheets = sheets_of(path)
    known = {sheet.name: max(_known_in_lines(source, Profile(sheet=sheet.name))) for sheet in sheets if sheet.visible}
    best = max(known, key=lambda name: known[name], default=None)
    if best is None or best == next(iter(known)):
        return Profile()
    proposal.file["sheet"] = best
    return Profile(sheet=best)


def _known_in_lines(source: Source, profile: Profile) -> list[int]:
    """In how many columns each of the first lines has a name that is known here."""
    found = []
    for line in range(1, FIRST_LINES + 1):
        try:
            piece = next(iter(raw_chunks(source, replace(profile, header=line), lambda data: None, 1)), None)
        except InputError:
            piece = None
        found.append(0 if piece is None else len(_members(name for name in piece.rows.columns if name != LINE)))
    return found


def _header_line(source: Source, profile: Profile) -> int | None:
    """The line that names the columns, if the first that is not empty does not name two, and a later one does."""
    known = _known_in_lines(source, profile)
    first = next(iter(raw_chunks(source, profile, lambda data: None, 1)), None)
    if first is None or len(_members(name for name in first.rows.columns if name != LINE)) > 1 or max(known) < 2:
        return None
    return known.index(max(known)) + 1


def _sample(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(1 << 20)
    return b"" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data


def _first_rows(source: Source, profile: Profile) -> pl.DataFrame:
    pieces = [piece.rows for piece in islice(raw_chunks(source, profile, lambda data: None, 1 << 18), 3)]
    if not pieces:
        raise InputError(f"{source.name}: there are no rows to look at")
    return pl.concat(pieces, how="diagonal").head(ROWS)


def _members(columns: Iterable[str]) -> dict[str, str]:
    """Member → column: the best name wins, each column serves once. `StudentID`, `STUDENT_ID` and `Student id` are one name."""
    plain = {name: re.sub(r"[^0-9a-z]+", "", name.casefold()) for name in columns}
    found: dict[str, str] = {}
    ranked = sorted((rank, member, name) for member, names in NAMES.items() for rank, name in enumerate(names))
    ranked += [(0, member, member) for member in sorted(KNOWN - NAMES.keys())]
    for _, member, name in ranked:
        together = re.sub(r"[ _]", "", name)
        column = next((column for column, text in plain.items() if text == together), None)
        if column is not None and member not in found and column not in found.values():
            found[member] = column
    return {member: found[member] for member in (*NAMES, *sorted(KNOWN - NAMES.keys())) if member in found}


def _ids(rows: pl.DataFrame, proposal: Proposal) -> None:
    """What tells a learner's rows apart, where no column is an id: then a correction can name the row that it is about."""
    columns = proposal.columns
    if "id" in columns or "learner" not in columns or "credential" not in columns:
        return
    for members in (("credential",), ("credential", "term"), ("credential", "awarded"), ("credential", "completed")):
        parts = [columns[member] for member in members if member in columns]
        known = rows.filter(pl.all_horizontal(pl.col(parts).is_not_null()))
        whole = len(parts) == len(members) and known.height == rows.height > 0
        if whole and not rows.select(columns["learner"], *parts).is_duplicated().any():
            proposal.templates["id"] = " ".join(f"{{{part}}}" for part in parts)
            return


def _texts(rows: pl.DataFrame, column: str, missing: Iterable[str]) -> Counter[str]:
    texts = (str(value_of(value)).strip() for value in rows[column].drop_nulls())
    return Counter(text for text in texts if text and text not in missing)


def _amounts(rows: pl.DataFrame, proposal: Proposal, missing: Iterable[str]) -> None:
    told = {proposal.columns[member]: most for member, most in AMOUNTS.items() if member in proposal.columns}
    texts = {column: _texts(rows, column, missing) for column in told}
    sure = [column for column in told if any(_COMMA.match(t) and not _THOUSANDS.match(t) for t in texts[column])]
    if sure:
        proposal.file["decimal"] = ","
        proposal.remarks.append(f"`{sure[0]}` is read with a decimal comma: 7,5 is seven and a half")
    for column, most in told.items():
        either = min((text for text in texts[column] if _THOUSANDS.match(text)), default=None)
        if either is not None and not sure:
            said = f"`{column}` holds {either!r}, which may be thousands or a decimal comma"
            proposal.remarks.append(f'{said}: if the latter, put decimal = "," under [file]')
        odd = [text for text in sorted(texts[column]) if not _is_amount(text, most, comma=bool(sure))]
        if odd:
            which = f" and {len(odd) - 1} more, no amounts: they" if len(odd) > 1 else ", which is no amount: it"
            proposal.remarks.append(f"`{column}` holds {odd[0]!r}{which} will count as unknown")


def _is_amount(text: str, most: int, *, comma: bool) -> bool:
    try:
        return as_amount(text.replace(",", ".", 1) if comma else text, most) is not None
    except Unreadable:
        return False


def _days(rows: pl.DataFrame, proposal: Proposal, missing: Iterable[str]) -> None:
    columns = [proposal.columns[member] for member in DATES if member in proposal.columns]
    forms, remarks = proposed((column, _texts(rows, column, missing)) for column in columns)
    proposal.remarks += remarks
    if forms:
        proposal.file["dates"] = forms


def _statuses(rows: pl.DataFrame, proposal: Proposal, missing: Iterable[str]) -> None:
    column = proposal.columns.get("status")
    if column is None:
        return
    told = {}
    for word, _ in sorted(_texts(rows, column, missing).most_common(50)):
        plain = word.casefold()
        meant = STATUS.get(plain, WRITTEN.get(re.sub(r"[\s_]+", "-", plain)))
        if word in WORDS["status"]:
            continue
        if meant is not None:
            told[word] = meant
        else:
            proposal.remarks.append(f"`{column}` holds {word!r}: say what it means under [values.status]")
    if told:
        proposal.values["status"] = told
