"""The ladder of recognition: gates, routes and their parts, refusal."""

from __future__ import annotations

from stackr.language.reference.entry import Section, section

_LADDER = "recognition r for UNZA {{ {} }}"

SECTIONS: tuple[Section, ...] = (
    section(
        "Lines of a ladder",
        "recognition_line gate_line",
        _LADDER.format("@"),
        ("q_meta", "Where it comes from.", 'source "Regulations, s. 3"'),
        ("rc_first", "Only the earliest route that grants is kept.", "first"),
        ("rc_best", "The best route is used; so it is, unless said.", "best"),
        ("rc_chain", "Through how many other articulations learning may come before the last; 1 unless said.", "chain up to 2"),
        ("gate", "What must hold of every holding. What fails here never falls through.",
         "gate integrity { status is not revoked; holder is the learner }"),
        ("gate_line", "A condition of a gate.", "gate integrity { signature is not invalid }"),
        ("route", "A route: `own`, `treaty`, `agreement`, `precedent`, `advice`, `assessment`, `rpl`. `fallback` is `rpl` where no "
         "earlier route grants the unit.", 'route own is own "Own credit" when issuer = UNZA grants full'),
        ("refusal", "What a refusal states.", 'refuse with reasons, advice "Ask the RPL office", appeal within 30 days to "Registrar"'),
    ),
    section(
        "Parts of a route",
        "route_part",
        _LADDER.format("fallback r is rpl @"),
        ("q_meta", "Where it comes from.", 'source "Regulations, s. 14"'),
        ("rt_when", "When it applies.", 'when country in parties("Addis") and accredited on awarded'),
        ("rt_bars", "What it bars, of what its `when` lets in: barred learning never falls through.", "bars kind = experience"),
        ("grants", "What it grants.", "grants whole units, ungraded"),
        ("rt_deadline", "A person decides, by then.", "decide within 4 months of complete file"),
        ("rt_unless", "The differences that justify a refusal.",
         "unless substantial difference in level, workload by more than 20%, outcomes"),
        ("rt_evidence", "What the evidence must be.",
         "evidence valid, authentic, current within 5 years of applied, sufficient from 2 kinds"),
        ("rt_outcome", "How far each outcome must be met.", "each outcome met to at least 50% of outcome"),
        ("rt_never", "Units that it never grants.", "never for PGDIP-DS.capstone"),
        ("rt_apply", "When to apply.", "apply within 14 days of starts"),
        ("rt_by", "Who decides.", 'by "Admissions committee"'),
        ("rt_issued", "Whose the granted unit is.", "counts as issued by UNZA"),
        ("rt_cap", "At most so much of each piece of learning, as behind `grants`. Of all together: a limit of the award, "
         "`at most 60 credits by NAME`.", "up to 60 credits"),
    ),
    section(
        "What a route grants",
        "grant_item",
        _LADDER.format("route r is own grants @"),
        ("grant_words", "`full`, `part`, `level`, `credit`, `as articulated`, `as decided`, `whole units` or `nothing`.", "full or part"),
        ("grant_cap", "Up to so much of each piece of learning, in its own unit of credit unless one is named.", "up to 20 credits"),
        ("grant_ungraded", "Without a grade.", "ungraded"),
        ("grant_condition", "Until a condition is met it is provisional.", 'conditional on "bridging course"'),
        ("grant_now", "It counts before the condition is met.", "counts now"),
    ),
    section(
        "Differences",
        "difference",
        _LADDER.format("route r is assessment unless substantial difference in @"),
        ("difference", "In `level`, `workload`, `quality`, `profile` or `outcomes`.", "workload by more than 20%"),
    ),
    section(
        "Evidence",
        "evidence_item",
        _LADDER.format("fallback r is rpl evidence @"),
        ("ev_word", "A quality that someone attests.", "valid"),
        ("ev_current", "Not older than this.", "current within 5 years of applied"),
        ("ev_kinds", "Of several kinds.", 'sufficient from 2 kinds excluding "interview"'),
        ("ev_excluding", "Without these kinds.", 'excluding "attendance"'),
    ),
    section(
        "What a refusal states",
        "refusal_item",
        _LADDER.format("refuse with @"),
        ("rf_reasons", "The difference and the clause.", "reasons"),
        ("rf_advice", "What to do.", 'advice "Ask the RPL office"'),
        ("rf_appeal", "How to appeal.", 'appeal within 30 days to "Registrar"'),
    ),
)  # fmt: skip
