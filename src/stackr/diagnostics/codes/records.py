"""R3xx: learner records and what they hold."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry
from stackr.diagnostics.model import Severity


def _holding(members: str) -> str:
    return f'{{"learner": "L-1", "holdings": [{{"id": "h1", {members}}}]}}'


def _holdings(*members: str) -> str:
    return f'{{"learner": "L-1", "holdings": [{", ".join("{" + each + "}" for each in members)}]}}'


def _row(
    code: str, title: str, explanation: str, bad: str, good: str, severity: Severity = Severity.WARNING
) -> CodeEntry:
    return CodeEntry(code, title, explanation, bad, good, severity, "record")


CODES: tuple[CodeEntry, ...] = (
    _row(
        "R301",
        "a member that nobody knows",
        "The record has a member that is not part of a learner record here. It is kept as it is; if its name is a slip, "
        "what it says is missed. If it holds a date, rules can use it as a clock.",
        _holding('"statuz": "active"'),
        _holding('"status": "active"'),
    ),
    _row(
        "R302",
        "a value of the wrong kind",
        "A member holds something it can't hold: a list where a text belongs, text that can't be shown, a holding that is "
        "no object. The member is taken as unknown; everything else in the record stands.",
        _holding('"title": {"en": "Statistics"}'),
        _holding('"title": "Statistics"'),
    ),
    _row(
        "R303",
        "not an exact amount",
        "Amounts are exact: whole numbers, decimals or fractions. NaN, infinities and powers of ten (1e3) are not read, "
        "because nobody can say which amount was meant. The amount is taken as unknown.",
        _holding('"credits": NaN'),
        _holding('"credits": "12.5"'),
    ),
    _row(
        "R304",
        "an amount that can't be",
        "Credits below zero, more credits than one holding can have, a share above 100%. The amount is taken as unknown: "
        "one wrong key must not complete an award.",
        _holding('"credits": "-10"'),
        _holding('"credits": "10"'),
    ),
    _row(
        "R305",
        "not a date",
        "Dates are written year-month-day, and the day must exist. A date that can't be read is taken as unknown; rules "
        "that need it are then undetermined, not failed.",
        _holding('"awarded": "2025-06-31"'),
        _holding('"awarded": "2025-06-30"'),
    ),
    _row(
        "R306",
        "not one of the words",
        "Some members take one of a few words: a status, a kind of decision, what a check of the signature gave. Another "
        "word is taken as unknown.",
        _holding('"status": "cancelled"'),
        _holding('"status": "revoked"'),
    ),
    _row(
        "R307",
        "two holdings with one id",
        "Ids tell holdings apart, and decisions name them. Two different holdings with one id are both kept, under ids of "
        "their own; a decision that names the old id is not applied, because nobody can say which was meant.",
        _holdings('"id": "h1", "credential": "A"', '"id": "h1", "credential": "B"'),
        _holdings('"id": "h1", "credential": "A"', '"id": "h2", "credential": "B"'),
    ),
    _row(
        "R308",
        "one credential on file twice",
        "The same address, or the same issuer, credential and day of award, is one credential, however often it was "
        "imported. It is taken once. A course taken again has another day of award and is another holding.",
        _holdings(
            '"id": "h1", "credential": "A", "issuer": "X", "awarded": "2025-06-30"',
            '"id": "h2", "credential": "A", "issuer": "X", "awarded": "2025-06-30"',
        ),
        _holdings(
            '"id": "h1", "credential": "A", "issuer": "X", "awarded": "2024-06-30"',
            '"id": "h2", "credential": "A", "issuer": "X", "awarded": "2025-06-30"',
        ),
    ),
    _row(
        "R309",
        "copies of one credential differ",
        "Two copies of one credential say different things. Which is right can't be known here, so the member is unknown "
        "until somebody corrects the record.",
        _holdings(
            '"id": "h1", "credential": "A", "issuer": "X", "awarded": "2025-06-30", "credits": 10',
            '"id": "h2", "credential": "A", "issuer": "X", "awarded": "2025-06-30", "credits": 20',
        ),
        _holdings('"id": "h1", "credential": "A", "issuer": "X", "awarded": "2025-06-30", "credits": 10'),
    ),
    _row(
        "R310",
        "a level that its framework does not have",
        "The framework named is in the rules, and has no such level. The level is taken as unknown. If it is of an older "
        "version of the framework, say so with `framework_version`.",
        _holding('"level": 12, "framework": "ZQF"'),
        _holding('"level": 8, "framework": "ZQF"'),
    ),
    _row(
        "R311",
        "a framework that the rules don't know",
        "Levels can be compared only within a framework, or between frameworks that the rules relate. Levels of this one "
        "compare with none.",
        _holding('"level": 8, "framework": "ZQQ"'),
        _holding('"level": 8, "framework": "ZQF"'),
    ),
    _row(
        "R312",
        "a credit unit that the rules don't know",
        "How much a credit is depends on its unit. Credits in a unit that the rules don't declare can't be converted, so "
        "how much they are is unknown.",
        _holding('"credits": 10, "credit_unit": "ETCS"'),
        _holding('"credits": 10, "credit_unit": "ECTS"'),
    ),
    _row(
        "R313",
        "a member given twice",
        "One object gives the same member more than once, with different values. JSON leaves open which one counts, so "
        "the member is unknown.",
        _holding('"level": 7, "level": 8'),
        _holding('"level": 8'),
    ),
    _row(
        "R314",
        "not yet awarded on the day asked about",
        "The holding is dated after the day of the audit. On that day it counts as in progress.",
        _holding('"awarded": "2999-01-01"'),
        _holding('"awarded": "2025-01-01"'),
        Severity.NOTE,
    ),
    _row(
        "R315",
        "expired on the day asked about",
        "The holding says that it expires, and has. Rules decide whether that matters: `not expired`, or a window such as "
        "`awarded within 5 years of applied`.",
        _holding('"expires": "2001-01-01"'),
        _holding('"expires": "2999-01-01"'),
        Severity.NOTE,
    ),
    _row(
        "R317",
        "a decision that names no one holding",
        "Two different holdings have the id that the decision names, so it can't be applied to either.",
        '{"learner": "L-1", "holdings": [{"id": "h1", "credential": "A"}, {"id": "h1", "credential": "B"}], '
        '"decisions": [{"id": "d1", "kind": "assessment", "holding": "h1", "outcome": "full"}]}',
        '{"learner": "L-1", "holdings": [{"id": "h1", "credential": "A"}, {"id": "h2", "credential": "B"}], '
        '"decisions": [{"id": "d1", "kind": "assessment", "holding": "h1", "outcome": "full"}]}',
    ),
    _row(
        "R318",
        "credit points given as credits",
        "In some systems credit points are credits times level: 40 credits at level 4.5 are 180 points. What stands as "
        "credits here is such a product of the credits that the hours, or the catalogue, show. It is taken as unknown.",
        _holding('"credits": 180, "credit_unit": "NCrF", "hours": 1200, "level": "4.5"'),
        _holding('"credits": 40, "credit_unit": "NCrF", "hours": 1200, "level": "4.5"'),
    ),
    _row(
        "R319",
        "whose it is has not been settled",
        "The holding names a holder that the record does not know its learner by, or says itself that this is open. "
        "Nothing is refused and nothing is credited: it counts only as possible until somebody settles it. A name the "
        "learner also goes by belongs into `identifiers`.",
        '{"learner": "L-1", "name": "A. Phiri", "holdings": [{"id": "h1", "holder": "A. Banda"}]}',
        '{"learner": "L-1", "name": "A. Phiri", "identifiers": ["A. Banda"], "holdings": [{"id": "h1", "holder": "A. Banda"}]}',
    ),
    _row(
        "R320",
        "it names an award or unit that these rules don't have",
        "The record says that the learner follows, holds or gave back an award, or applied for a unit, and the rules have none of that "
        "name: it may be misspelt, or stand in rules that were not given. Rules that hang on it read the name as it stands.",
        '{"learner": "L-1", "facts": {"enrolled_in": "PGDIP-SD"}}',
        '{"learner": "L-1", "facts": {"enrolled_in": "PGDIP-DS"}}',
    ),
    _row(
        "R321",
        "several records of one learner",
        "A file of many records holds more than one of this learner. They may be of two people, so they are not put "
        "together; each is audited for itself.",
        '{"learner": "L-1"}\n{"learner": "L-1", "name": "A. Phiri"}',
        '{"learner": "L-1"}\n{"learner": "L-2"}',
    ),
    _row(
        "R322",
        "it bears the code of an award, and is learning here",
        "An award that somebody holds is a holding of the kind `qualification`, or one with a day `conferred`, from the body "
        "that awards it. Only then do ties to it (`embed`, `consume` …) and `award CODE` apply, and is what it used kept for it.",
        _holding('"credential": "PGDIP-DS", "status": "active", "awarded": "2025-06-01"'),
        _holding('"credential": "PGDIP-DS", "status": "active", "conferred": "2025-06-01"'),
    ),
    _row(
        "R323",
        "a grade that fails, and a status that does not",
        "The grade is below the pass mark of its scale, and the record does not say that the learning was failed. The status "
        "decides, for a mark may be condoned: the learning counts. Rules that ask for a pass say `grade >= pass`.",
        _holding('"status": "active", "grade": "31", "grade_scale": "percent"'),
        _holding('"status": "failed", "grade": "31", "grade_scale": "percent"'),
    ),
    _row(
        "R324",
        "an award that is on file with several days",
        "An award is conferred once; a certificate that is issued anew, or a record that came twice, has a later day. The first "
        "day decides what was there to be used for it, and how old learning may be that counts toward it.",
        _holdings(
            '"id": "h1", "credential": "PGDIP-DS", "conferred": "2020-06-01"',
            '"id": "h2", "credential": "PGDIP-DS", "conferred": "2024-06-01"',
        ),
        _holding('"credential": "PGDIP-DS", "conferred": "2020-06-01"'),
    ),
    _row(
        "R325",
        "a code that rules write otherwise",
        "Codes are compared as they are written. No rule and no catalogue has this one; one of them has a code that differs in nothing "
        "but case, spaces and signs (some of which can't be seen). It may be meant: then the record is to be put right.",
        _holding('"credential": "ds 501", "issuer": "UNZA"'),
        _holding('"credential": "DS501", "issuer": "UNZA"'),
    ),
    _row(
        "R390",
        "not a learner record",
        "The file can't be read as learner records at all: it is not UTF-8 text, not JSON, too large, nested too deep, does not "
        "say whose record it is, or gives holdings or decisions that are no list. A file holds one JSON object, or one per line.",
        '[{"learner": "L-1"}]',
        '{"learner": "L-1"}',
        Severity.ERROR,
    ),
)
