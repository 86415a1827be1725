"""Who handles whose cases: inside a zone a rotation without mutual pairs, else a neighbour zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_matrix

from graph.zones.rules import LEAST
from graph.zones.solver import Choice, binary_model, chosen_of, quiet_solver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SECONDS = 5.0
_TRAVEL, _ORDER = 1e-2, 1e-6
"""What the way and the order of townships weigh beside ties: they decide between equals."""


def rotation_of(
    zone: Sequence[int], ties: Floats, ways: Floats, staffed: NDArray[np.bool_]
) -> tuple[tuple[int, int], ...] | None:
    """Return (township, handler) for each of a zone with fewest ties, no two mutual; None if none.

    ties, ways: float64[n, n], row handles column, ties as shares of the highest. Townships
    without staff handle nothing, and the others take their turns evenly. Cost: some milliseconds.
    """
    zone = sorted(zone)
    size, able = len(zone), int(staffed[zone].sum())
    if min(size, able) < LEAST:
        return None
    pairs = [(i, j) for i in range(size) for j in range(size) if i != j and staffed[zone[i]]]
    cost = np.array(
        [
            ties[zone[i], zone[j]] + _TRAVEL * ways[zone[i], zone[j]] + _ORDER * ((i - j) % size)
            for i, j in pairs
        ]
    )
    rows, columns, row = [], [], 2 * size
    mutual: dict[tuple[int, int], int] = {}
    for column, (i, j) in enumerate(pairs):
        key = (min(i, j), max(i, j))
        if key not in mutual:
            mutual[key] = row
            row += 1
        rows += [i, size + j, mutual[key]]
        columns += [column] * 3
    matrix = csc_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, len(pairs)))
    most = -(-size // able)
    low = np.concatenate([np.zeros(size), np.ones(size), np.zeros(row - 2 * size)])
    high = np.concatenate([np.full(size, most), np.ones(size), np.ones(row - 2 * size)])
    solver = quiet_solver(mip_rel_gap=0.0, time_limit=_SECONDS)
    solver.passModel(binary_model(Choice(matrix=matrix, cost=cost, low=low, high=high)))
    solver.run()
    chosen = chosen_of(solver)
    if chosen is None:
        return None
    return tuple(sorted((zone[j], zone[i]) for i, j in (pairs[at] for at in chosen)))
