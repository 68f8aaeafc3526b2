"""A scenario's learner as a record: the same JSON that a registrar's system would hand in, made up by the author."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

from stackr._quantity import format_amount
from stackr.conditions.tables import CatalogueItem
from stackr.language import tree

LISTS = frozenset({"outcomes", "tags", "fields", "used_in"})
TRUTHS = {"yes": True, "no": False}
ROUTES = frozenset({"assessment", "rpl"})


Listed: TypeAlias = Mapping[str, Sequence[CatalogueItem]]
"""Code → what catalogues have under it."""


def record(
    scenario: tree.Scenario, routes: Container[str] = (), listed: Listed = MappingProxyType({})
) -> dict[str, Any]:
    """The record. `routes`: ids of routes, which a decision may name.

    A holding without a stated status is active, and without stated tags has those of its catalogue, or none: a scenario says
    what is odd, not what is normal.
    """
    facts: dict[str, Any] = {line.name: _fact(line.value) for line in scenario.facts}
    if scenario.claims:
        facts["claims"] = [[name.text for name in claim] for claim in scenario.claims]
    ids = tree.holding_ids(scenario.holdings)
    holdings = [_tagged(_holding(line, id), listed) for line, id in zip(scenario.holdings, ids, strict=True)]
    decisions = [_decision(line, number, routes) for number, line in enumerate(scenario.decisions, 1)]
    return {"learner": "scenario", "facts": facts, "holdings": holdings, "decisions": decisions}


def _fact(value: tree.Value | tuple[tree.Value, ...]) -> Any:
    return [_plain(each) for each in value] if isinstance(value, tuple) else _plain(value)


def _plain(value: tree.Value) -> Any:
    if isinstance(value, tree.Name | tree.Text):
        return TRUTHS.get(value.text, value.text) if isinstance(value, tree.Name) else value.text
    if isinstance(value, Fraction):
        return format_amount(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tree.Quantity):
        return format_amount(value.amount or Fraction(0))
    return value.text.text if value.text else format_amount(value.value)


def _tagged(entry: dict[str, Any], listed: Listed) -> dict[str, Any]:
    """The holding, without tags where neither it nor the catalogue of its issuer says any."""
    issuer = entry.get("issuer")
    if any(issuer is None or item.issuer in (None, issuer) for item in listed.get(entry["credential"], ())):
        return entry
    return {"tags": [], **entry}


def _holding(line: tree.HoldingLine, id: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": id, "credential": line.code.text, "status": "active"}
    for name, values in line.members:
        if name == "id":
            continue
        if name == "evidence":
            entry.setdefault("evidence", []).append(_evidence(values))
        elif name in LISTS:
            entry[name] = [str(_plain(value)) for value in values]
        else:
            entry |= _member(name, values[0])
    return entry


def _member(name: str, value: tree.Value) -> dict[str, Any]:
    members = {name: _plain(value)}
    if isinstance(value, tree.Level) and value.framework is not None:
        members["framework"] = value.framework.text
    if isinstance(value, tree.Quantity) and value.credit_unit is not None:
        members["credit_unit"] = value.credit_unit.text
    return members


def _evidence(values: tuple[tree.Value, ...]) -> dict[str, Any]:
    kind, *rest = values
    entry: dict[str, Any] = {"kind": _plain(kind), "outcomes": []}
    for value in rest:
        if isinstance(value, date):
            entry["date"] = value.isoformat()
        else:
            entry["outcomes"].append(str(_plain(value)))
    return entry


def _decision(line: tree.DecisionLine, number: int, routes: Container[str]) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": f"decision-{number}", "kind": line.kind}
    for name, values in line.members:
        if name == "shares":
            outcome, share = values
            entry.setdefault("shares", {})[str(_plain(outcome))] = _plain(share)
        elif name == "clause" and line.kind in ROUTES:
            named = str(_plain(values[0]))
            entry["clause" if named in routes else "unit"] = named
        else:
            entry[name] = _plain(values[0])
    return entry
