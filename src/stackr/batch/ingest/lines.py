"""Bytes of a text file as blocks of whole physical lines in UTF-8, however long a line and whatever the encoding."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Final

from stackr.batch.ingest.shapes import MOST_BYTES, InputError, Seen

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PIECE: Final = 1 << 20


def _nothing(error: UnicodeError) -> tuple[str, int]:
    """What is no text becomes a NUL, for which its line is put aside."""
    if isinstance(error, UnicodeDecodeError):
        return "\0", error.end
    raise error


codecs.register_error("stackr.nul", _nothing)


def blocks(stream: BinaryIO, encoding: str, size: int, seen: Seen) -> Iterator[tuple[int, bytes]]:
    """(number of the first line, bytes of whole lines ending in a line feed), each of about `size` bytes.

    A line longer than `MOST_BYTES` is cut there; one byte more than the limit stays, so that it is known as too long.
    """
    pending, number = bytearray(), 1
    skipping = False
    for piece in _as_utf8(stream, encoding, seen):
        text = piece
        if skipping:
            _, feed, text = piece.partition(b"\n")
            if not feed:
                continue
            skipping = False
            pending += b"\n"
        pending += text
        end = pending.rfind(b"\n") + 1
        if len(pending) - end > MOST_BYTES + 1:
            del pending[end + MOST_BYTES + 1 :]
            skipping = True
        if end >= size:
            block = bytes(pending[:end])
            yield number, block
            number += block.count(b"\n")
            del pending[:end]
    if pending:
        yield number, bytes(pending) if pending.endswith(b"\n") else bytes(pending) + b"\n"


def _as_utf8(stream: BinaryIO, encoding: str, seen: Seen) -> Iterator[bytes]:
    first = stream.read(_PIECE)
    seen(first)
    for mark, name in _MARKS:
        if first.startswith(mark):
            encoding = name
            first = first[len(mark) :] if name == "utf-8" else first
            break
    lone = b"\r" in first and b"\n" not in first
    pieces = _rest(stream, first, seen)
    if codecs.lookup(encoding).name != "utf-8":
        pieces = _recoded(pieces, encoding)
    yield from (piece.replace(b"\r", b"\n") for piece in pieces) if lone else pieces


def _rest(stream: BinaryIO, first: bytes, seen: Seen) -> Iterator[bytes]:
    piece = first
    while piece:
        yield piece
        piece = stream.read(_PIECE)
        seen(piece)


def _recoded(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("stackr.nul")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def known_encoding(name: str) -> str:
    """The name, if Python knows such a text encoding. Raises `InputError`."""
    try:
        codecs.getincrementaldecoder(name)
        "".encode(name)
    except (LookupError, TypeError):
        raise InputError(f"there is no text encoding called `{name}`", "for instance utf-8, cp1252, utf-16") from None
    return name
