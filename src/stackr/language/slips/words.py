"""Words that are nearly right, or right elsewhere."""

from __future__ import annotations

from stackr.diagnostics.suggest import closest
from stackr.language.slips.situation import Situation, Slip
from stackr.language.words import DECLARATIONS

OTHER_WORDS = {
    "has": "holds", "have": "holds", "min": "at least", "minimum": "at least", "max": "at most", "maximum": "at most",
    "either": "any of", "point": "credits", "points": "credits", "modules": "credentials", "courses": "credentials",
    "mandatory": "requires", "compulsory": "requires", "compare": "=", "equals": "=", "restrictions": "limits",
    "contains": "includes", "passed": "satisfied", "complete": "satisfied", "completed": "satisfied", "ects": "credits",
    "needs": "prerequisite", "prereq": "prerequisite", "coreq": "corequisite", "requires": "prerequisite",
}  # fmt: skip
"""What people write who know other rules → the word of this language."""


def unknown_declaration(here: Situation) -> Slip | None:
    if not here.first or here.token.kind not in ("word", "label"):
        return None
    near = closest(here.token.text, DECLARATIONS, 1)
    told = (
        f"did you mean `{near[0]}`?"
        if near
        else "a file consists of `qualification`, `recognition`, `scenario` and the like"
    )
    return Slip("S031", f"`{here.token.text}` begins no declaration", told)


def other_word(here: Situation) -> Slip | None:
    for token, may in ((here.token, here.viable), (here.at(-1), here.before)):
        meant = OTHER_WORDS.get(token.text.lower()) if token is not None and token.kind in ("word", "label") else None
        if token is not None and meant in may and token.text not in may:
            return Slip("S031", f"`{token.text}` is not a word of the language here", f"write `{meant}`")
    return None


def mistyped_before(here: Situation) -> Slip | None:
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


def mistyped(here: Situation) -> Slip | None:
    if here.token.kind != "word":
        return None
    words = {part for symbol in here.viable if symbol.islower() for part in (symbol, *symbol.split())}
    near = [word for word in closest(here.token.text, words) if len(word) > 1]
    if not near:
        return None
    told = " or ".join(f"`{word}`" for word in near[:2])
    return Slip("S031", f"`{here.token.text}` can't stand here", f"did you mean {told}?")


def average_form(here: Situation) -> Slip | None:
    before, following = here.at(-1), here.at(1)
    for word, may in ((here.token, here.viable), (before, here.before)):
        if word is None or word.text not in ("average", "mean", "GPA", "gpa") or "grade average" not in may:
            continue
        if word is before or (following is not None and following.kind != "label"):
            told = "write `grade average at least 60 over counted`"
            return Slip("S030", f"`{word.text}` can't stand here", told, on_before=word is before)
    return None


def number_of_any(here: Situation) -> Slip | None:
    following = here.at(1)
    if here.token.text != "any" or following is None or following.kind != "number" or "any of" not in here.viable:
        return None
    return Slip("S030", "`any` can't stand here", f"write `{following.text} of {{ … }}`")
