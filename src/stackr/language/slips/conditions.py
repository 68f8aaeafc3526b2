"""Conditions where none can stand, several values where a comparison takes one, and comparisons in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from stackr.language.slips.bounds import COMPARISONS
from stackr.language.slips.situation import Situation, Slip
from stackr.language.tokens import Token
from stackr.language.words import SUCH_THAT

MEMBERS = frozenset(
    {
        "level", "issuer", "kind", "mode", "country", "title", "status", "term", "origin", "assessment", "field", "grade",
        "provider", "subject", "language", "route", "tag", "fields", "outcomes", "tags", "tagged", "credits", "hours",
    }
)  # fmt: skip
"""Members that conditions are mostly about."""

LISTED = frozenset({"tags", "tagged", "outcomes", "field", "fields", "terms", "languages"})
"""Members that hold several."""

FLAGS = frozenset({"graded", "ungraded", "assessed", "standalone", "external", "expired", "not"})
SIGNS = frozenset({"=", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "include", "includes"})
CONTAINS = frozenset({"contain", "contains", "containing", "has", "have", "including", "like", "matches", "with"})
"""What people write for `include`."""

_OPEN, _CLOSE, _MOST = frozenset("{("), frozenset("})"), 20


def no_framework(word: str) -> str:
    """What to write where another word was taken for a framework (`grade above 60` reads like `level ZQF 7`); or "".

    >>> no_framework("above"), no_framework("contains"), no_framework("ZQF")
    ('write `>`, if `above` is to compare', 'write `include`, if `contains` is to compare', '')
    """
    meant = COMPARISONS.get(word.lower()) or ("include" if word.lower() in CONTAINS else None)
    return f"write `{meant}`, if `{word}` is to compare" if meant else ""


def behind_a_list(here: Situation) -> Slip | None:
    """`all of { A; B } where grade >= 60`, `2 of { A; B } with grade >= 60`: which of them is meant?"""
    with_, brace = (here.at(-1), here.at(-2)) if here.viable == {"{"} else (here.token, here.at(-1))
    if with_ is None or brace is None or brace.text != "}":
        return None
    if with_ is here.token and (here.token.text not in SUCH_THAT or not {"with"} <= here.viable - {"and"}):
        return None
    if with_ is not here.token and (with_.text != "with" or not _begins(here.token)):
        return None
    if _may_count(here.tokens[: here.index]):
        return None
    asked = _condition(here.tokens[here.index + (with_ is here.token) :]) or "grade >= 60"
    some = f"with {{ at least 2 credentials from {asked} }}"
    told = f"of each of them: write it behind the unit, `A with {asked}`; of some that count: `{some}`"
    return Slip("S031", "a condition does not stand behind a list", told)


def _may_count(tokens: Sequence[Token]) -> bool:
    """Whether the clause that these end in says with `from` what may count."""
    depth = 0
    for token in reversed(tokens):
        depth += (token.text == "}") - (token.text == "{")
        if depth < 0 or (depth == 0 and token.kind in ("sep", "label")):
            return False
        if depth == 0 and token.text == "from":
            return True
    return False


def behind_what_may_count(here: Situation) -> Slip | None:
    """`10 credits from level >= 7 with grade >= 60`, `… with { grade >= 60 }`, `2 of { A; B } with { issuer U }`."""
    place = _quantities(here)
    if place is None or not _begins(here.tokens[place]):
        return None
    asked = _condition(here.tokens[place:])
    told = f"write `at least 2 credentials from {asked}` if that is asked of some; of all that may count: `from … and {asked}`"
    return Slip("S031", "a condition is no quantity of what is chosen", told, on_before=here.index > place)


def _quantities(here: Situation) -> int | None:
    """Where the line begins in which this word can't stand, if it is the first or second of a line of `with { … }`."""
    for place in (here.index, here.index - 1):
        opens = here.at(place - here.index - 1)
        if opens is None:
            return None
        if opens.text == "with" and here.viable == {"{"}:
            return place
        if (opens.text == "{" or opens.kind == "sep") and _in_with(here.tokens[:place]):
            return place
    return None


def _in_with(tokens: Iterable[Token]) -> bool:
    """Whether the innermost brace that is open is that of a `with { … }`."""
    ahead: list[Token | None] = [None]
    opened: list[bool] = []
    for token in tokens:
        if token.text == "{":
            opened.append(ahead[-1] is not None and ahead[-1].text == "with")
        elif token.text == "}" and opened:
            opened.pop()
        ahead.append(token)
    return bool(opened) and opened[-1]


def _begins(token: Token) -> bool:
    """Whether a condition begins with the word."""
    return token.text in MEMBERS or token.text in FLAGS


def _condition(tokens: Iterable[Token]) -> str:
    """The condition that begins here, as it was written, as far as the line goes."""
    found: list[str] = []
    for token in tokens:
        if token.kind in ("sep", "end") or token.text in ("{", "}", ","):
            break
        found.append(token.text)
    return " ".join(found[:_MOST])


def several_values(here: Situation) -> Slip | None:
    """`tags include all of { "a"; "b" }`, `issuer any of { U; V }`, `tagged { "a"; "b" }`, `fact "x" = { "a"; "b" }`."""
    word = here.at(-1)
    if here.token.text == "of" and word is not None and word.text in ("one", "any", "all"):  # it was taken for a value
        here = replace(here, index=here.index - 1, token=word)
    if here.token.text not in ("{", "(", "all", "any", "one", "either", "both"):
        return None
    subject, every = _subject(here), here.token.text in ("all", "both")
    values = _values(here)
    if subject is None or not values:
        return None
    member, sign = subject
    if here.tokens[0].text in (
        "catalogue",
        "credential",
        "scenario",
    ):  # what is on offer or held says what it has, one or several
        told = f"write `{member} {', '.join(values)}`"
        return Slip("S033", "several stand side by side, with commas", told) if member in LISTED else None
    if not every and sign != "!=" and member in MEMBERS - {"tagged"}:
        return Slip("S033", "a comparison takes one value", f"write `{member} in {{ {'; '.join(values)} }}`")
    joined = (" and " if every or sign == "!=" else " or ").join(f"{_said(member, sign)} {value}" for value in values)
    return Slip("S033", "a comparison takes one value", f"write `{joined}`")


def _subject(here: Situation) -> tuple[str, str] | None:
    """What is compared, and the sign that stands behind it, if any."""
    before, ahead, fact = here.at(-1), here.at(-2), here.at(-3)
    if before is None:
        return None
    if before.text in MEMBERS:
        return before.text, ""
    if ahead is not None and before.text in SIGNS:
        if ahead.kind == "quoted" and fact is not None and fact.text == "fact":
            return f"fact {ahead.text}", before.text
        return (ahead.text, before.text) if ahead.kind == "word" else None
    return None


def _said(member: str, sign: str) -> str:
    if sign in ("in", "") and member.startswith("fact "):
        return f"{member} ="
    return member if sign in ("", "in") else f"{member} {sign}"


def _values(here: Situation) -> list[str]:
    """The values listed from this word on."""
    found: list[str] = []
    opened = False
    for token in here.tokens[here.index : here.index + 2 * _MOST]:
        if token.text in _OPEN:
            opened = True
        elif token.text in _CLOSE:
            return found
        elif opened and token.kind not in ("sep", "end") and token.text not in (",", "or", "and"):
            found.append(token.text)
    return []


def value_behind_a_comma(here: Situation) -> Slip | None:
    """`issuer U, V`, `tagged "a", "b"`, `level = 7, 8`: what is compared is said each time."""
    value, following = here.at(-1), here.at(1)
    if here.token.text != "," or "or" not in here.viable or value is None or following is None:
        return None
    subject = _subject(replace(here, index=here.index - 1, token=value))
    if subject is None or following.kind not in ("word", "quoted", "number"):
        return None
    if _begins(following):
        return Slip(
            "S033", "a comma does not join conditions", "write `and` if all of them are asked, `or` if one is enough"
        )
    said = _said(*subject)
    return Slip(
        "S033", "a comma does not join what may count", f"write `{said} {value.text} or {said} {following.text}`"
    )


def number_alone(here: Situation) -> Slip | None:
    """`level 7 or 8`, `level 7 to 9`, `level between 7 and 9`, `credits 1 to 30`; `level 1 to 10` of a framework."""
    words = here.line()
    member = next((at for at in range(len(words) - 1, -1, -1) if words[at] in MEMBERS), None)
    if member is None:
        return None
    ahead = [token.text for step in range(4) if (token := here.at(step)) is not None]
    said = " ".join([*words[member + 1 :], *ahead])
    block = here.tokens[0].text
    if block == "framework" and (run := re.match(r"([0-9]+) (?:to|-) ([0-9]+)", said)):
        return Slip("S031", "a run of levels begins with `levels`", f"write `levels {run[1]} to {run[2]}`")
    if block in ("framework", "grades", "catalogue", "credential", "scenario"):
        return None
    name = words[member]
    if either := re.match(r"[=<>]* ?([0-9]+) or ([0-9]+)", said):
        return Slip("S033", "a comparison takes one value", f"write `{name} in {{ {either[1]}; {either[2]} }}`")
    if range_ := re.match(r"(?:from |between )?([0-9]+) (?:to|and) ([0-9]+)", said):
        return Slip("S031", "a range is two comparisons", f"write `{name} >= {range_[1]} and {name} <= {range_[2]}`")
    return None


def other_include(here: Situation) -> Slip | None:
    """`tags contain "a"`, `fact "languages" includes "en"`."""
    value, name, fact = here.at(1), here.at(-1), here.at(-2)
    if here.token.text not in CONTAINS | {"include", "includes", "in"} or value is None or name is None:
        return None
    if "include" in here.viable and value.kind in ("word", "quoted"):
        return Slip("S031", f"`{here.token.text}` compares nothing here", f"write `include {value.text}`")
    if fact is None or fact.text != "fact" or name.kind != "quoted":
        return None
    values = _values(here) or [value.text]
    told = " or ".join(f"fact {name.text} = {each}" for each in values)
    return Slip(
        "S031",
        f"`{here.token.text}` compares nothing here",
        f"write `{told}`: of a fact that lists several, one is enough",
    )


def not_behind_a_member(here: Situation) -> Slip | None:
    """`issuer not U`."""
    member, value = here.at(-1), here.at(1)
    if here.token.text != "not" or member is None or value is None or "is not" not in here.viable:
        return None
    return Slip("S030", "`not` can't stand here", f"write `{member.text} is not {value.text}`")


def blank_in_a_sign(here: Situation) -> Slip | None:
    """`level > = 7`."""
    sign = here.at(-1)
    if here.token.text != "=" or sign is None or sign.text not in ("<", ">"):
        return None
    return Slip("S030", "no blank stands inside a sign", f"write `{sign.text}=`", on_before=True)


def in_without_braces(here: Situation) -> Slip | None:
    """`issuer in U or V`, `country in ZM, ZA`: what `in` is followed by is a list in braces."""
    value, word, member = here.at(-1), here.at(-2), here.at(-3)
    if here.viable != {"("} or value is None or word is None or member is None or word.text != "in":
        return None
    others = []
    for step in range(0, _MOST, 2):
        joint, code = here.at(step), here.at(step + 1)
        if (
            joint is None
            or joint.text not in (",", "or")
            or code is None
            or code.kind not in ("word", "quoted", "number")
        ):
            break
        others.append(code.text)
    return Slip("S033", "a list stands in braces", f"write `{member.text} in {{ {'; '.join([value.text, *others])} }}`")


def all_of_what_may_count(here: Situation) -> Slip | None:
    """`10 credits from all of { A; B }`."""
    before, following, values = here.at(-1), here.at(1), _values(here)
    if here.token.text != "all" or before is None or before.text != "from" or following is None or not values:
        return None
    told = f"to ask for each of them: `all of {{ {'; '.join(values)} }}`; what may count is joined by `or`: `from {' or '.join(values)}`"
    return Slip("S033", "`all of` does not say what may count", told)
