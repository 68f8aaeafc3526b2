"""Lines to clauses: which new lines end a clause, where a name is put in front of one, where a declaration begins.

A new line ends a clause, like `;`, unless the clause is evidently not finished:

1. it ends in a sign or a word that wants something after it (`,` `:` `{` `=` `and` `or` `of` `from` `with` …), or a
   parenthesis is open;
2. the next line begins with a word that can only go on (`and` `or` `with` `except` `otherwise` `unless` …, in a route its
   parts `when` `grants` `evidence` …), or with a brace;
3. the next line is indented deeper than the clause began, and begins with a word that can go on (`when` `from` `by` `for`
   `in` …). `source`, `note`, `confidence`, `message` and `formerly` go on when they are indented deeper, or where the
   block takes no such line of its own (`limits`, lists, `with`).

A word (or quoted name) that a colon follows, with or without a quoted title between, is the name of a clause, whatever
the word: `source: at most …` names a limit. A comma in front of a word that begins a part (`, except in core`) is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from stackr.diagnostics.model import Collector, Related
from stackr.language.clause_ends import ends_clause
from stackr.language.tokens import Token
from stackr.language.words import (
    AFTER_COMMA,
    BEFORE_TITLED_NAME,
    DECLARATIONS,
)

MAX_DEPTH = 50
"""Braces and parentheses within one another, `not` upon `not`, `otherwise when` upon `otherwise when`."""


@dataclass(slots=True)
class Frame:
    """An open brace or parenthesis: where it stands, what it belongs to, where the clause inside it began."""

    opener: Token
    word: str
    indent: int
    clause: Token | None = None
    chain: int = 0


class _Reader:
    def __init__(self, tokens: list[Token], path: str, faults: Collector) -> None:
        self.tokens = tokens
        self.path = path
        self.faults = faults
        self.frames: list[Frame] = []
        self.clause: Token | None = None
        self.current: list[Token] = []
        self.declarations: list[list[Token]] = []
        self.line_indent = 1
        self.suspect: Frame | None = None
        self.chain = 0
        """How often `not not` or `otherwise when` was said on the way to here."""
        signs = [token.text for token in tokens if token.kind == "sign"]
        self.unbalanced = signs.count("{") > signs.count("}")

    # ── the walk ────────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self) -> list[list[Token]]:
        titled = False
        for index, token in enumerate(self.tokens):
            if token.new_line:
                self.line_indent = token.column
                if self._opens_a_declaration(token):
                    self._close_all(token)
                elif self.clause is not None and self._ends_clause(index):
                    self._separate(token)
            if token.kind == "sign" and token.text in "{}();,":
                self._sign(token, index)
                if len(self.frames) + self.chain > MAX_DEPTH:
                    return []
                continue
            if self._is_chained(index) and self.chain + len(self.frames) > MAX_DEPTH:
                message = f"`{token.text}` stands upon itself more than {MAX_DEPTH} times"
                self.faults.add(
                    "S012", message, token.span(self.path), help="give parts of it a name, and use the name"
                )
                return []
            if not titled and self._is_label(index):
                titled = self.tokens[index + 1].kind == "quoted"
                token = Token("label", token.text, token.line, token.column, token.width, token.new_line)
            else:
                titled = False
            self._add(token)
        self._finish()
        return self.declarations

    def _is_chained(self, index: int) -> bool:
        """Whether a token goes one step deeper without a brace; counts it."""
        words = self.tokens[index - 1].text if index else "", self.tokens[index].text
        if words not in (("not", "not"), ("otherwise", "when")):
            return False
        self.chain += 1
        return True

    def _add(self, token: Token) -> None:
        if self.clause is None:
            self.clause = token
            self.chain = self.frames[-1].chain if self.frames else 0
        self.current.append(token)

    def _separate(self, token: Token) -> None:
        """End the clause; at the top, the declaration."""
        if not self.frames:
            if self.current:
                self.declarations.append(self.current)
            self.current = []
        elif self.current and self.current[-1].kind != "sep" and self.current[-1].text != "{":
            self.current.append(Token("sep", ";", token.line, token.column, 1))
        self.clause = None

    def _sign(self, token: Token, index: int) -> None:
        if token.text == ";":
            if self.frames and self.frames[-1].opener.text == "(":
                self._add(token)
            else:
                self._separate(token)
        elif token.text == ",":
            following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            after = self.tokens[index + 2].text if index + 2 < len(self.tokens) else ""
            if following is None or following.kind != "word" or (following.text, after) not in AFTER_COMMA:
                self._add(token)
        elif token.text in "{(":
            self._open(token)
        else:
            self._close(token)

    def _open(self, token: Token) -> None:
        word = self.clause.text if self.clause is not None and self.clause.kind == "word" else ""
        self._add(token)
        if len(self.frames) + self.chain == MAX_DEPTH:
            self.faults.add(
                "S012",
                f"braces and parentheses stand more than {MAX_DEPTH} deep in one another",
                token.span(self.path),
                help="give inner groups a name with `group NAME: …` and `use NAME`",
            )
        self.frames.append(Frame(token, word, self.line_indent, self.clause, self.chain))
        if token.text == "{":
            self.clause = None

    def _close(self, token: Token) -> None:
        opener = "{" if token.text == "}" else "("
        if not self.frames or (token.text == ")" and self.frames[-1].opener.text != "("):
            self.faults.add(
                "S011",
                f"this `{token.text}` closes nothing",
                token.span(self.path),
                help=f"take it out, or open with `{opener}`",
            )
            return
        while self.frames and self.frames[-1].opener.text != opener:
            self._unclosed(self.frames.pop(), token)
        if not self.frames:
            return
        frame = self.frames.pop()
        elsewhere = token.new_line and token.column != frame.indent
        if elsewhere and self.suspect is None and any(outer.indent == token.column for outer in self.frames):
            self.suspect = frame
        if self.current[-1].kind == "sep":
            self.current.pop()
        self.current.append(token)
        self.clause = frame.clause
        self.chain = frame.chain

    # ── decisions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _is_label(self, index: int) -> bool:
        token, following = self.tokens[index], self.tokens[index + 1 : index + 3]
        if token.kind not in ("word", "quoted") or not following:
            return False
        if following[0].text == ":" and following[0].kind == "sign":
            return True
        return (
            len(following) == 2
            and following[0].kind == "quoted"
            and following[1].text == ":"
            and following[0].line == token.line
            and token.text not in BEFORE_TITLED_NAME
        )

    def _ends_clause(self, index: int) -> bool:
        assert self.clause is not None
        if self.frames and self.frames[-1].opener.text == "(":
            return False
        return ends_clause(
            self.current,
            self.tokens[index],
            self._is_label(index),
            self.tokens[index + 1].text if index + 1 < len(self.tokens) else "",
            self.clause,
            self.frames[-1].word if self.frames else "file",
            deeper=self.tokens[index].column > self.clause.column,
        )

    # ── faults ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _opens_a_declaration(self, token: Token) -> bool:
        """A declaration at the margin inside open braces, in a file that opens more than it closes."""
        return (
            self.unbalanced
            and bool(self.frames)
            and token.column == 1
            and token.kind == "word"
            and token.text in DECLARATIONS
            and token.text not in ("credential", "credit", "pack")
        )

    def _unclosed(self, frame: Frame, at: Token) -> None:
        self.faults.add(
            "S010",
            f"this `{frame.opener.text}` is never closed",
            frame.opener.span(self.path),
            help=f"close it with `{'}' if frame.opener.text == '{' else ')'}`",
            related=(Related(at.span(self.path), "it is still open here"),),
        )
        if self.current and self.current[-1].kind == "sep":
            self.current.pop()
        closer = "}" if frame.opener.text == "{" else ")"
        self.current.append(Token("sign", closer, at.line, at.column, 0))

    def _close_all(self, at: Token) -> None:
        blamed = self.suspect if self.suspect is not None else self.frames[-1]
        self.suspect = None
        before = len(self.faults.items)
        while self.frames:
            self._unclosed(self.frames.pop(), at)
        del self.faults.items[before:]
        self.faults.add(
            "S010",
            f"this `{blamed.opener.text}` is never closed",
            blamed.opener.span(self.path),
            help=f"close it with `{'}' if blamed.opener.text == '{' else ')'}`",
            related=(Related(at.span(self.path), "it is still open here"),),
        )
        self._separate(at)

    def _finish(self) -> None:
        if not self.tokens:
            return
        last = self.tokens[-1]
        end = Token("end", "", last.line, last.column + last.width, 0)
        if self.frames:
            self._close_all(end)
        else:
            self._separate(end)


def lay_out(tokens: list[Token], path: str, faults: Collector) -> list[list[Token]]:
    """Declarations, each as its tokens with `sep` between members and `label` for names of clauses."""
    return _Reader(tokens, path, faults).read()
