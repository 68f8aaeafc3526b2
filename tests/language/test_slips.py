"""Slips that people who don't program make: one fault each, told in their words, and what the help says to write is right."""

from __future__ import annotations

import pytest

from stackr.checks.run import check_text
from stackr.language import tree
from stackr.language.parse import parse_text

IN_AN_AWARD = [
    ("requires { A; B }", "S039", "`all of { … }`", "requires all of { A; B }"),
    ("requires core { A; B }", "S039", "`core: all of { … }`", "requires core: all of { A; B }"),
    ('requires all of { core "Core": { A; B }; C }', "S039", "`2 of { … }`", 'requires all of { core "Core": 1 of { A; B }; C }'),
    ("requires all of { core: A, B, C }", "S033", "`all of { A; B; C }`", "requires all of { core: all of { A; B; C } }"),
    ("requires all of { e: any 12 credits; B }", "S030", "`12 credits from any`", "requires all of { e: 12 credits from any; B }"),
    ('requires all of { test "T" 10 credits from A; B }', "S037", '`test "T": 10 …`', 'requires all of { test "T": 10 credits from A; B }'),
    ("requires all of { e: 12 credits; B }", "S039", "`… credits from any`", "requires all of { e: 12 credits from any; B }"),
    ('requires all of { e: evidence "TB test" }', "S031", '`attested "TB test"`', 'requires all of { e: attested "TB test" }'),
    (
        "requires 600 hours from clinical practice",
        "S033",
        '`tagged "clinical practice"`',
        'requires 600 hours from tagged "clinical practice"',
    ),
    ("requires 600 clinical hours", "S033", '`600 hours from tagged "clinical"`', 'requires 600 hours from tagged "clinical"'),
    ("limits { practice cannot be recognised }", "S030", "`never by rpl for A`", "limits { never by rpl for practice }"),
    ("limits { pass mark 60 in core }", "S041", "`grade average at least 60", "limits { grade average at least 60 over counted }"),
    ("limits { core: grade at least 60 }", "S041", "`A with grade >= 60`", "limits { core: grade average at least 60 over counted }"),
    ("limits { all within 5 years }", "S034", "`awarded within 5 years of conferred`", "limits { awarded within 5 years of conferred }"),
    ("limits { never PRACTICE by rpl }", "S033", "`never by rpl for PRACTICE`", "limits { never by rpl for PRACTICE }"),
    ("limits { no more than 3 credits by rpl }", "S031", "`at most …`", "limits { at most 3 credits by rpl }"),
    ("requires any 3 units", "S030", "`3 credentials from any`", "requires 3 credentials from any"),
    ("requires at least 2 from { A; B; C }", "S031", "`of`", "requires at least 2 of { A; B; C }"),
    ("requires 2 or more of { A; B; C }", "S031", "`at least 2 of { … }`", "requires at least 2 of { A; B; C }"),
    ("requires 2 to 3 of { A; B; C }", "S031", "`2 to 3 credentials from A or B or C`", "requires 2 to 3 credentials from A or B or C"),
    ("requires all of { c: all of { A; B } and D }", "S033", "`;` between them", "requires all of { c: all of { A; B }; D }"),
    ("limits { no RPL for PRACTICE }", "S031", "`never by rpl for PRACTICE`", "limits { never by rpl for PRACTICE }"),
    ("limits { never by rpl } requires A", "S033", "`;` in front of `requires`", "limits { never by rpl }; requires A"),
    ("awarded by U level 5", "S031", "`at 5`", "awarded by U at 5"),
    ("awarded by U at level ZQF 5", "S031", "`at ZQF 5`", "awarded by U at ZQF 5"),
    ("awarded by U, at ZQF 5", "S033", "leave it out", "awarded by U at ZQF 5"),
    ("awarded by U at ZQF5", "S035", "`ZQF 5`", "awarded by U at ZQF 5"),
    ("awarded by U at 5 ZQF", "S041", "`ZQF 5`", "awarded by U at ZQF 5"),
    ("total 60 credits and 600 practice hours", "S033", "`limits { at least 600 hours from any }`", "total 60 credits"),
    (
        "requires 2 of { A; B } where grade >= 60",
        "S031",
        "`A with grade >= 60`",
        "requires 2 of { A with grade >= 60; B with grade >= 60 }",
    ),
    (
        "requires 2 of { A; B } with grade >= 60",
        "S031",
        "`with { at least 2 credentials from grade >= 60 }`",
        "requires 2 of { A; B } with { at least 2 credentials from grade >= 60 }",
    ),
    (
        "requires 2 of { A; B } with { issuer U }",
        "S031",
        "`at least 2 credentials from issuer U`",
        "requires 2 of { A; B } with { at least 2 credentials from issuer U }",
    ),
    (
        "requires 10 credits from issuer in { U; V } with { at least 2 issuers; grade >= 60 }",
        "S031",
        "`from … and grade >= 60`",
        "requires 10 credits from issuer in { U; V } and grade >= 60 with { at least 2 issuers }",
    ),
    (
        "requires 10 credits from issuer in { U; V } with tagged \"x\"",
        "S031",
        "`from … and tagged",
        'requires 10 credits from issuer in { U; V } and tagged "x"',
    ),
    (
        "requires 10 credits from issuer in { U; V } where graded",
        "S031",
        "`and`",
        "requires 10 credits from issuer in { U; V } and graded",
    ),
    (
        'requires 10 credits from tags include all of { "a"; "b" }',
        "S033",
        '`tags include "a" and tags include "b"`',
        'requires 10 credits from tags include "a" and tags include "b"',
    ),
    ('requires 10 credits from tags = { "a"; "b" }', "S033", '`tags in { "a"; "b" }`', 'requires 10 credits from tags in { "a"; "b" }'),
    (
        'requires 10 credits from tagged any of { "a", "b" }',
        "S033",
        '`tagged "a" or tagged "b"`',
        'requires 10 credits from tagged "a" or tagged "b"',
    ),
    ("requires 10 credits from issuer one of { U; V }", "S033", "`issuer in { U; V }`", "requires 10 credits from issuer in { U; V }"),
    ("requires 10 credits from issuer in (U, V)", "S033", "`issuer in { U; V }`", "requires 10 credits from issuer in { U; V }"),
    ("requires 10 credits from issuer in U or V", "S033", "`issuer in { U; V }`", "requires 10 credits from issuer in { U; V }"),
    ("requires 10 credits from issuer U, V", "S033", "`issuer U or issuer V`", "requires 10 credits from issuer U or issuer V"),
    (
        "requires 10 credits from issuer != { U; V }",
        "S033",
        "`issuer != U and issuer != V`",
        "requires 10 credits from issuer != U and issuer != V",
    ),
    ("requires 10 credits from level >= 7, graded", "S033", "`and`", "requires 10 credits from level >= 7 and graded"),
    ("requires 10 credits from all of { A; B }", "S033", "`from A or B`", "requires 10 credits from A or B"),
    ("requires 10 credits from level 7 or 8", "S033", "`level in { 7; 8 }`", "requires 10 credits from level in { 7; 8 }"),
    ("requires 10 credits from level 7 to 9", "S031", "`level >= 7 and level <= 9`", "requires 10 credits from level >= 7 and level <= 9"),
    ("requires A with grade between 60 and 80", "S031", "`grade >= 60 and grade <= 80`", "requires A with grade >= 60 and grade <= 80"),
    ("requires 10 credits from level > = 7", "S030", "`>=`", "requires 10 credits from level >= 7"),
    ("requires 10 credits from issuer not U", "S030", "`issuer is not U`", "requires 10 credits from issuer is not U"),
    (
        'requires when fact "languages" includes "en" requires A otherwise B',
        "S031",
        '`fact "languages" = "en"`',
        'requires when fact "languages" = "en" requires A otherwise B',
    ),
    (
        'requires when fact "languages" = all of { "en"; "fr" } requires A otherwise B',
        "S033",
        '`fact "languages" = "en" and fact "languages" = "fr"`',
        'requires when fact "languages" = "en" and fact "languages" = "fr" requires A otherwise B',
    ),
    (
        'requires when fact "languages" in { "en"; "fr" } requires A otherwise B',
        "S031",
        '`fact "languages" = "en" or fact "languages" = "fr"`',
        'requires when fact "languages" = "en" or fact "languages" = "fr" requires A otherwise B',
    ),
    ("requires 40 credits ZC where level >= 7", "S031", "`from`", "requires 40 credits ZC from level >= 7"),
    ("requires 2 credentials that tagged \"x\"", "S031", "`from`", 'requires 2 credentials from tagged "x"'),
    ("requires 40 credits from A or B where level >= 7", "S031", "`and`", "requires 40 credits from A or B and level >= 7"),
    ("requires 40 credits from level >= 7 whose issuer U", "S031", "`and`", "requires 40 credits from level >= 7 and issuer U"),
    ("requires THESIS where grade >= 60", "S031", "`with`", "requires THESIS with grade >= 60"),
    ("limits { at most 10 credits ZC having level < 7 }", "S031", "`from`", "limits { at most 10 credits ZC from level < 7 }"),
    ("requires THESIS minimum grade 60", "S033", "`THESIS with grade >= 60`", "requires THESIS with grade >= 60"),
    ("requires all of { A; THESIS grade 60 }", "S033", "`THESIS with grade >= 60`", "requires all of { A; THESIS with grade >= 60 }"),
    (
        "requires 60 credits from A or B, at least 30 credits from B",
        "S033",
        "`with { at least 30 credits from … }`",
        "requires 60 credits from A or B with { at least 30 credits from B }",
    ),
    (
        "requires 60 credits from A or B with at least 30 credits from B",
        "S039",
        "`with { at least 30 credits from … }`",
        "requires 60 credits from A or B with { at least 30 credits from B }",
    ),
    (
        'classify "7" when level of the highest 40 credits >= 7',
        "S031",
        "write `at least 40 credits at level >= 7`",
        'classify "7" when at least 40 credits at level >= 7',
    ),
    ("exit award from MSC", "S039", "`of MSC`", "exit award of MSC"),
    ("limit rpl: at most 10 credits by rpl", "S036", "`limits { rpl: … }`", "limits { rpl: at most 10 credits by rpl }"),
    ("max 90 credits by rpl", "S031", "`limits { at most 90 … }`", "limits { at most 90 credits by rpl }"),
    ("minimum 90 credits from issuer U", "S031", "`limits { at least 90 … }`", "limits { at least 90 credits from issuer U }"),
    ("limits { home: at least 60 credits at UNI }", "S039", "`from issuer UNI`", "limits { home: at least 60 credits from issuer UNI }"),
    (
        "limits { age: not older than 10 years }",
        "S034",
        "`awarded within 10 years of conferred`",
        "limits { age: awarded within 10 years of conferred }",
    ),
    (
        "limits { age: completed in the last 10 years }",
        "S034",
        "`awarded within 10 years of conferred`",
        "limits { age: completed within 10 years of conferred }",
    ),
    ("awarded by U at EQF level 6", "S031", "`EQF 6`", "awarded by U at EQF 6"),
    ("version 2026-01-01", "S030", "`in force from 2026-01-01` in", "in force from 2026-01-01"),
    ('version "2026-01-01"', "S030", "`in force from 2026-01-01` in", "in force from 2026-01-01"),
    ("version 2026", "S030", "`in force from 2026-01-01` in", "in force from 2026-01-01"),
    ('version "Spring 2026"', "S030", "`in force from", "in force from 2026-01-01"),
    ("total credits 120", "S041", "`120 credits`", "total 120 credits"),
    ("credits 120", "S041", "`total 120 credits`", "total 120 credits"),
    ("credits: 120", "S037", "`total 120 credits`", "total 120 credits"),
    ("awarded by University of Zambia", "S040", '`by "University of Zambia"`', 'awarded by "University of Zambia"'),
    ("awarded by University of Zambia at ZQF 7", "S040", '"University of Zambia"', 'awarded by "University of Zambia" at ZQF 7'),
    ("120 credits", "S030", "`total 120 credits`", "total 120 credits"),
    ("120 points", "S030", "`total 120 credits`", "total 120 credits"),
    ("core: all of { A; B }", "S030", "`requires all of { … }`", "requires all of { A; B }"),
    ("elective: 2 of { A; B }", "S030", "`requires all of { … }`", "requires 2 of { A; B }"),
    ("elective: at least 30 credits from A or B", "S030", "`requires all of", "requires at least 30 credits from A or B"),
    ("at least 60 credits from level >= 6", "S030", "`requires all of", "requires at least 60 credits from level >= 6"),
    ("at most 60 credits by rpl", "S030", "`limits { at most … }`", "limits { at most 60 credits by rpl }"),
    ("must have all of { A; B }", "S031", "`requires all of { … }`", "requires all of { A; B }"),
    ("must complete 2 of { A; B }", "S031", "`requires all of { … }`", "requires 2 of { A; B }"),
    ("total 120", "S038", "`120 credits`", "total 120 credits"),
    ("total 120 cr", "S038", "`120 credits`", "total 120 credits"),
    ("total 120 points", "S038", "`120 credits`", "total 120 credits"),
    ("total: 120 credits", "S037", "no colon follows `total`", "total 120 credits"),
    ("total is 120 credits", "S037", "`total 120 …`", "total 120 credits"),
    ("total = 120 credits", "S037", "`total 120 …`", "total 120 credits"),
    ("total one hundred credits", "S038", "`100 …`", "total 100 credits"),
    ("total 1,200 credits", "S004", "`1200`", "total 1200 credits"),
    ("total 12,5 credits", "S004", "`12.5`", "total 12.5 credits"),
    ("total 120. credits", "S004", "`120`", "total 120 credits"),
    ("require all of { A; B }", "S031", "`requires`", "requires all of { A; B }"),
    ("required: all of { A; B }", "S037", "`requires …`", "requires all of { A; B }"),
    ("requires: all of { A; B }", "S037", "`requires …`", "requires all of { A; B }"),
    ("requires A, B, C", "S033", "`all of { A; B; C }`", "requires all of { A; B; C }"),
    ("requires A and B and C", "S033", "`all of { A; B; C }`", "requires all of { A; B; C }"),
    ("requires all { A; B }", "S039", "`all of { … }`", "requires all of { A; B }"),
    ("requires all of ( A; B )", "S039", "`{ … }`", "requires all of { A; B }"),
    ("requires two of { A; B; C }", "S038", "`2 …`", "requires 2 of { A; B; C }"),
    ('requires all of { p "P" = all of { A; B } }', "S037", '`p "P": …`', 'requires all of { p "P": all of { A; B } }'),
    ("requires either { A; B }", "S031", "`any of { … }`", "requires any of { A; B }"),
    ("requires either A or B", "S031", "`A or …`", "requires A or B"),
    ("requires choose 2 from { A; B; C }", "S031", "`2 of { … }`", "requires 2 of { A; B; C }"),
    ("requires no less than 10 credits from A", "S031", "`at least …`", "requires at least 10 credits from A"),
    ("requires >= 10 credits from A", "S031", "`at least …`", "requires at least 10 credits from A"),
    ("requires atleast 10 credits from A", "S031", "`at least …`", "requires at least 10 credits from A"),
    ("requires at lest 10 credits from A", "S031", "`at least`", "requires at least 10 credits from A"),
    ("limits { c: up to 10 credits by rpl }", "S031", "`at most …`", "limits { c: at most 10 credits by rpl }"),
    ("limits { c: maximum 10 credits by rpl }", "S031", "`at most`", "limits { c: at most 10 credits by rpl }"),
    ("limits { c: not more than 10 credits by rpl }", "S031", "`at most …`", "limits { c: at most 10 credits by rpl }"),
    ("limits { c: less than 10 credits by rpl }", "S031", "includes its end", "limits { c: at most 9 credits by rpl }"),
    ("limits { c: at most 50 percent of award by rpl }", "S031", "`50% of award`", "limits { c: at most 50% of award by rpl }"),
    ("limits { c: at most 50% of the award by rpl }", "S031", "leave it out", "limits { c: at most 50% of award by rpl }"),
    ("limits { r: at least one third of award external }", "S038", "`1/3 of award`", "limits { r: at least 1/3 of award external }"),
    ("limits: { c: at most 10 credits by rpl }", "S037", "`limits …`", "limits { c: at most 10 credits by rpl }"),
    ("limits { c: at most 10 credits via rpl }", "S031", "`by rpl`", "limits { c: at most 10 credits by rpl }"),
    ("limits { c: at most 10 credits through RPL }", "S031", "`by rpl`", "limits { c: at most 10 credits by rpl }"),
    ("limits { c: within 5 years }", "S034", "of conferred", "limits { c: awarded within 5 years of conferred }"),
    ("limits { c: awarded within 5 yrs of applied }", "S031", "`years`", "limits { c: awarded within 5 years of applied }"),
    ("limits { a: grade average at least 55 }", "S039", "over counted", "limits { a: grade average at least 55 over counted }"),
    ("in force from 1 January 2026", "S004", "`2026-01-01`", "in force from 2026-01-01"),
    ("in force from 15 Sept 2026", "S004", "`2026-09-15`", "in force from 2026-09-15"),
    ("in force from 2026", "S004", "`2026-01-01`", "in force from 2026-01-01"),
    ("in force from 2026-01-01 to 2027-01-01", "S031", "`until`", "in force from 2026-01-01 until 2027-01-01"),
    ("in force since 2026-01-01", "S031", "`from`", "in force from 2026-01-01"),
    ("effective from 2026-01-01", "S031", "`in force`", "in force from 2026-01-01"),
    ("in force from 2026-01-01, enroll until 2027-01-01", "S031", "`enrol until`", "in force from 2026-01-01, enrol until 2027-01-01"),
    ("requires 10 credits from level greater than 7", "S031", "`>`", "requires 10 credits from level > 7"),
    ("requires 10 credits from level at least 7", "S031", "`>=`", "requires 10 credits from level >= 7"),
    ("requires 10 credits from level 7 or above", "S031", "`level >= 7`", "requires 10 credits from level >= 7"),
    ("requires 10 credits from level <= 7 or lower", "S031", "`level <= 7`", "requires 10 credits from level <= 7"),
    ("requires A with grade 60 or better", "S031", "`grade >= 60`", "requires A with grade >= 60"),
    ("requires 10 credits from level >= 8 ZQF", "S041", "`ZQF 8`", "requires 10 credits from level >= ZQF 8"),
    ('requires 10 credits from field in "061"', "S030", '`field under "061"`', 'requires 10 credits from field under "061"'),
    ("requires 10 credits from field under 061", "S035", '`under "061"`', 'requires 10 credits from field under "061"'),
    ("requires A with grade at least 60", "S031", "`>=`", "requires A with grade >= 60"),
    ("requires A with a grade >= 60", "S031", "leave it out", "requires A with grade >= 60"),
    ("requires 10 credits from { A; B }", "S033", "`from A or B`", "requires 10 credits from A or B"),
    ("requires 10 credits from one of { A; B, C }", "S033", "`from A or B or C`", "requires 10 credits from A or B or C"),
    ("requires 10 credits from any of { A or B }", "S033", "`from A or B`", "requires 10 credits from A or B"),
    ('requires 10 credits from (A; "CS 101")', "S033", '`from A or "CS 101"`', 'requires 10 credits from A or "CS 101"'),
    ("requires all of { p: 10 credits from {A, B}; C }", "S033", "`from A or B`", "requires all of { p: 10 credits from A or B; C }"),
    ("requires 10 credits of level >= 7", "S031", "`from`", "requires 10 credits from level >= 7"),
    ("requires 3 courses from any", "S038", "`3 credentials`", "requires 3 credentials from any"),
    ("requires 9 credits from any with at least 2 issuers", "S039", "`with {", "requires 9 credits from any with { at least 2 issuers }"),
    ('requires all of { "Core" core: A; B }', "S041", '`core "Core": …`', 'requires all of { core "Core": A; B }'),
    ("requires all of { core units: A; B }", "S036", "`core-units: …`", "requires all of { core-units: A; B }"),
    ("source s. 14", "S040", 'source "s. 14"', 'source "s. 14"'),
    ("awarded by Univ. of Zambia", "S040", '`"Univ. of Zambia"`', 'awarded by "Univ. of Zambia"'),
    ("source Regulations 2026, s. 14", "S040", 'source "s. 14"', 'source "Regulations 2026, s. 14"'),
    (
        "limits { rpl (RPL, s. 14): at most 10 credits by rpl }",
        "S040",
        'source "s. 14"',
        'limits { rpl "RPL": at most 10 credits by rpl source "s. 14" }',
    ),
    (
        "limits { rpl: at most 10 credits by rpl (s. 14) }",
        "S040",
        'source "s. 14"',
        'limits { rpl: at most 10 credits by rpl source "s. 14" }',
    ),
    (
        "limits { c: at most 10 credits by rpl source Art. 3(2) }",
        "S040",
        'source "Art. 3(2)"',
        'limits { c: at most 10 credits by rpl source "Art. 3(2)" }',
    ),
    (
        "limits { rpl (s. 14): at most 10 credits by rpl }",
        "S040",
        'source "s. 14"',
        'limits { rpl: at most 10 credits by rpl source "s. 14" }',
    ),
    (
        "limits { rpl (section 14): at most 10 credits by rpl }",
        "S037",
        '`rpl "section 14": …`',
        'limits { rpl "section 14": at most 10 credits by rpl }',
    ),
    (
        'limits { rpl "RPL" (cap): at most 10 credits by rpl }',
        "S037",
        'source "cap"',
        'limits { rpl "RPL": at most 10 credits by rpl source "cap" }',
    ),
    (
        "requires all of { core (compulsory): all of { A; B } }",
        "S037",
        '`core "compulsory": …`',
        'requires all of { core "compulsory": all of { A; B } }',
    ),
    ('source: "s. 14"', "S037", "no colon follows `source`", 'source "s. 14"'),
    ("source s14", "S040", "`source", 'source "s14"'),
    ("awarded by: UNZA", "S037", "no colon follows `awarded by`", "awarded by UNZA"),
    ("total 30 credits // the total", "S005", "`#`", "total 30 credits # the total"),
    ("total 30 credits -- the total", "S005", "`#`", "total 30 credits # the total"),
    ("total 30 /* all */ credits", "S005", "`#`", "total 30 credits # all"),
    ("requires all of { DS–501; B }", "S005", "not a hyphen", "requires all of { DS-501; B }"),
]  # fmt: skip
"""A line of a qualification, the code, part of what is told, and the line as the author meant it."""


def award(line: str) -> str:
    """A qualification with the line in question as its third."""
    return f'qualification Q "Q" {{\n  field "06"\n  {line}\n}}\n'


@pytest.mark.parametrize(("line", "code", "told", "mended"), IN_AN_AWARD, ids=[case[0] for case in IN_AN_AWARD])
def test_one_fault_on_the_line_of_the_slip(line: str, code: str, told: str, mended: str) -> None:
    found = parse_text(award(line), "r.stackr").diagnostics
    assert [(fault.code, fault.span.line) for fault in found] == [(code, 3)]
    assert told in f"{found[0].message} {found[0].help}"
    assert parse_text(award(mended), "r.stackr").diagnostics == ()


ELSEWHERE = [
    ('articulation A "Agreed" { from X of COLLEGE to Y }', "S033", "behind `;`: `; to …`"),
    ('qualification Q version "2026" {\n  requires A\n}', "S030", "in the block"),
    ('catalogue C { from "units.csv" }', "S030", 'from "units.csv" {'),
    ('register R bodies { from "units.csv" }', "S030", 'from "units.csv" {'),
    ("let x = graded let y = graded", "S030", "begin a new line in front of `let`"),
    ("qualification P { requires A } qualification Q { requires B }", "S030", "new line in front of `qualification`"),
    ("credential A { 10 credits } credential B { 10 credits }", "S030", "new line in front of `credential`"),
    ("qualification Q Diploma in Data {\n  total 30 credits\n}", "S040", '"Diploma in Data"'),
    ('qualification "Diploma" Q {\n  total 30 credits\n}', "S041", '`Q "Diploma"`'),
    ('programme Q "Diploma" { total 30 credits }', "S031", "`qualification`"),
    ('course A "Algebra" { 10 credits }', "S031", "`credential`"),
    ('include "levels.stackr"', "S031", "`import`"),
    ("import levels.stackr", "S040", '"levels.stackr"'),
    ('credential A "Algebra" 10 credits', "S039", "`{`"),
    ("credential A { credits 10 }", "S041", "`10 credits`"),
    ("credential A { level: 7 }", "S037", "`level`"),
    ("recognition r for U {\n route own when graded grants full\n}", "S039", "`route own is own when …`"),
    ("recognition r for U {\n route own is own grants 10 credits\n}", "S030", "`up to 10 credits`"),
    ("recognition r for U {\n fallback rpl is rpl evidence valid and authentic\n}", "S033", "`,`"),
    ("recognition r for U {\n fallback rpl is rpl each outcome at least 50%\n}", "S039", "met to"),
    ("scenario two are enough { expect Q satisfied }", "S040", '"two are enough"'),
    ('scenario "x" { expect Q not satisfied missing core }', "S030", "`expect Q missing …` on a line of its own"),
    ('scenario "x" {\n expect Q satisfied\n expect Q not satisfied counting A\n}', "S030", "`expect Q counting …`"),
    ('scenario "x" {\n note "x"\n learner has A 10 credits\n}', "S031", "`learner holds`"),
    ("credential A { 10 credits; level 6 requires B }", "S031", "`; prerequisite …`"),
    ('scenario "x" { expect Q is satisfied }', "S031", "`Q satisfied`"),
    ('scenario "x" { expect Q passes }', "S031", "`satisfied`"),
    ('scenario "x" { then Q satisfied }', "S031", "`expect`"),
    ('scenario "x" {\n learner has A 10 credits\n}', "S031", "`learner holds`"),
    ('scenario "x" {\n learner holds A and B\n}', "S033", "`,`"),
    ("articulation a { A1 to B1 }", "S030", "`from A1 of U`"),
    ("let x: level >= 7", "S037", "`x = …`"),
    ("let x is level >= 7", "S031", "`=`"),
    ("parameter cap 60 credits", "S039", "`= 60 …`"),
    ("convert 2 UKC to 1 ECTS", "S039", "write `=`"),
    ("convert 2 UKC -> 1 ECTS", "S005", "`=`"),
    ("credit ZC = 10 hours", "S031", "write `is`"),
    ("framework F { levels 1-10 }", "S004", "`1 to 10`"),
    ("catalogue K { credential A { -10 credits } }", "S004", "no amount is below zero"),
    ('catalogue K { credential A { cost -10 "ZMW" } }', "S004", "no amount is below zero"),
    ("framework F { levels 1..10 }", "S004", "`1 to 10`"),
    ("framework F { levels 1 to 10; 7 = EQF 6 }", "S031", "`7 is referenced to …`"),
    ("framework F { levels 1 to 10; level 7 is referenced to EQF 6 }", "S031", "without `level`"),
    ("grades letters { A: 4 }", "S037", "`A = …`"),
    ("qualification:\n", "S037", "`qualification NAME { … }`"),
    (
        'qualification Q "Q" {\n requires all of { A; B\n limits {\n  c: at most 10 credits by rpl\n }\n}',
        "S010",
        "never closed",
    ),
]


@pytest.mark.parametrize(("text", "code", "told"), ELSEWHERE, ids=[case[0].splitlines()[-1] for case in ELSEWHERE])
def test_one_fault_elsewhere(text: str, code: str, told: str) -> None:
    found = parse_text(text, "r.stackr").diagnostics
    assert [fault.code for fault in found] == [code]
    assert told in f"{found[0].message} {found[0].help}"


def test_a_percentage_may_stand_apart_from_its_sign() -> None:
    close, apart, narrow = (
        award(f"limits {{ c: at most 50{space}% of award by rpl }}") for space in ("", " ", "\u202f")
    )
    assert parse_text(apart).diagnostics == ()
    assert parse_text(close).file == parse_text(apart).file == parse_text(narrow).file


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("level 7 or above", "level >= 7"),
        ("level ZQF 7 and higher", "level >= ZQF 7"),
        ('level RQF "Entry 3" or below', 'level <= RQF "Entry 3"'),
        ("credits >= 12.5 or more", "credits >= 12.5"),
        ("awarded from 2024-01-01 and graded or awarded = 2024-01-01 or later", "awarded >= 2024-01-01"),
        ("grade B or better", "grade >= B"),
    ],
)
def test_what_is_no_bound_is_marked_whole_and_told_as_one(said: str, meant: str) -> None:
    text = award(f"requires p: 10 credits from {said}")
    (fault,) = parse_text(text, "r.stackr").diagnostics
    marked = text.splitlines()[fault.span.line - 1][fault.span.column - 1 : fault.span.end_column - 1]
    assert fault.code == "S031"
    assert f"`{meant}`" in fault.help
    assert said.endswith(marked)
    assert marked.startswith(meant.split()[0])
    assert not parse_text(award(f"requires p: 10 credits from {meant}")).diagnostics


def test_a_code_that_looks_like_a_word_for_more_may_be_quoted() -> None:
    assert parse_text(award('requires 10 credits from level >= 7 or "above"')).diagnostics == ()
    assert parse_text(award("requires above or below")).diagnostics == ()


def test_a_share_of_the_total_says_which_base_is_meant() -> None:
    for base in ("total", "credits"):
        (fault,) = check_text(award(f"requires p: 30 credits from any\n  limits {{ c: at most 50% of {base} by rpl }}"))
        assert (fault.code, "`of award`" in fault.help) == ("N101", True)


def test_a_long_list_costs_by_its_length() -> None:
    """Members are gathered without copying those before them: twice as many take twice the reductions, and one list."""
    text = award("requires all of {\n" + "\n".join(f"A{n}" for n in range(20_000)) + "\n}")
    (declared,) = parse_text(text).file.declarations
    assert isinstance(declared, tree.Qualification)
    assert isinstance(declared.requirement, tree.GroupReq)
    assert len(declared.requirement.children) == 20_000


def test_what_is_said_twice_is_shown_at_the_second_place_and_at_the_first() -> None:
    lines = ("awarded by U", "total 30 credits", "requires A", "credit unit ZC", "recognised by r", 'field "06"')
    for line in lines:
        text = f'qualification Q "Q" {{\n  {line}\n  note "n"\n  {line}\n}}\n'
        (fault,) = parse_text(text, "r.stackr").diagnostics
        assert (fault.code, fault.span.line, [other.span.line for other in fault.related]) == ("S020", 4, [2]), line


HELD = [
    ("learner holds A 10 credits awarded June", "S021", "awarded 2026-01-31"),
    ("learner holds A 10 credits on 2025-01-01", "S021", "`awarded 2025-01-01` or `completed 2025-01-01`"),
    ("learner holds A 10 credits awarded 2025-01-01 awarded 2024-01-01", "S020", "keep one"),
    ("learner holds A 10 credits 20 credits", "S020", "keep one"),
    ("learner holds A 10 credits from U from V", "S020", "keep one"),
    ("learner holds A as x as y", "S020", "keep one"),
    ("learner holds { A as x as y }", "S020", "keep one"),
    ("learner entered June", "S021", "learner entered 2026-01-31"),
    ("learner entered 2025-01-01\n learner entered 2024-01-01", "S020", "keep one"),
    ('decision waive Q.a by "Dean" by "Senate" on 2026-01-01', "S020", "keep one"),
    ('decision waive Q.a by "Dean" on 2026-01-01 on 2026-01-02', "S020", "keep one"),
]


@pytest.mark.parametrize(("line", "code", "told"), HELD, ids=[case[0] for case in HELD])
def test_what_a_learner_of_a_scenario_cannot_have(line: str, code: str, told: str) -> None:
    rules = "qualification Q { requires a: 10 credits from any }\n"
    (fault,) = check_text(f'{rules}scenario "s" {{\n {line}\n expect Q not satisfied\n}}\n')
    assert (fault.code, told in fault.help) == (code, True), fault


def test_what_a_learner_may_have_several_of() -> None:
    line = 'learner holds A grade 70 on percent tagged "a" tagged "b" outcomes "x" outcomes "y" complete 2026-01-01'
    decision = 'decision rpl A share "x" 50% share "y" 60% by "P" on 2026-01-01'
    rules = "grades percent { from 0 to 100 }\nqualification Q { requires A }\n"
    assert check_text(f'{rules}scenario "s" {{\n {line}\n {decision}\n expect Q satisfied\n}}\n') == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            "qualification Q { awarded by U; requires all of { A; B }; limits { c: at most 20 credits by rpl } }",
            "limits",
        ),
        ("qualification Q { awarded by U; total 120 credits; requires A }", "total"),
        ("qualification Q { awarded by U; requires A; also requires B }", "also requires"),
        ("qualification Q { awarded by U; requires A; entry requires B }", "entry requires"),
        ("qualification Q { awarded by U; requires A; prefer best grades }", "prefer"),
        ('qualification Q { awarded by U; requires A; classify "x" otherwise }', "classify"),
        ("credential A { 10 credits; prerequisite B }", "prerequisite"),
        ("credential A { 10 credits; level 7 }", "level"),
        ('credential A { 10 credits; tags "x" }', "tags"),
        ('credential A { 10 credits; cost 5 "ZMW" }', "cost"),
        ('scenario "x" { learner holds A 10 credits; expect Q satisfied }', "expect"),
    ],
)
def test_two_lines_with_nothing_between_them(text: str, word: str) -> None:
    assert parse_text(text).diagnostics == ()
    (fault,) = parse_text(text.replace(f"; {word}", f" {word}")).diagnostics
    assert (fault.code, fault.message) == ("S033", f"`{word}` begins a line of its own")
    assert fault.help == f"write `;` in front of `{word}`, or begin a new line"


@pytest.mark.parametrize(
    ("written", "sign", "meant"),
    [
        ("grade above 60", "`>`", "grade > 60"),
        ("level below 7", "`<`", "level < 7"),
        ('title contains "data"', "`include`", 'title include "data"'),
    ],
)
def test_a_word_that_compares_is_no_framework(written: str, sign: str, meant: str) -> None:
    (fault,) = check_text(award(f"requires 10 credits from {written}"))
    assert (fault.code, sign in fault.help) == ("N101", True)
    assert check_text(award(f"requires 10 credits from {meant}")) == ()


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("total 3 issuers", "credits"),
        ("total 50% of award", "credits"),
        ("total at least 3 tags", "credits"),
        ("item weight 3 issuers", "credits"),
        ("requires all of { p: A; q: B }; shared between p and q up to 3 tags", "credits"),
        ("includes P with share up to 3 issuers", "credits"),
        ("requires 20 credits from any with { each at least 3 credentials }", "credits"),
        ("requires 20 credits from any with { each at least 3 levels }", "credits"),
        ("requires A\n}\nframework F {\n one credit is 3 credits", "hours"),
        ("requires A\n}\ncredential A {\n 10 credentials", "credits"),
        ("requires A\n}\nrecognition r for U {\n route own is own grants part, up to 3 hours", "credits"),
    ],
)
def test_what_is_no_amount_of_credits_is_not_read_as_one(line: str, unit: str) -> None:
    (fault,) = parse_text(award(line), "r.stackr").diagnostics
    assert (fault.code, f"{unit}`" in fault.help) == ("T111", True)


def test_a_share_of_what_counts_is_not_asked_of_each_unit() -> None:
    (fault,) = check_text(award("requires 20 credits from any with { each at least 10% of counted }"))
    assert (fault.code, fault.message.startswith("10% of counted changes")) == ("T111", True)


def test_credits_and_hours_of_what_is_on_offer_stand_side_by_side() -> None:
    made = parse_text(
        "catalogue c {\n credential A { 10 credits; 300 hours }\n credential B { 300 hours }\n}\n", "r.stackr"
    )
    (catalogue,) = made.file.declarations
    assert isinstance(catalogue, tree.Catalogue)
    told = [(item.credits.amount if item.credits else None, item.hours) for item in catalogue.credentials]
    assert (told, made.diagnostics) == ([(10, 300), (None, 300)], ())


def test_what_goes_on_no_deeper_is_told_how_it_would() -> None:
    shallow = "limits { cap: at most 50% of award\n  by rpl }"
    (fault,) = parse_text(award(shallow), "r.stackr").diagnostics
    assert (fault.code, fault.span.line, "indented deeper" in fault.help) == ("S033", 4, True)
    assert parse_text(award(shallow.replace("  by", " " * 20 + "by")), "r.stackr").diagnostics == ()
