"""What the static checks find, and where they must keep still: an error is only what can never be right."""

from __future__ import annotations

import pytest

from checks.books import BUNDLE, EXTERNAL, OWN, RPL, TWO_POOLS, UNITS, award, ladder, limited, ours, requires
from stackr.checks.run import check_text
from stackr.diagnostics.model import Severity

CALENDAR = 'calendar U "U" { term "2026-spring" from 2026-02-01 until 2026-06-30 }\n'

NURSES = 'register N bodies { V from 2020-01-01 for "0913" }\n'

LESS = (
    'credential A "A" { 20 credits }\narticulation X "X" { from B of F; to A for 12 credits }\n'
    "recognition u for U { route agreed is agreement when articulation in force on awarded grants as articulated }\n"
)

MEAN = "grade average at least 60 over counted"


def classed(*lines: str) -> str:
    """An award with these classes."""
    classes = "".join(f"  classify {line}\n" for line in lines)
    return f'grades percent {{ from 0 to 100 }}\nqualification Q "Q" {{\n  requires A\n{classes}}}\n'


WRONG = {
    "C201": [
        'credential A "A" { 10 credits; prerequisite A }\n',
        'credential A "A" { 10 credits; prerequisite B }\ncredential B "B" { 10 credits; prerequisite C }\n'
        'credential C "C" { 10 credits; prerequisite A }\n',
        'catalogue K "K" { credential A "A" { 10 credits; prerequisite A } }\n',
        'credential A "A" { 10 credits; prerequisite B }\ncredential B "B" { 10 credits; corequisite A }\n',
    ],
    "C202": [
        requires("Q", "award Q"),
        requires("Q", "award R") + requires("R", "award S") + requires("S", "award Q"),
        requires("Q", "p: 2 of { award R; award S }") + requires("R", "award Q") + requires("S", "A"),
        "qualification Q { requires A; entry requires award R }\n" + requires("R", "award Q"),
        "qualification Q { requires A; entry requires all of { B; award Q } }\n",
    ],
    "C203": [
        requires("Q", "p: one of { }"),
        requires("Q", "p: any of { }"),
        requires("Q", "p: at least 2 of { A }"),
        'group G "G": 2 of { A }\n' + requires("Q", "use G"),
        UNITS.replace('"A" { 10 credits', '"A" { 10 credits; prerequisite 3 of { B; MATH1 }'),
        UNITS.replace('"A" { 10 credits', '"A" { 10 credits; corequisite all of { B; 2 of { MATH1 } }'),
    ],
    "C204": [
        award("exactly 39", f"requires all of {{ {TWO_POOLS} }}"),
        award("at most 39", f"requires all of {{ {TWO_POOLS} }}"),
        award(
            "exactly 29", "requires p: 2 of { 10 credits from level = 5; 20 credits from any; 30 credits from graded }"
        ),
        requires("Q", "p: 30 credits from any with { at most 20 credits }"),
        requires("Q", f"g: all of {{ {TWO_POOLS} }} with {{ at most 39 credits }}"),
        requires("Q", "p: exactly 10 credits from any with { at least 11 credits from graded }"),
        award("exactly 60", "requires p: 5 credits from any\n  limits { home: at least 61 credits from graded }"),
        award("exactly 5", "requires all of { a: 3 credentials from level = 5\n b: 3 credentials from any }").replace(
            "5 credits", "5 credentials"
        ),
    ],
    "C205": [
        limited("at most 20 credits by rpl", "at least 21 credits by rpl"),
        limited("at most 25% of award by rpl", "at least 16 credits by rpl"),
        limited("at most 20 credits external", "at most 39 credits not external"),
        limited("at most 20 credits external", "at least 21 credits by rpl"),
        limited("at most 20 credits external", "at least 21 credits external and level >= 7"),
        limited("at most 30% of counted external", "at least 40% of counted external"),
        limited("at most 30% of counted external", "at most 60% of counted not external"),
        limited("at least 70% of counted external", "at least 40% of counted not external"),
        limited("at most 20 credits not issuer U", "at most 39 credits from issuer U"),
        limited("at least 30 credits external", "at least 31 credits not external", total="exactly 60"),
        'qualification Q "Q" {\n  awarded by U; total 60 credits; requires all of { p: 5 credits from any }\n'
        "  limits { a: at most 20 credits external; b: at most 30 credits from issuer U }\n}\n",
        requires(
            "Q",
            'p: 30 credits from any with { a: at most 1 credential tagged "x"; b: at least 2 credentials tagged "x" }',
        ),
    ],
    "C206": [
        'credential A "A" { 10 credits; retired 2021-12-31 }\n' + requires("Q", "A", "in force from 2022-01-01"),
        'credential A "A" { 10 credits; retired 2021-12-31 }\n'
        + requires("Q", "p: any of { A; B }", "in force from 2022-01-01"),
        "credential A { 10 credits; retired 2021-12-31 }\n"
        "qualification Q { in force from 2022-01-01; requires B\n also requires l: all of { A } }\n",
        "credential A { 10 credits; retired 2021-12-31 }\n"
        "qualification Q { in force from 2022-01-01; requires B\n entry requires e: all of { A } }\n",
    ],
    "C207": [
        requires("Q", "a: all of { X; Y }\n b: all of { X; Z }"),
        requires("Q", "a: all of { X; Y }\n b: 1 of { X }"),
    ],
    "C208": [
        "articulation ONE { from A of X; to B of Y; transitive }\narticulation TWO { from B of Y; to C of Z; transitive }\n"
        "articulation THREE { from C of Z; to A of X; transitive }\n",
        'articulation ONE "One" { from A of X; to B; transitive }\n'
        'articulation TWO "Two" { from B of Y; to A; transitive }\n',
    ],
}


WRONG["C204"] += [
    UNITS + ours("Q", "A\n B", "total at most 19 credits"),
    UNITS + ours("Q", "A\n p: any of { A; B }\n q: 10 credits from any", "total exactly 19 credits"),
]

WRONG |= {
    "T130": [
        requires("Q", "A", "in force from 2020-01-01 until 2020-12-30") + requires("Q", "A", "in force from 2021-01-01"),
    ],
    "T131": [
        requires("Q", "A", "in force from 2020-01-01 until 2021-01-01") + requires("Q", "A", "in force from 2021-01-01"),
    ],
    "C217": [
        requires("Q", "A; p: all of { }"),
        requires("Q", "A; p: 0 of { B; C }"),
    ],
    "C219": [
        ladder("route list is agreement when issuer in register HEA grants full") + "register HEA { }\n",
        'recognition R for U { }\n',
        "recognition R for U { gate whole { }; route own is own grants full }\n",
        "calendar t { }\n",
        "framework F { }\n",
        "grades G { }\n",
        "catalogue C { }\n",
        "definition d of micro-credential { }\n",
        "parameter p { }\n",
        "let set = outcomes { }\n",
    ],
    "C220": [
        "group g: all of { A; B }\n" + requires("Q", "A"),
        "parameter cap = 30 credits\n" + requires("Q", "A"),
        "let upper = level >= 7\n" + requires("Q", "A"),
        "let upper = level >= 7\n" + ladder(OWN),
    ],
    "C221": [
        ladder(OWN + RPL.replace("grants", "never for NOPE grants")) + ours("Q", "A"),
        ladder(OWN + RPL.replace("grants", "never for p grants")) + ours("Q", "p: all of { A }"),
        ladder(OWN + RPL.replace("grants", "never for Q.q grants")) + ours("Q", "p: all of { A }"),
    ],
    "C222": [
        requires("Q", "A\n B", "repeatable C up to 2"),
        requires("Q", "A\n p: 10 credits from B or \"C*\"", "repeatable D up to 2"),
        requires("Q", "A\n p: 10 credits from B", "D counts as 2"),
        requires("Q", "a: A\n p: 10 credits from B", "D counts toward a or p, not both"),
    ],
    "C227": [LESS, LESS.replace("12 credits", "19.5 credits"), LESS.replace("to A for", "to B and A for")],
    "C223": [
        requires("Q", "A", "replaces NOPE"),
        requires("Q", "A", "replaces CERT1") + requires("CERT-1", "B"),
        requires("Q", "A", "after CERT1 embed") + requires("CERT-1", "B"),
    ],
    "C224": [
        requires("Q", "p: 10 credits from any by 2019-12-31", "in force from 2020-01-01"),
        requires("Q", "p: 10 credits from any with { by 2019-12-31 }", "in force from 2020-01-01"),
        requires("Q", "g: all of { A; B } with { by 2019-12-31 }", "in force from 2020-01-01"),
        'calendar t { term "1" from 2019-09-01 until 2019-12-31 }\n'
        + requires("Q", 'p: 10 credits from any by term "1"', "in force from 2020-01-01"),
        'qualification Q { in force from 2020-01-01; requires A\n  also requires p: 10 credits from any by 2019-12-31 }\n',
    ],
    "C225": [
        CALENDAR + 'credential A "A" { 10 credits; terms "sprng" }\n',
        CALENDAR + 'credential A "A" { 10 credits; terms "spring", "2027-spring" }\n',
        CALENDAR + 'catalogue K "K" { credential A "A" { 10 credits; terms "*-2" } }\n',
    ],
    "C209": [
        UNITS + ours("Q", "p: 100 credits from issuer U"),
        UNITS + ours("Q", "p: 10 credits from issuer U with { each at least 15 credits }"),
        UNITS + ours("Q", "g: all of { A; B } with { each at least 15 credits }"),
        UNITS + ours("Q", "g: all of { A; B } with { at most 15 credits per issuer }"),
        UNITS + ours("Q", "A\n B", limits="c: at most 15 credits per issuer"),
        UNITS + ours("Q", "A\n B", limits="c: at most 15 credits from issuer U"),
        UNITS.replace("{ 10", "{ level 5; 10") + ours("Q", "A\n B", limits="c: at most 15 credits per level"),
        UNITS + ours("Q", "g: any of { A; B } with { at least 20 credits }"),
        UNITS + ours("Q", "g: all of { A; B } with { at least 30 credits }"),
        UNITS + ours("Q", "A\n B", limits="b: at most one of { A; B }"),
        UNITS + ours("Q", "A\n B", limits="b: never A"),
        UNITS + ours("Q", "p: 30 credits from A or B"),
        UNITS + ours("Q", 'm: MATH1\n p: 6 credits from "MATH*"'),
        UNITS + ours("Q", "p: 3 credentials from A or B", "item weight 10 credits"),
        UNITS + ours("Q", "p: 15 credits from TWICE"),
        UNITS + ours("Q", "a: 10 credits from A or B\n b: 20 credits from A or B"),
        UNITS + ours("Q", "p: 20 credits from A or B", limits="l: at most 10 credits from A or B"),
        UNITS + 'let ab = A or B\n' + ours("Q", "p: 30 credits from ab and grade >= 60"),
        UNITS + ladder(OWN) + ours("Q", "p: one of { 30 credits from A or B; 5 credits from any }"),
    ],
    "C210": [
        award("37", "requires all of { a: exactly 20 credits from level = 5\n b: exactly 13 credits from level = 6 }"),
        award("37", "requires p: 1 of { exactly 20 credits from level = 5; exactly 36 credits from level = 6 }"),
        UNITS + ours("Q", "A; B", "total 30 credits"),
        award("3", "requires all of { a: exactly 2 credentials from any }").replace("3 credits", "3 credentials"),
    ],
    "C211": [
        EXTERNAL,
        ours("Q", "p: 5 credits from any", "total 100 credits", "a: at most 3/5 of award by rpl; b: at least 50 credits not external"),
    ],
    "C212": [
        ladder("route every is agreement grants full; route list is agreement when issuer = X grants full", "first; "),
        ladder("route x is agreement when issuer X grants full; route y is agreement when issuer X and graded grants full", "first; "),
        ladder("route list is agreement when articulation in force on awarded grants as articulated"),
        ladder(OWN + RPL) + ours("Q", "A", limits="none: never by rpl"),
        ladder(OWN + RPL) + ours("Q", "A", "total 60 credits", "none: at most 0% of award by rpl"),
        ladder(OWN + RPL.replace("grants", "never for A, Q.p grants")) + ours("Q", "A\n p: all of { B }"),
    ],
    "C213": [
        ours("Q", "p: 10 credits from level >= 7 and level < 7"),
        ours("Q", "p: 10 credits from A and B"),
        ours("Q", 'p: 10 credits from graded and A and "CS 101"'),
        "let both = A and B\n" + ours("Q", "p: 10 credits from both"),
        ours("Q", "p: 10 credits from issuer X and graded and issuer Y"),
        ours("Q", "p: 10 credits from awarded before 2020-01-01 and awarded since 2020-01-01"),
        ladder("route x is agreement when graded and not graded grants full"),
        'definition d "D" of micro-credential { small: credits <= 5 and credits > 5 }\n',
        ours("Q", 'p: when fact "age" >= 21 and fact "age" < 18 requires A otherwise B'),
    ],
    "C214": [
        ours("Q", "p: 10 credits from any", "repeat last"),
        ours("Q", "p: 10 credits from any", "repeat first"),
        ours("Q", "p: 10 credits from any", limits="l: at least 10 credits each year"),
        ladder("first\n route x is agreement when graded grants as articulated") + BUNDLE.replace("PARTS", "A of V and B of V"),
        ours("Q", "p: 10 credits from any", limits="l: at most 50% of taken by rpl"),
        ours("Q", "p: 10 credits from any", limits="l: at most 50 credits attempted"),
        ours("Q", "p: when holds Q requires A otherwise B"),
        ours("Q", "p: grade average at least 50 over taken"),
        ours("Q", "A", "version by first_for_credit; in force from 2020-01-01 until 2020-12-31")
        + ours("Q", "A", "version by first_for_credit; in force from 2021-01-01").replace("version by first_for_credit; ", ""),
    ],
    "C228": [
        NURSES + ours("Q", "p: 10 credits from accredited on awarded"),
        NURSES + ours("Q", "p: 10 credits from graded and accredited by N on awarded"),
        NURSES + ladder("route x is agreement when accredited on awarded grants full"),
        NURSES + "definition d of micro-credential { ok: accredited on awarded }\n",
    ],
    "C229": [
        NURSES + ours("Q", 'p: 10 credits from accredited for "06" on awarded'),
        NURSES + ladder('route x is agreement when accredited by N for "nursing" on awarded grants full'),
    ],
    "C230": [
        classed('"Pass" otherwise', f'"Distinction" when {MEAN}'),
        classed(f'"Merit" when {MEAN}', f'"Distinction" when {MEAN.replace("60", "70")}'),
        classed(f'"Merit" when {MEAN}', f'"Distinction" when {MEAN}'),
        classed('"Pass" otherwise', '"Pass" as "Fail" otherwise'),
        classed('"Merit" when at most 20 credits by rpl', '"Distinction" when at most 10 credits by rpl'),
        classed('"Merit" when enrolled in Q', '"Distinction" when enrolled in Q and holds Q'),
    ],
    "C215": [
        ours("Q", "a: 40 credits from any\n b: 2 credentials from graded"),
        ours("Q", "b: 2 credentials from graded", "total 60 credits"),
    ],
    "C216": [
        UNITS + ours("P", "A") + ours("Q", "B; P"),
        UNITS + ours("Q", "A; BB"),
        UNITS + ours("Q", "A; p: 10 credits from B or BB"),
        UNITS + ours("Q", "A; p: 10 credits from any and not BB"),
        UNITS + ours("Q", "A; p: 10 credits from any", limits="cap: at most 10 credits from BB"),
        UNITS + ours("Q", "A; p: 10 credits from any", limits="own: at least 1/2 of award from U", head="total 20 credits;"),
        UNITS + ours("Q", "A; one of { B; C }"),
        ours("Q", "p: 10 credits from any", limits="cap: at most 5 credits from rpl"),
        'credential A "A" { 10 credits; prerequisite NOPE }\n',
        'credential A "A" { 10 credits; prerequisite B or NOPE }\ncredential B "B" { 10 credits }\n',
        'credential A "A" { 10 credits; corequisite NOPE }\n',
        'credential A "A" { 10 credits; parts B, NOPE }\ncredential B "B" { 5 credits }\n',
    ],
}  # fmt: skip
"""Each gives its code once, and nothing else."""

STILL = {
    "C227": [
        LESS.replace("12 credits", "20 credits"),
        LESS.replace("as articulated", "as articulated, part"),
        LESS.replace("to A for", "to B for"),
        LESS.replace("is agreement when articulation in force on awarded grants as articulated", "is own grants full"),
    ],
    "C222": [
        requires("Q", "A\n B", "repeatable A up to 2"),
        requires("Q", "A\n p: 10 credits from graded", "repeatable D up to 2; E counts as 2"),
        requires("Q", 'p: 10 credits from "C*"', "repeatable C1 up to 2"),
        requires("Q", "A", "(graded) counts as 2"),
        requires("Q", "A", '"X*" counts as 2'),
        "qualification Q { requires A; repeatable B up to 2\n  also requires b: 2 credentials from B or C }\n",
        "qualification Q { requires A; repeatable B up to 2\n  entry requires b: 2 credentials from B or C }\n",
        "qualification Q { total 10 credits; repeatable B up to 2 }\n",
    ],
    "C223": [
        requires("Q", "A", "replaces CERT") + requires("CERT", "B"),
        requires("Q", "A", "after BSC-ELSEWHERE embed") + requires("CERT", "B"),
        requires("Q", "A", "after CERT-2025 embed; after MERT embed")
        + requires("CERT-2024", "B")
        + requires("CERT", "B"),
    ],
    "C224": [
        requires("Q", "p: 10 credits from any by 2020-01-01", "in force from 2020-01-01"),
        requires("Q", "p: 10 credits from any by 2019-12-31"),
        requires("Q", "p: 10 credits from awarded until 2019-12-31", "in force from 2020-01-01"),
    ],
    "C209": [
        UNITS + ours("Q", "p: 36 credits from issuer U"),
        UNITS + ours("Q", "p: 100 credits from issuer V"),
        UNITS + ours("Q", "p: 100 credits from issuer U or issuer V"),
        UNITS + ours("Q", "p: 10 credits from issuer U with { each at least 10 credits }"),
        UNITS + ours("Q", "g: any of { A; MATH1 } with { each at least 10 credits }"),
        UNITS + ours("Q", "A\n B", limits="c: at most 20 credits per issuer"),
        UNITS + ours("Q", "A\n p: 10 credits from any", limits="c: at most 15 credits per issuer"),
        UNITS + ours("Q", "A\n B", limits="c: at most 15 credits per term"),
        UNITS + ours("Q", "g: at least 1 of { A; B } with { at least 20 credits }"),
        UNITS + ours("Q", "g: all of { A; B } with { at least 20 credits }"),
        UNITS + ours("Q", "A or B", limits="b: at most one of { A; B }"),
        UNITS + ours("Q", "A or B", limits="b: never A"),
        UNITS + ours("Q", "A\n B", limits="b: never by rpl"),
        UNITS + ours("Q", "A\n B", limits="b: never grade < 60"),
        UNITS + ours("Q", "A\n B", limits="b: at most 10 credits external"),
        UNITS + ours("Q", "p: 20 credits from A or B"),
        UNITS + ours("Q", "p: 30 credits from A or B or C"),
        UNITS + ours("Q", "p: 30 credits from level >= 7"),
        UNITS + ours("Q", "p: 10 credits from TWICE"),
        UNITS + ours("Q", "a: 10 credits from A or B\n b: 10 credits from A or B"),
        UNITS + ours("Q", 'm: MATH1\n p: 6 credits from "MATH*" or A'),
        UNITS + ours("Q", "a: 20 credits from A or B\n b: 10 credits from A or B", "shared between a and b"),
        UNITS
        + 'qualification Q "Q" { awarded by U; requires a: 20 credits from A or B\n also requires b: 20 credits from A or B }\n',
        UNITS + ours("Q", "p: 20 credits from A or B with { 5 credits by treaty }"),
        UNITS
        + ours(
            "Q", "p: 20 credits from A or B", limits="l: at most 0 credits external; r: at least 10 credits from graded"
        ),
        UNITS.replace("issuer U", "issuer V") + ours("Q", "p: 30 credits from A or B"),
        UNITS + ours("Q", 'p: 30 credits from "PHYS*"'),
        UNITS + ours("Q", "p: 20 credits from A or B by 2020-01-01"),
        UNITS + ours("Q", "p: 20 credits from A or B", limits="c: awarded within 5 years of applied"),
        UNITS + ours("Q", "p: 3 credentials from A or B", "item weight 10 credits; A counts as 2"),
        UNITS.replace("{ 10 credits }", "{ }") + ours("Q", "p: 30 credits from A or B"),
    ],
    "C210": [
        award("33", "requires all of { a: exactly 20 credits from level = 5\n b: exactly 13 credits from level = 6 }"),
        award("37", "requires all of { a: exactly 20 credits from level = 5\n b: 13 credits from level = 6 }"),
        ours("Q", "A; B", "total 30 credits"),
    ],
    "C211": [
        ours(
            "Q",
            "p: 5 credits from any",
            "total 100 credits",
            "a: at most 50 credits external; b: at least 50% of award from issuer U",
        ),
        ours(
            "Q",
            "p: 5 credits from any",
            "total 100 credits",
            "a: at most 60 credits external; b: at least 50% of award from issuer V",
        ),
    ],
    "C212": [
        ladder("route every is agreement grants full; route list is agreement when issuer = X grants full"),
        ladder(
            "route a is agreement when issuer = X and graded grants full; route b is agreement when issuer = X grants full",
            "first; ",
        ),
        ladder(OWN + RPL) + ours("Q", "A", limits="none: never by rpl for A"),
        ladder(OWN + RPL) + ours("Q", "A", limits="none: never by rpl") + ours("P", "B"),
        ladder(OWN + RPL.replace("grants", "never for A grants")) + ours("Q", "A\n p: 10 credits from any"),
    ],
    "C213": [
        ours("Q", "p: 10 credits from level >= 7 and level <= 7"),
        ours("Q", 'p: 10 credits from "A*" and A and not B'),
        "let easy = level < 5\n" + ours("Q", "p: 10 credits from A and easy"),
        ours("Q", 'p: 10 credits from outcomes include "a" and outcomes include "b"'),
        ours("Q", 'p: 10 credits from title = "A*" and title = "*B"'),
        ours("Q", "p: 10 credits from any level >= 7 and any level < 7"),
        ours("Q", 'p: when fact "languages" = "en" and fact "languages" = "fr" requires A otherwise B'),
        ours("Q", 'p: when campus = "north" and campus = "south" requires A otherwise B'),
    ],
    "C214": [
        ladder("first\n route x is agreement when graded grants as articulated") + BUNDLE.replace("PARTS", "A of V"),
        ladder("route x is agreement when graded grants as articulated") + BUNDLE.replace("PARTS", "A of V and B of V"),
        ours("Q", "p: 10 credits from any", "repeat best", "l: at most 50% of counted by rpl"),
        ours("Q", "p: when entry before 2024-01-01 requires A otherwise B"),
    ],
    "C228": [
        NURSES.replace(' for "0913"', "") + ours("Q", "p: 10 credits from accredited on awarded"),
        NURSES.replace("bodies", "parties") + ours("Q", "p: 10 credits from accredited on awarded"),
        NURSES + "register M bodies { V }\n" + ours("Q", "p: 10 credits from accredited by M on awarded"),
    ],
    "C229": [
        NURSES + ours("Q", 'p: 10 credits from accredited for "0913" on awarded'),
        NURSES.replace("0913", "091") + ours("Q", 'p: 10 credits from accredited for "0913" on awarded'),
        NURSES.replace("V from", "W; V from") + ours("Q", 'p: 10 credits from accredited for "06" on awarded'),
    ],
    "C230": [
        classed(f'"Distinction" when {MEAN.replace("60", "70")}', f'"Merit" when {MEAN}', '"Pass" otherwise'),
        classed(f'"Merit" when {MEAN}', f'"Distinction" when {MEAN.replace("60", "70").replace("counted", "taken")}'),
        classed('"Distinction" when at most 10 credits by rpl', '"Merit" when at most 20 credits by rpl'),
        classed('"Merit" when at least 20 credits from graded', '"Distinction" when at least 10 credits from graded'),
        classed('"Merit" when at most 20 credits by rpl', '"Distinction" when at most 10 credits from graded'),
        classed('"Merit" when enrolled in Q and holds Q', '"Distinction" when enrolled in Q'),
    ],
    "C215": [
        ours("Q", "b: 2 credentials from graded", "total 3 credentials"),
        ours("Q", "a: 40 credits from any\n b: 2 credentials from graded with { each at least 5 credits }"),
    ],
    "C216": [
        UNITS + ours("Q", "X; Y"),
        UNITS + ours("Q", "A; B"),
        ours("Q", "p: 10 credits from any", limits="cap: at most 5 credits by rpl"),
        ours("Q", "p: 10 credits from any", limits='cap: at most 5 credits from "rpl"'),
        "let near = A or B\n" + UNITS + ours("Q", 'A; p: 10 credits from near or "MATH*"'),
        UNITS
        + 'articulation ONE "One" { from X of Y; to BLOCK }\n'
        + ours("Q", "A; p: 10 credits from any and not BLOCK"),
        UNITS + ours("Q", "A; p: 10 credits from any", limits="own: at least 5 credits from issuer U"),
        'credential A "A" { 10 credits; prerequisite B or "MATH*" }\ncredential B "B" { 10 credits }\n',
        'credential A "A" { 10 credits; prerequisite GIVEN }\narticulation ONE "One" { from X of Y; to GIVEN }\n',
    ],
    "C207": [
        requires("Q", "a: all of { X; Y }\n b: one of { X; Z }"),
        requires("Q", "a: all of { X; Y }\n b: all of { X; Z }", "repeatable X up to 2"),
        'qualification Q "Q" { requires all of { X }\n also requires b: all of { X } }\n',
    ],
    "T130": [
        requires("Q", "A", "in force from 2020-01-01 until 2020-12-31")
        + requires("Q", "A", "in force from 2021-01-01"),
        requires("Q", "A", "in force from 2020-01-01") + requires("Q", "A", "in force from 2021-01-01"),
        requires("P", "A", "in force from 2020-01-01 until 2020-06-30")
        + requires("Q", "A", "in force from 2021-01-01"),
    ],
    "T131": [
        requires("Q", "A", "in force from 2020-01-01 until 2020-12-31")
        + requires("Q", "A", "in force from 2021-01-01"),
        requires("Q", "A", "in force from 2020-01-01 until 2020-12-31, enrol until 2021-06-30")
        + requires("Q", "A", "in force from 2021-01-01"),
    ],
    "C217": [
        requires("Q", "A; p: 0 credits from any"),
        requires("Q", "A; p: at most 0 of { B }"),
    ],
    "C208": [
        "articulation ONE { from A of X; to B of Y; transitive }\narticulation TWO { from B of Z; to A of X; transitive }\n",
        "articulation ONE { from A of X; to B of Y }\narticulation TWO { from B of Y; to A of X }\n",
        'articulation ONE "One" { from A of X; to B; transitive }\narticulation TWO "Two" { from B of Y; to A }\n',
    ],
    "C201": [
        'credential A "A" { 10 credits; prerequisite B or C }\ncredential B "B" { 10 credits; prerequisite A }\n',
        'credential A "A" { 10 credits; corequisite B }\ncredential B "B" { 10 credits; corequisite A }\n',
        'credential A "A" { issuer X; 10 credits; prerequisite B }\ncredential A "A" { issuer Y; 10 credits }\n'
        'credential B "B" { 10 credits; prerequisite A }\n',
    ],
    "C202": [
        requires("Q", "p: one of { award R; A }") + requires("R", "award Q"),
        requires("Q", "award R", "in force from 2022-01-01")
        + requires("Q", "A", "in force from 2020-01-01 until 2021-12-31")
        + requires("R", "award Q"),
        "qualification Q { requires A; entry requires one of { award R; B } }\n" + requires("R", "award Q"),
    ],
    "C203": [
        requires("Q", "p: at most 2 of { A }"),
        requires("Q", "p: one of { A }"),
        'credential A "A" { 10 credits; prerequisite 2 of { B; C } }\n',
    ],
    "C204": [
        UNITS + ours("Q", "A\n B", "total at most 20 credits"),
        UNITS + ours("Q", "A\n p: any of { B; MATH1 }", "total at most 16 credits"),
        UNITS.replace('"A" { 10 credits', '"A" { level 5') + ours("Q", "A\n B", "total at most 19 credits"),
        award("exactly 40", f"requires all of {{ {TWO_POOLS} }}"),
        award("at least 30", f"requires all of {{ {TWO_POOLS} }}"),
        award("exactly 30", f"requires all of {{ {TWO_POOLS} }}\n  shared between a and b"),
        award(
            "exactly 30", "requires p: 2 of { 10 credits from level = 5; 20 credits from any; 30 credits from graded }"
        ),
    ],
    "C205": [
        limited("at most 20 credits by rpl", "at least 20 credits by rpl"),
        limited("at most 20 credits by rpl", "at least 30 credits external"),
        limited("at most 20 credits external", "at most 40 credits not external"),
        limited("at least 30 credits external", "at least 31 credits not external"),
        limited("at most 20 credits external and level >= 7", "at least 21 credits external"),
        limited("at most 60% of counted external", "at least 40% of counted from issuer U"),
        limited("at most 20 credits external", "at least 40% of counted external"),
    ],
    "C219": [
        'calendar t { term "1" from 2026-01-01 until 2026-06-01 }\n',
        "grades G { pass 50 }\n",
        "definition d of micro-credential { left open size }\n",
        "definition d of micro-credential { extends e }\ndefinition e of micro-credential { a: assessed }\n",
        "framework F { levels 1 to 2 }\n",
    ],
    "C220": [
        "group g: all of { A; B }\n" + requires("Q", "use g"),
        "group g: all of { A; B }\nlet x = graded\nparameter p = 3\n",
        "parameter cap = 30\nlet big = graded\n" + requires("Q", "cap credits from big"),
        'let set = outcomes { "a" }\n' + requires("Q", "at least 50% of outcomes of set"),
    ],
    "C221": [
        ladder(OWN + RPL.replace("grants", "never for NOPE grants")),
        ladder(OWN + RPL.replace("grants", "never for Q.p grants")) + ours("Q", "p: all of { A }"),
        ladder(OWN + RPL.replace("grants", "never for Q grants")) + ours("Q", "p: all of { A }"),
        ladder(OWN + RPL.replace("grants", "never for A grants")) + ours("Q", "p: all of { A }"),
        ladder(OWN + RPL.replace("grants", "never for B grants")) + ours("Q", "A") + 'credential B "B" { 5 credits }\n',
    ],
    "C225": [
        'credential A "A" { 10 credits; terms "sprng" }\n',
        CALENDAR + 'credential A "A" { 10 credits; terms "Spring", "2026-spring", "2026-*" }\n',
        CALENDAR + 'catalogue K "K" { credential A "A" { 10 credits } }\n',
    ],
    "C206": [
        'credential A "A" { 10 credits; retired 2022-06-01 }\n' + requires("Q", "A", "in force from 2022-01-01"),
        'credential A "A" { issuer X; 10 credits; retired 2020-01-01 }\ncredential A "A" { issuer Y; 10 credits }\n'
        + requires("Q", "A", "in force from 2022-01-01"),
    ],
}


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(code, text) for code, texts in table.items() for text in texts]


@pytest.mark.parametrize(("code", "text"), cases(WRONG))
def test_what_is_wrong_is_found_once(code: str, text: str) -> None:
    assert [fault.code for fault in check_text(text)] == [code]


@pytest.mark.parametrize(("code", "text"), cases(STILL))
def test_what_may_be_right_is_not_named(code: str, text: str) -> None:
    assert [fault for fault in check_text(text) if fault.code == code or fault.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    "choice",
    ["one of { a: holds A; b: passed B }", "2 of { A; b: passed B }", "one of { x: all of { a: has A B } }"],
)
def test_nothing_is_said_of_what_was_not_read(choice: str) -> None:
    """The alternatives that could not be read are there for their author: that there are too few of them is not so."""
    text = f'qualification Q "Q" {{ awarded by U; credit unit C; requires {choice} }}'
    codes = {item.code for item in check_text(text)}
    assert codes & {"S031", "S033"}
    assert "C203" not in codes
