"""Slips in the lines of a scenario: facts beside holdings, decisions, and what is expected."""

from __future__ import annotations

from fractions import Fraction

from stackr.language.slips.situation import Situation, Slip
from stackr.language.slips.texts import EVIDENCE

STATES = {
    **dict.fromkeys(("granted", "credited", "accepted", "exempted", "transferred"), "recognised"),
    **dict.fromkeys(("rejected", "denied", "declined"), "refused"),
    **dict.fromkeys(("complete", "completed", "passed", "awarded", "achieved", "earned", "done", "fulfilled"), "satisfied"),
    **dict.fromkeys(("incomplete", "unfinished", "open"), "in-progress"),
}  # fmt: skip
"""What people expect of an award or holding → the word for it."""


def other_state(here: Situation) -> Slip | None:
    """`expect A granted by rpl`, `expect Q is complete`."""
    line, following = here.line(), here.at(1)
    if line[:1] != ["expect"] or not 2 <= len(line) <= 3:
        return None
    if here.token.text == "is" and following is not None and following.text in STATES:
        return Slip(
            "S031", "no `is` stands in front of what is expected", f"write `{line[1]} {STATES[following.text]}`"
        )
    copula = line[2:] == ["is"]
    if here.token.text not in STATES or line[2:] not in ([], ["is"], ["not"]):
        return None
    told = f"write `{line[1]} {'not ' if line[2:] == ['not'] else ''}{STATES[here.token.text]}`"
    return Slip("S031", f"`{here.token.text}` is not a word of the language here", told, on_before=copula)


def amount_expected(here: Situation) -> Slip | None:
    """`expect Q 20 credits`, `expect Q progress 75%`."""
    line = here.line()
    if line[:1] != ["expect"]:
        return None
    if here.token.kind == "percent" and line[-1] in ("progress", "possible"):
        share = Fraction(here.token.text.rstrip("% \u00a0\u202f")) / 100
        return Slip("S038", "progress is expected exactly, as a fraction", f"write `{line[-1]} {share}`")
    if here.token.kind == "number" and len(line) == 2 and "counts" in here.viable:
        told = f"write `{line[1]} counts {here.token.text} credits` or `{line[1]} missing {here.token.text} credits`"
        return Slip("S030", "an amount that is expected says of what", told)
    return None


def unit_of_a_decision(here: Situation) -> Slip | None:
    """`decision rpl for IT102 …`: what it is about stands right behind its kind."""
    line, unit = here.line(), here.at(1)
    if here.token.text not in ("for", "of") or line[:1] != ["decision"] or len(line) != 2 or unit is None:
        return None
    return Slip("S030", f"no `{here.token.text}` stands here", f"write `decision {line[1]} {unit.text} …`")


def holdings_behind_facts(here: Situation) -> Slip | None:
    """`learner entry 2021-01-01, holds A, B`."""
    before, line = here.at(-1), here.line()
    if before is None or before.text != "holds" or line[:1] != ["learner"] or len(line) < 3:
        return None
    told = f"write `learner holds {here.token.text} …` on a line of its own"
    return Slip("S030", "facts of a learner and what is held are lines of their own", told, on_before=True)


def of_a_member(here: Situation) -> Slip | None:
    """`learner holds WORK of kind experience`."""
    line, member = here.line(), here.at(1)
    if here.token.text not in ("of", "with") or line[:2] != ["learner", "holds"] or member is None:
        return None
    if member.text not in here.viable and f"{member.text} in" not in here.viable:
        return None
    return Slip("S031", f"`{here.token.text}` can't stand here", f"leave it out: `{member.text} …`")


def share_of_an_outcome(here: Situation) -> Slip | None:
    """`decision rpl A outcome "design tables" 80%`."""
    outcome, word, line = here.at(-1), here.at(-2), here.line()
    if here.token.kind not in ("percent", "fraction", "number") or line[:1] != ["decision"] or outcome is None:
        return None
    if outcome.kind != "quoted" or word is None or word.text == "share":
        return None
    return Slip("S031", "how far an outcome is met is a share", f"write `share {outcome.text} {here.token.text}`")


def day_of_evidence(here: Situation) -> Slip | None:
    """`evidence portfolio 2025-01-01`."""
    kind, word = here.at(-1), here.at(-2)
    if here.token.kind != "day" or kind is None or word is None or word.text != "evidence":
        return None
    return Slip("S030", "the day of evidence has its word", f"write `evidence {kind.text} dated {here.token.text}`")


def amount_before_its_code(here: Situation) -> Slip | None:
    """`learner holds 1600 hours experience`."""
    unit, line = here.at(1), here.line()
    if here.token.kind != "number" or line[:2] != ["learner", "holds"] or line[-1] not in ("holds", ","):
        return None
    if unit is None or unit.text not in ("credits", "credit", "hours", "hour"):
        return None
    told = f"write `WORK {here.token.text} {unit.text}`, `WORK` being its code"
    return Slip("S041", "what is held is named in front of its size", told)


def evidence_held(here: Situation) -> Slip | None:
    """`learner holds exam "EPA"`."""
    kind, line = here.at(-1), here.line()
    if here.token.kind != "quoted" or line[:2] != ["learner", "holds"] or kind is None or kind.text not in EVIDENCE:
        return None
    told = f"write `fact {here.token.text} = yes` on a line of its own, or its grade for `yes`"
    return Slip("S030", "what is not a course is a fact of the learner", told)


def day_of_the_evaluation(here: Situation) -> Slip | None:
    """`as at 2026-01-01`, `date 2026-01-01`."""
    day = here.at(1) if here.token.text == "date" else here.at(2)
    if here.token.text not in ("as", "date") or day is None or day.kind != "day" or "as of" not in here.viable:
        return None
    return Slip("S031", "the day of the evaluation has its words", f"write `as of {day.text}`")


def given_when(here: Situation) -> Slip | None:
    """`given learner holds A`, `when audited on 2026-01-01`: a scenario has no such words."""
    if here.token.text not in ("given", "when", "and") or not {"expect", "as of"} <= here.viable:
        return None
    following = here.at(1)
    ahead = [token for step in range(1, 4) if (token := here.at(step)) is not None and token.line == here.token.line]
    day = next((token.text for token in ahead if token.kind == "day"), None)
    if following is not None and following.text in ("learner", "expect", "decision", "fact"):
        told = f"leave it out: `{following.text} …`"
    elif day is not None:
        told = f"write `as of {day}`"
    else:
        return None
    return Slip("S031", f"`{here.token.text}` begins no line of a scenario", told)
