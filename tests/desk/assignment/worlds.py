"""Small assignment problems drawn at random, and the plain search that solves them."""

import itertools

import numpy as np
from hypothesis import strategies as st

from graph.desk.assignment.solving.problem import Problem, Why

NO_ONE = ()


@st.composite
def problems(draw, *, cases=3, handlers=5, weights=(1,), caps=(12,), places=3, capacity=3):
    n, m = draw(st.integers(1, cases)), draw(st.integers(1, handlers))
    numbers = st.integers(0, 2**32 - 1)
    rng = np.random.default_rng(draw(numbers))
    share = draw(st.sampled_from((0.0, 0.2, 0.5)))
    return problem_of(
        rng,
        n,
        m,
        barred=share,
        weights=draw(st.sampled_from([weights, weights[:1]])),
        caps=caps,
        places=places,
        capacity=capacity,
        team=draw(st.sampled_from((1, 2, 2))),
    )


def problem_of(
    rng, n, m, *, barred=0.2, weights=(1,), caps=(12,), places=3, capacity=3, team=2, loads=2
):
    """Cases and handlers sit in places; whoever sits where a case arose is of its own organ."""
    case_place, handler_place = rng.integers(0, places, n), rng.integers(0, places, m)
    why = np.where(rng.random((n, m)) < barred, Why.RECUSED, Why.NONE).astype(np.uint8)
    way = np.full((n, m), -1, np.int64)
    found: dict[tuple[int, int], int] = {}
    for i, j in itertools.product(range(n), range(m)):
        pair = (int(handler_place[j]), int(case_place[i]))
        if pair[0] != pair[1] and why[i, j] == Why.NONE:
            way[i, j] = found.setdefault(pair, len(found))
    opposite = np.array([found.get((b, a), -1) for a, b in found], np.int64)
    return Problem(
        cost=rng.integers(0, 400_000, (n, m)),
        why=why,
        step=rng.integers(0, 4, (n, m)).astype(np.uint8),
        cap=rng.choice(caps, n).astype(np.int64),
        weight=rng.choice(weights, n).astype(np.int64),
        capacity=rng.integers(0, capacity + 1, m),
        load=rng.integers(0, loads, m),
        group=rng.integers(0, max(2, m // 2), m),
        way=way,
        opposite=opposite,
        team=team,
    )


def teams(problem, case):
    """Every team that a case could get if it stood alone, the smaller ones too."""
    free = [j for j in range(problem.m) if problem.why[case, j] == Why.NONE]
    found = [NO_ONE, *((j,) for j in free)]
    if problem.team == 2:
        found += [
            pair
            for pair in itertools.combinations(free, 2)
            if problem.group[pair[0]] != problem.group[pair[1]]
        ]
    return found


def is_lawful(problem, plan):
    """Whether a plan (a team a case) keeps room, and no two sides handle each other's cases."""
    carried = np.zeros(problem.m, np.int64)
    used = set()
    for case, team in enumerate(plan):
        for j in team:
            carried[j] += problem.weight[case]
            used.add(int(problem.way[case, j]))
    used.discard(-1)
    is_within = bool((carried <= problem.room(problem.highest_level)).all())
    return is_within and not any(int(problem.opposite[way]) in used for way in used)


def value(problem, plan):
    """What counts, in its order: handlers missed, seconds missed, the heaviest load, the cost."""
    load = problem.load.copy()
    cost = 0
    for case, team in enumerate(plan):
        for j in team:
            load[j] += problem.weight[case]
            cost += int(problem.cost[case, j])
    alone = sum(not team for team in plan)
    one = sum(len(team) < problem.team for team in plan) - alone
    return alone, one + alone * (problem.team == 2), int(load.max()), cost


def best_plan(problem):
    """The least value of all lawful plans, by trying every one."""
    every = itertools.product(*(teams(problem, case) for case in range(problem.n)))
    return min(value(problem, plan) for plan in every if is_lawful(problem, plan))
