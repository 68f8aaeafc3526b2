"""Names of clauses and codes of units: colons, quotes, words of the language."""

from __future__ import annotations

from stackr.language.slips.situation import Situation, Slip
from stackr.language.words import RESERVED, ROUTE_LINES


def word_before_code(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.text.rstrip("s") not in ("code", "course", "unit", "module", "subject"):
        return None
    if here.token.kind not in ("word", "quoted"):
        return None
    return Slip(
        "S036", f"`{before.text}` is taken for a code itself", f"a code stands alone: write just `{here.token.text}`"
    )


def code_in_two_pieces(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind != "word" or here.token.kind not in ("number", "word"):
        return None
    apart = here.token.column - (before.column + before.width)
    numbered = here.token.kind == "number" and before.text.isupper()
    if before.line != here.token.line or apart > 2 or not numbered:
        return None
    return Slip("S035", "a code with a space in it needs quotes", f'write "{before.text} {here.token.text}"')


def code_begins_with_digit(here: Situation) -> Slip | None:
    if here.token.kind != "number" or not here.names_may_stand() or "NUMBER" in here.viable:
        return None
    return Slip(
        "S035",
        f"`{here.token.text}` is a number here",
        f'a code that begins with a digit is quoted: "{here.token.text}"',
    )


def reserved_name(here: Situation) -> Slip | None:
    if here.token.kind != "word" or here.token.text not in RESERVED or not here.names_may_stand():
        return None
    following = here.at(1)
    if following is not None and following.kind in ("word", "quoted") and "QUOTED" not in here.viable:
        return None
    if len(here.viable) > 12:
        return None
    word = here.token.text
    return Slip("S032", f"`{word}` is a word of the language and can't be a name as it stands", f'quote it: "{word}"')


def name_without_colon(here: Situation) -> Slip | None:
    """`core all of { … }`, `core "Core" all of { … }`: the name begins the clause, and a requirement or limit follows."""
    titled = here.token.kind == "quoted"
    before, follows = here.at(-1), here.at(1) if titled else here.token
    if before is None or follows is None or before.kind != "word" or before.text in here.before:
        return None
    earlier = here.at(-2)
    begins = earlier is None or earlier.kind == "sep" or earlier.text in ("{", "requires", "counted")
    if not begins or "LABEL" not in here.before:
        return None
    opens = ("all", "any", "one", "at", "exactly", "grade", "splittable", "award", "milestone")
    if not (follows.text in opens or follows.kind == "number" or (titled and follows.text != ":")):
        return None
    name = f"{before.text} {here.token.text}" if titled else before.text
    told = f"write `{name}: …`" if follows.text == "=" else f"write `{name}: {follows.text} …`"
    return Slip("S037", "a name in front of a clause is followed by a colon", told)


def parenthesis_in_name(here: Situation) -> Slip | None:
    """`rpl (section 14): at most …`: what belongs to the title or the source stands in the name."""
    opens = 1 if here.token.kind == "quoted" else 0
    before, parenthesis = here.at(-1), here.at(opens)
    if parenthesis is None or parenthesis.text != "(" or before is None or before.kind not in ("word", "quoted"):
        return None
    words: list[str] = []
    for step in range(opens + 1, 14):
        token = here.at(step)
        if token is None or token.kind not in ("word", "number", "quoted", "label", "day"):
            break
        words.append(token.text.replace('"', ""))
    closes, colon = here.at(opens + len(words) + 1), here.at(opens + len(words) + 2)
    if not words or closes is None or colon is None or (closes.text, colon.text) != (")", ":"):
        return None
    told, name = " ".join(words), before.text if before.kind == "word" else "NAME"
    return Slip(
        "S037",
        "only a name, and a title in quotes, stand in front of the colon",
        f'write `{name} "{told}": …`, or behind the clause `source "{told}"`',
    )


def colon_before_list(here: Situation) -> Slip | None:
    following = here.at(1)
    if following is None or following.kind != "label" or following.text != "of":
        return None
    word = f"{here.token.text} of"
    return Slip("S037", f"no colon follows `{word}`", f"a list stands in braces: `{word} {{ A; B }}`")


def equals_for_colon(here: Situation) -> Slip | None:
    if here.token.text == "=" and here.at(-1) is not None and "=" not in here.viable:
        return Slip("S037", "a name in front of a clause is followed by a colon, not by `=`", "write `:`")
    if here.token.text == ":":
        return Slip(
            "S037",
            "a colon follows the name of a clause, and nothing else",
            "take it out, or put the name right before it",
        )
    return None


def clause_after_its_state(here: Situation) -> Slip | None:
    """`expect Q unmet cap`: the clause is named by its id, in front."""
    state, award = here.at(-1), here.at(-2)
    if state is None or award is None or state.text not in ("met", "unmet", "broken", "binding"):
        return None
    if here.token.kind not in ("word", "label") or award.kind not in ("word", "quoted"):
        return None
    return Slip("S030", f"`{here.token.text}` can't stand here", f"write `{award.text}.{here.token.text} {state.text}`")


def route_of_a_holding(here: Situation) -> Slip | None:
    """`learner holds A by rpl`: a record doesn't settle how something is recognised, rules and decisions do."""
    line = [token.text for token in here.tokens[: here.index] if token.line == here.token.line]
    if here.token.text != "by" or line[:2] != ["learner", "holds"]:
        return None
    return Slip(
        "S030",
        "a holding doesn't say how it is recognised",
        'that follows from the rules; an outcome of RPL is a line of its own: `decision rpl A holding WORK outcome full by "Panel" '
        "on 2026-03-01`",
    )


def part_of_a_route(here: Situation) -> Slip | None:
    """A line indented below a `route` or `fallback` that begins like none of its parts."""
    route = next((t for t in reversed(here.tokens[: here.index]) if t.text in ROUTE_LINES), None)
    before = here.at(-1)
    if route is None or before is None or before.kind != "sep" or here.token.column <= route.column:
        return None
    if "route" not in here.viable or here.token.line == route.line:
        return None
    parts = "`when …`, `by …`, `evidence …`, `each outcome met to at least 50% of outcome`, `never for …`, `grants …`"
    return Slip("S030", f"`{here.token.text}` begins no part of a route", f"parts of a route: {parts}")


def ladder_of_an_award(here: Situation) -> Slip | None:
    """`recognition unza` as a line of a qualification."""
    word, name = here.at(-1), here.token
    if word is None or word.text not in ("recognition", "recognized", "ladder") or "recognised by" not in here.before:
        return None
    told = f"write `recognised by {name.text if name.text != 'by' else 'NAME'}`"
    return Slip("S031", f"`{word.text}` begins no line of an award", told, on_before=True)


def tie_without_its_manner(here: Situation) -> Slip | None:
    """`includes CERT` with nothing behind it."""
    name, tie = here.at(-1), here.at(-2)
    if here.viable != {"with"} or name is None or tie is None or tie.text != "includes":
        return None
    told = (
        f"write `includes {name.text} with embed` if all its units count again; else `consume` (none of them), `surrender` "
        "(all, once it is given back), `surplus` (what exceeds its minimum) or `share up to 20 credits`"
    )
    return Slip("S039", f"what becomes of the units of {name.text} is left open", told, on_before=True)
