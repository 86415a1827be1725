"""The linear relaxation of a set partition, its columns taken in as they are needed (HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
from scipy.sparse import csc_matrix

from graph.errors import HuibiError
from graph.zones.solver import SCALE, quiet_solver

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.zones.solver import Choice

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_ARTIFICIAL = 1e3
_BATCH = 400
_NEGATIVE = -1e-9
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """The relaxation's optimum: its value, and every column's reduced cost, never below 0.

    chosen: the columns at 1 where the solution is whole, else None.
    """

    value: float
    reduced: Floats
    chosen: Ints | None


def relaxation(problem: Choice) -> Relaxed | None:
    """Solve the linear relaxation over all columns; None where there is no solution.

    Cost: one product of the matrix and the prices a round, some tens of rounds.
    """
    solver, rows = quiet_solver(), len(problem.low)
    solver.addRows(
        rows,
        problem.low,
        problem.high,
        0,
        np.zeros(1, np.int32),
        np.zeros(0, np.int32),
        np.zeros(0),
    )
    _add(solver, _slack(problem.low > 0), np.full(int((problem.low > 0).sum()), _ARTIFICIAL))
    artificial = int((problem.low > 0).sum())
    taken = np.zeros(0, np.int64)
    transposed = problem.matrix.T.tocsr()
    while True:
        _run(solver)
        solution = solver.getSolution()
        prices = np.array(solution.row_dual) / SCALE
        reduced = problem.cost - transposed @ prices
        reduced[taken] = np.maximum(reduced[taken], 0.0)
        wanted = np.flatnonzero(reduced < _NEGATIVE)
        if not wanted.size:
            break
        fresh = np.sort(wanted[np.argsort(reduced[wanted], kind="stable")[:_BATCH]])
        _add(solver, problem.matrix[:, fresh], problem.cost[fresh])
        taken = np.concatenate([taken, fresh])
    level = np.array(solution.col_value)
    if level[:artificial].sum() > _WHOLE:
        return None
    level = level[artificial:]
    is_whole = bool(np.all((level < _WHOLE) | (level > 1 - _WHOLE)))
    return Relaxed(
        value=float(problem.cost[taken] @ level),
        reduced=np.maximum(reduced, 0.0),
        chosen=np.sort(taken[level > 0.5]) if is_whole else None,
    )


def _slack(equal: NDArray[np.bool_]) -> Any:
    rows = np.flatnonzero(equal)
    shape = (len(equal), len(rows))
    return csc_matrix((np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=shape)


def _add(solver: Any, matrix: Any, cost: Floats) -> None:
    columns = matrix.shape[1]
    solver.addCols(
        columns, cost * SCALE, np.zeros(columns), np.full(columns, highspy.kHighsInf),
        matrix.nnz, matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data,
    )  # fmt: skip


def _run(solver: Any) -> None:
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise HuibiError(
            f"the solver ended with '{solver.modelStatusToString(status)}' on a relaxation that"
            " always has an optimum, so no zones were planned: report the input that does this"
        )
