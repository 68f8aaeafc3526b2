"""Declarations of all files, by kind and name. Two of one name are a fault, but for versions of frameworks and qualifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from stackr.conditions.clauses import owner_of
from stackr.diagnostics.model import Collector, Related
from stackr.language import tree

T = TypeVar("T")


class Named(Protocol):
    """A declaration that has a name."""

    @property
    def name(self) -> tree.Name: ...


N = TypeVar("N", bound=Named)


@dataclass(slots=True)
class Declared:
    """All declarations, by type, in order of name and then of their date in force."""

    by_type: dict[type, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def all(self, kind: type[T]) -> list[T]:
        """Every declaration of one type."""
        return self.by_type.get(kind, [])

    def one_each(self, kind: type[N], word: str, collector: Collector) -> dict[str, N]:
        """By name; a second one of the same name is reported with the place of the first."""
        found: dict[str, N] = {}
        for item in self.all(kind):
            name = item.name.text
            if name in found:
                duplicate(word, item, found[name], collector)
            else:
                found[name] = item
        return found

    def by_title(self) -> dict[str, tuple[str, ...]]:
        """Names by the title in their heading, its case ignored: authors write one for the other."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        routes = [route for ladder in self.all(tree.Recognition) for route in ladder.routes]
        for item in (*routes, *(item for items in self.by_type.values() for item in items)):
            title, name = getattr(item, "title", None), getattr(item, "name", None)
            if isinstance(title, tree.Text) and isinstance(name, tree.Name):
                found[title.text.casefold()].add(name.text)
        return {title: tuple(sorted(names)) for title, names in found.items()}


def duplicate(word: str, second: Any, first: Any, collector: Collector) -> None:
    """Two declarations of one name."""
    related = (Related(first.name.span, "the first one is here"),)
    help_ = "rename one of them, or remove it"
    collector.add(
        "N102", f"there are two {word}s called `{second.name.text}`", second.name.span, help=help_, related=related
    )


def check_ids_apart(declared: Declared, collector: Collector) -> None:
    """Ids are dotted: a declaration called `A.B` would stand among the clauses of one called `A`, and share their ids."""
    kinds = (tree.Qualification, tree.Recognition, tree.Definition, tree.Articulation)
    first: dict[str, tree.Name] = {}
    for item in (item for kind in kinds for item in declared.by_type.get(kind, [])):
        first.setdefault(item.name.text, item.name)
    for name, node in sorted(first.items()):
        owner = owner_of(name.rpartition(".")[0], first)
        if owner is not None:
            related = (Related(first[owner].span, f"`{owner}` is here"),)
            told = f"`{name}` is called as a clause of `{owner}` would be"
            collector.add(
                "N102", told, node.span, help="give it a name without the dot, or another one", related=related
            )


def gather(files: Mapping[str, tree.File]) -> Declared:
    """Sort declarations by what they are. Nothing depends on the order of files or declarations."""
    declared = Declared()
    for _, file in sorted(files.items()):
        for item in file.declarations:
            declared.by_type[type(item)].append(item)
    for kind, items in declared.by_type.items():
        if kind not in (tree.Import, tree.Convert, tree.Scenario):
            items.sort(key=lambda item: (item.name.text, start_of(item) or date.min, item.span))
    declared.by_type[tree.Scenario].sort(key=lambda item: item.span)
    declared.by_type[tree.Convert].sort(key=lambda item: (item.left.text, item.right.text, item.span))
    return declared


def start_of(item: Any) -> date | None:
    """The first day in force of a declaration."""
    force = getattr(item, "force", None) or item.meta.force
    return force.start if force else None


def end_of(item: Any) -> date | None:
    """The last day in force of a declaration."""
    force = getattr(item, "force", None) or item.meta.force
    return force.end if force else None
