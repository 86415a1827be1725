"""Choosing orientation and quotas by branch and bound, with a bound that holds for all pairs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.desk.assignment.rules import GRID
from graph.desk.assignment.solving.formulation import Formulation, Outside
from graph.desk.assignment.solving.generation import first_arcs
from graph.desk.assignment.solving.orientation import Orientation, filled, more_used
from graph.desk.assignment.solving.problem import FINE

if TYPE_CHECKING:
    from graph.desk.assignment.solving.formulation import Stage
    from graph.desk.assignment.solving.generation import Generated
    from graph.desk.assignment.solving.orientation import Known
    from graph.desk.assignment.solving.problem import Bools, Ints, Problem
    from graph.desk.assignment.solving.program import Floats, Solved

GAP = 5e-4
"""Relative gap at which a large choice is good enough; a small one is solved to the end."""


def orient(
    problem: Problem, stage: Stage, flow: Generated, known: Known, seconds: float
) -> Orientation:
    """Choose ways and quotas by branch and bound (HiGHS), chances being continuous.

    Works on the arcs of least reduced cost in `flow`; the others are stood for by columns that
    are never dearer, so that the bound holds for all arcs. Begins with what is known.
    """
    lawful = problem.lawful
    flat = np.union1d(first_arcs(problem, lawful, flow.priced), flow.flat)
    flat = np.union1d(flat, known.found.flat)
    is_whole = len(flat) == int(lawful.sum())
    formulation = _formulated(problem, stage, flat)
    if not is_whole:
        formulation.add_outside(_outside(problem, lawful, flat, flow.of_handler))
    solved = _solved(formulation, known, 0.0 if is_whole else GAP, seconds)
    bound = max(solved.bound, flow.solved.objective)
    return _settled(formulation, solved, bound, is_whole=is_whole)


def orient_again(
    problem: Problem, stage: Stage, known: Known, flat: Ints, seconds: float
) -> Orientation:
    """Choose again from a solution, among arcs that really are there; the bound stays."""
    formulation = _formulated(problem, stage, np.union1d(flat, known.found.flat))
    solved = _solved(formulation, known, GAP, seconds)
    return _settled(formulation, solved, known.orientation.bound, is_whole=False)


def share_out(
    problem: Problem, stage: Stage, known: Known, lawful: Bools, seconds: float
) -> Orientation:
    """Choose quotas by branch and bound, the orientation being settled; the bound stays.

    `lawful` are the pairs whose way is open.
    """
    flat = np.union1d(first_arcs(problem, lawful, known.found.priced), known.found.flat)
    formulation = Formulation(problem, flat, stage)
    formulation.add_room(is_whole=True)
    solved = _solved(formulation, known, GAP, seconds)
    return replace(known.orientation, quotas=_quotas(formulation, solved))


def _solved(formulation: Formulation, known: Known, gap: float, seconds: float) -> Solved:
    found = known.found
    start = formulation.start(
        found.flat,
        found.formulation.chances(found.solved),
        known.orientation.allowed,
        known.orientation.quotas,
    )
    return formulation.program.solve(gap=gap, seconds=seconds, start=start)


def _formulated(problem: Problem, stage: Stage, flat: Ints) -> Formulation:
    formulation = Formulation(problem, flat, stage)
    formulation.add_room(is_whole=True)
    formulation.add_orientation()
    return formulation


def _settled(
    formulation: Formulation, solved: Solved, bound: float, *, is_whole: bool
) -> Orientation:
    is_weighted = formulation.problem.is_weighted
    return Orientation(
        allowed=_allowed(formulation, solved),
        quotas=_quotas(formulation, solved) if is_weighted else None,
        bound=bound,
        is_whole=is_whole,
    )


def _outside(problem: Problem, lawful: Bools, flat: Ints, price: Floats) -> Outside:
    left = lawful.copy()
    left.ravel()[flat] = False
    costs = np.where(left, problem.cost / (FINE * GRID) - price[None, :], np.inf)
    cheapest = costs.min(axis=1, initial=np.inf)
    return Outside(of_case=cheapest, of_handler=price)


def _allowed(formulation: Formulation, solved: Solved) -> Bools:
    """Return the ways chosen; a pair that the program did not see goes the way it was used."""
    problem = formulation.problem
    allowed = more_used(problem, formulation.flat, formulation.chances(solved))
    forward, backward = formulation.pairs
    chosen = solved.values[formulation.choose] > 0.5
    allowed[forward], allowed[backward] = chosen, ~chosen
    return allowed


def _quotas(formulation: Formulation, solved: Solved) -> Ints:
    """Return the quotas chosen."""
    chosen = np.rint(solved.values[formulation.quota]).astype(np.int64)
    shape = (formulation.problem.m, len(formulation.weights))
    return filled(formulation.problem, formulation.stage, chosen.reshape(shape))
