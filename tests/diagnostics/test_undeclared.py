"""What is told of a name that nobody declares: the pack that ships and declares it goes first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stackr.checks.run import check_paths
from stackr.diagnostics.undeclared import undeclared

UNDECLARED = {
    'qualification Q "Q" { awarded by U at EQF 5; requires A }': "frameworks/levels",
    'qualification Q "Q" { credit unit ECTS; total 10 credits; requires A }': "credits/units",
    'qualification Q "Q" { requires p: 10 credits ECTS from any }': "credits/units",
    "credential A { 10 credits; level EQF 5 }": "frameworks/levels",
    "catalogue C { credit unit ECTS; credential A { 10 credits } }": "credits/units",
    "credit ZC { is 10 hours; framework EQF }": "frameworks/levels",
    "framework F { levels 1 to 3; 3 is referenced to EQF 5 }": "frameworks/levels",
    "convert 2 UKC = 1 ECTS": "credits/units",
    "grades G { A; B; convert to us-letters { A = B } }": "grades/scales",
    'qualification Q "Q" { requires p: 10 credits from micro-credential by unesco-2022 }': "definitions/international",
    "definition d of micro-credential { extends unesco-2022; size: credits <= 40 }": "definitions/international",
}


@pytest.mark.parametrize("rules", UNDECLARED)
def test_the_pack_that_declares_it_is_named_and_does(rules: str, tmp_path: Path) -> None:
    file = tmp_path / "rules.stackr"
    file.write_text(f"{rules}\n")
    found = [fault for fault in check_paths([file]) if fault.code == "N101"]
    told = [
        match
        for fault in found
        if (match := re.fullmatch(r'write `(import "stackr/.+")`: it declares (\S+)', fault.help))
    ]
    assert [UNDECLARED[rules] in match[1] for match in told] == [True] * len(told) != []
    file.write_text("\n".join([*sorted({match[1] for match in told}), rules, ""]))
    assert [fault.message for fault in check_paths([file]) if fault.code == "N101"] == []


def test_every_other_name_is_told_how_to_declare_it() -> None:
    assert undeclared("framework", "ZZZ", ()) == "declare it with `framework`, or import the file that does"
    assert undeclared("credit unit", "ZZZ", ()) == "declare it with `credit`, or import the file that does"
    assert undeclared("route or kind of route", "ZZZ", ()).startswith("declare the route or kind of route,")
    assert undeclared("parameter", "EQF", ()) == "declare it with `parameter`, or import the file that does"
