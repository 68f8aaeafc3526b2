"""The rules of `grammar.lark`, and how each alternative is written in an author's words.

Only the notation of that file is read here, not what it means: a rule is its alternatives, an alternative a list of words,
kinds of words and other rules. What an author fills in stands in capitals (`PLACEHOLDERS`), what may be left out in square
brackets, `|` is "or", `…` is "and so on".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_HEAD = re.compile(r"^([!?]{0,2})(_?[a-z]\w*)(?:\{x\})?\s*:", re.MULTILINE)
_ITEM = re.compile(r'"[^"]*"|->\s*\w+|_?[a-z]\w*(?:\{\w+\})?|_?[A-Z]+|[()|?*+]')

PLACEHOLDERS: dict[str, str] = {
    "name": "NAME", "names": "NAME, …", "text": '"TEXT"', "texts": '"TEXT", …', "number": "NUMBER", "NUMBER": "NUMBER",
    "FRACTION": "FRACTION", "PERCENT": "PERCENT", "ISODAY": "DATE", "IDENT": "NAME", "QUOTED": '"TEXT"', "LABEL": "NAME",
    "expr": "CONDITION", "disjunction": "CONDITION", "conj": "CONDITION", "conjunction": "CONDITION", "unary": "CONDITION",
    "negation": "CONDITION", "atom": "CONDITION", "led": "CONDITION", "led_disjunction": "CONDITION", "led_conj": "CONDITION",
    "led_conjunction": "CONDITION", "led_unary": "CONDITION", "led_atom": "CONDITION", "tie_led": "CONDITION",
    "_filter": "[from] CONDITION", "limit_filter": "[from] CONDITION", "classify_condition": "CONDITION",
    "line": "REQUIREMENT", "requirement": "REQUIREMENT", "branch": "REQUIREMENT", "else_when": "when …",
    "alternative": "REQUIREMENT", "tail": "REQUIREMENT",
    "quantity": "AMOUNT", "measured": "AMOUNT", "_amount": "AMOUNT", "share": "AMOUNT", "bound": "BOUND",
    "_bounded": "BOUND", "least": "AMOUNT", "duration": "TIME", "clock": "CLOCK", "level": "LEVEL", "value": "VALUE",
    "open_op": "COMPARISON", "compare_op": "COMPARISON", "symbol": "COMPARISON", "base": "BASE", "over": "over BASE",
    "over_base": "BASE", "interval": "DATES", "plain_member": "MEMBER", "any_member": "MEMBER", "noun": "MEMBER",
    "dual": "MEMBER", "word": "WORD", "word_or_text": "WORD", "outcome_set": "OUTCOMES", "details": "{ DETAIL; … }",
    "detail": "DETAIL", "pool": "POOL", "group_req": "GROUP", "fact_value": "VALUE", "credential": "credential …",
    "holding": "HOLDING", "level_name": "LEVEL", "level_names": "LEVEL, …", "grade_point": "GRADE", "policy": "POLICY",
    "limit": "LIMIT", "average": "AVERAGE", "amount_limit": "LIMIT", "side": "SIDE", "route_part": "PART",
    "grant_item": "GRANT", "evidence_item": "EVIDENCE", "refusal_item": "ITEM", "expectation": "EXPECTATION",
    "preference": "PREFERENCE", "version": 'version "TEXT"', "unit": "UNIT", "credit_word": "credits", "count": "NUMBER",
    "coverage": "COVERAGE", "parameter_amount": "AMOUNT", "tie_part": "TERM", "statuses": "STATUS", "hour_word": "hours",
    "decision_part": "PART", "holding_part": "PART", "entry_part": "PART", "grade": "GRADE", "policy_units": "UNITS",
    "tags": "tags", "meta": "SOURCE", "plain_meta": "SOURCE", "meta_line": "SOURCE", "ex_part": "PART",
    "average_part": "PART", "pool_tail": "PART", "pool_source": "[from] CONDITION", "group_head": "COUNT",
    "conversion_row": "GRADE = GRADE", "limit_per": "per WORD",
     "bounds": "AMOUNT", "limit_part": "PART",
    "rounding": "ROUNDING", "_credit_part": "PART", "register_part": "PART", "catalogue_part": "PART", "side_part": "PART",
    "accredited_part": "PART", "currency_part": "PART", "span_part": "PART", "when": "when …", "label": "NAME:",
}  # fmt: skip
"""What an author fills in."""

LEFT_OUT = frozenset({"_meta"})
"""May end nearly every clause; told once."""


@dataclass(frozen=True, slots=True)
class Way:
    """One alternative of a rule. `action` names what is made of it: an alias in the grammar, else the rule."""

    rule: str
    action: str
    items: tuple[str, ...]


@cache
def rules() -> dict[str, tuple[Way, ...]]:
    """All rules of the grammar, in its order."""
    text = resources.files("stackr.language").joinpath("grammar.lark").read_text(encoding="utf-8")
    text = re.sub(r"^//.*$|^%.*$", "", text, flags=re.MULTILINE)
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return {
        head.group(2): tuple(_ways(head.group(2), _ITEM.findall(text[head.end() : end])))
        for head, end in zip(heads, ends, strict=True)
    }


def _ways(rule: str, items: list[str]) -> list[Way]:
    parts: list[list[str]] = [[]]
    depth = 0
    for item in items:
        depth += (item == "(") - (item == ")")
        if item == "|" and depth == 0:
            parts.append([])
        else:
            parts[-1].append(item)
    return [_way(rule, part) for part in parts]


def _way(rule: str, items: list[str]) -> Way:
    if items and items[-1].startswith("->"):
        return Way(rule, items[-1].removeprefix("->").strip(), tuple(items[:-1]))
    return Way(rule, rule, tuple(items))


def forms_of(rule: str) -> tuple[Way, ...]:
    """The alternatives of a rule that say something of their own: not those that only pass on another rule."""
    return tuple(way for way in rules()[rule] if not (way.action in ("same", rule) and _passes_on(way)))


def _passes_on(way: Way) -> bool:
    return len(way.items) == 1 and way.items[0].strip("_").islower() and way.items[0] in PLACEHOLDERS


def written(way: Way) -> str:
    """An alternative as an author writes it: `awarded by NAME at LEVEL`."""
    return _tidy(_Writer(way.items).alternatives())


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = text.replace('NAME ("TEXT")', 'NAME("TEXT")')
    return re.sub(r"\s+([,:)\]])", r"\1", re.sub(r"([\[(])\s+", r"\1", text))


class _Writer:
    """Walks over the items of one alternative."""

    def __init__(self, items: tuple[str, ...]) -> None:
        self.items = items
        self.index = 0

    def alternatives(self) -> str:
        ways = [self._sequence()]
        while self._take("|"):
            ways.append(self._sequence())
        return " | ".join(dict.fromkeys(ways))

    def _sequence(self) -> str:
        parts: list[str] = []
        while self.index < len(self.items) and self.items[self.index] not in "|)":
            part = self._part(parts)
            if part:
                parts.append(part)
        return " ".join(parts)

    def _part(self, before: list[str]) -> str:
        item = self.items[self.index]
        self.index += 1
        if item == "(":
            inner = self.alternatives()
            self._take(")")
            return self._repeated(f"({inner})" if " | " in inner else inner, inner, before)
        if item in LEFT_OUT:
            self._take("*")
            return ""
        shown = _item(item)
        return self._repeated(shown, shown, before)

    def _repeated(self, shown: str, inner: str, before: list[str]) -> str:
        if self._take("?"):
            return f"[{inner}]"
        if self._take("*"):
            joined = re.match(r"(?:\(?(?:or|and)(?: \| (?:or|and))?\)?|,|\(, \| and\)) ", inner)
            if joined and before:
                return "…" if inner.startswith(",") is False else ", …"
            return f"[{inner}] …"
        if self._take("+"):
            return f"{shown} …"
        return shown

    def _take(self, sign: str) -> bool:
        if self.index < len(self.items) and self.items[self.index] == sign:
            self.index += 1
            return True
        return False


def _item(item: str) -> str:
    """A word as it is; a kind of word or a rule by its placeholder, else by what the rule says."""
    if item.startswith('"'):
        return item.strip('"')
    body = re.fullmatch(r"_body\{(\w+)\}", item)
    if body:
        inner = PLACEHOLDERS.get(body.group(1)) or (
            "LINE" if body.group(1).endswith(("_line", "_part")) else body.group(1).upper()
        )
        return f"{{ {inner}; … }}"
    if item in PLACEHOLDERS:
        return PLACEHOLDERS[item]
    ways = [written(way) for way in rules()[item]]
    return ways[0] if len(ways) == 1 else f"({' | '.join(ways)})"
