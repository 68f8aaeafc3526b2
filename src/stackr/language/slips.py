"""The slips that people make when they write rules, each recognised by what stands around the word that can't stand.

One slip, one function, one line in `SLIPS`; the first that recognises itself speaks. What none recognises is told in
general: what can stand there (`syntax_errors`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from stackr.diagnostics.suggest import closest
from stackr.language.tokens import Token
from stackr.language.words import DECLARATIONS, RESERVED

DURATIONS = ("year", "month", "week", "day")

OTHER_WORDS = {
    "has": "holds", "have": "holds", "min": "at least", "minimum": "at least", "max": "at most", "maximum": "at most",
    "either": "any of", "point": "credits", "points": "credits", "modules": "credentials", "courses": "credentials",
    "mandatory": "requires", "compulsory": "requires", "compare": "=", "equals": "=", "restrictions": "limits",
    "contains": "includes", "passed": "satisfied", "complete": "satisfied", "completed": "satisfied", "ects": "credits",
}  # fmt: skip
"""What people write who know other rules → the word of this language."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A token that can't stand: what may instead (`viable`), the tokens around it, whether the declaration just began."""

    tokens: Sequence[Token]
    index: int
    token: Token
    viable: frozenset[str]
    before: frozenset[str]
    """What might have stood where the token before stands; empty where there is none."""
    first: bool

    def at(self, step: int) -> Token | None:
        """The token so many before or after; None outside the declaration."""
        place = self.index + step
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def names_may_stand(self) -> bool:
        """Whether a name or code is among what is expected."""
        return "IDENT" in self.viable


@dataclass(frozen=True, slots=True)
class Slip:
    """What is said: a code, one sentence, what to write instead."""

    code: str
    message: str
    help: str
    on_before: bool = False
    """Shown at the token before: that is where something is missing."""


Recognise: TypeAlias = "Callable[[Situation], Slip | None]"


def _unknown_declaration(here: Situation) -> Slip | None:
    if not here.first or here.token.kind not in ("word", "label"):
        return None
    near = closest(here.token.text, DECLARATIONS, 1)
    told = (
        f"did you mean `{near[0]}`?"
        if near
        else "a file consists of `qualification`, `recognition`, `scenario` and the like"
    )
    return Slip("S031", f"`{here.token.text}` begins no declaration", told)


def _share_without_base(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind not in ("percent", "fraction") or "of" not in here.viable:
        return None
    share = before.text
    help = f"write `{share} of award`, `{share} of counted`, `{share} of group` or `{share} of` the name of a clause"
    return Slip("S034", f"{share} of what? A share names its base", help)


def _window_without_clock(here: Situation) -> Slip | None:
    before, amount = here.at(-1), here.at(-2)
    if before is None or amount is None or amount.kind != "number" or not before.text.startswith(DURATIONS):
        return None
    if "of" not in here.viable:
        return None
    told = f"{amount.text} {before.text}"
    help = f"write `within {told} of awarded`, or of `completed`, `applied`, `conferred` …"
    return Slip("S034", f"{told} before what? A window names its clock", help, on_before=True)


def _average_form(here: Situation) -> Slip | None:
    before, following = here.at(-1), here.at(1)
    for word, may in ((here.token, here.viable), (before, here.before)):
        if word is None or word.text not in ("average", "mean", "GPA", "gpa") or "grade average" not in may:
            continue
        if word is before or (following is not None and following.kind != "label"):
            told = "write `grade average at least 60 over counted`"
            return Slip("S030", f"`{word.text}` can't stand here", told, on_before=word is before)
    return None


def _number_of_any(here: Situation) -> Slip | None:
    following = here.at(1)
    if here.token.text != "any" or following is None or following.kind != "number" or "any of" not in here.viable:
        return None
    return Slip("S030", "`any` can't stand here", f"write `{following.text} of {{ … }}`")


def _comma_between_codes(here: Situation) -> Slip | None:
    """`20 credits from A, B`: what may count, not a list of requirements."""
    before, following = here.at(-1), here.at(1)
    if here.token.text != "," or "or" not in here.viable or before is None or following is None:
        return None
    clause = _clause_before(here)
    if not any(token.text == "from" for token in clause):
        return None
    help = f"say `or` between what may count: `{before.text} or {following.text}`"
    return Slip("S033", "a comma does not join what may count", help)


def _clause_before(here: Situation) -> list[Token]:
    """The tokens of the clause so far, back to the last separator or brace."""
    found: list[Token] = []
    for token in reversed(here.tokens[: here.index]):
        if token.kind in ("sep", "label") or token.text in ("{", "}"):
            break
        found.append(token)
    return found


def _comma_in_list(here: Situation) -> Slip | None:
    if here.token.text != "," or not here.viable & {"_SEP", "}"}:
        return None
    return Slip(
        "S033",
        "a comma does not separate the members of a list",
        "write `;` between them, or each on a line of its own",
    )


def _word_before_code(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.text.rstrip("s") not in ("code", "course", "unit", "module", "subject"):
        return None
    if here.token.kind not in ("word", "quoted"):
        return None
    return Slip(
        "S036", f"`{before.text}` is taken for a code itself", f"a code stands alone: write just `{here.token.text}`"
    )


def _code_in_two_pieces(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind != "word" or here.token.kind not in ("number", "word"):
        return None
    apart = here.token.column - (before.column + before.width)
    numbered = here.token.kind == "number" and before.text.isupper()
    if before.line != here.token.line or apart > 2 or not numbered:
        return None
    return Slip("S035", "a code with a space in it needs quotes", f'write "{before.text} {here.token.text}"')


def _code_begins_with_digit(here: Situation) -> Slip | None:
    if here.token.kind != "number" or not here.names_may_stand() or "NUMBER" in here.viable:
        return None
    return Slip(
        "S035",
        f"`{here.token.text}` is a number here",
        f'a code that begins with a digit is quoted: "{here.token.text}"',
    )


def _reserved_name(here: Situation) -> Slip | None:
    if here.token.kind != "word" or here.token.text not in RESERVED or not here.names_may_stand():
        return None
    following = here.at(1)
    if following is not None and following.kind in ("word", "quoted") and "QUOTED" not in here.viable:
        return None
    if len(here.viable) > 12:
        return None
    word = here.token.text
    return Slip("S032", f"`{word}` is a word of the language and can't be a name as it stands", f'quote it: "{word}"')


def _mistyped(here: Situation) -> Slip | None:
    if here.token.kind != "word":
        return None
    words = {part for symbol in here.viable if symbol.islower() for part in (symbol, *symbol.split())}
    near = [word for word in closest(here.token.text, words) if len(word) > 1]
    if not near:
        return None
    told = " or ".join(f"`{word}`" for word in near[:2])
    return Slip("S031", f"`{here.token.text}` can't stand here", f"did you mean {told}?")


def _mistyped_before(here: Situation) -> Slip | None:
    """The word before was taken for a name, and is nearly a word of the language: `limit { … }`, `al of`, `enroll until`."""
    before = here.at(-1)
    if before is None or before.kind != "word" or before.text in here.before:
        return None
    words = [symbol for symbol in here.before if symbol.islower()]
    pair = f"{before.text} {here.token.text}"
    near = closest(pair, [word for word in words if " " in word], 1)
    if near and here.token.kind == "word" and {before.text, here.token.text} & set(near[0].split()):
        return Slip("S031", f"`{pair}` is not a form of the language", f"did you mean `{near[0]}`?")
    near = closest(before.text, [word for word in words if " " not in word], 1)
    if near and len(before.text) > 3:
        return Slip("S031", f"`{before.text}` is not a word of the language here", f"did you mean `{near[0]}`?")
    return None


def _other_word(here: Situation) -> Slip | None:
    for token, may in ((here.token, here.viable), (here.at(-1), here.before)):
        meant = OTHER_WORDS.get(token.text.lower()) if token is not None and token.kind in ("word", "label") else None
        if token is not None and meant in may and token.text not in may:
            return Slip("S031", f"`{token.text}` is not a word of the language here", f"write `{meant}`")
    return None


def _side_by_side(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind not in ("word", "quoted") or here.token.kind not in ("word", "quoted"):
        return None
    if not here.viable & {"_SEP", "}"} or "IDENT" in here.viable or "IDENT" not in here.before:
        return None
    both = f"{before.text} {here.token.text}".replace('"', "")
    return Slip(
        "S033",
        f"something is missing between `{before.text}` and `{here.token.text}`",
        f'members of a list are separated by `;` or stand on lines of their own; a code with a space in it is quoted: "{both}"',
    )


def _name_without_colon(here: Situation) -> Slip | None:
    """`core all of { … }`, `core "Core" all of { … }`: the name begins the clause, and a requirement or limit follows."""
    titled = here.token.kind == "quoted"
    before, follows = here.at(-1), here.at(1) if titled else here.token
    if before is None or follows is None or before.kind != "word" or before.text in here.before:
        return None
    earlier = here.at(-2)
    begins = earlier is None or earlier.kind == "sep" or earlier.text in ("{", "requires", "counted")
    if not begins or "LABEL" not in here.before:
        return None
    opens = ("all", "any", "one", "at", "exactly", "grade", "splittable", "award", "milestone")
    if not (follows.text in opens or follows.kind == "number" or (titled and follows.text != ":")):
        return None
    name = f"{before.text} {here.token.text}" if titled else before.text
    return Slip("S037", "a name in front of a clause is followed by a colon", f"write `{name}: {follows.text} …`")


def _sign_missing(here: Situation) -> Slip | None:
    if len(here.viable) != 1:
        return None
    (sign,) = here.viable
    if sign == "{":
        return Slip(
            "S039",
            f"`{{` is missing in front of `{here.token.text}`",
            "the members of a list stand in braces: `{ A; B }`",
        )
    if sign in ("=", ":", ")", "("):
        return Slip(
            "S039", f"`{sign}` is missing in front of `{here.token.text}`", f"write `{sign} {here.token.text} …`"
        )
    return None


def _colon_before_list(here: Situation) -> Slip | None:
    following = here.at(1)
    if following is None or following.kind != "label" or following.text != "of":
        return None
    word = f"{here.token.text} of"
    return Slip("S037", f"no colon follows `{word}`", f"a list stands in braces: `{word} {{ A; B }}`")


def _equals_for_colon(here: Situation) -> Slip | None:
    if here.token.text == "=" and here.at(-1) is not None and "=" not in here.viable:
        return Slip("S037", "a name in front of a clause is followed by a colon, not by `=`", "write `:`")
    if here.token.text == ":":
        return Slip(
            "S037",
            "a colon follows the name of a clause, and nothing else",
            "take it out, or put the name right before it",
        )
    return None


def _amount_without_unit(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind not in ("number", "fraction") or "credits" not in here.viable:
        return None
    help = f"write `{before.text} credits` or `{before.text} credentials`"
    if {"IDENT", "LABEL"} <= here.before:
        help += f'; a code that begins with a digit is quoted: "{before.text}"'
    return Slip("S038", f"{before.text} of what? An amount names its unit", help)


def _too_early(here: Situation) -> Slip | None:
    before = here.at(-1)
    if here.token.kind not in ("sep", "end") and here.token.text not in ("}", ")"):
        return None
    if here.viable & {"_SEP", "}", "$END"} and here.token.text not in ("}", ")"):
        return None
    after = f" after `{before.text}`" if before is not None and before.kind != "sep" else ""
    return Slip("S039", f"something is missing{after}", "", on_before=True)


SLIPS: tuple[Recognise, ...] = (
    _unknown_declaration,
    _share_without_base,
    _window_without_clock,
    _average_form,
    _number_of_any,
    _comma_between_codes,
    _comma_in_list,
    _word_before_code,
    _code_in_two_pieces,
    _code_begins_with_digit,
    _amount_without_unit,
    _colon_before_list,
    _other_word,
    _mistyped_before,
    _name_without_colon,
    _equals_for_colon,
    _mistyped,
    _sign_missing,
    _reserved_name,
    _side_by_side,
    _too_early,
)
"""In order: the surest first."""


def slip_of(here: Situation) -> Slip | None:
    """The first slip that recognises itself."""
    for recognise in SLIPS:
        found = recognise(here)
        if found is not None:
            return found
    return None
