"""Places: ours count characters from 1, an editor's count from 0 in units that it chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol.types import Position, Range

from stackr.diagnostics.model import Span

if TYPE_CHECKING:
    from pygls.workspace import PositionCodec


def range_of(span: Span, lines: Sequence[str], codec: PositionCodec) -> Range:
    """A span in a text of these lines; one beyond the text (it has changed since) ends where the text does."""
    return Range(
        _position(span.line, span.column, lines, codec),
        _position(span.end_line, max(span.end_column, 1), lines, codec),
    )


def whole(lines: Sequence[str], codec: PositionCodec) -> Range:
    """All of a text."""
    return Range(Position(0, 0), _position(len(lines) + 1, 1, lines, codec))


def _position(line: int, column: int, lines: Sequence[str], codec: PositionCodec) -> Position:
    row = max(line - 1, 0)
    if row >= len(lines):
        last = lines[-1] if lines else ""
        if not lines or last.endswith(("\n", "\r")):
            return Position(len(lines), 0)
        row, column = len(lines) - 1, len(last) + 1
    text = lines[row].rstrip("\r\n")
    return codec.position_to_client_units(list(lines), Position(row, min(max(column - 1, 0), len(text))))
