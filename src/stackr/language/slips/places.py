"""Right words in the wrong place: what is asked of a learner outside `requires`, a total without its word, conditions in one line."""

from __future__ import annotations

from stackr.language.slips.situation import Situation, Slip
from stackr.language.slips.words import COUNTED, OTHER_WORDS
from stackr.language.words import DECLARATIONS, GO_ON_DEEPER

AWARD_LINES = frozenset({"includes", "shared between", "transition"})
"""What may stand where a line of a qualification begins, behind its name too."""
EXPECTED = ("missing", "counting", "counts", "progress", "possible", "unused", "blocked by", "completes with")
FORMS = ("all of", "any of", "one of", "some of", "at least", "at most", "exactly")
LINES = frozenset(
    {
        "limits",
        "requires",
        "also requires",
        "entry requires",
        "prefer",
        "classify",
        "includes",
        "awarded by",
        "total",
        "repeatable",
    }
    | {"shared between", "version by", "recognised by", "exit award", "item weight", "transition", "enrol until"}
    | {
        "prerequisite",
        "corequisite",
        "parts",
        "level",
        "field",
        "outcomes",
        "tags",
        "terms",
        "cost",
        "assessment",
        "mode",
    }
    | {"expect", "learner", "decision"}
)
"""Words that begin lines of awards, credentials and scenarios."""
ASKED = "`requires all of { … }`, or in `also requires` where learning may count a second time"


def declaration_on_the_same_line(here: Situation) -> Slip | None:
    """`qualification P { … } qualification Q { … }`."""
    before = here.at(-1)
    if here.token.text not in DECLARATIONS or "$END" not in here.viable or before is None:
        return None
    told = f"begin a new line in front of `{here.token.text}`"
    return Slip("S030", f"`{here.token.text}` begins a declaration, and stands on a line of its own", told)


def requirement_outside(here: Situation) -> Slip | None:
    """`core: all of { … }`, `elective: 2 of { … }`, `at least 60 credits …` as a line of a qualification."""
    before, following = here.at(-1), here.at(1)
    if "aligned" in here.viable and here.token.text in COUNTED:  # read as the level that the award is `at`
        ahead = here.at(-2)
        bound = ahead.text.split()[-1] if ahead is not None else ""
        return _outside(f"at {bound}") if bound in ("least", "most") else None
    if not here.viable >= AWARD_LINES or before is None:
        return None
    counted = here.token.kind == "number" and following is not None and following.text == "of"
    return _outside(here.token.text) if counted or here.token.text in FORMS else None


def _outside(form: str) -> Slip:
    if form == "at most":
        return Slip("S030", "a ceiling stands among the limits", "write `limits { at most … }`")
    return Slip("S030", "what is asked of a learner stands in `requires`", f"put it in {ASKED}")


def total_without_its_word(here: Situation) -> Slip | None:
    """`120 credits` as a line of a qualification."""
    unit = here.at(1)
    if here.token.kind != "number" or "total" not in here.viable or unit is None:
        return None
    if unit.text not in COUNTED and OTHER_WORDS.get(unit.text.lower()) not in COUNTED:
        return None
    told = unit.text if unit.text in COUNTED else OTHER_WORDS[unit.text.lower()]
    return Slip("S030", "the size of an award begins with its word", f"write `total {here.token.text} {told}`")


def must(here: Situation) -> Slip | None:
    """`must have { … }`, `students must complete …`."""
    before = here.at(-1)
    if before is None or before.text not in ("must", "should", "shall") or "requires" not in here.before:
        return None
    return Slip(
        "S031", f"`{before.text}` is not a word of the language here", "write `requires all of { … }`", on_before=True
    )


def next_member(here: Situation) -> Slip | None:
    """`level 6 requires A and B`, `30 credits level 6`: two members with nothing between them."""
    ends = {"_SEP", "}"} <= here.viable and not here.token.new_line
    meant = OTHER_WORDS.get(here.token.text.lower())
    if not ends or meant != "prerequisite" or here.tokens[0].text not in ("catalogue", "credential"):
        return None
    return Slip(
        "S031",
        f"`{here.token.text}` is not a word of the language here",
        f"write `; {meant} …`: what is asked before it",
    )


def second_expectation(here: Situation) -> Slip | None:
    """`expect Q not satisfied missing core`."""
    line = here.line()
    if line[:1] != ["expect"] or not {"_SEP", "}"} <= here.viable or here.token.text not in EXPECTED:
        return None
    told = f"write `expect {line[1]} {here.token.text} …` on a line of its own"
    return Slip("S030", "each line expects one thing", told)


def next_line(here: Situation) -> Slip | None:
    """`requires all of { A; B } limits { … }`, `10 credits prerequisite A`: two lines with nothing between them."""
    before, following = here.at(-1), here.at(1)
    for token, after, may in ((here.token, following, here.viable), (before, here.token, here.before)):
        if token is None or token.new_line or not {"_SEP", "}"} <= may:
            continue
        both = f"{token.text} {after.text}" if after is not None else ""
        word = both if both in LINES else token.text
        if word in LINES:
            told = f"write `;` in front of `{word}`, or begin a new line"
            return Slip("S033", f"`{word}` begins a line of its own", told, on_before=token is before)
    return None


def goes_on_from_the_line_before(here: Situation) -> Slip | None:
    """`cap: at most 50% of award`, and below it `by rpl`, no deeper than `cap`."""
    separator, end = here.at(-1), here.at(-2)
    if here.token.text not in GO_ON_DEEPER or separator is None or separator.kind != "sep" or end is None:
        return None
    if here.token.line == end.line or end.text in ("{", "}"):
        return None
    told = "what goes on with the line before stands there, or is indented deeper than that line began"
    return Slip("S033", f"`{here.token.text}` begins no line here", told)
