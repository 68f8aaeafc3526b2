"""Frameworks, grade scales, calendars, units of credit, parameters."""

from __future__ import annotations

from stackr.language.reference.entry import Section, section

SECTIONS: tuple[Section, ...] = (
    section(
        "Lines of a framework",
        "framework_line",
        "framework F { @ }",
        ("q_meta", "Where it comes from.", 'source "NZQA comparison pages"'),
        ("fw_levels", "Its levels, low to high.", "levels 1 to 10"),
        ("fw_level", "A level with a name or title; they are listed from low to high. **Their order counts.**",
         'level 7 "Bachelor"'),
        ("fw_credit", "What one credit is.", "one credit is 10 hours"),
        ("fw_country", "Its country.", 'country "ZM"'),
        ("fw_reference", "How levels refer to another framework: `referenced`, `aligned`, `compared`, `provisional`, `rejected`.",
         "7, 8 are referenced to EQF 6"),
    ),
    section(
        "What a level refers to",
        "reference_target",
        "framework F { 8 is compared to @ }",
        ("target_levels", "Levels of the other framework.", "EQF 6, 7"),
        ("target_nothing", "To none: that was decided.", "nothing in EQF"),
    ),
    section(
        "Lines of a grade scale",
        "grades_line",
        "grades g { @ }",
        ("q_meta", "Where it comes from.", 'source "Handbook 2026"'),
        ("gr_range", "Numbers from low to high.", "from 0 to 100"),
        ("gr_pass", "The pass mark.", "pass 50"),
        ("gr_line", "A grade and its value. Grades are listed from best to worst: **their order counts.** Where none has a value, "
         "rules ask for a grade by name: a mark is compared on a scale that has it, with grades of others as they convert.", "A = 4"),
        ("gr_convert", "How grades convert to another scale.", "convert to percent { A = 85; B = 70 }"),
    ),
    section(
        "Rows of a conversion",
        "conversion_row",
        "grades g { convert to percent { @ } }",
        ("row", "A grade, or a range of grades, and what it becomes.", "70 to 79 = B"),
    ),
    section(
        "Lines of a calendar",
        "calendar_line",
        "calendar c { @ }",
        ("q_meta", "Where it comes from.", 'source "Senate, 2025"'),
        ("term", "A term and its dates.", 'term "2026-1" from 2026-01-12 until 2026-06-05'),
    ),
    section(
        "Units of credit",
        "credit_part rounding",
        "credit c { @ }",
        ("q_meta", "Where it comes from.", 'source "ECTS Users\' Guide 2015"'),
        ("cu_hours", "Its hours, exactly or from … to.", "is 25 to 30 hours"),
        ("cu_step", "Its smallest step; 1 unless said.", "step 0.5"),
        ("cu_framework", "The framework that it belongs to.", "framework EQF"),
        ("rounding", "In `convert`: which way, and whether per item or per qualification.", ""),
    ),
    section(
        "Lines of a parameter",
        "parameter_line",
        "parameter p { @ }",
        ("q_meta", "Where it comes from.", 'source "Senate, 2025"'),
        ("parameter_value", "A value and its dates.", "90 credits from 2024-09-01"),
    ),
)  # fmt: skip
