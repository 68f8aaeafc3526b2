"""Words joined with what belongs to them on the page: comments, blank lines, the block that a brace opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from stackr.diagnostics.model import Collector
from stackr.language.clause_ends import ends_clause
from stackr.language.format.breaks import Break, breaks_of
from stackr.language.layout import lay_out
from stackr.language.tokens import Comment, Token, scan
from stackr.language.words import AFTER_COMMA, UNFINISHED

Key = tuple[int, int]
"""(line, column): what tells a token from all others."""

STANDS_OPEN = frozenset(
    {"framework", "calendar", "register", "catalogue", "definition", "recognition", "qualification", "scenario"}
)
"""Declarations whose body always has a line for each of its clauses."""


@dataclass(slots=True)
class Note:
    """A comment on a line of its own; `blank` if an empty line stands before it."""

    text: str
    blank: bool


@dataclass(slots=True)
class Piece:
    """A word or sign as it is printed. `room` is its width on one line, with its block; None if that must stand open."""

    text: str
    token: Token
    spaced: bool = True
    """A space stands before it, unless it begins a line."""
    above: list[Note] = field(default_factory=list)
    behind: str = ""
    """The comment after it on its line."""
    blank: bool = False
    """An empty line stands before it."""
    split: Break | None = None
    """A new line may stand before it."""
    block: Block | None = None
    room: int | None = 0

    @property
    def last_comment(self) -> str:
        """The comment behind it, or behind its block."""
        return self.behind if self.block is None else self.block.closer.behind


@dataclass(slots=True)
class Clause:
    """What stands between `;` and `;`. `ends` is `;` where a new line alone would not end it."""

    pieces: list[Piece]
    ends: str = ""

    @property
    def room(self) -> int | None:
        """Its width on one line; None if it can't stand on one."""
        total = -1 if self.pieces and self.pieces[0].spaced else 0
        for piece in self.pieces:
            if piece.room is None or piece.above or piece.last_comment:
                return None
            total += piece.room + piece.spaced
        return total


@dataclass(slots=True)
class Block:
    """What stands in braces."""

    clauses: list[Clause]
    closer: Piece
    open: bool = False
    """Has a line for each clause."""


def pages_of(text: str, path: str) -> tuple[list[Clause], list[Note]]:
    """The declarations of a text that parses, and the comments after the last of them."""
    scanned = scan(text, path, Collector())
    streams = lay_out(scanned.tokens, path, Collector())
    kept = {(t.line, t.column): Piece(t.text, t) for stream in streams for t in stream if t.kind != "sep"}
    at_the_end = _join(scanned.tokens, scanned.comments, kept)
    declarations = [_Builder(stream, kept).declaration() for stream in streams]
    for stream, following, declaration in zip(streams, streams[1:], declarations, strict=False):
        declaration.ends = _ending(stream, following, "file")
    return declarations, at_the_end


def _ending(before: list[Token], following: list[Token], word: str) -> str:
    """`;` if a new line would not end the clause `before`, in the block that `word` opened."""
    token, after = following[0], following[1].text if len(following) > 1 else ""
    ends = ends_clause(before, token, token.kind == "label", after, before[0], word, deeper=False)
    return "" if ends else ";"


def _join(tokens: list[Token], comments: list[Comment], kept: dict[Key, Piece]) -> list[Note]:
    """Give each piece the comments above and behind it; those above nothing are handed back."""
    above: list[Note] = []
    last: Piece | None = None
    line = 0
    items: list[Token | Comment] = [*tokens, *comments]
    for item in sorted(items, key=lambda i: (i.line, i.column)):
        blank = item.line - line > 1 and line > 0
        line = item.line
        if isinstance(item, Token):
            piece = kept.get((item.line, item.column))
            if piece is not None:
                piece.above, piece.blank, last = above, blank, piece
                above = []
        elif item.own_line or last is None or last.behind or above:
            above.append(Note(item.text, blank))
        else:
            last.behind = item.text
    return above


class _Builder:
    """Clauses and blocks of one declaration."""

    def __init__(self, stream: list[Token], kept: dict[Key, Piece]) -> None:
        self.stream = stream
        self.kept = kept
        self.splits, self.tight = breaks_of(stream)
        self.index = 0

    def declaration(self) -> Clause:
        return self._clause("file")

    def _clause(self, word: str) -> Clause:
        """The clause that begins at `index`, in the block that `word` opened."""
        start = self.index
        pieces: list[Piece] = []
        parentheses = 0
        for token in self._rest():
            piece = self.kept[token.line, token.column]
            position = self.index
            self.index += 1
            piece.spaced = bool(pieces) and not self._is_tight(position)
            piece.split = self.splits.get(position)
            if piece.split is not None and not parentheses and self._would_end(start, position, word):
                piece.split = None
            if self._wants_comma(start, position):
                pieces[-1].text += ","
                pieces[-1].room = len(pieces[-1].text)
            piece.room = len(piece.text)
            if token.kind == "sign" and token.text in "()":
                parentheses += 1 if token.text == "(" else -1
            pieces.append(piece)
            if token.kind == "sign" and token.text == "{":
                opener = self.stream[start].text if self.stream[start].kind == "word" else ""
                piece.block = self._block(opener, piece)
                piece.block.open |= len(piece.block.clauses) > 1 and self.stream[position - 1].text == "with"
                piece.room = _room(piece.block)
        before, following = self.stream[start : self.index], self.stream[self.index + 1 : self.index + 3]
        goes_on = self.index < len(self.stream) and self.stream[self.index].kind == "sep" and following
        return Clause(pieces, _ending(before, following, word) if goes_on else "")

    def _rest(self) -> Iterator[Token]:
        """The tokens of the clause, as long as `index` is moved past them."""
        while self.index < len(self.stream):
            token = self.stream[self.index]
            if token.kind == "sep" or (token.kind == "sign" and token.text == "}"):
                return
            yield token

    def _block(self, word: str, opens: Piece) -> Block:
        clauses: list[Clause] = []
        while True:
            token = self.stream[self.index]
            if token.kind == "sep":
                self.index += 1
            elif token.kind == "sign" and token.text == "}":
                self.index += 1
                closer = self.kept[token.line, token.column]
                return Block(clauses, closer, _stands_open(clauses, opens, closer, word))
            else:
                clauses.append(self._clause(word))

    def _is_tight(self, position: int) -> bool:
        token, before = self.stream[position], self.stream[position - 1]
        if token.kind == "sign" and token.text in ",:)":
            return True
        return position in self.tight or (before.kind == "sign" and before.text == "(")

    def _would_end(self, start: int, position: int, word: str) -> bool:
        token = self.stream[position]
        after = self.stream[position + 1].text if position + 1 < len(self.stream) else ""
        before, clause = self.stream[start:position], self.stream[start]
        return ends_clause(before, token, token.kind == "label", after, clause, word, deeper=True)

    def _wants_comma(self, start: int, position: int) -> bool:
        """Whether the comma stands here that is punctuation only, as in `, except in core`."""
        if position <= start or position + 1 >= len(self.stream):
            return False
        token, after, before = self.stream[position], self.stream[position + 1], self.stream[position - 1]
        if token.kind != "word" or (token.text, after.text) not in AFTER_COMMA:
            return False
        return before.kind not in ("sign", "label", "sep") and before.text not in UNFINISHED


def _stands_open(clauses: list[Clause], opens: Piece, closer: Piece, word: str) -> bool:
    """Whether a block must have a line for each clause: for comments and groups in it, names of clauses, lists in lists."""
    if opens.behind or closer.above:
        return True
    if not clauses:
        return False
    if word in STANDS_OPEN or any(clause.room is None or clause.ends for clause in clauses):
        return True
    if any(clause.pieces[0].blank for clause in clauses[1:]):
        return True
    if any(clause.pieces[0].token.kind == "label" for clause in clauses):
        return True
    return len(clauses) > 1 and any(piece.block is not None for clause in clauses for piece in clause.pieces)


def _room(block: Block) -> int | None:
    if block.open:
        return None
    if not block.clauses:
        return len("{}") + len(block.closer.text) - 1
    inner = sum(clause.room or 0 for clause in block.clauses) + len("; ") * (len(block.clauses) - 1)
    return len("{ ") + inner + len(" }")
