"""Names that rules may use: what each is, in a line, and where it is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stackr._quantity import format_amount
from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.model import NOWHERE, Span
from stackr.language import tree
from stackr.rulebook.book import RuleBook

KINDS: Final = {
    tree.Qualification: "qualification",
    tree.Recognition: "recognition ladder",
    tree.Credential: "credential",
    tree.Catalogue: "catalogue",
    tree.Definition: "definition",
    tree.Articulation: "articulation",
    tree.Framework: "framework",
    tree.Grades: "grade scale",
    tree.CreditUnit: "unit of credit",
    tree.Register: "register",
    tree.Calendar: "calendar",
    tree.Parameter: "parameter",
    tree.Let: "named condition",
    tree.Group: "group",
}
"""Declaration → what an author calls it."""


@dataclass(frozen=True, slots=True)
class Named:
    """`told`: `credential, 10 credits, level EQF 5`. `place`: the file on disk; None for what a data file holds."""

    name: str
    kind: str
    title: str
    told: str
    span: Span = NOWHERE
    place: Path | None = None


def names_of(
    book: RuleBook, files: Mapping[str, tree.File], places: Mapping[str, Path], *, catalogue: bool = True
) -> dict[str, Named]:
    """By name: what the files declare, and what catalogues read from data files offer."""
    found: dict[str, Named] = {}
    if catalogue:
        for code, items in book.tables.catalogue.items():
            found[code] = Named(code, "credential", items[0].title, _offer(items[0]))
    for name, file in files.items():
        for written, node in _declared(file):
            kind, title = KINDS[type(node)], getattr(node, "title", None)
            told = kind
            if isinstance(node, tree.Credential) and (items := book.tables.catalogue.get(written.text, ())):
                told = _offer(items[0])
            text = title.text if title is not None else ""
            found[written.text] = Named(written.text, kind, text, told, written.span, places.get(name))
    return found


def _declared(file: tree.File) -> Iterator[tuple[tree.Name, tree.Declaration]]:
    for node in file.declarations:
        if not isinstance(node, tree.Import | tree.Convert | tree.Scenario):
            yield node.name, node
        if isinstance(node, tree.Catalogue):
            yield from ((item.name, item) for item in node.credentials)


def _offer(item: CatalogueItem) -> str:
    parts = ["credential"]
    if item.credits is not None:
        parts.append(f"{format_amount(item.credits)} {item.credit_unit or 'credits'}")
    if item.level is not None:
        parts.append(f"level {item.framework or ''} {item.level}".replace("  ", " "))
    if item.issuer is not None:
        parts.append(f"issuer {item.issuer}")
    return ", ".join(parts)
