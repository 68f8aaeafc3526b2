"""C2xx: what static analysis finds in rules that can be read."""

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
            "What the requirements take at least adds up to more credits than the award may have, so no learner can satisfy "
            "both. Raise the total, lower a requirement, or say which requirements may share learning."
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
            "The same learning is capped below what another limit asks of it; or two limits, on some learning and on all the "
            "rest, allow less than the total or ask for more. A cap on external learning and a residency rule are the usual pair."
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
        code="C208",
        title="equivalences in a circle",
        explanation=(
            "Articulations that are all `transitive` lead from a credential back to itself, so that learning comes back to the "
            "body it came from. Leave `transitive` out of one of them if that is not meant."
        ),
        bad='articulation ONE "One" { from A of X; to B; transitive }\narticulation TWO "Two" { from B of Y; to A; transitive }\n',
        good='articulation ONE "One" { from A of X; to B; transitive }\narticulation TWO "Two" { from B of Y; to A }\n',
        severity=Severity.WARNING,
    ),
)
