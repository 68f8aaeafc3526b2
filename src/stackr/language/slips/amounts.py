"""Amounts that name no unit, shares without a base, windows without a clock."""

from __future__ import annotations

from stackr.language.slips.situation import Situation, Slip

DURATIONS = ("year", "month", "week", "day")


def share_without_base(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind not in ("percent", "fraction") or "of" not in here.viable:
        return None
    share = before.text
    help = f"write `{share} of award`, `{share} of counted`, `{share} of group` or `{share} of` the name of a clause"
    return Slip("S034", f"{share} of what? A share names its base", help)


def window_without_clock(here: Situation) -> Slip | None:
    before, amount = here.at(-1), here.at(-2)
    if before is None or amount is None or amount.kind != "number" or not before.text.startswith(DURATIONS):
        return None
    if "of" not in here.viable:
        return None
    told = f"{amount.text} {before.text}"
    help = f"write `within {told} of conferred` (of this award), or of `applied`, `starts` …"
    return Slip("S034", f"{told} before what? A window names its clock", help, on_before=True)


def amount_without_unit(here: Situation) -> Slip | None:
    before = here.at(-1)
    if before is None or before.kind not in ("number", "fraction") or "credits" not in here.viable:
        return None
    help = f"write `{before.text} credits` or `{before.text} credentials`"
    if {"IDENT", "LABEL"} <= here.before:
        help += f'; a code that begins with a digit is quoted: "{before.text}"'
    return Slip("S038", f"{before.text} of what? An amount names its unit", help)
