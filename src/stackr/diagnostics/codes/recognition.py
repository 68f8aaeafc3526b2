"""R4xx: what recognition says of a holding. Reasons, not faults: each names the clause it follows from."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry
from stackr.diagnostics.model import Severity


def _row(code: str, title: str, explanation: str, bad: str, good: str) -> CodeEntry:
    """`bad` is a holding (or decision) of which the reason is said, `good` one of which it is not; both made up."""
    return CodeEntry(code, title, explanation, bad, good, Severity.NOTE, "record")


def _holding(members: str) -> str:
    return f'{{"learner": "L-1", "holdings": [{{"id": "h1", {members}}}]}}'


def _decided(members: str) -> str:
    return (
        '{"learner": "L-1", "holdings": [{"id": "h1", "credential": "C9", "issuer": "COLL", "credits": "20"}], '
        f'"decisions": [{{"id": "d1", "holding": "h1", {members}}}]}}'
    )


OWN = _holding('"credential": "DS501", "issuer": "UNZA", "status": "active"')
ELSEWHERE = _holding('"credential": "C9", "issuer": "COLL", "status": "active"')
REVOKED = _holding('"credential": "DS501", "issuer": "UNZA", "status": "revoked"')

CODES: tuple[CodeEntry, ...] = (
    _row("R401", "recognised", "A route of the ladder recognises the holding whole.", OWN, ELSEWHERE),
    _row(
        "R402",
        "recognised in part",
        "A part of the holding's credit is recognised, because the route, its cap or the decision gives only a part.",
        _decided('"kind": "assessment", "outcome": "partial", "credits": "12"'),
        _decided('"kind": "assessment", "outcome": "full"'),
    ),
    _row(
        "R403",
        "its level is recognised, its credit is not",
        "A treaty, or a decision, settles at which level the holding stands. It says nothing of content: credit needs "
        "another route, and combines with this one.",
        _holding('"credential": "BA", "issuer": "COLL", "country": "ZA", "level": 7, "framework": "SAQA"'),
        OWN,
    ),
    _row(
        "R404",
        "recognised on condition",
        "What is recognised counts as in progress until the condition is met, unless the route says `counts now`. Never "
        "more than was recognised counts.",
        _decided('"kind": "assessment", "outcome": "conditional", "credits": "12", "reason": "supplementary work"'),
        _decided('"kind": "assessment", "outcome": "full"'),
    ),
    _row(
        "R405",
        "waits for a decision",
        "A person has to decide case by case. The deadline runs from the clock the route names; while that day is not "
        "known, there is none.",
        ELSEWHERE,
        OWN,
    ),
    _row(
        "R406",
        "refused by decision",
        "A person has refused it. A refusal under substantial differences states which; advice and appeal stand beside it.",
        _decided('"kind": "assessment", "outcome": "refused", "differences": ["level"]'),
        _decided('"kind": "assessment", "outcome": "full"'),
    ),
    _row(
        "R407",
        "no route recognises it",
        "Every route of the ladder is closed to it. The reasons say why.",
        ELSEWHERE,
        OWN,
    ),
    _row(
        "R408",
        "an integrity failure",
        "It is revoked, its signature is not valid, it is somebody else's, or a gate of the ladder fails. Nothing falls "
        "through from here: no other route, and no recognition of prior learning.",
        REVOKED,
        OWN,
    ),
    _row(
        "R409",
        "barred by rule",
        "A route says what it bars, of the learning that its `when` lets in. What is barred is closed to this route and to all "
        "that come after it.",
        _holding('"credential": "SHORT", "kind": "short-course"'),
        OWN,
    ),
    _row("R410", "a route is not open to it", "The condition of the route is not met.", ELSEWHERE, OWN),
    _row(
        "R411",
        "not known whether a route is open",
        "The record does not say what a condition asks. That is never a refusal: it counts as possible, and the message "
        "says what is missing.",
        _holding('"credential": "DS501"'),
        OWN,
    ),
    _row(
        "R412",
        "a bundle that is not complete",
        "An articulation from several credentials counts only when all are there. How far it has come is shown.",
        _holding('"credential": "P1", "issuer": "MELB"'),
        OWN,
    ),
    _row(
        "R414",
        "below the grade that an articulation asks",
        "The articulation names a minimum grade, and the holding's is lower.",
        _holding('"credential": "C1", "issuer": "COLL", "grade": 40'),
        _holding('"credential": "C1", "issuer": "COLL", "grade": 80'),
    ),
    _row(
        "R415",
        "covers too little of the target",
        "The share of the target that the articulation covers is below the one that the route asks. Along a chain the "
        "shares multiply.",
        _holding('"credential": "C1", "issuer": "COLL"'),
        OWN,
    ),
    _row(
        "R416",
        "recognised on too often",
        "It had been recognised from body to body before it came here, more often than the ladder allows (once, unless it "
        "says `chain up to`).",
        _holding('"credential": "C1", "issuer": "X", "origin": ["Z", "Y"]'),
        _holding('"credential": "C1", "issuer": "X", "origin": "Z"'),
    ),
    _row(
        "R417",
        "units are granted whole",
        "A part of a unit is no unit. Where a route may grant parts, the part is block credit and not the unit.",
        _decided('"kind": "rpl", "unit": "DS501", "credits": "3"'),
        _decided('"kind": "rpl", "unit": "DS501"'),
    ),
    _row(
        "R418",
        "an outcome is not met far enough",
        "The route asks that each outcome of the unit is met to a share; the decision judged one of them lower.",
        _decided('"kind": "rpl", "unit": "DS501", "shares": {"loops": "40%"}'),
        _decided('"kind": "rpl", "unit": "DS501", "shares": {"loops": "60%"}'),
    ),
    _row(
        "R419",
        "evidence that is too old",
        "The route asks for evidence from a window of time. Older evidence does not count for this.",
        _holding('"kind": "experience", "evidence": [{"kind": "portfolio", "date": "2001-01-01"}]'),
        _holding('"kind": "experience", "evidence": [{"kind": "portfolio", "date": "2025-01-01"}]'),
    ),
    _row(
        "R420",
        "evidence of too few kinds",
        "The route asks for evidence of several kinds, some of which may not count (a CV, say).",
        _holding('"kind": "experience", "evidence": [{"kind": "cv", "date": "2025-01-01"}]'),
        _holding('"kind": "experience", "evidence": [{"kind": "portfolio"}, {"kind": "interview"}]'),
    ),
    _row(
        "R421",
        "never by this route",
        "The route says for which units or clauses it never grants.",
        _decided('"kind": "rpl", "unit": "DS590"'),
        _decided('"kind": "rpl", "unit": "DS501"'),
    ),
    _row(
        "R422",
        "out of time",
        "The application came after the last day to apply. The last day itself still counts.",
        '{"learner": "L-1", "facts": {"starts": "2026-01-01", "applied": "2026-01-16"}}',
        '{"learner": "L-1", "facts": {"starts": "2026-01-01", "applied": "2026-01-15"}}',
    ),
    _row(
        "R423",
        "prior learning can be recognised",
        "Recognition of prior learning is open: as evidence for a unit, or on application. Learning that was never assessed "
        "may be evidence too.",
        _holding('"kind": "experience", "outcomes": ["loops"]'),
        OWN,
    ),
    _row(
        "R424",
        "a decision or holding that is not applied",
        "It can't be read, names nothing on record, or stands against another of the same day. Nobody's choice is made for "
        "them: it waits until the record is corrected.",
        _decided('"kind": "assessment", "credits": "many"'),
        _decided('"kind": "assessment", "outcome": "full"'),
    ),
    _row(
        "R425",
        "suspended",
        "A suspended credential may come back. Until then it counts only as possible.",
        _holding('"credential": "DS501", "issuer": "UNZA", "status": "suspended"'),
        OWN,
    ),
    _row(
        "R426",
        "not passed",
        "Learning that was failed or given up gives nothing to recognise. It still counts as an attempt.",
        _holding('"credential": "DS501", "issuer": "UNZA", "status": "failed"'),
        OWN,
    ),
    _row(
        "R427",
        "not yet awarded on the day",
        "It is dated after the day of the audit, and counts as in progress on it.",
        _holding('"credential": "DS501", "issuer": "UNZA", "awarded": "2999-01-01"'),
        OWN,
    ),
    _row(
        "R428",
        "in progress, or planned",
        "It counts in the progress that assumes it passed, and nowhere else.",
        _holding('"credential": "DS501", "issuer": "UNZA", "status": "in-progress"'),
        OWN,
    ),
    _row(
        "R429",
        "it has counted toward a conferred award",
        "It fails now, and an award used it. Progress is computed anew; the award is for people to look at, nothing is "
        "taken back by itself.",
        _holding('"credential": "DS501", "issuer": "UNZA", "status": "revoked", "used_in": ["PGCERT"]'),
        OWN,
    ),
    _row(
        "R431",
        "advice of a third party",
        "Advice never grants. Whoever assesses the case reads it.",
        _holding('"credential": "GCERT", "tags": ["ace"]'),
        OWN,
    ),
    _row(
        "R432",
        "whose it is has not been settled",
        "Two people's records may be mixed, or a name has changed. It counts only as possible until somebody settles it: "
        "never credited in silence, never refused in silence.",
        _holding('"credential": "DS501", "issuer": "UNZA", "holder": "unresolved"'),
        OWN,
    ),
    _row(
        "R434",
        "a refusal that shows no difference",
        "The ladder recognises unless a substantial difference is shown, and the burden of proof is the assessor's. A "
        "refusal that names none is not applied; the case stays open.",
        _decided('"kind": "assessment", "outcome": "refused"'),
        _decided('"kind": "assessment", "outcome": "refused", "differences": ["workload"]'),
    ),
    _row(
        "R435",
        "only the first route grants",
        "The ladder says `first`: a later route would grant it too, and does not.",
        OWN,
        ELSEWHERE,
    ),
    _row(
        "R436",
        "what a refused learner is advised",
        "The ladder says what advice a refusal comes with.",
        REVOKED,
        OWN,
    ),
    _row(
        "R437",
        "how a refusal can be appealed",
        "The ladder says within which time and to whom. The last day is told where the decision has a day.",
        _decided('"kind": "assessment", "outcome": "refused", "differences": ["level"], "date": "2026-01-20"'),
        OWN,
    ),
    _row(
        "R438",
        "a status or signature that can't be read",
        "The record says how it ended, or what a check of its signature gave, in a word that is none of the known ones. It may have "
        "been failed or forged, so it counts only as possible. Where a table has words of its own, a profile says what they mean "
        "(`[values.status]`). Without any status, learning is taken as done.",
        _holding('"credential": "DS501", "issuer": "UNZA", "status": "nicht bestanden"'),
        OWN,
    ),
    _row(
        "R439",
        "a decision that may be a slip",
        "The decision is applied as it stands. But it gives a unit that no catalogue lists, of which nothing but the code is known, or "
        "more credits than the learning has: the code may be misspelled, a catalogue missing, or the credits be hours.",
        _decided('"kind": "assessment", "outcome": "full", "unit": "DS5O3"'),
        _decided('"kind": "assessment", "outcome": "full", "unit": "DS503"'),
    ),
    _row(
        "R440",
        "a decision that names no learning",
        "The decision gives a unit by prior learning, and says of no holding that it shows it. It is applied, as somebody decided so; "
        "but nothing on record stands behind it, and what the route asks of evidence could be held against nothing.",
        _decided('"kind": "rpl", "unit": "DS504", "outcome": "full"').replace('"holding": "h1", ', ""),
        _decided('"kind": "rpl", "unit": "DS504", "outcome": "full"'),
    ),
)
