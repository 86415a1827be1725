"""The strongest distinct paths between two sets of nodes, and what the search had to leave out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.paths.distinct import are_alike, stations_of
from graph.paths.kernels.search import FULL, HALF_PATHS, PAIRS, TIES, search, search_many
from graph.paths.kernels.stations import DISTINCT, EVERY_PATH
from graph.paths.layout import SLOTS
from graph.paths.tables import way_slots

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from graph.paths.arrays import PathGraph

    Ints = NDArray[np.int64]
    _Kept = tuple[frozenset[int], tuple[int, ...]]
    """Stations and nodes of a path."""

HOPS, MOST_HOPS = 4, 6
HUB = 2_000
"""Ties above which a node is reached but not passed through, unless the search began at it."""
HALF_PATHS_A_SIDE = 1_000_000
"""Half-paths after which a side grows no further."""
SECONDS = 2.0
"""After this long a search ends with what it has."""
AT_ONCE = 20_000
"""Half-paths that take no more than a few milliseconds."""
_PAIRS_EACH = 100
"""Pairs that may meet for each half-path there is room for; a pair takes a hundredth of one."""
_FEW = 100
"""Paths wanted for which a search may be done within a few milliseconds."""
_WIDEST = 12
"""Nodes of the longest path, and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a search goes."""

    hops: int = HOPS
    hub: int = HUB
    half_paths: int = HALF_PATHS_A_SIDE
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One path: its nodes, its ties as codes of the kernels, and the product of their strengths.

    A code is `position * 8 + direction` in the row of the node before it, or -2 - that in the row
    of the node behind it.
    """

    nodes: tuple[int, ...]
    codes: tuple[int, ...]
    strength: float

    def turned(self) -> Path:
        """Return the path from its other end."""
        codes = tuple(-2 - code for code in reversed(self.codes))
        return Path(nodes=self.nodes[::-1], codes=codes, strength=self.strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A hub that was not passed; no path through it can be stronger than `at_most`."""

    node: int
    neighbours: int
    at_most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a search found, strongest first, and what it left out.

    `cuts` could have given more paths or stronger ones; `passed_over` could not. `is_exhausted`
    says that room or time ran out.
    """

    paths: tuple[Path, ...]
    cuts: tuple[Cut, ...]
    passed_over: tuple[Cut, ...]
    is_exhausted: bool
    half_paths: int
    ties: int
    pairs: int

    @property
    def is_complete(self) -> bool:
        """Whether no path is missing from those wanted."""
        return not self.cuts and not self.is_exhausted


def best_paths(
    graph: PathGraph,
    starts: Sequence[int],
    goals: Sequence[int],
    *,
    day: int,
    count: int = 1,
    families: frozenset[str] | None = None,
    limits: Limits | None = None,
    distinct: bool = True,
) -> Outcome:
    """Return the strongest paths on a day, by strength, hops and nodes; no node is of both sets.

    Distinct paths are those of `distinct`; otherwise every path without a loop counts, parallel
    ties once. From goals to starts they are the same, turned round. A KeyboardInterrupt ends the
    search within milliseconds.
    """
    limits = limits or Limits()
    ends = [np.unique(np.asarray(nodes, np.int64)) for nodes in (starts, goals)]
    is_turned = tuple(ends[1]) < tuple(ends[0])
    if is_turned:
        ends.reverse()
    asked = _Question(graph=graph, ends=ends, day=day, families=families, limits=limits)
    paths, last = _collect(asked, count, distinct=distinct)
    kept = tuple(path.turned() if is_turned else path for path in paths)
    return _outcome(graph, kept, last, count)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    graph: PathGraph
    ends: list[Ints]
    day: int
    families: frozenset[str] | None
    limits: Limits

    @property
    def told(self) -> tuple[bool, bool]:
        """Whether the ends of either side count as stations."""
        return len(self.ends[0]) > 1, len(self.ends[1]) > 1

    def ask(self, wanted: int, kept: Sequence[_Kept], mode: int) -> _Answer:
        """Run the kernel once; `kept` are the paths found before."""
        stations = np.full((len(kept), 2, _WIDEST), -1, np.int64)
        lengths = np.zeros((len(kept), 2), np.int64)
        for place, both in enumerate(kept):
            for column, nodes in enumerate(both):
                stations[place, column, : len(nodes)] = sorted(nodes)
                lengths[place, column] = len(nodes)
        slots, ways, told = self.graph.slots, way_slots(self.families), self.told
        hops, hub = self.limits.hops, self.limits.hub

        def run(most: int, stop: Ints) -> Any:
            limits = (hops, hub, most, wanted, most * _PAIRS_EACH)
            return search(
                slots, ways, *self.ends, self.day, limits, mode, told, stations, lengths, stop
            )

        found = interruptible(
            run,
            lambda found: found[-1][FULL] > 0,
            self.limits.half_paths,
            self.limits.seconds,
            at_once=(AT_ONCE,) if wanted <= _FEW else (),
        )
        nodes, codes, strengths, cuts, bounds, work = found
        paths = [
            Path(
                nodes=tuple(int(node) for node in row if node >= 0),
                codes=tuple(int(code) for code in ties if code != -1),
                strength=float(strength),
            )
            for row, ties, strength in zip(nodes, codes, strengths, strict=True)
        ]
        paths.sort(key=lambda path: (-path.strength, len(path.codes), path.nodes))
        hubs = [(int(n), float(b)) for n, b in zip(cuts, bounds, strict=True) if n >= 0]
        return _Answer(paths=paths, hubs=hubs, is_more=len(hubs) == len(cuts), work=work.tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    paths: list[Path]
    hubs: list[tuple[int, float]]
    is_more: bool
    work: list[int]


def _collect(asked: _Question, count: int, *, distinct: bool) -> tuple[list[Path], _Answer]:
    """Take the strongest paths one by one, asking again where too many were alike."""
    if not distinct:
        answer = asked.ask(count, (), EVERY_PATH)
        return answer.paths[:count], answer
    wanted = 1 if count == 1 else 16 + 4 * count
    paths: list[Path] = []
    kept: list[_Kept] = []
    while True:
        answer = asked.ask(wanted, kept, DISTINCT)
        for path in answer.paths:
            stations = stations_of(asked.graph, path, asked.told)
            if len(paths) < count and not any(are_alike(stations, *one) for one in kept):
                paths.append(path)
                kept.append((stations, path.nodes))
        is_all = len(answer.paths) < wanted or answer.work[FULL] > 0
        if len(paths) == count or is_all:
            return paths, answer


def _outcome(graph: PathGraph, paths: tuple[Path, ...], answer: _Answer, count: int) -> Outcome:
    least = paths[-1].strength if len(paths) == count else 0.0
    hubs = sorted(answer.hubs, key=lambda hub: (-hub[1], hub[0]))
    cuts = [Cut(node=node, neighbours=graph.rows(node), at_most=bound) for node, bound in hubs]
    return Outcome(
        paths=paths,
        cuts=tuple(cut for cut in cuts if cut.at_most > least),
        passed_over=tuple(cut for cut in cuts if cut.at_most <= least),
        is_exhausted=answer.work[FULL] > 0 or answer.is_more,
        half_paths=answer.work[HALF_PATHS],
        ties=answer.work[TIES],
        pairs=answer.work[PAIRS],
    )


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(thread_name_prefix="paths")


def nothing_kept() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what stands for no path found before, as the kernels take it."""
    return np.zeros((0, 2, _WIDEST), np.int64), np.zeros((0, 2), np.int64)


@cache
def _compile() -> None:
    """Have the kernels compiled, or read from their cache, before time is taken."""
    slots, nobody, stop = np.zeros(SLOTS, np.int64), np.zeros(0, np.int64), np.ones(1, np.int64)
    slots.flags.writeable = False
    like, day = ((1, 0, 0, 1, 0), DISTINCT, (False, False), *nothing_kept()), 0
    search(slots, way_slots(None), nobody, nobody, day, *like, stop)
    pairs, best = np.zeros((1, 2), np.int64), np.zeros(0)
    search_many(slots, way_slots(None), nobody, nobody, pairs, day, *like, best, stop)


def interruptible(
    run: Callable[[int, Ints], Any],
    is_full: Callable[[Any], bool],
    most: int,
    seconds: float,
    *,
    at_once: Sequence[int] = (AT_ONCE,),
) -> Any:
    """Run a kernel at once if it is done within little room, else beside the caller.

    run: the kernel, given its room and a stop flag, which is raised on an interrupt and after a
    time. A thread costs more than most searches take, and a kernel cannot be interrupted without.
    at_once: rooms, ascending, that take no more than a few milliseconds.
    """
    _compile()
    for room in at_once:
        try:
            found = run(min(most, room), np.zeros(1, np.int64))
        except SystemError as error:  # an interrupt just as a kernel hands over its answer
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise KeyboardInterrupt from error
            raise
        if most <= room or not is_full(found):
            return found
    return beside(lambda stop: run(most, stop), seconds)


def beside(run: Callable[[Ints], Any], seconds: float) -> Any:
    """Run a kernel in another thread, and raise its stop flag on an interrupt or after a time."""
    _compile()
    stop = np.zeros(1, np.int64)
    waiting = _threads().submit(run, stop)
    try:
        return waiting.result(timeout=seconds)
    except TimeoutError:
        stop[0] = 1
        return waiting.result()
    except BaseException:
        stop[0] = 1
        raise
