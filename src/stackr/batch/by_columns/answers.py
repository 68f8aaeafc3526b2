"""From figures and findings to the frames of a batch."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from stackr._quantity import format_amount
from stackr.batch.by_columns.open_versions import Chosen, chosen
from stackr.batch.by_columns.packing import Rows
from stackr.batch.by_columns.question import Asked, Figures
from stackr.batch.result import AT, AWARDS, SCHEMAS, WORD
from stackr.batch.rows import LEARNER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stackr.batch.by_columns.worlds import World

    Ints = NDArray[np.int64]

STATUSES = ("satisfied", "undetermined", "in-progress", "not-started")
"""In the order of the numbers of `open_versions`."""
BOUND, SEARCH = "bound", "search"


def words(texts: list[str | None], where: NDArray[Any]) -> pl.Series:
    """The text at each place, as categories."""
    return pl.Series(texts, dtype=WORD).gather(pl.Series(where.astype(np.uint32)))


# ── results ──


def results(
    versions: list[Asked], rows: Rows, plain: Ints, learners: Ints, place: int
) -> tuple[pl.DataFrame, list[tuple[int, int]]]:
    """The rows of one award for the learners `plain`; (learner of `rows`, reason) of those whom the single audit has to tell.

    `learners` gives each learner's place in the whole.
    """
    each = [version.figures(rows, plain) for version in versions]
    reason = np.max([figures.reason for figures in each], axis=0)
    settled = np.flatnonzero(reason == 0)
    left = [(int(plain[at]), int(reason[at])) for at in np.flatnonzero(reason)]
    found = chosen(each, versions[0].choice.ways)
    parts = [settled[found.place[settled] == index] for index in range(len(each))]
    frame = pl.concat([_rows(figures, at, found) for figures, at in zip(each, parts, strict=True)])
    at = pl.Series(AT, learners[plain[np.concatenate(parts)]] * AWARDS + place)
    return frame.with_columns(at), left


def _rows(figures: Figures, at: Ints, found: Chosen) -> pl.DataFrame:
    version = figures.version
    texts: list[str | None] = [str(fraction) for fraction in figures.fractions]
    missing: list[str | None] = [format_amount(version.weight * (1 - fraction)) for fraction in figures.fractions]
    count = len(at)

    def same(text: str | None) -> pl.Series:
        return pl.Series([text], dtype=WORD).gather(pl.Series(np.zeros(count, np.uint32)))

    extra = len(version.choice.unknown)
    possible = words(texts, figures.possible[at])
    if found.possible is not None:
        possible = words([str(fraction) for fraction in found.fractions], found.possible[at])
    columns = {
        "qualification": same(version.qualification.name),
        "version": same(version.qualification.version),
        "status": words(list(STATUSES), found.status[at]),
        "closed": same(version.closed),
        "earned": words(texts, figures.earned[at]),
        "in_progress": words(texts, figures.in_progress[at]),
        "planned": words(texts, figures.planned[at]),
        "possible": possible,
        "bound": same(None),
        "missing_credits": words(missing, figures.earned[at]),
        "proven": pl.Series(np.ones(count, np.bool_)),
        "missing": pl.Series((figures.missing[at] + extra).astype(np.uint32)),
        "stage": words([BOUND, SEARCH], figures.searched[at]),
    }
    return pl.DataFrame(columns)


# ── recognition and the work list ──


class Told:
    """The rows of the learners `plain`: which of `rows` they are (`at`), of the frame (`where`), and their places among all."""

    def __init__(self, rows: Rows, plain: Ints, learners: Ints, where: Ints) -> None:
        counts = np.diff(rows.starts)[plain]
        begins = np.cumsum(counts) - counts
        self.at = np.repeat(rows.starts[plain] - begins, counts) + np.arange(counts.sum())
        self.where = where if self.all_of(where) else where[self.at]
        self.places = np.repeat(learners[plain] * AWARDS, counts)

    def all_of(self, column: Sized) -> bool:
        """Whether these are all rows of a column."""
        return len(self.at) == len(column)


def findings(world: World, rows: Rows, told: Told, frame: pl.DataFrame) -> list[pl.DataFrame]:
    """What each ladder makes of each holding."""
    if not len(told.at):
        return []
    signs = rows.signs if told.all_of(rows.signs) else rows.signs[told.at]
    whose, holding = _rows_of(frame[LEARNER], told), _rows_of(frame["id"], told)
    parts = []
    for place, name in enumerate(sorted(world.deciding)):
        found = world.units[name].recognised.findings
        outcomes: list[str | None] = [*sorted({item.outcome for item in found if item is not None})]
        routes: list[str | None] = [None, *sorted({item.route for item in found if item is not None and item.route})]
        number: dict[str | None, int] = {text: at for at, text in enumerate(outcomes)}
        of_outcome = [0 if item is None else number[item.outcome] for item in found]
        number = {text: at for at, text in enumerate(routes)}
        of_route = [0 if item is None else number[item.route] for item in found]
        parts.append(
            pl.DataFrame(
                {
                    LEARNER: whose,
                    "holding": holding,
                    "ladder": words([name], np.zeros(len(signs), np.uint32)),
                    "outcome": words(outcomes, np.array(of_outcome, np.uint32)[signs]),
                    "route": words(routes, np.array(of_route, np.uint32)[signs]),
                    AT: told.places + place,
                }
            )
        )
    return parts


def pending(world: World, rows: Rows, told: Told, frame: pl.DataFrame) -> list[pl.DataFrame]:
    """What waits for a person, of each holding and ladder."""
    if not len(told.at):
        return []
    signs = rows.signs if told.all_of(rows.signs) else rows.signs[told.at]
    parts = []
    for place, name in enumerate(sorted(world.deciding)):
        found = world.units[name].recognised.findings
        counts = np.array([0 if item is None else len(item.pending) for item in found], np.int64)
        waiting = np.flatnonzero(counts[signs])
        if not len(waiting):
            continue
        lines = [
            (None, "pending", None, name, p.clause, None, p.what, p.who, p.by, p.overdue)
            for item in found
            if item is not None
            for p in item.pending
        ]
        begins = np.cumsum(counts) - counts
        many = counts[signs[waiting]]
        first = np.repeat(begins[signs[waiting]], many)
        inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        of_row = np.repeat(told.where[waiting], many)
        listed = pl.DataFrame(lines, schema=dict(SCHEMAS["worklist"]), orient="row")[first + inside]
        parts.append(
            listed.with_columns(
                frame[LEARNER].gather(pl.Series(of_row)).cast(pl.String).alias(LEARNER),
                frame["id"].gather(pl.Series(of_row)).cast(pl.String).alias("holding"),
                pl.Series(AT, np.repeat(told.places[waiting], many) + place),
            )
        )
    return parts


def _rows_of(texts: pl.Series, told: Told) -> pl.Series:
    """The texts of some rows; of all, as they are."""
    return (texts if told.all_of(texts) else texts.gather(pl.Series(told.where))).cast(pl.String)
