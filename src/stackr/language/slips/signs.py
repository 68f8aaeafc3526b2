"""Colons, equals signs, arrows and little words where none belongs."""

from __future__ import annotations

from dataclasses import replace

from stackr.diagnostics.suggest import closest
from stackr.language.slips.situation import Situation, Slip

QUALIFICATION_LINES = (
    "total", "requires", "limits", "prefer", "source", "note", "field", "replaces", "repeat", "priority", "credit",
)  # fmt: skip
"""Words that begin a line of a qualification, and that people put a colon behind."""

EQUALS = {"let": "=", "grades": "=", "parameter": "=", "convert": "="}
"""First word of a declaration → what stands where people put a colon."""

ARTICLES = ("the", "a", "an")


def colon_after_word(here: Situation) -> Slip | None:
    """`total: 120 credits`, `awarded by: UNZA`, `level: 7`, `let x: …`."""
    behind = here.at(-1)
    near_by = here.tokens[max(0, here.index - 6) : here.index]
    line = [token for token in near_by if behind is not None and token.line == behind.line and token.kind != "sep"]
    if line and line[0].kind == "label" and {"transition", "counts as"} & here.viable:
        if line[0].text in ("credits", "credit") and here.token.kind == "number":
            told = f"write `total {here.token.text} credits`"
            return Slip("S037", f"no colon follows `{line[0].text}`", told, on_before=True)
        near = (
            line[0].text
            if line[0].text in QUALIFICATION_LINES
            else next(iter(closest(line[0].text, QUALIFICATION_LINES)), "")
        )
        if near:
            told = f"no colon follows `{line[0].text}`"
            return replace(_no_colon(near), message=told, on_before=True)
    if here.token.kind != "label":
        return None
    before, word = here.at(-1), here.token.text
    if before is not None and f"{before.text} {word}" in here.before:
        return _no_colon(f"{before.text} {word}")
    if word in here.viable:
        return _no_colon(word)
    if "IDENT" in here.viable and "LABEL" not in here.viable:
        sign = EQUALS.get(here.tokens[0].text)
        return (
            _no_colon(word) if sign is None else Slip("S037", f"no colon follows `{word}`", f"write `{word} {sign} …`")
        )
    return None


def _no_colon(word: str) -> Slip:
    return Slip(
        "S037", f"no colon follows `{word}`", f"write `{word} …`: only a name that you give to a clause has a colon"
    )


def _is(here: Situation, step: int, text: str) -> bool:
    token = here.at(step)
    return token is not None and token.text == text


def equals_or_is(here: Situation) -> Slip | None:
    """`total is 120 credits`, `credit ZC = 10 hours`, `expect Q is satisfied`: a word too many, or the other of the two."""
    before, following = here.at(-1), here.at(1)
    if here.token.text not in ("=", "is", "are", "equals", ":") or before is None or following is None:
        return None
    if here.token.text == "=" and "are" in here.viable:
        return Slip("S031", "`=` can't stand here", f"write `{before.text} is referenced to …`")
    if here.token.text in ("is", "are") and _is(here, -2, "level"):
        return Slip(
            "S031",
            "a line about references begins with the level itself",
            f"write `{before.text} is …` without `level`",
        )
    if here.token.text == "=" and "is" in here.viable:
        return Slip("S031", "`=` can't stand here", "write `is`")
    if here.token.text in ("is", "are") and "=" in here.viable:
        return Slip("S031", f"`{here.token.text}` can't stand here", "write `=`")
    opens = {"number": "NUMBER", "percent": "PERCENT", "fraction": "FRACTION", "day": "ISODAY", "quoted": "QUOTED"}
    symbol = opens.get(following.kind)
    begins = f"{here.tokens[here.index - 2].text} {before.text}"
    begins = begins if begins in here.before else before.text
    named = "IDENT" in here.viable and begins in here.before and here.token.text == "="
    if symbol in here.viable or (following.kind == "word" and (named or following.text in here.viable)):
        told = f"write `{begins} {following.text} …`"
        return Slip("S037", f"no `{here.token.text}` follows `{begins}`", told)
    return None


def state_after_is(here: Situation) -> Slip | None:
    """`expect Q is satisfied`."""
    copula = here.at(-1)
    award = here.at(-2)
    if copula is None or award is None or copula.text != "is" or not _in_line(here, "expect"):
        return None
    if here.token.kind != "word":
        return None
    return Slip(
        "S031", "no `is` stands in front of what is expected", f"write `{award.text} {here.token.text}`", on_before=True
    )


def _in_line(here: Situation, first: str) -> bool:
    return any(token.text == first for token in here.tokens[: here.index] if token.line == here.token.line)


def article(here: Situation) -> Slip | None:
    """`50% of the award`, `with a grade of 60`."""
    for word in (here.at(-1), here.token):
        if word is not None and word.kind == "word" and word.text in ARTICLES and word.text not in here.before:
            return Slip(
                "S031", f"`{word.text}` is not a word of the language", "leave it out", on_before=word is not here.token
            )
    return None


def arrow(here: Situation) -> Slip | None:
    """`A1 -> B1` in an articulation, `levels 1-10`."""
    if here.token.kind not in ("word", "quoted") or "from" not in here.viable or "match" not in here.viable:
        return None
    return Slip(
        "S030",
        f"`{here.token.text}` begins no line of an articulation",
        "write `from A1 of U` and `to B1`, each a line",
    )


LINKS = frozenset({"of", "from", "for", "to", "in", "by", "at", "on", "with", "is"})
"""Small words of which one is easily written for another."""


def one_word_missing(here: Situation) -> Slip | None:
    """Exactly one word of the language can stand here, and doesn't."""
    if len(here.viable) != 1:
        return None
    (word,) = here.viable
    before = here.at(-1)
    if not word[0].islower() or before is None:
        return None
    if here.token.kind in ("sep", "end") or here.token.text in ("}", ")"):
        return Slip("S039", f"`{word}` is missing after `{before.text}`", ONE_WORD.get(word, ""), on_before=True)
    follows = here.at(1)
    if here.token.text in LINKS and word in LINKS and follows is not None:
        return Slip("S039", f"here stands `{word}`, not `{here.token.text}`", f"write `{word} {follows.text}`")
    help = ONE_WORD.get(word, f"write `{word} {here.token.text} …`")
    return Slip("S039", f"`{word}` is missing in front of `{here.token.text}`", help)


ONE_WORD = {
    "is": "say of what kind it is: `route own is own when …`; kinds are `own`, `treaty`, `agreement`, `precedent`, `advice`, "
    "`assessment` and `rpl`",
    "over": "say over what: `grade average at least 55 over counted`",
    "met to": "write `each outcome met to at least 50% of outcome`",
}
"""What to write where just this word is missing."""
