"""R1xx and R2xx: why an audit says that a requirement or a limit is not met. Reasons, not faults: each names its clause."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry
from stackr.diagnostics.model import Severity


def _row(code: str, title: str, explanation: str, rules: str, bad: str, good: str) -> CodeEntry:
    """`bad` and `good` are what a made-up learner holds (or what else is known of them) under the same rules."""
    return CodeEntry(code, title, explanation, _with(rules, bad), _with(rules, good), Severity.NOTE, "scenario")


def _with(rules: str, learner: str) -> str:
    said = learner if learner.startswith(("fact", "learner", "as of")) else f"learner holds {learner}"
    return f'{rules}scenario "a learner" {{\n  {said}\n}}\n'


def _award(lines: str) -> str:
    return f'qualification Q "Q" {{\n  {lines}\n}}\n'


TWO_UNITS = _award("requires all of { A; B }")
FROM_U = _award(
    "total 20 credits\n  requires 20 credits from any\n  limits { home: at least 10 credits from issuer U }"
)

CODES: tuple[CodeEntry, ...] = (
    _row(
        "R101",
        "a unit is not among what counts",
        "A unit that the award names is not held, was not recognised, or does not meet what is asked of it. `--explain CODE` says which.",
        TWO_UNITS,
        "A 10 credits",
        "A 10 credits, B 10 credits",
    ),
    _row(
        "R102",
        "too few alternatives of a choice are met",
        "A group asks for so many of its members, and fewer are met. What was begun in the others is shown beside it.",
        _award("requires 2 of { A; B; C }"),
        "A 10 credits",
        "A 10 credits, C 10 credits",
    ),
    _row(
        "R103",
        "a group counts less than it asks for in all",
        "Each member of a group is looked at by itself, and the group asks for an amount over all of them besides.",
        _award("requires at least 1 of { A; B } with { at least 20 credits }"),
        "A 10 credits",
        "A 10 credits, B 10 credits",
    ),
    _row(
        "R104",
        "less counts than a pool asks for",
        "What was found for `N credits from …` is less than N. Learning that would fit may be used elsewhere, or kept out by a limit.",
        _award("requires 20 credits from level >= 7"),
        "A 10 credits at 7, B 10 credits at 6",
        "A 10 credits at 7, B 10 credits at 7",
    ),
    _row(
        "R105",
        "another award is not held",
        "The award asks for another one, which must be conferred, or be earned on the way where it is tied with `embed`.",
        'qualification CERT "Certificate" { requires A }\n' + _award("requires all of { award CERT; B }"),
        "B 10 credits",
        "B 10 credits, CERT kind qualification conferred 2025-10-10",
    ),
    _row(
        "R106",
        "evidence is not on record",
        "An exam, a milestone, a sign-off or a contract is a fact of the record, under the name that the rule gives it. What is on "
        "record as not met is told as that.",
        _award('requires all of { A; milestone "ethics" }'),
        "A 10 credits",
        'A 10 credits\n  fact "ethics" = yes',
    ),
    _row(
        "R107",
        "less counts than the award's total",
        "The requirements may be met one by one, and the total of the award is more than they add up to.",
        _award("total 20 credits\n  requires at least 1 of { A; B }"),
        "A 10 credits",
        "A 10 credits, B 10 credits",
    ),
    _row(
        "R108",
        "which branch applies is not known",
        "What is required depends on something that the record does not say. Until it does, the branch is shown that is less favourable "
        "for the learner: unknown is never taken for false.",
        _award('requires when fact "track" = theory requires A otherwise B'),
        "A 10 credits",
        'A 10 credits\n  fact "track" = theory',
    ),
    _row(
        "R201",
        "a floor or a ceiling is not kept",
        "An amount is below the least that a limit asks for, or above the most. A ceiling is never passed by choice: what exceeds it is "
        "left uncounted, so it is told of floors, and of ceilings over learning that must count.",
        FROM_U,
        "A 20 credits from V",
        "A 10 credits from V, B 10 credits from U",
    ),
    _row(
        "R202",
        "the record passes a limit on what was taken or attempted",
        "The limit reads the whole record, failed attempts too. Nothing that is left uncounted helps.",
        _award("requires A\n  limits { tries: at most 20 credits attempted }"),
        "A 10 credits, B 15 credits status failed",
        "A 10 credits, B 10 credits status failed",
    ),
    _row(
        "R203",
        "too few, or too many, different ones",
        "A number of different issuers, subjects, terms, outcomes … is asked for, and what counts shows another number.",
        _award("total 20 credits\n  requires all of { 20 credits from any; observes at least 2 issuers over counted }"),
        "A 10 credits from U, B 10 credits from U",
        "A 10 credits from U, B 10 credits from V",
    ),
    _row(
        "R204",
        "an average is too low, or of nothing",
        "Ungraded learning is left out, so while nothing that counts has a grade there is no average.",
        'grades percent "Marks" { from 0 to 100; pass 50 }\n'
        + _award("requires A\n  limits { mean: grade average at least 60 over counted on percent }"),
        "A 10 credits grade 55 on percent",
        "A 10 credits grade 65 on percent",
    ),
    _row(
        "R205",
        "too little of the last credits is of a kind",
        "Of the learning that counts, the last credits by date must come from somewhere, and they do not.",
        _award("total 20 credits\n  requires 20 credits from any with { last 10 credits from issuer U }"),
        "A 10 credits from U completed 2024-01-10, B 10 credits from V completed 2025-10-10",
        "A 10 credits from V completed 2024-01-10, B 10 credits from U completed 2025-10-10",
    ),
    _row(
        "R206",
        "what counts does not lie within its time",
        "What counts must lie within a length of time, from the first of it or in some window.",
        _award("total 20 credits\n  requires 20 credits from any with { within 1 years from first of any }"),
        "A 10 credits completed 2023-01-10, B 10 credits completed 2025-10-10",
        "A 10 credits completed 2025-06-10, B 10 credits completed 2025-10-10",
    ),
    _row(
        "R207",
        "a year, or a term, has too little",
        "A minimum is asked for in each year, term or issuer in which there is something at all.",
        _award("total 20 credits\n  requires 20 credits from any\n  limits { pace: at least 10 credits each year }"),
        "A 15 credits completed 2024-01-10, B 5 credits completed 2025-10-10",
        "A 10 credits completed 2024-01-10, B 10 credits completed 2025-10-10",
    ),
)
