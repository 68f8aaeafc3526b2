"""Amounts that name no unit, shares without a base, windows without a clock, numbers in words."""

from __future__ import annotations

import re

from stackr.language.slips.situation import Situation, Slip
from stackr.language.slips.words import COUNTED, OTHER_WORDS
from stackr.language.tokens import Token

DURATIONS = ("year", "month", "week", "day")
NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "twenty": "20", "thirty": "30", "forty": "40", "sixty": "60", "ninety": "90", "hundred": "100",
}  # fmt: skip
PARTS = {"half": "1/2", "third": "1/3", "thirds": "2/3", "quarter": "1/4", "quarters": "3/4", "fifth": "1/5"}
PER_CENT = ("percent", "pct", "per-cent")


def share_of_outcomes(here: Situation) -> Slip | None:
    """`outcomes at least 60% of S`, `at least 60% outcomes of S`, `60% of outcomes of S` where a requirement stands."""
    words = [
        token.text for step in range(-4, 7) if (token := here.at(step)) is not None and token.line == here.token.line
    ]
    near = [token for step in (-1, 0, 1, 2) if (token := here.at(step)) is not None]
    share = next((word for word in words if word.endswith("%") or "/" in word), None)
    if share is None or not any(token.text in ("outcomes", "outcome") for token in near):
        return None
    if not {"at least", "of"} & (here.viable | here.before) or "share" in here.viable:
        return None
    told = f"write `at least {share} of outcomes of` and the name of the set or of the unit"
    return Slip("S030", "a share of outcomes begins with `at least`", told)


def share_without_base(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind not in ("percent", "fraction") or "of" not in here.viable:
        return None
    share = before.text
    help = f"write `{share} of award`, `{share} of counted`, `{share} of group` or `{share} of` the name of a clause"
    return Slip("S034", f"{share} of what? A share names its base", help, on_before=_ended(here))


def window_without_clock(here: Situation) -> Slip | None:
    before, amount = here.at(-1), here.at(-2)
    if before is None or amount is None or amount.kind != "number" or not before.text.startswith(DURATIONS):
        return None
    if "of" not in here.viable:
        return None
    told = f"{amount.text} {before.text}"
    if here.tokens[0].text == "recognition":
        help = f"write `within {told} of complete file` (of the learner's), or of `applied`, `awarded` …"
        return Slip("S034", f"{told} of what? A window names its clock", help, on_before=True)
    help = f"write `within {told} of conferred` (of this award), or of `applied`, `starts` …"
    return Slip("S034", f"{told} before what? A window names its clock", help, on_before=True)


def per_cent(here: Situation) -> Slip | None:
    """`50 percent of award`."""
    before = here.at(-1)
    if before is None or before.kind != "number" or here.token.text.lower() not in PER_CENT:
        return None
    return Slip("S031", f"`{here.token.text}` is written as a sign", f"write `{before.text}% of award`")


def comma_in_number(here: Situation) -> Slip | None:
    """`1,200 credits`, `12,5 credits`: no space on either side."""
    before, following = here.at(-1), here.at(1)
    if here.token.text != "," or before is None or following is None or {before.kind, following.kind} != {"number"}:
        return None
    if before.column + before.width != here.token.column or following.column != here.token.column + 1:
        return None
    if re.fullmatch("[0-9]{3}", following.text):
        return Slip("S004", "thousands are not set apart", f"write `{before.text}{following.text}`")
    return Slip("S004", "decimals stand behind a point", f"write `{before.text}.{following.text}`")


def number_in_words(here: Situation) -> Slip | None:
    """`two of { … }`, `one hundred credits`, `one third of award`."""
    if here.token.kind != "word":
        return None
    words = [token for token in (here.at(-1), here.token) if token is not None and token.kind == "word"]
    part = next((PARTS[token.text] for token in words if token.text in PARTS), None)
    if part is not None and "of" in here.viable | here.before | {here.token.text}:
        return Slip("S038", "a share is written in figures", f"write `{part} of award`")
    number = next((NUMBERS[token.text] for token in words if token.text in NUMBERS), None)
    if number is None or words[0].text in here.before:
        return None
    if words[-1].text == "hundred":
        number = f"{NUMBERS.get(words[0].text, '1')}00" if len(words) > 1 else "100"
    return Slip("S038", "numbers are written in figures", f"write `{number} …`", on_before=words[0] is not here.token)


def number_after_unit(here: Situation) -> Slip | None:
    """`total credits 120`, `credits 10`."""
    for number, unit in ((here.token, here.at(-1)), (here.at(1), here.token)):
        if number is None or unit is None or number.kind != "number" or unit.text not in COUNTED:
            continue
        ahead = here.at(-2) if number is here.token else here.at(-1)
        if ahead is None or ahead.kind != "number":
            plural = unit.text if unit.text.endswith("s") else f"{unit.text}s"
            begins = here.before if number is here.token else here.viable
            told = f"write `{'total ' if 'total' in begins else ''}{number.text} {plural}`"
            return Slip("S041", "the number stands in front of its unit", told, on_before=unit is not here.token)
    return None


def framework_after_level(here: Situation) -> Slip | None:
    """`level >= 8 ZQF`, `at level 8 ZQF`; and `credits <= 40 NZC`, where the name is that of a unit of credit."""
    number, ahead = here.at(-1), here.at(-2)
    if number is None or ahead is None or number.kind != "number" or here.token.kind != "word":
        return None
    if not here.token.text[:1].isupper() or not (ahead.text in ("level", "at") or ahead.text[:1] in "<>="):
        return None
    asked = here.at(-3)
    if asked is not None and asked.text == "credits":
        told = f"write `{number.text} credits {here.token.text}`"
        return Slip("S038", f"{number.text} of what? An amount names its unit", told)
    return Slip("S041", "the framework stands in front of the level", f"write `{here.token.text} {number.text}`")


def amount_without_unit(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind not in ("number", "fraction") or "credits" not in here.viable:
        return None
    word = here.token.text
    if (chosen := _number_of_a_list(here, before)) is not None:
        return chosen
    meant = OTHER_WORDS.get(word.lower()) if here.token.kind == "word" else None
    if meant in here.viable:
        return Slip("S038", f"`{word}` is not a unit of the language", f"write `{before.text} {meant}`")
    if (unit := here.at(1)) is not None and unit.text in COUNTED and here.token.kind == "word":
        told = f'write `{before.text} {unit.text} from tagged "{word}"`, or what else tells them'
        return Slip("S033", f"what is counted stands behind `{unit.text}`", told)
    if word.lower() == "rpl":
        told = f"write `{before.text} credits by rpl` or `{before.text} credentials by rpl`"
        return Slip("S038", f"{before.text} of what? An amount names its unit", told)
    if here.token.kind == "word" and word.isupper() and len(word) > 1:
        return Slip("S038", f"{before.text} of what? An amount names its unit", f"write `{before.text} credits {word}`")
    other = next((unit for unit in ("credentials", "hours") if unit in here.viable), "credits")
    help = f"write `{before.text} credits` or `{before.text} {other}`"
    if {"IDENT", "LABEL"} <= here.before:
        help += f'; a code that begins with a digit is quoted: "{before.text}"'
    return Slip("S038", f"{before.text} of what? An amount names its unit", help, on_before=_ended(here))


def _number_of_a_list(here: Situation, number: Token) -> Slip | None:
    """`at least 2 from { A; B }`, `2 or more of { A; B }`, `2 to 3 of { A; B; C }`."""
    words = [token.text for step in range(4) if (token := here.at(step)) is not None]
    if words[:2] == ["from", "{"]:
        return Slip("S031", "`from` can't stand here", "write `of`")
    if words[:3] == ["or", "more", "of"]:
        return Slip("S031", "`or more` is not a form of the language", f"write `at least {number.text} of {{ … }}`")
    low, to = here.at(-3), here.at(-2)
    if words[:1] == ["of"] and low is not None and to is not None and (low.kind, to.text) == ("number", "to"):
        told = f"write `{low.text} to {number.text} credentials from A or B or C`"
        return Slip("S031", "a range of a list is told as a choice", told)
    return None


def _ended(here: Situation) -> bool:
    """Whether the clause is at its end here: then the fault is shown at what stands before."""
    return here.token.kind in ("sep", "end") or here.token.new_line
