"""What static analysis finds between declarations: catalogues, registers, ladders, articulations, scenarios, names of nothing."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry
from stackr.diagnostics.model import Severity

CODES: tuple[CodeEntry, ...] = (
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
    CodeEntry(
        code="C212",
        title="a route that can never grant",
        explanation=(
            "A route of a recognition ladder is never reached, has nothing to grant, or is shut out by every award it serves: a "
            "fallback on prior learning that no award lets in, say. Learners would be sent to it for nothing."
        ),
        bad='recognition R "R" for U { route list is agreement "List" when articulation in force on awarded grants as articulated }\n',
        good='articulation A1 "A1" { from X of V; to Y }\n'
        'recognition R "R" for U { route list is agreement "List" when articulation in force on awarded grants as articulated }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C216",
        title="a unit that the catalogue doesn't have",
        explanation=(
            "The awarding body has a catalogue with other units of the award, and this one is not in it: it may be misspelt, or "
            "have left. Or a unit of a catalogue asks for one, or has a part, that no catalogue lists: as far as plans go, nobody can "
            "have it. Correct the code, or add the unit. The name of an issuer is taken for a code unless `issuer` stands before it."
        ),
        bad='catalogue K "K" { issuer U; credential DS501 "A" { 10 credits } }\n'
        'qualification Q "Q" { awarded by U; requires all of { DS501; DS510 } }\n',
        good='catalogue K "K" { issuer U; credential DS501 "A" { 10 credits }; credential DS510 "B" { 10 credits } }\n'
        'qualification Q "Q" { awarded by U; requires all of { DS501; DS510 } }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C218",
        title="a level of no framework",
        explanation=(
            "A bare level is one of the framework in which the award has its level. An award without one, a ladder and a definition "
            "have none, so learning at a level of a framework can't be compared: it stays undetermined. Name the framework, or say "
            "at which level the award is. Books that declare no framework compare levels as numbers."
        ),
        bad='framework EQF "E" { levels 1 to 8 }\nqualification Q "Q" { awarded by U; requires 10 credits from level >= 7 }\n',
        good='framework EQF "E" { levels 1 to 8 }\nqualification Q "Q" { awarded by U at EQF 7; requires 10 credits from level >= 7 }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C219",
        title="a declaration with nothing in it",
        explanation=(
            "A ladder without routes, a calendar without terms, a scale without grades, a definition without criteria: what asks for it "
            "is told nothing, or, of a definition, that everything meets it. It was probably left for later."
        ),
        bad="calendar terms { }\n",
        good='calendar terms { term "2026-1" from 2026-01-12 until 2026-06-05 }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C220",
        title="declared, and asked for by nothing",
        explanation=(
            "A group, a parameter or a `let` stands beside the rules that could ask for it, and none does. What was meant to ask for it "
            "perhaps says a number, or another name. In a file of nothing but such declarations, made for others, it is not told."
        ),
        bad='parameter cap = 30 credits\nqualification Q "Q" { requires A; limits { rpl: at most 30 credits by rpl } }\n',
        good='parameter cap = 30 credits\nqualification Q "Q" { requires A; limits { rpl: at most cap credits by rpl } }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C221",
        title="never for something that isn't there",
        explanation=(
            "A route of a ladder is `never for` a name that no unit, no clause and no award has, so it shuts nothing out, and what was "
            "meant can be granted. A clause is named by its whole id."
        ),
        bad='recognition R "R" for U { fallback rpl is rpl "RPL" evidence valid grants whole units never for capstone }\n'
        'qualification Q "Q" { awarded by U; requires all of { A; capstone "Capstone": B } }\n',
        good='recognition R "R" for U { fallback rpl is rpl "RPL" evidence valid grants whole units never for Q.capstone }\n'
        'qualification Q "Q" { awarded by U; requires all of { A; capstone "Capstone": B } }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C223",
        title="an award that no file declares",
        explanation=(
            "An award `replaces` one that no file declares, or comes `after` one whose name is that of a declared one but for its "
            "signs. The line does nothing then. Correct the name, or declare the award, be it only with its total and its dates in force."
        ),
        bad='qualification DIP-25 "Diploma" { requires A }\nqualification DIP-26 "Diploma" { requires B; replaces DIP25 }\n',
        good='qualification DIP-25 "Diploma" { requires A }\nqualification DIP-26 "Diploma" { requires B; replaces DIP-25 }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C225",
        title="offered in a term that no calendar has",
        explanation=(
            "An item of a catalogue is offered in a term (by its name, a pattern of it or a word of it) that no calendar of these rules "
            "has, so no plan by term can take it then. It may be a slip, or the calendar does not go so far yet."
        ),
        bad='calendar U "U" { term "2026-spring" from 2026-02-01 until 2026-06-30 }\n'
        'credential A "A" { 10 credits; terms "sprng" }\n',
        good='calendar U "U" { term "2026-spring" from 2026-02-01 until 2026-06-30 }\n'
        'credential A "A" { 10 credits; terms "spring" }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C226",
        title="a scenario names what is not there",
        explanation=(
            "An expectation names an award, clause, holding, route, definition, criterion or unit that neither the rules nor the scenario "
            "have. It can't hold, or it holds whatever the rules say (`expect A not recognised by ownn`), so `stackr test` lets it fail. "
            "Decisions and facts of a scenario may name what is not there, to show what becomes of them."
        ),
        bad='qualification Q "Q" { requires all of { core: A; B } }\n'
        'scenario "half" { learner holds A\n expect Q.cora met }\n',
        good='qualification Q "Q" { requires all of { core: A; B } }\n'
        'scenario "half" { learner holds A\n expect Q.core met }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C227",
        title="an articulation that gives a part of a unit",
        explanation=(
            "The articulation gives less credit than its unit has in the catalogue. A unit is granted whole or not at all, unless a route "
            "grants a part; none does here, so the articulation gives nothing."
        ),
        bad='credential A "A" { 20 credits }\narticulation X "X" { from B of F; to A for 12 credits }\n'
        'recognition u "U" for U { route agreed is agreement when articulation in force on awarded grants as articulated }\n',
        good='credential A "A" { 20 credits }\narticulation X "X" { from B of F; to A for 12 credits }\n'
        'recognition u "U" for U { route agreed is agreement when articulation in force on awarded grants as articulated, part }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C229",
        title="accredited for what nobody is",
        explanation=(
            "The rule asks for bodies accredited for a scope, and every entry of the register is for others, so nobody is. "
            "Correct the scope, or the register. An entry that names no scope is for everything."
        ),
        bad='register HEA bodies { V from 2020-01-01 for "0913" }\n'
        'qualification Q "Q" { requires p: 10 credits from accredited for "0931" on awarded }\n',
        good='register HEA bodies { V from 2020-01-01 for "0913" }\n'
        'qualification Q "Q" { requires p: 10 credits from accredited for "0913" on awarded }\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C230",
        title="a class that is never given",
        explanation=(
            "Of the `classify` lines of an award the first that holds decides. An earlier line is for all others (`otherwise`), or holds "
            "wherever this one would, so this one never comes to its turn. Put it first: the highest class before the lower ones, "
            "`otherwise` last."
        ),
        bad='grades percent { from 0 to 100 }\nqualification Q "Q" {\n  requires A\n  classify "Pass" otherwise\n'
        '  classify "Distinction" when grade average at least 70 over counted\n}\n',
        good='grades percent { from 0 to 100 }\nqualification Q "Q" {\n  requires A\n'
        '  classify "Distinction" when grade average at least 70 over counted\n  classify "Pass" otherwise\n}\n',
        severity=Severity.WARNING,
    ),
    CodeEntry(
        code="C231",
        title="a course of nobody's that several bodies count",
        explanation=(
            "No catalogue says who offers the course, so it is taken to be the awarding body's own, in the awards of each body that take "
            "it. It is offered by one of them, or by another: for the others' awards it is learning from elsewhere, which a residency, a "
            "cap or their recognition may look at. Give the catalogue, or the course, its `issuer`."
        ),
        bad='credential A "A" { 10 credits }\n'
        'qualification P "P" { awarded by U; requires A }\nqualification Q "Q" { awarded by V; requires A }\n',
        good='credential A "A" { 10 credits; issuer U }\n'
        'qualification P "P" { awarded by U; requires A }\nqualification Q "Q" { awarded by V; requires A }\n',
        severity=Severity.WARNING,
    ),
)
