"""Versions of an award by the day of a fact, awards inside awards, and any choice of them: told together as one by one."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from batch.given import Record, agree
from stackr.batch.by_columns.question import MOST_WAYS
from stackr.book import load_text

AS_OF = date(2026, 2, 1)
RULES = """
credit CR "credit" { is 10 hours; step 1 }
recognition home "Recognition" for HOME { route own is own when issuer = HOME grants full }
qualification CERT "Certificate" {
  awarded by HOME; credit unit CR; total 30 credits
  in force from 2020-01-01, enrol until 2022-12-31, achieve until 2026-06-30
  requires all of { core: 20 credits from tagged "core"; more: 10 credits from any }
}
qualification CERT "Certificate" {
  awarded by HOME; credit unit CR; total 30 credits
  in force from 2023-01-01, enrol until 2024-12-31
  requires all of { core: 10 credits from tagged "core"; more: 20 credits from any }
  limits { old: awarded within 5 years of as_of }
}
qualification CERT "Certificate" {
  awarded by HOME; credit unit CR; total 40 credits
  in force from 2024-07-01
  requires all of { core: 20 credits from tagged "core"; more: 20 credits from level >= 6 }
}
qualification DIP "Diploma" {
  awarded by HOME; credit unit CR; total 60 credits
  in force from 2020-01-01
  version by applied
  includes CERT with embed
  requires all of { core: 30 credits from tagged "core"; rest: 30 credits from any }
}
qualification DIP "Diploma" {
  awarded by HOME; credit unit CR; total 60 credits
  in force from 2024-01-01
  version by applied
  includes CERT with consume
  requires all of { core: 40 credits from tagged "core"; rest: 20 credits from any }
  limits { low: at most 20 credits at level < 6 }
}
"""
EDGES = (date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1), date(2024, 1, 1), date(2024, 7, 1), date(2024, 12, 31))


def learner(number: int, draw: Random) -> Record:
    facts: Record = {}
    for name in ("entry", "applied"):
        if draw.random() < 0.85:
            day = draw.choice(EDGES) + timedelta(days=draw.choice((-400, -1, 0, 1, 30)))
            facts[name] = day.isoformat()
    holdings: list[Record] = [
        {
            "id": f"h{place}", "credential": f"X{place}", "issuer": "HOME", "status": draw.choice(("active", "in-progress")),
            "credits": str(draw.choice((5, 10, 20))), "credit_unit": "CR", "level": draw.choice((5, 6, 7)),
            "tags": draw.choice((["core"], [])), "awarded": f"{draw.choice((2019, 2021, 2025))}-03-01",
        }
        for place in range(draw.randint(0, 7))
    ]  # fmt: skip
    if draw.random() < 0.1:
        holdings.append({"id": "c", "credential": "CERT", "issuer": "HOME", "kind": "qualification", "status": "active",
                         "conferred": "2024-06-30"})  # fmt: skip
    return {"learner": f"L{number:03}", "facts": facts, "holdings": holdings}


@pytest.mark.parametrize("names", [("CERT",), ("DIP",), ("CERT", "DIP"), None], ids=["one", "another", "both", "all"])
def test_versions_by_the_day_of_a_fact(names: tuple[str, ...] | None) -> None:
    draw = Random(f"versions {names}")
    records = [learner(number, draw) for number in range(120)]
    found = agree(load_text(RULES), records, names, AS_OF, tier="values")
    versions = {(row[1], row[2]) for row in found.results.select("learner", "qualification", "version").rows()}
    assert len(versions) >= {"CERT": 3, "DIP": 2}.get(names[0] if names and len(names) == 1 else "", 5)
    stages = dict(found.stages.group_by("stage").sum().select("stage", "learners").rows())
    assert {"bound", "search"} & stages.keys()


IN_DOUBT = """
recognition u for U { route own is own when issuer = U grants full }
qualification Q { awarded by U; in force from 2020-01-01 until 2022-12-31; requires A }
qualification Q { awarded by U; in force from 2023-01-01
  transition from 2020-01-01: when fact "part-time" = yes KIND
  requires B
}
"""


@pytest.mark.parametrize("kind", ["may choose", "must move", "must move by 2023-06-01"])
def test_of_whom_it_is_not_known_whether_they_have_moved(kind: str) -> None:
    records = [
        {
            "learner": f"{units}-{told}",
            "facts": {"entry": "2022-12-31"} | ({"part-time": told} if told else {}),
            "holdings": [{"id": c, "credential": c, "issuer": "U", "status": "active", "credits": "10"} for c in units],
        }
        for units in ("A", "B", "AB", "C")
        for told in ("yes", "no", "")
    ]
    batch = agree(load_text(IN_DOUBT.replace("KIND", kind)), records, ["Q"], date(2023, 6, 1), tier="values")
    assert "undetermined" in batch.results["status"].to_list()


DOUBTS = """
recognition home "Recognition" for HOME { route own is own when issuer = HOME grants full }
qualification CERT {
  awarded by HOME; in force from 2020-01-01, enrol until 2022-12-31, achieve until 2026-06-30
  requires all of { core: 20 credits from tagged "core"; more: 10 credits from any }
}
qualification CERT {
  awarded by HOME; in force from 2022-01-01
  transition from 2020-01-01: when fact "part-time" = yes must move
  requires all of { core: 10 credits from tagged "core"; more: 20 credits from level >= 6 }
  limits { late: at most 20 credits from awarded since 2025-01-01 }
}
qualification CERT {
  awarded by HOME; in force from 2024-07-01, enrol until 2025-06-30
  transition from 2022-01-01: may choose
  requires 40 credits from any
}
"""
MORE = "".join(
    f"""qualification CERT {{
  awarded by HOME; in force from 2026-01-{day:02}
  transition from 2022-01-01: when fact "f{day}" = yes may choose
  requires {5 * day} credits from any
}}
"""
    for day in range(1, MOST_WAYS.bit_length() + 1)
)


@pytest.mark.parametrize("more", ["", MORE], ids=["few ways", "many ways"])
def test_versions_of_whom_it_is_not_known_which_are_theirs(more: str) -> None:
    draw = Random(more)
    records = [learner(number, draw) for number in range(60)]
    for record in records:
        if draw.random() < 0.4:
            record["facts"].pop("entry", None)
        if draw.random() < 0.3:
            record["facts"] |= {"part-time": draw.choice(("yes", "no"))}
    found = agree(load_text(DOUBTS + more), records, None, AS_OF, tier="values")
    assert {"undetermined", "satisfied"} <= set(found.results["status"])
    assert ("single audit: the award" in set(found.results["stage"])) == bool(more)
    assert "bound" in set(found.results["stage"])


@pytest.mark.parametrize("line", ["in force from 2020-01-01, enrol until 2024-12-31", "exit award of LONG"])
def test_what_is_followed_closes_or_opens_an_award_whichever_is_asked_for(line: str) -> None:
    book = load_text(
        f"qualification Q {{ {line}; requires p: 10 credits from any }}\nqualification LONG {{ requires X }}\n"
    )
    followed: list[Record] = [
        {},
        {"enrolled_in": ["Q"]},
        {"enrolled_in": ["LONG"]},
        {"enrolled_in": ["Q", "LONG"]},
    ]
    records = [
        {
            "learner": f"L{n}",
            "facts": facts,
            "holdings": [{"id": "h", "credential": "A", "credits": "10", "status": "active"}],
        }
        for n, facts in enumerate(followed)
    ]
    for asked in (["Q"], ["LONG", "Q"], None):
        agree(book, records, asked, date(2026, 2, 1))
    assert len(set(agree(book, records, ["Q"], date(2026, 2, 1)).results["status"].to_list())) > 1
