"""Registers, catalogues and their credentials, definitions, articulations, named selectors."""

from __future__ import annotations

from typing import Any

from stackr.language import tree
from stackr.language.actions.common import day_of, number_of, whole_of
from stackr.language.actions.expressions import compare
from stackr.language.actions.measures import titled
from stackr.language.actions.registry import Bag, counted_in, part, registrar
from stackr.language.driver import Action, Place

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)

for _key in ("title", "kind", "file", "issuer", "credit_unit", "credential"):
    action(f"part_{_key}")(part(_key))


# ── registers ───────────────────────────────────────────────────────────────────────────────────────────────────────


action("entry_scope")(part("scope"))
action("entry_country")(part("country"))


@action("entry")
def _entry(c: list[Any], at: Place) -> tuple[str, Any]:
    bag = Bag(c[1:], at)
    interval = next((item for item in c[1:] if isinstance(item, tree.Interval)), tree.Interval(span=at.span))
    return (
        "entries",
        tree.RegisterEntry(c[0], interval, bag.flat("scope"), bag.one("country"), bag.meta(), at.span),
    )


@action("register_line", "catalogue_line", "definition_line", "articulation_line", "credential_part")
def _line(c: list[Any], at: Place) -> Any:
    return c[0]


@action("register")
def _register(c: list[Any], at: Place) -> tree.Register:
    bag = Bag(c, at)
    return tree.Register(
        c[0], bag.one("title"), bag.one("kind", "bodies"), bag.all("entries"), bag.one("file"), bag.meta(), at.span
    )


# ── catalogues ──────────────────────────────────────────────────────────────────────────────────────────────────────


@action("part_column")
def _column(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("columns", (c[0], c[1]))


@action("catalogue")
def _catalogue(c: list[Any], at: Place) -> tree.Catalogue:
    bag = Bag(c, at)
    return tree.Catalogue(
        c[0],
        bag.one("title"),
        bag.all("credential"),
        bag.one("file"),
        bag.one("issuer"),
        bag.one("credit_unit"),
        bag.all("columns"),
        bag.meta(),
        at.span,
    )


for _key in ("issuer", "level", "hours", "fields", "kind", "outcomes", "tags", "assessment", "mode", "terms",
             "places", "languages",             "prerequisite", "corequisite", "parts"):  # fmt: skip
    action(f"cr_{_key}")(part(_key))


@action("cr_credits")
def _amount(c: list[Any], at: Place) -> tuple[str, Any]:
    """`10 credits`; `300 hours` beside them is the work, as `hours 300` says it."""
    counted_in("what is on offer", c[0], ("credits", "hours"), at)
    return ("hours", c[0].amount) if c[0].unit == "hours" else ("credits", c[0])


@action("cr_cost")
def _cost(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("cost", (c[0], c[1] if len(c) > 1 else None))


@action("cr_repeatable")
def _repeatable(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("repeatable", whole_of(c[0], at))


@action("cr_retired")
def _retired(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("retired", day_of(c[0], at))


@action("credential")
def _credential(c: list[Any], at: Place) -> tree.Credential:
    bag = Bag(c, at)
    cost, currency = bag.one("cost", (None, None))
    return tree.Credential(
        c[0],
        titled(c),
        kind=bag.one("kind"),
        issuer=bag.one("issuer"),
        level=bag.one("level"),
        credits=bag.one("credits"),
        hours=bag.one("hours"),
        fields=bag.flat("fields"),
        outcomes=bag.flat("outcomes"),
        tags=bag.flat("tags"),
        assessment=bag.one("assessment"),
        mode=bag.one("mode"),
        terms=bag.flat("terms"),
        places=bag.flat("places"),
        languages=bag.flat("languages"),
        cost=cost,
        currency=currency,
        prerequisite=bag.one("prerequisite"),
        corequisite=bag.one("corequisite"),
        parts=bag.flat("parts"),
        repeatable=bag.one("repeatable", 1),
        retired=bag.one("retired"),
        meta=bag.meta(),
        span=at.span,
    )


# ── definitions ─────────────────────────────────────────────────────────────────────────────────────────────────────


action("df_extends")(part("extends"))
action("df_country")(part("country"))


@action("df_open")
def _open(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("blanks", (c[0], c[1] if len(c) > 1 else None))


@action("df_criterion")
def _criterion(c: list[Any], at: Place) -> tuple[str, Any]:
    marks = [item for item in c if isinstance(item, str)]
    label = next(item for item in c if isinstance(item, tree.Label))
    assert label.name is not None, "the grammar names every criterion"
    condition = c[c.index(label) + 1]
    return (
        "criteria",
        tree.Criterion(
            label.name, label.title, condition, "optional" in marks, "excludes" in marks, Bag(c, at).meta(), at.span
        ),
    )


@action("definition")
def _definition(c: list[Any], at: Place) -> tree.Definition:
    bag = Bag(c, at)
    return tree.Definition(
        c[0],
        titled(c),
        next(item for item in c if isinstance(item, str)),
        bag.all("criteria"),
        bag.flat("extends"),
        bag.all("blanks"),
        bag.one("country"),
        bag.meta(),
        at.span,
    )


# ── articulations ───────────────────────────────────────────────────────────────────────────────────────────────────


action("side_of")(part("of"))
action("side_credits")(part("credits"))
action("side_level")(part("level"))


@action("side")
def _side(c: list[Any], at: Place) -> tree.ArticulationSide:
    bag = Bag(c[1:], at)
    return tree.ArticulationSide(c[0], bag.one("of"), bag.one("credits"), bag.one("level"), at.span)


@action("side_block")
def _side_block(c: list[Any], at: Place) -> tree.ArticulationSide:
    bag = Bag([("credits", c[0]), *c[1:]], at)
    return tree.ArticulationSide(None, bag.one("of"), bag.one("credits"), bag.one("level"), at.span)


@action("ar_from")
def _from(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("sources", tuple(item for item in c if item is not None))


@action("ar_to")
def _to(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("targets", tuple(item for item in c if item is not None))


@action("side_joint")
def _joint(c: list[Any], at: Place) -> None:
    return None


@action("ar_match")
def _match(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("match", number_of(c[0], at))


@action("ar_grade")
def _grade(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("grade", compare("grade", ">=", c[0], at))


action("ar_transitive")(part("transitive", value=True))
action("ar_partial")(part("partial", value=True))


@action("ar_via")
def _via(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("via", whole_of(c[0], at))


@action("articulation")
def _articulation(c: list[Any], at: Place) -> tree.Articulation:
    bag = Bag(c, at)
    return tree.Articulation(
        c[0],
        titled(c),
        bag.flat("sources"),
        bag.flat("targets"),
        match=bag.one("match"),
        minimum_grade=bag.one("grade"),
        transitive=bag.has("transitive"),
        partial=bag.has("partial"),
        via=bag.one("via", 0),
        meta=bag.meta(),
        span=at.span,
    )


# ── named selectors ─────────────────────────────────────────────────────────────────────────────────────────────────


@action("let")
def _let(c: list[Any], at: Place) -> tree.Let:
    return tree.Let(c[0], c[1], (), Bag(c[2:], at).meta(), at.span)


@action("let_outcomes")
def _let_outcomes(c: list[Any], at: Place) -> tree.Let:
    outcomes = tuple(item for item in c[1:] if isinstance(item, tree.Text))
    return tree.Let(c[0], None, outcomes, Bag(c[1:], at).meta(), at.span)
