"""Slips in a recognition ladder: kinds of route in other words, titles and parts of a route in the wrong place or form."""

from __future__ import annotations

from stackr.diagnostics.suggest import closest
from stackr.language.slips.situation import Situation, Slip
from stackr.language.words import ROUTE_LINES

KINDS = ("own", "treaty", "agreement", "precedent", "advice", "assessment", "rpl")
OTHER_KINDS = {
    **dict.fromkeys(("case-by-case", "casework", "case", "individual", "evaluation", "recognition", "committee"), "assessment"),
    **dict.fromkeys(("articulation", "equivalence", "transfer", "mou", "contract"), "agreement"),
    **dict.fromkeys(("convention", "law"), "treaty"), **dict.fromkeys(("internal", "home", "embedded", "ours"), "own"),
    **dict.fromkeys(("apel", "rpel", "rcc", "portfolio", "experience", "prior", "prior-learning", "fallback"), "rpl"),
    **dict.fromkeys(("published", "list", "earlier", "previous"), "precedent"),
    **dict.fromkeys(("enic", "naric", "opinion", "expert"), "advice"),
}  # fmt: skip
"""What people call it → the kind of route."""

PARTS = {"not": "never", "max": "up to", "maximum": "up to"}
"""How people begin a part of a route → how it begins."""


def other_kind(here: Situation) -> Slip | None:
    """`route casework is case-by-case …`, `fallback rpl is RPL`."""
    if not frozenset(KINDS) <= here.viable or here.token.kind != "word":
        return None
    word = here.token.text.lower()
    meant = word if word in KINDS else OTHER_KINDS.get(word) or next(iter(closest(word, KINDS, 1)), None)
    told = f"did you mean `{meant}`?" if meant is not None else f"kinds are {', '.join(f'`{kind}`' for kind in KINDS)}"
    return Slip("S031", f"`{here.token.text}` is no kind of route", told)


def title_before_kind(here: Situation) -> Slip | None:
    """`route sadc "SADC" is agreement`: the title stands behind the kind."""
    name, begins = here.at(-1), here.at(-2)
    if here.token.kind != "quoted" or begins is None or name is None or begins.text not in ROUTE_LINES:
        return None
    kind = here.at(2)
    told = kind.text if kind is not None and kind.text in KINDS else "agreement"
    return Slip(
        "S041",
        "the title of a route stands behind its kind",
        f"write `{begins.text} {name.text} is {told} {here.token.text}`",
    )


def colon_behind_a_route(here: Situation) -> Slip | None:
    """`route own: issuer = U grants full`."""
    begins = here.at(-1)
    if here.token.kind != "label" or begins is None or begins.text not in ROUTE_LINES:
        return None
    told = f"write `{begins.text} {here.token.text} is KIND when …`, where KIND is `own`, `agreement`, `assessment` …"
    return Slip("S037", f"no colon follows the name of a {begins.text}", told)


def part_in_other_words(here: Situation) -> Slip | None:
    """`not for IT103`, `max 20 credits` below a route."""
    following = here.at(1)
    if here.token.text not in PARTS or following is None or "route" not in here.viable:
        return None
    meant = PARTS[here.token.text]
    if (meant == "never") != (following.text == "for"):
        return None
    more = following.text if meant == "never" else f"{following.text} credits"
    return Slip("S031", f"`{here.token.text}` begins no part of a route", f"write `{meant} {more} …`")


def days_of_appeal(here: Situation) -> Slip | None:
    """`appeal in 30 days`."""
    before = here.at(-1)
    if here.token.text != "in" or before is None or before.text != "appeal" or "within" not in here.viable:
        return None
    return Slip("S031", "`in` can't stand here", "write `appeal within 30 days`")


def route_without_its_word(here: Situation) -> Slip | None:
    """`rpl: portfolio …`, `treaty "Addis" when …` as a line of a ladder."""
    word = here.token.text.lower()
    kind = word if word in KINDS else OTHER_KINDS.get(word)
    if here.tokens[0].text != "recognition" or "route" not in here.viable or kind is None:
        return None
    begins = "fallback" if kind == "rpl" else "route"
    return Slip("S030", "a line of a ladder says what kind of route it is", f"write `{begins} NAME is {kind} …`")


def grants_all(here: Situation) -> Slip | None:
    """`grants all`."""
    before = here.at(-1)
    if (
        before is None
        or before.text != "grants"
        or here.token.text not in ("all", "everything", "any", "credits", "yes")
    ):
        return None
    return (
        Slip("S030", f"`{here.token.text}` can't stand here", "write `grants full`") if "full" in here.viable else None
    )
