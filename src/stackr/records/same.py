"""One credential on file twice is one holding; one id on two credentials is two.

Both are said aloud. Where two copies of one credential differ, nobody here can know which is right: the
member is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, Final

from stackr.model.learning import Holding, Remark
from stackr.records.canonical import short_digest

_OWN: Final = ("id", "faults", "extra", "dates", "evidence", "ungraded", "signature", "via", "holder")
PLAIN: Final = tuple(item.name for item in fields(Holding) if item.name not in _OWN)
"""Members that copies may differ in, each unknown then."""


def distinct_ids(holdings: Iterable[tuple[Holding, Any]], remarks: list[Remark]) -> list[Holding]:
    """Exact copies once; different holdings of one id get ids of their own. `Any` is the raw content."""
    by_id: dict[str, dict[str, Holding]] = {}
    copies: dict[str, int] = {}
    for holding, raw in holdings:
        group = by_id.setdefault(holding.id, {})
        content = short_digest(raw)
        if content in group:
            copies[holding.id] = copies.get(holding.id, 1) + 1
        group[content] = holding
    for identity, count in sorted(copies.items()):
        remarks.append(
            Remark(
                "R308", f"the holding `{identity}` is on file {count} times, word for word; it is taken once", identity
            )
        )
    found: list[Holding] = []
    for identity, group in sorted(by_id.items()):
        if len(group) == 1:
            found.extend(group.values())
            continue
        ids = [f"{identity}~{content.removeprefix('sha256:')[:8]}" for content in sorted(group)]
        told = f"{len(group)} different holdings have the id `{identity}`; they are kept apart as {' and '.join(ids)}"
        remarks.append(Remark("R307", told, identity, "id"))
        found.extend(replace(group[content], id=new) for content, new in zip(sorted(group), ids, strict=True))
    return found


def one_per_credential(holdings: list[Holding], remarks: list[Remark]) -> tuple[list[Holding], dict[str, str]]:
    """Copies of one credential as one holding, and which id now stands for which."""
    merged, stands_for = [], {}
    for group in _groups(sorted(holdings, key=lambda item: item.id)):
        stands_for.update({copy.id: group[0].id for copy in group[1:]})
        merged.append(_merged(group, remarks) if len(group) > 1 else group[0])
    return merged, stands_for


def _groups(holdings: list[Holding]) -> list[list[Holding]]:
    """Same address, else same issuer, credential and day of award: one group. Two addresses are two credentials."""
    by_address: dict[str, list[Holding]] = {}
    for holding in holdings:
        by_address.setdefault(holding.uri or f"no address {holding.id}", []).append(holding)
    by_name: dict[tuple[str, str, str], list[list[Holding]]] = {}
    groups = []
    for group in by_address.values():
        names = {name for holding in group if (name := _name(holding)) is not None}
        if len(names) == 1:
            by_name.setdefault(names.pop(), []).append(group)
        else:
            groups.append(group)
    for found in by_name.values():
        if len({group[0].uri for group in found} - {None}) <= 1:
            groups.append(sorted((holding for group in found for holding in group), key=lambda item: item.id))
            continue
        groups.extend(group for group in found if group[0].uri is not None)
        without = [holding for group in found if group[0].uri is None for holding in group]
        groups.extend([without] if without else [])
    return groups


def _name(holding: Holding) -> tuple[str, str, str] | None:
    awarded = holding.dates.get("awarded")
    if holding.credential is None or holding.issuer is None or awarded is None:
        return None
    return holding.issuer, holding.credential, awarded.isoformat()


def _merged(group: list[Holding], remarks: list[Remark]) -> Holding:
    one = group[0]
    names = ", ".join(f"`{copy.id}`" for copy in group)
    what = next((copy.uri for copy in group if copy.uri), f"{one.credential} of {one.issuer}")
    remarks.append(Remark("R308", f"{names} are one credential ({what}); it is taken once, as `{one.id}`", one.id))
    faults = dict(fault for copy in group for fault in copy.faults)

    def agreed(member: str, values: list[Any]) -> Any:
        return _agreed(member, values, one.id, faults, remarks)

    values: dict[str, Any] = {member: agreed(member, [getattr(copy, member) for copy in group]) for member in PLAIN}
    via = _through([copy.via for copy in group if copy.origin is not None], values, one.id, faults, remarks)
    clocks = sorted({clock for copy in group for clock in copy.dates})
    dates = {clock: agreed(clock, [copy.dates.get(clock) for copy in group]) for clock in clocks}
    others = sorted({name for copy in group for name in copy.extra})
    extra = {name: agreed(name, [copy.extra.get(name) for copy in group]) for name in others}
    checked = agreed("signature", [None if copy.signature == "unverified" else copy.signature for copy in group])
    holders = {copy.holder for copy in group}
    if len(holders) > 1:
        told = "copies of one credential differ in holder; until somebody has settled it, nothing is recognised"
        remarks.append(Remark("R309", told, one.id, "holder"))
    return replace(
        one,
        **values,
        dates={clock: day for clock, day in dates.items() if day is not None},
        extra={name: text for name, text in extra.items() if text is not None},
        via=via,
        ungraded=any(copy.ungraded for copy in group),
        signature=checked or "unverified",
        holder=holders.pop() if len(holders) == 1 else "unresolved",
        evidence=tuple(dict.fromkeys(piece for copy in group for piece in copy.evidence)),
        faults=tuple(sorted(faults.items())),
    )


def _through(
    told: list[tuple[str, ...]], values: dict[str, Any], identity: str, faults: dict[str, str], remarks: list[Remark]
) -> tuple[str, ...]:
    """The bodies that it came through; of copies that name different ones, `values` loses the origin with them."""
    ways = set(told) - {()}
    if len(ways) > 1:
        _agreed("origin", list(ways), identity, faults, remarks)
        values["origin"] = None
    return ways.pop() if len(ways) == 1 and values["origin"] is not None else ()


def _agreed(member: str, values: list[Any], identity: str, faults: dict[str, str], remarks: list[Remark]) -> Any:
    """The one value that copies give; a copy that is silent contradicts nothing."""
    told = list(dict.fromkeys(value for value in values if value is not None))
    if len(told) <= 1:
        return None if member in faults else (told[0] if told else None)
    message = f"copies of one credential differ in {member}; it is taken as unknown"
    faults[member] = message
    remarks.append(Remark("R309", message, identity, member))
    return None
