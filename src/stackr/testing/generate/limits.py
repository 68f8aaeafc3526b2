"""Limits and lines of policy: every kind and every base of a share."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from stackr.testing.generate.requirements import Tree, tagged_pool
from stackr.testing.generate.selectors import condition, home, source
from stackr.testing.generate.words import EARLIER, UNITS, Draw

Form = Callable[[Draw, Tree, int], str]


def _in(draw: Draw, tree: Tree) -> str:
    """` in group1`, sometimes."""
    names = [*tree.groups, *tree.pools]
    return f" in {draw.one(names)}" if names and draw.chance(25) else ""


_LIMITS: Final[tuple[tuple[int, Form], ...]] = (
    (6, lambda d, t, w: f"at most {d.one((5, 10, 15, 20))} credits{source(d)}{_in(d, t)}"),
    (2, lambda d, t, w: f"at most {d.one((1, 2))} credentials{source(d)}"),
    (4, lambda d, t, w: f"at least {d.one((5, 10, 15))} credits{source(d)}{_in(d, t)}"),
    (2, lambda d, t, w: f"at least {d.one((1, 2))} credentials{source(d)}"),
    (1, lambda d, t, w: f"exactly {d.one((5, 10))} credits{source(d)}"),
    (
        4,
        lambda d, t, w: (
            f"at most {d.one(('50%', '1/3', '25%'))} of award{source(d)}" if w else "at most 10 credits by rpl"
        ),
    ),
    (
        4,
        lambda d, t, w: (
            f"at least {d.one(('50%', '1/3', '25%'))} of award{home(d)}" if w else f"at least 5 credits{home(d)}"
        ),
    ),
    (3, lambda d, t, w: f"at least {d.one(('50%', '1/3', '75%'))} of counted{source(d)}"),
    (3, lambda d, t, w: f"at most {d.one(('50%', '1/3'))} of counted{source(d)}"),
    (3, lambda d, t, w: f"at most {d.one((5, 10, 15))} credits per {d.one(('issuer', 'field', 'level'))}"),
    (1, lambda d, t, w: "at most 50% of counted per issuer"),
    (1, lambda d, t, w: f"at least {d.one((5, 10))} credits each year"),
    (2, lambda d, t, w: f"at most one of {{ {condition(d)}; {condition(d)} }}"),
    (3, lambda d, t, w: f"at most one of {{ {'; '.join(d.some(UNITS, 2, 3))} }}"),
    (3, lambda d, t, w: f"awarded within {d.one((3, 5, 7))} years of as_of{_except(d, t)}"),
    (2, lambda d, t, w: f"never {condition(d)}{_for(d, t)}"),
    (
        2,
        lambda d, t, w: (
            f"grade average at least {d.one((45, 55, 65))} over counted{d.one(('', ' by credits', ' by credentials'))}"
        ),
    ),
    (1, lambda d, t, w: f"grade average at least {d.one((45, 55))} over {d.one(('taken', 'attempted'))}"),
    (1, lambda d, t, w: f"at most {d.one((20, 30, 40))} credits attempted"),
    (1, lambda d, t, w: f"at least {d.one((10, 20))} credits{source(d)} over taken"),
    (2, lambda d, t, w: f"at least {d.one((5, 10))} of the last {d.one((10, 20))} credits{home(d)}"),
    (2, lambda d, t, w: f"completed within {d.one((2, 4))} years from first of {d.one(('any', condition(d)))}"),
    (1, lambda d, t, w: f"at least 2 {d.one(('issuers', 'terms'))}"),
)


def _except(draw: Draw, tree: Tree) -> str:
    if not tree.pools or not draw.chance(40):
        return ""
    return f"{draw.one((' except in', ' only in'))} {draw.one([*tree.groups, *tree.pools])}"


def _for(draw: Draw, tree: Tree) -> str:
    names = [*tree.groups, *tree.pools]
    return f" for {draw.one(names)}" if names and draw.chance(50) else ""


def limits(draw: Draw, tree: Tree, total: int) -> list[str]:
    """The lines of a `limits { … }` block. `total`: the award's, 0 for none: then it has no share of it."""
    forms = [(weight, partial(_limit, form, tree, total)) for weight, form in _LIMITS]
    return [f"{draw.name('limit')}: {draw.line(forms)}" for _ in range(draw.rng.randint(0, 3))]


def _limit(form: Form, tree: Tree, total: int, draw: Draw) -> str:
    return form(draw, tree, total)


def policies(draw: Draw, tree: Tree) -> list[str]:
    """Sharing, repeats, preferences, layers, entry: each now and then."""
    found = []
    pools = list(tree.pools)
    if len(pools) > 1 and draw.chance(25):
        one, other = draw.some(pools, 2, 2)
        cap = draw.one(("", " up to 5 credits", " up to 10 credits", " up to 1 credential"))
        found.append(f"shared between {one} and {other}{cap}")
        if draw.chance(40):
            found.append(f"({condition(draw)}) counts toward {one} or {other}, not both")
    if draw.chance(10):
        found.append(f"({condition(draw)}) counts as 2")
    if draw.chance(25):
        found.append(f"repeat {draw.one(('best', 'last', 'first'))}")
    if draw.chance(15):
        found.append(f"repeatable {draw.one(UNITS)} up to 2")
    if draw.chance(30):
        found.append(
            f"prefer {', '.join(draw.some((f'least {condition(draw)}', 'least by rpl', 'best grades'), 1, 2))}"
        )
    if draw.chance(25):
        counted = "from counted " if draw.chance(40) else ""
        found.append(f"also requires {counted}{draw.name('layer')}: {tagged_pool(draw)}")
    if draw.chance(12):
        found.append(f"entry requires {draw.name('entry')}: {tagged_pool(draw)}")
    if draw.chance(8):
        found.append("item weight 10 credits")
    if draw.chance(5):
        found.append("splittable")
    if tree.holds_other and draw.chance(70):
        found.append(_relation(draw))
    if draw.chance(20):
        found.append('classify "Merit" when grade average at least 65 over counted')
        found.append('classify "Pass" otherwise')
    return [line for line in found if not (draw.separable and _TOGETHER.search(line))]


_TOGETHER: Final = re.compile(r"^shared|counts toward|^repeat (last|first)|^entry")
"""Lines of policy by which one unit changes what another may count for."""


def _relation(draw: Draw) -> str:
    cap = f" up to {draw.one((5, 10))} credits"
    return draw.one(
        (
            f"includes {EARLIER} with embed",
            f"includes {EARLIER} with consume",
            f"includes {EARLIER} with surrender",
            f"includes {EARLIER} with surplus",
            f"includes {EARLIER} with share{cap}",
            f"after {EARLIER} consume level <= 6",
            f"includes {EARLIER} with embed for {condition(draw)}",
        )
    )
