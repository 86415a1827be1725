"""The cheapest chances at one level: by the flow's ways, then turned, then chosen by HiGHS."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.desk.assignment.solving.branching import GAP, orient, orient_again, share_out
from graph.desk.assignment.solving.generation import generate
from graph.desk.assignment.solving.orientation import Known, by_flow, is_needed, near
from graph.desk.assignment.solving.turning import turned, turns

if TYPE_CHECKING:
    from graph.desk.assignment.solving.formulation import Stage
    from graph.desk.assignment.solving.generation import Generated
    from graph.desk.assignment.solving.orientation import Orientation
    from graph.desk.assignment.solving.problem import Bools, Ints, Problem

_QUOTA_SHARE, _FIRST_SHARE = 0.3, 0.6
_LARGE = 250_000
"""Pairs beyond which a second choice takes more time than it is worth."""


def cheapest(problem: Problem, stage: Stage, flow: Generated, seconds: float) -> Known:
    """Return the cheapest lawful chances found, with a bound on all others.

    `flow` are the cheapest while both of two opposite ways are open. Exact where few pairs are
    lawful and the time (seconds) suffices.
    """
    best = _Best(problem, stage, flow)
    best.turn()
    if problem.is_weighted:
        best.share_out(_QUOTA_SHARE * seconds)
    if is_needed(problem):
        best.take(orient(problem, stage, flow, best.known, _FIRST_SHARE * seconds))
    if best.is_loose:
        rest = (1 - _FIRST_SHARE) * seconds
        best.take(orient_again(problem, stage, best.known, flow.flat, rest))
    return best.known


class _Best:
    """The cheapest chances found so far, beginning with the orientation of the flow."""

    def __init__(self, problem: Problem, stage: Stage, flow: Generated) -> None:
        self.problem, self.stage, self._flat = problem, stage, flow.flat
        first = by_flow(problem, flow)
        self.known = Known(orientation=first, found=_under(problem, stage, first, flow.flat))

    def take(self, orientation: Orientation) -> None:
        """Find the chances under an orientation; keep them if they are cheaper, and its bound."""
        found = _under(self.problem, self.stage, orientation, self._flat)
        known = self.known
        bound = max(orientation.bound, known.orientation.bound)
        is_better = found.solved.objective < known.found.solved.objective
        kept, found = (orientation, found) if is_better else (known.orientation, known.found)
        self.known = Known(
            orientation=replace(kept, bound=bound, is_whole=orientation.is_whole), found=found
        )

    def turn(self) -> None:
        """Turn ways round as long as that makes the chances cheaper, within a few tries."""
        if not (self.problem.opposite >= 0).any():
            return
        tries = min(24, max(6, 2_000_000 // max(self.problem.n * self.problem.m, 1)))
        while tries > 0:
            known = self.known
            tries = self._turn(known, tries)
            if self.known.found is known.found:
                return

    def _turn(self, known: Known, tries: int) -> int:
        """Try fewer and fewer turns at once, as they hinder each other; return the tries left."""
        allowed = known.orientation.allowed
        lawful = self.problem.lawful & may_use(self.problem, allowed)
        ways = turns(self.problem, known.found, allowed, lawful)
        ways = ways[: max(1, len(ways) // 4)]
        while len(ways) and tries:
            self.take(replace(known.orientation, allowed=turned(self.problem, allowed, ways)))
            tries -= 1
            if self.known.found is not known.found:
                break
            ways = ways[: len(ways) // 2]
        return tries

    def share_out(self, seconds: float) -> None:
        """Settle quotas, which the chances found so far lack."""
        known, problem, stage = self.known, self.problem, self.stage
        lawful = problem.lawful & may_use(problem, known.orientation.allowed)
        first = replace(known.orientation, quotas=near(problem, stage, known.found))
        found = _under(problem, stage, first, known.found.flat)
        self.known = Known(orientation=first, found=found)
        self.take(share_out(problem, stage, self.known, lawful, seconds))

    @property
    def is_loose(self) -> bool:
        """Whether something better may be among the arcs that were not looked at."""
        is_large = self.problem.n * self.problem.m > _LARGE
        if self.known.orientation.is_whole or is_large:
            return False
        objective = self.known.found.solved.objective
        return objective - self.known.orientation.bound > 2 * GAP * objective


def _under(problem: Problem, stage: Stage, orientation: Orientation, flat: Ints) -> Generated:
    """Return the cheapest chances under an orientation."""
    settled = replace(stage, quotas=orientation.quotas)
    lawful = problem.lawful & may_use(problem, orientation.allowed)
    return generate(problem, settled, lawful, flat[lawful.ravel()[flat]])


def may_use(problem: Problem, allowed: Bools) -> Bools:
    """Return bool[n, m], the pairs whose way is open."""
    open_way: Bools = (problem.way < 0) | np.append(allowed, True)[problem.way]
    return open_way
