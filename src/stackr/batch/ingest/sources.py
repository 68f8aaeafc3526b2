"""What a run reads: files, folders, patterns of file names, a query. Each becomes one `Source`, in order of name."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from stackr.batch.ingest.content import check_content, is_text
from stackr.batch.ingest.csv_rows import header_of, read_csv
from stackr.batch.ingest.database import read_query, shown_address
from stackr.batch.ingest.json_rows import read_json_file, read_json_lines
from stackr.batch.ingest.members import LEARNER, Mapping
from stackr.batch.ingest.profile import Profile
from stackr.batch.ingest.shapes import LINE, Chunk, InputError, Seen, distinct
from stackr.batch.ingest.table_rows import read_arrow, read_parquet
from stackr.batch.ingest.workbook import read_workbook, sheets_of
from stackr.diagnostics.suggest import did_you_mean

KINDS: Final = {
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
}
PACKED: Final = frozenset((".gz", ".zip", ".bz2", ".xz", ".zst", ".7z"))
_NO_TABLES: Final = frozenset((".stackr", ".toml", ".yaml", ".yml", ".py", ".md"))
CHUNK: Final = 8 * 1024 * 1024
ROWS: Final = 200_000
"""Rows of a chunk of what has no lines, where chunks have `CHUNK` bytes."""
MOST_SHAPES: Final = 32
"""So many sets of columns are remembered."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input: a file of a kind, or a query. `name` is what the quarantine and the manifest call it."""

    name: str
    kind: str
    path: Path | None = None
    address: str = ""
    query: str = ""

    @property
    def size(self) -> int:
        """Bytes on disk; 0 for a query."""
        return self.path.stat().st_size if self.path is not None else 0


def expand(given: Iterable[str]) -> list[Source]:
    """The files that paths, folders and patterns mean, each once. Raises `InputError`."""
    found: dict[Path, Source] = {}
    for text in given:
        for path in _files(text):
            kind = KINDS.get(path.suffix.lower())
            if path.suffix.lower() in PACKED:
                raise InputError(f"{path}: packed files are not read", "unpack it first; Parquet is small as it is")
            check_content(path, kind)
            if kind is None:
                raise InputError(
                    f"{path}: nobody here reads `{path.suffix or path.name}` files", _called_otherwise(path)
                )
            found.setdefault(path.resolve(), Source(path.as_posix(), kind, path))
    return sorted(found.values(), key=lambda source: source.name)


def _called_otherwise(path: Path) -> str:
    """What to do about a file whose name says nothing known."""
    if is_text(path) and path.suffix.lower() not in _NO_TABLES:
        return "it is text: if it is a table, call it .csv; if a JSON object stands in each line, .jsonl"
    return did_you_mean(path.suffix.lower(), KINDS) or f"read are {', '.join(sorted(KINDS))}"


def _files(text: str) -> list[Path]:
    path = Path(text)
    if path.is_dir():
        inside = sorted(item for item in path.rglob("*") if item.is_file() and item.suffix.lower() in KINDS)
        if not inside:
            raise InputError(f"{path}: the folder holds no table", f"read are {', '.join(sorted(KINDS))}")
        return inside
    if path.is_file():
        return [path]
    matches = sorted(Path(item) for item in glob.glob(text, recursive=True) if Path(item).is_file())
    if not matches:
        raise InputError(f"{text}: there is no such file or folder")
    return matches


def query_source(address: str, query: str) -> Source:
    """A query as a source."""
    return Source(shown_address(address), "query", None, address, query)


class Digesting:
    """Passes bytes on to the progress bar and keeps their digest."""

    def __init__(self, told: Callable[[int], object]) -> None:
        self._hash = hashlib.sha256()
        self._told = told

    def __call__(self, data: bytes) -> None:
        self._hash.update(data)
        self._told(len(data))

    @property
    def digest(self) -> str:
        """Of all bytes so far."""
        return f"sha256:{self._hash.hexdigest()}"


def raw_chunks(source: Source, profile: Profile, seen: Seen, chunk: int = CHUNK) -> Iterator[Chunk]:
    """The rows as the file has them, columns under their own names."""
    rows = max(1, chunk * ROWS // CHUNK)
    path = source.path
    if path is None:
        yield from _digested(read_query(source.address, source.query, rows), seen)
    elif path.suffix.lower() == ".json":
        yield from read_json_file(path, profile.encoding, chunk, seen)
    elif source.kind in ("text", "json"):
        with path.open("rb") as stream:
            if source.kind == "json":
                yield from read_json_lines(stream, profile.encoding, chunk, seen)
            else:
                mark = "\t" if path.suffix.lower() == ".tsv" else None
                yield from read_csv(stream, profile.encoding, profile.delimiter or mark, chunk, seen, profile.header)
    else:
        _whole(path, seen)
        if source.kind == "workbook":
            yield from read_workbook(path, profile.sheet, rows, profile.header)
        else:
            yield from (read_parquet if source.kind == "parquet" else read_arrow)(path, rows)


def _whole(path: Path, seen: Seen) -> None:
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            seen(piece)


def _digested(chunks: Iterable[Chunk], seen: Seen) -> Iterator[Chunk]:
    """What a query gave has no bytes on disk: its rows are digested instead."""
    for chunk in chunks:
        for row in chunk.rows.drop(LINE).iter_rows():
            seen(repr(row).encode())
        yield chunk


Mappings = dict[tuple[tuple[str, ...], bool], Mapping]
"""Of sources read with one profile: columns, and whether they are taken to the letter → what is made of them."""


def chunks(
    source: Source,
    profile: Profile,
    seen: Seen,
    chunk: int = CHUNK,
    also: tuple[str, ...] = (),
    mappings: Mappings | None = None,
    by: str | None = None,
) -> Iterator[Chunk]:
    """The rows as rows of holdings, with the columns `also` beside them. Raises `InputError` that names the source.

    `mappings`: what sources read before, with the same profile, `also` and `by`, have taught. `by`: see `Mapping`.
    """
    mappings, exact = {} if mappings is None else mappings, source.kind == "json"
    try:
        for piece in raw_chunks(source, profile, seen, chunk):
            if exact:
                piece = _with_columns(piece, profile)
            names = tuple(name for name in piece.rows.columns if name != LINE)
            if (names, exact) not in mappings:
                if len(mappings) >= MOST_SHAPES:
                    mappings.clear()
                mappings[names, exact] = Mapping(names, profile, exact=exact, also=also, by=by)
            yield mappings[names, exact].apply(piece)
    except InputError as fault:
        raise InputError(f"{source.name}: {fault}", _other_sheets(source, profile) or fault.help) from None


def _other_sheets(source: Source, profile: Profile) -> str:
    """Which sheets there are, if one was taken that nobody named."""
    if source.kind != "workbook" or source.path is None or profile.sheet is not None:
        return ""
    try:
        names = [sheet.name for sheet in sheets_of(source.path)]
    except InputError:
        return ""
    told = ", ".join(names)
    return (
        f"it has the sheets {told}: a profile names one, and `stackr import --sniff` proposes it"
        if len(names) > 1
        else ""
    )


def _with_columns(piece: Chunk, profile: Profile) -> Chunk:
    """Objects name only the members they have: those that the profile asks for are there, and unknown."""
    lacking = sorted((profile.needed | {LEARNER}) - set(piece.rows.columns))
    added = piece.rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in lacking)
    return Chunk(added, piece.bad, piece.about, piece.unread, piece.records)


def look(source: Source, profile: Profile) -> None:
    """Find out before any work whether the columns can be used. Raises `InputError`."""
    if source.kind != "text" or source.path is None:
        return
    try:
        with source.path.open("rb") as stream:
            mark = "\t" if source.path.suffix.lower() == ".tsv" else None
            header = header_of(stream, profile.encoding, profile.delimiter or mark, profile.header)
        Mapping(distinct(header.names), profile)
    except InputError as fault:
        raise InputError(f"{source.name}: {fault}", fault.help) from None
