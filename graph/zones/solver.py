"""Choices among columns at least cost, and the one way in which HiGHS is asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SCALE = 1e4
"""Costs of a plan are near 1; the solver's tolerances are made for larger numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Choose columns at least cost so that their sum lies between `low` and `high` in every row.

    matrix: float64 csc[rows, columns]; cost: float64[columns]; low, high: float64[rows].
    """

    matrix: Any
    cost: Floats
    low: Floats
    high: Floats

    def take(self, columns: Ints) -> Choice:
        """Return the problem with these columns alone."""
        return Choice(
            matrix=self.matrix[:, columns], cost=self.cost[columns], low=self.low, high=self.high
        )


def quiet_solver(**options: float) -> Any:
    """Return a solver that prints nothing, uses one thread and repeats itself exactly."""
    solver = highspy.Highs()
    solver.silent()
    for option, value in {"threads": 1, "random_seed": 0, **options}.items():
        solver.setOptionValue(option, value)
    return solver


def binary_model(choice: Choice) -> Any:
    """Return the choice as a model whose columns are taken wholly or not at all."""
    model, columns = highspy.HighsLp(), len(choice.cost)
    model.num_col_, model.num_row_ = columns, len(choice.low)
    model.col_cost_ = choice.cost * SCALE
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.row_lower_, model.row_upper_ = choice.low, choice.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = choice.matrix.indptr
    model.a_matrix_.index_ = choice.matrix.indices
    model.a_matrix_.value_ = choice.matrix.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    return model


def chosen_of(solver: Any) -> Ints | None:
    """Return the columns of the best solution found, None where there is none."""
    if solver.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
        return None
    return np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5)
