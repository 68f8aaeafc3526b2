"""The allocation and caps cases of the domain's scenarios, from rules to answer."""

from __future__ import annotations

from fractions import Fraction

from requirements.rules import (
    all_of,
    any_of,
    by,
    code,
    codes,
    credits,
    held,
    is_,
    items,
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

ABCD = tables({"A": 10, "B": 10, "C": 10, "D": 10})


def test_the_order_of_the_list_does_not_decide() -> None:
    """E1: two of A, B, C, D and one of A, B, without sharing."""
    rules = qualification(
        all_of(
            n_of(2, *(unit(c) for c in "ABCD"), named="foo"),
            n_of(1, unit("A"), unit("B"), named="bar"),
        )
    )
    found = run(rules, [held("A", 10), held("C", 10), held("D", 10)], ABCD)
    assert found.satisfied
    assert found.counted == {"Q.foo.C": {"C"}, "Q.foo.D": {"D"}, "Q.bar.A": {"A"}}


def test_whole_units_are_packed_not_poured() -> None:
    """E3: 6, 5, 5, 4 into two tens."""
    rules = qualification(all_of(pool(credits(10), code("*"), named="x"), pool(credits(10), code("*"), named="y")))
    packed = run(rules, [held("A", 6), held("B", 5), held("C", 5), held("D", 4)])
    assert packed.satisfied
    assert not run(rules, [held("A", 9), held("B", 5), held("C", 3), held("D", 3)]).satisfied


def test_one_project_serves_two_needs_only_if_it_may_be_split() -> None:
    """E5: one project of 30 credits, 20 and 10 needed."""
    needs = (pool(credits(20), code("P"), named="x"), pool(credits(10), code("P"), named="y"))
    project = [held("P", 30)]
    whole = run(qualification(all_of(*needs)), project)
    assert (whole.satisfied, whole.progress) == (False, Fraction(2, 3))
    assert run(qualification(all_of(*needs), splittable=True), project).satisfied
    assert run(qualification(all_of(*needs, splittable=True)), project).satisfied


def test_a_named_unit_is_not_also_an_elective() -> None:
    """E6: MATH1005 and six credits of MATH*."""
    rules = qualification(all_of(unit("MATH1005"), pool(credits(6), code("MATH*"), named="more")))
    catalogue = tables({"MATH1005": 6})
    assert not run(rules, [held("MATH1005", 6)], catalogue).satisfied
    wider = qualification(all_of(unit("MATH1005"), pool(credits(6), codes("MATH*", "COMP1100"), named="more")))
    assert run(wider, [held("MATH1005", 6), held("COMP1100", 6)], catalogue).satisfied


def test_only_the_capped_part_of_block_credit_counts() -> None:
    """E7: 24 credits of a pool of which 12 may count; whole units count whole or not at all."""
    rules = qualification(
        pool(credits(36), code("*"), named="x"), limits=(limit(most(credits(12)), is_("issuer", "M")),)
    )
    block = [held(None, 24, issuer="M"), held("A", 12)]
    any_issuer = qualification(
        pool(credits(36), tree.Always(), named="x"), limits=(limit(most(credits(12)), is_("issuer", "M")),)
    )
    assert run(any_issuer, block).credits == 24
    whole = [held("M1", 24, issuer="M"), held("A", 12)]
    assert run(rules, whole).credits == 12
    assert run(rules, [held("M1", 12, issuer="M"), held("M2", 12, issuer="M"), held("A", 12)]).credits == 24


def test_a_share_names_its_base() -> None:
    """E9: 24 theme credits and 9 others; of the award's 30 it is enough, of all 33 counted it is not."""
    theme = [held(f"T{i}", 6, tags=("theme",)) for i in range(4)]
    off = [held("O", 9, tags=())]
    tagged = tree.Tagged(tree.Text("theme"))
    everything = pool(credits(30), code("*"), named="x")
    of_award = qualification(everything, total=30, limits=(limit(least(share("3/4")), tagged, "theme"),))
    assert run(of_award, theme + off).satisfied
    of_counted = qualification(everything, total=30, limits=(limit(least(share("3/4", "counted")), tagged, "theme"),))
    found = run(of_counted, theme + off)
    assert (found.satisfied, found.progress) == (False, Fraction(24, 30))
    assert run(of_counted, [*theme, held("O6", 6, tags=())]).satisfied


def test_a_share_of_counted_leaves_the_unfinished_learner_their_credit() -> None:
    """One unit off the theme and 0 to 3 of the theme, 75% of counted: 6, 12, 18, 24 of 30."""
    tagged = tree.Tagged(tree.Text("theme"))
    rules = qualification(
        pool(credits(30), code("*"), named="x"),
        total=30,
        limits=(limit(least(share("3/4", "counted")), tagged, "theme"),),
    )
    for many in range(4):
        mine = [held("O", 6, tags=())] + [held(f"T{i}", 6, tags=("theme",)) for i in range(many)]
        assert run(rules, mine).progress == Fraction(6 * (many + 1), 30)


def test_more_credit_never_loses_an_award() -> None:
    """E11: surplus off the theme stays uncounted."""
    tagged = tree.Tagged(tree.Text("theme"))
    rules = qualification(
        pool(credits(20), code("*"), named="x"), limits=(limit(least(share("1/2", "counted")), tagged, "theme"),)
    )
    mine = [held("T", 10, tags=("theme",)), held("O", 10, tags=())]
    assert run(rules, mine).satisfied
    assert run(rules, mine + [held(f"O{i}", 10, tags=()) for i in range(5)]).satisfied


def test_nothing_asked_is_satisfied_and_one_of_nothing_never_is() -> None:
    """E13."""
    assert run(qualification(pool(credits(0), code("X"), named="electives")), []).satisfied
    found = run(qualification(any_of(named="nothing")), [])
    assert (found.satisfied, found.progress) == (False, 0)


def test_residency_takes_the_harder_of_two_floors() -> None:
    """E16: 136 hours, 32 in house; 30 are needed and 25%, that is 34."""
    own = is_("issuer", "UNZA")
    rules = qualification(
        pool(credits(136), code("*"), named="x"),
        total=136,
        limits=(limit(least(credits(30)), own, "hours"), limit(least(share("1/4")), own, "part")),
    )
    mine = [held("IN", 32), held("OUT", 104, issuer="X")]
    found = run(rules, mine)
    assert not found.satisfied
    assert (found.limit("Q.part").bound, found.limit("Q.part").value, found.limit("Q.part").status) == (
        34,
        32,
        "broken",
    )
    assert found.limit("Q.hours").status == "met"


def test_external_credit_is_counted_up_to_its_cap() -> None:
    """E17: 60 transferred and 45 by RPL toward 180 with at most 50% external: 90 count."""
    external = tree.Or((by("agreement"), by("rpl")))
    rules = qualification(
        pool(credits(180), tree.Always(), named="x"), total=180, limits=(limit(most(share("1/2")), external, "cap"),)
    )
    found = run(rules, [held(None, 60, id="t", route="agreement"), held(None, 45, id="r", route="rpl")])
    assert (found.credits, found.limit("Q.cap").value, found.limit("Q.cap").bound) == (90, 90, 90)


def test_ceilings_round_down_and_floors_up() -> None:
    """E19: 30% of 117 is 35.1."""
    pool117 = pool(credits(117), code("*"), named="x")
    rules = qualification(
        pool117,
        total=117,
        limits=(limit(most(share("3/10")), by("rpl"), "cap"), limit(least(share("3/10")), by("own"), "floor")),
    )
    found = run(rules, [])
    assert found.limit("Q.cap").bound == 35
    assert found.limit("Q.floor").bound == 36


def test_of_award_and_of_taken_differ() -> None:
    """E21: a minimum of 162, 171 taken, 50%: 81 of the award; 85 of what was taken, in whole credits."""
    units = [held(f"U{i}", 19) for i in range(9)]
    whole = pool(credits(162), code("*"), named="x")
    of_award = qualification(whole, total=162, limits=(limit(most(share("1/2")), by("rpl"), "cap"),))
    of_taken = qualification(whole, total=162, limits=(limit(most(share("1/2", "taken")), by("rpl"), "cap"),))
    assert run(of_award, units).limit("Q.cap").bound == 81
    assert run(of_taken, units).limit("Q.cap").bound == 85


def test_what_is_barred_for_a_clause_counts_elsewhere() -> None:
    """E23: RPL never meets the capstone."""
    rules = qualification(
        all_of(unit("CAP", named="capstone"), pool(credits(10), code("*"), named="electives")),
        limits=(tree.NeverLimit(by("rpl"), (tree.Name("capstone"),)),),
    )
    catalogue = tables({"CAP": 10})
    found = run(rules, [held("CAP", 10, route="rpl")], catalogue)
    assert found.counted == {"Q.electives": {"CAP"}}
    removed = [(word, place) for _, place, word, _ in found.lowered.removed]
    skeleton = found.lowered.skeleton
    assert skeleton is not None
    assert removed == [("barred", skeleton.layout.index["Q.capstone"])]


def test_a_route_never_serves_what_it_excludes() -> None:
    rules = qualification(all_of(unit("CAP", named="capstone"), pool(credits(10), code("*"), named="electives")))
    mine = [held("CAP", 10, route="rpl", never_at=frozenset({"Q.capstone"}))]
    assert run(rules, mine, tables({"CAP": 10})).counted == {"Q.electives": {"CAP"}}


def test_a_barred_pair_does_not_count_together() -> None:
    rules = qualification(
        pool(credits(20), code("*"), named="x"), limits=(tree.BarredLimit(1, (code("A"), code("B"))),)
    )
    assert run(rules, [held("A", 10), held("B", 10)]).credits == 10
    assert run(rules, [held("A", 10), held("C", 10)]).credits == 20


def test_several_units_of_one_barred_member_are_one() -> None:
    rules = qualification(
        pool(credits(30), code("*"), named="x"), limits=(tree.BarredLimit(1, (code("M*"), code("N*"))),)
    )
    assert run(rules, [held("M1", 10), held("M2", 10), held("N1", 10)]).credits == 20


def test_a_cap_per_issuer_holds_for_each() -> None:
    rules = qualification(
        pool(credits(40), code("*"), line(most(credits(20)), kind="per", per="issuer"), named="x"),
    )
    mine = [held(f"A{i}", 10, issuer="A") for i in range(3)] + [held("B1", 10, issuer="B")]
    found = run(rules, mine)
    assert found.credits == 30
    assert {rule.id.partition("#")[2]: rule.value for rule in found.judged.limits} == {"A": 20, "B": 10}


def test_six_external_units_and_forty_own_credits_meet_a_residency_of_forty() -> None:
    """A floor saturates: it is not a cap on the rest when units are whole."""
    rules = qualification(
        pool(credits(120), code("*"), named="x"), limits=(limit(least(credits(40)), is_("issuer", "UNZA"), "own"),)
    )
    external = [held(f"X{i}", 15, issuer="X") for i in range(6)]
    assert run(rules, external + [held(f"O{i}", 10) for i in range(4)]).satisfied
    assert run(rules, [held("X", 100, issuer="X")]).progress == Fraction(80, 120)


def test_a_unit_worth_two_counts_twice_where_credentials_are_counted() -> None:
    rules = qualification(pool(items(2), code("CS*"), named="x"), counts_as=(tree.CountsAsLine(code("CS400"), 2),))
    assert run(rules, [held("CS400", 10)]).satisfied
    assert not run(rules, [held("CS300", 10)]).satisfied


def test_sharing_is_capped_per_pair() -> None:
    needs = all_of(pool(credits(10), code("*"), named="a"), pool(credits(10), code("*"), named="b"))
    mine = [held("X", 10), held("Y", 4)]
    free = qualification(needs, shared=(tree.SharedLine(tree.Name("a"), tree.Name("b")),))
    assert run(free, mine[:1]).satisfied
    capped = qualification(needs, shared=(tree.SharedLine(tree.Name("a"), tree.Name("b"), credits(6)),))
    assert not run(capped, mine[:1]).satisfied
    assert run(capped, [held("X", 6), held("Y", 6), held("Z", 6)]).satisfied


def test_a_layer_may_use_again_what_was_counted() -> None:
    writing = tree.LayerReq(pool(items(2), tree.Tagged(tree.Text("w")), named="writing"))
    rules = qualification(pool(credits(20), code("A*"), named="core"), layers=(writing,))
    mine = [held("A1", 10, tags=("w",)), held("A2", 10, tags=("w",))]
    assert run(rules, mine).satisfied
    outside = [held("A1", 10, tags=("w",)), held("A2", 10, tags=()), held("B", 10, tags=("w",))]
    assert run(rules, outside).satisfied
    drawn = tree.LayerReq(writing.requirement, from_counted=True)
    assert not run(qualification(rules.requirement, layers=(drawn,)), outside).satisfied


def test_overflow_feeds_the_named_pool_with_what_fits_there() -> None:
    first = pool(credits(10), code("A*"), named="a", overflow_to=tree.Name("b"))
    rules = qualification(all_of(first, pool(credits(5), code("*"), named="b")))
    assert run(rules, [held("A1", 15)]).satisfied
    assert run(rules, [held("A1", 12)]).progress == Fraction(12, 15)


def test_the_routes_of_one_holding_exclude_each_other() -> None:
    """The agreement grants 30 external credits, RPL 20 that are not: the cap makes RPL the better one."""
    rules = qualification(
        pool(credits(60), tree.Always(), named="x"),
        limits=(limit(most(credits(30)), tree.Or((by("agreement"),)), "external"),),
    )
    mine = [
        held(None, 30, id="h", route="agreement", rank=1, grant="agreement:h"),
        held(None, 20, id="h", route="rpl", rank=2, grant="rpl:h"),
        held("T", 20, route="agreement"),
        held("HOME", 20),
    ]
    found = run(rules, mine)
    assert found.satisfied
    used = {found.lowered.units[item.unit].route_kind for item in found.solution.placements if item.amount}
    assert "rpl" in used


def test_equal_grants_go_to_the_earlier_route() -> None:
    """E46: the same unit by transfer and by RPL counts once."""
    rules = qualification(unit("A"))
    mine = [held("A", 10, id="t", route="agreement", rank=1), held("A", 10, id="r", route="rpl", rank=2)]
    assert run(rules, mine, ABCD).counted == {"Q.A": {"t"}}
    assert run(rules, mine[::-1], ABCD).counted == {"Q.A": {"t"}}


def test_prefer_least_rpl_leaves_rpl_out() -> None:
    rules = qualification(pool(credits(10), code("*"), named="x"), prefer=tree.Prefer((by("rpl"),)))
    early, late = held("R", 10, route="rpl", day="2020-01-01"), held("O", 10, day="2025-01-01")
    assert run(rules, [early, late]).counted == {"Q.x": {"O"}}
    plain = qualification(pool(credits(10), code("*"), named="x"))
    assert run(plain, [early, late]).counted == {"Q.x": {"R"}}


def test_only_a_total_takes_anything() -> None:
    found = run(qualification(None, total=20), [held("A", 10), held("B", 10)], Tables())
    assert found.satisfied
