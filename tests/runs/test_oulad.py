"""The Open University Learning Analytics Dataset as published, from CSV to report. It does not ship: skipped where it is not."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from cli.calls import Caller
from runs.made import manifest, table
from stackr._shipped import shipped_rules

HERE = Path(__file__).resolve().parents[2]
PLACES = [HERE / "data", HERE.parent / "shared" / "data"]
DATA = next((place / "oulad" for place in PLACES if (place / "oulad" / "studentInfo.csv").is_file()), None)
CREDITS = {"AAA": 60, "BBB": 60, "CCC": 30, "DDD": 60, "EEE": 30, "FFF": 60, "GGG": 30}
"""The pack's inference, from the data set's own description."""

pytestmark = pytest.mark.skipif(
    DATA is None, reason="the data set does not ship; put it into data/oulad or ../shared/data/oulad"
)


def by_hand(path: Path) -> Counter[int]:
    """How many learners have passed modules of how many credits, each module once."""
    passed: dict[str, set[str]] = defaultdict(set)
    with path.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            passed[row["id_student"]]
            if row["final_result"] in ("Pass", "Distinction"):
                passed[row["id_student"]].add(row["code_module"])
    return Counter(sum(CREDITS[code] for code in codes) for codes in passed.values())


def test_from_the_published_file_to_the_report(call: Caller, folder: Path) -> None:
    assert DATA is not None
    out = folder / "out"
    pack = shipped_rules() / "programmes" / "uk-he-ladder.stackr"
    answer = call(
        "batch", DATA / "studentInfo.csv", "--profile", "oulad", "--rules", pack, "--out", out, "--as-of", "2016-01-01"
    )
    assert answer.code == 0, answer.err
    assert manifest(out)["counts"] == {"read": 32593, "used": 32593, "quarantined": 0}
    results = table(out, "results")
    assert results["learner"].n_unique() == 28785
    totals = by_hand(DATA / "studentInfo.csv")
    for award, need in (("OU-CERTHE", 120), ("OU-DIPHE", 240), ("OU-BA-HONS", 360)):
        of_it = results.filter(qualification=award)
        satisfied = sum(count for credits, count in totals.items() if credits >= need)
        assert of_it.filter(status="satisfied").height == satisfied
        assert of_it.filter(status="not-started").height == totals[0]
    found = results.filter(qualification="OU-DIPHE").group_by("earned").len()
    expected = Counter({str(Fraction(min(credits, 240), 240)): 0 for credits in totals})
    for credits, count in totals.items():
        expected[str(Fraction(min(credits, 240), 240))] += count
    assert dict(found.rows()) == dict(expected)
    assert "OU-CERTHE" in (out / "report.html").read_text("utf-8")


def test_a_profile_is_proposed_for_it(call: Caller) -> None:
    assert DATA is not None
    answer = call("import", "--sniff", DATA / "studentInfo.csv")
    assert answer.code == 0
    for line in ('learner = "id_student"', 'credential = "code_module"', '"Withdrawn" = "withdrawn"'):
        assert line in answer.out
