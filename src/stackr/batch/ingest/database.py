"""A query over a connection string as rows: SQLite by itself, PostgreSQL through psycopg, others through SQLAlchemy."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from stackr.batch.ingest.shapes import Chunk, InputError
from stackr.batch.ingest.table_rows import read_rows

_SQLITE: Final = "sqlite:///"
_SESSION: Final = "set time zone 'UTC'; set datestyle to 'ISO, YMD'"
"""What servers, roles and clients set differently, and what decides which day an instant is of and how a query writes days."""
_READS: Final = re.compile(r"\s*(select|with|table|values)\b", re.IGNORECASE)


def read_query(address: str, query: str, rows: int) -> Iterator[Chunk]:
    """The rows that the query gives, in batches. Raises `InputError` with the database's own words."""
    if not _READS.match(query):
        raise InputError("the query does not begin with SELECT", "a batch only reads")
    with _cursor(address) as (cursor, error):
        try:
            cursor.execute(query)
            names = [str(column[0]) for column in cursor.description or ()]
            yield from read_rows(names, _batches(cursor, rows))
        except error as fault:
            raise InputError(f"the database does not answer the query: {_said(fault)}") from None


def _batches(cursor: Any, rows: int) -> Iterator[list[Any]]:
    while batch := cursor.fetchmany(rows):
        yield list(batch)


def shown_address(address: str) -> str:
    """The address without user and password, as it may stand in a manifest.

    >>> shown_address("postgresql://me:secret@db/records"), shown_address("sqlite:///records.db")
    ('postgresql://db/records', 'sqlite:///records.db')
    """
    if address.startswith(_SQLITE):
        return address.partition("?")[0]
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


@contextmanager
def _cursor(address: str) -> Iterator[tuple[Any, type[Exception]]]:
    scheme = urlsplit(address).scheme.partition("+")[0]
    with _opener(address, scheme) as found:
        yield found


def _opener(address: str, scheme: str) -> AbstractContextManager[tuple[Any, type[Exception]]]:
    if address.startswith(_SQLITE):
        return _sqlite(address)
    if scheme in ("postgresql", "postgres") and "+" not in urlsplit(address).scheme:
        return _postgres(address)
    if "://" not in address:
        raise InputError("that is no connection string", "for instance sqlite:///records.db or postgresql://host/base")
    return _other(address)


@contextmanager
def _sqlite(address: str) -> Iterator[tuple[Any, type[Exception]]]:
    path = Path(unquote(address.removeprefix(_SQLITE)))
    if not path.is_file():
        raise InputError(f"there is no database file {path}")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            yield connection.cursor(), sqlite3.Error
    except sqlite3.Error as fault:
        raise InputError(f"the database can't be opened: {_said(fault)}") from None


@contextmanager
def _postgres(address: str) -> Iterator[tuple[Any, type[Exception]]]:
    import psycopg

    try:
        with psycopg.connect(address) as connection:
            connection.read_only = True
            _as_told(connection)
            connection.execute(_SESSION)
            with connection.cursor(name="stackr") as cursor:
                yield _Named(cursor), psycopg.Error
    except psycopg.Error as fault:
        raise InputError(f"the database can't be reached: {_said(fault)}") from None


def _as_told(connection: Any) -> None:
    """Days and hours that no calendar of ours has (`infinity`, before the year 1, 24:00) come as the database writes them: they are
    told like any other cell that can't be read, and no row is lost for them."""
    from psycopg import DataError
    from psycopg.types import datetime as days

    def or_as_told(kind: Any) -> Any:
        def load(self: Any, data: Any) -> Any:
            try:
                return kind.load(self, data)
            except DataError:
                return bytes(data).decode("utf-8", "replace")

        return type("OrAsTold", (kind,), {"load": load})

    for name in ("Date", "Time", "Timetz", "Timestamp", "Timestamptz", "Interval"):
        connection.adapters.register_loader(name.lower(), or_as_told(getattr(days, f"{name}Loader")))


class _Named:
    """A server-side cursor, which knows its columns only after the first row has come."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._ahead: list[Any] = []

    def execute(self, query: str) -> None:
        """Run the query and fetch its first row."""
        self._cursor.execute(query)
        self._ahead = self._cursor.fetchmany(1)

    @property
    def description(self) -> Any:
        """The columns."""
        return self._cursor.description

    def fetchmany(self, rows: int) -> list[Any]:
        """Up to so many rows and those fetched ahead."""
        ahead, self._ahead = self._ahead, []
        return [*ahead, *self._cursor.fetchmany(rows)]


@contextmanager
def _other(address: str) -> Iterator[tuple[Any, type[Exception]]]:
    import sqlalchemy
    from sqlalchemy.exc import SQLAlchemyError

    try:
        engine = sqlalchemy.create_engine(address)
        with closing(engine.raw_connection()) as connection:
            yield connection.cursor(), Exception
    except (SQLAlchemyError, ValueError) as fault:
        raise InputError(f"the database can't be reached: {_said(fault)}") from None


def _said(fault: BaseException) -> str:
    return " ".join(str(fault).split())[:300]
