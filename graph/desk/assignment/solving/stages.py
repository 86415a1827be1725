"""From a problem to chances: coverage first, then caps, then the heaviest load, then the cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.desk.assignment.rules import GRID
from graph.desk.assignment.solving.attempt import cheapest
from graph.desk.assignment.solving.formulation import WIDENING, Stage
from graph.desk.assignment.solving.generation import FEW_ARCS, generate
from graph.desk.assignment.solving.marginals import Marginals, nothing, rounded
from graph.desk.assignment.solving.problem import is_scarce, local_need

if TYPE_CHECKING:
    from graph.desk.assignment.solving.generation import Generated
    from graph.desk.assignment.solving.orientation import Known
    from graph.desk.assignment.solving.problem import Ints, Problem

_NEAR = 1e-5
_LATER = 3
"""Levels after the first get this fraction of its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How good an assignment is, in the order in which its qualities count."""

    handlers_missing: float
    seconds_missing: float
    widening: float

    @classmethod
    def of(cls, found: Generated) -> Target:
        """Return what a solution reaches."""
        handlers, seconds = found.missing
        return cls(handlers_missing=handlers, seconds_missing=seconds, widening=found.widening)

    @property
    def is_covering(self) -> bool:
        """Whether nobody is missed."""
        return self.handlers_missing + self.seconds_missing < _NEAR

    def is_reached(self, by: Target) -> bool:
        """Whether another is as good."""
        return (
            by.handlers_missing <= self.handlers_missing + _NEAR
            and by.seconds_missing <= self.seconds_missing + _NEAR
            and by.widening <= self.widening + _NEAR
        )


def seconds_for(problem: Problem) -> float:
    """Return the time given to one choice of orientation, by the size of the problem."""
    return min(36.0, 2.0 + problem.n * problem.m / 30_000)


def solve(problem: Problem) -> Marginals:
    """Return the chances of the best lottery, in the order: cover, caps, heaviest load, cost.

    Exact where at most `FEW_ARCS` pairs are lawful; beyond that, orientation and quotas are
    chosen within a time and a gap, and `bound` tells how good they are at worst.
    """
    if not problem.n:
        return nothing(problem)
    need, every = local_need(problem), np.ones(problem.n, np.bool_)
    scarce = is_scarce(problem, need)
    for widened in (scarce, every):
        stage = Stage(need=need, level=problem.highest_level, widened=widened)
        flow = generate(problem, stage, problem.lawful)
        is_enough = widened is every or _is_sparing(problem, stage, flow)
        if Target.of(flow).is_covering and is_enough:
            found = _search(problem, stage, flow)
            if found is not None:
                return found
    need, chosen = _covered(problem, need)
    stage = Stage(need=need, level=problem.highest_level, widened=every)
    flow = generate(problem, stage, problem.lawful)
    return _search(problem, stage, flow) or _certain(problem, stage, flow, chosen)


def _is_sparing(problem: Problem, stage: Stage, flow: Generated) -> bool:
    """Whether no cap is exceeded by more than the case alone would have to."""
    scarce = np.flatnonzero(stage.widened)
    if not len(scarce):
        return True
    alone = replace(
        problem,
        **{name: getattr(problem, name)[scarce] for name in ("cost", "why", "step", "cap")},
        weight=problem.weight[scarce],
        way=problem.way[scarce],
        capacity=problem.load + int(problem.weight.sum()),
    )
    least = Stage(need=stage.need[scarce], level=alone.highest_level, widened=stage.widened[scarce])
    return flow.widening <= generate(alone, least, alone.lawful).widening + _NEAR


def _search(problem: Problem, stage: Stage, flow: Generated) -> Marginals | None:
    """Return the cheapest chances at the lowest level that spoils nothing; None if none covers."""
    levels = _Levels(problem, stage, flow)
    found, reached = _lowest(levels, Target.of(flow))
    if found is not None or not (reached.is_covering and stage.widened.all()):
        return found
    return _lowest(levels, reached)[0]  # ways exclude each other, and the caps must yield


def _lowest(levels: _Levels, target: Target) -> tuple[Marginals | None, Target]:
    """Return the chances at the first level that reaches the target, else the last level's."""
    reached = target
    seconds = seconds_for(levels.problem)
    for level in levels.tried(target):
        stage = replace(levels.stage, level=level)
        known = cheapest(levels.problem, stage, levels.relaxed(level), seconds)
        reached = Target.of(known.found)
        if reached.is_covering and target.is_reached(reached):
            return _chances(levels.problem, stage, known), reached
        seconds = seconds_for(levels.problem) / _LATER
    return None, reached


def _chances(problem: Problem, stage: Stage, known: Known) -> Marginals:
    settled = replace(stage, quotas=known.orientation.quotas)
    return rounded(problem, known.found, settled, known.orientation)


class _Levels:
    """The relaxed problem at each level that was asked for."""

    def __init__(self, problem: Problem, stage: Stage, flow: Generated) -> None:
        self.problem, self.stage = problem, stage
        self._found = {stage.level: flow}

    def relaxed(self, level: int) -> Generated:
        """Return the relaxed solution at a level; each is solved once."""
        if level not in self._found:
            flat = self._found[self.stage.level].flat
            at_level = replace(self.stage, level=level)
            self._found[level] = generate(self.problem, at_level, self.problem.lawful, flat)
        return self._found[level]

    def tried(self, target: Target) -> list[int]:
        """Return the levels to try: from the first at which the relaxed problem is good enough.

        Of a large problem only some, at growing distance.
        """
        highest = self.stage.level
        high = low = _least_level(self.problem, self.stage)
        while high < highest and not self._is_good(high, target):
            low, high = high + 1, min(highest, max(high + 1, 2 * high))
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._is_good(middle, target) else (middle + 1, high)
        is_small = int(self.problem.lawful.sum()) <= FEW_ARCS
        if is_small:
            return list(range(high, highest + 1))
        return sorted({min(high + more, highest) for more in (0, 1, 2, 4, 8, highest)})

    def _is_good(self, level: int, target: Target) -> bool:
        return target.is_reached(Target.of(self.relaxed(level)))


def _least_level(problem: Problem, stage: Stage) -> int:
    """Return the lowest level at which the rooms together could hold the work."""
    work = int((stage.need * problem.weight).sum())
    level = int(problem.load.max(initial=0))
    while level < stage.level and int(problem.room(level).sum()) < work:
        level += 1
    return level


def _covered(problem: Problem, need: Ints) -> tuple[Ints, Marginals]:
    """Return how many handlers each case gets at best, and certain choices that give them."""
    certain = replace(problem, cap=np.full(problem.n, GRID, np.int64))
    stage = Stage(need=need, level=problem.highest_level, widened=np.zeros(problem.n, np.bool_))
    flow = generate(certain, stage, certain.lawful)
    known = cheapest(certain, stage, flow, seconds_for(problem))
    found = known.found
    case = found.flat // problem.m
    given = np.bincount(case, found.formulation.chances(found.solved), problem.n)
    need = np.rint(given / GRID).astype(np.int64)
    return need, _chances(certain, replace(stage, need=need), known)


def _certain(problem: Problem, stage: Stage, flow: Generated, chosen: Marginals) -> Marginals:
    """Return choices that leave nothing to chance, where no lottery covers as much."""
    over = np.maximum(chosen.chance - problem.cap[chosen.flat // problem.m], 0).sum()
    return replace(
        chosen,
        widened=stage.widened,
        bound=min(chosen.bound, flow.solved.objective),
        penalty=WIDENING * float(over) / GRID,
    )
