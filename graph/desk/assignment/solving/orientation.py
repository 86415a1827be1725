"""Which of two opposite ways is used, and how many cases of each weight everybody may get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.desk.assignment.rules import GRID

if TYPE_CHECKING:
    from graph.desk.assignment.solving.formulation import Stage
    from graph.desk.assignment.solving.generation import Generated
    from graph.desk.assignment.solving.problem import Bools, Ints, Problem
    from graph.desk.assignment.solving.program import Floats

_NEAR = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """What is settled before chances are."""

    allowed: Bools
    """bool[ways]; never both of two opposite ones."""
    quotas: Ints | None
    """int64[m, weights], None where all cases weigh the same."""
    bound: float
    """No lawful assignment has a lower objective."""
    is_whole: bool
    """Whether every lawful arc was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A solution to begin with."""

    orientation: Orientation
    found: Generated


def is_needed(problem: Problem) -> bool:
    """Whether anything has to be chosen beside the chances."""
    return problem.is_weighted or bool((problem.opposite >= 0).any())


def by_flow(problem: Problem, flow: Generated) -> Orientation:
    """Return the orientation by which more went while both ways were open; without quotas."""
    return Orientation(
        allowed=more_used(problem, flow.flat, flow.formulation.chances(flow.solved)),
        quotas=None,
        bound=flow.solved.objective,
        is_whole=not is_needed(problem),
    )


def more_used(problem: Problem, flat: Ints, chance: Floats) -> Bools:
    """Return of every two opposite ways the one that carries more, the earlier on a tie."""
    ways = np.arange(len(problem.opposite))
    carried = np.zeros(len(ways))
    way = problem.way.ravel()[flat]
    np.add.at(carried, way[way >= 0], chance[way >= 0])
    other = problem.opposite
    against = np.where(other >= 0, carried[other], -1.0)
    more: Bools = (carried > against) | ((carried == against) & (ways < other)) | (other < 0)
    return more


def near(problem: Problem, stage: Stage, relaxed: Generated) -> Ints:
    """Return quotas near what a relaxed solution gives everybody, rounded up while room lasts."""
    weights = np.unique(problem.weight)
    chance = relaxed.formulation.chances(relaxed.solved)
    case, handler = np.divmod(relaxed.flat, problem.m)
    place = np.searchsorted(weights, problem.weight[case])
    count = problem.m * len(weights)
    twelfths = np.bincount(handler * len(weights) + place, chance, count)
    given = twelfths.reshape(problem.m, len(weights)) / GRID
    quotas: Ints = np.floor(given + _NEAR).astype(np.int64)
    for one in np.argsort(-(given - quotas), axis=1, kind="stable").T:
        every = np.arange(problem.m)
        left = problem.room(stage.level) - quotas @ weights
        fits = (left >= weights[one]) & (given[every, one] > quotas[every, one] + _NEAR)
        quotas[every[fits], one[fits]] += 1
    return filled(problem, stage, quotas)


def filled(problem: Problem, stage: Stage, quotas: Ints) -> Ints:
    """Give what is left of each room to the lightest cases."""
    weights = np.unique(problem.weight)
    left = problem.room(stage.level) - quotas @ weights
    quotas[:, 0] += np.maximum(left, 0) // weights[0]
    return quotas
