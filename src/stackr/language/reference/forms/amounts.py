"""Amounts, shares and what they are of, bounds, lengths of time, levels, values."""

from __future__ import annotations

from stackr.language.reference.entry import Section, section

_LIMIT = 'qualification Q "Q" {{ limits {{ {} }} }}'

SECTIONS: tuple[Section, ...] = (
    section(
        "Amounts",
        "measured quantity_of share",
        _LIMIT.format("at most @"),
        ("quantity", "A number of things that can be counted: credits, credentials, hours, or different issuers, subjects, "
         "terms, levels, tags …", "40 credits"),
        ("quantity_in", "In another unit of credit than the award's.", "12 credits ECTS"),
        ("quantity_tags", "Different tags of a family.", '2 tags "area:*"'),
        ("quantity_parameter", "As many as a parameter says.", "cap credits"),
        ("share", "A share. It always says of what.", "1/3 of award"),
        ("share_parameter", "A share that a parameter gives.", "cap of award"),
        intro="A NUMBER is whole, decimal or a fraction (`40`, `12.5`, `1/3`) and exact.",
    ),
    section(
        "What a share is of",
        "base",
        _LIMIT.format("at most 50% of @"),
        ("base_award", "Of the total of the award.", "award"),
        ("base_counted", "Of what is counted toward it.", "counted"),
        ("base_counted_in", "Of what is counted in one clause.", "counted in core"),
        ("base_group", "Of what the group needs that the clause stands in.", "group"),
        ("base_taken", "Of everything passed.", "taken"),
        ("base_attempted", "Of everything attempted, also failed.", "attempted"),
        ("base_outcome", "Of the outcomes of the unit in question.", "outcomes"),
        ("base_need", "Of what one clause needs.", "core"),
    ),
    section(
        "What a clause looks at",
        "over_base",
        'qualification Q "Q" { limits { a: grade average at least 55 over @ } }',
        ("base_counted", "What is counted toward the award.", "counted"),
        ("base_counted_in", "What is counted in one clause.", "counted in core"),
        ("base_taken", "Everything passed, counted or not.", "taken"),
        ("base_attempted", "Everything attempted.", "attempted"),
        ("base_group", "What is counted in the group around it.", "group"),
    ),
    section(
        "Bounds",
        "bound least",
        'qualification Q "Q" { requires @ from any }',
        ("bound", "A floor, a ceiling or both.", "at most 30 credits"),
        ("bound_least", "An amount alone means at least so much.", "30 credits"),
    ),
    section(
        "Lengths of time and clocks",
        "duration clock",
        _LIMIT.format("awarded within @"),
        ("duration", "Ends on the same day of the month.", "5 years of applied"),
        ("clock", "A date of the learning or of the case (`awarded`, `completed`, `applied`, `conferred` …), or a day.",
         "18 months of 2026-01-01"),
    ),
    section(
        "Levels",
        "level statuses",
        'qualification Q "Q" { at @ }',
        ("level_plain", "A level of the qualification's own framework.", "7"),
        ("level_in", "A level of a named framework.", "ZQF 8"),
        ("level_text", "A level with a name.", 'RQF "Entry 3"'),
        ("statuses", "Which references between frameworks count, and no others; `referenced` and `aligned` unless said.",
         "ZQF 8 referenced or compared"),
    ),
    section(
        "Values",
        "value",
        "let x = credits = @",
        ("value_number", "A number.", "12.5"),
        ("value_percent", "A percentage.", "50%"),
        ("value_day", "A day.", "2026-01-31"),
        ("value_text", "A text; `*` in it stands for anything.", '"MATH*"'),
        ("value_name", "A name.", "UNZA"),
        ("value_parameter", "The value of a parameter.", "parameter pass"),
        ("quantity", "An amount.", "10 credits"),
        ("quantity_in", "Credits of a unit: learning in another one is converted.", "40 credits NZC"),
        ("level_plain_statuses", "A level, with the references that count.", "7 referenced"),
        ("level_in", "A level of a framework.", "EQF 7"),
        ("level_text", "A level with a name.", 'RQF "Entry 3"'),
    ),
)  # fmt: skip
