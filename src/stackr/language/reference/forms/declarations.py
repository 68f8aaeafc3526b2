"""The declarations of a file, and what nearly every clause may carry."""

from __future__ import annotations

from stackr.language.reference.entry import Section, section

SECTIONS: tuple[Section, ...] = (
    section(
        "Declarations",
        "language pack import_ framework grades calendar credit convert register catalogue credential definition"
        " articulation recognition qualification group parameter let scenario",
        "@",
        ("language", "The version of the language that the file is written in.", "language 1"),
        ("pack", "What the file is about. The sources and notes behind it are those of the whole file.",
         'pack "Rules of the Faculty of Science"\nsource "Academic Regulations 2026"'),
        ("import_", "Another rule file: a path from this file, or `stackr/…` for one that ships.",
         'import "../frameworks/levels.stackr"'),
        ("framework", "A framework of qualifications: its levels, and how they refer to those of other frameworks.",
         'framework ZQF "Zambia Qualifications Framework" { levels 1 to 10; one credit is 10 hours }'),
        ("grades", "A scale of grades: order, values, pass mark, conversions.",
         'grades percent "Marks out of a hundred" { from 0 to 100; pass 50 }'),
        ("calendar", "Terms, their dates and order.",
         'calendar terms { term "2026-1" from 2026-01-12 until 2026-06-05 }'),
        ("credit", "A unit of credit: its hours, exactly or as a range, and its smallest step.",
         'credit ECTS "European credit" { is 25 to 30 hours; step 0.5 }'),
        ("convert", "An exact ratio between two units of credit, one way (`=`) or both (`<=>`); rounding where it isn't exact.",
         "convert 2 UKC <=> 1 ECTS round down per item"),
        ("register", "A list of bodies, decisions or parties, with dates.",
         "register Addis parties { ZM from 2020-01-01 }"),
        ("catalogue", "What is on offer: inline, or from a file.",
         'catalogue UNITS "Units of 2026" from "units.csv" { issuer UNZA; credit unit ZC }'),
        ("credential", "One credential on offer.", 'credential DS501 "Statistics" { 15 credits; level ZQF 8 }'),
        ("definition", "The criteria that make a credential a micro-credential.",
         "definition small of micro-credential { size: credits <= 40 }"),
        ("articulation", "What was learned elsewhere and what it gives here, one way.",
         "articulation SADC-ML { from ML-MICRO of SADC-U; to DS503; match 80% }"),
        ("recognition", "The ladder of routes by which learning from elsewhere is recognised. **Its order counts.**",
         "recognition unza for UNZA { route own is own when issuer = UNZA grants full }"),
        ("qualification", "An award and its rules of combination.",
         'qualification PGDIP "Postgraduate Diploma" { total 120 credits; requires all of { DS501; DS502 } }'),
        ("group", "A requirement with a name of its own, for `use NAME` in several qualifications.",
         'group maths "Mathematics": 2 of { M1; M2; M3 }'),
        ("parameter_one", "An amount with a name.", "parameter pass = 50"),
        ("parameter", "An amount whose value changes on a date.",
         "parameter cap { 120 credits from 2020-01-01; 90 credits from 2024-09-01 }"),
        ("let", "A condition with a name.", 'let science = field under "05" and level >= 5'),
        ("let_outcomes", "A set of outcomes with a name.", 'let DS-OUTCOMES = outcomes { "engineer data"; "model data" }'),
        ("scenario", "A test: a made-up learner and what must follow.",
         'scenario "two are enough" {\n  learner holds A 10 credits, B 10 credits\n  expect Q satisfied\n}'),
    ),
    section(
        "Sources and notes",
        "meta plain_meta",
        'qualification Q "Q" { limits { cap: at most 20 credits by rpl @ } }',
        ("meta_source", "The regulation that the clause comes from. It travels into every reason that the clause gives, and that "
         "clauses in it give which cite nothing themselves.",
         'source "Academic Regulations 2026, s. 14(3)"'),
        ("meta_note", "A remark for readers of the rules.", 'note "inferred from the handbook"'),
        ("meta_confidence", "How sure the author is. It stands beside the source in reasons.", 'confidence "commonly known"'),
        ("meta_message", "What a learner is told when the clause is not met.", 'message "at most 20 credits by RPL"'),
        ("meta_formerly", "Ids that the clause had before: decisions that name them still apply.", "formerly Q.limit, Q.rpl"),
        ("meta_force", "From when until when an award, articulation, credential, framework, reference between levels or conversion of "
         "grades applies. Both days are included.", "in force from 2026-01-01 until 2029-12-31"),
        intro="Nearly every clause may end with these, in any order, on its line or on deeper indented lines below it.",
    ),
    section(
        "Dates",
        "interval",
        "calendar c { term t @ }",
        ("interval_from", "From a day on.", "from 2026-01-01"),
        ("interval_until", "Up to a day, which is included.", "until 2029-12-31"),
        ("interval_both", "Between two days, both included.", "from 2026-01-01 until 2029-12-31"),
    ),
)  # fmt: skip
