"""What conditions and awards name: routes, levels, grades, scales, words, dates, awards. Nothing that is misspelt passes in silence."""

from __future__ import annotations

import pytest

from stackr.checks.run import check_text
from stackr.diagnostics.model import Severity

BASE = """framework ZQF "Z" { levels 1 to 10 }
credit ZC { is 10 hours; framework ZQF }
credit HALF { is 5 hours }
credit FULL { is 20 hours }
convert 1 FULL = 2 ZC
grades percent "P" { from 0 to 100; pass 50 }
grades letters "L" { A = 4; B = 3; C = 2 }
credential A1 "A" { 10 credits ZC; outcomes "a" }
qualification CERT "C" { total 10 credits; requires A1 }
"""
AWARD = """qualification Q "Q" {{
  awarded by U at ZQF 7
  credit unit ZC
  total 60 credits
  requires all of {{ p: 60 credits from any; {need} }}
  limits {{ {limit} }}
  {line}
}}
"""
LADDER = "recognition r for U {{ gate g {{ {gate} }}; route mine is own when issuer = U grants full }}\n"


def errors(text: str) -> list[str]:
    return [found.code for found in check_text(BASE + text + "\n") if found.severity is Severity.ERROR]


def award(need: str = "", limit: str = "", line: str = "") -> str:
    return AWARD.format(need=need, limit=limit, line=line)


@pytest.mark.parametrize("route", ["rlp", "mine", "r.mine", "q.mine"])
@pytest.mark.parametrize("ladder", [True, False])
def test_a_route_that_a_limit_names_is_there(route: str, ladder: bool) -> None:
    text = (LADDER.format(gate="holder is the learner") if ladder else "") + award(
        limit=f"cap: at most 30 credits by {route}"
    )
    assert errors(text) == ([] if ladder and route in ("mine", "r.mine") else ["N101"])


@pytest.mark.parametrize("kind", ["own", "treaty", "agreement", "precedent", "advice", "assessment", "rpl"])
def test_a_kind_of_route_needs_no_ladder(kind: str) -> None:
    assert errors(award(limit=f"cap: at most 30 credits by {kind}")) == []


@pytest.mark.parametrize("let", [True, False])
@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("level >= ZQF 77", "T125"),
        ("level >= NOPE 7", "N101"),
        ("any level = ZQF 11", "T125"),
        ('level = ZQF "Entry 3"', "T125"),
        ("status = activ", "T136"),
        ("status is not revokd", "T136"),
        ("status in { active; planed }", "T136"),
        ("signature is not invalidd", "T136"),
        ("grade >= E", "N101"),
        ('grade = "A-"', "N101"),
        ("issuer in register NOPE", "N101"),
        ("micro-credential by nope", "N101"),
        ("accredited by NOPE on awarded", "N101"),
        ("awardd within 3 years of applied", "N106"),
        ("awarded within 3 years of aplied", "N106"),
        ("currency within 3 years of applied", "N106"),
        ("awarded more than 3 years before aplied", "N106"),
        ("complted before 2020-01-01", "N106"),
        ("hours >= 10 credits", "T123"),
        ("credits >= 10 hours", "T123"),
    ],
)
def test_a_condition_that_nothing_could_meet_is_told_used_or_not(condition: str, code: str, let: bool) -> None:
    assert errors(f"let x = {condition}" if let else award(f"x: 10 credits from {condition}")) == [code]


@pytest.mark.parametrize(
    "condition",
    [
        "level >= ZQF 10",
        "level >= 10",
        "status = active",
        "status is not revoked",
        'status = "in-*"',
        "grade >= B",
        'grade = "b"',
        "grade >= 60",
        "examined within 3 years of 2020-01-01",
        "awarded within 3 years of entry",
        "completed within 3 years of admitted",
        "awarded before as_of",
        "hours >= 10 hours",
        "credits >= 10 credits",
    ],
)
def test_a_condition_that_some_record_meets_is_none(condition: str) -> None:
    assert errors(award(f"x: 10 credits from {condition}")) == []


@pytest.mark.parametrize(("level", "told"), [("77", ["T125"]), ("7", [])])
def test_a_bare_level_is_one_of_the_framework_of_the_award(level: str, told: list[str]) -> None:
    assert errors(award(f"x: 10 credits from level >= {level}")) == told
    assert errors(f"let high = level >= {level}\n" + award("x: 10 credits from high")) == told


@pytest.mark.parametrize(
    ("need", "told"),
    [
        ("award NOPE", ["N101"]),
        ("award CERT", []),
        ("award A1", []),
        ("grade average at least 55 over counted on nope", ["N101"]),
        ("grade average at least 555 over counted on percent", ["T134"]),
        ("grade average at least 55 over counted on percent", []),
        ("grade average at least 555 over counted", ["T134"]),
        ("A with grade >= 160", ["T134"]),
        ("A with grade >= 60", []),
        ("x: 10 credits from any with { average at least 555 }", ["T134"]),
        ("x: 10 credits from any with { average at least 55 }", []),
        ("x: 10 credits from what x counted", ["N113"]),
        ("x: 10 credits from any overflow to x", ["N113"]),
        ("x: 10 credits from what p counted; y: 5 credits from what x counted", ["T114"]),
        ("x: 10 credits from what y counted; y: 5 credits from what x counted", ["T114", "T114"]),
        ("x: observes at least 2 issuers; y: 5 credits from what x counted", ["T114"]),
        ("x: all of { A; B }; y: 5 credits from what x counted", []),
        ("x: at least 150% of counted from any", ["T134"]),
        ("x: at most 101% of counted from any", ["T134"]),
        ("x: at least 11/3 of taken from any", ["T134"]),
        ("x: at least 100% of counted from any", []),
        ("x: at least 30 and at most 20 credits from any", ["S021"]),
        ("x: at most 20 and at least 30 credits from any", ["S021"]),
        ("x: at least 20 and at least 30 credits from any", ["S021"]),
        ("x: 30 to 20 credits from any", ["S021"]),
        ("x: 20 to 30 credits from any", []),
        ("x: at most 30 and at least 20 credits from any", []),
        ("x: 20 to 20 credits from any", []),
        ('at least 3 outcomes of { "a"; "b" }', ["C203"]),
        ('at least 2 outcomes of { "a"; "b"; "b" }', []),
        ('at least 3 outcomes of { "a"; "b"; "b" }', ["C203"]),
    ],
)
def test_requirements(need: str, told: list[str]) -> None:
    assert errors(award(need)) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("includes NOPE with embed", ["N101"]),
        ("includes CERT with embed", []),
        ("after ELSEWHERE share up to 30 credits", []),
        ("exit award of NOPE", ["N101"]),
        ("exit award of CERT", []),
        ("exit award of Q", ["N113"]),
        ("includes Q with embed", ["N113"]),
        ("after Q consume", ["N113"]),
        ("replaces Q", ["N113"]),
        ("replaces CERT, Q", ["N113"]),
        ("A counts as 0", ["T134"]),
        ("A counts as 1", []),
        ("repeatable A up to 0", ["T134"]),
        ("repeatable A up to 1", []),
        ("item weight 10 credits NOPE", ["N101"]),
        ("item weight 10 credits HALF", ["T112"]),
        ("item weight 10 credits FULL", []),
        ("prefer least by rlp", ["N101"]),
    ],
)
def test_lines_of_an_award(line: str, told: list[str]) -> None:
    assert errors(award(line=line)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("qualification X { requires 100 hours from any }", "`credit unit ZC`"),
        ("qualification X { requires A with score >= 7 }", "`grade >= 7`"),
        ("qualification X { requires A with seat >= graded }", ""),
    ],
)
def test_the_help_says_what_to_write(text: str, told: str) -> None:
    found = [fault.help for fault in check_text(f"{BASE}{text}\n") if fault.severity is Severity.ERROR]
    assert [told in help for help in found] == ([True] if told else [])


AB = "requires all of { a: A; b: 10 credits from any }"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"qualification X {{ {AB}; shared between a and a }}", ["N113"]),
        (f"qualification X {{ {AB}; shared between a and X.a }}", ["N113"]),
        (f"qualification X {{ {AB}; shared between a and b }}", []),
        (f"qualification X {{ {AB}; A counts toward b or b, not both }}", ["N113"]),
        (f"qualification X {{ {AB}; A counts toward a or b, not both }}", []),
        ("articulation X { from A of U; to A of U }", ["N113"]),
        ("articulation X { match 80% }", ["T129"]),
        ("articulation X {\n A of U counts as B\n}", ["S030"]),
        ("articulation X { from A of U and B of V; to C, B of V }", ["N113"]),
        ("articulation X { from A of U; to A of V }", []),
        ("articulation X { from A of U; to A }", []),
        ("articulation X { from A; to B }", []),
        ("articulation X { from A of U, C; to B }", []),
        ("articulation X { from A; to A }", []),
        ("convert 1 HALF = 1 HALF", ["N113"]),
        ("convert 2 HALF <=> 1 HALF", ["N113"]),
        ("framework F { levels 1 to 3; 2 is referenced to F 3 }", ["N113"]),
        (
            'framework F version "1" { levels 1 to 3; 2 is referenced to F 3 }\nframework F version "2" { levels 1 to 3 }',
            [],
        ),
        ("grades g { A; B\n convert to g { A = B } }", ["N113"]),
        ("credential X { 10 credits; corequisite X }", ["N113"]),
        ("credential X { 10 credits; corequisite Y }", []),
        ("articulation X { from A of U; to B; minimum grade 101 }", ["T134"]),
        ("articulation X { from A of U; to B; minimum grade 100 }", []),
    ],
)
def test_what_is_tied_to_itself_or_off_its_scale(text: str, told: list[str]) -> None:
    assert errors(text) == told


def test_a_grade_is_measured_by_all_scales_that_are_declared() -> None:
    scales = "grades five { from 1 to 5 }\n"
    rule = "qualification X { requires A with grade >= %s }\n"
    assert errors(scales + rule % "101") == ["T134"]
    assert errors(scales + rule % "5") == errors(scales + rule % "100") == []
    assert [found.code for found in check_text(rule % "600")] == []


def test_a_weight_in_another_unit_is_converted() -> None:
    from stackr.book import load_text

    (found,) = load_text(BASE + award(line="item weight 10 credits FULL")).qualifications["Q"]
    assert found.award.item_weight == 20


@pytest.mark.parametrize(
    ("need", "told"),
    [
        ("x: all of { }", True),
        ("x: 0 of { A1; B1 }", True),
        ("x: at least 0 of { A1; B1 }", True),
        ("x: at most 0 of { A1; B1 }", False),
        ("x: all of { A1 }", False),
        ("x: all of { } with { at least 10 credits }", False),
        ("x: 0 credits from any", False),
        ('when fact "f" requires all of { } otherwise A1', True),
    ],
)
def test_what_asks_for_nothing(need: str, told: bool) -> None:
    found = [fault.code for fault in check_text(BASE + award(need)) if fault.code == "C217"]
    assert found == (["C217"] if told else [])


def test_what_could_not_be_read_does_not_ask_for_nothing() -> None:
    found = [fault.code for fault in check_text(BASE + award("x: all of { core all of { A1; A2 } }"))]
    assert "S037" in found
    assert "C217" not in found


TITLED = """register HEA "Higher Education Authority" { GOODCOLL from 2022-01-01 }
definition mc of micro-credential "Micro" { criterion size: credits <= 10 }
articulation art "Pathway A" { from C1 of COLL; to A1 }
recognition lad "The ladder" for V { route own is own "Own credit" when issuer = V grants full }
credit ZED "Zed credit" { is 10 hours }
"""


@pytest.mark.parametrize(
    ("need", "line", "meant"),
    [
        ('b "B": 5 credits from issuer in register "Higher education authority"', "", "HEA"),
        ('b "B": 5 credits from accredited by "Higher Education Authority" on awarded', "", "HEA"),
        ('c "C": 5 credits from by "Own credit"', "", "own"),
        ('d "D": award "C"', "", "CERT"),
        ('e "E": 5 credits from articulation "Pathway A" in force on awarded', "", "art"),
        ("", 'recognised by "The ladder"', "lad"),
    ],
)
def test_a_title_written_for_a_name_is_told_by_its_name(need: str, line: str, meant: str) -> None:
    faults = [found for found in check_text(TITLED + BASE + award(need=need, line=line)) if found.code == "N101"]
    assert [fault.help for fault in faults] == [f"write `{meant}`: this is its title"]


def test_so_is_that_of_a_credit_unit() -> None:
    text = TITLED + BASE + award().replace("credit unit ZC", 'credit unit "Zed credit"')
    assert "write `ZED`: this is its title" in [found.help for found in check_text(text) if found.code == "N101"]


def test_a_title_of_another_kind_of_thing_is_not_told() -> None:
    [fault] = [f for f in check_text(TITLED + BASE + award(need='d "D": award "Pathway A"')) if f.code == "N101"]
    assert "title" not in fault.help
