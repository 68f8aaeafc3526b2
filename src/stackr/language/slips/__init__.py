"""The slips that people make when they write rules, each recognised by what stands around the word that can't stand.

One slip, one function, one line in `SLIPS`; the first that recognises itself speaks. What none recognises is told in
general: what can stand there (`syntax_errors`).
"""

from __future__ import annotations

from stackr.language.slips import amounts, lists, names, words
from stackr.language.slips.situation import Recognise, Situation, Slip

__all__ = ["SLIPS", "Situation", "Slip", "slip_of"]

SLIPS: tuple[Recognise, ...] = (
    words.unknown_declaration,
    amounts.share_without_base,
    amounts.window_without_clock,
    words.average_form,
    words.number_of_any,
    lists.comma_between_codes,
    lists.comma_in_list,
    names.word_before_code,
    names.code_in_two_pieces,
    names.code_begins_with_digit,
    amounts.amount_without_unit,
    names.colon_before_list,
    words.other_word,
    words.mistyped_before,
    names.part_of_a_route,
    names.clause_after_its_state,
    names.route_of_a_holding,
    names.name_without_colon,
    names.equals_for_colon,
    words.mistyped,
    lists.sign_missing,
    names.reserved_name,
    lists.and_between_codes,
    lists.except_after_selector,
    lists.side_by_side,
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
