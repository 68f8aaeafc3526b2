"""Facts about a learner: text, true or false, exact amounts, dates, lists; and the awards claimed together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from stackr.model.learning import FactValue, Remark
from stackr.records.json_text import NumberText, Twice
from stackr.records.values import Members, Unreadable, as_amount, as_date, as_list, as_text, as_texts, shown, twice

_LIKE_A_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_MOST: Final = 10**12
_MOST_CLAIMS: Final = 100


def admit_facts(data: Any, remarks: list[Remark]) -> tuple[dict[str, FactValue], tuple[tuple[str, ...], ...]]:
    """The facts that can be read, by name, and the claims. What can't be read is unknown, with a remark."""
    if data is None:
        return {}, ()
    if not isinstance(data, Mapping):
        code, told = "R302", f"`facts` is not an object but {shown(data)}"
        if isinstance(data, Twice):
            code, told = "R313", twice("facts")
        remarks.append(Remark(code, f"{told}; all facts are taken as unknown", None, "facts"))
        return {}, ()
    read = Members(data, None, remarks, "facts.")
    claims = _claims(read)
    facts: dict[str, FactValue] = {}
    for name in sorted(set(data) - {"claims"}):
        value: FactValue | None = read.value(name, _fact)
        if value is not None:
            facts[name] = value
    return facts, claims


def _fact(value: Any) -> FactValue | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, NumberText | int):
        amount: Fraction | None = as_amount(str(value).removeprefix("-"), _MOST)
        return -amount if amount is not None and str(value).startswith("-") else amount
    if isinstance(value, str):
        return as_date(value) if _LIKE_A_DATE.match(value.strip()) else as_text(value)
    if isinstance(value, list):
        return as_texts(value)
    raise Unreadable("R302", "expected text, a number, a date, true or false, or a list of texts")


def _claims(read: Members) -> tuple[tuple[str, ...], ...]:
    claims = set()
    for item in read.value("claims", _listed_claims) or ():
        try:
            awards = as_texts(item)
        except Unreadable as error:
            read.fault("claims", error.code, f"{error}; this claim is not made")
            continue
        if awards:
            claims.add(awards)
    return tuple(sorted(claims))


def _listed_claims(value: Any) -> list[Any]:
    return as_list(
        value, "lists of awards", _MOST_CLAIMS, f"claims are more than {_MOST_CLAIMS}, and not one learner's"
    )
