"""Floors, ceilings and comparisons in other words than the language's: `up to 10 credits`, `>= 10 credits`, `level at least 7`."""

from __future__ import annotations

from collections.abc import Sequence

from stackr.language.slips.situation import Situation, Slip

FLOORS = (
    "no less than",
    "no fewer than",
    "not less than",
    "not fewer than",
    "a minimum of",
    "minimum of",
    "min of",
    "atleast",
)
CEILINGS = (
    "no more than", "not more than", "up to", "a maximum of", "maximum of", "max of", "not exceeding", "atmost",
)  # fmt: skip
STRICT = ("less than", "fewer than", "more than", "greater than")
BOUNDS = {
    **dict.fromkeys((*FLOORS, ">="), "at least"),
    **dict.fromkeys((*CEILINGS, "<="), "at most"),
}
"""What people write → how a bound begins."""

COMPARISONS = {
    **dict.fromkeys(("at least", "not less than", "no less than", "not below", "minimum", "min"), ">="),
    **dict.fromkeys(("at most", "not more than", "no more than", "up to", "not above", "maximum", "max"), "<="),
    **dict.fromkeys(("more than", "greater than", "higher than", "better than", "above", "over"), ">"),
    **dict.fromkeys(("less than", "fewer than", "lower than", "below", "worse than"), "<"),
    **dict.fromkeys(("exactly", "equals", "equal to"), "="),
}


def other_bound(here: Situation) -> Slip | None:
    """`no more than 10 credits`, `up to 10 credits`, `>= 10 credits`, where a floor or ceiling is meant."""
    for words in _around(here, (*FLOORS, *CEILINGS, *STRICT, ">=", "<=")):
        if "at least" not in here.viable and "at least" not in here.before:
            continue
        if words in STRICT:
            help = "a bound includes its end: say `at least` or `at most` and the amount that is still allowed"
            return Slip("S031", f"`{words}` begins no floor or ceiling", help)
        return Slip("S031", f"`{words}` begins no floor or ceiling", f"write `{BOUNDS[words]} …`")
    return None


def mistyped_bound(here: Situation) -> Slip | None:
    """`at lest 10 credits`: two words that are nearly one form."""
    following = here.at(1)
    if here.token.text != "at" or following is None or "at least" not in here.viable or following.kind != "word":
        return None
    meant = "at most" if following.text[:1] == "m" else "at least"
    return Slip("S031", f"`at {following.text}` is not a form of the language", f"did you mean `{meant}`?")


def other_comparison(here: Situation) -> Slip | None:
    """`level at least 7`, `grade greater than 60`, where a sign compares."""
    for words in _around(here, tuple(COMPARISONS)):
        if ">=" in here.viable or ">=" in here.before:
            return Slip("S031", f"`{words}` compares nothing here", f"write `{COMPARISONS[words]}`")
    return None


def selector_before_bound(here: Situation) -> Slip | None:
    """`cap: RPL at most 25%`: what a limit is about stands behind it."""
    what, name, bound = here.at(-1), here.at(-2), here.token.text.partition(" ")[0]
    if (
        what is None
        or name is None
        or (name.kind != "sep" and name.text not in (":", "{"))
        or bound not in ("at", "exactly", "maximum")
    ):
        return None
    if what.kind != "word" or "within" not in here.viable:
        return None
    of = f"by {what.text.lower()}" if what.text.lower() == "rpl" else f"from {what.text}"
    told = f"what it is about stands behind the amount: `at most 30 credits {of}`"
    return Slip("S041", "a limit begins with its amount", told, on_before=True)


def _around(here: Situation, forms: Sequence[str]) -> list[str]:
    """The forms, longest first, that stand across this word: they may have begun before it."""
    found = []
    for form in sorted(forms, key=lambda form: (-len(form.split()), form)):
        length = len(form.split())
        for back in range(length + 1):
            tokens = [here.at(step) for step in range(-back, 4 - back)]
            text = " ".join(token.text for token in tokens if token is not None)
            if f"{text} ".startswith(f"{form} "):
                found.append(form)
                break
    return found
