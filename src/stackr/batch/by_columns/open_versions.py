"""Which of the versions of an award that are open tells how learners stand: as `audit.values` chooses it for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from stackr.batch.by_columns.question import Figures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

SATISFIED, UNDETERMINED, IN_PROGRESS, NOT_STARTED = range(4)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of each learner: the place of the version, and its status. `possible`, by rank in `fractions`, where other versions may be
    the learner's; else it is the chosen version's own."""

    place: Ints
    status: Ints
    possible: Ints | None = None
    fractions: tuple[Fraction, ...] = ()


def chosen(each: Sequence[Figures], ways: Sequence[Iterable[int]]) -> Chosen:
    """The most favourable version; where it is open which are the learner's, of the ways that it may go the least favourable."""
    statuses = np.array([_status(figures) for figures in each])
    if len(each) == 1:
        return Chosen(np.zeros(len(statuses[0]), np.int64), statuses[0])
    fractions = tuple(sorted(set().union(*(figures.fractions for figures in each))))
    favour = np.array([_favour(figures, fractions) for figures in each]) * len(each) + np.arange(len(each))[:, None]
    if not ways:
        place = np.argmax(favour, axis=0)
        return Chosen(place, _at(statuses, place))
    best = np.array([_best(favour, sorted(way)) for way in ways])
    least = np.argmin(np.where(_among(best, len(each)), favour, favour.max() + 1), axis=0)
    possible, status = _either_way(each, fractions, statuses, best, least)
    return Chosen(least, status, possible, fractions)


def _best(favour: Ints, way: list[int]) -> Ints:
    found: Ints = np.array(way)[np.argmax(favour[way], axis=0)]
    return found


def _among(best: Ints, count: int) -> NDArray[np.bool_]:
    """Whether a version is the best of some way."""
    found: NDArray[np.bool_] = (best[:, None, :] == np.arange(count)[None, :, None]).any(axis=0)
    return found


def _either_way(
    each: Sequence[Figures], fractions: tuple[Fraction, ...], statuses: Ints, best: Ints, least: Ints
) -> tuple[Ints, Ints]:
    """(possible, status): what some way comes to is possible."""
    possible = np.array([_ranks(figures, fractions)[figures.possible] for figures in each])
    open_ = np.array([figures.version.closed is None for figures in each])
    counts = open_[best] | ~open_[least][None, :]
    most = np.where(counts, np.take_along_axis(possible, best, axis=0), 0).max(axis=0)
    status = _at(statuses, least)
    satisfiable = (np.take_along_axis(statuses, best, axis=0) <= UNDETERMINED).any(axis=0)
    return np.maximum(most, _at(possible, least)), np.where(satisfiable & (status > UNDETERMINED), UNDETERMINED, status)


def _at(of_versions: Ints, place: Ints) -> Ints:
    found: Ints = np.take_along_axis(of_versions, place[None, :], axis=0)[0]
    return found


def _ranks(figures: Figures, fractions: tuple[Fraction, ...]) -> Ints:
    """Places of the version's own fractions among those of all."""
    rank = {fraction: index for index, fraction in enumerate(fractions)}
    return np.array([rank[fraction] for fraction in figures.fractions], np.int64)


def _favour(figures: Figures, fractions: tuple[Fraction, ...]) -> Ints:
    """Open, satisfied, then progress."""
    open_ = int(figures.version.closed is None)
    earned = _ranks(figures, fractions)[figures.earned]
    found: Ints = (open_ * 2 + figures.complete.astype(np.int64)) * len(fractions) + earned
    return found


def _status(figures: Figures) -> Ints:
    found = np.where(figures.empty, NOT_STARTED, IN_PROGRESS)
    if figures.version.closed is None:
        found[figures.possible == len(figures.fractions) - 1] = UNDETERMINED
        found[figures.complete] = SATISFIED
    return found
