"""Currency: `awarded within 8 years of conferred for SELECTOR, except in core`. Too old a unit does not count there."""

from __future__ import annotations

from dataclasses import dataclass

from stackr.conditions.predicate import Predicate
from stackr.requirements.base import Exclusion
from stackr.requirements.builder import Builder
from stackr.requirements.words import expr_words


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyRule(Exclusion):
    """Units of `selector` outside `window` lose the places in `only_in` (empty: all), but for those in `except_in`."""

    window: Predicate
    selector: Predicate | None = None
    except_in: tuple[str, ...] = ()
    only_in: tuple[str, ...] = ()

    def exclude(self, build: Builder) -> None:
        """Take the places away. An extension of this clause keeps a unit current until its date."""
        if build.is_waived(self.id):
            return
        concerned = build.members(self.selector, self.id, harmful=True, among=self._outside(build))
        stale = concerned & ~build.members(self.window, self.id, among=concerned)
        stale &= ~build.kept_current(self.id)
        build.remove(stale, self._places(build), "too-old", self.id)

    def _outside(self, build: Builder) -> int:
        """The units that are not surely inside the window: of others nothing is asked."""
        return build.all & ~build.sheet.masks(self.window)[0]

    def _places(self, build: Builder) -> int:
        places = 0
        for id in self.only_in or (self.award,):
            places |= build.mask(id)
        for id in self.except_in:
            places &= ~build.mask(id)
        return places

    def describe(self) -> str:
        """`awarded within 8 years of conferred`."""
        for_ = f" for {expr_words(self.selector.tree)}" if self.selector else ""
        return expr_words(self.window.tree) + for_
