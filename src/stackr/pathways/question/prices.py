"""What each item asks of the learner, measure by measure, exactly; and what items of unlike or unknown price do to a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from stackr.conditions.convert import convert
from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.suggest import did_you_mean
from stackr.graph.offer import as_holding
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions, PriorLearning
from stackr.requirements.compiled import Award
from stackr.requirements.credit import holding_credits

ZERO, ONE = Fraction(0), Fraction(1)
ONLINE = frozenset({"online", "distance"})

Price = Mapping[str, Fraction | None]
"""Measure → amount; None: unknown."""


@dataclass(frozen=True, slots=True)
class Pricing:
    """How items are priced for one award, one learner's place and one currency."""

    award: Award
    context: Context
    options: PlanOptions
    currency: str | None
    open_to: Mapping[str, int]
    """Code → the number of other qualifications it counts toward (only where `open` is asked)."""
    unlike: tuple[str, ...] = ()
    """Currencies of the fees, where there are several and nothing says what one is worth in the other: none is compared then."""
    sizes: dict[object, tuple[Fraction | None, Fraction | None]] = field(default_factory=dict)
    """Credits and hours of items of one size, once they are known."""

    def course(self, label: str, item: CatalogueItem) -> dict[str, Fraction | None]:
        """The price of taking an item."""
        most = max(self.open_to.values(), default=0)
        size = item.credits, item.credit_unit, item.hours
        if size not in self.sizes:
            holding = as_holding(item, self.context, label)
            self.sizes[size] = holding_credits(holding, self.award, self.context), self._hours(item)
        credits, hours = self.sizes[size]
        return {
            "credits": credits,
            "hours": hours,
            "cost": self._cost(item),
            "items": ONE,
            "distance": self._distance(item),
            "open": Fraction(most - self.open_to.get(label, 0)) if most else ZERO,
        }

    def prior_learning(self, asked: PriorLearning) -> dict[str, Fraction | None]:
        """The price of having prior learning recognised: no credits to take."""
        return {
            "credits": Fraction(0),
            "hours": Fraction(0),
            "cost": asked.cost,
            "items": Fraction(1),
            "distance": Fraction(0),
            "open": Fraction(max(self.open_to.values(), default=0)),
        }

    def _hours(self, item: CatalogueItem) -> Fraction | None:
        """What the catalogue says, else by the credit unit, if that says exactly how many hours one credit is."""
        unit = item.credit_unit or self.award.credit_unit
        if item.hours is not None or item.credits is None or unit is None:
            return item.hours
        declared = self.context.tables.credit_units.get(unit)
        if declared is not None and declared.hours_low is not None and declared.hours_low == declared.hours_high:
            return item.credits * declared.hours_low
        found = convert(item.credits, unit, "hours", self.context.tables)
        return found.exact if found is not None else None

    def _cost(self, item: CatalogueItem) -> Fraction | None:
        if item.cost is None or item.cost == 0:
            return item.cost
        if item.currency in self.unlike:
            return None
        if item.currency is None or item.currency == self.currency or self.currency is None:
            return item.cost
        rate = self.options.rates.get(item.currency)
        return None if rate is None else item.cost * rate

    def _distance(self, item: CatalogueItem) -> Fraction | None:
        place = self.options.place
        if place is None or item.mode in ONLINE or not item.places or place in item.places:
            return ZERO
        known = [self.options.distances[there] for there in item.places if there in self.options.distances]
        return min(known, default=None)


def currencies(items: Sequence[CatalogueItem], options: PlanOptions) -> tuple[str | None, tuple[str, ...]]:
    """(the one currency of the plan's fees, several that nothing tells the worth of). Raises `PlanError` if fees are to be small,
    and there are several."""
    found = sorted({item.currency for item in items if item.currency is not None and item.cost})
    if options.currency is not None:
        if found and not {options.currency, *options.rates} & set(found):
            raise PlanError(
                f"no fee is in {options.currency}, and nothing says what one {found[0]} is worth in it",
                did_you_mean(options.currency, found) or f"fees are in {' and '.join(found)}; or give a rate",
            )
        return options.currency, ()
    unlike = tuple(name for name in found if name not in options.rates)
    if len(unlike) > 1 and any("cost" in dict(wish) for wish in options.minimise):
        raise PlanError(
            f"fees are in {' and '.join(unlike)}, and nothing says what one is worth in the other",
            f"plan in one of them (currency {unlike[0]}), or say what one of the others is worth in it (a rate)",
        )
    return (unlike[0], ()) if len(unlike) == 1 else (None, unlike)


class Amounts:
    """The prices of many items in whole numbers, measure by measure; each measure is worked out when it is first asked for.

    What is unknown counts as nothing: it is in no plan that was to have little of it. `busy`: credits of what is in progress, whole
    on the same scale.
    """

    def __init__(self, priced: Mapping[str, Price], busy: Iterable[Fraction] = ()) -> None:
        self._priced, self._busy = priced, tuple(busy)
        self._columns: dict[str, tuple[int, dict[str, int]]] = {}

    def scale(self, measure: str) -> int:
        """How many of the whole numbers are one of the measure."""
        return self._column(measure)[0]

    def of(self, measure: str) -> Mapping[str, int]:
        """Label → amount, on the scale."""
        return self._column(measure)[1]

    def _column(self, measure: str) -> tuple[int, dict[str, int]]:
        if measure not in self._columns:
            known = [(label, price.get(measure) or ZERO) for label, price in self._priced.items()]
            also = self._busy if measure == "credits" else ()
            scale = lcm(*{amount.denominator for amount in (*also, *(amount for _, amount in known))})
            self._columns[measure] = (
                scale,
                {label: amount.numerator * (scale // amount.denominator) for label, amount in known},
            )
        return self._columns[measure]
