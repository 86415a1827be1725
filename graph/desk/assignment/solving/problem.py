"""The assignment problem as arrays: who may take which case, at what cost, within what room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.desk.assignment.rules import GRID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Codes = NDArray[np.uint8]
    Bools = NDArray[np.bool_]

FINE = 100
"""Costs are hundredths of a thousandth, the last two digits a hash that breaks ties."""


class Why(IntEnum):
    """Why a handler cannot be had for a case; NONE where he can."""

    NONE = 0
    RECUSED = 1
    UNDECIDED = 2
    """REVIEW, and no decider has said that he may handle it."""
    UNKNOWN = 3
    ACQUAINTED = 4
    """An acquaintance strong enough to be disclosed, and nobody decided on it."""
    ON_TEAM = 5
    ABSENT = 6
    NOT_NAMED = 7
    """The case names its candidates, and he is none of them."""
    NO_STEP = 8
    """No step of the lawful order reaches him, or one that the rules leave out."""
    RECIPROCITY = 9
    """The other side had one of his side's cases within the past months."""
    CAPACITY = 10
    UNASSIGNABLE = 11
    """One answer for all of these, in a case that keeps a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """n cases, m handlers; rows and columns in the order of their ids.

    A way is a pair of sides (townships of one zone, else zones), from the handler's to the
    case's; of two opposite ways at most one may be used.
    """

    cost: Ints
    """int64[n, m], hundredths of a thousandth, not negative."""
    why: Codes
    """uint8[n, m], a `Why`."""
    step: Codes
    """uint8[n, m], a `Step`; of no meaning where `why` is set."""
    cap: Ints
    """int64[n], the largest chance of any handler to be on the case, in twelfths."""
    weight: Ints
    """int64[n], what each of its team carries of the case."""
    capacity: Ints
    """int64[m], the most weight that a handler carries."""
    load: Ints
    """int64[m], weight carried already."""
    group: Ints
    """int64[m], units; two of one group are never on one case."""
    way: Ints
    """int64[n, m], index of the way, -1 where reciprocity is no question."""
    opposite: Ints
    """int64[ways], index of the opposite way, -1 where nobody could use it."""
    team: int
    """Handlers a case: 2, or 1."""

    @property
    def n(self) -> int:
        """How many cases."""
        return len(self.cap)

    @property
    def m(self) -> int:
        """How many handlers."""
        return len(self.load)

    @property
    def lawful(self) -> Bools:
        """bool[n, m], who can be had for which case."""
        found: Bools = self.why == Why.NONE
        return found

    @property
    def is_weighted(self) -> bool:
        """Whether cases weigh unequally."""
        return bool(self.n) and int(self.weight.min()) != int(self.weight.max())

    def room(self, level: int) -> Ints:
        """Return what each handler can still take if none is to carry more than `level`."""
        free = np.minimum(self.capacity, level) - self.load
        return np.maximum(free, 0).astype(np.int64)

    @property
    def highest_level(self) -> int:
        """A level that restrains nobody."""
        return int(max(self.capacity.max(initial=0), self.load.max(initial=0)))


def widths(cap: int, allowed: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return (width in twelfths, rank of the penalty) of the segments above a cap."""
    levels = [one for one in allowed if one > cap]
    return [
        (level - below, rank)
        for rank, (below, level) in enumerate(zip([cap, *levels], levels, strict=False), start=1)
    ]


def local_need(problem: Problem) -> Ints:
    """Return how many handlers each case could have if it stood alone: 0, 1 or 2."""
    groups = int(problem.group.max(initial=-1)) + 1
    has = np.zeros((problem.n, groups), np.bool_)
    case, handler = np.nonzero(problem.lawful)
    has[case, problem.group[handler]] = True
    need: Ints = np.minimum(has.sum(axis=1), problem.team).astype(np.int64)
    return need


def is_scarce(problem: Problem, need: Ints) -> Bools:
    """Return bool[n], the cases whose cap cannot hold, however much room there is."""
    groups = int(problem.group.max(initial=-1)) + 1
    count: Any = np.zeros((problem.n, groups), np.int64)
    case, handler = np.nonzero(problem.lawful)
    np.add.at(count, (case, problem.group[handler]), 1)
    reach = np.minimum(count * problem.cap[:, None], GRID).sum(axis=1)
    scarce: Bools = reach < GRID * need
    return scarce
