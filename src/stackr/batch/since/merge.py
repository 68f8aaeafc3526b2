"""A part of a run after another: what is worked out anew, what is kept, and the two put together in one order."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from stackr.batch import few
from stackr.batch.result import COUNT, plain
from stackr.batch.run.options import RunOptions
from stackr.batch.run.parts import Loaded
from stackr.batch.run.work import Frames
from stackr.batch.since.previous import COPIED, Previous
from stackr.batch.since.rules import EVERYBODY, Reaches
from stackr.rulebook.book import RuleBook

STAGES: Final = "stages"


class Since:
    """Goes on from a previous run."""

    def __init__(self, previous: Previous, reaches: Reaches, book: RuleBook) -> None:
        self.previous = previous
        self.reaches = reaches
        self.book = book

    def expect(self, learners: int, options: RunOptions) -> None:
        """How many learners there are now: a small run does not go on from a large one (see `few`), nor the reverse."""
        if options.tier == "values" and few.is_few(learners, self.book, options.for_) != self.previous.few:
            self.reaches = EVERYBODY

    def narrowed(self, part: Loaded) -> tuple[Loaded, pl.Series]:
        """The part with only whom something touched, and the learners who are not."""
        touched = self.previous.touched(plain(part.holdings), part.about, self.reaches)
        mine = pl.col("learner").is_in(touched.implode())
        about = None if part.about is None else part.about.filter(mine)
        everybody = (
            [part.holdings["learner"]] if part.about is None else [part.holdings["learner"], part.about["learner"]]
        )
        rest = pl.concat(everybody).unique().sort()
        return replace(part, holdings=part.holdings.filter(mine), about=about), rest.filter(
            ~rest.is_in(touched.implode())
        )

    def completed(self, tables: Frames, untouched: pl.Series) -> Frames:
        """The tables of the touched with those kept of the untouched."""
        made = dict(tables)
        for name in COPIED:
            kept = self.previous.of(name, untouched)
            frames = [frame for frame in (kept, made.get(name)) if frame is not None and frame.height]
            if frames:
                made[name] = pl.concat(map(plain, frames), how="vertical_relaxed").sort("learner", maintain_order=True)
        if "results" in made:
            made[STAGES] = _stages(made["results"])
        return made


def _stages(results: pl.DataFrame) -> pl.DataFrame:
    keys = ["qualification", "stage"]
    return results.group_by(keys).agg(pl.len().cast(COUNT).alias("learners")).sort(keys)
