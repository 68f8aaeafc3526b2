"""Ids come from names and from what clauses say, never from their place in the file."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from requirements.rules import (
    all_of,
    any_of,
    code,
    compiled,
    compiled_with_faults,
    credits,
    grade,
    held,
    items,
    label,
    least,
    limit,
    line,
    most,
    n_of,
    pool,
    qualification,
    run,
    share,
    tables,
    unit,
)
from stackr.conditions.tables import Tables
from stackr.language import tree
from stackr.model.learning import RecognisedUnit
from stackr.requirements.compile import compile_award
from stackr.requirements.compiled import Reading
from stackr.requirements.lower import lower

CORE = all_of(unit("A"), any_of(unit("B"), unit("C")), named="core")


def test_named_clauses_and_units_have_their_path() -> None:
    award = compiled(qualification(all_of(CORE, pool(credits(10), code("*"), named="electives"))))
    named = {id for id in award.needs if "~" not in id}
    assert named == {"Q.core", "Q.core.A", "Q.core.B", "Q.core.C", "Q.electives"}


def test_an_unnamed_clause_stands_under_its_parent() -> None:
    award = compiled(qualification(CORE))
    unnamed = [id for id in award.needs if "~" in id]
    assert len(unnamed) == 1
    assert unnamed[0].startswith("Q.core~")


def test_a_named_line_stands_under_the_nearest_name() -> None:
    named = line(least(items(1)), code("A"), label=label("some"))
    inside = all_of(all_of(pool(credits(10), code("*"), named), unit("B")), named="core")
    assert "Q.core.some" in compiled(qualification(inside)).rules
    assert "Q.el.some" in compiled(qualification(pool(credits(10), code("*"), named, named="el"))).rules


def test_one_code_in_two_alternatives_has_two_ids() -> None:
    award = compiled(qualification(any_of(all_of(unit("A"), unit("B")), all_of(unit("A"), unit("C")))))
    ids = [id for id in award.needs if id.endswith(".A")]
    assert len(ids) == 2
    assert all("~" in id for id in ids)
    assert "Q.B" in award.needs


def test_the_same_line_twice_is_told_apart() -> None:
    award = compiled(qualification(all_of(pool(credits(10), code("*")), pool(credits(10), code("*")))))
    assert len(award.places) == 2
    assert run(award, [held("A", 10), held("B", 10)]).satisfied


def test_two_clauses_of_one_name_are_a_fault() -> None:
    _, faults = compiled_with_faults(qualification(all_of(unit("A", named="x"), unit("B", named="x"))))
    assert [fault.code for fault in faults] == ["N102"]
    _, faults = compiled_with_faults(qualification(unit("A", named="x"), limits=(limit(most(credits(5)), None, "x"),)))
    assert [fault.code for fault in faults] == ["N102"]


def test_titles_and_citations_do_not_change_the_meaning() -> None:
    plain = compiled(qualification(CORE))
    cited = replace(
        CORE, label=tree.Label(tree.Name("core"), tree.Text("Core")), meta=tree.Meta(source=tree.Text("s. 1"))
    )
    assert compiled(qualification(cited)).clauses["Q.core"].meaning == plain.clauses["Q.core"].meaning
    other = compiled(qualification(all_of(unit("A"), any_of(unit("B"), unit("D")), named="core")))
    assert other.clauses["Q.core"].meaning != plain.clauses["Q.core"].meaning


def test_a_parameter_is_part_of_the_meaning() -> None:
    def award(amount: int) -> str:
        parameter = tree.Parameter(tree.Name("cap"), ((credits(amount), tree.Interval()),))
        capped = limit(most(tree.Quantity(None, None, parameter=tree.Name("cap"))), None, "cap_line")
        return (
            compiled(qualification(CORE, limits=(capped,)), Tables(parameters={"cap": parameter}))
            .clauses["Q.cap_line"]
            .meaning
        )

    assert award(10) == award(10) != award(20)


def test_a_group_used_twice_has_two_ids() -> None:
    group = tree.Group(tree.Name("MATHS"), any_of(unit("A"), unit("B")))
    use = tree.UseReq(tree.Name("MATHS"))
    rules = qualification(all_of(use, tree.UseReq(tree.Name("MATHS"), label=label("again"))))
    award = compiled(rules, Tables(groups={"MATHS": group}))
    assert {"Q.MATHS", "Q.MATHS.A", "Q.again", "Q.again.A"} <= set(award.needs)


def test_a_group_that_uses_itself_is_a_fault() -> None:
    group = tree.Group(tree.Name("G"), all_of(unit("A"), tree.UseReq(tree.Name("G"))))
    _, faults = compiled_with_faults(qualification(tree.UseReq(tree.Name("G"))), Tables(groups={"G": group}))
    assert len(faults) == 1
    _, faults = compiled_with_faults(qualification(tree.UseReq(tree.Name("NONE"))))
    assert [fault.code for fault in faults] == ["N101"]
    _, faults = compiled_with_faults(qualification(tree.UseReq(tree.Name("g"))), Tables(groups={"G": group}))
    assert [fault.help for fault in faults] == ["did you mean `G`?"]


def test_a_share_without_a_base_is_a_fault() -> None:
    bare = tree.Quantity(credits("1/2").amount, None)
    _, faults = compiled_with_faults(qualification(CORE, limits=(limit(most(bare), code("*")),)))
    assert len(faults) == 1


def test_an_unknown_scope_says_what_was_probably_meant() -> None:
    rules = qualification(CORE, limits=(limit(most(credits(5)), None, "cap", scope=tree.Name("cor")),))
    _, faults = compiled_with_faults(rules)
    assert [fault.help for fault in faults] == ["did you mean `core`?"]


def test_what_needs_itself_is_a_fault() -> None:
    x = pool(share("1/2", "need", "y"), code("*"), named="x")
    y = pool(share("1/2", "need", "x"), code("*"), named="y")
    _, faults = compiled_with_faults(qualification(all_of(x, y)))
    assert faults


PARTS = (
    unit("A"),
    unit("B", grade(">=", 60)),
    pool(
        credits(20),
        code("E*"),
        line(least(items(1)), code("E1")),
        line(most(credits(10)), kind="per", per="issuer"),
        named="el",
    ),
    n_of(
        2, pool(credits(10), code("X*")), pool(credits(10), code("Y*")), pool(credits(10), code("Z*")), named="breadth"
    ),
    any_of(unit("C"), unit("D")),
)
LIMITS = (
    limit(most(share("1/2")), tree.By(tree.Name("rpl")), "cap"),
    limit(least(credits(20)), tree.Compare("issuer", "=", tree.Text("UNZA")), "own"),
    limit(most(credits(30)), code("X*")),
    tree.BarredLimit(1, (code("C"), code("X1"))),
)
MINE = [
    held(name, 10, grade="70", issuer=issuer)
    for name, issuer in (
        ("A", "UNZA"),
        ("B", "UNZA"),
        ("E1", "V"),
        ("E2", "W"),
        ("X1", "V"),
        ("Y1", "UNZA"),
        ("C", "UNZA"),
        ("D", "V"),
    )
]


@given(st.permutations(PARTS), st.permutations(LIMITS), st.permutations(MINE))
def test_no_order_changes_the_problem(
    parts: list[tree.Requirement], limits: list[tree.Limit], mine: list[RecognisedUnit]
) -> None:
    from requirements.rules import context
    from stackr.conditions.clauses import ClauseSink
    from stackr.conditions.scope import Scope
    from stackr.diagnostics.model import Collector

    def problem(parts: list[tree.Requirement], limits: list[tree.Limit], mine: list[RecognisedUnit]) -> object:
        look_up = tables({"A": 10, "B": 10, "C": 10, "D": 10})
        collector = Collector()
        rules = qualification(all_of(*parts), total=70, limits=tuple(limits))
        award = compile_award(rules, Scope(look_up, collector), ClauseSink(collector))
        return lower(award, mine, [], context(look_up), Reading.SURE).problem

    assert problem(parts, limits, mine) == problem(list(PARTS), list(LIMITS), MINE)


@given(st.lists(st.sampled_from([5, 7, 10]), max_size=4))
def test_irrelevant_units_change_nothing(sizes: list[int]) -> None:
    look_up = tables({"A": 10, "B": 10, "C": 10, "D": 10})
    award = compiled(qualification(all_of(*PARTS), limits=LIMITS), look_up)
    strangers = [held(f"Q{i}", size, grade="50") for i, size in enumerate(sizes)]
    plain, more = run(award, MINE, look_up), run(award, [*MINE, *strangers], look_up)
    assert (plain.counted, plain.progress) == (more.counted, more.progress)
    assert plain.judged == more.judged
