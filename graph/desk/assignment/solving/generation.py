"""The cheapest chances under settled orientation: a few arcs first, others as their price asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.desk.assignment.rules import GRID
from graph.desk.assignment.solving.formulation import Formulation
from graph.desk.assignment.solving.problem import FINE

if TYPE_CHECKING:
    from graph.desk.assignment.solving.formulation import Stage
    from graph.desk.assignment.solving.problem import Bools, Ints, Problem
    from graph.desk.assignment.solving.program import Floats, Solved

FEW_ARCS = 30_000
"""So many are taken whole."""
_MOST_A_CASE, _LEAST_A_CASE, _FIRST_ARCS = 60, 30, 80_000
_NEW_A_CASE = 12
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """An optimum over all lawful arcs, found with some of them."""

    flat: Ints
    formulation: Formulation
    solved: Solved
    priced: Floats
    """float64[n, m], reduced costs a twelfth, of pairs that are not lawful too."""
    of_handler: Floats
    """float64[m], duals of a handler's room, a twelfth of the lightest case."""

    @property
    def missing(self) -> tuple[float, float]:
        """Handlers and seconds missed."""
        return self.formulation.missing(self.solved)

    @property
    def widening(self) -> float:
        """What was paid above the caps."""
        return self.formulation.widening(self.solved)


def first_arcs(problem: Problem, lawful: Bools, price: Floats | None = None) -> Ints:
    """Return the cheapest lawful arcs of each case, all of them where they are few."""
    if int(lawful.sum()) <= FEW_ARCS:
        return np.flatnonzero(lawful).astype(np.int64)
    kept = min(_MOST_A_CASE, max(_LEAST_A_CASE, _FIRST_ARCS // max(problem.n, 1)))
    costs = np.where(lawful, problem.cost if price is None else price, np.inf)
    return _best(costs, kept)


def _best(costs: Floats, kept: int) -> Ints:
    """Return the flat places of the `kept` least finite costs of every row, ties by place."""
    order = np.argsort(costs, axis=1, kind="stable")[:, :kept]
    rows = np.repeat(np.arange(len(costs)), order.shape[1])
    flat = rows * costs.shape[1] + order.ravel()
    return np.sort(flat[np.isfinite(costs.ravel()[flat])]).astype(np.int64)


def generate(problem: Problem, stage: Stage, lawful: Bools, flat: Ints | None = None) -> Generated:
    """Return the cheapest chances over the lawful arcs; opposite ways are not looked at.

    `flat` are arcs to begin with. Ends when no arc left out could lower the cost (column
    generation), so that the objective holds for all of them.
    """
    if flat is None:
        flat = first_arcs(problem, lawful)
    while True:
        formulation = Formulation(problem, flat, stage)
        formulation.add_room()
        solved = formulation.program.solve()
        priced = _reduced(formulation, solved)
        promising = np.where(lawful & (priced < -_TOLERANCE), priced, np.inf)
        promising.ravel()[flat] = np.inf
        more = _best(promising, _NEW_A_CASE)
        if not len(more):
            return Generated(
                flat=flat,
                formulation=formulation,
                solved=solved,
                priced=priced,
                of_handler=_room_duals(formulation, solved).reshape(problem.m, -1).max(axis=1),
            )
        flat = np.union1d(flat, more)


def _room_duals(formulation: Formulation, solved: Solved) -> Floats:
    count = formulation.problem.m * (
        len(formulation.weights) if formulation.stage.quotas is not None else 1
    )
    duals: Floats = solved.duals[formulation.room : formulation.room + count]
    return duals


def _reduced(formulation: Formulation, solved: Solved) -> Floats:
    problem = formulation.problem
    reduced = problem.cost / (FINE * GRID)
    reduced -= solved.duals[formulation.cover : formulation.cover + problem.n, None]
    duals = _room_duals(formulation, solved)
    if formulation.stage.quotas is not None:
        place = np.searchsorted(formulation.weights, problem.weight)
        reduced -= duals.reshape(problem.m, -1).T[place]
    elif problem.is_weighted:
        reduced -= duals[None, :] * problem.weight[:, None]
    else:
        reduced -= duals[None, :]
    groups = int(problem.group.max(initial=0)) + 1
    together = np.zeros((problem.n, groups))
    rows = slice(formulation.groups, formulation.groups + len(formulation.group_keys))
    together.ravel()[formulation.group_keys] = solved.duals[rows]
    reduced -= together[:, problem.group]
    return reduced
