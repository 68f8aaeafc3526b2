"""What stands between the members of a list."""

from __future__ import annotations

from stackr.language.slips.situation import Situation, Slip
from stackr.language.tokens import Token


def comma_between_codes(here: Situation) -> Slip | None:
    """`20 credits from A, B`: what may count, not a list of requirements."""
    before, following = here.at(-1), here.at(1)
    if here.token.text != "," or "or" not in here.viable or before is None or following is None:
        return None
    clause = _clause_before(here)
    if not any(token.text == "from" for token in clause):
        return None
    help = f"say `or` between what may count: `{before.text} or {following.text}`"
    return Slip("S033", "a comma does not join what may count", help)


def _clause_before(here: Situation) -> list[Token]:
    """The tokens of the clause so far, back to the last separator or brace."""
    found: list[Token] = []
    for token in reversed(here.tokens[: here.index]):
        if token.kind in ("sep", "label") or token.text in ("{", "}"):
            break
        found.append(token)
    return found


def comma_in_list(here: Situation) -> Slip | None:
    if here.token.text != "," or not here.viable & {"_SEP", "}"}:
        return None
    return Slip(
        "S033",
        "a comma does not separate the members of a list",
        "write `;` between them, or each on a line of its own",
    )


def and_between_codes(here: Situation) -> Slip | None:
    """`A1 and B1` where requirements stand: each of them is asked for, so it is a list."""
    before, following = here.at(-1), here.at(1)
    if (
        here.token.text not in ("and", "&", "+")
        or before is None
        or following is None
        or not here.viable & {"_SEP", "}"}
    ):
        return None
    help = f"write `all of {{ {before.text}; {following.text} }}`"
    return Slip("S033", f"`{here.token.text}` does not join requirements", help)


def except_after_selector(here: Situation) -> Slip | None:
    """`20 credits from any except A`."""
    if here.token.text not in ("except", "excluding", "but", "without") or "and" not in here.viable:
        return None
    return Slip(
        "S031", f"`{here.token.text}` can't stand here", "say `and not`: `20 credits from level >= 6 and not A`"
    )


def side_by_side(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind not in ("word", "quoted") or here.token.kind not in ("word", "quoted"):
        return None
    if not here.viable & {"_SEP", "}"} or "IDENT" in here.viable or "IDENT" not in here.before:
        return None
    both = f"{before.text} {here.token.text}".replace('"', "")
    return Slip(
        "S033",
        f"something is missing between `{before.text}` and `{here.token.text}`",
        f'members of a list are separated by `;` or stand on lines of their own; a code with a space in it is quoted: "{both}"',
    )


def sign_missing(here: Situation) -> Slip | None:
    if len(here.viable) != 1:
        return None
    (sign,) = here.viable
    if sign == "{":
        return Slip(
            "S039",
            f"`{{` is missing in front of `{here.token.text}`",
            "the members of a list stand in braces: `{ A; B }`",
        )
    if sign in ("=", ":", ")", "("):
        return Slip(
            "S039", f"`{sign}` is missing in front of `{here.token.text}`", f"write `{sign} {here.token.text} …`"
        )
    return None


def too_early(here: Situation) -> Slip | None:
    before = here.at(-1)
    if here.token.kind not in ("sep", "end") and here.token.text not in ("}", ")"):
        return None
    if here.viable & {"_SEP", "}", "$END"} and here.token.text not in ("}", ")"):
        return None
    after = f" after `{before.text}`" if before is not None and before.kind != "sep" else ""
    return Slip("S039", f"something is missing{after}", "", on_before=True)
