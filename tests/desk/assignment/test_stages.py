"""Optimality against plain search and linear programs, and what every lottery must keep."""

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from graph.desk.assignment.rules import ALLOWED, GRID
from graph.desk.assignment.solving import branching, generation, stages
from graph.desk.assignment.solving.formulation import WIDENING
from graph.desk.assignment.solving.marginals import violations
from graph.desk.assignment.solving.problem import Why, is_scarce, local_need, widths
from graph.desk.assignment.solving.stages import solve
from tests.desk.assignment.worlds import best_plan, problem_of, problems


def missed(problem, marginals):
    alone = int((marginals.need == 0).sum())
    one = int((marginals.need < problem.team).sum()) if problem.team == 2 else 0
    return alone, one


@settings(deadline=None, max_examples=100)
@given(problems(weights=(1, 2, 3)))
def test_nothing_lawful_is_better(problem):
    marginals = solve(problem)
    alone, one, level, cost = best_plan(problem)
    assert list(violations(problem, marginals)) == []
    assert missed(problem, marginals) == (alone, one)
    assert marginals.gap(problem) < 1e-9
    if (marginals.need == local_need(problem)).all():  # else which case stays out is a choice
        assert marginals.level == level
        assert marginals.exact_cost(problem) == GRID * cost


def least_cost(problem, level, allowed):
    """The cheapest chances under an orientation, by a program written down the plain way."""
    n, m = problem.n, problem.m
    groups = range(int(problem.group.max()) + 1)
    free = problem.lawful & ((problem.way < 0) | np.append(allowed, True)[problem.way])
    top = [
        (0, problem.cap[case] / GRID if free[case, one] else 0)
        for case, one in itertools.product(range(n), range(m))
    ]
    rows, most = [], []
    for one in range(m):
        row = np.zeros((n, m))
        row[:, one] = problem.weight
        rows.append(row.ravel())
        most.append(problem.room(level)[one])
    for case, group in itertools.product(range(n), groups):
        row = np.zeros((n, m))
        row[case, problem.group == group] = 1
        rows.append(row.ravel())
        most.append(1)
    cover = [np.repeat(np.arange(n) == case, m).astype(float) for case in range(n)]
    found = linprog(
        problem.cost.ravel(), A_ub=rows, b_ub=most, A_eq=cover, b_eq=local_need(problem),
        bounds=top, method="highs",
    )  # fmt: skip
    return found.fun if found.status == 0 else None


def orientations(problem):
    """Every way of closing one of two opposite ways."""
    pairs = [(one, other) for one, other in enumerate(problem.opposite.tolist()) if other > one]
    for choice in itertools.product((0, 1), repeat=len(pairs)):
        allowed = np.ones(len(problem.opposite), np.bool_)
        for pair, chosen in zip(pairs, choice, strict=True):
            allowed[pair[chosen]] = False
        yield allowed


@settings(deadline=None, max_examples=60)
@given(problems(cases=3, handlers=7, caps=(4, 6), capacity=3))
def test_chances_are_the_cheapest_at_the_lowest_level(problem):
    assume(not is_scarce(problem, local_need(problem)).any())
    for level in range(int(problem.load.max()), problem.highest_level + 1):
        costs = [least_cost(problem, level, allowed) for allowed in orientations(problem)]
        found = [cost for cost in costs if cost is not None]
        if found:
            break
    assume(found)
    marginals = solve(problem)
    assert list(violations(problem, marginals)) == []
    assert marginals.level == level
    assert abs(marginals.exact_cost(problem) / GRID - min(found)) < 1e-3
    assert not marginals.penalty


def value(problem, marginals):
    widening = round(GRID * marginals.penalty / WIDENING)
    rest = (widening, marginals.level, marginals.exact_cost(problem))
    return (*missed(problem, marginals), *(rest if not any(missed(problem, marginals)) else ()))


@settings(deadline=None, max_examples=100)
@given(problems(cases=3, handlers=6, caps=(4, 6, 12)), st.data())
def test_one_more_recusal_never_makes_a_plan_better(problem, data):
    lawful = np.argwhere(problem.lawful)
    assume(len(lawful))
    case, one = data.draw(st.sampled_from(lawful.tolist()))
    why, way = problem.why.copy(), problem.way.copy()
    why[case, one], way[case, one] = Why.RECUSED, -1
    assert value(problem, solve(problem)) <= value(
        replace(problem, why=why, way=way), solve(replace(problem, why=why, way=way))
    )


def test_caps_yield_as_little_as_they_can():
    """Three people for two places: two thirds each, where a half was the cap."""
    rng = np.random.default_rng(0)
    problem = replace(
        problem_of(rng, 1, 3, barred=0, caps=(6,), places=1, loads=1),
        group=np.arange(3),
        capacity=np.full(3, 2),
        load=np.zeros(3, np.int64),
    )
    marginals = solve(problem)
    assert marginals.chance.tolist() == [8, 8, 8]
    assert marginals.penalty == WIDENING * 3 * 2 / GRID


def test_segments_above_a_cap_reach_certainty_and_cost_more_and_more():
    for cap in ALLOWED:
        found = widths(cap, ALLOWED)
        assert cap + sum(width for width, _ in found) == GRID
        assert [rank for _, rank in found] == sorted(rank for _, rank in found)


def test_a_large_problem_is_solved_with_some_of_its_pairs_as_with_all(monkeypatch):
    rng = np.random.default_rng(8)
    problem = problem_of(rng, 40, 60, caps=(6,), places=60, capacity=9)
    problem = replace(problem, opposite=np.full(len(problem.opposite), -1))
    whole = solve(problem)
    monkeypatch.setattr(generation, "FEW_ARCS", 10)
    monkeypatch.setattr(stages, "FEW_ARCS", 10)
    monkeypatch.setattr(generation, "_MOST_A_CASE", 3)
    monkeypatch.setattr(generation, "_LEAST_A_CASE", 3)
    some = solve(problem)
    assert len(generation.first_arcs(problem, problem.lawful)) < problem.lawful.sum()
    assert some.exact_cost(problem) == whole.exact_cost(problem)
    assert some.gap(problem) < 1e-6


def test_the_bound_of_a_large_problem_holds(monkeypatch):
    """With opposite ways and few pairs looked at, the gap told is never less than the true one."""
    rng = np.random.default_rng(21)
    problem = problem_of(rng, 30, 40, caps=(6,), places=8, capacity=6, barred=0.4)
    whole = solve(problem)
    monkeypatch.setattr(generation, "FEW_ARCS", 10)
    monkeypatch.setattr(stages, "FEW_ARCS", 10)
    monkeypatch.setattr(generation, "_MOST_A_CASE", 6)
    monkeypatch.setattr(generation, "_LEAST_A_CASE", 6)
    some = solve(problem)
    assert list(violations(problem, some)) == []
    assert some.level == whole.level
    assert some.bound <= whole.cost(problem) + 1e-6
    # The whole problem is not always closed either: both costs lie between either bound and above.
    assert some.cost(problem) >= whole.bound - 1e-6
    assert some.gap(problem) < 0.05


def test_a_choice_that_stops_early_tells_how_far_off_it_may_be(monkeypatch):
    rng = np.random.default_rng(21)
    problem = problem_of(rng, 30, 40, caps=(6,), places=8, capacity=6, barred=0.4)
    whole = solve(problem)
    monkeypatch.setattr(generation, "FEW_ARCS", 10)
    monkeypatch.setattr(stages, "FEW_ARCS", 10)
    monkeypatch.setattr(generation, "_MOST_A_CASE", 10)
    monkeypatch.setattr(branching, "GAP", 0.9)
    some = solve(problem)
    assert some.bound <= whole.cost(problem) + 1e-6
    assert some.cost(problem) - some.bound > 1  # it did stop early
    assert some.gap(problem) >= 1 - whole.cost(problem) / some.cost(problem) - 1e-9


def test_violations_are_found():
    rng = np.random.default_rng(5)
    problem = problem_of(rng, 4, 12, caps=(6,), capacity=4)
    good = solve(problem)
    assert list(violations(problem, good)) == []
    bad = np.flatnonzero(~problem.lawful.ravel())[:1]
    for change in (
        {"chance": good.chance + 1},
        {"need": good.need + 1},
        {"level": 0},
        {"flat": np.sort(np.append(good.flat[1:], bad))},
        {"allowed": np.zeros_like(good.allowed)},
        {"allowed": np.ones_like(good.allowed)},
    ):
        assert list(violations(problem, replace(good, **change))), change
