"""Trees of requirements: every kind, nested, named or not, one function per form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from stackr.testing.generate.selectors import condition, selector
from stackr.testing.generate.words import EARLIER, FACT, OUTCOMES, TAGS, UNITS, Draw

MOST_PLACES: Final = 5
"""Places where units may count: the number of allocations to try grows with it."""


@dataclass(slots=True)
class Tree:
    """What has been written of one award: the names that later lines may speak of."""

    draw: Draw
    holds_other: bool
    pools: list[str] = field(default_factory=list)
    """Full names of pools, from the award down: `core.pool1`."""
    groups: list[str] = field(default_factory=list)
    places: int = 0

    def line(self, path: str, depth: int) -> str:
        """One named requirement, or sometimes one without a name."""
        forms = _FORMS if depth > 0 and self.room > 1 else _LEAVES
        form = self.draw.weighted(forms)
        if self.draw.separable and form in _SELDOM and self.draw.chance(80):
            form = _pool
        return form(self, path, depth)

    @property
    def room(self) -> int:
        """How many places may still be made."""
        return MOST_PLACES - self.places

    def named(self, kind: str, path: str) -> tuple[str, str]:
        """(label in front of the requirement, its path below the award)."""
        name = self.draw.name(kind)
        return f'{name} "{name.title()}": ', f"{path}.{name}" if path else name

    def children(self, path: str, depth: int, least: int, most: int) -> str:
        """Some requirements of a group, in braces."""
        count = self.draw.rng.randint(least, most)
        found = [self.line(path, depth - 1) for number in range(count) if number < least or self.room > 0]
        return "{ " + "; ".join(found) + " }"


Form = Callable[[Tree, str, int], str]


def _unit(tree: Tree, path: str, depth: int) -> str:
    tree.places += 1
    code = tree.draw.one(UNITS)
    label, _ = tree.named("unit", path)
    with_ = f" with {condition(tree.draw)}" if tree.draw.chance(25) else ""
    return f"{label}{code}{with_}"


def _alternative(tree: Tree, path: str, depth: int) -> str:
    tree.places += 2
    label, _ = tree.named("either", path)
    one, other = tree.draw.some(UNITS, 2, 2)
    if tree.draw.chance(20):
        tree.places -= 1
        return f'{label}{one} or exam "placement"'
    return f"{label}{one} or {other}"


def _pool(tree: Tree, path: str, depth: int) -> str:
    draw = tree.draw
    tree.places += 1
    label, full = tree.named("pool", path)
    before = list(tree.pools)
    tree.pools.append(full)
    amount = draw.weighted(_BOUNDS)(draw)
    splittable = "splittable " if draw.chance(8) else ""
    text = f"{amount} from {selector(draw)}"
    if splittable:
        return f"{label}splittable ({text}{_with(draw)})"
    over = f" overflow to {draw.one(before)}" if before and draw.chance(12) and not draw.separable else ""
    return f"{label}{text}{_with(draw)}{over}"


_BOUNDS: Final[tuple[tuple[int, Callable[[Draw], str]], ...]] = (
    (10, lambda draw: f"{draw.one((5, 5, 10, 10, 15))} credits"),
    (4, lambda draw: f"{draw.one((1, 1, 2))} credentials"),
    (2, lambda draw: f"at most {draw.one((5, 10, 15))} credits"),
    (2, lambda draw: f"exactly {draw.one((5, 10, 15))} credits"),
    (1, lambda draw: f"exactly {draw.one((1, 2))} credentials"),
    (2, lambda draw: f"10 to {draw.one((10, 15, 20))} credits"),
    (1, lambda draw: "0 credits"),
)


def _with(draw: Draw) -> str:
    """A `with { … }` block over a pool, now and then."""
    if not draw.chance(35):
        return ""
    lines = dict.fromkeys(draw.line(_DETAILS) for _ in range(draw.rng.randint(1, 2)))
    return " with { " + "; ".join(lines) + " }"


_DETAILS: Final[tuple[tuple[int, Callable[[Draw], str]], ...]] = (
    (3, lambda draw: f"{draw.name('line')}: at least {draw.one((1, 2))} credentials from {condition(draw)}"),
    (3, lambda draw: f"{draw.name('line')}: at least {draw.one((5, 10))} credits from {condition(draw)}"),
    (3, lambda draw: f"{draw.name('line')}: at most {draw.one((5, 10))} credits from {condition(draw)}"),
    (2, lambda draw: f"{draw.name('line')}: at most {draw.one((1, 2))} credentials from {condition(draw)}"),
    (2, lambda draw: f"{draw.name('line')}: at least 2 {draw.one(('issuers', 'terms', 'subjects'))}"),
    (1, lambda draw: f"{draw.name('line')}: at most 1 issuers"),
    (2, lambda draw: f"{draw.name('line')}: at most {draw.one((5, 10))} credits per {draw.one(('issuer', 'field'))}"),
    (2, lambda draw: f"each at least {draw.one((5, 10))} credits"),
    (1, lambda draw: f"{draw.name('line')}: within {draw.one((2, 4))} years from first of any"),
    (1, lambda draw: f"{draw.name('line')}: at least 50% of counted from {condition(draw)}"),
    (1, lambda draw: f"{draw.name('line')}: at most 50% of group from {condition(draw)}"),
    (1, lambda draw: f'by term "{draw.one(("T2", "T3"))}"'),
)


def _group(tree: Tree, path: str, depth: int) -> str:
    draw = tree.draw
    label, full = tree.named("group", path)
    tree.groups.append(full)
    head, least, most = draw.weighted(
        (
            (5, ("all of", 1, 3)),
            (3, ("any of", 2, 3)),
            (2, ("one of", 2, 3)),
            (3, ("2 of", 2, 3)),
            (2, ("at least 1 of", 2, 3)),
            (1, ("at most 1 of", 2, 2)),
        )
    )
    splittable = "splittable " if draw.chance(10) else ""
    block = ""
    children = tree.children(full, max(depth, 1), least, most)
    if not splittable and draw.chance(20):
        block = " with { " + draw.line(_OVER_GROUP) + " }"
    return f"{label}{splittable}{head} {children}{block}"


_OVER_GROUP: Final[tuple[tuple[int, Callable[[Draw], str]], ...]] = (
    (3, lambda draw: f"{draw.name('over')}: at least {draw.one((10, 20, 25))} credits"),
    (1, lambda draw: f"{draw.name('over')}: at least {draw.one((2, 3))} credentials"),
    (2, lambda draw: f"{draw.name('over')}: at most {draw.one((10, 15, 20))} credits from {condition(draw)}"),
    (2, lambda draw: f"{draw.name('over')}: at least {draw.one((5, 10))} credits from {condition(draw)}"),
    (2, lambda draw: f"{draw.name('over')}: at least 50% of group from {condition(draw)}"),
    (1, lambda draw: f"{draw.name('over')}: at least 2 issuers"),
    (1, lambda draw: f"{draw.name('over')}: average at least {draw.one((45, 60))}"),
    (1, lambda draw: f"{draw.name('over')}: each at least {draw.one((5, 10))} credits"),
    (1, lambda draw: f'{draw.name("over")}: by term "{draw.one(("T2", "T3"))}"'),
)


def _when(tree: Tree, path: str, depth: int) -> str:
    draw = tree.draw
    label, full = tree.named("when", path)
    asked = draw.weighted(
        (
            (4, f'fact "{FACT}" = {draw.one(("north", "south"))}'),
            (2, "entry before 2024-01-01"),
            (1, f"holds {EARLIER}" if tree.holds_other else f'fact "{FACT}" = north'),
        )
    )
    then = draw.weighted(_BRANCHES)(tree, full, depth - 1)
    otherwise = f" otherwise {draw.weighted(_BRANCHES)(tree, full, depth - 1)}" if draw.chance(70) else ""
    return f"{label}when {asked} requires {then}{otherwise}"


def _evidence(tree: Tree, path: str, depth: int) -> str:
    label, _ = tree.named("evidence", path)
    kind, name = tree.draw.one((("milestone", "plan"), ("signoff", "approved"), ("exam", "placement")))
    with_ = " with grade >= 60" if kind == "exam" and tree.draw.chance(50) else ""
    return f'{label}{kind} "{name}"{with_}'


def _observer(tree: Tree, path: str, depth: int) -> str:
    draw = tree.draw
    label, _ = tree.named("observer", path)
    forms = [
        f"observes at least {draw.one((2, 3))} {draw.one(('issuers', 'terms', 'tags', 'subjects'))}",
        f"observes at least {draw.one((5, 10, 15))} credits from {condition(draw)}",
        f"at least {draw.one(('50%', '75%'))} of outcomes of {{ {'; '.join(quoted(OUTCOMES))} }}",
        "at least 2 outcomes of OUTCOME-SET",
        f"grade average at least {draw.one((45, 60, 70))} over counted",
    ]
    if tree.pools:
        forms.append(f"{draw.one((5, 10))} credits from what {draw.one(tree.pools)} counted and {condition(draw)}")
        forms.append(f"observes at least 2 issuers over counted in {draw.one(tree.pools)}")
    return label + draw.one(forms)


def quoted(words: tuple[str, ...]) -> list[str]:
    """Each in quotation marks."""
    return [f'"{word}"' for word in words]


def _award(tree: Tree, path: str, depth: int) -> str:
    if not tree.holds_other:
        return _evidence(tree, path, depth)
    label, _ = tree.named("held", path)
    return f"{label}award {EARLIER}"


def _use(tree: Tree, path: str, depth: int) -> str:
    """The one named group of the book; used once, for its clauses have one id each."""
    if tree.draw.used.get("use") or tree.room < 2:
        return _pool(tree, path, depth)
    tree.places += 2
    label, _ = tree.named("use", path)
    return f"{label}use COMMON"


_LEAVES: Final[tuple[tuple[int, Form], ...]] = (
    (6, _unit),
    (12, _pool),
    (2, _evidence),
    (2, _observer),
    (1, _award),
)
_SELDOM: Final = (_evidence, _observer, _award)
"""In a choice, what is met or not whatever units there are keeps an award out of the columns."""
_BRANCHES: Final[tuple[tuple[int, Form], ...]] = (*_LEAVES, (3, _group))
_FORMS: Final[tuple[tuple[int, Form], ...]] = (
    *_LEAVES,
    (3, _alternative),
    (10, _group),
    (4, _when),
    (1, _use),
)


def tagged_pool(draw: Draw) -> str:
    """A small pool for a layer or an entry requirement."""
    amount = draw.one(("1 credential", "2 credentials", "5 credits", "10 credits"))
    return f"{amount} from {draw.one((f'tagged {chr(34)}{draw.one(TAGS)}{chr(34)}', condition(draw)))}"
