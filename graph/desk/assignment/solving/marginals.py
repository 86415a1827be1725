"""Chances of every handler to be on every case, in whole twelfths, and what makes them lawful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.desk.assignment.rules import GRID
from graph.desk.assignment.solving.problem import FINE
from graph.errors import HuibiError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.desk.assignment.solving.formulation import Stage
    from graph.desk.assignment.solving.generation import Generated
    from graph.desk.assignment.solving.orientation import Orientation
    from graph.desk.assignment.solving.problem import Bools, Ints, Problem

_NEAR = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Marginals:
    """A lottery: chances, and the orientation and quotas that every draw keeps."""

    flat: Ints
    """int64[k], case * m + handler, ascending."""
    chance: Ints
    """int64[k], twelfths, positive."""
    need: Ints
    """int64[n], handlers that every draw finds for each case."""
    level: int
    """Nobody carries more in any draw."""
    widened: Bools
    """bool[n], cases whose cap might be exceeded."""
    allowed: Bools
    """bool[ways], never both of two opposite ones."""
    quotas: Ints | None
    """int64[m, weights], most cases of each weight for each handler."""
    bound: float
    """No lawful lottery of this level costs less, in thousandths; penalties included."""
    penalty: float
    """What the caps exceeded add to the objective."""

    def exact_cost(self, problem: Problem) -> int:
        """Return the expected cost as a whole number: twelfths of a `FINE`-th of a thousandth."""
        return int((problem.cost.ravel()[self.flat] * self.chance).sum())

    def cost(self, problem: Problem) -> float:
        """Return the expected cost, in thousandths."""
        return self.exact_cost(problem) / (FINE * GRID)

    def gap(self, problem: Problem) -> float:
        """Return by how much of the cost, at most, a lawful lottery of this level is cheaper."""
        cost = self.cost(problem)
        return max(0.0, cost + self.penalty - self.bound) / cost if cost else 0.0


def nothing(problem: Problem) -> Marginals:
    """Return the lottery of no cases."""
    none = np.zeros(0, np.int64)
    return Marginals(
        flat=none,
        chance=none,
        need=none,
        level=int(problem.load.max(initial=0)),
        widened=none.astype(np.bool_),
        allowed=np.ones(len(problem.opposite), np.bool_),
        quotas=None,
        bound=0.0,
        penalty=0.0,
    )


def rounded(
    problem: Problem, found: Generated, stage: Stage, orientation: Orientation
) -> Marginals:
    """Return a vertex as the whole twelfths that it is.

    Raises:
        HuibiError: the solver's answer is no lawful vertex; nothing may be drawn from it.
    """
    values = found.formulation.chances(found.solved)
    whole = np.rint(values).astype(np.int64)
    if len(values) and float(np.abs(values - whole).max()) > _NEAR:
        raise HuibiError("assignment: the solver's chances are no whole twelfths; run it again")
    kept = whole > 0
    marginals = Marginals(
        flat=found.flat[kept],
        chance=whole[kept],
        need=stage.need,
        level=stage.level,
        widened=stage.widened,
        allowed=orientation.allowed,
        quotas=stage.quotas,
        bound=orientation.bound,
        penalty=found.formulation.penalty(found.solved),
    )
    if faults := list(violations(problem, marginals)):
        raise HuibiError(f"assignment: {faults[0]}; nothing is drawn from such chances")
    return marginals


def violations(problem: Problem, marginals: Marginals) -> Iterator[str]:
    """Yield every rule that some draw from these chances could break, in whole numbers."""
    case, handler = np.divmod(marginals.flat, problem.m)
    chance = marginals.chance
    if not problem.lawful[case, handler].all():
        yield "somebody who cannot be had has a chance"
    if (np.bincount(case, chance, problem.n) != GRID * marginals.need).any():
        yield "a case does not get what it needs"
    top = np.where(marginals.widened, GRID, problem.cap)
    if (chance > top[case]).any() or (chance < 1).any():
        yield "a chance is above its cap"
    groups = int(problem.group.max(initial=0)) + 1
    of_group = np.bincount(case * groups + problem.group[handler], chance)
    if (of_group > GRID).any():
        yield "two of one unit could be on one case"
    if marginals.level < 0 or _is_over_room(problem, marginals, case, handler):
        yield "somebody could carry more than his room"
    way = problem.way[case, handler]
    used = np.zeros(len(problem.opposite), np.bool_)
    used[way[way >= 0]] = True
    other = problem.opposite
    both = marginals.allowed & (other >= 0) & marginals.allowed[other]
    if both.any() or (used & ~marginals.allowed).any():
        yield "two sides could handle each other's cases"


def _is_over_room(problem: Problem, marginals: Marginals, case: Ints, handler: Ints) -> bool:
    room = problem.room(marginals.level)
    if marginals.quotas is None:
        if problem.is_weighted:
            return True  # without quotas a draw could put two heavy cases on one
        quotas = (room // max(int(problem.weight.max(initial=1)), 1))[:, None]
        place = np.zeros(problem.n, np.int64)
    else:
        quotas = marginals.quotas
        weights = np.unique(problem.weight)
        place = np.searchsorted(weights, problem.weight)
        if (quotas @ weights > room).any() or (quotas < 0).any():
            return True
    count = quotas.shape[1]
    taken = np.bincount(handler * count + place[case], marginals.chance, problem.m * count).reshape(
        problem.m, count
    )
    return bool((taken > GRID * quotas).any())
