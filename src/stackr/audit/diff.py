"""What differs between two audits, and what of all that went in is the cause.

Causes come from the digests and traces in the audits themselves: the record (holdings, facts), decisions, rules (clauses),
articulations, registers, dates, how it was asked, the engine. A change carries those causes that touch it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

CauseKind: TypeAlias = Literal["record", "decision", "rule", "articulation", "register", "dates", "options", "engine"]
_UNTOLD = frozenset({"digests", "traces", "engine", "as_of", "known", "asked", "schema"})
_KEYS = ("qualification", "decision", "id", "holding", "unit", "member", "code")
"""Members that name an item of a list, the first that all items have."""

_ALSO = ("unit", "requirement", "ladder", "member", "needed_by", "route")
"""Members that tell items of one name apart."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that went in otherwise. `what`: the holding, decision or clause, where one can be named."""

    kind: CauseKind
    what: str | None
    message: str


WRITTEN = Cause("rule", None, "the rules are written otherwise (titles, sources, places, layout); they mean the same")
IN_FILES = frozenset({"registers", "the catalogue"})
"""Tables that come from data files, too."""
_WRITTEN = frozenset({"at", "title", "source", "message"})
"""Members that the wording alone can change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One member of the audit: where, its old and new value (None: not there), and positions of its causes."""

    path: str
    qualification: str | None
    before: Any
    after: Any
    causes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AuditDiff:
    """Causes and changes, in a fixed order."""

    causes: tuple[Cause, ...]
    changes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """Whether the answers are equal, whatever went in."""
        return not self.changes


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> AuditDiff:
    """Two audits as JSON data, compared."""
    causes = tuple(_causes(before, after))
    awards = frozenset(entry["qualification"] for side in (before, after) for entry in side.get("qualifications", ()))
    changes = []
    for steps, old, new in _walk((), before, after):
        path = "".join(steps).removeprefix(".")
        award = steps[1][1:-1] if steps[0] == ".qualifications" and len(steps) > 1 else None
        changes.append(Change(path, award, old, new, _touching(causes, path, award, awards, old, new)))
    return AuditDiff(causes, tuple(changes))


# ── causes ──


def _causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    if before.get("learner") != after.get("learner"):
        yield Cause(
            "record", None, f"it is the record of {after.get('learner')}, it was that of {before.get('learner')}"
        )
    named = list(_named(before, after))
    yield from named
    if not any(cause.kind in ("record", "decision") for cause in named) and _other("record", before, after):
        yield Cause("record", None, "the record differs in what no holding, decision or fact says")
    yield from _whole(before, after)


def _other(digest: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return bool(before.get("digests", {}).get(digest) != after.get("digests", {}).get(digest))


def _named(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    """What has parts that the traces name."""
    old, new = before.get("traces", {}), after.get("traces", {})
    yield from _parts("record", "holding", old.get("holdings", {}), new.get("holdings", {}))
    if old.get("facts") != new.get("facts"):
        yield Cause("record", None, "facts of the learner differ")
    yield from _parts("decision", "decision", old.get("decisions", {}), new.get("decisions", {}))
    yield from _parts("rule", "clause", old.get("clauses", {}), new.get("clauses", {}))
    if old.get("articulations") != new.get("articulations"):
        yield Cause("articulation", None, "articulations differ")


def _parts(kind: CauseKind, word: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Cause]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            how = "is new" if name not in old else "is gone" if name not in new else "differs"
            yield Cause(kind, name, f"{word} {name} {how}")


def _whole(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    """What has no parts to name, and what the parts don't show."""
    old, new = before.get("traces", {}), after.get("traces", {})
    tables = sorted(_tables_that_differ(old, new))
    for word in tables:
        yield Cause(
            "register" if word in IN_FILES else "rule",
            None,
            f"{word} {'differs' if word == 'the catalogue' else 'differ'}",
        )
    if _other("registers", before, after) and IN_FILES.isdisjoint(tables):
        yield Cause("register", None, "registers or catalogues differ")
    elsewhere = None not in (old.get("elsewhere"), new.get("elsewhere")) and old["elsewhere"] != new["elsewhere"]
    if elsewhere:
        yield Cause("rule", None, "awards or recognition that were not asked for differ")
    shown = bool(tables) or elsewhere or any(old.get(part) != new.get(part) for part in ("clauses", "articulations"))
    if _other("meaning", before, after) and not shown:
        yield Cause("rule", None, "tables or other clauses of the rules differ")
    elif _other("rules", before, after) and not _other("meaning", before, after):
        yield WRITTEN
    for member, word in (("as_of", "as-of date"), ("known", "day up to which decisions are known")):
        if before.get(member) != after.get(member):
            now, was = (side.get(member) or "not named" for side in (after, before))
            yield Cause("dates", None, f"the {word} is {now}, it was {was}")
    if before.get("asked") != after.get("asked"):
        yield Cause("options", None, "it was asked otherwise")
    if before.get("engine") != after.get("engine"):
        yield Cause("engine", None, f"the engine is {after.get('engine')}, it was {before.get('engine')}")


def _tables_that_differ(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    """Kinds of tables; none where an audit of an earlier engine does not show them."""
    one, other = old.get("tables") or {}, new.get("tables") or {}
    return {word for word in one.keys() & other.keys() if one[word] != other[word]}


def _touching(
    causes: tuple[Cause, ...], path: str, award: str | None, awards: frozenset[str], before: Any, after: Any
) -> tuple[int, ...]:
    """The causes that name what the change is about; else all that may reach it. `awards`: those that the audits tell of."""
    if len(causes) == 1:
        return (0,)
    inside = path if award is None else path.removeprefix(f"qualifications[{award}]")
    told = f"{inside} {before!r} {after!r}"
    named = tuple(i for i, cause in enumerate(causes) if cause.what is not None and _names(cause.what, told))
    if named:
        return named
    others = awards - {award} if award is not None else frozenset()
    wording = path.rpartition(".")[2] in _WRITTEN
    return tuple(
        i
        for i, cause in enumerate(causes)
        if not (cause.kind == "rule" and _under(cause.what, others)) and (cause is not WRITTEN or wording)
    )


def _names(what: str, told: str) -> bool:
    """Whether a name stands in the text as a whole, not as a part of another."""
    return re.search(rf"(?<![\w.~-]){re.escape(what)}(?![\w~-])", told) is not None


def _under(clause: str | None, awards: frozenset[str]) -> bool:
    """Whether it is a clause of one of the awards."""
    return clause is not None and any(clause == name or clause.startswith((f"{name}.", f"{name}~")) for name in awards)


# ── changes ──


def _walk(steps: tuple[str, ...], old: Any, new: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """`steps`: `.member` and `[name]`, one by one, for a name may hold any sign."""
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in [*old, *(name for name in new if name not in old)]:
            if steps or name not in _UNTOLD:
                yield from _walk((*steps, f".{name}"), old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list) and (keyed := _keyed(old, new)) is not None:
        before, after = keyed
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _walk((*steps, f"[{key}]"), before.get(key), after.get(key))
    else:
        yield steps, old, new


def _keyed(old: list[Any], new: list[Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Both lists by what names their members; None where nothing does, or two share a name."""
    for member in _KEYS:
        items = [*old, *new]
        if items and all(isinstance(item, Mapping) and item.get(member) is not None for item in items):
            sides = (_index(old, member), _index(new, member))
            if len(sides[0]) == len(old) and len(sides[1]) == len(new):
                return sides[0], sides[1]
    return None


def _index(items: list[Any], member: str) -> dict[str, Any]:
    """Items by name: `h1 unza`, `h1 h1:DS501 PGDIP-DS.core`."""
    also = () if member == "id" else tuple(name for name in _ALSO if name != member)
    return {" ".join(str(item[m]) for m in (member, *also) if item.get(m) is not None): item for item in items}
