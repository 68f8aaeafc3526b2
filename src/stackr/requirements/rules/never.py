"""What never counts: `never by rpl for capstone`, `never SELECTOR` (nowhere)."""

from __future__ import annotations

from dataclasses import dataclass

from stackr.conditions.predicate import Predicate
from stackr.requirements.base import Exclusion
from stackr.requirements.builder import Builder
from stackr.requirements.words import expr_words, listing


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverRule(Exclusion):
    """Units of `selector` never count at `places` (clause ids; empty: nowhere in the award)."""

    selector: Predicate
    places: tuple[str, ...] = ()

    def exclude(self, build: Builder) -> None:
        """Take the places away."""
        if build.is_waived(self.id):
            return
        mask = 0
        for id in self.places or (self.award, *build.award_layers):
            mask |= build.mask(id)
        build.remove(build.members(self.selector, self.id, harmful=True), mask, "barred", self.id)

    def describe(self) -> str:
        """`never by rpl for capstone`."""
        places = [place.removeprefix(f"{self.award}.") for place in self.places]
        for_ = f" for {listing(places, 'or')}" if places else ""
        return f"never {expr_words(self.selector.tree)}{for_}"
