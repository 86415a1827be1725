"""Turning ways round: which pairs of opposite ways look better the other way, by their prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from graph.desk.assignment.solving.generation import Generated
    from graph.desk.assignment.solving.problem import Bools, Ints, Problem
    from graph.desk.assignment.solving.program import Floats

_GAIN = 1e-3


def turns(problem: Problem, found: Generated, allowed: Bools, lawful: Bools) -> Ints:
    """Return closed ways that promise to lower the cost if they are opened, best first.

    The promise is an estimate from the duals of `found`: what the way's best pairs would save,
    less what its opposite's cases would pay for the next best. `lawful` are the pairs whose way
    is open.
    """
    gain = _gains(problem, found, allowed) + _losses(problem, found, lawful)[problem.opposite]
    closed = np.flatnonzero(~allowed & (problem.opposite >= 0) & (gain < -_GAIN))
    order: Ints = closed[np.argsort(gain[closed], kind="stable")]
    return order


def turned(problem: Problem, allowed: Bools, ways: Ints) -> Bools:
    """Return the orientation with these ways opened and their opposites closed."""
    other = allowed.copy()
    other[ways], other[problem.opposite[ways]] = True, False
    return other


def _gains(problem: Problem, found: Generated, allowed: Bools) -> Floats:
    """Return float64[ways], what opening a closed way would save (not positive)."""
    ways = len(problem.opposite)
    way = np.where(problem.lawful, problem.way, -1)
    case, handler = np.nonzero((way >= 0) & ~np.append(allowed, True)[way])
    keys, where = np.unique(case * ways + way[case, handler], return_inverse=True)
    best = np.zeros(len(keys))
    np.minimum.at(best, where, found.priced[case, handler])
    saved: Floats = np.bincount(keys % ways, best * problem.cap[keys // ways], ways).astype(
        np.float64
    )
    return saved


def _losses(problem: Problem, found: Generated, lawful: Bools) -> Floats:
    """Return float64[ways], what closing an open way would cost its cases (not negative)."""
    chance = np.zeros((problem.n, problem.m))
    chance.ravel()[found.flat] = found.formulation.chances(found.solved)
    case, handler = np.nonzero((chance > 0) & (problem.way >= 0))
    way = problem.way[case, handler]
    open_price = np.where(lawful & (chance < problem.cap[:, None]), found.priced, np.inf)
    others = np.where(problem.way[case] == way[:, None], np.inf, open_price[case])
    next_best = np.clip(others.min(axis=1, initial=np.inf), 0.0, 1e9)
    lost = np.bincount(way, next_best * chance[case, handler], len(problem.opposite))
    return lost.astype(np.float64)
