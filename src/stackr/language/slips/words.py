"""Words that are nearly right, or right elsewhere."""

from __future__ import annotations

from stackr.diagnostics.suggest import closest
from stackr.language.slips.situation import Situation, Slip
from stackr.language.words import DECLARATIONS

OTHER_WORDS = {
    **dict.fromkeys(("has", "have"), "holds"),
    **dict.fromkeys(("min", "minimum"), "at least"),
    **dict.fromkeys(("max", "maximum"), "at most"),
    **dict.fromkeys(("point", "points", "ects", "cr", "cp"), "credits"),
    **dict.fromkeys(("modules", "courses", "units", "module", "course", "items"), "credentials"),
    **dict.fromkeys(("mandatory", "compulsory"), "requires"),
    **dict.fromkeys(("compare", "equals"), "="),
    "restrictions": "limits",
    "contains": "includes",
    **dict.fromkeys(("passed", "complete", "completed", "passes", "pass", "awarded"), "satisfied"),
    "via": "by",
    "till": "until",
    "given": "learner",
    **dict.fromkeys(("effective", "valid"), "in force"),
    **dict.fromkeys(("then", "should", "must"), "expect"),
    **dict.fromkeys(("needs", "prereq", "requires"), "prerequisite"),
    "coreq": "corequisite",
    **dict.fromkeys(("fee", "fees", "price", "tuition", "costs"), "cost"),
}
"""What people write who know other rules → the word of this language."""


COUNTED = ("credits", "credit", "credentials", "credential", "hours", "hour")
"""Units of which an amount is counted."""

OTHER_DECLARATIONS = {
    **dict.fromkeys(("programme", "program", "award", "degree", "diploma", "certificate", "course-of-study"), "qualification"),
    **dict.fromkeys(("stack", "apprenticeship", "licence"), "qualification"),
    **dict.fromkeys(("course", "module", "unit", "subject", "class", "paper", "micro-credential", "badge"), "credential"),
    **dict.fromkeys(("include", "require", "use"), "import"), **dict.fromkeys(("test", "example", "case"), "scenario"),
    **dict.fromkeys(("equivalence", "agreement", "mapping"), "articulation"), "ladder": "recognition", "list": "register",
    **dict.fromkeys(("define", "set", "var"), "let"), "scale": "grades", "terms": "calendar", "levels": "framework",
}  # fmt: skip
"""What people call it → the declaration."""

LINES = {
    **dict.fromkeys(
        ("total", "requires", "limits", "awarded", "prefer", "also", "entry", "classify"), "qualification NAME"
    ),
    **dict.fromkeys(("route", "fallback", "gate", "refuse"), "recognition NAME for BODY"),
    **dict.fromkeys(("learner", "expect", "decision"), 'scenario "TITLE"'),
    "issuer": "catalogue NAME",
}
"""Words that begin a line of a block → the block."""


def unknown_declaration(here: Situation) -> Slip | None:
    if not here.first or here.token.kind not in ("word", "label"):
        return None
    word = here.token.text
    if word in LINES:
        told = f"the block that it belongs to is closed too early, or never opened: `{LINES[word]} {{ … }}`"
        return Slip("S031", f"`{word}` stands outside any block", told)
    if here.token.kind == "label" and word in DECLARATIONS:
        return Slip("S037", f"no colon follows `{word}`", f"write `{word} NAME {{ … }}`")
    near = (
        *((OTHER_DECLARATIONS[word.lower()],) if word.lower() in OTHER_DECLARATIONS else ()),
        *closest(word, DECLARATIONS, 1),
    )
    told = (
        f"did you mean `{near[0]}`?"
        if near
        else "a file consists of `qualification`, `recognition`, `scenario` and the like"
    )
    return Slip("S031", f"`{word}` begins no declaration", told)


def other_word(here: Situation) -> Slip | None:
    for token, may in ((here.token, here.viable), (here.at(-1), here.before)):
        meant = OTHER_WORDS.get(token.text.lower()) if token is not None and token.kind in ("word", "label") else None
        if token is not None and meant in may and token.text not in may:
            return Slip("S031", f"`{token.text}` is not a word of the language here", f"write `{meant}`")
    return None


def holds(here: Situation) -> Slip | None:
    """`learner has A 10 credits`, `learner holds A and B`."""
    line = here.line()
    if line[:1] != ["learner"]:
        return None
    if line[1:2] in (["has"], ["have"], ["passed"], ["completed"], ["took"], ["earned"]) and here.token.kind != "sep":
        return Slip("S031", f"`learner {line[1]}` is not a form of the language", "write `learner holds`")
    if line[1:2] == ["holds"] and here.token.text == "and":
        return Slip("S033", "`and` does not join what a learner holds", "write `,` between two holdings")
    return None


def held_where_it_is_asked_for(here: Situation) -> Slip | None:
    """`requires holds A`, `one of { access: passed A }`: a requirement is the award or unit itself."""
    before = here.at(-1)
    if before is None or before.text.lower() not in ("holds", "hold", "has", "earned", "passed", "completed"):
        return None
    if here.token.kind not in ("word", "quoted") or "IDENT" not in here.before or not here.viable & {"_SEP", "}"}:
        return None
    told = f"write `{here.token.text}`, or `award {here.token.text}` if it is an award: it is met by whoever has it"
    return Slip("S031", f"`{before.text}` is not said of what is required", told, on_before=True)


def either(here: Situation) -> Slip | None:
    """`either A or B`, `either { A; B }`."""
    before = here.at(-1)
    if before is None or before.text != "either" or before.text in here.before:
        return None
    told = "write `any of { … }`" if here.token.text == "{" else f"leave it out: `{here.token.text} or …`"
    return Slip("S031", "`either` is not a word of the language", told, on_before=True)


def grants_amount(here: Situation) -> Slip | None:
    """`grants 10 credits`."""
    if here.token.kind != "number" or "up to" not in here.viable or "whole units" not in here.viable:
        return None
    return Slip("S030", f"`{here.token.text}` can't stand here", f"write `up to {here.token.text} credits`")


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
    unit = here.at(2)
    word = OTHER_WORDS.get(unit.text.lower(), unit.text) if unit is not None else ""
    told = f"{following.text} {word} from any" if word in COUNTED else f"{following.text} of {{ … }}"
    return Slip("S030", "`any` can't stand here", f"write `{told}`")
