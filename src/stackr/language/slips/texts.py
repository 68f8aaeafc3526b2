"""Texts without their quotes, and names and titles in the wrong order."""

from __future__ import annotations

from stackr.language.slips.situation import Situation, Slip

EVIDENCE = ("exam", "milestone", "signoff", "contract", "attested")
OTHER_EVIDENCE = (
    "evidence",
    "document",
    "proof",
    "certificate",
    "declaration",
    "form",
    "test",
    "registration",
    "clearance",
)
PLAIN = ("word", "number", "label", "day")


def unquoted(here: Situation) -> Slip | None:
    """`qualification Q Diploma in Data {`, `source s. 14`, `import levels.stackr`, `scenario two are enough {`."""
    before = here.at(-1)
    if here.token.kind not in PLAIN or "QUOTED" not in here.viable or here.viable - {"QUOTED", "{", "=", "of"}:
        return None
    words = [here.token.text]
    for step in range(1, 12):
        token = here.at(step)
        if token is None or token.line != here.token.line or token.kind not in PLAIN or token.text == "of":
            break
        words.append(token.text)
    told = " ".join(words)
    if before is not None and before.kind == "quoted":
        return Slip("S041", "the name comes first, and then the title in quotes", f"write `{told} {before.text}`")
    if here.token.kind == "number" and "=" in here.viable:
        return None
    return Slip("S040", "a text stands in straight double quotes", f'write `"{told}"`')


def unquoted_currency(here: Situation) -> Slip | None:
    """`cost 100 EUR`."""
    amount, cost = here.at(-1), here.at(-2)
    if cost is None or amount is None or cost.text != "cost" or amount.kind != "number" or here.token.kind not in PLAIN:
        return None
    return Slip(
        "S040", "a currency stands in straight double quotes", f'write `cost {amount.text} "{here.token.text}"`'
    )


def unquoted_source(here: Situation) -> Slip | None:
    """`total 30 credits source s. 14(3)`: the word before was read as a name."""
    before = here.at(-1)
    if before is None or here.token.kind not in PLAIN or before.text not in ("source", "note", "message", "confidence"):
        return None
    return Slip("S040", "a text stands in straight double quotes", f'write `{before.text} "{here.token.text} …"`')


def title_before_name(here: Situation) -> Slip | None:
    """`"Core" core: all of { … }`."""
    before = here.at(-1)
    if here.token.kind != "label" or before is None or before.kind != "quoted":
        return None
    told = f"write `{here.token.text} {before.text}: …`"
    return Slip("S041", "the name comes first, and then the title in quotes", told)


def name_of_two_words(here: Situation) -> Slip | None:
    """`core modules: A`."""
    before = here.at(-1)
    if here.token.kind != "label" or before is None or before.kind != "word" or "LABEL" not in here.before:
        return None
    if before.text in ("limit", "limits", "cap"):
        told = f"limits stand in a block: `limits {{ {here.token.text}: … }}`"
        return Slip("S036", f"`{before.text}` does not begin a line", told)
    name = f"{before.text} {here.token.text}"
    told = f'write `{name.replace(" ", "-")}: …`, or a name and a title: `{before.text} "{name}": …`'
    return Slip("S036", f"the name of a clause is one word, not `{name}`", told)


def word_before_evidence(here: Situation) -> Slip | None:
    """`signoff by "Head"`, `exam of "Law"`: the title stands right behind its kind."""
    kind, title = here.at(-1), here.at(1)
    if kind is None or kind.text not in EVIDENCE or title is None or title.kind != "quoted":
        return None
    if here.token.kind != "word" or "QUOTED" not in here.viable:
        return None
    return Slip("S030", f"`{here.token.text}` can't stand here", f"write `{kind.text} {title.text}`")


def evidence_in_other_words(here: Situation) -> Slip | None:
    """`evidence "Hepatitis B vaccination"` where something is required."""
    kind = here.at(-1)
    if here.token.kind != "quoted" or kind is None or kind.text not in OTHER_EVIDENCE or "IDENT" not in here.before:
        return None
    following = here.at(1)
    if (
        "milestone" not in here.before
        or following is None
        or not (following.kind in ("sep", "end") or following.text == "}")
    ):
        return None
    others = ", ".join(f"`{word}`" for word in EVIDENCE if word != "attested")
    told = f"write `attested {here.token.text}`, or if it is one of these: {others}"
    return Slip("S031", f"`{kind.text}` is not a word of the language here", told, on_before=True)
