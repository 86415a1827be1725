"""The cheapest choice of zones that covers every township once, and how sure that is (HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.sparse import csc_matrix

from graph.zones.clock import Clock
from graph.zones.master import relaxation
from graph.zones.rules import TOLERANCE
from graph.zones.solver import SCALE, Choice, binary_model, chosen_of, quiet_solver
from graph.zones.subsets import members_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.zones.master import Relaxed

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_FIRST, _GROWTH, _MOST = 200, 8, 120_000
_LEAST_SECONDS, _GRACE_SECONDS = 0.2, 15.0
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """The columns chosen (None where the time was too short to find any), cost and lower bound."""

    chosen: tuple[int, ...] | None
    cost: float
    bound: float


def partition_of(
    masks: Sequence[int],
    cost: Floats,
    n: int,
    zones: int | None,
    labels: Sequence[int] | None = None,
) -> Choice:
    """Return the choice of sets that covers 0..n-1 once, `zones` of them.

    A label of 0 or more may be given to one chosen column at most; -1 is none.
    """
    rows = [row for mask in masks for row in (*members_of(mask), n)]
    width = [mask.bit_count() + 1 for mask in masks]
    column = np.repeat(np.arange(len(masks)), width)
    count = 0
    row = np.array(rows, np.int64)
    if labels is not None:
        tag = np.array(labels, np.int64)
        tagged = np.flatnonzero(tag >= 0)
        count = int(tag.max(initial=-1)) + 1
        row, column = np.concatenate([row, n + 1 + tag[tagged]]), np.concatenate([column, tagged])
    matrix = csc_matrix((np.ones(len(row)), (row, column)), shape=(n + 1 + count, len(masks)))
    number = (0.0, float(n)) if zones is None else (float(zones), float(zones))
    return Choice(
        matrix=matrix,
        cost=cost,
        low=np.concatenate([np.ones(n), [number[0]], np.zeros(count)]),
        high=np.concatenate([np.ones(n), [number[1]], np.ones(count)]),
    )


def cover(problem: Choice, clock: Clock) -> Covered | None:
    """Return the cheapest choice and a bound that no choice can go under; None if there is none.

    Columns whose reduced cost exceeds the gap cannot stand in a better choice and are left out
    (Nemhauser and Wolsey 1988); what is left out in want of time or room lowers the bound.
    """
    relaxed = relaxation(problem)
    if relaxed is None:
        return None
    if relaxed.chosen is not None:
        chosen = tuple(relaxed.chosen.tolist())
        return Covered(chosen=chosen, cost=relaxed.value, bound=relaxed.value)
    return _integral(problem, relaxed, clock)


def _integral(problem: Choice, relaxed: Relaxed, clock: Clock) -> Covered | None:
    order = np.argsort(relaxed.reduced, kind="stable")
    best, bound, taken = None, relaxed.value, min(_FIRST, len(order))
    while True:
        columns = np.sort(order[:taken])
        outside = relaxed.value + _next(relaxed.reduced, order, taken)
        found = _solved(problem.take(columns), clock)
        if found.chosen is not None and (best is None or found.cost < best.cost):
            chosen = tuple(int(columns[at]) for at in found.chosen)
            best = Covered(chosen=chosen, cost=found.cost, bound=found.bound)
        limit = best.cost if best is not None else np.inf
        bound = max(bound, min(found.bound, outside))
        if outside >= limit - TOLERANCE or taken == len(order):
            break
        if clock.left <= 0 or taken >= _MOST:
            best = best or _any(problem, columns)
            break
        reach = limit - relaxed.value
        within = int(np.searchsorted(relaxed.reduced[order], reach, side="right"))
        taken = min(max(within, taken + 1) if best else taken * _GROWTH, _MOST, len(order))
    if best is None:
        proven = taken == len(order) and found.bound == np.inf
        return None if proven else Covered(chosen=None, cost=np.inf, bound=bound)
    return Covered(chosen=best.chosen, cost=best.cost, bound=min(bound, best.cost))


def _any(problem: Choice, columns: Ints) -> Covered | None:
    """Return the first choice met: a plan must be had though the time is over."""
    found = _solved(problem.take(columns), Clock(seconds=_GRACE_SECONDS), solutions=1)
    if found.chosen is None:
        return None
    return Covered(chosen=tuple(int(columns[at]) for at in found.chosen), cost=found.cost, bound=0)


def _next(reduced: Floats, order: Ints, taken: int) -> float:
    return float(reduced[order[taken]]) if taken < len(order) else np.inf


def _solved(problem: Choice, clock: Clock, *, solutions: int = 2**31 - 1) -> Covered:
    """Solve over these columns; a bound of infinity says that they hold no choice.

    The search ends after so many solutions, each better than the one before.
    """
    solver = quiet_solver(
        mip_max_improving_sols=solutions,
        mip_rel_gap=0.0,
        mip_abs_gap=TOLERANCE * SCALE / 100,
        time_limit=max(clock.left, _LEAST_SECONDS),
    )
    solver.passModel(binary_model(problem))
    solver.HandleUserInterrupt = True
    thread = solver.startSolve()
    while not solver.wait(_POLL_SECONDS)[0]:
        if clock.stopped.is_set():
            solver.cancelSolve()
    thread.join()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return Covered(chosen=None, cost=np.inf, bound=np.inf)
    bound = solver.getInfo().mip_dual_bound / SCALE
    if (chosen := chosen_of(solver)) is None:
        return Covered(chosen=None, cost=np.inf, bound=bound if np.isfinite(bound) else -np.inf)
    cost = float(problem.cost[chosen].sum())
    return Covered(chosen=tuple(chosen.tolist()), cost=cost, bound=bound)
