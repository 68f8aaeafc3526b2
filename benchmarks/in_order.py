"""What many systems do instead of solving: each unit, in the order of the list, goes to the first requirement that still wants it.

Written in polars over whole columns: one step per place of the list, for all learners at once. Units are whole, no ceiling is
passed, nothing counts twice; it only never thinks of what comes later. The benchmark says how fast that is, and how often wrong.
"""

from __future__ import annotations

import polars as pl

_LEVEL = pl.col("level").cast(pl.Int32)
_AREA = pl.col("fields").str.starts_with
_CORE = pl.col("tags").str.contains(r"\bcore0\b")

LEAVES = {
    "core-elective": ((40, _CORE), (40, _AREA("06")), (20, _AREA("03")), (10, _AREA("02")), (10, _LEVEL >= 5)),
    "caps": (
        (40, _CORE),
        (30, _AREA("06")),
        (20, _AREA("03") | _AREA("04")),
        (10, _AREA("02") & (_LEVEL >= 6)),
        (10, _LEVEL >= 7),
        (10, _LEVEL >= 5),
    ),
}
"""The first award of `population.LEAVES`: the credits asked for, and what fits."""
CEILINGS = {
    "core-elective": ((60, _LEVEL < 6),),
    "caps": ((60, pl.col("issuer") != "NU"), (30, _LEVEL < 6), (60, _LEVEL < 7)),
}
"""Of `population.LIMITS`, those that say at most."""


def missing_credits(scan: pl.LazyFrame, kind: str) -> pl.DataFrame:
    """`learner` and `missing`: credits short of what is asked, of everybody who holds anything that passes the gate."""
    leaves, ceilings = LEAVES[kind], CEILINGS[kind]
    passed = scan.filter(
        pl.col("grade").cast(pl.Int32) >= 50, pl.col("awarded") >= "2016-01-01", pl.col("status") != "revoked"
    )
    same = pl.when(pl.col("issuer") == "NU").then("credential").otherwise("id").alias("same")
    units = passed.with_columns(same).unique(["learner", "same"], keep="first", maintain_order=True)
    marks = [fits for _, fits in leaves] + [under for _, under in ceilings]
    bits = pl.sum_horizontal(mark.cast(pl.Int32) * (1 << place) for place, mark in enumerate(marks))
    lists = units.group_by("learner").agg(size=pl.col("credits").cast(pl.Int32), marks=bits)
    state = lists.with_columns(
        *(pl.lit(needed, pl.Int32).alias(f"want{place}") for place, (needed, _) in enumerate(leaves)),
        *(pl.lit(most, pl.Int32).alias(f"room{place}") for place, (most, _) in enumerate(ceilings)),
    ).collect()
    longest = state["size"].list.len().max()
    for place in range(longest if isinstance(longest, int) else 0):
        state = _step(state, place, len(leaves), len(ceilings))
    return state.select("learner", missing=pl.sum_horizontal(f"want{leaf}" for leaf in range(len(leaves))))


def _step(state: pl.DataFrame, place: int, leaves: int, ceilings: int) -> pl.DataFrame:
    """Every learner's unit at one place of the list goes where it goes."""

    def marked(bit: int) -> pl.Expr:
        return (pl.col("at") // (1 << bit)) % 2 == 1

    state = state.with_columns(
        c=pl.col("size").list.get(place, null_on_oob=True).fill_null(0),
        at=pl.col("marks").list.get(place, null_on_oob=True).fill_null(0),
    )
    fitting = [~marked(leaves + one) | (pl.col(f"room{one}") >= pl.col("c")) for one in range(ceilings)]
    wanting = [pl.when(marked(leaf) & (pl.col(f"want{leaf}") > 0)).then(leaf) for leaf in range(leaves)]
    state = state.with_columns(goes=pl.when(pl.all_horizontal(fitting)).then(pl.coalesce(*wanting)).fill_null(-1))
    taken = pl.col("c") * (pl.col("goes") >= 0).cast(pl.Int32)
    return state.with_columns(
        *(
            pl.when(pl.col("goes") == leaf)
            .then((pl.col(f"want{leaf}") - pl.col("c")).clip(0))
            .otherwise(f"want{leaf}")
            .alias(f"want{leaf}")
            for leaf in range(leaves)
        ),
        *(
            (pl.col(f"room{one}") - taken * marked(leaves + one).cast(pl.Int32)).alias(f"room{one}")
            for one in range(ceilings)
        ),
    )
