"""What stands between the members of a list."""

from __future__ import annotations

from stackr.language.slips.situation import Situation, Slip
from stackr.language.slips.words import COUNTED
from stackr.language.tokens import Token
from stackr.language.words import RESERVED, SUCH_THAT


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
    if (group := _codes_without_a_group(here)) is not None:
        return Slip("S033", "a comma does not join requirements", f"write `{group}`")
    return Slip(
        "S033",
        "a comma does not separate the members of a list",
        "write `;` between them, or each on a line of its own",
    )


_ASKS = ("requires", "prerequisite", "corequisite")


def _codes_without_a_group(here: Situation) -> str | None:
    """`requires A, B and C`: the list that is meant."""
    clause = _clause_before(here)
    if len(clause) != 2 or clause[1].text not in _ASKS:
        return None
    return _all_of(here)


def _all_of(here: Situation) -> str:
    """`all of { … }` of the codes on both sides, as far as commas and `and` go on."""
    before = here.at(-1)
    codes = [before.text] if before is not None else []
    step = 0
    while (joint := here.at(step)) is not None and joint.text in (",", "and", "&", "+"):
        code = here.at(step + 1)
        if code is not None and code.kind in ("word", "quoted") and code.text != "and":
            codes.append(code.text)
            step += 1
        step += 1
    return f"all of {{ {'; '.join(codes)} }}"


def and_between_codes(here: Situation) -> Slip | None:
    """`A1 and B1` where requirements stand: each of them is asked for, so it is a list."""
    before, following = here.at(-1), here.at(1)
    if here.token.text not in ("and", "&", "+") or before is None or following is None:
        return None
    if "," in here.viable and not here.viable & {"or"}:
        return Slip("S033", f"`{here.token.text}` does not join these", "write `,` between them")
    if not here.viable & {"_SEP", "}"}:
        return None
    told = "write `;` between them, or each on a line of its own"
    if before.kind in ("word", "quoted"):
        told = f"write `{_all_of(here)}`"
    return Slip("S033", f"`{here.token.text}` does not join requirements", told)


def list_without_of(here: Situation) -> Slip | None:
    """`all { A; B }`."""
    following = here.at(1)
    if here.token.text not in ("all", "any", "one") or following is None or following.text not in ("{", "("):
        return None
    if f"{here.token.text} of" not in here.viable:
        return None
    return Slip("S039", f"`of` is missing behind `{here.token.text}`", f"write `{here.token.text} of {{ … }}`")


def list_without_head(here: Situation) -> Slip | None:
    """`requires { A; B }`, `core: { A; B }`: how many of them are asked?"""
    before = here.at(-1)
    named = before is not None and before.kind == "word" and {"LABEL", "all of"} <= here.before
    if here.token.text == "{" and before is not None and named and "with" in here.viable:
        return Slip(
            "S039", "in front of a list stands how many of it are asked", f"write `{before.text}: all of {{ … }}`"
        )
    if here.token.text not in ("{", "[") or not {"all of", "any of"} <= here.viable:
        return None
    told = "write `all of { … }`, `any of { … }` for at least one of them, or `2 of { … }`"
    return Slip("S039", "in front of a list stands how many of it are asked", told)


def listed_behind_a_name(here: Situation) -> Slip | None:
    """`core: A, B, C` in a list: `core` would be A alone."""
    colon = here.at(-2)
    if here.token.text != "," or colon is None or colon.text != ":" or not {"_SEP", "}"} <= here.viable:
        return None
    return Slip("S033", "a comma does not join requirements", f"write `{_all_of(here)}`")


def choose(here: Situation) -> Slip | None:
    """`choose 2 from { A; B; C }`."""
    before = here.at(-1)
    if before is None or before.text.lower() not in ("choose", "select", "pick", "take", "complete", "pass"):
        return None
    if here.token.kind != "number" or "LABEL" not in here.before:
        return None
    told = f"write `{here.token.text} of {{ … }}`, or `{here.token.text} credits from …`"
    return Slip("S031", f"`{before.text}` is not a word of the language", told, on_before=True)


def from_for_of(here: Situation) -> Slip | None:
    """`10 credits of level >= 7`, `10 credits in field under "061"`, `2 from { A; B }`."""
    following, before = here.at(1), here.at(-1)
    if here.token.text == "of" and before is not None and before.text == "level":
        told = "write `at least 40 credits at level >= 7`, which says the same; a pool: `with { level of the highest 40 credits >= 7 }`"
        return Slip("S031", "`level of …` can't stand here", told)
    if here.token.text in ("of", "in", "out", "with") and "from" in here.viable and "of" not in here.viable:
        return Slip("S031", f"`{here.token.text}` can't stand here", "write `from`")
    if here.token.text == "from" and "of" in here.viable and following is not None and following.text == "{":
        return Slip("S031", "`from` can't stand here", "write `of`")
    return None


def such_that(here: Situation) -> Slip | None:
    """`40 credits ZC where level >= 7`, `40 credits from Pool where level >= 7`, `A where grade >= 60`."""
    told = next((word for word in ("and", "from", "with") if word in here.viable), None)
    if here.token.text not in SUCH_THAT or told is None:
        return None
    return Slip("S031", f"`{here.token.text}` can't stand here", f"write `{told}` in front of a condition")


def by_for_via(here: Situation) -> Slip | None:
    """`at most 10 credits via rpl`: the word was read as a unit of credit."""
    before = here.at(-1)
    if before is None or before.text not in ("via", "through", "using") or here.token.kind != "word":
        return None
    return Slip(
        "S031",
        f"`{before.text}` is not a word of the language here",
        f"write `by {here.token.text.lower()}`",
        on_before=True,
    )


def field_in(here: Situation) -> Slip | None:
    """`field in "061"`."""
    before, member = here.at(-1), here.at(-2)
    if here.token.kind not in ("quoted", "number") or before is None or member is None or before.text != "in":
        return None
    code = here.token.text.strip('"')
    told = f'write `{member.text} under "{code}"` for all below it, or `{member.text} in {{ "{code}"; … }}`'
    return Slip("S030", f"`{here.token.text}` can't stand here", told)


def quoted_in_taxonomy(here: Situation) -> Slip | None:
    """`field under 061`."""
    before = here.at(-1)
    if here.token.kind != "number" or before is None or before.text not in ("under", "field", "fields"):
        return None
    return Slip("S035", "a code of a taxonomy is quoted", f'write `{before.text} "{here.token.text}"`')


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
    if (ahead := here.at(-2)) is not None and ahead.text in ("by", "issuer"):
        return _several_words(here, ahead.text)
    lacking = f"something is missing between `{before.text}` and `{here.token.text}`"
    if here.token.text in RESERVED:
        told = (
            f"what begins with `{here.token.text}` stands on a line of its own, or behind `;`: `; {here.token.text} …`"
        )
        return Slip("S033", lacking, told)
    both = f"{before.text} {here.token.text}".replace('"', "")
    if ahead is not None and ahead.text == "from":
        told = f'a code with a space in it is quoted: "{both}"; what is tagged so: `tagged "{both}"`'
        return Slip("S033", lacking, told)
    return Slip(
        "S033",
        lacking,
        f'members of a list are separated by `;` or stand on lines of their own; a code with a space in it is quoted: "{both}"',
    )


def sign_missing(here: Situation) -> Slip | None:
    if len(here.viable) != 1:
        if here.token.kind in ("number", "percent") and "=" in here.viable <= {"=", "QUOTED", "{"}:
            return Slip("S039", f"`=` is missing in front of `{here.token.text}`", f"write `= {here.token.text} …`")
        return None
    (sign,) = here.viable
    if sign == "{":
        return _brace_missing(here)
    if sign == "=" and here.token.text in ("to", "is", "are", "equals", "as"):
        return Slip("S039", f"`{here.token.text}` can't stand here", "write `=`")
    if sign in ("=", ":", ")", "(") and here.token.kind not in ("sep", "end"):
        return Slip(
            "S039", f"`{sign}` is missing in front of `{here.token.text}`", f"write `{sign} {here.token.text} …`"
        )
    return None


def brace_missing(here: Situation) -> Slip | None:
    """`credential A "Algebra" 10 credits`: a block could begin here, or the clause end, and it goes on."""
    before = here.at(-1)
    if "{" not in here.viable or here.viable - {"{", "_SEP", "}", "$END"} or here.token.kind in ("sep", "end"):
        return None
    if before is None or before.kind not in ("word", "quoted") or here.token.text in ("}", ")", ",", ";", "="):
        return None
    return _brace_missing(here)


def _brace_missing(here: Situation) -> Slip:
    before = here.at(-1)
    if here.token.kind in ("sep", "end") and before is not None:
        return Slip(
            "S039", f"`{{` is missing after `{before.text}`", "its lines stand in braces: `{ … }`", on_before=True
        )
    if before is not None and before.text == "with":
        help = "quantities of a choice stand in braces: `with { at least 2 credentials at level >= 8 }`"
    elif here.token.text == "(":
        help = "write `{ … }` in place of `( … )`"
    elif before is not None and before.text in ("of", "or"):
        help = "the members of a list stand in braces: `{ A; B }`"
    else:
        help = "its lines stand in braces: `{ … }`"
    return Slip("S039", f"`{{` is missing in front of `{here.token.text}`", help)


def too_early(here: Situation) -> Slip | None:
    before = here.at(-1)
    if here.token.kind not in ("sep", "end") and here.token.text not in ("}", ")"):
        return None
    if here.viable & {"_SEP", "}", "$END"} and here.token.text not in ("}", ")"):
        return None
    if before is not None and before.text in COUNTED and "from" in here.viable:
        told = f"of what? `… {before.text} from level >= 7`; of whatever counts: `… {before.text} from any`"
        return Slip("S039", f"something is missing after `{before.text}`", told, on_before=True)
    after = f" after `{before.text}`" if before is not None and before.kind != "sep" else ""
    return Slip("S039", f"something is missing{after}", "", on_before=True)


def _several_words(here: Situation, ahead: str) -> Slip:
    """`awarded by University of Zambia at ZQF 7`."""
    words = []
    for step in range(-1, 12):
        token = here.at(step)
        if token is None or token.kind not in ("word", "quoted") or token.line != here.token.line or token.text == "at":
            break
        words.append(token.text.replace('"', ""))
    return Slip(
        "S040", "a name of several words stands in straight double quotes", f'write `{ahead} "{" ".join(words)}"`'
    )


def or_behind_a_separator(here: Situation) -> Slip | None:
    """`{ A; B; or C }`: `or` joins two on one line."""
    separator, code, following = here.at(-1), here.at(-2), here.at(1)
    if here.token.text not in ("or", "and") or separator is None or separator.kind != "sep":
        return None
    if code is None or following is None:
        return None
    joined = f"write `{code.text} or {following.text}`, or " if here.token.text == "or" else ""
    word = here.token.text
    return Slip("S033", f"`{word}` does not stand behind a separator", f"{joined}take `{word}` out")
