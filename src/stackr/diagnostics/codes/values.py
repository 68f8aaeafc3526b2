"""T1xx: types, units, dates and kinds."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry
from stackr.diagnostics.model import Severity

WARNING = Severity.WARNING


def _award(lines: str) -> str:
    return f'qualification Q "Q" {{\n  total 60 credits\n  requires all of {{ p "P": 60 credits from any }}\n  {lines}\n}}\n'


CODES: tuple[CodeEntry, ...] = (
    CodeEntry(
        code="T110",
        title="an amount or share without a base",
        explanation=(
            "A share is a share of something, and what that is changes results: of the award, of what is counted, of a group, "
            "of what was taken. Name it. A bare number says nothing either: name its unit."
        ),
        bad=_award("limits { cap: at most 50% of group by rpl }"),
        good=_award("limits { cap: at most 50% of award by rpl }"),
    ),
    CodeEntry(
        code="T111",
        title="not something that can be counted",
        explanation=(
            "Credits, credentials and hours can be counted, and different issuers, subjects, terms, levels or tags. Of an exact amount "
            "per issuer, or of a maximum among the last so many credits, nothing could be said while learning still comes. "
            "A total, what is on offer, what may be shared, the most that a route grants and the work for a credit are amounts of "
            "credits (some of them of credentials or hours): of so many issuers or tags they would say nothing."
        ),
        bad=_award("limits { spread: exactly 5 credits per issuer }"),
        good=_award("limits { spread: at most 5 credits per issuer }"),
    ),
    CodeEntry(
        code="T112",
        title="no exact conversion",
        explanation=(
            "Amounts of two units are compared and no declared conversion leads exactly from one to the other. Nothing is "
            "inferred: conversions are policy. Declare one with `convert`, or write the amount in the award's own unit."
        ),
        bad="credit UKC is 10 hours step 1\ncredit ECTS is 25 to 30 hours step 1\n"
        'qualification Q "Q" { credit unit UKC; requires all of { p "P": 30 credits ECTS from any } }\n',
        good="credit UKC is 10 hours step 1\ncredit ECTS is 25 to 30 hours step 1\nconvert 1 ECTS = 2 UKC\n"
        'qualification Q "Q" { credit unit UKC; requires all of { p "P": 30 credits ECTS from any } }\n',
    ),
    CodeEntry(
        code="T113",
        title="a parameter without one value here",
        explanation=(
            "A parameter with dated values is used by an award that has no date in force to choose by, or has no value (or more "
            "than one) on that date."
        ),
        bad='parameter cap "Cap" { 60 credits from 2020-01-01 until 2020-12-31; 30 credits from 2021-01-01 }\n'
        'qualification Q "Q" { requires all of { p "P": 60 credits from any }; limits { c: at most cap credits by rpl } }\n',
        good='parameter cap "Cap" { 60 credits from 2020-01-01 until 2020-12-31; 30 credits from 2021-01-01 }\n'
        'qualification Q "Q" { in force from 2022-01-01; requires all of { p "P": 60 credits from any }\n'
        "  limits { c: at most cap credits by rpl } }\n",
    ),
    CodeEntry(
        code="T114",
        title="choosing again what was counted",
        explanation=(
            "`from what A counted` looks at learning that A has counted. Which units may count there, by size or date, is said where "
            "they are counted: in the block of A. Nor can what is counted overflow from here, nor does A count if it only looks itself."
        ),
        bad='qualification Q "Q" { requires all of { a: 20 credits from any\n'
        "  b: 10 credits from what a counted with { each at least 5 credits } } }\n",
        good='qualification Q "Q" { requires all of { a: 20 credits from any with { each at least 5 credits }\n'
        "  b: 10 credits from what a counted } }\n",
    ),
    CodeEntry(
        code="T115",
        title="two ways of counting in one line",
        explanation=(
            "A line counts in one way: per issuer or each year, of the last so many credits, over all that is taken or attempted (which "
            "stands at no requirement), or different ones of a kind. Of two ways in one line nobody could say which comes first. A share "
            "of what is counted changes with what counts: it goes with a maximum per issuer, and with no other way; a minimum that is "
            "a share of what one clause counted can be asked of that clause only."
        ),
        bad=_award("limits { spread: at most 20 credits per issuer over taken }"),
        good=_award("limits { spread: at most 20 credits per issuer; all: at most 90 credits over taken }"),
    ),
    CodeEntry(
        code="T120",
        title="an interval that ends before it starts",
        explanation="The second date of an interval is before the first, so nothing could ever be in it.",
        bad='let x = awarded from 2025-01-01 until 2024-01-01\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
        good='let x = awarded from 2024-01-01 until 2025-01-01\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
    ),
    CodeEntry(
        code="T121",
        title="a level compared with something else",
        explanation="A level is compared with a level: a number, or a framework and a level of it.",
        bad='let x = level = 2024-01-01\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
        good='let x = level >= 7\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
    ),
    CodeEntry(
        code="T122",
        title="a grade compared with something else",
        explanation="A grade is compared with a grade: a number, or a grade of a declared scale in quotes.",
        bad='let x = grade >= 2024-01-01\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
        good='let x = grade >= 60\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
    ),
    CodeEntry(
        code="T123",
        title="an amount compared with something else",
        explanation="Credits and hours are compared with an exact amount.",
        bad='let x = credits >= "many"\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
        good='let x = credits >= 5\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
    ),
    CodeEntry(
        code="T124",
        title="an order that does not exist",
        explanation="Words have no order: only levels, grades, amounts and dates can be more or less than another.",
        bad='let x = issuer >= "B"\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
        good='let x = issuer = "B"\nqualification Q "Q" { requires all of { p "P": 1 credits from x } }\n',
    ),
    CodeEntry(
        code="T125",
        title="a level that its framework does not have",
        explanation=(
            "A framework is named with a level that none of its versions declares: in a reference, a condition, at an award or a "
            "credential. What is compared with it could never be told."
        ),
        bad='framework A "A" { levels 1 to 8 }\nframework B "B" { levels 1 to 10; 11 is referenced to A 8 }\n',
        good='framework A "A" { levels 1 to 8 }\nframework B "B" { levels 1 to 10; 10 is referenced to A 8 }\n',
    ),
    CodeEntry(
        code="T126",
        title="a conversion with nothing on one side",
        explanation="Both sides of a conversion need an amount above 0.",
        bad="credit A is 10 hours step 1\ncredit B is 20 hours step 1\nconvert 0 A = 1 B\n",
        good="credit A is 10 hours step 1\ncredit B is 20 hours step 1\nconvert 2 A = 1 B\n",
    ),
    CodeEntry(
        code="T127",
        title="one conversion in two ways",
        explanation="Two lines convert the same unit to the same unit and say different things. Keep one of them.",
        bad="credit A is 10 hours step 1\ncredit B is 20 hours step 1\nconvert 2 A = 1 B\nconvert 3 A = 1 B\n",
        good="credit A is 10 hours step 1\ncredit B is 20 hours step 1\nconvert 2 A = 1 B\n",
    ),
    CodeEntry(
        code="T128",
        title="a parameter with two values on one day",
        explanation="Dated values of a parameter overlap. End the earlier one before the later one starts.",
        bad='parameter cap "Cap" { 60 credits from 2020-01-01 until 2021-06-30; 30 credits from 2021-01-01 }\n',
        good='parameter cap "Cap" { 60 credits from 2020-01-01 until 2020-12-31; 30 credits from 2021-01-01 }\n',
    ),
    CodeEntry(
        code="T129",
        title="an articulation with one side",
        explanation="An articulation says what was learned elsewhere, and what it gives here: `from A of X; to B`.",
        bad='articulation A1 "A1" { from ML of X; match 80% }\n',
        good='articulation A1 "A1" { from ML of X; to DS503; match 80% }\n',
    ),
    CodeEntry(
        code="T130",
        title="days without a version",
        explanation="Between two versions of a qualification there are days on which none is in force. A learner of those days has none.",
        bad='qualification Q "Q" { in force from 2020-01-01 until 2020-12-31; requires all of { A } }\n'
        'qualification Q "Q" { in force from 2022-01-01; requires all of { A } }\n',
        good='qualification Q "Q" { in force from 2020-01-01 until 2020-12-31; requires all of { A } }\n'
        'qualification Q "Q" { in force from 2021-01-01; requires all of { A } }\n',
        severity=WARNING,
    ),
    CodeEntry(
        code="T131",
        title="two versions in force on one day",
        explanation="Two versions of a qualification are in force together. A learner of those days gets the more favourable one.",
        bad='qualification Q "Q" { in force from 2020-01-01 until 2022-12-31; requires all of { A } }\n'
        'qualification Q "Q" { in force from 2022-01-01; requires all of { A } }\n',
        good='qualification Q "Q" { in force from 2020-01-01 until 2021-12-31; requires all of { A } }\n'
        'qualification Q "Q" { in force from 2022-01-01; requires all of { A } }\n',
        severity=WARNING,
    ),
    CodeEntry(
        code="T133",
        title="a part that this kind of route does not ask",
        explanation=(
            "Evidence rules are for prior learning, shares of outcomes for prior learning and agreements, substantial differences for "
            "case-by-case assessment, deadlines of a decision for both of these. Elsewhere they would be passed over."
        ),
        bad='recognition r "R" for U { route own is own "Own" when issuer = U evidence valid grants full }\n',
        good='recognition r "R" for U { route own is own "Own" when issuer = U grants full }\n',
    ),
    CodeEntry(
        code="T134",
        title="a figure that its scale doesn't have",
        explanation=(
            "Scales run one way, and what belongs to a scale stands on it: a pass mark among its grades, a share between nothing and "
            "all, a step or a credit above 0, one piece of learning at most 10 000 credits. "
            "Each grade converts to one grade, whatever the order of the rows."
        ),
        bad='grades percent "Marks" { from 0 to 100; pass 500 }\n',
        good='grades percent "Marks" { from 0 to 100; pass 50 }\n',
    ),
    CodeEntry(
        code="T135",
        title="a transition from a version that isn't there",
        explanation=(
            "`transition from DATE` names an earlier version by its first day in force. No version begins on that day, so nobody "
            "would move."
        ),
        bad='qualification Q "Q" { in force from 2020-01-01 until 2020-12-31; requires all of { A } }\n'
        'qualification Q "Q" { in force from 2021-01-01; requires all of { A }; transition from 2020-06-01: may choose }\n',
        good='qualification Q "Q" { in force from 2020-01-01 until 2020-12-31; requires all of { A } }\n'
        'qualification Q "Q" { in force from 2021-01-01; requires all of { A }; transition from 2020-01-01: may choose }\n',
    ),
    CodeEntry(
        code="T136",
        title="a word that no record says",
        explanation=(
            "The status of a holding and its signature are one of a few words. A condition that asks for another is never true, and "
            "with `not` in front always: a gate that is closed to `revokd` is open to all."
        ),
        bad='recognition r "R" for U { gate g { status is not revokd }; route own is own when issuer = U grants full }\n',
        good='recognition r "R" for U { gate g { status is not revoked }; route own is own when issuer = U grants full }\n',
    ),
    CodeEntry(
        code="T137",
        title="dates in force that nothing heeds",
        explanation=(
            "An award, an articulation, a credential, a framework, a line about references and a conversion of grades are in force from "
            "a day to a day. A limit, a requirement, a route or a criterion is not: which day would be meant, that of the learning, of "
            "the application, of the audit? Write another version of the award, a condition on a day, or a `parameter` with dates."
        ),
        bad=_award("limits { cap: at most 30 credits by rpl in force from 2027-01-01 }"),
        good=_award("limits { cap: at most 30 credits by rpl }"),
    ),
)
