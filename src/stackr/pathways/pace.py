"""How tight a schedule is: by how many terms each item may slip, and the chain that sets the pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stackr.pathways.question.candidates import Candidate


def builds_on(
    chosen: Mapping[str, int], by_label: Mapping[str, Candidate], under_way: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """Label → the items of the plan, or in progress, without which it could not be taken (as prerequisites). `under_way`: code
    → the first term that can build on it."""
    found = {}
    since = {code: at - 1 for code, at in under_way.items()} | dict(chosen)
    for label in chosen:
        before = by_label[label].before
        needed = []
        if before is not None:
            earlier = set(before.codes()) & since.keys()
            needed = [code for code in sorted(earlier) if not before.met(earlier - {code})]
            if not needed and not before.met(set()):
                needed = sorted(earlier, key=lambda code: (since[code], code))[: before.least]
        found[label] = tuple(needed)
    return found


def stands_beside(chosen: Mapping[str, int], by_label: Mapping[str, Candidate]) -> dict[str, tuple[str, ...]]:
    """Label → the items of the plan that it needs beside it."""
    return {
        label: tuple(sorted(set(beside.codes()) & chosen.keys())) if (beside := by_label[label].beside) else ()
        for label in chosen
    }


def slack(
    chosen: Mapping[str, int], by_label: Mapping[str, Candidate], first: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """By how many terms each item may slip while the plan still ends in the same term, loads aside. `first`: see `builds_on`."""
    last = max(chosen.values(), default=0)
    latest: dict[str, int] = {}
    for label in sorted(chosen, key=lambda each: (-chosen[each], each)):
        limit = min((latest[other] - 1 for other in chosen if label in first[other] and other in latest), default=last)
        possible = [t for t in by_label[label].terms if chosen[label] <= t <= limit]
        latest[label] = max(possible, default=chosen[label])
    return {label: latest[label] - at for label, at in chosen.items()}


def chain(chosen: Mapping[str, int], first: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The longest run of items each of which builds on the one before, ending as late as any; empty if none builds on another."""
    best: dict[str, tuple[str, ...]] = {}
    for label in sorted(chosen, key=lambda each: (chosen[each], each)):
        before = [best[code] for code in first[label] if code in best]
        longest: Sequence[str] = min(before, key=lambda run: (-len(run), run), default=())
        best[label] = (*longest, label)
    found = min(best.values(), key=lambda run: (-len(run), -chosen[run[-1]], run), default=())
    return found if len(found) > 1 else ()
