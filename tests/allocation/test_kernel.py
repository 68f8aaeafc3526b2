"""The compiled kernel against the search: the same progress for every learner, whatever stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from allocation.build import mask, simple
from allocation.plain_problems import make_plain
from allocation.problems import make_problem
from stackr.allocation.checks import Floor
from stackr.allocation.kernel.frame import Frame, frame_of
from stackr.allocation.kernel.packed import Packed, pack
from stackr.allocation.kernel.table import COARSE, ONE, table_of
from stackr.allocation.kernel.values import Stage, Values, best_values
from stackr.allocation.nodes import All, Amount, Choose, Leaf
from stackr.allocation.problem import Award, Ceiling, Place, Problem, Share
from stackr.allocation.search import solve

np = pytest.importorskip("numpy")
numba = pytest.importorskip("numba")


def framed(problem: Problem) -> Frame | None:
    frame = frame_of(problem)
    return frame if isinstance(frame, Frame) else None


def agrees(problem: Problem, values: Values, learner: int = 0) -> bool:
    """Proven: the progress of the search. Open: between what was found and the bound."""
    best = solve(problem).standings[0].progress
    found, bound = (Fraction(int(a[learner]), values.whole) for a in (values.numerator, values.bound))
    return found == bound == best if values.proven[learner] else found <= best <= bound


@pytest.mark.parametrize("block", range(20))
def test_the_kernel_finds_the_progress_of_the_search(block: int) -> None:
    checked = settled = 0
    for seed in range(block * 100, block * 100 + 100):
        problem = make_problem(seed, 6, 300)
        frame = framed(problem)
        if frame is not None:
            values = best_values(frame, pack(frame, [problem]))
            assert agrees(problem, values), seed
            checked += 1
            settled += int(values.proven[0])
    assert checked > 20
    assert settled > 10


def forbids(problem: Problem) -> bool:
    """Whether a choice is worth nothing and only says that at most so many of its children may count."""
    root = problem.awards[0].root
    return isinstance(root, All) and any(isinstance(node, Choose) and not node.n for node in root.children)


def test_a_choice_without_weight_still_forbids() -> None:
    checked = 0
    for seed in range(600):
        problem = make_plain(seed, 5, 200)
        frame = framed(problem)
        if frame is not None and forbids(problem):
            assert agrees(problem, best_values(frame, pack(frame, [problem]))), seed
            checked += 1
    assert checked > 30


def crowded(seed: int) -> Problem:
    """Larger than the definition could enumerate: overlapping places, a choice, limits; units alike and not."""
    rng = Random(seed)
    credits = [rng.choice((5, 10, 10, 15, 20)) for _ in range(rng.randint(8, 14))]
    needs = [rng.choice((10, 15, 20, 30)) for _ in range(rng.randint(3, 7))]
    places = [([u for u in range(len(credits)) if rng.random() < 0.4], need) for need in needs]
    problem = simple(credits, places, divisible=rng.random() < 0.3, step=5)
    wanted = problem.awards[0].root
    assert isinstance(wanted, All)
    leaves = wanted.children
    if rng.random() < 0.4 and len(leaves) > 2:
        chosen = Choose("choice", 1, leaves[:2], sum(leaf.weight for leaf in leaves[:2]) // 2, rng.choice((1, None)))
        rest = (chosen, *leaves[2:])
        root = All("root", rest, sum(node.weight for node in rest))
        problem = replace(problem, awards=(Award("award", root),))
    return problem


def proven_of(make: Callable[[int], Problem], many: int) -> int:
    """How many of so many made-up problems are proven; all agree with the search."""
    proven = 0
    for seed in range(many):
        problem = make(seed)
        frame = framed(problem)
        assert frame is not None
        values = best_values(frame, pack(frame, [problem]))
        assert agrees(problem, values), seed
        proven += int(values.proven[0])
    return proven


def test_larger_problems_too() -> None:
    assert proven_of(crowded, 120) > 110


def test_most_are_settled_by_what_places_would_take() -> None:
    """Fillings waste what their units are too large or too small for: a search has little left to show."""
    stages = []
    for seed in range(200):
        problem = crowded(seed)
        frame = framed(problem)
        assert frame is not None
        stages.append(int(best_values(frame, pack(frame, [problem])).stage[0]))
    assert stages.count(Stage.BOUND) > 190


def coded(seed: int) -> Problem:
    """Crowded, and of several units of one code one or two may count, however large each is and wherever it fits."""
    rng = Random(seed)
    problem = crowded(seed)
    units = tuple(replace(unit, code=rng.choice((-1, 0, 1, 2))) for unit in problem.units)
    return replace(problem, units=units, multiplicity=(1, 1, 2))


def test_larger_problems_in_which_units_exclude_one_another() -> None:
    assert proven_of(coded, 150) > 140


def with_totals(seed: int) -> Problem:
    """What counts in all is wanted too, and what counts at some places, beyond what the places need by themselves."""
    rng = Random(seed)
    count = rng.randint(4, 10)
    needs = [rng.choice((5, 10, 20)) for _ in range(rng.randint(2, 4))]
    problem = simple(
        [rng.choice((5, 10, 15, 20)) for _ in range(count)],
        [([u for u in range(count) if rng.random() < 0.6], need) for need in needs],
        ceilings=(Ceiling("some", mask(u for u in range(count) if rng.random() < 0.5), mask(range(len(needs))), 25),),
        step=5,
    )
    root = problem.awards[0].root
    assert isinstance(root, All)
    amounts = [Amount("all", mask(range(len(needs))), rng.choice((30, 50, 70)), rng.choice((10, 40)))]
    if rng.random() < 0.5:
        amounts.append(Amount("some", 1 << rng.randrange(len(needs)), 25, 15))
    children = (*root.children, *amounts)
    whole = All("root", children, sum(node.weight for node in children))
    return replace(problem, awards=(Award("award", whole),))


def test_amounts_beyond_what_places_need() -> None:
    assert proven_of(with_totals, 500) > 480


def in_small_steps(seed: int) -> Problem:
    """Units cut by one, many steps each, beside whole ones; limits that cross, a floor: no coarser step would be exact."""
    rng = Random(seed)
    count = rng.randint(3, 7)
    credits = [rng.choice((3, 5, 7, 10, 15)) for _ in range(count)]
    needs = [rng.choice((6, 10, 17, 25)) for _ in range(rng.randint(2, 3))]
    everywhere = mask(range(len(needs)))
    one, other = ([u for u in range(count) if rng.random() < 0.6] for _ in range(2))
    problem = simple(
        credits,
        [([u for u in range(count) if rng.random() < 0.7], need) for need in needs],
        ceilings=(Ceiling("one", mask(one), everywhere, rng.choice((7, 12, 20))), Ceiling("other", mask(other), 1, 11)),
        checks=(Floor("least", mask(other), everywhere, 5),) if rng.random() < 0.5 else (),
    )
    return replace(problem, units=tuple(replace(unit, divisible=rng.random() < 0.7) for unit in problem.units))


def test_units_cut_into_many_steps() -> None:
    assert proven_of(in_small_steps, 300) > 290


def in_fives(seed: int) -> Problem:
    """All amounts are multiples of five, some units may be cut by one, and limits hold some of them back, nested or crossing."""
    rng = Random(seed)
    count = rng.randint(4, 9)
    needs = [rng.choice((5, 10, 15, 20)) for _ in range(rng.randint(2, 5))]
    places = [([u for u in range(count) if rng.random() < 0.5], need) for need in needs]
    held = [u for u in range(count) if rng.random() < 0.6]
    inside = (
        [u for u in held if rng.random() < 0.6]
        if rng.random() < 0.6
        else [u for u in range(count) if rng.random() < 0.5]
    )
    everywhere = mask(range(len(needs)))
    seen = everywhere if rng.random() < 0.8 else everywhere & ~1
    bounds = rng.sample((5, 10, 15, 20, 30), 2) if rng.random() < 0.9 else [7, 15]
    limits = [Ceiling("outer", mask(held), seen, max(bounds)), Ceiling("inner", mask(inside), everywhere, min(bounds))]
    checks = (Floor("least", mask(inside), everywhere, 10),) if rng.random() < 0.2 else ()
    problem = simple(
        [rng.choice((5, 10, 15, 20)) for _ in range(count)],
        places,
        ceilings=tuple(limits[: rng.randint(0, 2)]),
        checks=checks,
    )
    units = tuple(replace(unit, divisible=rng.random() < 0.5) for unit in problem.units)
    if rng.random() < 0.3:  # two of one code, of which one may count
        units = (replace(units[0], code=0), replace(units[1], code=0), *units[2:])
        problem = replace(problem, multiplicity=(1,))
    return replace(problem, units=units)


def test_what_may_be_cut_is_cut_no_finer_than_all_amounts_are() -> None:
    assert proven_of(in_fives, 600) > 560
    frames = [framed(in_fives(seed)) for seed in range(600)]
    coarse = sum(int(table_of(frame)[0, ONE, COARSE] == 5) for frame in frames if frame is not None)
    assert 200 < coarse < 550


def test_what_forbids_cutting_coarsely() -> None:
    plain = simple([15, 15], [([0, 1], 10), ([0, 1], 20)], divisible=True)
    of_one = (Ceiling("some", 3, 1, 5),)
    uneven = (Ceiling("seven", 3, 3, 7),)
    least = (Floor("least", 3, 1, 10),)
    for problem, step in (
        (plain, 10),
        (replace(plain, ceilings=(Ceiling("all", 3, 3, 5),)), 5),
        (replace(plain, ceilings=of_one), 0),
        (replace(plain, ceilings=uneven), 1),
        (simple([15, 15], [([0, 1], 10)], divisible=True, checks=least), 0),
    ):
        frame = framed(problem)
        assert frame is not None
        assert table_of(frame)[0, ONE, COARSE] == step


def cut_unevenly(seed: int) -> Problem:
    """Units that may be cut and are no multiples of the step: each counts whole or in steps, and never both."""
    rng = Random(seed)
    problem = make_problem(seed, 6, 300) if seed % 2 else make_plain(seed, 5, 200)
    often = rng.random()
    units = tuple(
        replace(unit, divisible=rng.random() < often, items=unit.items if seed % 3 else 0) for unit in problem.units
    )
    return replace(problem, step=rng.choice((2, 3, 4, 5, 7)), units=units)


def test_units_that_are_no_multiples_of_the_step() -> None:
    checked = settled = 0
    for seed in range(700):
        problem = cut_unevenly(seed)
        frame = framed(problem)
        if frame is None or not any(
            unit.divisible and unit.credits > problem.step and unit.credits % problem.step for unit in problem.units
        ):
            continue
        values = best_values(frame, pack(frame, [problem]))
        assert agrees(problem, values), seed
        checked += 1
        settled += int(values.proven[0])
    assert checked > 150
    assert settled > 60


def test_a_unit_counts_whole_or_in_steps_and_never_both() -> None:
    """13 credits in steps of 5: 10 of them in two places, or 13 in one; with another of 5 the whole one leaves nothing open."""
    for credits, needs, best in (
        ([13], [13], 1),
        ([13], [5, 5], 1),
        ([13], [10, 3], Fraction(10, 13)),
        ([13], [13, 5], Fraction(13, 18)),
        ([13, 5], [13, 5], 1),
        ([13, 13], [13, 5, 5], 1),
        ([3], [3], 1),
    ):
        problem = simple(credits, [(list(range(len(credits))), need) for need in needs], divisible=True, step=5)
        frame = framed(problem)
        assert frame is not None
        values = best_values(frame, pack(frame, [problem]))
        assert values.proven[0]
        assert Fraction(int(values.numerator[0]), values.whole) == best == solve(problem).standings[0].progress


def population(count: int) -> tuple[Frame, list[Problem]]:
    """Learners of one award, each with other units."""
    rng = Random(5)
    needs = (20, 30, 15, 25)
    problems = []
    for _ in range(count):
        credits = [rng.choice((5, 10, 15)) for _ in range(rng.randint(0, 12))]
        places = [([u for u in range(len(credits)) if rng.random() < 0.5], need) for need in needs]
        problems.append(simple(credits, places))
    frame = framed(problems[0])
    assert frame is not None
    assert all(frame_of(problem) == frame for problem in problems)
    return frame, problems


def same(left: Values, right: Values, order: list[int] | None = None) -> bool:
    picked = slice(None) if order is None else order
    return all(
        np.array_equal(getattr(left, name)[picked], getattr(right, name)) for name in ("numerator", "bound", "stage")
    )


def test_order_of_learners_and_number_of_threads_change_nothing() -> None:
    frame, problems = population(1500)
    together = best_values(frame, pack(frame, problems))
    order = Random(1).sample(range(len(problems)), len(problems))
    assert same(together, best_values(frame, pack(frame, [problems[i] for i in order])), order)
    threads = numba.get_num_threads()
    try:
        numba.set_num_threads(1)
        assert same(together, best_values(frame, pack(frame, problems)))
    finally:
        numba.set_num_threads(threads)
    assert all(agrees(problems[i], together, i) for i in range(0, 1500, 25))


def test_order_of_units_changes_no_value() -> None:
    frame, problems = population(300)
    packed = pack(frame, problems)
    rng = Random(2)
    order = [
        unit
        for first, last in zip(packed.offsets[:-1], packed.offsets[1:], strict=True)
        for unit in rng.sample(range(first, last), last - first)
    ]
    shuffled = Packed(packed.offsets, packed.credits[order], packed.places[order], packed.rules[order])
    plain, other = best_values(frame, packed), best_values(frame, shuffled)
    assert np.array_equal(plain.numerator, other.numerator)
    assert plain.proven.all()
    assert other.proven.all()


def test_amounts_that_could_overflow_stay_open() -> None:
    frame, _ = population(1)
    packed = Packed(
        np.array([0, 1, 2], np.int64),
        np.array([1 << 61, 10], np.int64),
        np.array([1, 1], np.uint64),
        np.array([0, 0], np.uint64),
    )
    values = best_values(frame, packed)
    assert values.proven.tolist() == [False, True]
    assert values.bound[0] == values.whole
    assert Fraction(int(values.numerator[1]), values.whole) == Fraction(10, 90)


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    frame, problems = population(3)
    packed = pack(frame, problems)
    for broken in (
        replace(packed, offsets=packed.offsets[:-1]),
        replace(packed, offsets=packed.offsets[::-1].copy()),
        replace(packed, credits=packed.credits.astype(np.int32)),
        replace(packed, places=packed.places.view(np.int64)),
        replace(packed, left_out=np.zeros(1, np.bool_)),
    ):
        with pytest.raises(ValueError, match="must"):
            best_values(frame, broken)


def test_a_learner_left_out_stays_open() -> None:
    frame, problems = population(3)
    left_out = np.array([False, True, False])
    values = best_values(frame, replace(pack(frame, problems), left_out=left_out))
    assert values.proven.tolist() == [True, False, True]


def test_shapes_it_does_not_know_are_said_in_words() -> None:
    shared = replace(simple([5], [([0], 5), ([0], 5)]), shares=(Share("both", 1, 2),))
    assert frame_of(shared) == "some places share units"
    many = tuple(Place(f"p{i}", 0, 5) for i in range(70))
    wide = replace(
        shared, shares=(), places=many, awards=(Award("a", All("r", tuple(Leaf(i, 5) for i in range(70)), 350)),)
    )
    assert frame_of(wide) == "there are more than 64 places or limits"
    choose = Choose("c", 10, tuple(Leaf(i, 5) for i in range(20)), 50, 10)
    assert "more than 512 ways" in str(frame_of(replace(wide, places=many[:20], awards=(Award("a", choose),))))
