"""What the verbs around plans take alike: what to make small, when, how much, where; and their faults in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from stackr._quantity import AmountError, parse_amount
from stackr.cli.asked import Day, load_rules
from stackr.cli.faults import CommandFault
from stackr.cli.files import SUFFIX

if TYPE_CHECKING:
    from stackr.book import Book
    from stackr.model.guidance import Guidance
    from stackr.pathways.options import PlanOptions

PLAN_FAULT = "X912"


def guidance_in(form: str, answer: Guidance, text: Callable[[Any], str]) -> str:
    """A what-if, ranking or demand as JSON, as a page or as text (how, `text` says)."""
    if form == "json":
        from stackr.model.guidance import guidance_bytes

        return guidance_bytes(answer).decode("utf-8")
    if form == "html":
        from stackr.report.guidance_html import render

        return render(answer)
    return text(answer)


class Exact(click.ParamType[Fraction]):
    """An exact amount: 40, 12.5, 1/3."""

    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The amount."""
        if isinstance(value, Fraction):
            return value
        try:
            amount = parse_amount(str(value))
        except AmountError as error:
            self.fail(str(error), param, ctx)
        if amount < 0:
            self.fail(f"{value} is below 0", param, ctx)
        return amount


class Named(click.ParamType[tuple[str, "Fraction | None"]]):
    """A name, or a name with an amount: `DS504`, `DS504=500`."""

    name = "name[=amount]"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Fraction | None]:
        """(name, amount)."""
        if isinstance(value, tuple):
            return value
        name, equals, amount = str(value).partition("=")
        return name.strip(), Exact().convert(amount, param, ctx) if equals else None


_OPTIONS = (
    click.option("--minimise", metavar="WHAT", help="What to make small: cost; credits, cost; 2*credits + cost."),
    click.option("--terms", type=click.IntRange(1, 40), metavar="N", help="At most N terms."),
    click.option("--no-terms", is_flag=True, help="Without a schedule, whatever calendar there is."),
    click.option("--calendar", metavar="NAME", help="The calendar to plan by; that of the awarding body, or the only one."),
    click.option("--target", type=Day(), help="The last day of the last term."),
    click.option("--max-load", type=Exact(), metavar="CREDITS", help="At most so many credits in a term."),
    click.option("--min-load", type=Exact(), metavar="CREDITS", help="At least so many in a term in which anything is taken."),
    click.option("--max-items", type=click.IntRange(min=1), metavar="N", help="At most so many items in a term."),
    click.option("--min-items", type=click.IntRange(min=1), metavar="N", help="At least so many in a term in which anything is taken."),
    click.option("--balanced", is_flag=True, help="Of the best plans that with the least full terms."),
    click.option("--mode", "modes", multiple=True, metavar="MODE", help="Only this mode (online …); may be repeated."),
    click.option("--language", "languages", multiple=True, metavar="LANG", help="Only taught in this; may be repeated."),
    click.option("--place", metavar="PLACE", help="Where the learner is."),
    click.option("--distance", "distances", type=Named(), multiple=True, metavar="PLACE=FAR", help="How far a place is; may be repeated."),
    click.option("--from-issuer", "issuers", multiple=True, metavar="BODY", help="Only from this body; may be repeated."),
    click.option("--catalogue", "catalogues", multiple=True, metavar="NAME|FILE", help="Only this catalogue; a rule FILE: its items too."),
    click.option("--avoid", multiple=True, metavar="CODE", help="Without this item; may be repeated."),
    click.option("--include", multiple=True, metavar="CODE", help="With this item; may be repeated."),
    click.option("--currency", metavar="CUR", help="The currency of fees."),
    click.option("--rate", "rates", type=Named(), multiple=True, metavar="CUR=AMOUNT", help="What one of a currency is worth in that."),
    click.option("--rpl", "prior_learning", type=Named(), multiple=True, metavar="CODE[=COST]", help="RPL as an option: a unit, or `all`."),
    click.option("--retake", multiple=True, metavar="CODE", help="A unit passed, or `all`, may be taken again for a better grade."),
    click.option("--class", "classified", metavar="CLASS", help="For the award in this class: what it asks is met, too."),
    click.option("--effort", type=click.IntRange(min=1), metavar="N", help="The limit of work, in the solver's own seconds."),
    click.option("--within", "seconds", type=click.IntRange(min=1), metavar="SECONDS", help="A limit by the clock instead."),
)  # fmt: skip


def book_of(rules: tuple[str, ...], asked: dict[str, Any]) -> Book:
    """The rules, with the files among the catalogues asked for; their names stay in `asked`."""
    given: tuple[str, ...] = asked["catalogues"]
    files = tuple(name for name in given if name.endswith(SUFFIX) or "/" in name)
    asked["catalogues"] = tuple(name for name in given if name not in files)
    return load_rules(rules, files)


def limits(command: Callable[..., Any]) -> Callable[..., Any]:
    """All these options on a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def plan_options(asked: Mapping[str, Any], alternatives: int = 0) -> PlanOptions:
    """The options as they were asked. Raises `PlanError`."""
    from stackr.pathways.errors import PlanError
    from stackr.pathways.options import Load, PlanOptions, PriorLearning, parse_minimise

    for name, amount in (*asked["rates"], *asked["distances"]):
        if amount is None:
            raise PlanError(f"{name} has no amount", f"write {name}=AMOUNT")
    standard = PlanOptions()
    return PlanOptions(
        minimise=parse_minimise(asked["minimise"]) if asked["minimise"] else (),
        scheduled=False if asked["no_terms"] else None,
        calendar=asked["calendar"],
        terms=asked["terms"],
        target=asked["target"],
        load=Load(asked["max_load"], asked["min_load"], asked["max_items"], asked["min_items"]),
        balanced=asked["balanced"],
        modes=asked["modes"],
        languages=asked["languages"],
        place=asked["place"],
        distances=dict(asked["distances"]),
        issuers=asked["issuers"],
        catalogues=asked["catalogues"],
        avoid=asked["avoid"],
        include=asked["include"],
        currency=asked["currency"],
        rates=dict(asked["rates"]),
        prior_learning=tuple(PriorLearning(unit, cost) for unit, cost in asked["prior_learning"]),
        retake=asked["retake"],
        classified=asked["classified"],
        alternatives=alternatives,
        effort=asked["effort"] or standard.effort,
        seconds=asked["seconds"],
    )


@contextmanager
def planning_faults() -> Iterator[None]:
    """What can't be planned, in plain words."""
    from stackr.audit.run import AuditError
    from stackr.pathways.errors import PlanError

    try:
        yield
    except (PlanError, AuditError) as fault:
        raise CommandFault(PLAN_FAULT, str(fault), fault.help) from fault
