"""What a batch gives back: frames of text, counts and truths, one table of columns for each.

Fractions are exact text (`7/12`), as in the audit's JSON; words are categories, so that a million rows of them cost little.
Rows stand in order of learner, then as the single audit tells them, whatever the order of the rows that came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import polars as pl

TEXT: Final = pl.String()
WORD: Final = pl.Categorical()
TRUTH: Final = pl.Boolean()
COUNT: Final = pl.UInt32()

RESULTS: Final = {
    "learner": TEXT,
    "qualification": WORD,
    "version": WORD,
    "status": WORD,
    "closed": WORD,  # why the award can't be had under this version, if it can't
    "earned": WORD,
    "in_progress": WORD,
    "planned": WORD,
    "possible": WORD,
    "bound": WORD,  # an upper bound of `earned`, where it is not proven
    "missing_credits": WORD,
    "proven": TRUTH,
    "missing": COUNT,  # how many unknown facts the possible reading relies on
    "stage": WORD,  # what settled it: see `stages`
}
"""One row per learner and award asked for: the values tier."""

RECOGNITION: Final = {
    "learner": TEXT,
    "holding": TEXT,
    "ladder": WORD,
    "outcome": WORD,
    "route": WORD,  # the earliest route that grants; null where none does
}
"""One row per holding (as admitted) and ladder."""

WORKLIST: Final = {
    "learner": TEXT,
    "kind": WORD,  # pending: a question on a holding; case: prior learning; decision: one that no longer applies as made
    "holding": TEXT,
    "ladder": WORD,  # the ladder; of a decision, the award
    "clause": WORD,
    "unit": WORD,  # the target unit of a case
    "what": TEXT,
    "who": WORD,
    "by": pl.Date(),
    "overdue": TRUTH,
}
"""What waits for a person, one row each."""

COUNTED: Final = {
    "learner": TEXT,
    "qualification": WORD,
    "unit": TEXT,
    "holding": TEXT,
    "code": WORD,
    "requirement": WORD,
    "credits": WORD,
    "layer": WORD,
    "route": WORD,
    "placement": WORD,  # proofs tier: forced or free
}
"""Placements tier: where each unit counts."""

UNUSED: Final = {
    "learner": TEXT,
    "qualification": WORD,
    "unit": TEXT,
    "holding": TEXT,
    "code": WORD,
    "credits": WORD,
    "reason": WORD,
    "clause": TEXT,
}
"""Placements tier: each unit that counts nowhere, and the first reason that holds."""

LEFT_OVER: Final = {
    "learner": TEXT,
    "qualification": WORD,
    "unit": TEXT,
    "holding": TEXT,
    "code": WORD,
    "credits": WORD,  # what is left …
    "of": WORD,  # … of so much, in the award's credits
    "reason": WORD,
    "clause": TEXT,
}
"""Placements tier: what is left over of each unit of which a part counts in the main layer, and why."""

REQUIREMENTS: Final = {
    "learner": TEXT,
    "qualification": WORD,
    "id": WORD,
    "status": WORD,
    "needed": WORD,
    "counted": WORD,
    "unit": WORD,
    "shortfall": WORD,
}
"""Placements tier: every requirement, layers included, parents before children."""

LIMITS: Final = {
    "learner": TEXT,
    "qualification": WORD,
    "id": WORD,
    "status": WORD,
    "bound": WORD,
    "value": WORD,
    "unit": WORD,
}
"""Placements tier: every limit."""

AUDITS: Final = {"learner": TEXT, "audit": TEXT}
"""Proofs tier: the whole audit of each learner, the bytes that `stackr audit --format json` prints."""

HOLDS_BACK: Final = {"learner": TEXT, "qualification": WORD, "clause": WORD}
"""One row per learner, award and clause: waiving it alone would help; or, if none does, it is one of those unmet."""

BLOCKING: Final = {
    "learner": TEXT,
    "qualification": WORD,
    "set": COUNT,  # clauses of one number can't be met together, and can without any one of them
    "clause": WORD,
    "kind": WORD,  # bound: shown by adding; search: by trying
    "message": TEXT,
}
"""Proofs tier: why an award is not complete."""

COMPLETIONS: Final = {
    "learner": TEXT,
    "qualification": WORD,
    "add": TEXT,  # `;` between
    "credits": WORD,
    "cost": WORD,
    "proven": TRUTH,
    "also": TEXT,  # milestones, sign-offs and decisions that are needed beside it
}
"""Proofs tier: the smallest way to complete an award."""

MISSING: Final = {
    "learner": TEXT,
    "qualification": WORD,
    "holding": TEXT,
    "member": WORD,
    "needed_by": WORD,
    "message": TEXT,
}
"""Proofs tier: each unknown that the possible reading relies on."""

CRITERIA: Final = {
    "learner": TEXT,
    "holding": TEXT,
    "definition": WORD,
    "outcome": WORD,
    "criterion": WORD,
    "met": TRUTH,  # null: unknown
}
"""Proofs tier: what each definition says of a holding, criterion by criterion."""

STAGES: Final = {"qualification": WORD, "stage": WORD, "learners": COUNT}
"""How many learners each stage settled, by award."""

HELD_BACK: Final = {"learner": TEXT, "rows": COUNT, "message": TEXT}
"""Learners whose record can't be read at all (too large, say): their rows are counted here and nowhere else."""


AWARDS: Final = 1 << 20
"""More awards, or ladders, than any book has: while a batch is put together, a row's place is learner × this + award."""
AT: Final = "@at"
"""The column of that place."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The frames. Those of a tier that was not asked for are empty."""

    results: pl.DataFrame
    recognition: pl.DataFrame
    worklist: pl.DataFrame
    counted: pl.DataFrame
    unused: pl.DataFrame
    left_over: pl.DataFrame
    requirements: pl.DataFrame
    limits: pl.DataFrame
    audits: pl.DataFrame
    holds_back: pl.DataFrame
    blocking: pl.DataFrame
    completions: pl.DataFrame
    missing: pl.DataFrame
    criteria: pl.DataFrame
    stages: pl.DataFrame
    held_back: pl.DataFrame


SCHEMAS: Final[Mapping[str, Mapping[str, pl.DataType]]] = {
    "results": RESULTS,
    "recognition": RECOGNITION,
    "worklist": WORKLIST,
    "counted": COUNTED,
    "unused": UNUSED,
    "left_over": LEFT_OVER,
    "requirements": REQUIREMENTS,
    "limits": LIMITS,
    "audits": AUDITS,
    "holds_back": HOLDS_BACK,
    "blocking": BLOCKING,
    "completions": COMPLETIONS,
    "missing": MISSING,
    "criteria": CRITERIA,
    "stages": STAGES,
    "held_back": HELD_BACK,
}
"""Name of a frame → its columns."""


def frame(name: str, rows: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    """The frame of that name with these rows, in their order."""
    return pl.DataFrame(list(rows), schema=dict(SCHEMAS[name]), orient="row")


def joined(parts: Iterable[BatchResult]) -> BatchResult:
    """The parts one after the other, stages added up. Parts hold different learners."""
    found = list(parts)
    frames = {item.name: pl.concat([getattr(part, item.name) for part in found]) for item in fields(BatchResult)}
    return BatchResult(**(frames | {"stages": added(frames["stages"])}))


def added(stages: pl.DataFrame) -> pl.DataFrame:
    """One row per award and stage, in order of name."""
    keys = ["qualification", "stage"]
    summed = stages.group_by(keys).agg(pl.col("learners").sum().cast(COUNT))
    return summed.sort([pl.col(key).cast(pl.String) for key in keys])


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Words as text, in one piece: what is written depends on the rows alone."""
    words = [
        pl.col(name).cast(pl.String)
        for name, kind in frame.schema.items()
        if isinstance(kind, pl.Categorical | pl.Enum)
    ]
    return frame.with_columns(words).rechunk()


def with_words(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of that name with its words as categories, as they are written, whichever they were."""
    words = (column for column, kind in SCHEMAS.get(name, {}).items() if kind == WORD)
    return frame.with_columns(pl.col(column).cast(WORD) for column in words if frame.schema[column] == TEXT)
