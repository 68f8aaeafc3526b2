"""Where one unit may count: the rules of a single unit, before any limit.

A *position* of a unit in a layer is a mapping place → amount. It is lawful if it is empty; or one place with the whole
unit; or the whole unit at several places every two of which a `Share` joins; or multiples of the step that add up to at
most the unit, over any places if the unit is divisible, else over places of one splittable group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stackr.allocation.checks import Overlay
from stackr.allocation.nodes import All, Choose, Leaf, Node
from stackr.allocation.problem import Problem


def bits(mask: int) -> Iterator[int]:
    """The positions of the ones of a mask, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def layer_masks(problem: Problem) -> list[int]:
    """Per layer, the mask of its places."""
    masks = [0] * max(len(problem.layers), 1 + max((place.layer for place in problem.places), default=0))
    for index, place in enumerate(problem.places):
        masks[place.layer] |= 1 << index
    return masks


def joined_places(problem: Problem) -> list[int]:
    """Per place, the mask of places that a share joins to it (same layer)."""
    joined = [0] * len(problem.places)
    for share in problem.shares:
        for left in bits(share.left):
            for right in bits(share.right):
                if left != right and problem.places[left].layer == problem.places[right].layer:
                    joined[left] |= 1 << right
                    joined[right] |= 1 << left
    return joined


def eligible_places(problem: Problem) -> list[int]:
    """Per unit, the mask of places that may take it."""
    masks = [0] * len(problem.units)
    for index, place in enumerate(problem.places):
        for unit in bits(place.eligible):
            masks[unit] |= 1 << index
    return masks


def lawful(problem: Problem, joined: list[int], unit: int, position: Mapping[int, int]) -> bool:
    """Whether the unit may count so in one layer (eligibility apart). See the module."""
    credits = problem.units[unit].credits
    whole = all(amount == credits for amount in position.values())
    if whole and all(place == other or joined[place] >> other & 1 for place in position for other in position):
        return True
    if not may_cut(problem, unit, position):
        return False
    return all(a > 0 and a % problem.step == 0 for a in position.values()) and sum(position.values()) <= credits


def may_cut(problem: Problem, unit: int, places: Mapping[int, int]) -> bool:
    """Whether the unit may be cut among these places."""
    if problem.units[unit].credits == 0:
        return False
    if problem.units[unit].divisible:
        return True
    groups = {problem.places[place].splittable for place in places}
    return len(groups) == 1 and -1 not in groups


def places_below(node: Node) -> int:
    """The mask of places of the leaves of a tree: units counting there count below the node."""
    if isinstance(node, Leaf):
        return 1 << node.place
    mask = 0
    if isinstance(node, All | Choose):
        for child in node.children:
            mask |= places_below(child)
    return mask


def choices(problem: Problem) -> list[Choose]:
    """Every `Choose` of the awards' and overlays' trees, in tree order."""
    found: list[Choose] = []

    def walk(node: Node) -> None:
        if isinstance(node, Choose):
            found.append(node)
        elif not isinstance(node, All):
            return
        for child in node.children:
            walk(child)

    for root in roots(problem):
        walk(root)
    return found


def roots(problem: Problem) -> list[Node]:
    """The trees of the awards, then those of the overlays."""
    overlays = [check.root for check in problem.checks if isinstance(check, Overlay)]
    return [award.root for award in problem.awards] + overlays
