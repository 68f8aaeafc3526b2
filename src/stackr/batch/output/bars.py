"""Bar charts as SVG, to one scale and in whole pixels. What a chart shows stands in a table beneath it, too."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

Bar = tuple[str, int]
STYLE: Final = """
svg { width: 100%; min-width: 34rem; height: auto; display: block; } svg rect { fill: var(--bar); } svg text { fill: var(--ink);
font: 13px system-ui, sans-serif; } svg [class] { stroke: var(--paper); } svg .k0 { fill: var(--k0); } svg .k1 { fill: var(--k1); }
svg .k2 { fill: var(--k2); } svg .k3 { fill: var(--k3); } svg .k4 { fill: var(--k4); }
"""
_ROW, _LEFT, _WIDE, _RIGHT = 24, 300, 560, 110
_LONGEST: Final = 42


def bars(about: str, shown: Sequence[Bar]) -> str:
    """One bar for each name."""
    most = max(count for _, count in shown) or 1
    drawn = []
    for place, (name, count) in enumerate(shown):
        top, width = place * _ROW, count * _WIDE // most
        drawn.append(
            f"{_name(name, top)}{_rect(_LEFT, top, max(width, 2 if count else 0))}"
            f'<text x="{_LEFT + width + 6}" y="{top + 17}">{number(count)}</text>'
        )
    return _svg(about, drawn, _ROW * len(shown) + 4)


def stacked(about: str, kinds: Sequence[str], shown: Sequence[tuple[str, Sequence[int]]]) -> str:
    """One bar for each name, as long for all, in parts for each kind that there is; what the parts are is said above them."""
    found = [place for place in range(len(kinds)) if any(counts[place] for _, counts in shown)]
    drawn, left = [], _LEFT
    for place in found:
        drawn.append(f'{_rect(left, 0, 14, place)}<text x="{left + 20}" y="17">{escape(kinds[place])}</text>')
        left += 34 + 8 * len(kinds[place])
    for line, (name, counts) in enumerate(shown, 1):
        top, whole, done = line * _ROW, sum(counts) or 1, 0
        drawn.append(_name(name, top))
        for place in found:
            begin, end = done * _WIDE // whole, (done + counts[place]) * _WIDE // whole
            done += counts[place]
            told = f"{kinds[place]}: {number(counts[place])}"
            drawn.append(_rect(_LEFT + begin, top, end - begin, place, told) if counts[place] else "")
        drawn.append(f'<text x="{_LEFT + _WIDE + 6}" y="{top + 17}">{number(sum(counts))}</text>')
    return _svg(about, drawn, _ROW * (len(shown) + 1) + 4)


def _name(name: str, top: int) -> str:
    short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    return f'<text x="{_LEFT - 8}" y="{top + 17}" text-anchor="end">{escape(short)}</text>'


def _rect(left: int, top: int, width: int, kind: int | None = None, told: str = "") -> str:
    shade = "" if kind is None else f' class="k{kind}"'
    inside = f"<title>{escape(told)}</title>" if told else ""
    return f'<rect x="{left}" y="{top + 4}" width="{width}" height="{_ROW - 8}"{shade}>{inside}</rect>'


def _svg(about: str, drawn: Sequence[str], height: int) -> str:
    label = escape(f"{about}; the table below has the figures", quote=True)
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {_LEFT + _WIDE + _RIGHT} {height}">{"".join(drawn)}</svg>'
    )


def number(count: int) -> str:
    """With narrow blanks between thousands."""
    return f"{count:,}".replace(",", "\u202f")
