"""Limits that begin in other words: `no rpl for CAPSTONE`, `grade at least 60`, `all within 5 years`."""

from __future__ import annotations

from stackr.language.slips.situation import Situation, Slip

FORMS = (
    "limits begin so: `at most 30 credits by rpl`, `at least 60 credits from issuer U`, `never by rpl for A`, "
    "`awarded within 5 years of conferred`, `grade average at least 60 over counted`"
)
_EVERYTHING = ("all", "everything", "each", "every", "learning", "nothing")
_DURATIONS = ("year", "month", "week", "day")


def grade_as_a_limit(here: Situation) -> Slip | None:
    """`core: grade at least 60`, `grade >= 60`, `pass mark 60`."""
    line = here.line()
    line = line[line.index(":") + 1 :] if ":" in line else line
    words = [*line[-1:], here.token.text]
    if not _in_limits(here) or not {"grade", "grades", "mark"} & set(words) or len(line) > 1:
        return None
    mark = next((token.text for step in range(5) if (token := here.at(step)) and token.kind == "number"), "60")
    told = f"of what is required: `A with grade >= {mark}`; of all that counts: `grade average at least {mark} over counted`"
    return Slip("S041", "a grade is asked of a unit, or of an average", told, on_before="grade" in line[-1:])


def never_by_a_route(here: Situation) -> Slip | None:
    """`never PRACTICE by rpl`, `no rpl for PRACTICE`, `no RPL`."""
    before, line = here.at(-1), here.line()
    if here.token.text in ("by", "via") and line[:1] == ["never"] and before is not None and len(line) == 2:
        route = following.text.lower() if (following := here.at(1)) is not None else "rpl"
        told = f"write `never by {route} for {before.text}`"
        return Slip("S033", "what may never be so stands first, and for what behind it", told)
    if line != ["no"] or not _in_limits(here) or here.token.text in ("more", "less", "fewer", "older"):
        return None
    route, whom = here.token.text, here.at(2)
    code = f" for {whom.text}" if whom is not None and (word := here.at(1)) is not None and word.text == "for" else ""
    written = f"by {route.lower()}" if route.lower() == "rpl" else route
    return Slip("S031", "`no` is not a word of the language", f"write `never {written}{code}`", on_before=True)


def window_of_everything(here: Situation) -> Slip | None:
    """`all within 5 years`, `within 5 years` of nothing named."""
    window = [token.text for step in range(-1, 4) if (token := here.at(step)) is not None]
    if "within" not in window or not _in_limits(here) or not {*_EVERYTHING} & {*here.line()[:1], here.token.text}:
        return None
    long = window[window.index("within") + 1 :]
    if len(long) < 2 or not long[1].startswith(_DURATIONS):
        return None
    told = f"write `awarded within {long[0]} {long[1]} of conferred`: what is dated, and before what"
    return Slip("S034", "a window names its clock", told)


def in_other_words(here: Situation) -> Slip | None:
    """`practice cannot be recognised`: the first word was taken for something dated."""
    if here.viable != {"within"} or len(here.line()) != 1 or not _in_limits(here):
        return None
    first = here.at(-1)
    told = first.text if first is not None else here.token.text
    return Slip("S030", f"`{told}` begins no limit", FORMS, on_before=True)


def _in_limits(here: Situation) -> bool:
    """Whether the innermost brace that is open is that of `limits { … }`."""
    depth = 0
    for place in range(here.index - 1, 0, -1):
        text = here.tokens[place].text
        depth += (text == "}") - (text == "{")
        if depth < 0:
            return here.tokens[place - 1].text == "limits"
    return False
