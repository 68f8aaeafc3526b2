"""A made-up country for the batch benchmark: a catalogue, rules, and the holdings of many learners, from a seed.

Synthetic throughout, after the population of the study before building: 5,000 items of 250 programmes, about twenty holdings a
learner, two thirds of them of the learner's programme, every eighth failed or from elsewhere. Learners are mostly far from
complete.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

ITEMS, PROGRAMMES = 5_000, 250
FIRST_DAY, DAYS = np.datetime64("2015-01-01"), 4_000
AREAS = ("011", "021", "031", "041", "051", "061", "071", "081", "091", "101")

LEAVES = {
    "core-elective": (
        'core "Core": 40 credits from tagged "core"',
        'electives "Electives": 40 credits from field under "06"',
        'breadth "Breadth": 20 credits from field under "03"',
        'languages "Languages": 10 credits from field under "02"',
        'free "Free": 10 credits from level >= 5',
    ),
    "caps": (
        'core "Core": 40 credits from tagged "core"',
        'electives "Electives": 30 credits from field under "06"',
        'breadth "Breadth": 20 credits from field under "03" or field under "04"',
        'arts "Arts": 10 credits from field under "02" and level >= 6',
        'upper "Upper": 10 credits from level >= 7',
        'free "Free": 10 credits from level >= 5',
    ),
    "overlapping": (
        'core "Core": 20 credits from tagged "core"',
        'sciences "Sciences": 20 credits from field under "05" or field under "06"',
        'numbers "Numbers": 10 credits from field under "06" or field under "03"',
        'society "Society": 20 credits from field under "03" or field under "02"',
        """paths "Paths": 2 of {
      p1: 10 credits from field under "01" or level >= 7; p2: 10 credits from field under "04" or level >= 7;
      p3: 10 credits from field under "07" or field under "08"; p4: 10 credits from field under "08" or level >= 6 }""",
        """skill "Skill": 1 of {
      s1: 10 credits from field under "09" or field under "10"; s2: 10 credits from field under "10" or level >= 7 }""",
        'upper "Upper": 20 credits from level >= 7',
        'middle "Middle": 10 credits from level >= 6',
        'arts "Arts": 10 credits from field under "02" and level >= 5',
        'free "Free": 10 credits from level >= 5',
    ),
}
TOTALS = {"core-elective": 120, "caps": 120, "overlapping": 150}
LIMITS = {
    "core-elective": ("lower: at most 60 credits at level < 6",),
    "caps": (
        "elsewhere: at most 50% of award by transfer",
        "own: at least 1/3 of award from issuer NU",
        "low: at most 30 credits at level < 6",
        "lower: at most 60 credits at level < 7",
    ),
    "overlapping": (),
}


def rules(folder: Path, kind: str, awards: int, *, divisible: bool = False) -> Path:
    """A rule book with `awards` qualifications of a kind; they differ in what they ask for. `divisible`: units may be cut."""
    folder.mkdir(parents=True, exist_ok=True)
    _catalogue().write_csv(folder / "catalogue.csv")
    lines = [_HEAD]
    for number in range(awards):
        leaves = ";\n    ".join(LEAVES[kind]).replace('"core"', f'"core{number}"')
        limits = "limits {\n    " + "\n    ".join(LIMITS[kind]) + "\n  }" if LIMITS[kind] else ""
        cut = "splittable " if divisible else ""
        lines.append(_AWARD.format(number=number, total=TOTALS[kind], leaves=leaves, limits=limits, cut=cut))
    (folder / "rules.stackr").write_text("\n".join(lines), "utf-8")
    return folder


_HEAD = """
framework NF "National framework" { levels 1 to 8 }
credit NC "National credit" { is 10 hours; step 1 }
grades percent "Percent" { from 0 to 100; pass 50 }
catalogue NATIONAL "On offer" from "catalogue.csv"
recognition nu for NU {
  gate passed { status is not revoked; grade >= 50; awarded since 2016-01-01 }
  route own is own when issuer = NU grants full
  route transfer is agreement when issuer = PARTNER grants full
  refuse with reasons
}
"""
_AWARD = """
qualification Q{number} "Award {number}" {{
  awarded by NU at NF 7
  credit unit NC
  total {total} credits
  requires {cut}all of {{
    {leaves}
  }}
  {limits}
}}
"""


def _catalogue() -> pl.DataFrame:
    draw = np.random.default_rng(11)
    number = np.arange(ITEMS)
    return pl.DataFrame(
        {
            "code": [f"C{n:04}" for n in number],
            "title": [f"Unit {n}" for n in number],
            "issuer": ["NU"] * ITEMS,
            "credits": draw.choice(["5", "10", "10", "15", "20"], ITEMS),
            "credit_unit": ["NC"] * ITEMS,
            "level": draw.choice(["4", "5", "6", "7", "8"], ITEMS),
            "framework": ["NF"] * ITEMS,
            "fields": draw.choice([f"{area}{n}" for area in AREAS for n in range(4)], ITEMS),
            "tags": [";".join(sorted({f"core{k}" for k in draw.integers(0, 40, 4)})) for _ in number],
        }
    )


def holdings(learners: int, first: int = 0, joined: int = 1) -> pl.DataFrame:
    """The holdings of some learners, clustered, all text. Learner `n` is the same whatever part it is made in.

    `joined`: each holds what so many learners of the country hold, some 20 rows of each.
    """
    parts = [_joined(number, joined) for number in range(first // PART, -(-(first + learners) // PART))]
    whole = pl.concat(parts)
    names = [f"L{number:08}" for number in (first, first + learners)]
    return whole.filter((pl.col("learner") >= names[0]) & (pl.col("learner") < names[1]))


PART = 10_000


def _joined(number: int, joined: int) -> pl.DataFrame:
    if joined == 1:
        return _part(number)
    place = pl.col("learner").str.slice(1).cast(pl.Int64) % PART + number * PART
    each = [
        _part(number * joined + turn).with_columns(
            learner=pl.format("L{}", place.cast(pl.String).str.zfill(8)), id=pl.format("{}-{}", pl.lit(turn), "id")
        )
        for turn in range(joined)
    ]
    return pl.concat(each).sort("learner", "id")


def _part(number: int) -> pl.DataFrame:
    draw = np.random.default_rng([7, number])
    each = draw.integers(8, 33, PART)
    rows = int(each.sum())
    whose = np.repeat(np.arange(PART), each)
    programme = np.repeat(draw.integers(0, PROGRAMMES, PART), each)
    own = draw.random(rows) < 0.67
    size = ITEMS // PROGRAMMES
    item = np.where(own, programme * size + draw.integers(0, size, rows), draw.integers(0, ITEMS, rows))
    elsewhere = draw.random(rows) < 0.12
    day = FIRST_DAY + draw.integers(0, DAYS, rows)
    catalogue = _catalogue()
    place = np.arange(rows) - np.repeat(np.cumsum(each) - each, each)
    text = pl.DataFrame({"n": whose + number * PART, "p": place, "g": draw.integers(35, 100, rows), "d": day})
    known = catalogue[item]
    return text.select(
        learner=pl.format("L{}", pl.col("n").cast(pl.String).str.zfill(8)),
        id=pl.format("h{}", pl.col("p").cast(pl.String).str.zfill(3)),
        credential=known["code"],
        issuer=pl.Series(np.where(elsewhere, "PARTNER", "NU")),
        awarded=pl.col("d").cast(pl.Date).cast(pl.String),
        status=pl.Series(np.where(draw.random(rows) < 0.01, "revoked", "active")),
        credits=known["credits"],
        credit_unit=known["credit_unit"],
        level=known["level"],
        framework=known["framework"],
        fields=known["fields"],
        tags=known["tags"],
        grade=pl.col("g").cast(pl.String),
        grade_scale=pl.lit("percent"),
    )
