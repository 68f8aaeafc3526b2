"""Did you mean: the names nearest to one that nobody knows. The same for any order of the candidates."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 80
"""Names longer than this are not compared: nobody mistypes them by a letter, and hostile input may be endless."""


def closest(word: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` candidates that a slip of the hand turns into `word`, nearest first, then in order of the alphabet.

    Case counts for nothing. A slip is a letter missing, added, changed, or two neighbours swapped: one in three may be.

    >>> closest("elective", ["electives", "core", "Elective"])
    ('Elective', 'electives')
    """
    if len(word) > LONGEST:
        return ()
    wanted = word.casefold()
    allowed = max(1, len(wanted) // 3)
    near: list[tuple[int, str]] = []
    for candidate in set(candidates):
        if abs(len(candidate) - len(word)) > allowed or candidate == word:
            continue
        distance = edit_distance(wanted, candidate.casefold(), allowed)
        if distance <= allowed and distance < max(len(wanted), len(candidate)):  # else it is another name altogether
            near.append((distance, candidate))
    return tuple(candidate for _, candidate in sorted(near)[:limit])


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Help as one sentence, or "" if nothing is near.

    >>> did_you_mean("DS510", ["DS501", "DS590", "STAT1"])
    'did you mean `DS501` or `DS590`?'
    """
    names = [f"`{name}`" for name in closest(word, candidates)]
    if not names:
        return ""
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]
    return f"did you mean {listed}?"


LISTED = 12
"""So many names are listed where none is near."""


def known_names(word: str, names: Iterable[str]) -> str:
    """Help for a name that nobody knows: what was probably meant, else the names there are, the first of many.

    >>> known_names("xyz", ["core", "electives"]), known_names("xyz", [])
    ('there are: core, electives', '')
    """
    known = sorted(set(names))
    near = did_you_mean(word, known)
    if near or not known:
        return near
    rest = len(known) - LISTED
    return f"there are: {', '.join(known[:LISTED])}{f' and {rest} more' if rest > 0 else ''}"


def edit_distance(left: str, right: str, enough: int) -> int:
    """Fewest slips between two texts, neighbours swapped counting as one; gives up with `enough + 1` once above it.

    >>> edit_distance("axb", "abx", 3), edit_distance("core", "cores", 3), edit_distance("abc", "xyz", 1)
    (1, 1, 2)
    """
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        two_before, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        if min(row) > enough:
            return enough + 1
    return min(row[-1], enough + 1)
