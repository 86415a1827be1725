"""The assignment problem as a program: chances in twelfths, coverage, caps, room, orientation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graph.desk.assignment.rules import ALLOWED, GRID
from graph.desk.assignment.solving.problem import FINE, widths
from graph.desk.assignment.solving.program import Program

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from graph.desk.assignment.solving.problem import Bools, Ints, Problem
    from graph.desk.assignment.solving.program import Floats, Solved

WIDENING = 5e4
"""Penalty of a whole chance above the cap, times the rank of its segment; costs stay far below."""
NO_SECOND = 2e6
NO_HANDLER = 5e7
"""Not larger than needed: times the solver's tolerance they must stay below any cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What is settled before a program is solved."""

    need: Ints
    """int64[n], handlers to find for each case."""
    level: int
    """Nobody is to carry more."""
    widened: Bools
    """bool[n], cases whose cap may be exceeded, at a penalty."""
    quotas: Ints | None = None
    """int64[m, weights], most cases of each weight that a handler takes; None: not settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Stands for the arcs left out, never dearer than they are, so that bounds hold for all."""

    of_case: Floats
    of_handler: Floats


class Formulation:
    """A program over some arcs; `flat` numbers an arc case * m + handler, ascending."""

    def __init__(self, problem: Problem, flat: Ints, stage: Stage) -> None:
        self.problem, self.flat, self.stage = problem, flat, stage
        self.case, self.handler = np.divmod(flat, problem.m)
        self.program = Program()
        self.weights = np.unique(problem.weight)
        self.pairs = np.zeros((2, 0), np.int64)
        self.choose = np.zeros(0, np.int64)
        self._add_arcs()
        self._add_cover()
        self._add_groups()

    # columns

    def _add_arcs(self) -> None:
        """Give every arc its columns: one up to the cap, more above it where that may be."""
        problem = self.problem
        cost = problem.cost.ravel()[self.flat] / (FINE * GRID)
        arcs, ranks = [np.arange(len(self.flat))], [np.zeros(len(self.flat))]
        prices, tops = [cost], [problem.cap[self.case].astype(np.float64)]
        wide = self.stage.widened[self.case]
        for cap in np.unique(problem.cap[self.case[wide]]).tolist():
            chosen = np.flatnonzero(wide & (problem.cap[self.case] == cap))
            for width, rank in widths(cap, ALLOWED):
                arcs.append(chosen)
                ranks.append(np.full(len(chosen), float(rank)))
                prices.append(cost[chosen] + rank * WIDENING / GRID)
                tops.append(np.full(len(chosen), float(width)))
        self.arc_of, self.rank = np.concatenate(arcs), np.concatenate(ranks)
        self.columns = self.program.add_columns(np.concatenate(prices), np.concatenate(tops))

    def _enter_arcs(self, row_of_arc: Ints, values: ArrayLike = 1.0) -> None:
        """Enter arcs into rows; -1 stands for none."""
        rows = row_of_arc[self.arc_of]
        inside = rows >= 0
        entries = np.broadcast_to(np.asarray(values, np.float64), self.flat.shape)[self.arc_of]
        self.program.enter(rows[inside], self.columns[inside], entries[inside])

    # rows

    def _add_cover(self) -> None:
        """Each case gets what it needs, or misses it at a penalty; a handler is missed last."""
        need = self.stage.need
        whole = GRID * need.astype(np.float64)
        self.cover = self.program.add_rows(len(need), whole, whole)
        self._enter_arcs(self.cover + self.case)
        every = self.cover + np.arange(len(need))
        self.no_second = self.program.add_columns(
            np.full(len(need), NO_SECOND / GRID), GRID * np.maximum(need - 1, 0)
        )
        self.no_handler = self.program.add_columns(
            np.full(len(need), NO_HANDLER / GRID), GRID * np.minimum(need, 1)
        )
        self.program.enter(every, self.no_second)
        self.program.enter(every, self.no_handler)

    def _add_groups(self) -> None:
        """Let at most one of a group be on a case, wherever that is not sure anyway."""
        problem = self.problem
        groups = int(problem.group.max(initial=0)) + 1
        keys, where = np.unique(
            self.case * groups + problem.group[self.handler], return_inverse=True
        )
        top = np.where(self.stage.widened[self.case], GRID, problem.cap[self.case])
        asked = np.bincount(where, weights=top, minlength=len(keys)) > GRID
        self.group_keys = keys[asked]
        self.groups = self.program.add_rows(len(self.group_keys), -np.inf, float(GRID))
        row = np.full(len(keys), -1, np.int64)
        row[asked] = self.groups + np.arange(len(self.group_keys))
        self._enter_arcs(row[where])

    def add_room(self, *, is_whole: bool = False) -> None:
        """Keep everybody within his room, by quotas for each weight where weights differ."""
        problem, room = self.problem, self.problem.room(self.stage.level)
        if self.stage.quotas is not None:
            self._add_quota_rows(self.stage.quotas)
        elif not problem.is_weighted:
            weight = max(int(problem.weight.max(initial=1)), 1)
            self.room = self.program.add_rows(problem.m, -np.inf, GRID * (room // weight))
            self._enter_arcs(self.room + self.handler)
        elif not is_whole:
            self.room = self.program.add_rows(problem.m, -np.inf, GRID * room)
            self._enter_arcs(self.room + self.handler, problem.weight[self.case])
        else:
            self._choose_quotas(room)

    def _class_of_arc(self) -> Ints:
        """Return handler * weights + place of the case's weight, for each arc."""
        place = np.searchsorted(self.weights, self.problem.weight)
        found: Ints = self.handler * len(self.weights) + place[self.case]
        return found

    def _add_quota_rows(self, quotas: Ints) -> None:
        self.room = self.program.add_rows(quotas.size, -np.inf, GRID * quotas.ravel())
        self._enter_arcs(self.room + self._class_of_arc())

    def _choose_quotas(self, room: Ints) -> None:
        count = self.problem.m * len(self.weights)
        self.room = self.program.add_rows(self.problem.m, -np.inf, GRID * room)
        rows = self.program.add_rows(count, -np.inf, 0.0)
        self._enter_arcs(rows + self._class_of_arc())
        most = np.repeat(room, len(self.weights)) // np.tile(self.weights, self.problem.m)
        self.quota = self.program.add_columns(np.zeros(count), most, is_integer=True)
        every = np.arange(count)
        self.program.enter(rows + every, self.quota, -float(GRID))
        self.program.enter(
            self.room + every // len(self.weights),
            self.quota,
            GRID * self.weights[every % len(self.weights)],
        )

    def add_orientation(self) -> None:
        """Let at most one of two opposite ways be used; chosen with the assignment."""
        problem = self.problem
        way = problem.way.ravel()[self.flat]
        used = np.zeros(len(problem.opposite), np.bool_)
        used[way[way >= 0]] = True
        first = np.flatnonzero(used & (problem.opposite > np.arange(len(used))))
        first = first[used[problem.opposite[first]]]
        self.pairs = np.stack([first, problem.opposite[first]])
        choice = np.full(len(used), -1, np.int64)
        choice[self.pairs] = np.arange(len(first))
        self.choose = self.program.add_columns(
            np.zeros(len(first)), np.ones(len(first)), is_integer=True
        )
        free = np.flatnonzero(np.append(choice, -1)[way] >= 0)
        keys, where = np.unique(self.case[free] * len(used) + way[free], return_inverse=True)
        case, linked = np.divmod(keys, max(len(used), 1))
        top = np.where(self.stage.widened[self.case[free]], GRID, problem.cap[self.case[free]])
        most = np.minimum(
            np.bincount(where, weights=top, minlength=len(keys)), GRID * self.stage.need[case]
        )
        # Forward ways need the choice 1, the opposite ones 0: sum - most * choice <= 0 or most.
        is_forward = linked < problem.opposite[linked]
        rows = self.program.add_rows(len(keys), -np.inf, np.where(is_forward, 0.0, most))
        row = np.full(len(self.flat), -1, np.int64)
        row[free] = rows + where
        self._enter_arcs(row)
        self.program.enter(
            rows + np.arange(len(keys)),
            self.choose[choice[linked]],
            np.where(is_forward, -most, most),
        )

    def add_outside(self, outside: Outside) -> None:
        """Let cases be served by arcs that were left out, at a cost no higher than theirs."""
        lightest = float(self.weights.min(initial=1)) if self.problem.is_weighted else 1.0
        is_there = np.isfinite(outside.of_case)
        case = self.program.add_columns(
            np.where(is_there, outside.of_case, 0.0), GRID * self.stage.need * is_there
        )
        handler = self.program.add_columns(
            outside.of_handler, np.full(self.problem.m, float(GRID * self.problem.n))
        )
        balance = self.program.add_rows(1, 0.0, 0.0)
        self.program.enter(self.cover + np.arange(self.problem.n), case)
        self.program.enter(np.full(len(case), balance), case)
        self.program.enter(np.full(len(handler), balance), handler, -1.0)
        self.program.enter(self.room + np.arange(self.problem.m), handler, lightest)

    def start(self, flat: Ints, chance: Floats, allowed: Bools, quotas: Ints | None) -> Floats:
        """Return the columns of a known solution, from which the solver may begin."""
        values = np.zeros(self.program.columns)
        left = np.zeros(len(self.flat))
        left[np.searchsorted(self.flat, flat)] = chance
        # Cheaper segments of an arc come first among the columns.
        ends = np.flatnonzero(np.diff(self.rank, append=np.inf)) + 1
        for first, last in pairwise([0, *ends.tolist()]):
            arcs = self.arc_of[first:last]
            taken = np.minimum(left[arcs], self.program.upper[first:last])
            values[self.columns[first:last]] = taken
            left[arcs] -= taken
        given = np.bincount(np.divmod(flat, self.problem.m)[0], chance, self.problem.n)
        missing = GRID * self.stage.need - given
        values[self.no_second] = np.minimum(missing, GRID * np.maximum(self.stage.need - 1, 0))
        values[self.no_handler] = missing - values[self.no_second]
        values[self.choose] = allowed[self.pairs[0]]
        if quotas is not None:
            values[self.quota] = quotas.ravel()
        return values

    # answers

    def chances(self, solved: Solved) -> Floats:
        """Return float64[arcs], the chance of each arc in twelfths."""
        found: Floats = np.bincount(
            self.arc_of, weights=solved.values[self.columns], minlength=len(self.flat)
        ).astype(np.float64)
        return found

    def missing(self, solved: Solved) -> tuple[float, float]:
        """Return how many handlers and how many seconds are missed."""
        return (
            float(solved.values[self.no_handler].sum()) / GRID,
            float(solved.values[self.no_second].sum()) / GRID,
        )

    def widening(self, solved: Solved) -> float:
        """Return what was paid above the caps, in units of `WIDENING`."""
        return float((solved.values[self.columns] * self.rank).sum()) / GRID

    def penalty(self, solved: Solved) -> float:
        """Return the part of the objective that is no cost."""
        handlers, seconds = self.missing(solved)
        return NO_HANDLER * handlers + NO_SECOND * seconds + WIDENING * self.widening(solved)
