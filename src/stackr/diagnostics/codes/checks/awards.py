"""What static analysis finds in the rules of awards, and in what they ask of learning."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry
from stackr.diagnostics.model import Severity

CODES: tuple[CodeEntry, ...] = (
    CodeEntry(
        code="C201",
        title="prerequisites in a circle",
        explanation=(
            "Credentials ask for one another first, or one asks for itself, and no alternative leads out. None of them can "
            "be begun. Take a prerequisite away, or make it a corequisite if they may be taken together."
        ),
        bad='credential A "A" { 10 credits; prerequisite B }\ncredential B "B" { 10 credits; prerequisite A }\n',
        good='credential A "A" { 10 credits }\ncredential B "B" { 10 credits; prerequisite A }\n',
    ),
    CodeEntry(
        code="C202",
        title="awards that require one another",
        explanation=(
            "Every version of these awards requires the others, or itself, whatever is chosen. None can be the first that is "
            "earned. An award that is earned on the way is tied with `includes`, which requires nothing."
        ),
        bad='qualification CERT "Certificate" { requires all of { award DIP } }\n'
        'qualification DIP "Diploma" { requires all of { award CERT } }\n',
        good='qualification CERT "Certificate" { requires all of { A } }\n'
        'qualification DIP "Diploma" { requires all of { award CERT } }\n',
    ),
    CodeEntry(
        code="C203",
        title="a choice without enough alternatives",
        explanation="A group asks for more of its alternatives than there are, so it can't be met. Add some, or ask for fewer.",
        bad='qualification Q "Q" { requires all of { p "P": 3 of { A; B } } }\n',
        good='qualification Q "Q" { requires all of { p "P": 2 of { A; B } } }\n',
    ),
    CodeEntry(
        code="C204",
        title="requirements that exceed the total",
        explanation=(
            "What requirements take at least adds up to more than the award, or a cap over them, allows; or a floor asks for "
            "more than may count there. No learner can satisfy both. Raise the total or the cap, or ask for less."
        ),
        bad='qualification Q "Q" {\n  total exactly 30 credits\n'
        '  requires all of { a "A": 20 credits from level = 5; b "B": 20 credits from level = 6 }\n}\n',
        good='qualification Q "Q" {\n  total exactly 40 credits\n'
        '  requires all of { a "A": 20 credits from level = 5; b "B": 20 credits from level = 6 }\n}\n',
    ),
    CodeEntry(
        code="C205",
        title="limits that contradict each other",
        explanation=(
            "Learning is capped below what another limit asks of it, or of a part of it; or two limits, on some learning and on "
            "all the rest, allow less than the total (or than all that counts) or ask for more. A cap on external learning and a "
            "residency rule are the usual pair."
        ),
        bad='qualification Q "Q" {\n  total 60 credits\n  requires all of { p "P": 60 credits from any }\n'
        "  limits {\n    cap: at most 20 credits external\n    home: at most 30 credits not external\n  }\n}\n",
        good='qualification Q "Q" {\n  total 60 credits\n  requires all of { p "P": 60 credits from any }\n'
        "  limits {\n    cap: at most 20 credits external\n    home: at least 30 credits not external\n  }\n}\n",
    ),
    CodeEntry(
        code="C206",
        title="a retired credential is required",
        explanation=(
            "A requirement names a credential that had left the catalogue before this version of the award began. Only learners "
            "who hold it already could meet it. Name what came after it."
        ),
        bad='credential A "A" { 10 credits; retired 2020-01-01 }\n'
        'qualification Q "Q" { in force from 2022-01-01; requires all of { A } }\n',
        good='credential A "A" { 10 credits; retired 2025-01-01 }\n'
        'qualification Q "Q" { in force from 2022-01-01; requires all of { A } }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C207",
        title="one unit needed twice",
        explanation=(
            "Two requirements name the same unit, both are needed, and learning counts at one place only. Unless two bodies use "
            "the code, no learner meets both. Say that they share, put one into `also requires`, or make the unit repeatable."
        ),
        bad='qualification Q "Q" { requires all of { a "A": all of { X; Y }; b "B": all of { X; Z } } }\n',
        good='qualification Q "Q" {\n  requires all of { a "A": all of { X; Y }; b "B": all of { X; Z } }\n'
        "  shared between a and b\n}\n",
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C209",
        title="more than the catalogue has",
        explanation=(
            "Requirements name their learning by code, and everything the awarding body offers under these codes is not enough: "
            "a learner who has passed all of it is put before the rules, and they are still not met. Ask for less, or name more."
        ),
        bad='catalogue K "K" { issuer U; credential A "A" { 10 credits }; credential B "B" { 10 credits } }\n'
        'qualification Q "Q" { awarded by U; requires all of { p "P": 30 credits from A or B } }\n',
        good='catalogue K "K" { issuer U; credential A "A" { 10 credits }; credential B "B" { 20 credits } }\n'
        'qualification Q "Q" { awarded by U; requires all of { p "P": 30 credits from A or B } }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C210",
        title="a total that can't be reached",
        explanation=(
            "Learning counts at requirements only, and all of them together may count less than the total. Lower the total, ask "
            "for more, or add a place for what is left, such as free electives."
        ),
        bad='qualification Q "Q" {\n  total 37 credits\n'
        '  requires all of { a "A": exactly 20 credits from level = 5; b "B": exactly 13 credits from level = 6 }\n}\n',
        good='qualification Q "Q" {\n  total 37 credits\n'
        '  requires all of { a "A": exactly 20 credits from level = 5; b "B": exactly 17 credits from level = 6 }\n}\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C211",
        title="a cap that residency makes idle",
        explanation=(
            "A cap on learning from elsewhere and a residency rule together exceed the total: who uses the cap in full can't "
            "satisfy residency. They don't contradict each other for everybody, but one of the two figures promises too much."
        ),
        bad='qualification Q "Q" {\n  awarded by U\n  total 100 credits\n  requires all of { p "P": 100 credits from any }\n'
        "  limits {\n    cap: at most 60 credits external\n    home: at least 50 credits from issuer U\n  }\n}\n",
        good='qualification Q "Q" {\n  awarded by U\n  total 100 credits\n  requires all of { p "P": 100 credits from any }\n'
        "  limits {\n    cap: at most 50 credits external\n    home: at least 50 credits from issuer U\n  }\n}\n",
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C213",
        title="a condition that can never hold",
        explanation="Two parts of an `and` exclude each other, as two codes do: nothing satisfies it. One of them may be meant as `or`.",
        bad='qualification Q "Q" { requires all of { p "P": 10 credits from level >= 7 and level < 5 } }\n',
        good='qualification Q "Q" { requires all of { p "P": 10 credits from level >= 5 and level < 7 } }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C214",
        title="more learning can mean less progress",
        explanation=(
            "What was attempted or taken, a first or last attempt that counts even if it is worse, a minimum each year, a branch that "
            "depends on what is held, a version chosen by a date that learning supplies, a bundle that takes the place of its parts "
            "under `first`: with any of these a further record can lower progress. They are allowed, and real rules have them; it "
            "is said so that nobody is surprised."
        ),
        bad='qualification Q "Q" { requires all of { p "P": 10 credits from any }; limits { tries: at most 30 credits attempted } }\n',
        good='qualification Q "Q" { requires all of { p "P": 10 credits from any }; limits { most: at most 30 credits by rpl } }\n',
        severity=Severity.NOTE,
    ),
    CodeEntry(
        code="C215",
        title="a credential without a weight",
        explanation=(
            "An award counted in credits asks for a number of credentials and doesn't say what one is worth. Each then weighs one "
            "credit in progress, so a learner may be at 95 % with half of the work to do. Say `item weight`."
        ),
        bad='qualification Q "Q" { total 60 credits; requires all of { a "A": 40 credits from any; b "B": 2 credentials tagged "x" } }\n',
        good='qualification Q "Q" {\n  total 60 credits\n  item weight 10 credits\n'
        '  requires all of { a "A": 40 credits from any; b "B": 2 credentials tagged "x" }\n}\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C217",
        title="a requirement that asks for nothing",
        explanation="A list without members, or a choice of none of them, is met by everybody. It was probably left for later.",
        bad='qualification Q "Q" { requires all of { A; more "More": all of { } } }\n',
        good='qualification Q "Q" { requires all of { A; more "More": all of { B } } }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C222",
        title="a way of counting for what is never counted",
        explanation=(
            "`repeatable X`, `X counts as 2` and `X counts toward a or b` say how a unit counts, and no requirement of the award takes "
            "a unit of that code. The code is misspelt, or its requirement is gone."
        ),
        bad='qualification Q "Q" { requires all of { SEMINAR; B }; repeatable SEMINARS up to 2 }\n',
        good='qualification Q "Q" { requires all of { 10 credits from SEMINAR; B }; repeatable SEMINAR up to 2 }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C224",
        title="due before it begins",
        explanation=(
            "Learning is due on a day, or by the end of a term, before this version of the award is in force. Nobody who enters it can "
            "still be in time, but with what was learned before. One of the dates is wrong."
        ),
        bad='qualification Q "Q" { in force from 2026-01-01; requires p "P": 10 credits from any by 2025-06-30 }\n',
        good='qualification Q "Q" { in force from 2026-01-01; requires p "P": 10 credits from any by 2026-06-30 }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C228",
        title="accredited, whatever for",
        explanation=(
            "A register says what bodies are accredited for, and the rule asks only whether they are: somebody accredited for nursing "
            "is accredited here for everything. That may be meant. Else name the scope; of ISCED codes the wider one takes in the "
            "narrower."
        ),
        bad='register HEA bodies { V from 2020-01-01 for "0913" }\n'
        'qualification Q "Q" { requires p: 10 credits from accredited on awarded }\n',
        good='register HEA bodies { V from 2020-01-01 for "0913" }\n'
        'qualification Q "Q" { requires p: 10 credits from accredited for "0913" on awarded }\n',
        severity=Severity.NOTE,
    ),
)
