"""A chunk of somebody's rows as rows of holdings: columns renamed, values translated, what is nobody's put aside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import polars as pl

from stackr.batch.ingest.days import day
from stackr.batch.ingest.json_rows import EMPTY
from stackr.batch.ingest.profile import MEMBERS, Profile, pieces
from stackr.batch.ingest.repeated import Repeated
from stackr.batch.ingest.shapes import LINE, REASONS, SECOND, Bad, Chunk, InputError, bad
from stackr.batch.ingest.unread import UNREAD, unread
from stackr.diagnostics.suggest import did_you_mean
from stackr.records.holding import AMOUNTS, DATES
from stackr.records.values import LONGEST_TEXT

LEARNER: Final = "learner"
BY: Final = "@by"
"""The column by which a comparison counts, beside the holdings: no rule sees it."""
_CONTROL: Final = "[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
_UNSEEN: Final = "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]"
"""What nobody sees, so that one learner would be two."""
_JOINERS: Final = "[\u200c\u200d]"
"""The same where all that stands around them is ASCII: there they join nothing."""
_FORMULA: Final = r"^(=|[@+-]\w*\()"
_MIDNIGHT: Final = r"^(\d{4}-\d{2}-\d{2})[ T]00:00(:00)?(\.0+)?(Z|[+-]\d{2}(:?\d{2})?)?$"


class Mapping:
    """From the columns of one input to members; made once per input. `exact`: names of columns are taken to the letter.

    `also`: columns kept beside the holding, whatever the profile keeps. `by`: the column that is also kept as `BY`.
    """

    def __init__(
        self,
        names: Iterable[str],
        profile: Profile,
        *,
        exact: bool = False,
        also: tuple[str, ...] = (),
        by: str | None = None,
    ) -> None:
        self.profile = profile
        self.exact = exact
        self.names = tuple(names)
        firsts = [name for name in self.names if SECOND not in name]
        self.copies = {name: [n for n in self.names if n.split(SECOND)[0] == name] for name in firsts}
        self.columns = dict(profile.columns) or _by_name(firsts, profile, exact)
        self.kept = _kept(firsts, self.columns, profile, also)
        self.by = by if by in firsts else None
        self.beside = set(firsts) - {*self.columns.values(), *profile.needed} | set(self.kept)
        """Columns of which no member is made."""
        self._texts = Repeated()
        lacking = sorted(profile.needed - set(firsts))
        if lacking:
            hint = did_you_mean(lacking[0], firsts) or f"it has: {', '.join(firsts[:20])}"
            raise InputError(f"there is no column `{lacking[0]}`, which the profile asks for", hint)
        if LEARNER not in self.columns and LEARNER not in profile.members:
            near = did_you_mean(LEARNER, firsts)
            raise InputError(
                "no column says whose a row is: there is none called `learner`",
                near or "a profile says which column it is; `stackr import --sniff FILE` proposes one",
            )

    def apply(self, chunk: Chunk) -> Chunk:
        """The chunk as rows of holdings."""
        rows, aside, twice = self._single(chunk.rows)
        mine = self._own(LEARNER)
        runs = None if mine is None else (mine, self._member(LEARNER))
        asked = [
            (self._column(name), self._member(name)) for name in self._members() if runs is None or name != LEARNER
        ]
        asked += [(name, self._plain(name).alias(name)) for name in self.kept]
        asked += [(self.by, self._plain(self.by).alias(BY))] if self.by is not None else []
        made = self._texts.over(rows, asked, runs)
        fault = _why(text=self.exact)
        why_not = _of_each(made[LEARNER], fault)
        wrong = made.select(LINE, LEARNER).with_columns(why_not).filter(why_not.is_not_null())
        column = self.columns.get(LEARNER, LEARNER)
        for line, value, why in wrong.iter_rows():
            told = _told(why, value)
            aside.append(bad(line, "no-learner" if why == "none" else "bad-learner", told, column, value))
        good = made.filter(why_not.is_null()) if wrong.height else made
        about = chunk.about
        if about is not None:
            nobodys = about.with_columns(why=fault).filter(pl.col("why").is_not_null())
            aside += [
                bad(line, "bad-learner", _told(why, who), column, who) for line, who, why in _without_rows(nobodys)
            ]
            about = about.filter(fault.is_null())
        everything = sorted([*chunk.bad, *aside], key=lambda item: (item.line, item.reason))
        cant_be_read = unread(good, self._members(), self.columns, exact=self.exact)
        if twice.height:
            cant_be_read = pl.concat([cant_be_read, twice.join(good, on=LINE, how="semi")]).sort(
                LINE, "member", "message"
            )
        return Chunk(good, everything, about, cant_be_read, chunk.records)

    def _column(self, member: str) -> str | None:
        """The one column that a member is made of, where few texts may stand in it; None for whose the row is."""
        return None if member == LEARNER else self._own(member)

    def _own(self, member: str) -> str | None:
        """The one column that a member is made of; None for constants and templates."""
        apart = member in self.profile.constants or member in self.profile.templates
        return None if apart else self.columns[member]

    def _members(self) -> list[str]:
        return sorted({*self.columns, *self.profile.templates, *self.profile.constants})

    def _single(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Bad], pl.DataFrame]:
        """Columns that are given twice as one; rows in which they differ aside, or if they only stand beside the holding, unknown
        there and told.
        """
        aside: list[Bad] = []
        unknown = [pl.DataFrame(schema=UNREAD)]
        for name, copies in self.copies.items():
            if len(copies) == 1:
                continue
            texts = [_stripped(copy) for copy in copies]
            told = pl.concat_list(texts).list.drop_nulls().list.unique()
            differ = told.list.len() > 1
            where = rows.filter(differ).select(LINE, value=told.list.sort().list.join(" / "))
            if name in self.beside:
                words = f"{REASONS['two-values']}; {name} is taken as unknown"
                same = {"column": pl.lit(name), "member": pl.lit(name), "message": pl.lit(words)}
                if name in self.kept:
                    unknown.append(where.with_columns(**same).select(*UNREAD))
                rows = rows.with_columns(pl.when(~differ).then(pl.coalesce(texts)).alias(name))
                continue
            aside += [bad(line, "two-values", "", name, value) for line, value in where.rows()]
            rows = rows.filter(~differ).with_columns(pl.coalesce(texts).alias(name))
        return rows, aside, pl.concat(unknown)

    # ── one member ──

    def _member(self, member: str) -> pl.Expr:
        profile = self.profile
        if member in profile.constants:
            return pl.lit(profile.constants[member], dtype=pl.String).alias(member)
        if member in profile.templates:
            parts = [
                self._plain(part) if kind == "column" else pl.lit(part)
                for kind, part in pieces(profile.templates[member])
            ]
            value = pl.concat_str(parts, ignore_nulls=False)
        else:
            value = self._plain(self.columns[member])
        if member in profile.values:
            value = value.replace(dict(profile.values[member]))
        if member in AMOUNTS and profile.decimal != ".":
            value = value.str.replace(profile.decimal, ".", literal=True)
        if member in DATES:
            value = day(value if self.exact else value.str.replace(_MIDNIGHT, "${1}"), profile.dates)
        return value.alias(member)

    def _plain(self, column: str) -> pl.Expr:
        """The text without blanks around it; of JSON the very value, which another profile than none may ask for as text."""
        text = pl.col(column) if self.exact and not self.profile.columns else _stripped(column)
        missing = self.profile.missing
        return pl.when(text.is_in(list(missing))).then(None).otherwise(text) if missing else text


def _stripped(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.when(text != "").then(text)


def _without_rows(about: pl.DataFrame) -> Iterable[tuple[int, str, str]]:
    """Lines of records that hold nothing, which count as a row each: whose they are, and why not."""
    return about.filter(pl.col(EMPTY) == "1").select(LINE, LEARNER, "why").iter_rows()


def _of_each(who: pl.Series, fault: pl.Expr) -> pl.Series:
    """What the expression says of each row's learner, asked once for rows that follow one another."""
    runs = who.rle().struct.unnest()
    told = runs.select(pl.col("value").alias(LEARNER)).select(why=fault).to_series()
    if told.null_count() == len(told):
        return pl.repeat(None, len(who), dtype=pl.String, eager=True).alias("why")
    return told.repeat_by(runs["len"]).explode()


def _told(why: str, value: str | None) -> str:
    if why == "unseen":
        letters = sorted(set(re.findall(f"{_UNSEEN}|{_JOINERS}", value or "")))
        return f"it has a character that can't be seen: {', '.join(f'U+{ord(letter):04X}' for letter in letters)}"
    return "it is a formula, not an identifier" if why == "formula" else ""


def _why(*, text: bool) -> pl.Expr:
    """What keeps the row from being anybody's: `none`, `formula`, `text`, `unseen`, or null. `text`: it is what a record says."""
    who = pl.col(LEARNER)
    return (
        pl.when(who.is_null())
        .then(pl.lit("none"))
        .when(who.str.contains(_FORMULA) & (not text))
        .then(pl.lit("formula"))
        .when(who.str.contains(_CONTROL) | (who.str.len_chars() > LONGEST_TEXT))
        .then(pl.lit("text"))
        .when(who.str.contains(_UNSEEN) | who.str.contains(f"^[ -~]*{_JOINERS}(?:[ -~]|{_JOINERS})*$"))
        .then(pl.lit("unseen"))
    )


def _by_name(names: Iterable[str], profile: Profile, exact: bool) -> dict[str, str]:
    """Columns that are called like members; unless `exact`, however they are spaced and capitalised."""
    found: dict[str, str] = {}
    for name in names:
        member = name if exact else name.strip().casefold().replace(" ", "_").replace("-", "_")
        if member in MEMBERS and member not in found and member not in profile.members:
            found[member] = name
    return found


def _kept(names: Iterable[str], columns: dict[str, str], profile: Profile, also: tuple[str, ...]) -> list[str]:
    """Columns that stay beside the holding under their own name."""
    taken = {*columns.values(), *columns, *profile.members}
    wanted = names if "*" in profile.keep else [name for name in names if name in (*profile.keep, *also)]
    return [name for name in wanted if name not in taken and name != LINE]
