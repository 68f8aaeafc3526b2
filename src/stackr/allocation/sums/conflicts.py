"""What makes units exclude each other: target codes, pieces of learning, choices, bounded shares. Booked and undone."""

from __future__ import annotations

from collections.abc import Mapping

from stackr.allocation.nodes import Measure
from stackr.allocation.positions import bits, choices, places_below
from stackr.allocation.problem import Problem


class Conflicts:
    """The bookings of the units that count. `units_at`: per place, how many count there."""

    def __init__(self, problem: Problem, joined: list[int], units_at: list[int]) -> None:
        self.problem, self.joined, self.units_at = problem, joined, units_at
        self.share_used = [0] * len(problem.shares)
        self.code_used = [0] * len(problem.multiplicity)
        seen: dict[int, int] = {}
        for grant in problem.grants:
            for piece in grant.pieces:
                seen[piece] = seen.get(piece, 0) + 1
        bit = {piece: 1 << i for i, piece in enumerate(sorted(p for p, uses in seen.items() if uses > 1))}
        self.pieces = [sum(bit.get(piece, 0) for piece in grant.pieces) for grant in problem.grants]
        self.grant_used = [0] * len(problem.grants)
        units_of = [0] * len(problem.grants)
        for unit in problem.units:
            units_of[unit.grant] += 1
        self.several = [grant for grant, count in enumerate(units_of) if count > 1]
        self.pieces_used = 0
        self.demerit = 0
        self.choosers: list[list[tuple[int, int]]] = [[] for _ in problem.places]
        self.choice_most: list[int] = []
        self.child_places: list[list[int]] = []
        self.child_used: list[list[int]] = []
        self.children_used: list[int] = []
        for node in choices(problem):
            if node.most is None or node.most >= len(node.children):
                continue
            self.child_places.append([places_below(child) for child in node.children])
            for child_index, mask in enumerate(self.child_places[-1]):
                for place in bits(mask):
                    self.choosers[place].append((len(self.choice_most), child_index))
            self.choice_most.append(node.most)
            self.child_used.append([0] * len(node.children))
            self.children_used.append(0)

    def enter(self, unit: int, position: Mapping[int, int]) -> bool:
        """Book codes, pieces, choices and shares of a unit that now counts; False (nothing booked) if one forbids it."""
        item = self.problem.units[unit]
        if item.code >= 0 and self.code_used[item.code] >= self.problem.multiplicity[item.code]:
            return False
        starts = not self.grant_used[item.grant]
        if starts and self.pieces_used & self.pieces[item.grant]:
            return False
        if self.choice_most and not self._choices_allow(position):
            return False
        if self.problem.shares and not self._shares_allow(unit, position):
            return False
        if item.code >= 0:
            self.code_used[item.code] += 1
        self.grant_used[item.grant] += 1
        if starts:
            self.pieces_used |= self.pieces[item.grant]
            self.demerit += self.problem.grants[item.grant].demerit
        for place in position:
            self.units_at[place] += 1
            for choice, child in self.choosers[place]:
                self.children_used[choice] += not self.child_used[choice][child]
                self.child_used[choice][child] += 1
        for index, amount in self.shared(unit, position):
            self.share_used[index] += amount
        return True

    def leave(self, unit: int, position: Mapping[int, int]) -> None:
        """Undo `enter`."""
        item = self.problem.units[unit]
        if item.code >= 0:
            self.code_used[item.code] -= 1
        self.grant_used[item.grant] -= 1
        if not self.grant_used[item.grant]:
            self.pieces_used &= ~self.pieces[item.grant]
            self.demerit -= self.problem.grants[item.grant].demerit
        for place in position:
            self.units_at[place] -= 1
            for choice, child in self.choosers[place]:
                self.child_used[choice][child] -= 1
                self.children_used[choice] -= not self.child_used[choice][child]
        for index, amount in self.shared(unit, position):
            self.share_used[index] -= amount

    def _choices_allow(self, position: Mapping[int, int]) -> bool:
        fresh: set[tuple[int, int]] = set()
        for place in position:
            for choice, child in self.choosers[place]:
                if not self.child_used[choice][child]:
                    fresh.add((choice, child))
        for choice in {choice for choice, _ in fresh}:
            opened = sum(other == choice for other, _ in fresh)
            if self.children_used[choice] + opened > self.choice_most[choice]:
                return False
        return True

    def shared(self, unit: int, position: Mapping[int, int]) -> list[tuple[int, int]]:
        """(share, amount) of the bounded shares the position uses: those it counts on both sides of, wholly."""
        if len(position) < 2:
            return []
        item, found = self.problem.units[unit], []
        whole = [place for place, amount in position.items() if amount == item.credits]
        for index, share in enumerate(self.problem.shares):
            if share.bound is not None and any(
                share.left >> p & 1 and share.right >> q & 1 and self.joined[p] >> q & 1 for p in whole for q in whole
            ):
                found.append((index, item.items if share.measure is Measure.ITEMS else item.credits))
        return found

    def _shares_allow(self, unit: int, position: Mapping[int, int]) -> bool:
        shares = self.problem.shares
        for index, amount in self.shared(unit, position):
            bound = shares[index].bound
            if bound is not None and self.share_used[index] + amount > bound:
                return False
        return True

    def sign(self) -> tuple[object, ...]:
        """What of the bookings matters to units that come later."""
        used = [bool(count) for children in self.child_used for count in children]
        open_grants = sum(1 << grant for grant in self.several if self.grant_used[grant])
        return (*used, *self.code_used, self.pieces_used, self.demerit, *self.share_used, open_grants)

    def ties(self, unit: int) -> bool:
        """Whether codes, grants or pieces tie the unit to others."""
        item = self.problem.units[unit]
        grant = self.problem.grants[item.grant]
        return bool(item.code >= 0 or self.pieces[item.grant] or item.grant in self.several or grant.demerit)
