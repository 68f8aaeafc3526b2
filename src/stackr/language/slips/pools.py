"""What may count, listed as if it were requirements."""

from __future__ import annotations

from collections.abc import Sequence

from stackr.language.slips.situation import Situation, Slip
from stackr.language.tokens import Token

_OPENING = frozenset({"one", "any", "either", "of", "{", "("})
_BETWEEN = frozenset({",", ";", "or", "and"})
_CLOSING = frozenset({"}", ")"})


def listed_after_from(here: Situation) -> Slip | None:
    """`20 credits from { A; B }`, `from one of { A; B }`, `from (A; B)`: one says `from A or B`."""
    ahead = here.tokens[max(0, here.index - 4) : here.index]
    start = next((at for at in range(len(ahead) - 1, -1, -1) if ahead[at].text == "from"), None)
    if start is None:
        return None
    place = here.index - len(ahead) + start + 1
    codes = _codes(here.tokens[place:])
    if codes is None or place + _opening(here.tokens[place:]) < here.index - 2:
        return None
    return Slip("S033", "what may count is joined by `or`", f"write `from {' or '.join(codes)}`")


def _opening(tokens: Sequence[Token]) -> int:
    """How many tokens open the list."""
    return next((at for at, token in enumerate(tokens) if token.text not in _OPENING), len(tokens))


def _codes(tokens: Sequence[Token]) -> list[str] | None:
    """The codes of the list that begins here; None if it is no list of several codes."""
    begins = _opening(tokens)
    if not begins or tokens[begins - 1].text not in ("{", "("):
        return None
    codes: list[str] = []
    for token in tokens[begins:]:
        if token.text in _CLOSING:
            return codes if len(codes) > 1 else None
        if token.kind in ("word", "quoted") and token.text not in _BETWEEN:
            codes.append(token.text)
        elif token.kind != "sep" and token.text not in _BETWEEN:
            return None
    return None


def not_from(here: Situation) -> Slip | None:
    """`at most 10 credits not from U`."""
    before, body = here.at(-1), here.at(1)
    if here.token.text != "from" or before is None or before.text != "not" or body is None:
        return None
    return Slip("S031", "`not` stands in front of a condition", f"write `not issuer {body.text}`")


OTHERS = ("institutions", "institution", "providers", "provider", "universities", "university", "colleges", "bodies")


def elsewhere(here: Situation) -> Slip | None:
    """`from other institutions`, `from outside`."""
    before = here.at(-1)
    if (
        here.token.text not in OTHERS
        or before is None
        or before.text not in ("other", "another", "external", "outside")
    ):
        return None
    told = "write `external`: whatever the awarding body has not issued itself"
    return Slip("S031", f"`{before.text} {here.token.text}` is not a form of the language", told, on_before=True)


def prior_learning(here: Situation) -> Slip | None:
    """`at most 5 credits from prior learning`."""
    before, ahead = here.at(-1), here.at(-2)
    if here.token.text not in ("learning", "experience") or before is None or before.text.lower() != "prior":
        return None
    back = f"{ahead.text} " if ahead is not None and ahead.text == "from" else ""
    return Slip("S031", f"`{back}prior {here.token.text}` is a route of recognition", "write `by rpl`")
