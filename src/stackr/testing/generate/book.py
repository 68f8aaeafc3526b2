"""A made-up rule book as text."""

from __future__ import annotations

import random

from stackr.testing.generate.ladders import COMMON, articulations, catalogue, ladder
from stackr.testing.generate.limits import limits, policies
from stackr.testing.generate.requirements import Tree
from stackr.testing.generate.selectors import condition
from stackr.testing.generate.words import EARLIER, MAIN, Draw


def made_up_book(seed: int, *, separable: bool = False) -> str:
    """Rule text: frameworks, grades, a catalogue, a ladder with articulations, and one or two awards (`AW`, sometimes `SUB`).

    `separable`: without the forms by which units change one another, so that a batch tells most learners by its columns.
    """
    draw = Draw(random.Random(f"made-up book {seed}"), separable=separable)
    other = draw.chance(30)
    parts = [
        f'pack "Made-up book {seed}"',
        COMMON,
        f"let named-set = {condition(draw).replace('named-set', 'graded')}",
        catalogue(draw),
        articulations(draw),
        ladder(draw),
    ]
    if other:
        parts.append(_small(draw))
    parts.append(_award(draw, MAIN, other))
    return "\n".join(parts) + "\n"


def _small(draw: Draw) -> str:
    """An earlier award: one or two pools."""
    tree = Tree(draw, holds_other=False, places=3)
    lines = "; ".join(tree.line("", 0) for _ in range(draw.rng.randint(1, 2)))
    return _written(EARLIER, [f"requires all of {{ {lines} }}"])


def _award(draw: Draw, name: str, other: bool) -> str:
    tree = Tree(draw, other)
    count = draw.rng.randint(1, 3)
    requirements = [tree.line("", 2) for number in range(count) if not number or tree.room > 0]
    total = draw.one((0, 0, 0, 10, 15, 20, 25))
    lines = [f"requires all of {{ {'; '.join(requirements)} }}"]
    if total:
        lines.insert(
            0,
            draw.weighted(
                ((6, f"total {total} credits"), (1, f"total at most {total} credits"), (1, "total 2 credentials"))
            ),
        )
        total = total if "credits" in lines[0] and "most" not in lines[0] else 0
    said = limits(draw, tree, total)
    if said:
        lines.append(f"limits {{ {'; '.join(said)} }}")
    return _written(name, [*lines, *policies(draw, tree)])


def _written(name: str, lines: list[str]) -> str:
    body = "\n  ".join(["awarded by HOME at EX 7", "credit unit EXC", *lines])
    return f'qualification {name} "{name}" {{\n  {body}\n}}'
