"""A finished run to go on from: its rows, its answers, and who of a part is touched by what has changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from stackr.batch import few
from stackr.batch.output.forms import file_digest
from stackr.batch.run.folder import MANIFEST, RULES, FolderFault
from stackr.batch.run.pin import Pinned
from stackr.batch.since.rules import EVERYBODY, Reaches, reach
from stackr.rulebook.book import RuleBook

ROWS: Final = "rows"
ABOUT: Final = "about"
COPIED: Final = (
    "results", "recognition", "worklist", "counted", "unused", "left_over", "requirements", "limits", "audits",
    "holds_back", "blocking", "completions", "missing", "criteria", "lookalikes", "sums",
)  # fmt: skip
"""Tables of one learner's answers, which are kept for whom nothing touched."""
_UNSAID: Final = ("forms", "part_rows", "strict", "keep_rows")
"""Options that change no answer."""
_NAMED: Final = ("used_in", "part_of", "origin")
"""Columns that say which award some learning belongs to: an award that is held keeps what it used from others."""
_ESCAPED: Final = "\\u"
"""A letter in JSON text that is written by its number: any name may be meant."""


class Previous:
    """The run in a folder. Raises `FolderFault` if it is none that can be gone on from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
            self.options: dict[str, Any] = self.manifest["asked"]["options"]
            self.starts: list[str] = self.manifest["rule_starts"]
        except (OSError, ValueError, KeyError, TypeError):
            raise FolderFault(f"{folder} holds no finished run", "--since names the folder of one") from None
        if not self.options.get("keep_rows"):
            raise FolderFault(f"the run in {folder} did not keep its rows", "run it with --keep-rows, once")
        for name, told in self.manifest["outputs"].items():
            path = folder / name
            if path.suffix == ".parquet" and (not path.is_file() or file_digest(path) != told["digest"]):
                raise FolderFault(f"{path} is not as the run in {folder} left it", "a full run needs no run before it")

    def reaches(self, book: RuleBook, options: Mapping[str, Any], engine: str) -> Reaches:
        """Whom anything but rows may have touched: the rules, the question, the engine."""
        asked = [{k: v for k, v in each.items() if k not in _UNSAID} for each in (self.options, options)]
        if asked[0] != asked[1] or self.manifest["versions"]["stackr"] != engine:
            return EVERYBODY
        before = self._book()
        if options["tier"] == "proofs" and before.rules != book.rules:  # whole audits name the rules' digest and lines
            return EVERYBODY
        return reach(before, book)

    def _book(self) -> RuleBook:
        names = self.manifest["rule_files"]
        files = tuple((name, (self.folder / RULES / name).read_bytes()) for name in names)
        told = self.manifest["rules"]
        return Pinned(files, tuple(self.starts), told["rules"], told["meaning"], told["registers"]).load()

    @property
    def few(self) -> bool:
        """Whether it was a small run."""
        stages = [pl.scan_parquet(path).select("stage") for path in self.parts("results")]
        return bool(stages) and few.STAGE in pl.concat(stages).unique().collect()["stage"]

    def parts(self, name: str) -> list[Path]:
        """The files of a table."""
        return sorted((self.folder / name).glob("part-*.parquet"))

    def of(self, name: str, learners: pl.Series) -> pl.DataFrame | None:
        """The rows of a table about some learners, in order; None if there is no such table."""
        paths = self.parts(name)
        if not paths:
            return None
        among = pl.LazyFrame({"learner": learners})
        scans = [pl.scan_parquet(path).join(among, on="learner", how="semi", maintain_order="left") for path in paths]
        return pl.concat(scans, how="diagonal").collect().sort("learner", maintain_order=True)

    def touched(self, holdings: pl.DataFrame, about: pl.DataFrame | None, reaches: Reaches) -> pl.Series:
        """The learners of these rows whose rows differ from those of then, or whom the rules reach."""
        learners = _learners(holdings, about)
        if reaches.everybody:
            return learners
        found = [*_differing(holdings, self.of(ROWS, learners)), *_differing(about, self.of(ABOUT, learners))]
        if reaches.codes and "credential" in holdings.columns:
            found.append(holdings.filter(pl.col("credential").is_in(sorted(reaches.codes)))["learner"])
        found += _naming(reaches.awards, holdings, _NAMED) + _naming(reaches.awards, about, ("facts",))
        results = self.of("results", learners)
        if results is not None:
            found.append(results.filter(pl.col("qualification").is_in(sorted(reaches.awards)))["learner"])
            found.append(learners.filter(~learners.is_in(results["learner"].implode())))
        return pl.concat([series.cast(pl.String) for series in found]).unique().sort() if found else learners


def _learners(holdings: pl.DataFrame, about: pl.DataFrame | None) -> pl.Series:
    both = [holdings["learner"]] if about is None else [holdings["learner"], about["learner"]]
    return pl.concat(both).unique().sort()


def _differing(now: pl.DataFrame | None, then: pl.DataFrame | None) -> list[pl.Series]:
    """Learners whose rows are not the very same, each as often."""
    if now is None and then is None:
        return []
    empty = pl.DataFrame(schema={"learner": pl.String})
    frames = [empty if frame is None else frame for frame in (now, then)]
    names = sorted({name for frame in frames for name in frame.columns})
    counted = []
    for frame in frames:
        lacking = [pl.lit(None, dtype=pl.String).alias(name) for name in names if name not in frame.columns]
        counted.append(frame.with_columns(lacking).select(names).group_by(names).len())
    ways = ((counted[0], counted[1]), (counted[1], counted[0]))
    return [one.join(other, on=one.columns, how="anti", nulls_equal=True)["learner"] for one, other in ways]


def _naming(awards: frozenset[str], rows: pl.DataFrame | None, columns: tuple[str, ...]) -> list[pl.Series]:
    """Learners whose rows name one of the awards in these columns, as the whole of the text or somewhere in it."""
    if rows is None or not awards:
        return []
    told = [pl.col(name).str.contains_any([*sorted(awards), _ESCAPED]) for name in columns if name in rows.columns]
    return [rows.filter(pl.any_horizontal(told))["learner"]] if told else []
