"""C214, notes: constructs under which more learning can mean less progress. They are allowed; an author should know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from stackr.audit.versions import ENTRY
from stackr.diagnostics.model import Diagnostic, Severity, Span
from stackr.language import tree
from stackr.rulebook.book import RuleBook

RECORD = ("taken", "attempted")
REPEATS = {
    "last": "the last attempt counts, even where it is worse",
    "first": "the first attempt counts, even where a later one would count for more",
}
LESS = "more learning can mean less progress here"
HELD = frozenset({"holds", "completed", "in_progress", "from_award", "used_in"})


def monotone(book: RuleBook) -> Iterator[Diagnostic]:
    """One note for each use, at its place."""
    for file in book.files:
        for declaration in file.declarations:
            if isinstance(declaration, tree.Recognition) and declaration.first_only and _bundles(book):
                why = "under `first`, a bundle that is completed takes the place of what a later route gives for its parts"
                yield Diagnostic("C214", f"{LESS}: {why}", declaration.name.span, Severity.NOTE)
            if isinstance(declaration, tree.Qualification | tree.Group):
                for why, span in (*_version(book, declaration), *_uses(declaration)):
                    yield Diagnostic("C214", f"{LESS}: {why}", span, Severity.NOTE)


def _bundles(book: RuleBook) -> bool:
    """Whether some articulation takes several things together."""
    return any(len(articulation.tree.sources) > 1 for articulation in book.articulations.values())


def _version(book: RuleBook, node: tree.Qualification | tree.Group) -> Iterator[tuple[str, Span]]:
    """A version that a fact chooses which learning may supply."""
    clock = node.version_by if isinstance(node, tree.Qualification) else None
    if clock not in (None, ENTRY) and len(book.qualifications.get(node.name.text, ())) > 1:
        yield f"{clock} chooses the version, and learning may supply it", node.name.span


def _uses(node: Any) -> Iterator[tuple[str, Span]]:
    if isinstance(node, tree.Qualification) and node.repeat in REPEATS:
        yield REPEATS[node.repeat], node.name.span
    found = _of(node)
    if found is not None:
        yield found
    if isinstance(node, tuple):
        for item in node:
            yield from _uses(item)
    elif is_dataclass(node) and not isinstance(node, type):
        for part in fields(node):
            if part.name not in ("span", "label", "meta", "name"):
                yield from _uses(getattr(node, part.name))


def _of(node: Any) -> tuple[str, Span] | None:
    match node:
        case tree.AverageReq(over=tree.Base(kind=kind), span=span) if kind in RECORD:
            return f"the average is over all that was {kind}", span
        case tree.AmountLimit(each=str(each), span=span):
            return f"a further {each} in which there is something must reach the minimum too", span
        case tree.AmountLimit(over=tree.Base(kind=kind), span=span) if kind in RECORD:
            return f"the limit reads all that was {kind}", span
        case tree.ObserveReq(over=tree.Base(kind=kind), span=span) if kind in RECORD:
            return f"it reads all that was {kind}", span
        case tree.Bound(quantity=tree.Quantity(base=tree.Base(kind=kind), span=span)) if kind in RECORD:
            return f"the share is of all that was {kind}", span
        case tree.WhenReq(condition=condition, span=span) if _about_holdings(condition):
            return "the branch depends on what the learner holds", span
    return None


def _about_holdings(expr: tree.Expr) -> bool:
    match expr:
        case tree.And(items=items) | tree.Or(items=items):
            return any(_about_holdings(item) for item in items)
        case tree.Not(item=item):
            return _about_holdings(item)
        case tree.Relation(kind=kind):
            return kind in HELD
    return False
