"""The award that shows the whole language in one place is read, understood and laid out; new lines and `;` mean the same."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from language.generate import each_production
from stackr.diagnostics.model import Collector
from stackr.language import tree
from stackr.language.layout import lay_out
from stackr.language.parse import parse_text
from stackr.language.tokens import scan
from stackr.rulebook.load import check_text

LADDER = """\
recognition unza "Recognition of learning at the University of Zambia" for UNZA {
  gate integrity { status is not revoked; signature is not invalid; holder is the learner }   # fails here never fall through

  route own      is own        "Own credit"        when issuer = UNZA                                    grants full
  route addis    is treaty     "Addis Convention"  when country in parties("Addis") and accredited on awarded   grants level
  route sadc     is agreement  "SADC articulation" when articulation in force on awarded                  grants as articulated
  route earlier  is precedent  "Earlier decision"  when precedent within 5 years of applied               grants as decided
  route casework is assessment "Case by case"      refers within 4 months of complete file
        unless substantial difference in level, workload, quality, profile, outcomes                       grants full or part
  fallback rpl   is rpl        "Prior learning"
        evidence valid, authentic, current within 5 years of applied, sufficient from 2 kinds
        each outcome met to at least 50% of outcome          grants whole units, ungraded
        never for PGDIP-DS.capstone
  refuse with reasons, advice, appeal within 30 days
}
"""

AWARD = """\
qualification PGDIP-DS "Postgraduate Diploma in Data Science" {
  awarded by UNZA at ZQF 8
  credit unit ZC
  total 120 credits
  in force from 2026-01-01, enrol until 2029-12-31, achieve until 2033-12-31
  source "Academic Regulations 2026, s. 14"

  requires all of {
    core      "Core": all of { DS501; DS502; DS503 or DS504 }
    electives "Electives": 40 credits from level >= 7 and field under "061" with {
                at least 2 credentials at level >= 8
                at most 20 credits per issuer
                each at least 5 credits
              }
    breadth   "Breadth": 2 of {
                society "Society": 10 credits from field under "03"
                arts    "Arts":    10 credits from field under "02"
                STAT540
              }
    capstone  "Capstone": DS590 with grade >= 60
  }
  limits {
    rpl_cap:   at most 50% of award by rpl                       source "s. 14(3)"
    residency: at least 1/3 of award from issuer UNZA
    lower:     at most 30 credits at level < ZQF 7
    barred:    at most one of { DS503; DS504 }
    currency:  awarded within 8 years of conferred, except in core
    average:   grade average at least 55 over counted
  }
  also requires writing "Writing": 2 credentials tagged "writing-intensive"      # a layer: may use again what was counted above
  includes PGCERT-DS with embed                                                   # may be conferred on the way; its units count again
  prefer least by rpl, best grades
}
"""

PACK = Path(__file__).resolve().parents[2] / "rules" / "examples" / "unza-pgdip.stackr"


def around() -> str:
    """The declarations that the ladder and the award need, from the pack of the same name."""
    text = PACK.read_text("utf-8").replace('"../frameworks/', '"stackr/frameworks/')
    before, certificate = text.index("recognition unza"), text.index("qualification PGCERT-DS")
    return text[:before] + text[certificate : text.index("qualification PGDIP-DS")]


def test_the_whole_example_is_read_and_understood() -> None:
    assert [fault.message for fault in check_text(around() + LADDER + AWARD)] == []


def test_it_says_what_it_seems_to_say() -> None:
    ladder, award = parse_text(LADDER + AWARD).file.declarations
    assert isinstance(ladder, tree.Recognition)
    assert isinstance(award, tree.Qualification)
    kinds = [(route.name.text, route.kind) for route in ladder.routes]
    assert kinds == [
        ("own", "own"), ("addis", "treaty"), ("sadc", "agreement"), ("earlier", "precedent"), ("casework", "assessment"), ("rpl", "rpl"),
    ]  # fmt: skip
    labels = [limit.label.name.text for limit in award.limits if limit.label.name]
    assert labels == ["rpl_cap", "residency", "lower", "barred", "currency", "average"]
    assert award.limits[0].meta.source == tree.Text("s. 14(3)")
    assert award.limits[1].meta.source is None
    assert len(award.prefer.items if award.prefer else ()) == 2


@pytest.mark.parametrize("text", [LADDER, AWARD], ids=["ladder", "award"])
def test_semicolons_and_new_lines_mean_the_same(text: str) -> None:
    """One line, with `;` between clauses, is the same declaration."""
    (tokens,) = lay_out(scan(text, "", Collector()).tokens, "", Collector())
    flat = " ".join(";" if token.kind == "sep" else token.text for token in tokens)
    (one,), (other,) = parse_text(flat).file.declarations, parse_text(text).file.declarations
    assert parse_text(flat).diagnostics == ()
    assert one == other


def test_the_order_of_clauses_changes_nothing_but_their_order() -> None:
    (award,) = parse_text(AWARD).file.declarations
    lines = [
        line for line in AWARD.split("\n") if re.match(r"    (rpl_cap|residency|lower|barred|currency|average):", line)
    ]
    (turned,) = parse_text(AWARD.replace("\n".join(lines), "\n".join(reversed(lines)))).file.declarations
    assert isinstance(award, tree.Qualification)
    assert isinstance(turned, tree.Qualification)
    assert replace(turned, limits=tuple(reversed(turned.limits))) == award
    assert turned != award


def test_every_production_of_the_grammar_is_read() -> None:
    """No keyword of several words takes what belongs to the next: `over counted in force from 2026-01-01`."""
    refused = {}
    for shown, words in each_production().items():
        text = " ".join(";" if word == "_SEP" else word for word in words)
        faults = [fault for fault in parse_text(text).diagnostics if fault.code not in ("S020", "S021", "T111")]
        if faults:
            refused[shown] = (text, faults[0].message)
    assert refused == {}


def test_what_follows_a_list_of_tags_is_a_tag_or_a_holding_of_its_own() -> None:
    text = 'scenario "s" { learner holds A tagged "x", "y" field "0612", "CS 101" 3 credits, "CS 102" from UNZA, "CS 103" }'
    (scenario,) = parse_text(text).file.declarations
    assert isinstance(scenario, tree.Scenario)
    assert [(each.code.text, [key for key, _ in each.members]) for each in scenario.holdings] == [
        ("A", ["tags", "fields"]), ("CS 101", ["credits"]), ("CS 102", ["issuer"]), ("CS 103", []),
    ]  # fmt: skip
    assert dict(scenario.holdings[0].members)["tags"] == (tree.Text("x"), tree.Text("y"))
