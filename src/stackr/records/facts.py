"""Facts about a learner: text, true or false, exact amounts, dates, lists; and the awards claimed together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from stackr.model.learning import FactValue, Remark
from stackr.records.json_text import NumberText
from stackr.records.values import Members, Unreadable, as_amount, as_date, as_text, as_texts, shown

_LIKE_A_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_MOST: Final = 10**12


def admit_facts(data: Any, remarks: list[Remark]) -> tuple[dict[str, FactValue], tuple[tuple[str, ...], ...]]:
    """The facts that can be read, by name, and the claims. What can't be read is unknown, with a remark."""
    if data is None:
        return {}, ()
    if not isinstance(data, Mapping):
        remarks.append(
            Remark("R302", f"`facts` is not an object but {shown(data)}; all facts are taken as unknown", None, "facts")
        )
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
    value = read.data.get("claims")
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > 100:
        read.fault("claims", "R302", f"expected a list of lists of awards, found {shown(value)}")
        return ()
    claims = set()
    for item in value:
        try:
            awards = as_texts(item)
        except Unreadable as error:
            read.fault("claims", error.code, f"{error}; this claim is not made")
            continue
        if awards:
            claims.add(awards)
    return tuple(sorted(claims))
