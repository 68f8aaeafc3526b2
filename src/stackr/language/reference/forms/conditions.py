"""Conditions: selectors over recognised units, conditions over holdings and learners."""

from __future__ import annotations

from stackr.language.reference.entry import Section, section

SECTIONS: tuple[Section, ...] = (
    section(
        "Conditions",
        "disjunction conjunction negation atom",
        "let x = @",
        ("or_", "One of them.", "issuer UNZA or issuer CBU"),
        ("and_", "All of them; binds tighter than `or`.", 'level >= 7 and field under "061"'),
        ("not_", "The contrary.", "not graded"),
        ("atom", "Parentheses join.", "(A or B) and graded"),
        ("code", "A code, a pattern or the name of a `let`.", '"MATH*"'),
        ("compare_open", "Any other member or dated fact of the learner or the holding.", "examined before 2026-01-01"),
        ("within_open", "A dated fact, not longer ago than this.", "examined within 2 years of applied"),
        ("beyond_open", "A dated fact, longer ago than this.", "examined more than 2 years before applied"),
        ("known_open", "Whether it is known.", "examined is known"),
        intro="Conditions are true, false or unknown. What is not known is never taken for false.",
    ),
    section(
        "What a condition may ask",
        "led_atom",
        "let x = @",
        ("compare", "A member of the unit: `credits`, `hours`, `level`, `grade`, `issuer`, `country`, `kind`, `mode`, `term`, "
         "`title`, `awarded` …", "level >= ZQF 7"),
        ("compare_same", "The same with `is` left out.", "issuer UNZA"),
        ("compare_quantified", "Some, or all, of what a level stands for in a framework; `level` alone is known only where they agree.",
         "any level >= EQF 6"),
        ("fact", "An attested fact of the learner.", 'fact "three years of work"'),
        ("fact_compare", "A fact with a value.", 'fact "track" = theory'),
        ("at_level", "At a level, compared.", "at level < ZQF 7"),
        ("at_level_same", "At exactly a level.", "at ZQF 8"),
        ("known", "Whether a member is known.", "hours is unknown"),
        ("holder_learner", "The holder of the credential is the learner.", "holder is the learner"),
        ("in_set", "One of a list.", "issuer in { UNZA; CBU }"),
        ("in_register", "On a register, on the day it was awarded.", "issuer in register ZM-BODIES"),
        ("in_function", "A party of a register.", 'country in parties("Addis")'),
        ("under", "In a taxonomy: the code or one below it.", 'field under "061"'),
        ("within", "Not longer ago than this; the end is included.", "awarded within 5 years of applied"),
        ("beyond", "Longer ago than this.", "completed more than 10 years before applied"),
        ("since", "On a day or later.", "awarded from 2020-01-01"),
        ("between", "Between two days, both included.", "awarded from 2020-01-01 until 2024-12-31"),
        ("includes", "A list has it.", 'outcomes include "engineer data"'),
        ("by", "Recognised by a kind of route, or by one route.", "by rpl"),
        ("tagged", "Has a tag.", 'tagged "writing-intensive"'),
        ("led_atom", "A plain property.", "graded"),
        ("accredited", "The issuer was accredited on a day.", 'accredited by HEA for "0613" on awarded'),
        ("articulation_in_force", "An articulation covers it on a day.", "articulation in force on awarded"),
        ("precedent", "The same was decided before.", "precedent within 5 years of applied"),
        ("relation", "How it stands to other awards, or what the learner holds, follows or has completed.", "part of MICROMASTERS"),
        ("classified", "Meets a definition.", "micro-credential by unesco-2022"),
        ("always", "Anything at all.", "any"),
    ),
    section(
        "Accreditation",
        "accredited_part",
        "let x = accredited @ on awarded",
        ("accredited_by", "By a body or register.", "by HEA"),
        ("accredited_for", "For a scope.", 'for "0613"'),
    ),
)  # fmt: skip
