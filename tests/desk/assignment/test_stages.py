"""Optimality against plain search, and what every lottery must keep."""

from hypothesis import given, settings

from graph.desk.assignment.solving.marginals import violations
from graph.desk.assignment.solving.problem import local_need
from graph.desk.assignment.solving.stages import solve
from tests.desk.assignment.worlds import best_plan, problems


def reached(problem, marginals):
    alone = int((marginals.need == 0).sum())
    one = int((marginals.need < problem.team).sum()) if problem.team == 2 else 0
    return alone, one


@settings(deadline=None, max_examples=120)
@given(problems(weights=(1, 2, 3)))
def test_nothing_lawful_is_better(problem):
    marginals = solve(problem)
    alone, one, level, cost = best_plan(problem)
    assert list(violations(problem, marginals)) == []
    assert reached(problem, marginals) == (alone, one)
    assert marginals.gap(problem) < 1e-9
    if (marginals.need == local_need(problem)).all():  # else which case stays out is a choice
        assert marginals.level == level
        assert marginals.exact_cost(problem) == 12 * cost
