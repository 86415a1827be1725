"""Marginals of the lottery: exactly those written down, shown by following every branch."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.desk.assignment.draws import Draws, shuffled
from graph.desk.assignment.rounding import Edge, draw_teams, network, round_edges
from graph.desk.assignment.rules import GRID
from graph.desk.assignment.solving.stages import solve
from graph.errors import HuibiError
from tests.desk.assignment.worlds import is_lawful, problem_of, problems


class Branches:
    """Takes one prescribed branch at every fork, and tells how likely that was."""

    def __init__(self, taken):
        self.taken, self.forks, self.chance = taken, [], Fraction(1)

    def below(self, bound):
        fork = len(self.forks)
        value = self.taken[fork] if fork < len(self.taken) else 0
        self.forks.append((value, bound))
        self.chance /= bound
        return value


def every_draw(problem, marginals, order):
    """Yield (teams, probability) of every sequence of numbers that may be drawn."""
    taken = []
    while True:
        branches = Branches(taken)
        edges, first = network(problem, marginals)
        round_edges(edges, branches, order)
        flows = tuple(edge.flow for edge in edges[first:])
        yield flows, branches.chance
        taken = [value for value, _ in branches.forks]
        while taken and taken[-1] == branches.forks[len(taken) - 1][1] - 1:
            taken.pop()
        if not taken:
            return
        taken[-1] += 1


@settings(deadline=None, max_examples=25)
@given(problems(cases=2, handlers=5, caps=(4, 6), capacity=2), st.randoms(use_true_random=False))
def test_every_chance_is_kept_exactly(problem, random):
    marginals = solve(problem)
    count = len(network(problem, marginals)[0])
    order = random.sample(range(count), count)
    chance = Counter()
    total = Fraction(0)
    for flows, probability in every_draw(problem, marginals, order):
        assert set(flows) <= {0, GRID}
        total += probability
        for place, flow in enumerate(flows):
            chance[place] += probability * Fraction(flow, GRID)
    assert total == 1
    wanted = [Fraction(int(one), GRID) for one in marginals.chance]
    assert [chance[place] for place in range(len(wanted))] == wanted


@settings(deadline=None, max_examples=70)
@given(
    problems(cases=6, handlers=8, caps=(3, 6), weights=(1, 2), capacity=4),
    st.binary(min_size=1, max_size=8),
)
def test_every_draw_is_lawful(problem, key):
    marginals = solve(problem)
    teams = draw_teams(problem, marginals, Draws(key))
    assert [len(team) for team in teams] == marginals.need.tolist()
    assert is_lawful(problem, teams)
    for case, team in enumerate(teams):
        assert len({int(problem.group[one]) for one in team}) == len(team)
        assert not problem.why[case, list(team)].any()
    carried = problem.load.copy()
    for case, team in enumerate(teams):
        carried[list(team)] += problem.weight[case]
    moved = carried > problem.load
    assert (carried[moved] <= marginals.level).all()


def test_draws_are_uniform_and_the_same_everywhere():
    draws = Draws(b"huibi")
    assert [draws.below(1000) for _ in range(6)] == [199, 893, 422, 507, 329, 761]
    count = Counter(Draws(bytes([key])).below(3) for key in range(200))
    assert min(count.values()) > 45


def test_words_that_would_make_small_numbers_likelier_are_passed_over(monkeypatch):
    draws = Draws(b"")
    words = iter((2**64 - 1, 2**64 - 2, 7))  # 2**64 is one more than a multiple of three
    monkeypatch.setattr(draws, "_word", lambda: next(words))
    assert [draws.below(3), draws.below(3)] == [(2**64 - 2) % 3, 1]


def test_a_shuffle_reaches_every_order():
    found = {tuple(shuffled(3, Draws(bytes([key])))) for key in range(64)}
    assert len(found) == 6


def test_unbalanced_flow_is_refused():
    edges = [Edge(("case", 0), ("unit", 0), 6)]
    with pytest.raises(HuibiError):
        round_edges(edges, Draws(b""), [0])


def test_frequencies_follow_the_chances():
    """At 2,000 fixed keys no frequency is off by more than five standard errors."""
    rng = np.random.default_rng(3)
    problem = problem_of(rng, 6, 14, caps=(3, 6), capacity=4, places=4)
    marginals = solve(problem)
    count = np.zeros(len(marginals.flat))
    keys = 2000
    for key in range(keys):
        teams = draw_teams(problem, marginals, Draws(key.to_bytes(4, "big")))
        drawn = {case * problem.m + one for case, team in enumerate(teams) for one in team}
        count += [flat in drawn for flat in marginals.flat.tolist()]
    chance = marginals.chance / GRID
    assert (chance < 1).sum() > 20
    error = np.sqrt(chance * (1 - chance) / keys)
    assert (np.abs(count / keys - chance) <= 5 * error + 1e-12).all()
