"""The catalogue: what is on offer, from declarations and from data files, by code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from stackr._quantity import AmountError, parse_amount
from stackr._time import parse_date
from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.model import Collector, Related
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.rulebook.bundle import Bundle
from stackr.rulebook.datafiles import Row, read_rows
from stackr.rulebook.gather import Declared, end_of, start_of
from stackr.rulebook.headings import DATES, Columns
from stackr.rulebook.offers import Frameworks, check_offer, check_unit

Read = TypeVar("Read")

WORDS = DATES | {
    "credential": "code",
    "name": "title",
    "field": "fields",
    "outcome": "outcomes",
    "tag": "tags",
    "term": "terms",
    "offered": "terms",
    "place": "places",
    "language": "languages",
    "prerequisite": "prerequisites",
    "corequisite": "corequisites",
}
"""Other words for the columns of a catalogue file."""
LISTS = frozenset(
    {"fields", "outcomes", "tags", "terms", "parts", "places", "languages", "prerequisites", "corequisites"}
)
MEMBERS = frozenset(
    {"code", "title", "issuer", "kind", "level", "framework", "credits", "credit_unit", "hours", "assessment", "mode"}
    | {"cost", "currency", "repeatable", "from", "until", "retired"}
    | LISTS
)


def catalogue(
    declared: Declared, bundle: Bundle, units: Set[str], frameworks: Frameworks
) -> dict[str, tuple[CatalogueItem, ...]]:
    """Items by code. The same code may be used by several issuers, and by one in intervals that do not overlap.

    `units`: the units of credit that are declared.
    """
    items: list[tuple[CatalogueItem, tree.Name]] = []
    for credential in declared.all(tree.Credential):
        items.append((_item(credential, None), credential.name))
    for listing in declared.one_each(tree.Catalogue, "catalogue", bundle.collector).values():
        if listing.credit_unit is not None:
            check_unit(listing.credit_unit.text, listing.credit_unit.span, units, bundle.collector)
        items += [(_item(credential, listing), credential.name) for credential in listing.credentials]
        if listing.file is not None:
            for row in read_rows(listing.file, listing.span.file, _columns(listing, bundle.collector), bundle):
                found = _from_row(row, listing, bundle.collector)
                if found is not None:
                    items.append((found, tree.Name(found.code, row[1])))
    told = {listing.credit_unit.text for listing in declared.all(tree.Catalogue) if listing.credit_unit is not None}
    for item, name in items:
        check_offer(item, name.span, units | told, frameworks, bundle.collector)
    return _by_code(items, bundle.collector)


def _columns(listing: tree.Catalogue, faults: Collector) -> Columns:
    renamed: dict[str, str] = {}
    for word, heading in listing.columns:
        member = WORDS.get(word, word)
        if member not in MEMBERS:
            help = did_you_mean(word, MEMBERS | WORDS.keys()) or f"what is read: {', '.join(sorted(MEMBERS))}"
            faults.add("N106", f"`{word}` is nothing that a row of a catalogue says", heading.span, help=help)
        elif member in renamed.values() or heading.text in renamed:
            faults.add("B411", f"`{member}` is read from two columns, or two are from this one", heading.span)
        else:
            renamed[heading.text] = member
    return Columns(MEMBERS, WORDS, "code", LISTS, renamed)


_ONE_OF_TWO = "take one of them out, or say from when each is in force: `in force from 2025-01-01`"


def _by_code(items: list[tuple[CatalogueItem, tree.Name]], faults: Collector) -> dict[str, tuple[CatalogueItem, ...]]:
    found: dict[str, list[CatalogueItem]] = defaultdict(list)
    first: dict[tuple[str, str | None, date | None], tree.Name] = {}
    for item, name in items:
        key = (item.code, item.issuer, item.start)
        if key in first:
            related = (Related(first[key].span, "the first one is here"),)
            who = f" of {item.issuer}" if item.issuer else ""
            told = f"`{item.code}`{who} stands in the catalogue twice"
            faults.add("N107", told, name.span, help=_ONE_OF_TWO, related=related)
            continue
        first[key] = name
        found[item.code].append(item)
    return {
        code: tuple(sorted(same, key=lambda i: (i.issuer or "", i.start or date.min)))
        for code, same in sorted(found.items())
    }


def _item(credential: tree.Credential, listing: tree.Catalogue | None) -> CatalogueItem:
    quantity, level = credential.credits, credential.level
    issuer = credential.issuer or (listing.issuer if listing else None)
    unit = (quantity.credit_unit if quantity else None) or (listing.credit_unit if listing else None)
    return CatalogueItem(
        code=credential.name.text,
        title=credential.title.text if credential.title else credential.name.text,
        issuer=issuer.text if issuer else None,
        kind=credential.kind,
        level=_level(level),
        framework=level.framework.text if level and level.framework else None,
        credits=quantity.amount if quantity else None,
        credit_unit=unit.text if unit else None,
        hours=credential.hours,
        fields=_texts(credential.fields),
        outcomes=_texts(credential.outcomes),
        tags=_texts(credential.tags),
        assessment=credential.assessment.text if credential.assessment else None,
        mode=credential.mode.text if credential.mode else None,
        terms=_texts(credential.terms),
        cost=credential.cost,
        currency=credential.currency.text if credential.currency else None,
        parts=tuple(name.text for name in credential.parts),
        repeatable=credential.repeatable,
        start=start_of(credential),
        end=_last_day(end_of(credential), credential.retired),
        prerequisite=credential.prerequisite,
        corequisite=credential.corequisite,
        at=credential.span.at,
        catalogue=listing.name.text if listing else None,
        places=_texts(credential.places),
        languages=_texts(credential.languages),
    )


def _last_day(end: date | None, retired: date | None) -> date | None:
    """The last day on offer: from the day on which it is retired it is not."""
    left = retired - timedelta(days=1) if retired is not None else None
    return min(filter(None, (end, left)), default=None)


def _level(level: tree.Level | None) -> str | None:
    if level is None:
        return None
    return level.text.text if level.text else str(level.value)


def _texts(texts: tuple[tree.Text, ...]) -> tuple[str, ...]:
    return tuple(text.text for text in texts)


def _from_row(row: Row, listing: tree.Catalogue, faults: Collector) -> CatalogueItem | None:
    values, span = row
    if "code" not in values:
        faults.add("B410", "this row has no code", span)
        return None
    try:
        amounts = {key: _read(values, key, _amount) for key in ("credits", "hours", "cost")}
        start, end, retired = (_read(values, key, parse_date) for key in ("from", "until", "retired"))
        repeatable = _read(values, "repeatable", _whole)
    except (AmountError, ValueError) as error:
        help = "write it as `40`, `12.5` or `1/3`, a day as `2026-02-01`; leave the cell empty where it is not known"
        faults.add("B410", f"{values['code']}: {error}", span, help=help)
        return None
    return CatalogueItem(
        code=values["code"],
        title=values.get("title", values["code"]),
        issuer=values.get("issuer") or (listing.issuer.text if listing.issuer else None),
        kind=values.get("kind"),
        level=values.get("level"),
        framework=values.get("framework"),
        credits=amounts["credits"],
        credit_unit=values.get("credit_unit") or (listing.credit_unit.text if listing.credit_unit else None),
        hours=amounts["hours"],
        fields=_listed(values.get("fields")),
        outcomes=_listed(values.get("outcomes")),
        tags=_listed(values.get("tags")),
        assessment=values.get("assessment"),
        mode=values.get("mode"),
        terms=_listed(values.get("terms")),
        cost=amounts["cost"],
        currency=values.get("currency"),
        parts=_listed(values.get("parts")),
        repeatable=1 if repeatable is None else repeatable,
        start=start,
        end=_last_day(end, retired),
        prerequisite=_prerequisite(values.get("prerequisites"), row),
        corequisite=_prerequisite(values.get("corequisites"), row),
        at=span.at,
        catalogue=listing.name.text,
        places=_listed(values.get("places")),
        languages=_listed(values.get("languages")),
    )


def _read(values: Mapping[str, str], column: str, reader: Callable[[str], Read]) -> Read | None:
    """The value of a column; a fault names the column."""
    if column not in values:
        return None
    try:
        return reader(values[column])
    except (AmountError, ValueError) as error:
        raise ValueError(f"{column}: {error}") from error


def _amount(text: str) -> Fraction:
    value = parse_amount(text)
    if value < 0:
        raise AmountError(f"{text} is below 0")
    return value


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise AmountError(f"{text!r} is not a whole number")
    return int(text)


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip()) if text else ()


def _prerequisite(text: str | None, row: Row) -> tree.Requirement | None:
    """Codes separated by `;` must all be done; `A|B` is either."""
    codes = _listed(text)
    if not codes:
        return None
    span = row[1]
    parts: list[tree.Requirement] = []
    for each in codes:
        units = tuple(
            tree.UnitReq(tree.Name(code.strip(), span), span=span) for code in each.split("|") if code.strip()
        )
        parts.append(units[0] if len(units) == 1 else tree.GroupReq("any", 1, units, span=span))
    return parts[0] if len(parts) == 1 else tree.GroupReq("all", 0, tuple(parts), span=span)
