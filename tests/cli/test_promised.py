"""The calls that scripts make: verbs, options and forms stay; more may come."""

from __future__ import annotations

import json

import click
import pytest

from cli.calls import Caller
from stackr.cli.main import stackr
from stackr.cli.schema import SCHEMAS

PROMISED = {
    "demo": "",
    "audit": "--rules --for --as-of --format",
    "batch": "--rules --for --out --engine --resume",
    "near": "",
    "plan": "--for --catalogue --max-load --minimise --alternatives",
    "whatif": "--add --drop --for",
    "impact": "",
    "check": "",
    "fmt": "",
    "test": "",
    "explain": "",
    "lsp": "",
    "graph": "--format",
    "import": "",
    "schema": "",
}
FORMS = {
    ("audit", "--format"): {"text", "json", "html", "pdf"},
    ("graph", "--format"): {"mermaid", "dot", "svg", "graphml", "json"},
    ("batch", "--engine"): {"local", "spark"},
}
CONTEXT = click.Context(stackr)
VERBS = stackr.list_commands(CONTEXT)
TALKS_TO_EDITORS = {"lsp"}


def options(verb: str) -> dict[str, click.Parameter]:
    command = stackr.get_command(CONTEXT, verb)
    assert command is not None, verb
    return {word: option for option in command.params for word in option.opts}


@pytest.mark.parametrize("verb", PROMISED)
def test_a_verb_has_its_options(verb: str) -> None:
    assert set(PROMISED[verb].split()) <= options(verb).keys()


@pytest.mark.parametrize(("verb", "option"), FORMS)
def test_an_option_has_its_words(verb: str, option: str) -> None:
    kind = options(verb)[option].type
    assert isinstance(kind, click.Choice)
    assert FORMS[verb, option] <= set(kind.choices)


@pytest.mark.parametrize("verb", sorted(set(VERBS) - TALKS_TO_EDITORS))
def test_whatever_is_printed_is_printed_as_json_too(verb: str) -> None:
    kind = options(verb)["--format"].type
    assert isinstance(kind, click.Choice)
    assert "json" in kind.choices


def test_schemas_are_listed_as_json(call: Caller) -> None:
    answer = call("schema", "--format", "json")
    assert json.loads(answer.out) == {"schema": "stackr.schemas/1", "schemas": list(SCHEMAS)}
