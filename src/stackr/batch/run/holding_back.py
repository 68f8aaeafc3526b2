"""Which clauses hold each learner back from each award not yet earned: on request, for every one a few solves."""

from __future__ import annotations

from typing import Final

import polars as pl

from stackr.audit.evaluation import Evaluation
from stackr.audit.proving import holding_back
from stackr.batch.evaluate import Evaluator
from stackr.batch.rows import Records
from stackr.records.admit import admit

HOLDS_BACK: Final = {"learner": pl.String, "qualification": pl.String, "clause": pl.String}
"""One row per learner, award and clause: waiving it alone would help; or, if none does, it is one of those unmet."""


def held_back_by(
    evaluator: Evaluator, holdings: pl.DataFrame, about: pl.DataFrame | None, results: pl.DataFrame
) -> pl.DataFrame:
    """The clauses, in order of learner, award, clause."""
    records = Records(holdings, about)
    status = pl.col("status").cast(pl.String)
    unmet = results.filter(~status.is_in(["satisfied", "conferred"])).select(
        "learner", pl.col("qualification").cast(pl.String)
    )
    rows: list[tuple[str, str, str]] = []
    for learner, group in unmet.group_by("learner", maintain_order=True):
        admitted = admit(records.record(str(learner[0])), evaluator.book.tables, evaluator.as_of)
        evaluation = Evaluation(evaluator.book, admitted, evaluator.as_of, evaluator.options)
        for name in group["qualification"]:
            clauses = holding_back(evaluation, evaluation.values(name))
            rows += [(admitted.id, name, clause) for clause in clauses]
    return pl.DataFrame(rows, schema=HOLDS_BACK, orient="row")
