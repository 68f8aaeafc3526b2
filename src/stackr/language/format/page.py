"""Pieces to lines: what fits on a line stands on it, blocks stand open where that reads better, long clauses are parted."""

from __future__ import annotations

from itertools import accumulate

from stackr.language.format.pieces import Block, Clause, Note, Piece

WIDTH = 110
"""Characters in a line, where what is written can be parted at all."""

STEP = 2
"""Spaces of indentation."""


class Page:
    """Lines as they are written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.behind = ""
        self.tall = False
        """The declaration before had several lines."""

    def text(self) -> str:
        """Everything written, with a line feed at the end of each line."""
        return "".join(f"{line}\n" for line in self.lines)

    # ── declarations and blocks ─────────────────────────────────────────────────────────────────────────────────────

    def declaration(self, clause: Clause) -> None:
        """Write a declaration; one of several lines stands between empty lines."""
        first = clause.pieces[0]
        notes, first.above = first.above, []
        part = Page()
        if first.token.text == "pack" and first.token.kind == "word":
            part._pack(clause)
        else:
            part._clause(clause, 0)
        tall = len(part.lines) > 1
        apart = notes[0].blank if notes else first.blank
        if self.lines and (apart or tall or self.tall):
            self.lines.append("")
        for number, note in enumerate(notes):
            self._note(note, 0, number > 0)
        if notes and first.blank:
            self.lines.append("")
        self.lines.extend(part.lines)
        self.tall = tall

    def comments(self, notes: list[Note]) -> None:
        """Write the comments after the last declaration."""
        for note in notes:
            self._note(note, 0, bool(self.lines))

    def _note(self, note: Note, indent: int, may_part: bool) -> None:
        if note.blank and may_part:
            self.lines.append("")
        self.lines.append(" " * indent + note.text)

    def _pack(self, clause: Clause) -> None:
        """The head of a file: each part on a line of its own, at the margin; what a comment parts goes on deeper."""
        for piece in clause.pieces:
            begins = piece.split is not None and piece.split.level == 0
            if begins:
                self._break(0)
            self._piece(piece, 0 if begins else STEP)
        self._break(0)

    def _clause(self, clause: Clause, indent: int) -> None:
        """A clause, from the margin of its block to the end of its last line."""
        self.line = " " * indent
        parts = _Parts(clause.pieces)
        self._lay(parts, 0, len(clause.pieces), indent)
        self.line += clause.ends
        self._break(0)

    def _block(self, block: Block) -> None:
        """An open block, below the line that its brace stands on; its closing brace is at the indentation of that line."""
        indent = len(self.line) - len(self.line.lstrip(" "))
        self._break(0)
        for number, clause in enumerate(block.clauses):
            first = clause.pieces[0]
            notes, first.above = first.above, []
            for place, note in enumerate(notes):
                self._note(note, indent + STEP, number + place > 0)
            if first.blank and (number or notes):
                self.lines.append("")
            self._clause(clause, indent + STEP)
        for place, note in enumerate(block.closer.above):
            self._note(note, indent + STEP, place > 0 or bool(block.clauses))
        self.line = " " * indent + "}"
        self.behind = block.closer.behind

    # ── clauses ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _lay(self, parts: _Parts, start: int, end: int, indent: int) -> None:
        """Write the pieces from `start` to `end`; what goes on in another line stands deeper than `indent`."""
        if self._fits(parts, start, end):
            self._write(parts, start, end, indent)
            return
        splits = parts.splits(start, end)
        segments = list(zip([start, *splits], [*splits, end], strict=True))
        parts.open_what_is_too_wide(segments, WIDTH - indent - STEP)
        if not splits or self._fits_open(parts, start, end):
            self._write(parts, start, end, indent)
            return
        for first, last in segments:
            if first > start and not self._stays(parts, first, last):
                self._break(indent + STEP)
            self._lay(parts, first, last, indent + STEP)

    def _stays(self, parts: _Parts, first: int, last: int) -> bool:
        """Whether a segment goes on in the line: behind the brace of an open block, or where it fits and lines are filled."""
        if self.behind or parts.pieces[first].above:
            return False
        block = parts.pieces[first - 1].block
        if block is not None and block.open:
            return True
        split = parts.pieces[first].split
        return split is not None and split.fill and self._fits(parts, first, last)

    def _fits(self, parts: _Parts, start: int, end: int) -> bool:
        """Whether the pieces fit on what is left of the line."""
        if parts.has_open(start, end):
            return False
        return len(self.line) + parts.room(start, end) <= WIDTH

    def _fits_open(self, parts: _Parts, start: int, end: int) -> bool:
        """Whether they fit with their open blocks open, and nothing else parted."""
        indent = len(self.line) - len(self.line.lstrip(" "))
        column, run = len(self.line), start
        opened = parts.opened(start, end)
        for index in opened:
            if column + parts.room(run, index) + len(" {") > WIDTH:
                return False
            column, run = indent + len("}"), index + 1
        return bool(opened) and column + parts.room(run, end) <= WIDTH

    def _write(self, parts: _Parts, start: int, end: int, indent: int) -> None:
        for piece in parts.pieces[start:end]:
            self._piece(piece, indent + STEP)

    def _piece(self, piece: Piece, indent: int) -> None:
        """One piece, in a new line if a comment stands between it and what is in front of it."""
        if piece.above or self.behind:
            self._break(indent)
            self.line = ""
            for note in piece.above:
                self.lines.append(" " * indent + note.text)
            self.line = " " * indent
        if piece.spaced and self.line.strip(" "):
            self.line += " "
        self.line += piece.text
        self.behind = piece.behind
        if piece.block is None:
            return
        if piece.block.open:
            self._block(piece.block)
            return
        self.line += _inside(piece.block) + "}"
        self.behind = piece.block.closer.behind

    def _break(self, indent: int) -> None:
        """End the line, with the comment behind it."""
        line = self.line.rstrip(" ")
        if line:
            self.lines.append(f"{line}  {self.behind}" if self.behind else line)
        self.line, self.behind = " " * indent, ""


def _inside(block: Block) -> str:
    """A block's clauses on one line."""
    if not block.clauses:
        return ""
    return " " + "; ".join(_flat(clause) for clause in block.clauses) + " "


def _flat(clause: Clause) -> str:
    text = ""
    for piece in clause.pieces:
        text += (" " if piece.spaced else "") + piece.text
        if piece.block is not None:
            text += _inside(piece.block) + "}"
    return text


class _Parts:
    """The pieces of a clause, with sums so that the width of any stretch is known at once."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self._measure()

    def _measure(self) -> None:
        self._rooms = [0, *accumulate((p.room or 0) + p.spaced for p in self.pieces)]
        self._open = [0, *accumulate(p.room is None or bool(p.above or p.last_comment) for p in self.pieces)]

    def room(self, start: int, end: int) -> int:
        return self._rooms[end] - self._rooms[start]

    def has_open(self, start: int, end: int) -> bool:
        """Whether something stands between that can't stand on one line: an open block, a comment that more follows."""
        last = self.pieces[end - 1]
        behind_the_last = bool(last.last_comment) and not last.above and last.room is not None
        return self._open[end] - self._open[start] - behind_the_last > 0

    def opened(self, start: int, end: int) -> list[int]:
        return [i for i in range(start, end) if self.pieces[i].room is None]

    def splits(self, start: int, end: int) -> list[int]:
        """The places of the outermost breaks between `start` and `end`."""
        found = [(split.level, i) for i in range(start + 1, end) if (split := self.pieces[i].split) is not None]
        least = min(found)[0] if found else 0
        return [i for level, i in found if level == least]

    def open_what_is_too_wide(self, segments: list[tuple[int, int]], width: int) -> None:
        """Open the blocks of a segment that would not fit on a line of its own and can't be parted further."""
        opened = False
        for start, end in segments:
            if self.room(start, end) <= width or self.splits(start, end):
                continue
            for piece in self.pieces[start:end]:
                if piece.block is not None and piece.block.clauses and not piece.block.open:
                    piece.block.open, piece.room, opened = True, None, True
        if opened:
            self._measure()
