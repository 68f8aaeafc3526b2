"""Slips where it is said what is on offer, and who is who: lines of catalogues, registers and articulations."""

from __future__ import annotations

from stackr.language.slips.situation import Situation, Slip


def credential_without_its_word(here: Situation) -> Slip | None:
    """`NUR101 "Anatomy" 10 credits` as a line of a catalogue."""
    if not {"credential", "column"} <= here.viable or here.token.kind not in ("word", "label"):
        return None
    following = here.at(1)
    coded = here.token.text.isupper() or any(sign.isdigit() for sign in here.token.text)
    if not coded or following is None:
        return None
    title = f" {following.text}" if following.kind == "quoted" else ""
    told = f"write `credential {here.token.text}{title} {{ 10 credits }}`"
    return Slip("S030", "what a catalogue lists begins with its word", told)


def body_and_its_days(here: Situation) -> Slip | None:
    """`UNZA valid from 2020-01-01` in a register."""
    body, following = here.at(-1), here.at(1)
    if here.tokens[0].text != "register" or body is None or following is None or "from" not in here.viable:
        return None
    if here.token.kind != "word" or following.text not in ("from", "until", "since"):
        return None
    bound = "until" if following.text == "until" else "from"
    told = f"write `{body.text} {bound} …`"
    return Slip("S031", f"`{here.token.text}` is not a word of the language here", told)


def least_grade_of_an_articulation(here: Situation) -> Slip | None:
    """`grade at least 60` in an articulation."""
    if here.token.text not in ("grade", "grades", "mark") or not {"from", "match"} <= here.viable:
        return None
    mark = next((token.text for step in range(1, 5) if (token := here.at(step)) and token.kind == "number"), "60")
    return Slip("S031", f"`{here.token.text}` begins no line of an articulation", f"write `minimum grade {mark}`")


def hours_of_work(here: Situation) -> Slip | None:
    """`workload 300 hours`, `effort 300 hours` of what is on offer."""
    number = here.at(1)
    if here.token.text not in ("workload", "effort", "duration", "length", "volume") or "hours" not in here.viable:
        return None
    if number is None or number.kind != "number":
        return None
    return Slip("S031", f"`{here.token.text}` can't stand here", f"write `hours {number.text}`")
