"""C227: an articulation that gives less credit than its unit has, where no route grants a part."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.conditions.convert import less as less_than
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.rulebook.book import RuleBook


def less(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: units are granted whole, so that it gives nothing."""
    agreements = [
        route for ladder in book.ladders.values() for route in ladder.routes if route.tree.kind == "agreement"
    ]
    if not agreements or any("part" in route.effects for route in agreements):
        return
    for name in sorted(book.articulations):
        for side in book.articulations[name].tree.targets:
            stated = side.credits.amount if side.credits is not None and side.credits.unit == "credits" else None
            items = book.tables.catalogue.get(side.code.text, ()) if side.code is not None else ()
            if stated is None or side.code is None or side.credits is None or not items:
                continue
            unit = side.credits.credit_unit.text if side.credits.credit_unit is not None else None
            whole = [(item.credits, item.credit_unit) for item in items]
            if all(credits is not None and less_than(stated, unit, credits, of, book.tables) for credits, of in whole):
                told = f"{name} gives a part of {side.code.text}, and no route grants a part: it gives nothing"
                advice = "let a route grant it: `grants as articulated, part`; or give the unit whole"
                yield Diagnostic("C227", told, side.span, Severity.WARNING, help=advice)
