"""What is asked of a choice or a unit besides, in other places and words: quantities, least grades, ceilings, levels, files."""

from __future__ import annotations

from stackr.language.slips.situation import Situation, Slip
from stackr.language.slips.words import COUNTED

GRADES = ("minimum", "min", "grade", "minimum grade", "passed", "mark")
BOUND_WORDS = ("at", "exactly", "minimum", "min", "maximum", "max")


def quantity_behind_a_comma(here: Situation) -> Slip | None:
    """`60 credits from A or B, at least 30 credits from B`: further quantities stand in the block of the choice."""
    following = here.at(1)
    if here.token.text != "," or "or" not in here.viable or following is None:
        return None
    if following.text.partition(" ")[0] not in BOUND_WORDS:
        return None
    told = "write them behind the choice: `with { at least 30 credits from … }`"
    return Slip("S033", "further quantities of a choice stand in braces", told)


def quantity_without_braces(here: Situation) -> Slip | None:
    """`60 credits from A or B with at least 30 credits from B`."""
    at = here.token if here.token.text in ("at", "at least", "at most", "exactly") else here.at(-1)
    back = 0 if at is here.token else -1
    before, clause = here.at(back - 1), [token.text for token in here.tokens[: here.index]]
    if at is None or before is None or before.text != "with" or "from" not in clause[-12:]:
        return None
    if at.text.partition(" ")[0] not in ("at", "exactly"):
        return None
    return Slip("S039", "further quantities of a choice stand in braces", "write `with { at least 30 credits from … }`")


def least_grade(here: Situation) -> Slip | None:
    """`THESIS minimum grade 60`, `THESIS grade 60`: what is asked of one unit stands behind `with`."""
    before = here.at(-1)
    if here.token.text not in GRADES or "with" not in here.viable or before is None:
        return None
    if before.kind not in ("word", "quoted") or before.text in here.before:
        return None
    mark = next((token.text for step in range(1, 5) if (token := here.at(step)) and token.kind == "number"), "60")
    return Slip(
        "S033", f"what is asked of `{before.text}` stands behind `with`", f"write `{before.text} with grade >= {mark}`"
    )


def ceiling_in_an_award(here: Situation) -> Slip | None:
    """`max 90 credits by rpl` as a line of a qualification."""
    word = here.at(-1)
    if word is None or word.text.lower() not in ("max", "maximum", "min", "minimum") or "limits" not in here.before:
        return None
    if here.token.kind not in ("number", "percent", "fraction"):
        return None
    bound = "at most" if word.text.lower().startswith("max") else "at least"
    told = f"write `limits {{ {bound} {here.token.text} … }}`"
    return Slip("S031", f"`{word.text}` begins no line of an award", told, on_before=True)


def level_before_its_number(here: Situation) -> Slip | None:
    """`at EQF level 6`."""
    framework, number = here.at(-1), here.at(1)
    if here.token.text != "level" or framework is None or number is None or "NUMBER" not in here.viable:
        return None
    if framework.kind != "word" or number.kind not in ("number", "quoted"):
        return None
    told = f"write `{framework.text} {number.text}`"
    return Slip("S031", "the number stands right behind the framework", told)


def file_in_the_block(here: Situation) -> Slip | None:
    """`catalogue UNITS { from "units.csv" }`: the file stands in front of the braces."""
    heading, file = [token.text for token in here.tokens[:2]], here.at(1)
    if (
        here.token.text != "from"
        or heading[:1] not in (["catalogue"], ["register"])
        or file is None
        or file.kind != "quoted"
    ):
        return None
    told = f"write `{' '.join(heading)} … from {file.text} {{ … }}`"
    return Slip("S030", "the file stands in front of the braces", told)


def body_behind_at(here: Situation) -> Slip | None:
    """`at least 60 credits at UNI`, `from A1 at UNI` in an articulation: `at` stands in front of a level."""
    body, at = here.at(-1), here.at(-2)
    if body is None or at is None or at.text != "at" or body.kind != "word" or not here.viable <= {"NUMBER", "QUOTED"}:
        return None
    whose = f"of {body.text}" if here.tokens[0].text == "articulation" else f"from issuer {body.text}"
    told = f"a level is `at {body.text} 7`; whose learning it is: `{whose}`"
    return Slip("S039", f"`at {body.text}` is no level yet", told, on_before=True)


def window_in_words(here: Situation) -> Slip | None:
    """`not older than 10 years`, `completed in the last 10 years`, `completed within last 10 years`."""
    before = here.at(-1)
    if here.token.text in ("last", "past", "the") and before is not None and before.text == "within":
        long = next((token.text for step in range(1, 4) if (token := here.at(step)) and token.kind == "number"), "5")
        return Slip("S034", "a window names its clock", f"write `within {long} years of conferred`")
    ahead = [token.text for step in range(4) if (token := here.at(step)) is not None]
    older = ahead[:3] in (["not", "older", "than"], ["no", "older", "than"])
    recent = ahead[:1] == ["in"] and {"last", "past"} & set(ahead[1:3])
    if not (older or recent):
        return None
    number = next((token.text for step in range(1, 6) if (token := here.at(step)) and token.kind == "number"), "5")
    told = f"write `awarded within {number} years of conferred`"
    return Slip("S034", "how old learning may be is a window, and names its clock", told)


def total_in_two_units(here: Situation) -> Slip | None:
    """`total 30 credits and 1600 hours`."""
    number, unit = here.at(1), here.at(2)
    if here.token.text not in ("and", ",", "+", "or") or here.line()[:1] != ["total"] or number is None or unit is None:
        return None
    if number.kind != "number":
        return None
    counted = next((token.text for step in (2, 3) if (token := here.at(step)) and token.text in COUNTED), unit.text)
    told = f"ask for the other beside it: `limits {{ at least {number.text} {counted} from any }}`"
    return Slip("S033", "a total is one amount", told)
