"""The kin arrays made ready to be walked, and the trails that a walk brings back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from graph.kinship.automaton import STEPS, Automaton, automaton_of
from graph.kinship.kernels import kin_of_many
from graph.kinship.kin import inverse
from graph.kinship.rows import DOWN, UP, rows_of, trie_of
from graph.kinship.trails import (
    BEFORE,
    CODE,
    MARK,
    NODE,
    POSITION,
    STEP,
    bounded_trails,
    line_trails,
    radius_trails,
)
from graph.model import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from graph.kinship.circles import Shapes
    from graph.kinship.kin import Hop
    from graph.model import Bond
    from graph.snapshot.arrays import Int32, KinGraph, Persons

LAWFUL_ONLY = 1 << Standing.LAWFUL
LAWFUL_OR_WIDOWED = LAWFUL_ONLY | 1 << Standing.WIDOWED
EVERY_STANDING = (1 << 16) - 1
NO_TARGET = -1
_CHUNK = 256
_EVERY_DEPTH = 4
_PATH_LENGTH = 5
_THREADS = 2
_KEPT = 4
_MOST_TIES = 200_000
_INVERSE = {UP: DOWN, DOWN: UP}


class KinSource(Protocol):
    """What of a snapshot the kinship engine reads."""

    @property
    def persons(self) -> Persons:
        """People as columns."""

    @property
    def kin(self) -> KinGraph:
        """Elementary kinship."""

    def table(self, name: str) -> Any:
        """Return the current facts of a table, as Arrow."""

    def file(self, name: str) -> Path:
        """Return the Parquet file of a table."""


class Known(NamedTuple):
    """What evidence keeps of a tie: flag byte, kind, confidence, marks, the hop that states it."""

    flags: int
    bond: Bond
    confidence: float
    is_supported: bool
    marks: tuple[str, ...]
    hop: Hop | None


@dataclass(slots=True, order=True)
class Tie:
    """One step of a trail; position in the parents' arrays for UP and DOWN, else the spouses'.

    One object a tie and direction while its walks remember it; `known` is evidence's, filled late.
    """

    step: int
    source: int
    target: int
    position: int
    known: Known | None = field(default=None, compare=False)


class Trail(NamedTuple):
    """One path: its shape, its ties and the persons on it, from the person walked from."""

    shape: str
    ties: tuple[Tie, ...]
    nodes: tuple[int, ...]


_Path = tuple[int, tuple[Tie, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walks:
    """The arrays of one snapshot's kinship, as the kernels take them."""

    graph: KinGraph
    real: int
    rows: tuple[Any, Any, Any]
    confidence: NDArray[np.float32]
    _ties: dict[int, Tie] = field(default_factory=dict)

    def kin_of_many(
        self, egos: Int32, day: int, automaton: Automaton, allowed: int = LAWFUL_ONLY
    ) -> tuple[Int32, NDArray[np.int64]]:
        """Return (node, code) rows and where each ego's begin; two threads share the egos."""
        trie = trie_of(automaton)

        def walk(part: Int32) -> tuple[Int32, NDArray[np.int64]]:
            found: tuple[Int32, NDArray[np.int64]] = kin_of_many(
                *self.rows, trie, part, self.real, day, allowed
            )
            return found

        if len(egos) <= _CHUNK:
            return walk(egos)
        parts = np.array_split(egos, min(len(egos) // _CHUNK + 1, 8 * _THREADS))
        with ThreadPoolExecutor(_THREADS) as threads:
            found = list(threads.map(walk, parts))
        begins = np.zeros(len(egos) + 1, np.int64)
        np.cumsum(np.concatenate([np.diff(begin) for _, begin in found]), out=begins[1:])
        return np.concatenate([kin for kin, _ in found]), begins

    def trails(
        self,
        ego: int,
        shapes: Shapes,
        day: int,
        *,
        target: int = NO_TARGET,
        allowed: int = EVERY_STANDING,
    ) -> Iterator[Trail]:
        """Yield the paths of these shapes from ego to the target, or to everyone real.

        Bounded shapes give every simple path; a line gives the best one for each depth and legal
        mark. A line down to one target is walked up from it, for descendants may be thousands.
        """
        automaton = automaton_of(shapes)
        if automaton.shapes:
            found = bounded_trails(
                *self.rows, trie_of(automaton), ego, target, self.real, day, allowed
            )
            for code, ties, nodes in self._paths(found, found[:, CODE] >= 0):
                yield Trail(automaton.shapes[code], ties, nodes)
        if automaton.is_up:
            yield from self._line(UP, ego, target, day, allowed)
        if automaton.is_down and target == NO_TARGET:
            yield from self._line(DOWN, ego, target, day, allowed)
        elif automaton.is_down:
            for trail in self._line(UP, target, ego, day, allowed):
                yield self._turned(trail)

    def _line(self, step: int, ego: int, target: int, day: int, allowed: int) -> Iterator[Trail]:
        parents, children, _ = self.rows
        found = line_trails(parents, children, self.confidence, step, ego, day, allowed)
        nodes = found[:, NODE]
        wanted = nodes < self.real if target == NO_TARGET else nodes == target
        if not wanted[1:].any():
            return
        wanted &= _is_near_or_first(found)
        wanted[0] = False
        for depth, ties, nodes in self._paths(found, wanted):
            yield Trail(STEPS[step] * depth, ties, nodes)

    def near(
        self, ego: int, shapes: Shapes, day: int, allowed: int = EVERY_STANDING
    ) -> frozenset[int]:
        """Return everyone real whom a path of these shapes leads to: the ends of `trails`."""
        automaton = automaton_of(shapes)
        parents, children, _ = self.rows
        lines = [
            step for step, is_line in ((UP, automaton.is_up), (DOWN, automaton.is_down)) if is_line
        ]
        ends = [
            line_trails(parents, children, self.confidence, step, ego, day, allowed)[1:, NODE]
            for step in lines
        ]
        if automaton.shapes:
            found = bounded_trails(
                *self.rows, trie_of(automaton), ego, NO_TARGET, self.real, day, allowed
            )
            ends.append(found[found[:, CODE] >= 0, NODE])
        return frozenset(node for nodes in ends for node in nodes.tolist() if node < self.real)

    def around(self, ego: int, steps: int, day: int, allowed: int) -> Iterator[Trail]:
        """Yield one shortest path of any shape to everyone real within some steps."""
        found = self.reached(ego, steps, day, allowed)
        wanted = found[:, NODE] < self.real
        wanted[0] = False
        for _, ties, nodes in self._paths(found, wanted):
            yield Trail("".join(STEPS[tie.step] for tie in ties), ties, nodes)

    def reached(self, ego: int, steps: int, day: int, allowed: int = LAWFUL_ONLY) -> Int32:
        """Return the trails of `around` as the kernel gives them, ego's own first."""
        found: Int32 = radius_trails(*self.rows, ego, steps, day, allowed)
        return found

    def _paths(self, found: Int32, wanted: NDArray[np.bool_]) -> Iterator[_Path]:
        """Yield the code, ties and persons of the wanted rows; common beginnings are made once."""
        places = np.flatnonzero(wanted).tolist()
        is_most = len(places) * _PATH_LENGTH > len(found)
        rows: Any = found.tolist() if is_most else _Rows(found)
        made: dict[int, _Path] = {0: (0, (), (int(found[0, NODE]),))}
        for place in places:
            new, at = [], place
            while at not in made:
                new.append(at)
                at = rows[at][BEFORE]
            _, ties, nodes = made[at]
            for at in reversed(new):
                row = rows[at]
                tie = self._tie(row[STEP], nodes[-1], row[NODE], row[POSITION])
                ties, nodes = (*ties, tie), (*nodes, row[NODE])
                made[at] = row[CODE], ties, nodes
            yield made[place]

    def _tie(self, step: int, source: int, target: int, position: int) -> Tie:
        key = position << 2 | step
        tie = self._ties.get(key)
        if tie is None:
            if len(self._ties) >= _MOST_TIES:
                self._ties.clear()
            tie = self._ties[key] = Tie(step, source, target, position)
        return tie

    def _turned(self, trail: Trail) -> Trail:
        ties = tuple(
            self._tie(_INVERSE.get(tie.step, tie.step), tie.target, tie.source, tie.position)
            for tie in reversed(trail.ties)
        )
        return Trail(inverse(trail.shape), ties, trail.nodes[::-1])


class _Rows:
    """Rows of an array as lists, each made when it is asked for."""

    def __init__(self, found: Int32) -> None:
        self._found = found

    def __getitem__(self, at: int) -> list[int]:
        """Return one row."""
        row: list[int] = self._found[at].tolist()
        return row


def _is_near_or_first(found: Int32) -> NDArray[np.bool_]:
    """Mark every depth of a line that is near, and farther off the shortest of each legal mark.

    Where pedigrees collapse, one far ancestor stands at many depths, which no rule tells apart.
    """
    key = found[:, NODE].astype(np.int64) * 256 + found[:, MARK]
    near = found[:, CODE] <= _EVERY_DEPTH
    near[np.unique(key, return_index=True)[1]] = True
    return near


_recent: tuple[Walks, ...] = ()


def walks_of(snapshot: KinSource) -> Walks:
    """Return the walks over a snapshot's kinship; the last few snapshots' are kept."""
    global _recent
    graph = snapshot.kin
    for walks in _recent:
        if walks.graph is graph:
            return walks
    facts = snapshot.kin.parent_facts
    confidence = np.asarray(facts.confidence).view(np.ndarray)
    confidence.flags.writeable = False
    walks = Walks(
        graph=graph,
        real=snapshot.persons.n,
        rows=(rows_of(graph.parents), rows_of(graph.children), rows_of(graph.spouses)),
        confidence=confidence,
    )
    _recent = (walks, *_recent)[:_KEPT]
    return walks
