"""How long learning stays valid, or must take at least: what people write where a window of an award is meant."""

from __future__ import annotations

from itertools import pairwise

from stackr.language.slips.situation import Situation, Slip

_EXPIRY = frozenset({"expires", "expiry", "valid", "validity", "lasts", "renewable", "renewed", "renews", "renewal"})
_DURATIONS = ("year", "month", "week", "day")
_KEPT_OUT = ("expired", "graded", "ungraded", "assessed", "external", "conferred", "standalone", "tagged", "from", "by")
_AT_LEAST = ("at least", "least", "minimum", "min")
_DATES = ("awarded", "completed", "conferred", "expires")


def validity_of_a_credential(here: Situation) -> Slip | None:
    """`expires after 2 years`, `valid for 2 years`, `renewable` as a line of a credential."""
    if here.token.text.lower() not in _EXPIRY or not {"assessment", "corequisite"} <= here.viable:
        return None
    ahead = [token.text for step in range(1, 5) if (token := here.at(step)) is not None]
    long = next((pair for pair in pairwise(ahead) if pair[1].startswith(_DURATIONS)), ("2", "years"))
    code = _credential(here)
    for_ = f" for {code}" if code else ""
    told = (
        f"write `limits {{ completed within {' '.join(long)} of conferred{for_} }}` in the award; "
        "the last day of one holding is `expires` of its record"
    )
    return Slip("S030", "how long learning stays valid is a limit of the award that it counts toward", told)


def validity_of_an_award(here: Situation) -> Slip | None:
    """`valid for 3 years`, `renewal every 3 years` as a line of a qualification."""
    word = here.at(-1)
    if word is None or word.text.lower() not in _EXPIRY or "limits" not in here.before:
        return None
    if here.token.text not in ("for", "every", "after", "until", ":") and here.token.kind not in ("number", "day"):
        return None
    told = "write `limits { conferred within 3 years of applied }` in what builds on it"
    return Slip("S030", "how long an award stays valid is asked by what it counts toward", told, on_before=True)


def _credential(here: Situation) -> str:
    """The code of the credential around the token, or "" where it is not at hand."""
    ahead = [token.text for token in here.tokens[: here.index]]
    last = max((at for at, text in enumerate(ahead[:-1]) if text == "credential"), default=None)
    return "" if last is None else ahead[last + 1]


def code_in_front_of_a_window(here: Situation) -> Slip | None:
    """`MC2 awarded within 1 year of conferred` in limits: whom a window concerns stands behind it."""
    code, within = here.at(-1), here.at(1)
    if here.token.text not in _DATES or within is None or within.text != "within" or code is None:
        return None
    if code.kind not in ("word", "quoted") or "within" not in here.viable:
        return None
    told = f"write `{here.token.text} within … of … for {code.text}`"
    return Slip("S041", "what a window is for stands behind it", told)


def not_for_never(here: Situation) -> Slip | None:
    """`not expired` as a limit."""
    following = here.at(1)
    if here.token.text != "not" or "never" not in here.viable or following is None or following.text not in _KEPT_OUT:
        return None
    return Slip("S030", "what may not count is said with `never`", f"write `never {following.text} …`")


def least_duration(here: Situation) -> Slip | None:
    """`minimum duration 12 months`, `at least 12 months` in limits."""
    before, bound = here.at(-1), here.at(-2)
    if before is None:
        return None
    named = here.token.text.lower() in ("duration", "period", "time") and before.text.lower() in _AT_LEAST
    in_figures = here.token.text.startswith(_DURATIONS) and before.kind == "number" and "credits" in here.viable
    if not named and not (in_figures and bound is not None and bound.text in _AT_LEAST):
        return None
    told = 'a person attests it, as a requirement: `milestone "12 months on the programme"`'
    return Slip("S030", "how long learning must take at least is no amount of it", told)
