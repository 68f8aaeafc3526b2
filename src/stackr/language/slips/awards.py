"""Lines of an award in other words: `issuer U`, `level ZQF 8`, `title "…"`, `from 2026-01-01`, `electives 30 credits`."""

from __future__ import annotations

from collections.abc import Callable

from stackr.diagnostics.suggest import closest
from stackr.language.slips.places import FORMS
from stackr.language.slips.situation import Situation, Slip
from stackr.language.slips.words import COUNTED, OTHER_WORDS
from stackr.language.tokens import Token
from stackr.language.words import DECLARATIONS

COUNTS = ("counts as", "counts toward")
"""What may follow a code that begins a line: a word that nobody knows was read as one."""


def _awarded_by(value: Token | None, _name: str) -> str:
    return f"write `awarded by {_as_name(value) or 'NAME'}`"


def _in_force(value: Token | None, name: str) -> str:
    if _as_name(value):
        return _awarded_by(value, name)
    return f"write `in force from {value.text if value is not None and value.kind == 'day' else 'DATE'}`"


def _at_level(value: Token | None, _name: str) -> str:
    framework = _as_name(value)
    return f"write `at {framework} …`" if framework else "write `at LEVEL`, such as `at ZQF 8`"


def _titled(value: Token | None, name: str) -> str:
    title = value.text if value is not None and value.kind == "quoted" else '"TITLE"'
    return f"the title stands behind the name: `qualification {name} {title} {{ … }}`"


def _told(advice: str) -> Callable[[Token | None, str], str]:
    return lambda _value, _name: advice


MEANT: dict[str, Callable[[Token | None, str], str]] = {
    **dict.fromkeys(("issuer", "institution", "provider", "university", "body", "school", "offered", "by"), _awarded_by),
    **dict.fromkeys(("level", "framework"), _at_level),
    **dict.fromkeys(("title", "name", "description"), _titled),
    **dict.fromkeys(("size", "volume", "workload"), _told("write `total 120 credits`")),
    **dict.fromkeys(("prerequisite", "prerequisites", "admission"), _told("write `entry requires …`")),
    **dict.fromkeys(("duration", "length"), _told("how long it may take is told by `achieve until DATE`, or by a window among the limits")),
    "from": _in_force,
    "unit": _told("write `credit unit NAME`"),
}  # fmt: skip
"""What people write → what is meant, said with the word behind it and the award's name."""


def line_in_other_words(here: Situation) -> Slip | None:
    """A line that begins with a word for which the language has another one."""
    at = _beginning(here)
    if at is None or here.tokens[at].text not in MEANT:
        return None
    value = next((token for token in here.tokens[at + 1 : at + 3] if token.text != ":"), None)
    return _no_line(here, at, MEANT[here.tokens[at].text](value, here.tokens[1].text))


def level_behind_the_body(here: Situation) -> Slip | None:
    """`awarded by UNZA level 7`, `awarded by UNZA at level 7`, `awarded by UNZA, at ZQF 7`, `at level 7`."""
    line, before = here.line(), here.at(-1)
    if here.tokens[0].text != "qualification" or before is None:
        return None
    level = [token.text for step in range(1, 4) if (token := here.at(step)) is not None]
    level = level[level[:1] == ["level"] :] if here.token.text in ("level", "at level") else []
    if level and line[:2] == ["awarded", "by"] and len(line) == 3:
        told = " ".join(level[:1] if level[0].isdigit() else level[:2])
        return Slip("S031", "the word `level` does not stand in front of one", f"write `at {told}`")
    following = here.at(1)
    if here.token.text == "," and line[:2] == ["awarded", "by"] and following is not None and following.text == "at":
        return Slip("S033", "no comma stands in front of `at`", "leave it out")
    return None


def level_in_one_word(here: Situation) -> Slip | None:
    """`at ZQF7`: the framework and its level are two words."""
    before, at = here.at(-1), here.at(-2)
    if before is None or at is None or at.text != "at" or not here.viable <= {"NUMBER", "QUOTED"}:
        return None
    framework = before.text.rstrip("0123456789")
    if not framework or framework == before.text:
        return None
    told = f"write `{framework} {before.text[len(framework) :]}`"
    return Slip("S035", "a framework and its level are two words", told, on_before=True)


def declaration_inside(here: Situation) -> Slip | None:
    """`credential M1 { … }` in the block of an award."""
    at = _beginning(here)
    if at is None or here.tokens[at].text not in DECLARATIONS:
        return None
    return _no_line(here, at, "it begins a declaration: close the award with `}` in front of it, or write it elsewhere")


def requirement_without_its_word(here: Situation) -> Slip | None:
    """`electives 30 credits from …`, `core { A; B }`: what is asked of a learner, with a name in front."""
    at = _beginning(here)
    if at is None or at == here.index or here.tokens[at].text in (*OTHER_WORDS, *DECLARATIONS, *here.before):
        return None
    if closest(here.tokens[at].text, ("limits", "requires")):
        return None
    form = _form_of_requirement(here)
    if not form:
        return None
    name = here.tokens[at].text
    told = f"write `requires {name}: {form} …`"
    if form.startswith(("at", "exactly")):
        told += f", or `limits {{ {name}: {form} … }}`"
    return Slip("S030", "what is asked of a learner stands in `requires`", told, on_before=True)


def other_line(here: Situation) -> Slip | None:
    """Whatever else begins no line of an award."""
    at = _beginning(here)
    if at is None or at != here.index - 1 or here.tokens[at].text in here.before:
        return None
    if not here.viable >= set(COUNTS) or closest(here.token.text, ("counts", "includes", "shared")):
        return None
    told = "lines of an award: `awarded by`, `at`, `total`, `in force`, `entry requires`, `requires`, `limits` …"
    asked = [token.text for token in here.tokens[max(0, at - 3) : at]]
    if asked[:1] == ["requires"] and len(asked) == 3:
        told = f"if it is required, too: `requires all of {{ {asked[1]}; {here.tokens[at].text} }}`; {told}"
    return _no_line(here, at, told)


def _no_line(here: Situation, at: int, told: str) -> Slip:
    return Slip("S031", f"`{here.tokens[at].text}` begins no line of an award", told, on_before=at < here.index)


def _beginning(here: Situation) -> int | None:
    """The token that begins the line, if that is a line of an award and the fault is there or behind its first code."""
    if here.tokens[0].text != "qualification":
        return None
    at = here.index
    while at > 0 and here.tokens[at - 1].kind != "sep" and here.tokens[at - 1].text not in ("{", "}"):
        at -= 1
    begins = [token.text for token in here.tokens[:at]]
    if begins.count("{") - begins.count("}") != 1 or here.tokens[at].kind not in ("word", "label"):
        return None
    named = here.tokens[at].kind == "label"
    read_as_code = named and here.viable >= set(COUNTS)
    return at if here.index - at <= 1 + named or read_as_code else None


def _form_of_requirement(here: Situation) -> str:
    """How a requirement that begins at the fault begins; "" where none does."""
    following = here.at(1)
    both = f"{here.token.text} {following.text if following is not None else ''}"
    if here.token.text == "{":
        return "all of {"
    if here.token.text in FORMS:
        return here.token.text
    counted = here.token.kind == "number" and following is not None and following.text in (*COUNTED, "of")
    return both if both in FORMS or counted else ""


def _as_name(value: Token | None) -> str:
    """The text of a token that may be a name; "" of any other."""
    may = value is not None and value.kind in ("word", "quoted") and value.text != "by"
    return value.text if may and value is not None else ""
