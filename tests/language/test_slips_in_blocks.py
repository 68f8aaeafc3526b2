"""Slips in ladders, catalogues, registers, articulations and scenarios: one fault each, and what the help says to write is right."""

from __future__ import annotations

import pytest

from stackr.language.parse import parse_text

BLOCKS = {
    "framework": 'framework F {{\n  country "ZM"\n  {}\n}}\n',
    "catalogue": "catalogue K {{\n  issuer U\n  {}\n}}\n",
    "register": "register R bodies {{\n  V\n  {}\n}}\n",
    "articulation": "articulation X {{\n  to B\n  {}\n}}\n",
    "recognition": "recognition r for U {{\n  best\n  {}\n}}\n",
    "scenario": 'scenario "s" {{\n  learner holds A\n  {}\n}}\n',
    "qualification": "qualification Q {{\n  total 30 credits\n  {}\n}}\n",
}
SLIPS = [
    ("framework", "level 1 to 10", "S031", "`levels 1 to 10`", "levels 1 to 10"),
    ("catalogue", 'credential B { tags { "a"; "b" } }', "S033", '`tags "a", "b"`', 'credential B { tags "a", "b" }'),
    ("scenario", 'learner holds B tagged all of { "a"; "b" }', "S033", '`tagged "a", "b"`', 'learner holds B tagged "a", "b"'),
    ("recognition", "gate ok { status not revoked }", "S030", "`status is not revoked`", "gate ok { status is not revoked }"),
    ("recognition", "gate ok { level 5 to 7 }", "S031", "`level >= 5 and level <= 7`", "gate ok { level >= 5 and level <= 7 }"),
    ("recognition", "gate ok { credits 1 to 9 }", "S031", "`credits >= 1 and credits <= 9`", "gate ok { credits >= 1 and credits <= 9 }"),
    ("catalogue", 'NUR1 "Care" 10 credits', "S030", '`credential NUR1 "Care" {', 'credential NUR1 "Care" { 10 credits }'),
    ("catalogue", "NUR1: 10 credits", "S030", "`credential NUR1 {", "credential NUR1 { 10 credits }"),
    ("catalogue", "credit unit = ZC", "S037", "`credit unit ZC …`", "credit unit ZC"),
    (
        "catalogue",
        "credential B { 5 credits; expires after 2 years }",
        "S030",
        "`limits { completed within 2 years of conferred for B }`",
        "credential B { 5 credits }",
    ),
    (
        "catalogue",
        "credential B { 5 credits; valid for 18 months }",
        "S030",
        "within 18 months of conferred for B }`",
        "credential B { 5 credits }",
    ),
    ("catalogue", "credential B { renewable; 5 credits }", "S030", "`expires` of its record", "credential B { 5 credits }"),
    (
        "qualification",
        "total 30 credits and 1600 hours",
        "S033",
        "`limits { at least 1600 hours from any }`",
        "limits { at least 1600 hours from any }",
    ),
    ("qualification", "requires 2 of { A; B; or C }", "S033", "`B or C`", "requires 2 of { A; B or C }"),
    ("qualification", "requires all of { A; and B }", "S033", "take `and` out", "requires all of { A; B }"),
    ("qualification", "limits { not expired }", "S030", "`never expired …`", "limits { never expired }"),
    ("qualification", "limits { v: not expired on conferred }", "S030", "`never expired …`", "limits { v: never expired }"),
    (
        "qualification",
        "limits { f: B awarded within 1 year of conferred }",
        "S041",
        "`awarded within … of … for B`",
        "limits { f: awarded within 1 year of conferred for B }",
    ),
    (
        "qualification",
        "limits { completed within last 5 years }",
        "S034",
        "`within 5 years of conferred`",
        "limits { completed within 5 years of conferred }",
    ),
    ("qualification", "limits { minimum duration 12 months }", "S030", "`milestone", 'requires milestone "12 months"'),
    ("qualification", "limits { at least 12 months }", "S030", "`milestone", 'requires milestone "12 months"'),
    ("qualification", "limits { at most 5 credits from prior learning }", "S031", "`by rpl`", "limits { at most 5 credits by rpl }"),
    ("scenario", "learner holds 1600 hours experience", "S041", "`WORK 1600 hours`", "learner holds WORK 1600 hours"),
    ("scenario", 'learner holds exam "EPA"', "S030", '`fact "EPA" = yes`', 'fact "EPA" = yes'),
    ("scenario", "given learner holds B", "S031", "leave it out: `learner …`", "learner holds B"),
    ("scenario", "when audited on 2026-01-01", "S031", "`as of 2026-01-01`", "as of 2026-01-01"),
    ("qualification", 'requires signoff by "Head"', "S030", '`signoff "Head"`', 'requires signoff "Head"'),
    ("qualification", 'requires all of { A; exam of "Law" }', "S030", '`exam "Law"`', 'requires all of { A; exam "Law" }'),
    ("recognition", "rpl: portfolio", "S030", "`fallback NAME is rpl …`", "fallback p is rpl"),
    ("recognition", 'treaty "Addis" grants level', "S030", "`route NAME is treaty …`", "route a is treaty grants level"),
    ("recognition", "route o is own when issuer = U grants all", "S030", "`grants full`", "route o is own when issuer = U grants full"),
    ("qualification", "valid for 3 years", "S030", "within 3 years of applied }`", "limits { conferred within 3 years of applied }"),
    ("qualification", "renewal every 3 years", "S030", "in what builds on it", "limits { conferred within 3 years of applied }"),
    ("scenario", "as at 2026-01-01", "S031", "`as of 2026-01-01`", "as of 2026-01-01"),
    ("scenario", "date 2026-01-01", "S031", "`as of 2026-01-01`", "as of 2026-01-01"),
    ("register", "UNZA valid from 2020-01-01", "S031", "`UNZA from …`", "UNZA from 2020-01-01"),
    ("register", "UNZA accredited until 2020-01-01", "S031", "`UNZA until …`", "UNZA until 2020-01-01"),
    ("articulation", "from A at SADC-U", "S039", "`of SADC-U`", "from A of SADC-U"),
    ("articulation", "grade at least 60", "S031", "`minimum grade 60`", "minimum grade 60"),
    ("articulation", "grade >= B", "S031", "`minimum grade", "minimum grade B"),
    ("recognition", "route x is case-by-case grants full", "S031", "`assessment`", "route x is assessment grants full"),
    ("recognition", "fallback rpl is RPL grants credit", "S031", "`rpl`", "fallback rpl is rpl grants credit"),
    ("recognition", "route x is articulation grants full", "S031", "`agreement`", "route x is agreement grants full"),
    ("recognition", "route x is agremeent grants full", "S031", "`agreement`", "route x is agreement grants full"),
    ("recognition", "route x is magic grants full", "S031", "kinds are `own`", "route x is own grants full"),
    ("recognition", 'route x "X" is treaty grants level', "S041", '`route x is treaty "X"`', 'route x is treaty "X" grants level'),
    ("recognition", "route o: issuer = U grants full", "S037", "`route o is KIND when …`", "route o is own when issuer = U grants full"),
    ("recognition", "fallback p is rpl\n    not for B", "S031", "`never for …`", "fallback p is rpl\n    never for B"),
    ("recognition", "fallback p is rpl\n    max 20 credits", "S031", "`up to 20 credits …`", "fallback p is rpl\n    up to 20 credits"),
    ("recognition", "refuse with appeal in 30 days", "S031", "`appeal within 30 days`", "refuse with appeal within 30 days"),
    (
        "recognition",
        "route x is advice\n    refers within 6 days",
        "S034",
        "of complete file`",
        "route x is advice refers within 6 days of applied",
    ),
    ("scenario", "expect A granted by rpl", "S031", "`A recognised`", "expect A recognised by rpl"),
    ("scenario", "expect A not accepted", "S031", "`A not recognised`", "expect A not recognised"),
    ("scenario", "expect A rejected", "S031", "`A refused`", "expect A refused"),
    ("scenario", "expect Q is complete", "S031", "`Q satisfied`", "expect Q satisfied"),
    ("scenario", "expect Q incomplete", "S031", "`Q in-progress`", "expect Q in-progress"),
    ("scenario", "expect Q progress 75%", "S038", "`progress 3/4`", "expect Q progress 3/4"),
    ("scenario", "expect Q 20 credits", "S030", "`Q counts 20 credits`", "expect Q counts 20 credits"),
    ("scenario", 'decision rpl for A by "Dean"', "S030", "`decision rpl A …`", 'decision rpl A by "Dean"'),
    ("scenario", 'decision rpl A outcome "draw" 80%', "S031", '`share "draw" 80%`', 'decision rpl A share "draw" 80%'),
    ("scenario", "learner entry 2021-01-01, holds A", "S030", "`learner holds A …`", "learner entry 2021-01-01"),
    ("scenario", "learner holds W of kind experience", "S031", "`kind …`", "learner holds W kind experience"),
    (
        "scenario",
        "learner holds W evidence log 2025-01-01",
        "S030",
        "`evidence log dated 2025-01-01`",
        "learner holds W evidence log dated 2025-01-01",
    ),
    ("qualification", "recognition unza", "S031", "`recognised by unza`", "recognised by unza"),
    ("qualification", "issuer U", "S031", "`awarded by U`", "awarded by U"),
    ("qualification", "issuer: U", "S031", "`awarded by U`", "awarded by U"),
    ("qualification", "offered by U", "S031", "`awarded by NAME`", "awarded by U"),
    ("qualification", "by U", "S031", "`awarded by U`", "awarded by U"),
    ("qualification", "from U", "S031", "`awarded by U`", "awarded by U"),
    ("qualification", "from 2026-01-01 until 2027-01-01", "S031", "`in force from 2026-01-01`", "in force from 2026-01-01"),
    ("qualification", "level ZQF 8", "S031", "`at ZQF …`", "at ZQF 8"),
    ("qualification", "level 8", "S031", "`at LEVEL`", "at 8"),
    ("qualification", "level: ZQF 8", "S031", "`at ZQF …`", "at ZQF 8"),
    ("qualification", 'title "Diploma"', "S031", '`qualification Q "Diploma" {', ""),
    ("qualification", "unit ZC", "S031", "`credit unit NAME`", "credit unit ZC"),
    ("qualification", "prerequisite A", "S031", "`entry requires …`", "entry requires A"),
    ("qualification", "duration 3 years", "S031", "`achieve until DATE`", "achieve until 2030-01-01"),
    ("qualification", 'country "ZM"', "S031", "`country` begins no line of an award", ""),
    ("qualification", "optional A", "S031", "`optional` begins no line of an award", ""),
    ("qualification", "credential A { 10 credits }", "S031", "close the award with `}`", "}\ncredential A { 10 credits"),
    ("qualification", "electives 30 credits from any", "S030", "`requires electives: 30", "requires electives: 30 credits from any"),
    ("qualification", "electives: 30 credits from any", "S030", "`requires electives: 30", "requires electives: 30 credits from any"),
    ("qualification", "core all of { A; B }", "S030", "`requires core: all of …`", "requires core: all of { A; B }"),
    ("qualification", "core { A; B }", "S030", "`requires core: all of {", "requires core: all of { A; B }"),
    (
        "qualification",
        "home at least 30 credits from issuer U",
        "S030",
        "`limits { home: at least … }`",
        "limits { home: at least 30 credits from issuer U }",
    ),
    ("qualification", "A count as 2", "S031", "did you mean `counts`?", "A counts as 2"),
    ("qualification", "last enrolment 2022-12-31", "S031", "`enrol until 2022-12-31`", "enrol until 2022-12-31"),
    ("qualification", "enrolment ends 2022-12-31", "S031", "`enrol until 2022-12-31`", "enrol until 2022-12-31"),
    ("qualification", "transition: students may choose", "S039", "`transition from 2020-01-01:", "transition from 2020-01-01: may choose"),
    ("qualification", "requires outcomes at least 60% of S", "S030", "`at least 60% of", "requires at least 60% of outcomes of S"),
    ("qualification", "requires at least 60% outcomes of S", "S030", "`at least 60% of", "requires at least 60% of outcomes of S"),
    ("qualification", "requires 60% of outcomes of S", "S030", "`at least 60% of outcomes of`", "requires at least 60% of outcomes of S"),
    ("qualification", "requires outcomes of S at least 60%", "S030", "`at least 60% of", "requires at least 60% of outcomes of S"),
    ("qualification", "includes CERT", "S039", "`includes CERT with embed`", "includes CERT with embed"),
    (
        "qualification",
        "limits { cap: RPL at most 25% of award }",
        "S041",
        "`at most 30 credits by rpl`",
        "limits { cap: at most 25% of award by rpl }",
    ),
    ("qualification", "limits { at most 2 RPL units }", "S038", "`2 credentials by rpl`", "limits { at most 2 credentials by rpl }"),
    ("qualification", "limits { at most 10 credits not from U }", "S031", "`not issuer U`", "limits { at most 10 credits not issuer U }"),
    (
        "qualification",
        "limits { at most 10 credits from other institutions }",
        "S031",
        "`external`",
        "limits { at most 10 credits external }",
    ),
]  # fmt: skip
"""The block, the line, the code, part of what is told, and the line as the author meant it."""


@pytest.mark.parametrize(
    ("block", "line", "code", "told", "mended"), SLIPS, ids=[f"{case[0]}: {case[1]}" for case in SLIPS]
)
def test_one_fault_and_what_to_write(block: str, line: str, code: str, told: str, mended: str) -> None:
    (fault,) = parse_text(BLOCKS[block].format(line), "r.stackr").diagnostics
    assert fault.code == code
    assert told in f"{fault.message} {fault.help}"
    assert parse_text(BLOCKS[block].format(mended), "r.stackr").diagnostics == ()


@pytest.mark.parametrize("title", ["", ' "Bachelor"'])
def test_a_version_in_the_heading_is_told_as_days_with_or_without_a_title(title: str) -> None:
    (fault,) = parse_text(f"qualification Q{title} version 2020 {{ total 30 credits }}\n", "r.stackr").diagnostics
    assert "`in force from 2020-01-01` in the block" in fault.help


def test_parts_of_a_route_that_could_not_be_read_are_no_faults_of_their_own() -> None:
    text = BLOCKS["recognition"].format("fallback rpl is PRL\n    not for B\n    grants credit")
    assert [fault.span.line for fault in parse_text(text, "r.stackr").diagnostics] == [3, 4]
