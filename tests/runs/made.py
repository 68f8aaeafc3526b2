"""Made-up rules and tables for the runs' tests, and the ways to run them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from cli.calls import Answer, Caller

RULES = """
credit CR "credit" {
  is 10 hours
  step 1
}
recognition home "Recognition" for HOME {
  route own is own "Own learning" when issuer = HOME grants full
  route elsewhere is own "Learning from elsewhere" when issuer = AWAY grants full
}
catalogue UNITS "Units" {
  issuer HOME
  credit unit CR
  credential U1 "One" { 20 credits }
  credential U2 "Two" { 20 credits }
  credential U3 "Three" { 30 credits }
}
qualification CERT "Certificate" {
  awarded by HOME
  credit unit CR
  total 60 credits
  requires all of {
    core "Core": U1
    rest "Rest": 40 credits from any
  }
}
qualification DIP "Diploma" {
  awarded by HOME
  credit unit CR
  total 120 credits
  requires all of {
    credits "Credits": 120 credits from any
  }
  limits {
    away: at most 40 credits from issuer = AWAY
  }
}
"""
COLUMNS = ("learner", "id", "credential", "issuer", "credits", "credit_unit", "status", "awarded")
DAY = "2026-02-01"


def rows(learners: int, seed: int = 7) -> list[tuple[str, ...]]:
    """Made-up holdings, a few for each learner, in no order."""
    chance = random.Random(seed)
    made = []
    for number in range(learners):
        for place in range(chance.randint(1, 6)):
            code, credits = chance.choice((("U1", "20"), ("U2", "20"), ("U3", "30"), (f"X{place}", "12.5"), ("Y", "")))
            status = chance.choice(("active", "active", "active", "failed", "withdrawn", "in-progress", ""))
            issuer = chance.choice(("HOME", "HOME", "AWAY"))
            day = date(2020 + chance.randint(0, 5), chance.randint(1, 12), chance.randint(1, 28)).isoformat()
            made.append((f"L{number:04d}", f"h{place}", code, issuer, credits, "CR", status, day))
    chance.shuffle(made)
    return made


def csv_text(table: Iterable[Iterable[str]], columns: Iterable[str] = COLUMNS) -> str:
    """Rows as CSV without quotes."""
    return "".join(",".join(row) + "\n" for row in (columns, *table))


def made_rules(folder: Path) -> Path:
    """The rules, on disk."""
    path = folder / "rules" / "made.stackr"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULES, "utf-8")
    return path


def batch(call: Caller, out: Path, *arguments: str | Path, rules: Path | None = None) -> Answer:
    """A run of the made-up rules."""
    chosen = rules or made_rules(out.parent)
    return call("batch", *arguments, "--rules", chosen, "--out", out, "--as-of", DAY)


def table(out: Path, name: str) -> pl.DataFrame:
    """A table of a run, all of its parts."""
    parts = sorted((out / name).glob("part-*.parquet"))
    return pl.concat([pl.read_parquet(part) for part in parts]) if parts else pl.DataFrame()


def manifest(out: Path) -> dict[str, Any]:
    """The manifest of a finished run."""
    return dict(json.loads((out / "manifest.json").read_text("utf-8")))


def every_byte(out: Path) -> dict[str, bytes]:
    """The files of a run, by name."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
