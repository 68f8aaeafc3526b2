"""`stackr graph` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.test_stack import RULES
from stackr.cli.main import run


@pytest.fixture
def rules(tmp_path: Path) -> str:
    path = tmp_path / "rules.stackr"
    path.write_text(RULES, "utf-8")
    return str(path)


def test_whole_around_and_painted(rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--rules", rules]) == 0
    assert capsys.readouterr().out.startswith("flowchart LR")
    assert run(["graph", "--rules", rules, "--format", "json", "--around", "A3", "--depth", "1"]) == 0
    assert len(json.loads(capsys.readouterr().out)["nodes"]) == 3
    record = tmp_path / "record.json"
    record.write_text('{"learner": "L", "holdings": [{"id": "h", "credential": "A1", "credits": "10"}]}', "utf-8")
    words = ["graph", "--rules", rules, "--learner", str(record), "--as-of", "2026-02-01", "--format", "json"]
    assert run(words) == 0
    nodes = {node["id"]: node for node in json.loads(capsys.readouterr().out)["nodes"]}
    assert nodes["credential:A1"]["status"] == "counted"


def test_analyses(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--rules", rules, "--analyse"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[printed.index("orphans:") + 1].strip().startswith("LONE")
    assert not any("credential:" in line for line in printed)
    assert run(["graph", "--rules", rules, "--analyse", "--around", "A3", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["leads to"] == ["qualification:DIP"]


def test_an_unknown_node_is_said_plainly(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--rules", rules, "--around", "DIPP"]) == 2
    printed = capsys.readouterr()
    assert "X911" in printed.err
    assert "`DIP`" in printed.err
    assert printed.out == ""


def test_an_analysis_has_no_learner(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--rules", rules, "--analyse", "--learner", "nobody.json"]) == 2
    assert "leave one of them out" in capsys.readouterr().err
