"""A plan as a drawing: columns for what is done, what is in progress, and each term, and arrows for what builds on what.

`columns` says what stands where; SVG and Mermaid draw the same. Nothing is laid out by another program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from stackr.model.plan import Pathway, Plan, PlanItem

WIDTH, HEIGHT, GAP, MARGIN = 190, 46, 60, 20
COLOURS = {"done": "#c9ecd3", "progress": "#fdeeb5", "planned": "#d7e6fb", "rpl": "#e9d9f7", "open": "#f3f3f3"}
WORDS = {"done": "done", "progress": "in progress", "planned": "planned", "rpl": "prior learning", "open": "open"}


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its key, the lines in it, and what state it shows."""

    key: str
    lines: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and its boxes from the top."""

    title: str
    boxes: tuple[Box, ...]


def columns(plan: Plan) -> list[Column]:
    """Done, in progress, each term of the best plan, the requirements that are open, and the award."""
    found = [Column("Done", tuple(Box(f"h:{code}", (code,), "done") for code in plan.held))] if plan.held else []
    if plan.under_way:
        found.append(Column("In progress", tuple(Box(f"p:{c}", (c,), "progress") for c in plan.under_way)))
    if plan.best is not None:
        found += _planned(plan.best)
    state = "done" if plan.status == "nothing-to-add" else "planned" if plan.best is not None else "open"
    found.append(Column("Award", (Box("award", (plan.qualification, plan.title), state),)))
    return found


def _planned(way: Pathway) -> Iterator[Column]:
    by_label = {item.label: item for item in way.items}
    if way.terms:
        for term in way.terms:
            yield Column(f"{term.name}: {term.credits} credits", tuple(_box(by_label[label]) for label in term.items))
    else:
        yield Column("To take", tuple(_box(item) for item in way.items))


def _box(item: PlanItem) -> Box:
    title = (item.title,) if item.title not in ("", item.code) else ()
    return Box(f"i:{item.label}", (item.label, *title), "rpl" if item.way == "rpl" else "planned")


def arrows(plan: Plan) -> list[tuple[str, str]]:
    """(from, to) of boxes: what builds on what, and what leads to the award."""
    if plan.best is None:
        return []
    items = plan.best.items
    asked = {code for item in items for code in (*item.after, *item.beside)}
    found = [(f"i:{code}", f"i:{item.label}") for item in items for code in (*item.after, *item.beside)]
    found += [(f"i:{item.label}", "award") for item in items if item.counts_for or item.label not in asked]
    found += [(f"h:{code}", "award") for code in plan.held]
    return sorted(found)


def svg(plan: Plan) -> str:
    """A drawing that stands by itself, with words for who can't see it."""
    drawn = columns(plan)
    tall = max((len(column.boxes) for column in drawn), default=1)
    width, height = MARGIN + len(drawn) * (WIDTH + GAP), 2 * MARGIN + 30 + tall * (HEIGHT + 16)
    at: dict[str, tuple[int, int]] = {}
    parts = []
    for number, column in enumerate(drawn):
        x = MARGIN + number * (WIDTH + GAP)
        parts.append(f'<text x="{x}" y="{MARGIN + 8}" font-weight="bold">{escape(_short(column.title))}</text>')
        for row, box in enumerate(column.boxes):
            y = MARGIN + 24 + row * (HEIGHT + 16)
            at[box.key] = x, y
            parts.append(_drawn(box, x, y))
    lines = [_line(at[left], at[right]) for left, right in arrows(plan) if left in at and right in at]
    told = f"Plan toward {plan.qualification}: " + "; ".join(_told(column) for column in drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="13" role="img" aria-labelledby="plan-title plan-desc">'
        f'<title id="plan-title">Plan toward {escape(plan.title)}</title><desc id="plan-desc">{escape(told)}</desc>'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>{"".join(lines)}{"".join(parts)}</svg>\n'
    )


def _drawn(box: Box, x: int, y: int) -> str:
    text = "".join(
        f'<text x="{x + 8}" y="{y + 19 + 16 * row}">{escape(_short(line))}</text>'
        for row, line in enumerate(box.lines[:2])
    )
    full = escape(f"{' '.join(box.lines)} ({WORDS[box.state]})")
    return (
        f'<g><title>{full}</title><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" '
        f'fill="{COLOURS[box.state]}" stroke="#555"/><g fill="#111">{text}</g></g>'
    )


def _line(left: tuple[int, int], right: tuple[int, int]) -> str:
    x1, y1, x2, y2 = left[0] + WIDTH, left[1] + HEIGHT // 2, right[0], right[1] + HEIGHT // 2
    if x2 < x1:  # in one column: beside each other
        x1, x2 = left[0] + WIDTH // 2, right[0] + WIDTH // 2
    half = (x1 + x2) // 2
    return f'<path d="M{x1} {y1}C{half} {y1} {half} {y2} {x2} {y2}" fill="none" stroke="#555" marker-end="url(#tip)"/>'


def _short(line: str) -> str:
    return line if len(line) <= 24 else line[:23] + "…"


def _told(column: Column) -> str:
    return f"{column.title}: {', '.join(box.lines[0] for box in column.boxes) or 'nothing'}"


def mermaid(plan: Plan) -> str:
    """Mermaid flowchart text, a subgraph for each column."""
    drawn = columns(plan)
    ids: dict[str, str] = {}
    lines = ["flowchart LR", f"  accTitle: Plan toward {_plain(plan.title)}"]
    for number, column in enumerate(drawn):
        lines.append(f'  subgraph c{number}["{_plain(column.title)}"]')
        for box in column.boxes:
            ids[box.key] = f"n{len(ids)}"
            lines.append(f'    {ids[box.key]}["{"<br>".join(_plain(line) for line in box.lines)}"]:::{box.state}')
        lines.append("  end")
    lines += [f"  {ids[left]} --> {ids[right]}" for left, right in arrows(plan) if left in ids and right in ids]
    lines += [f"  classDef {name} fill:{colour},stroke:#555,color:#111" for name, colour in sorted(COLOURS.items())]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return escape(text).replace("#", "#35;")
