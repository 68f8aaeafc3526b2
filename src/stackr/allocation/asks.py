"""What an item asks of other items, as counts over codes: `at least this much of these`. A part that stands there twice counts twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Part: TypeAlias = "Ask | str"


@dataclass(frozen=True, slots=True)
class Ask:
    """At least `least` of the parts: codes of other items, or asks within."""

    least: int
    parts: tuple[Part, ...]

    def codes(self) -> Iterator[str]:
        """Every code it names."""
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part.codes()

    def words(self) -> str:
        """`WEB210`, `DB200 or DB210`, `WEB210 and (DB200 or DB210)`, `2 of A, B, C`; `enough of A, B`, where one counts several times."""
        parts = [part if isinstance(part, str) else part.words() for part in self.parts]
        each = list(dict.fromkeys(parts))
        if len(each) < len(parts):
            return each[0] if len(each) == 1 else f"enough of {', '.join(each)}"
        within = {text for part, text in zip(self.parts, parts, strict=True) if isinstance(part, Ask) and " " in text}
        parts = [f"({text})" if text in within and len(parts) > 1 else text for text in parts]
        if self.least == len(parts):
            return " and ".join(parts)
        return " or ".join(parts) if self.least == 1 else f"{self.least} of {', '.join(parts)}"

    def met(self, taken: Collection[str]) -> bool:
        """Whether these items meet it."""
        return sum(_met(part, taken) for part in self.parts) >= self.least

    def within(self, codes: Collection[str]) -> Ask | None:
        """The same with these codes only; None if they can't meet it."""
        parts = tuple(kept for part in self.parts if (kept := _within(part, codes)) is not None)
        return Ask(self.least, parts) if len(parts) >= self.least else None

    def some(self) -> frozenset[str]:
        """Codes that meet it: those of the parts that stand first."""
        first = self.parts[: self.least]
        return frozenset().union(*(frozenset({part}) if isinstance(part, str) else part.some() for part in first))

    def steps(self, taken: Collection[str]) -> Iterator[frozenset[str]]:
        """What may come next, where these items do not meet it: whatever meets it and has these has one of the sets as well."""
        open_ = [part for part in self.parts if not _met(part, taken)]
        if self.least == len(self.parts):
            plain = frozenset(part for part in open_ if isinstance(part, str))
            yield from (plain,) if plain else _steps(open_[0], taken)
        else:
            for part in open_:
                yield from _steps(part, taken)


def _met(part: Part, taken: Collection[str]) -> bool:
    return part in taken if isinstance(part, str) else part.met(taken)


def _within(part: Part, codes: Collection[str]) -> Part | None:
    if isinstance(part, str):
        return part if part in codes else None
    return part.within(codes)


def _steps(part: Part, taken: Collection[str]) -> Iterator[frozenset[str]]:
    return iter((frozenset({part}),)) if isinstance(part, str) else part.steps(taken)
