"""A plan as a drawing on the stack: what is done, in progress and planned by term, the requirements it serves, the award.

`columns` and `arrows` say what stands where and what leads to what; SVG and Mermaid draw the same. Nothing is laid out by
another program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from stackr.model.plan import Pathway, Plan, PlanItem
from stackr.report.fitting import fitted
from stackr.report.plan_words import requirement_of

WIDTH, HEIGHT, GAP, MARGIN, LANE, HEAD = 168, 62, 40, 16, 28, 30
LETTERS, LINE = 12.5, 17
"""The size of the letters, and from line to line."""
INSIDE = int((WIDTH - 16) * 100 / LETTERS)
"""What fits into a line of a box, as `width` counts."""
BROADEST = 560
"""What is said below the boxes is as broad as they are, and at least so broad."""
MOST_SAID = 8
"""So many lines of it, at most."""
TRACKS = 8
"""Lines side by side in one lane."""
COLOURS = {
    "done": "#c9ecd3", "progress": "#fdeeb5", "planned": "#d7e6fb", "rpl": "#e9d9f7", "open": "#f3f3f3", "blocked": "#f9d9d4",
}  # fmt: skip
WORDS = {
    "done": "done", "progress": "in progress", "planned": "planned", "rpl": "prior learning", "open": "open",
    "blocked": "blocks the plan",
}  # fmt: skip
MARKS = {"done": "✓", "progress": "…", "planned": "▸", "rpl": "≈", "open": "○", "blocked": "✗"}
"""So that no state is told by its colour alone. None begins a list where text is read as Markdown, as Mermaid does."""


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
    """Done, in progress, each term of the best plan, the requirements, and the award."""
    under_way = [code for code in plan.held if code in plan.under_way] or list(plan.under_way)
    done = tuple(Box(f"h:{code}", (code,), "done") for code in plan.held if code not in under_way)
    found = [Column("Done", done)] if done else []
    if under_way:
        found.append(Column("In progress", tuple(Box(f"h:{code}", (code,), "progress") for code in under_way)))
    if plan.best is not None:
        found += _planned(plan.best)
    ahead = "done" if plan.status == "nothing-to-add" else "planned" if plan.best is not None else "open"
    blocked = _blocked(plan)
    needs = tuple(
        Box(f"r:{need.id}", (need.title,), "done" if need.done else "blocked" if need.id in blocked else ahead)
        for need in plan.requirements
    )
    if needs:
        found.append(Column("Requirements", needs))
    found.append(Column("Award", (Box("award", (plan.qualification, plan.title), ahead),)))
    return found


def _blocked(plan: Plan) -> set[str]:
    """The requirements that stand in the way, where there is no plan."""
    causes = plan.blocking.causes if plan.blocking is not None else ()
    clauses = [cause.clause for cause in causes if cause.clause is not None]
    return {need for clause in clauses if (need := requirement_of(plan, clause)) is not None}


def why_none(plan: Plan) -> str:
    """`There is no plan: …`; nothing where there is one."""
    if plan.blocking is not None:
        return f"There is no plan: {plan.blocking.message}."
    return "No plan was found within the limit of work." if plan.status == "open" else ""


def _planned(way: Pathway) -> Iterator[Column]:
    by_label = {item.label: item for item in way.items}
    if way.terms:
        for term in way.terms:
            boxes = tuple(_box(by_label[label]) for label in term.items)
            yield Column(term.name, boxes)
    else:
        yield Column("To take", tuple(_box(item) for item in way.items))


def _box(item: PlanItem) -> Box:
    title = (item.title,) if item.title not in ("", item.code) else ()
    return Box(f"i:{item.label}", (item.label, *title), "rpl" if item.way == "rpl" else "planned")


def arrows(plan: Plan) -> list[tuple[str, str]]:
    """(from, to) of boxes: what builds on what, what counts where, and what the award is made of."""
    items = plan.best.items if plan.best is not None else ()
    codes = {item.code: f"i:{item.label}" for item in items}
    served = [(f"h:{code}", places) for code, places in plan.held_for.items()]
    served += [(f"i:{item.label}", item.counts_for) for item in items]
    found = {(key, f"r:{requirement_of(plan, place)}") for key, places in served for place in places}
    for item in items:
        for code in (*item.after, *item.beside):
            found.add((codes.get(code, f"h:{code}"), f"i:{item.label}"))
    found |= {(f"r:{need.id}", "award") for need in plan.requirements}
    return sorted(found)


def svg(plan: Plan) -> str:
    """A drawing that stands by itself, with words for who can't see it."""
    drawn = columns(plan)
    tall = max(len(column.boxes) for column in drawn)
    why = why_none(plan)
    width = max(2 * MARGIN + len(drawn) * (WIDTH + GAP) - GAP, BROADEST if why else 0)
    said = fitted(why, int((width - 2 * MARGIN) * 100 / LETTERS), MOST_SAID)
    height = 2 * MARGIN + HEAD + tall * (HEIGHT + LANE) + 20 + LINE * len(said)
    at: dict[str, tuple[int, int]] = {}
    parts = []
    for number, column in enumerate(drawn):
        x = _x(number)
        parts.append(f'<text x="{x}" y="{MARGIN + 10}" font-weight="bold">{escape(_short(column.title))}</text>')
        for row, box in enumerate(column.boxes):
            at[box.key] = number, row
            parts.append(_drawn(box, x, _y(row)))
    lines = [_line(at[left], at[right]) for left, right in arrows(plan) if left in at and right in at]
    told = f"Plan toward {plan.qualification}: " + "; ".join(_told(column) for column in drawn)
    told += f". {why}" if why else ""
    parts += [
        f'<text x="{MARGIN}" y="{height - MARGIN - 24 - LINE * (len(said) - 1 - row)}">{escape(line)}</text>'
        for row, line in enumerate(said)
    ]
    states = {box.state for column in drawn for box in column.boxes}
    legend = "   ".join(f"{MARKS[state]} {WORDS[state]}" for state in WORDS if state in states)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'style="min-width:{width * 3 // 4}px;max-width:100%;height:auto" font-family="sans-serif" font-size="{LETTERS}" '
        'role="img" aria-labelledby="plan-title plan-desc">'
        f'<title id="plan-title">Plan toward {escape(plan.title)}</title><desc id="plan-desc">{escape(told)}</desc>'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs><rect width="{width}" height="{height}" fill="#fff"/>'
        f'<g fill="none" stroke="#99a" stroke-width="1.2">{"".join(lines)}</g><g fill="#111">{"".join(parts)}'
        f'<text x="{MARGIN}" y="{height - MARGIN}" xml:space="preserve">{legend}</text></g></svg>\n'
    )


def _x(column: int) -> int:
    return MARGIN + column * (WIDTH + GAP)


def _y(row: int) -> int:
    return MARGIN + HEAD + row * (HEIGHT + LANE)


def _drawn(box: Box, x: int, y: int) -> str:
    mark = f"{MARKS[box.state]} {box.lines[0]}"
    lines = (
        *fitted(mark, INSIDE, 1 if box.lines[1:] else 3),
        *(fitted(box.lines[1], INSIDE, 2) if box.lines[1:] else ()),
    )
    top = y + (HEIGHT - LINE * (len(lines) - 1)) // 2 + 4
    text = "".join(f'<text x="{x + 8}" y="{top + LINE * row}">{escape(line)}</text>' for row, line in enumerate(lines))
    full = escape(f"{' '.join(box.lines)} ({WORDS[box.state]})")
    dashes = ' stroke-dasharray="4 3"' if box.state == "open" else ""
    return (
        f'<g><title>{full}</title><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" '
        f'fill="{COLOURS[box.state]}" stroke="#556"{dashes}/>{text}</g>'
    )


def _line(left: tuple[int, int], right: tuple[int, int]) -> str:
    """From side to side; past columns between them along the lane under the row it starts in, so that it crosses no box.

    What starts in other columns runs beside it, not on top of it.
    """
    (column, row), (there, below) = left, right
    points = [(_x(column) + WIDTH, _y(row) + HEIGHT // 2)]
    if there > column + 1:
        lane = _y(row) + HEIGHT + LANE // 2 + (column % TRACKS - TRACKS // 2 + 1) * 3
        points += [(_x(column + 1) - 8, lane), (_x(there - 1) + WIDTH + 8, lane)]
    end = _x(there), _y(below) + HEIGHT // 2
    if there <= column:  # within a column: beside each other
        points, end = [(_x(column), points[0][1])], (_x(there), end[1])
        side = _x(column) - GAP // 3
        path = f"M{points[0][0]} {points[0][1]}C{side} {points[0][1]} {side} {end[1]} {end[0]} {end[1]}"
        return f'<path d="{path}" marker-end="url(#tip)"/>'
    points.append(end)
    path = f"M{points[0][0]} {points[0][1]}" + "".join(_bend(a, b) for a, b in pairwise(points))
    return f'<path d="{path}" marker-end="url(#tip)"/>'


def _bend(start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[1] == end[1]:
        return f"H{end[0]}"
    half = (start[0] + end[0]) // 2
    return f"C{half} {start[1]} {half} {end[1]} {end[0]} {end[1]}"


def _short(line: str) -> str:
    return "".join(fitted(line, INSIDE, 1))


def _told(column: Column) -> str:
    boxes = [f"{' '.join(box.lines)} ({WORDS[box.state]})" for box in column.boxes]
    return f"{column.title}: {', '.join(boxes) or 'nothing'}"


def mermaid(plan: Plan) -> str:
    """Mermaid flowchart text, a subgraph for each column."""
    drawn = columns(plan)
    ids: dict[str, str] = {}
    lines = ["flowchart LR", f"  accTitle: Plan toward {_plain(plan.title)}"]
    lines += [f"  accDescr: {_plain(why)}"] if (why := why_none(plan)) else []
    for number, column in enumerate(drawn):
        lines.append(f'  subgraph c{number}["{_plain(column.title)}"]')
        for box in column.boxes:
            ids[box.key] = f"n{len(ids)}"
            text = "<br>".join(_plain(line) for line in (f"{MARKS[box.state]} {box.lines[0]}", *box.lines[1:]))
            lines.append(f'    {ids[box.key]}["{text}"]:::{box.state}')
        lines.append("  end")
    lines += [f"  {ids[left]} --> {ids[right]}" for left, right in arrows(plan) if left in ids and right in ids]
    lines += [f"  classDef {name} fill:{colour},stroke:#556,color:#111" for name, colour in sorted(COLOURS.items())]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Without line breaks, and with entities as Mermaid writes them: `#quot;`, `#35;`."""
    kept = " ".join(text.split()).replace("#", "#35;")
    return escape(kept).replace("&", "#").replace("#x27;", "#39;").replace("[", "#91;").replace("]", "#93;")
