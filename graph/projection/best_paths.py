"""The best lawful path to each relative of many people at once, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.kinship.automaton import LINE_CODES, automaton_of
from graph.kinship.rows import ACROSS, DOWN, UP, trie_of
from graph.kinship.trails import (
    BEFORE,
    CODE,
    NODE,
    POSITION,
    STEP,
    bounded_trails,
    line_trails,
)
from graph.kinship.walks import LAWFUL_ONLY, NO_TARGET, walks_of
from graph.snapshot.arrays import DISPUTED, INFERRED, UNCERTAIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kinship.circles import Shapes
    from graph.kinship.walks import Walks
    from graph.snapshot.arrays import Int32, UInt8

    from graph.snapshot import Snapshot  # isort: skip

_COLUMNS = (NODE, BEFORE, POSITION, STEP, CODE)
NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Pairs, none twice, and a code of the closest shape of each."""

    ego: Int32
    relative: Int32
    code: UInt8


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """One path for each pair, in the order of the pairs.

    code: uint8, the shape of each, as close as the one asked for. nodes: int32[pairs, longest+1],
    ego first; positions, steps: int32[pairs, longest]; -1 beyond the end. A position is in the
    parents' arrays for steps up and down, else in the spouses'.
    """

    code: UInt8
    nodes: Int32
    positions: Int32
    steps: Int32


def best_paths(snapshot: Snapshot, wanted: Wanted, shapes: Shapes, day: int) -> Paths:
    """Return the best lawful path of each pair among those as close as its closest shape.

    Best as in `graph.kinship.readings`: most confident, undisputed, certain, least inferred, then
    by nodes. Cost: some 50 µs an ego and 5 µs a pair.
    """
    walks, rank = walks_of(snapshot), automaton_of(shapes).rank
    trails, roots = _all_trails(walks, np.unique(wanted.ego), shapes, day)
    asked = _key(wanted.ego, wanted.relative, rank[wanted.code])
    pair = _key(trails[roots, 0], trails[:, 0], rank[trails[:, 4]])
    order = np.argsort(asked)
    place = np.searchsorted(asked[order], pair)
    place[place == len(asked)] = 0
    hit = np.flatnonzero((trails[:, 4] >= 0) & (asked[order][place] == pair))
    paths = _walked_back(trails, hit)
    best = _best_of_each(walks, paths, order[place[hit]], len(asked))
    return Paths(
        code=paths.code[best],
        nodes=paths.nodes[best],
        positions=paths.positions[best],
        steps=paths.steps[best],
    )


def _key(ego: NDArray[Any], node: NDArray[Any], rank: NDArray[Any]) -> NDArray[np.int64]:
    """Return one number for each triple; nodes below 2^27, ranks below 2^9."""
    return ego.astype(np.int64) << 36 | node.astype(np.int64) << 9 | rank.astype(np.int64)


def _all_trails(
    walks: Walks, egos: Int32, shapes: Shapes, day: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the trails of all egos in one array, `before` moved along, and each one's first row.

    Codes of lines are those of the automaton.
    """
    automaton = automaton_of(shapes)
    trie, bounded = trie_of(automaton), len(automaton.shapes)
    parents, children, _ = walks.rows
    parts, begins, at = [], [], 0
    for ego in egos.tolist():
        found: list[tuple[Int32, int | None]] = [
            (bounded_trails(*walks.rows, trie, ego, NO_TARGET, walks.real, day, LAWFUL_ONLY), None)
        ]
        for is_wanted, along in ((automaton.is_up, UP), (automaton.is_down, DOWN)):
            if is_wanted:
                line = line_trails(
                    parents, children, walks.confidence, along, ego, day, LAWFUL_ONLY
                )
                found.append((line, along))
        for trails, step in found:
            part = trails[:, _COLUMNS].astype(np.int64)
            part[1:, 1] += at
            if step is not None:
                depth = np.minimum(part[:, 4], LINE_CODES)
                is_real = part[:, 0] < walks.real
                code = bounded + step * LINE_CODES + depth - 1
                part[:, 4] = np.where((depth > 0) & is_real, code, -1)
            parts.append(part)
            begins.append(np.full(len(part), at, np.int64))
            at += len(part)
    if not parts:
        return np.zeros((0, 5), np.int64), np.zeros(0, np.int64)
    return np.concatenate(parts), np.concatenate(begins)


def _walked_back(trails: NDArray[np.int64], rows: NDArray[np.int64]) -> Paths:
    """Return the paths that end at some rows, from their first person on."""
    depth = np.zeros(len(rows), np.int64)
    at = rows.copy()
    while len(at) and (going := trails[at, 1] >= 0).any():
        depth += going
        at = np.where(going, trails[at, 1], at)
    longest = int(depth.max(initial=0))
    nodes = np.full((len(rows), longest + 1), NOBODY, np.int32)
    positions = np.full((len(rows), longest), -1, np.int32)
    steps = np.full((len(rows), longest), -1, np.int32)
    here = np.arange(len(rows))
    at = rows.copy()
    for back in range(longest):
        place = depth - back
        going = np.flatnonzero(place > 0)
        row, column = at[going], place[going]
        nodes[here[going], column] = trails[row, 0]
        positions[here[going], column - 1] = trails[row, 2]
        steps[here[going], column - 1] = trails[row, 3]
        at[going] = trails[row, 1]
    nodes[:, 0] = trails[at, 0]
    code = trails[rows, 4].astype(np.uint8)
    return Paths(code=code, nodes=nodes, positions=positions, steps=steps)


def of_ties(paths: Paths, parents: NDArray[Any], spouses: NDArray[Any]) -> NDArray[Any]:
    """Return a value for each tie of each path from the two groups of arrays; 0 beyond the end."""
    is_across, is_step = paths.steps == ACROSS, paths.steps >= 0
    found = np.zeros(paths.steps.shape, parents.dtype)
    held = is_step & ~is_across
    found[held] = parents[paths.positions[held]]
    found[is_across] = spouses[paths.positions[is_across]]
    return found


def _best_of_each(
    walks: Walks, paths: Paths, group: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    graph = walks.graph
    flags = of_ties(paths, np.asarray(graph.parents.flags), np.asarray(graph.spouses.flags))
    sure = of_ties(
        paths,
        np.asarray(graph.parent_facts.confidence).astype(np.float64),
        np.asarray(graph.spouse_facts.confidence).astype(np.float64),
    )
    confidence = np.ones(len(sure))
    for column in range(sure.shape[1]):  # in the order in which a reading multiplies
        confidence *= np.where(paths.steps[:, column] >= 0, sure[:, column], 1.0)
    together = np.bitwise_or.reduce(flags.astype(np.int64), axis=1)
    keys = (
        paths.code,
        *(paths.nodes[:, column] for column in range(paths.nodes.shape[1] - 1, -1, -1)),
        (flags & INFERRED != 0).sum(axis=1),
        together & UNCERTAIN != 0,
        together & DISPUTED != 0,
        -confidence,
        group,
    )
    order = np.lexsort(keys)
    first = np.unique(group[order], return_index=True)[1]
    best = np.full(count, -1, np.int64)
    best[group[order][first]] = order[first]
    return best
