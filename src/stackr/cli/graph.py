"""`stackr graph`: the stack as a picture or as data, whole or around one node, with a learner's progress painted on."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from stackr.cli.asked import RULES, Day, learners, load_rules, plain_faults
from stackr.cli.faults import CommandFault

if TYPE_CHECKING:
    import networkx as nx

    from stackr.rulebook.book import RuleBook

FORMATS = ("mermaid", "dot", "svg", "graphml", "json")


@click.command()
@RULES
@click.option("--format", "form", type=click.Choice(FORMATS), default="mermaid", show_default=True)
@click.option("--around", metavar="NODE", help="Only what is near this credential, requirement or qualification.")
@click.option("--depth", type=click.IntRange(0, 50), default=2, show_default=True, help="How near.")
@click.option("--learner", "record", metavar="RECORD", help="Paint this learner's progress on it.")
@click.option("--as-of", "as_of", type=Day(), help="The day; today, if none is given.")
@click.option("--analyse", is_flag=True, help="Instead: orphans, bottlenecks, longest chain, nested awards, circles.")
def graph(
    rules: tuple[str, ...],
    form: str,
    around: str | None,
    depth: int,
    record: str | None,
    as_of: date | None,
    analyse: bool,
) -> None:
    """Show what counts toward what: credentials, requirements, qualifications."""
    from stackr.graph.formats import FORMATS as WRITERS
    from stackr.graph.stack import stack_graph

    _fitting(analyse=analyse, around=around, record=record, form=form)
    day = as_of or date.today()
    book = load_rules(rules)
    stack = stack_graph(book, day)
    if record is not None:
        stack = _painted(stack, book, record, day)
    if analyse:
        _analyse(stack, around, form)
        return
    if around is not None:
        stack = _near(stack, around, depth)
    click.echo(WRITERS[form](stack), nl=False)


def _fitting(*, analyse: bool, around: str | None, record: str | None, form: str) -> None:
    """Options that don't go together. Raises `CommandFault`."""
    if analyse and record is not None:
        told = "--analyse tells of the rules alone, and --learner paints a picture of them"
        raise CommandFault("X901", told, "leave one of them out")
    if analyse and _given("form") and form != "json":
        raise CommandFault("X901", f"an analysis can't be written as {form}", "text, if nothing is said, or json")
    if _given("depth") and (analyse or around is None):
        raise CommandFault("X901", "--depth says how near --around a node the picture is", "give both, or leave it out")


def _given(option: str) -> bool:
    """Whether who calls said it, or it stands as it does if nothing is said."""
    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


def _painted(stack: nx.MultiDiGraph[str], book: RuleBook, record: str, day: date) -> nx.MultiDiGraph[str]:
    from stackr.audit.options import AuditOptions
    from stackr.audit.run import AuditError, audit
    from stackr.graph.paint import paint

    people = learners((record,), book, day)
    with plain_faults():
        if len(people) != 1:
            raise AuditError(f"{record} holds {len(people)} records: one learner can be painted on a graph")
        every = sorted(book.qualifications)
        codes = {holding.id: holding.credential for holding in people[0].holdings}
        return paint(stack, audit(book, people[0], every, day, AuditOptions(tier="placements")), codes)


def _near(stack: nx.MultiDiGraph[str], name: str, depth: int) -> nx.MultiDiGraph[str]:
    from stackr.graph.analysis import around

    return around(stack, _node(stack, name), depth)


def _node(stack: nx.MultiDiGraph[str], name: str) -> str:
    from stackr.graph.find import NodeError, find

    try:
        return find(stack, name)
    except NodeError as fault:
        raise CommandFault("X911", str(fault), fault.help) from fault


def _analyse(stack: nx.MultiDiGraph[str], around: str | None, form: str) -> None:
    from stackr.graph import analysis

    found: dict[str, object] = {}
    if around is not None:
        found["leads to"] = analysis.leads_to(stack, _node(stack, around))
    else:
        found["orphans"] = analysis.orphans(stack)
        found["bottlenecks"] = {
            item.credential: {"unlocks": item.unlocks, "mandatory for": list(item.mandatory_for)}
            for item in analysis.bottlenecks(stack)
        }
        found["longest prerequisite chain"] = analysis.longest_chain(stack)
        found["nested awards, inner first"] = analysis.nested_awards(stack)
        found["circles"] = analysis.cycles(stack)
    if form == "json":
        click.echo(json.dumps({"schema": "stackr.stack-analysis/1", **found}, indent=2, ensure_ascii=False))
        return
    for title, result in found.items():
        click.echo(f"{title}:{'' if result else ' none'}")
        if isinstance(result, dict):
            for name, about in result.items():
                click.echo(f"  {_called(stack, name)}: {_words(stack, about)}")
        elif isinstance(result, list):
            for name in result:
                click.echo(f"  {_words(stack, name)}")


def _words(stack: nx.MultiDiGraph[str], about: object) -> str:
    if isinstance(about, dict):
        return "; ".join(f"{word} {_words(stack, value)}" for word, value in about.items())
    if isinstance(about, list | tuple):
        return ", ".join(_words(stack, item) for item in about) or "none"
    return _called(stack, str(about))


def _called(stack: nx.MultiDiGraph[str], id: str) -> str:
    """A node by its code and title; anything else as it is."""
    node = stack.nodes.get(id)
    return (
        id if node is None else " ".join(dict.fromkeys(str(node[word]) for word in ("name", "title") if node.get(word)))
    )
