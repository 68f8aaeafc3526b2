"""Where each requirement stands: its id, layer, and what surrounds it, worked out before anything is compiled.

Ids: a named clause is `parent.name`, a named unit `parent.CODE`; another unnamed clause is its parent's id, `~` and the
digest of its canonical text. `parent` is the nearest named clause above. Position in the file plays no part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from stackr.conditions.tables import Tables
from stackr.diagnostics.model import Span
from stackr.language import tree
from stackr.requirements.canonical import short_digest

MAIN = "main"


@dataclass(slots=True)
class Placed:
    """One requirement of an award, with its id and surroundings."""

    node: tree.Requirement
    parent: str
    """Id of what stands directly above."""
    path: str
    """Id of the nearest named clause above."""
    layer: str = MAIN
    in_choice: bool = False
    splittable: str | None = None
    id: str = ""
    children: tuple[Placed, ...] = ()
    group: tree.Group | None = field(default=None)
    """The reusable group it came from."""
    used_at: Span | None = None
    """Where that is used."""

    @property
    def title(self) -> str:
        """The author's title, or none."""
        return self.node.label.title.text if self.node.label.title else ""

    @property
    def span(self) -> Span:
        """Where it stands in the award."""
        return self.node.span if self.used_at is None else self.used_at

    def walk(self) -> Iterator[Placed]:
        """This and all below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


class UnknownGroup(Exception):
    """`use` of a group that is not declared, or that uses itself. Carries the name as written."""

    def __init__(self, name: tree.Name, circular: bool) -> None:
        self.name, self.circular = name, circular
        super().__init__(name.text)


def place(root: tree.Requirement, award: str, layer: str, tables: Tables, splittable: bool) -> Placed:
    """The tree below `root` with ids. Raises `UnknownGroup`."""
    top = Placed(root, award, award, layer, splittable=award if splittable else None)
    _settle(top, tables, ())
    _distinguish(top, tables)
    return top


def _settle(placed: Placed, tables: Tables, using: tuple[str, ...]) -> None:
    """Expand `use`, give ids, and go down."""
    if isinstance(placed.node, tree.UseReq):
        using = (*using, placed.node.group.text)
        placed.used_at = placed.used_at or placed.node.span
        placed.group, placed.node = _expand(placed.node, tables, using)
        _settle(placed, tables, using)
        return
    node = placed.node
    path = placed.path
    if node.label.name is not None:
        path = placed.id = f"{placed.path}.{node.label.name.text}"
    elif isinstance(node, tree.UnitReq):
        placed.id = f"{placed.path}.{node.code.text}"
    else:
        placed.id = f"{placed.parent}~{short_digest(node, tables)}"
    placed.splittable = placed.splittable or _own_splittable(placed)
    choice = placed.in_choice or (isinstance(node, tree.GroupReq) and node.op != "all")
    below = [
        Placed(child, placed.id, path, placed.layer, choice, placed.splittable) for child in _children(node, placed)
    ]
    for child in below:
        _settle(child, tables, using)
    placed.children = tuple(below)


def _expand(use: tree.UseReq, tables: Tables, using: tuple[str, ...]) -> tuple[tree.Group, tree.Requirement]:
    group = tables.groups.get(use.group.text)
    if group is None or using.count(use.group.text) > 1:
        raise UnknownGroup(use.group, group is not None)
    label = use.label
    if label.name is None:
        label = tree.Label(group.name, label.title or group.title)
    meta = use.meta if use.meta != tree.NO_META else group.meta
    if meta == tree.NO_META:
        meta = group.requirement.meta
    return group, replace(group.requirement, label=label, meta=meta)


def _own_splittable(placed: Placed) -> str | None:
    node = placed.node
    return placed.id if isinstance(node, tree.GroupReq | tree.PoolReq) and node.splittable else None


def _children(node: tree.Requirement, placed: Placed) -> tuple[tree.Requirement, ...]:
    if isinstance(node, tree.GroupReq):
        return node.children
    if isinstance(node, tree.WhenReq):
        return (node.then, node.otherwise) if node.otherwise is not None else (node.then,)
    return ()


def _distinguish(top: Placed, tables: Tables) -> None:
    """Tell unnamed clauses of one id apart: by what stands above them, by what they say, else by number."""
    for step in (_by_parent, _by_text, None):
        twice = {name for name, uses in Counter(placed.id for placed in top.walk()).items() if uses > 1}
        if not twice:
            break
        same: Counter[str] = Counter()
        for placed in top.walk():
            if placed.id not in twice or placed.node.label.name is not None:
                continue
            if step is not None:
                placed.id = step(placed, tables)
                continue
            same[placed.id] += 1
            if same[placed.id] > 1:
                placed.id = f"{placed.id}~{same[placed.id]}"
    _order(top)


def _by_parent(placed: Placed, tables: Tables) -> str:
    if isinstance(placed.node, tree.UnitReq):
        return f"{placed.parent}.{placed.node.code.text}"
    return placed.id


def _by_text(placed: Placed, tables: Tables) -> str:
    return f"{placed.id}~{short_digest(placed.node, tables)}" if isinstance(placed.node, tree.UnitReq) else placed.id


def _order(placed: Placed) -> None:
    if isinstance(placed.node, tree.GroupReq):
        placed.children = tuple(sorted(placed.children, key=lambda child: child.id))
    for child in placed.children:
        _order(child)
