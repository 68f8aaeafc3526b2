"""Earlier awards and what they keep, awards claimed together, entry requirements, classification."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from requirements.rules import (
    all_of,
    by,
    code,
    compiled,
    context,
    credits,
    held,
    items,
    level,
    limit,
    most,
    pool,
    qualification,
    run,
    tables,
    unit,
)
from stackr.allocation.search import solve
from stackr.language import tree
from stackr.model.learning import RecognisedUnit
from stackr.requirements.compiled import Reading
from stackr.requirements.judge import judge
from stackr.requirements.lower import Joined, lower
from stackr.requirements.relations import reserve

MINE = [held(f"P{i}", 20, level="7", day=f"202{i}-01-01") for i in range(3)]
USED = {"PGCERT": frozenset(unit.id for unit in MINE)}


def masters(*relations: tree.RelationLine) -> tree.Qualification:
    return qualification(pool(credits(180), code("*"), named="x"), "MSC", relations=relations)


def relation(policy: Any, **more: Any) -> tree.RelationLine:
    return tree.RelationLine(tree.Name("PGCERT"), policy, **more)


@pytest.mark.parametrize(
    ("lines", "surrendered", "counts"),
    [
        ((), False, 0),
        ((relation("consume"),), False, 0),
        ((relation("embed"),), False, 60),
        ((relation("surrender"),), False, 0),
        ((relation("surrender"),), True, 60),
        ((relation("share", cap=credits(20)),), False, 20),
        ((relation("surplus"),), False, 20),
        ((relation("embed", selector=code("P1")),), False, 20),
        ((relation("consume", selector=code("P1")),), False, 40),
        ((relation("embed", condition=level(">=", 8)),), False, 0),
    ],
)
def test_what_an_earlier_award_leaves(lines: tuple[tree.RelationLine, ...], surrendered: bool, counts: int) -> None:
    """E49: each policy gives another count."""
    award = compiled(masters(*lines))
    gone = frozenset({"PGCERT"}) if surrendered else frozenset()
    kept = reserve(award, MINE, USED, context(), {"PGCERT": Fraction(40)}, gone)
    found = run(award, MINE, reserved=kept)
    assert found.credits == counts
    words = {word for _, place, word, _ in found.lowered.removed if place == -1}
    assert words == ({"reserved"} if counts == 0 or (lines and lines[0].selector) else set())


def together(left: tree.Qualification, right: tree.Qualification, mine: list[RecognisedUnit]) -> list[tuple[str, bool]]:
    first, second = compiled(left), compiled(right)
    lowered = lower(first, mine, [], context(), Reading.SURE, joint_with=[Joined(second, context())])
    solution = solve(lowered.problem)
    assert [judged.award for judged in judge(lowered, solution)] == [s.award for s in solution.standings]
    return [(s.award, s.satisfied) for s in solution.standings]


def test_a_unit_counts_toward_one_of_two_though_they_share() -> None:
    needs = all_of(pool(credits(10), code("*"), named="a"), pool(credits(10), code("*"), named="b"))
    shares = (tree.SharedLine(tree.Name("a"), tree.Name("b")),)
    line = tree.NotBothLine(code("X"), tree.Name("a"), tree.Name("b"))
    assert run(qualification(needs, shared=shares), [held("X", 10)]).satisfied
    rules = qualification(needs, shared=shares, not_both=(line,))
    assert not run(rules, [held("X", 10)]).satisfied
    assert run(rules, [held("Y", 10)]).satisfied
    found = run(rules, [held("X", 10), held("Z", 5), held("W", 5)])
    assert found.satisfied
    assert len([item for item in found.solution.placements if found.lowered.units[item.unit].code == "X"]) == 1


def test_a_unit_counts_in_one_of_two_layers() -> None:
    layer = tree.LayerReq(pool(items(1), code("*"), named="writing"))
    line = tree.NotBothLine(code("X"), tree.Name("core"), tree.Name("writing"))
    rules = qualification(pool(credits(10), code("*"), named="core"), layers=(layer,), not_both=(line,))
    assert not run(rules, [held("X", 10)]).satisfied
    assert run(rules, [held("X", 10), held("Y", 10)]).satisfied
    assert run(rules, [held("Y", 10)]).satisfied


def test_awards_claimed_together_share_nothing_unless_a_rule_says_so() -> None:
    """E12."""
    a, b = qualification(pool(credits(10), code("*")), "A"), qualification(pool(credits(10), code("*")), "B")
    mine = [held("X", 10)]
    assert together(a, b, mine) == [("A", True), ("B", False)]
    assert together(b, a, mine) == [("A", True), ("B", False)]
    first = qualification(pool(credits(10), code("*")), "B", priority=1)
    assert together(a, first, mine) == [("B", True), ("A", False)]
    embed = tree.RelationLine(tree.Name("A"), "embed", includes=True)
    assert together(a, qualification(pool(credits(10), code("*")), "B", relations=(embed,)), mine) == [
        ("A", True),
        ("B", True),
    ]


def test_awards_claimed_together_may_share_up_to_a_number() -> None:
    def pair(cap: tree.Quantity) -> list[tuple[str, bool]]:
        line = tree.RelationLine(tree.Name("A"), "share", cap=cap)
        a = qualification(pool(items(2), code("*")), "A")
        b = qualification(pool(items(2), code("*")), "B", relations=(line,))
        return together(a, b, [held("X", 5), held("Y", 5), held("Z", 5)])

    assert pair(items(1)) == [("A", True), ("B", True)]
    assert pair(items(0)) == [("A", True), ("B", False)]


def test_naming_one_award_gives_the_answer_of_that_award_alone() -> None:
    mine = [held("X", 10)]
    for name in ("A", "B"):
        assert run(qualification(pool(credits(10), code("*")), name), mine).satisfied


def test_an_entry_requirement_is_judged_beside_and_uses_nothing() -> None:
    """E52: one certificate may serve entry and exemption."""
    entry = tree.LayerReq(unit("CERT"), entry=True)
    award = compiled(qualification(pool(credits(10), code("CERT"), named="x"), layers=(entry,)), tables({"CERT": 10}))
    assert [one.id for one in award.entry] == ["Q.entry"]
    assert run(award.entry[0], [held("CERT", 10)]).satisfied
    assert not run(award.entry[0], []).satisfied
    assert run(award, [held("CERT", 10)]).satisfied


def test_another_award_may_be_asked_for() -> None:
    award = compiled(qualification(all_of(tree.AwardReq(tree.Name("BSC")), pool(credits(10), code("*"), named="x"))))
    mine = [held("A", 10)]
    assert not run(award, mine).satisfied
    assert run(award, mine, within=context(holds=frozenset({"BSC"}))).satisfied


def test_the_class_is_the_first_that_holds_and_none_where_nothing_is_graded() -> None:
    """E41."""

    def average(threshold: int) -> tree.AverageReq:
        return tree.AverageReq(Fraction(threshold), tree.Base("counted"))

    classes = (
        tree.ClassifyLine(tree.Text("Distinction"), average(70)),
        tree.ClassifyLine(tree.Text("Merit"), average(60)),
        tree.ClassifyLine(tree.Text("Pass"), tree.Always(), otherwise=True),
    )
    rules = qualification(pool(credits(20), code("*"), named="x"), classify=classes)
    rpl = held("R", 10, ungraded=True)
    assert run(rules, [held("A", 10, grade="70"), rpl]).judged.classification == "Distinction"
    assert run(rules, [held("A", 10, grade="60"), rpl]).judged.classification == "Merit"
    assert run(rules, [held("A", 10, grade="50"), rpl]).judged.classification == "Pass"
    assert run(rules, [rpl]).judged.classification is None


def test_a_class_may_depend_on_an_amount() -> None:
    low_rpl = limit(most(credits(10)), by("rpl"))
    classes = (tree.ClassifyLine(tree.Text("Taught"), low_rpl),)
    rules = qualification(pool(credits(20), code("*"), named="x"), classify=classes)
    assert run(rules, [held("A", 10), held("B", 10, route="rpl")]).judged.classification == "Taught"
    assert run(rules, [held("A", 10, route="rpl"), held("B", 10, route="rpl")]).judged.classification is None
