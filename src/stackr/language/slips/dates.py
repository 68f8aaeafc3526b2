"""Dates in words or halves, and spans of time in other words."""

from __future__ import annotations

from stackr.diagnostics.suggest import closest
from stackr.language.slips.situation import Situation, Slip

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
ENDS = ("to", "till", "til", "through", "thru", "up", "ending", "ends")
BEGINS = ("since", "starting", "as", "on", "after", "with", "beginning")
LENGTHS = {
    "yrs": "years",
    "yr": "years",
    "y": "years",
    "mths": "months",
    "mth": "months",
    "mo": "months",
    "wks": "weeks",
}


def which_date(here: Situation) -> Slip | None:
    """`limits { c: within 5 years }`."""
    if here.token.text != "within" or "in any" not in here.viable:
        return None
    return Slip("S034", "within which date? A window names its clock", "write `awarded within 5 years of conferred`")


def version_of_a_day(here: Situation) -> Slip | None:
    """`version 2026-01-01`, `version "2026"`: a version of an award has no name."""
    heading = here.token.text == "version" and here.index in (2, 3) and here.tokens[0].text == "qualification"
    word, value = (here.token, here.at(1)) if heading else (here.at(-1), here.token)
    if word is None or value is None or word.text != "version" or not (heading or "in force" in here.before):
        return None
    if value.kind not in ("day", "number", "quoted"):
        return None
    said = value.text.strip('"')
    told = said if value.kind == "day" or said.count("-") == 2 else _day([said]) or "2026-01-01"
    message = "a version is told by the days on which it is in force"
    return Slip("S030", message, f"write `in force from {told}` in the block", on_before=not heading)


def date_in_words(here: Situation) -> Slip | None:
    """`1 January 2026`, `January 2026`, `2026`."""
    if "ISODAY" not in here.viable or "NUMBER" in here.viable or here.token.kind not in ("number", "word"):
        return None
    words = [token.text for token in (here.at(step) for step in range(3)) if token is not None]
    told = _day(words)
    if told is None:
        return None
    return Slip("S004", "a date is written in figures, year-month-day", f"write `{told}`")


def _day(words: list[str]) -> str | None:
    """The day that the words say, as far as they do."""
    month = next((n for n, name in enumerate(MONTHS, 1) for word in words if _is_month(word, name)), None)
    numbers = [int(word) for word in words if word.isdigit() and len(word) <= 4]
    year = next((number for number in numbers if number > 1000), None)
    if month is None:
        return f"{year}-01-01" if year is not None and words[0] == str(year) else None
    day = next((number for number in numbers if 0 < number < 32), 1)
    return f"{year or 2026}-{month:02}-{day:02}"


def _is_month(word: str, name: str) -> bool:
    return len(word) >= 3 and name.startswith(word.lower())


def other_end(here: Situation) -> Slip | None:
    """`from 2026-01-01 to 2027-01-01`, `in force since 2026-01-01`."""
    for words, meant in ((ENDS, "until"), (BEGINS, "from")):
        if (
            here.token.text in words
            and meant in here.viable
            and "ISODAY" not in here.viable
            and not _amount_follows(here)
        ):
            before = here.at(-1)
            if meant == "until" and (before is None or before.kind != "day"):
                continue
            return Slip("S031", f"`{here.token.text}` can't stand here", f"write `{meant}`")
    return None


def _amount_follows(here: Situation) -> bool:
    following = here.at(1)
    return following is not None and following.kind in ("number", "percent", "fraction")


def other_length(here: Situation) -> Slip | None:
    """`5 yrs`."""
    meant = LENGTHS.get(here.token.text.lower())
    if meant is None or meant not in here.viable:
        return None
    return Slip("S031", f"`{here.token.text}` is not a length of time", f"write `{meant}`")


def mistyped_after_comma(here: Situation) -> Slip | None:
    """`in force from 2026-01-01, enroll until 2029-12-31`."""
    following = here.at(1)
    if here.token.text != "," or following is None or "enrol until" not in here.viable:
        return None
    near = closest(following.text, ("enrol", "achieve"), 1)
    if not near:
        return None
    return Slip("S031", f"`{following.text}` can't stand here", f"did you mean `{near[0]} until`?")


def last_day_to_enrol(here: Situation) -> Slip | None:
    """`last enrolment 2022-12-31`, `enrolment ends 2022-12-31` as a line of an award."""
    words = " ".join([*here.line()[-1:], here.token.text]).lower()
    day = next((token.text for step in range(4) if (token := here.at(step)) is not None and token.kind == "day"), None)
    if (
        day is None
        or "enrol until" not in here.before
        or here.token.text == "until"
        or not any(part in words for part in ("enrol", "admission"))
    ):
        return None
    return Slip("S031", f"`{words}` begins no line of an award", f"write `enrol until {day}`", on_before=True)


def transition_of_no_day(here: Situation) -> Slip | None:
    """`transition: students of 2020 may choose`."""
    begins = next((token for step in (-1, -2, -3, -4) if (token := here.at(step)) and token.text == "transition"), None)
    if begins is None or begins.kind != "label":
        return None
    told = "write `transition from 2020-01-01: may choose`, `must move` or `must move by 2025-12-31`, with a `when …` in front of it"
    return Slip("S039", "a transition says of which version: the first day that it was in force", told, on_before=True)
