"""The slips that people make when they write rules, each recognised by what stands around the word that can't stand.

One slip, one function, one line in `SLIPS`; the first that recognises itself speaks. What none recognises is told in
general: what can stand there (`syntax_errors`).
"""

from __future__ import annotations

from stackr.language.slips import amounts, bounds, dates, lists, names, places, pools, quantities, signs, texts, words
from stackr.language.slips.situation import Recognise, Situation, Slip

__all__ = ["SLIPS", "Situation", "Slip", "slip_of"]

SLIPS: tuple[Recognise, ...] = (
    words.unknown_declaration,
    dates.mistyped_after_comma,
    dates.version_of_a_day,
    quantities.quantity_behind_a_comma,
    quantities.quantity_without_braces,
    quantities.least_grade,
    quantities.ceiling_in_an_award,
    quantities.level_before_its_number,
    quantities.file_in_the_block,
    quantities.body_behind_at,
    quantities.window_in_words,
    places.declaration_on_the_same_line,
    amounts.comma_in_number,
    amounts.share_without_base,
    amounts.window_without_clock,
    signs.colon_after_word,
    signs.equals_or_is,
    words.holds,
    words.average_form,
    places.requirement_outside,
    places.total_without_its_word,
    places.must,
    places.next_member,
    places.second_expectation,
    words.number_of_any,
    words.either,
    words.grants_amount,
    bounds.other_bound,
    bounds.mistyped_bound,
    bounds.other_comparison,
    amounts.per_cent,
    amounts.number_after_unit,
    pools.listed_after_from,
    amounts.number_in_words,
    amounts.framework_after_level,
    lists.choose,
    lists.list_without_of,
    lists.comma_between_codes,
    lists.comma_in_list,
    lists.field_in,
    lists.quoted_in_taxonomy,
    lists.by_for_via,
    names.parenthesis_in_name,
    names.word_before_code,
    names.code_in_two_pieces,
    names.code_begins_with_digit,
    amounts.amount_without_unit,
    names.colon_before_list,
    texts.title_before_name,
    texts.name_of_two_words,
    texts.unquoted_source,
    texts.unquoted,
    signs.state_after_is,
    signs.article,
    dates.which_date,
    dates.date_in_words,
    dates.other_end,
    dates.other_length,
    words.other_word,
    words.mistyped_before,
    names.part_of_a_route,
    names.clause_after_its_state,
    names.route_of_a_holding,
    names.name_without_colon,
    names.equals_for_colon,
    lists.from_for_of,
    words.mistyped,
    signs.one_word_missing,
    lists.sign_missing,
    lists.brace_missing,
    names.reserved_name,
    lists.and_between_codes,
    lists.except_after_selector,
    lists.side_by_side,
    signs.arrow,
    lists.too_early,
)
"""In order: the surest first."""


def slip_of(here: Situation) -> Slip | None:
    """The first slip that recognises itself."""
    for recognise in SLIPS:
        found = recognise(here)
        if found is not None:
            return found
    return None
