"""What stands where no piece of the language can: typographic quotes and signs, codes without quotes, a quote left open.

Each is reported in the author's words. Where the meaning is plain the piece is mended, so that one slip gives one fault.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

from stackr.diagnostics.model import Collector, Span

Piece = tuple[str, str, int, int]
"""(kind, text, column, width)."""


class Fault(Protocol):
    """Reports a fault at the place in question."""

    def __call__(self, code: str, message: str, width: int, help: str = "") -> None: ...


_NUMBER_LIKE = re.compile(r"[0-9][\w.%/+-]*")
_EXPONENT = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+\Z")
_DATE_LIKE = re.compile(
    r"(?:[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}|[0-9]{4}[./][0-9]{1,2}[./][0-9]{1,2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})\Z"
)
_RANGE = re.compile(r"([0-9]+)(?:-|\.\.\.?)([0-9]+)\Z")
_NUMBER_THEN_WORD = re.compile(r"([0-9]+(?:\.[0-9]+)?)([^\W\d_]{2,})\Z")
_SIGNS = {
    "=>": ">=", "=<": "<=", "==": "=", "<>": "!=", "≥": ">=", "≤": "<=", "≠": "!=", "!": "!=",
}  # fmt: skip
_WORDS = {"&&": "and", "&": "and", "||": "or", "|": "or"}
_COMMENTS = ("//", "/*", "--", "<!--")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_BRACKETS = {"[": "{", "]": "}"}
_OPENING = "“”„‟«»″"
_CLOSING = '“”„‟«»″"'
_SINGLE = "'‘’`"


def unreadable(
    text: str, position: int, line: int, column: int, path: str, faults: Collector
) -> tuple[Piece | None, int]:
    """Report what stands at `position`; gives the mended piece, if its meaning is plain, and where to read on."""

    def fault(code: str, message: str, width: int, help: str = "") -> None:
        faults.add(code, message, Span(path, line, column, line, column + width), help=help)

    character = text[position]
    if character == '"':
        return _open_quote(text, position, column, fault)
    if character in "0123456789":
        return _number_like(text, position, column, fault)
    for mark in _COMMENTS:
        if text.startswith(mark, position):
            return _other_comment(text, position, mark, fault)
    if character in _OPENING or character in _SINGLE:
        return _other_quote(text, position, column, fault)
    for arrow in ("<->", "->", "→", "⇒"):
        if text.startswith(arrow, position):
            fault("S005", f"`{arrow}` is not a sign of the language", len(arrow), "say it in words: `to`, or `=`")
            return ("word", "to", column, len(arrow)), position + len(arrow)
    for sign, meant in (*_SIGNS.items(), *_WORDS.items()):
        if text.startswith(sign, position):
            fault("S005", f"`{sign}` is not a sign of the language", len(sign), f"write `{meant}`")
            kind = "word" if sign in _WORDS else "sign"
            return (kind, meant, column, len(sign)), position + len(sign)
    if character in _BRACKETS:
        fault(
            "S005",
            f"`{character}` is not a sign of the language",
            1,
            f"lists stand in braces: write `{_BRACKETS[character]}`",
        )
        return ("sign", _BRACKETS[character], column, 1), position + 1
    if character in "*?":
        word = re.search(r"[\w.-]*\Z", text[max(0, position - 80) : position])
        code = f"{word.group() if word else ''}{character}"
        fault("S035", "a code with a wildcard needs quotes", 1, f'write "{code}"')
        return None, position + 1
    if character in _DASHES:
        fault("S005", f"`{character}` is not a hyphen", 1, "write `-`; in codes that have another sign, quote the code")
        return None, position + 1
    if character == "." and (start := _abbreviated(text, position, column)):
        return _abbreviation(text, position, line, column - start, start, path, faults)
    if character == "-" and text[position + 1 : position + 2].isdigit() and position and text[position - 1] == " ":
        fault(
            "S004",
            "no amount is below zero",
            1,
            'take the `-` out; a code or a grade that begins with it is quoted: "-1"',
        )
        return None, position + 1
    if character == "." or character == "-":
        fault("S004", f"`{character}` can't stand on its own", 1, 'a code that begins with a sign is quoted: "-1A"')
        return None, position + 1
    fault("S003", f"{_named(character)} can't stand in a rule file", 1, "take it out, or put it inside quotes")
    return None, position + 1


_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Characters that can't be seen and change how what stands around them is shown: they would let a text look like another."""


def has_hidden(text: str) -> bool:
    """Whether any of them is in a text."""
    return _HIDDEN.search(text) is not None


def report_hidden(piece: str, line: int, column: int, path: str, faults: Collector) -> None:
    """Report each of them in a comment or quoted text that begins at `column`."""
    for found in _HIDDEN.finditer(piece):
        at = column + found.start()
        message = f"{_named(found.group())} can't stand in a rule file, not even in quotes or comments"
        faults.add(
            "S003",
            message,
            Span(path, line, at, line, at + 1),
            help="take it out: it can make a text look like another",
        )


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    if character == "\0":
        return "a NUL character"
    if not character.isprintable() or not name:
        return f"the invisible character U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")
    return f"`{character}`"


def _rest_of_line(text: str, position: int) -> str:
    found = re.compile(r"[^\r\n]*").match(text, position)
    return found.group() if found else ""


def _other_comment(text: str, position: int, mark: str, fault: Fault) -> tuple[Piece | None, int]:
    """What other languages begin a comment with: the rest of the line is one, or all up to its end mark."""
    fault("S005", f"`{mark}` begins no comment", len(mark), "a comment runs from `#` to the end of its line")
    ends = {"/*": "*/", "<!--": "-->"}.get(mark)
    rest = _rest_of_line(text, position)
    if ends is not None and ends in rest:
        return None, position + rest.index(ends) + len(ends)
    return None, position + len(rest)


def _open_quote(text: str, position: int, column: int, fault: Fault) -> tuple[Piece | None, int]:
    rest = _rest_of_line(text, position)
    escape = re.search(r'\\[^"\\]', rest)
    closing = re.match(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', rest)
    if escape and closing:
        width = closing.end()
        fault(
            "S006",
            f"`{escape.group()}` means nothing inside quotes",
            width,
            'only `\\"` and `\\\\` are written with a backslash',
        )
        return ("quoted", closing.group().replace("\\", "\\\\"), column, width), position + width
    body = rest.rstrip()
    if body.endswith("{"):
        body = body[:-1].rstrip()
    fault("S002", "this quote is never closed", len(body), 'a quoted text ends with `"` on the line where it began')
    inside = body[1:].replace("\\", "\\\\").replace('"', '\\"')
    return ("quoted", f'"{inside}"', column, len(body)), position + max(1, len(body))


_WORD_BEFORE = re.compile(r"\(?[^\W\d]\w*\Z")
_CITED = re.compile(r"(?:[\w .,/-]|\(\w+\))*(?:[\w.]|\(\w+\))")


def _abbreviated(text: str, position: int, column: int) -> int:
    """How far before a full stop the word begins that it shortens, with the parenthesis that it stands in: `s. 14`, `(Art. 3)`."""
    found = _WORD_BEFORE.search(text, max(position - column + 1, position - 20), position)
    goes_on = re.compile(r"[ \u00a0]*\w").match(text, position + 1)
    return position - found.start() if found and goes_on else 0


def _abbreviation(
    text: str, position: int, line: int, column: int, width: int, path: str, faults: Collector
) -> tuple[None, int]:
    """`rpl (s. 14): …`, `source s. 14`: where a rule comes from, without quotes."""
    start = position - width
    found = _CITED.match(text, start + (text[start] == "("))
    cited = found.group() if found else text[start:position]
    end = max(position + 1, found.end() if found else 0)
    faults.add(
        "S040",
        "a text stands in straight double quotes",
        Span(path, line, column, line, column + end - start),
        help=f'write `"{cited[:40]}"`; where a rule comes from is said behind it: `source "{cited[:40]}"`',
    )
    return None, position + 1


def _number_like(text: str, position: int, column: int, fault: Fault) -> tuple[Piece | None, int]:
    found = _NUMBER_LIKE.match(text, position)
    piece = found.group() if found else text[position]
    width, after = len(piece), position + len(piece)
    if _EXPONENT.match(piece):
        fault("S004", f"`{piece}` is not an exact amount", width, "write the number out: 1200, 12.5, 1/3 or 50%")
        return ("number", "1", column, width), after
    joined = _NUMBER_THEN_WORD.match(piece)
    if joined and joined.group(2) in ("credits", "credit", "credentials", "hours", "years", "months", "days", "weeks"):
        fault(
            "S004",
            f"`{piece}` runs a number and a word together",
            width,
            f"write `{joined.group(1)} {joined.group(2)}`",
        )
        return ("number", joined.group(1), column, len(joined.group(1))), position + len(joined.group(1))
    trimmed = piece.rstrip(".-/+")
    if found_range := _RANGE.match(trimmed):
        told = f'write `{found_range.group(1)} to {found_range.group(2)}`; a code is quoted: "{trimmed}"'
        fault("S004", f"`{trimmed}` is neither a number nor a date", width, told)
        return ("quoted", f'"{trimmed}"', column, width), after
    if trimmed != piece and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", trimmed):
        fault("S004", f"`{piece}` is not a number", width, f"write `{trimmed}`")
        return ("number", trimmed, column, len(trimmed)), after
    if _DATE_LIKE.match(trimmed):
        fault("S004", f"`{trimmed}` is not a date as rules write them", width, "a date is year-month-day: 2026-09-01")
        return ("day", "2000-01-01", column, width), after
    fault(
        "S004",
        f"`{trimmed}` is neither a number nor a date",
        width,
        f'a code that begins with a digit is quoted: "{trimmed}"',
    )
    return ("quoted", f'"{trimmed}"', column, width), after


def _other_quote(text: str, position: int, column: int, fault: Fault) -> tuple[Piece | None, int]:
    rest = _rest_of_line(text, position)
    ends = _CLOSING if text[position] in _OPENING else _SINGLE
    close = next((i for i in range(1, len(rest)) if rest[i] in ends), None)
    width = len(rest.rstrip()) if close is None else close + 1
    inside = rest[1 : close if close is not None else width]
    fault(
        "S001",
        f"`{text[position]}` is not the quotation mark of the language",
        width,
        f'write straight double quotes: "{inside}"',
    )
    escaped = inside.replace("\\", "\\\\").replace('"', '\\"')
    return ("quoted", f'"{escaped}"', column, width), position + width
