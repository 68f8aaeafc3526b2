"""The smallest set that blocks: first one of which nothing can be left out, then it is shown that none is smaller.

A set that blocks meets every *gap*: what is missing from a set that is as large as can be without blocking. The smallest set
that meets all gaps found so far either blocks, and is the smallest there is, or is grown until it nearly does, which gives
another gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Generic, TypeVar

T = TypeVar("T")


def smallest(members: Sequence[T], blocks: Callable[[Set[T]], bool], tries: int) -> tuple[tuple[T, ...], bool]:
    """(a smallest set that blocks, whether it is shown that none is smaller). All members together must block.

    `tries`: questions, at most, to show that none is smaller; past that, a set of which nothing can be left out.
    """
    asked = _Asked(members, blocks)
    if asked.blocks(frozenset()):
        return (), True
    few = asked.few([], False, list(members))
    asked.tries = 0
    while (least := _meeting(asked.gaps, len(few) - 1)) is not None:
        if asked.blocks(set(least)):
            return tuple(member for member in members if member in least), True
        if asked.tries > tries:
            return tuple(member for member in members if member in few), False
        asked.grow(set(least))
    return tuple(member for member in members if member in few), True


class _Asked(Generic[T]):
    """Answers known so far."""

    def __init__(self, members: Sequence[T], blocks: Callable[[Set[T]], bool]) -> None:
        self.members, self._blocks = members, blocks
        self.tries = 0
        self.open: list[frozenset[T]] = []
        self.closed: list[frozenset[T]] = []
        self.gaps: list[tuple[T, ...]] = []

    def blocks(self, some: Set[T]) -> bool:
        """Whether these block; what follows from earlier answers isn't asked."""
        if any(some <= known for known in self.open):
            return False
        if any(known <= some for known in self.closed):
            return True
        self.tries += 1
        answer = self._blocks(some)
        (self.closed if answer else self.open).append(frozenset(some))
        return answer

    def few(self, sure: list[T], fresh: bool, left: list[T]) -> list[T]:
        """Of `left`, what must be added to `sure` so that it blocks; nothing of it can be left out."""
        if fresh and self.blocks(set(sure)):
            return []
        if len(left) == 1:
            return left
        half = len(left) // 2
        one, other = left[:half], left[half:]
        late = self.few([*sure, *one], bool(one), other)
        early = self.few([*sure, *late], bool(late), one)
        return [*early, *late]

    def grow(self, some: set[T]) -> None:
        """As many more as can be without blocking: the rest is a gap."""
        waiting = [[member for member in self.members if member not in some]]
        while waiting:
            part = waiting.pop()
            if not self.blocks({*some, *part}):
                some |= set(part)
            elif len(part) > 1:
                half = len(part) // 2
                waiting += [part[half:], part[:half]]
        self.gaps.append(tuple(member for member in self.members if member not in some))


def _meeting(gaps: Sequence[tuple[T, ...]], most: int) -> tuple[T, ...] | None:
    """The first smallest set, of at most so many, that meets every gap; None if there is none."""
    for size in range(most + 1):
        found = _search(gaps, size, ())
        if found is not None:
            return found
    return None


def _search(gaps: Sequence[tuple[T, ...]], size: int, chosen: tuple[T, ...]) -> tuple[T, ...] | None:
    missed = next((gap for gap in gaps if not set(gap) & set(chosen)), None)
    if missed is None:
        return chosen
    if size == 0:
        return None
    for member in missed:
        found = _search(gaps, size - 1, (*chosen, member))
        if found is not None:
            return found
    return None
