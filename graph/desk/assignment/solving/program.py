"""A linear or mixed-integer program, put together column by column and solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
from scipy import sparse

from graph.errors import HuibiError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_NO_LIMIT = 3600.0
_LARGE = 50_000
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What the solver found."""

    values: Floats
    """float64[columns]."""
    duals: Floats
    """float64[rows]; of no meaning after a mixed-integer program."""
    objective: float
    bound: float
    """No solution has a lower objective."""
    is_optimal: bool
    """Whether it stopped because nothing better exists, within the gap asked for."""


class Program:
    """Columns with costs and upper bounds (lower bounds are 0), and rows over them."""

    def __init__(self) -> None:
        self._cost: list[Floats] = []
        self._upper: list[Floats] = []
        self._integer: list[NDArray[np.bool_]] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []
        self._bounds: list[tuple[Floats, Floats]] = []
        self.columns = 0
        self.rows = 0

    def add_columns(self, cost: ArrayLike, upper: ArrayLike, *, is_integer: bool = False) -> Ints:
        """Add columns and return their numbers."""
        costs = np.atleast_1d(np.asarray(cost, np.float64))
        uppers = np.broadcast_to(np.asarray(upper, np.float64), costs.shape)
        self._cost.append(costs)
        self._upper.append(uppers)
        self._integer.append(np.full(len(costs), is_integer))
        first, self.columns = self.columns, self.columns + len(costs)
        return np.arange(first, self.columns, dtype=np.int64)

    def add_rows(self, count: int, lower: ArrayLike, upper: ArrayLike) -> int:
        """Add empty rows and return the number of the first."""
        shape = (count,)
        self._bounds.append(
            (
                np.broadcast_to(np.asarray(lower, np.float64), shape),
                np.broadcast_to(np.asarray(upper, np.float64), shape),
            )
        )
        first, self.rows = self.rows, self.rows + count
        return first

    def enter(self, rows: ArrayLike, columns: Ints, values: ArrayLike = 1.0) -> None:
        """Set coefficients; repeated places add up."""
        places = np.asarray(rows, np.int64)
        self._entries.append(
            (places, columns, np.broadcast_to(np.asarray(values, np.float64), places.shape))
        )

    @property
    def upper(self) -> Floats:
        """Upper bounds of the columns added so far."""
        return np.concatenate(self._upper)

    def solve(
        self, *, gap: float = 0.0, seconds: float = _NO_LIMIT, start: Floats | None = None
    ) -> Solved:
        """Minimise; one thread and a fixed seed, so that equal programs give equal answers.

        Raises:
            HuibiError: there is no solution, or none was found in time.
        """
        solver = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("parallel", "off"),
            ("random_seed", 0),
            ("mip_rel_gap", gap),
            ("mip_abs_gap", 1e-6),
            ("primal_feasibility_tolerance", _TOLERANCE),
            ("mip_feasibility_tolerance", _TOLERANCE),
            ("time_limit", seconds),
            # Neither finds anything here, and both take longer than what they are to speed up.
            ("mip_heuristic_run_feasibility_jump", False),
            ("presolve", "choose" if self.columns < _LARGE else "off"),
        ):
            solver.setOptionValue(option, value)
        has_integers = any(part.any() for part in self._integer)
        solver.passModel(self._lp(has_integers))
        if start is not None:
            guess = highspy.HighsSolution()
            guess.col_value = start.tolist()
            solver.setSolution(guess)
        solver.run()
        info, status = solver.getInfo(), solver.getModelStatus()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise HuibiError(
                f"assignment: the solver found no solution ({solver.modelStatusToString(status)})"
            )
        found = solver.getSolution()
        is_optimal = status == highspy.HighsModelStatus.kOptimal
        objective = float(info.objective_function_value)
        return Solved(
            values=np.asarray(found.col_value, np.float64),
            duals=np.asarray(found.row_dual, np.float64),
            objective=objective,
            bound=float(info.mip_dual_bound) if has_integers else objective,
            is_optimal=is_optimal,
        )

    def _lp(self, has_integers: bool) -> Any:
        rows, columns, values = (
            np.concatenate([entry[part] for entry in self._entries]) for part in range(3)
        )
        matrix = sparse.csc_matrix((values, (rows, columns)), shape=(self.rows, self.columns))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, self.rows
        lp.col_cost_ = np.concatenate(self._cost)
        lp.col_lower_ = np.zeros(self.columns)
        lp.col_upper_ = np.concatenate(self._upper)
        lp.row_lower_ = np.concatenate([lower for lower, _ in self._bounds])
        lp.row_upper_ = np.concatenate([upper for _, upper in self._bounds])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = matrix.indptr
        lp.a_matrix_.index_ = matrix.indices
        lp.a_matrix_.value_ = matrix.data
        if has_integers:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[int(one)] for one in np.concatenate(self._integer)]
        return lp
