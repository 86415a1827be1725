"""Who of one group is kin to whom of another: the smaller group is walked, the larger looked up."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from graph.kinship.automaton import automaton_of
from graph.kinship.circles import ALL_KIN, inverse_shapes
from graph.kinship.closure import KinSets, with_supported
from graph.kinship.kin import inverse
from graph.kinship.support import supports_of
from graph.kinship.walks import LAWFUL_ONLY, walks_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kinship.circles import Circle, Shapes
    from graph.kinship.walks import KinSource
    from graph.snapshot.arrays import Int32


def kin_matrix(
    snapshot: KinSource,
    egos: Int32,
    others: Int32,
    on: int,
    circle: Circle = ALL_KIN,
    *,
    allowed: int = LAWFUL_ONLY,
) -> KinSets:
    """Return the relatives of each of some people among others, on a day, as `all_kin` does.

    Each pair once, by ego, then relative, the merely supported last; with its closest shape, read
    from the ego, and of shapes equally close, either. Cost: some 10 µs for each of the smaller
    group.
    """
    egos, others = ascending(egos), ascending(others)
    automaton, walks = automaton_of(circle.shapes), walks_of(snapshot)
    if len(egos) <= len(others):
        kin, begins = walks.kin_of_many(egos, on, automaton, allowed)
        code = kin[:, 1].astype(np.int16)
    else:
        turned = inverse_shapes(circle.shapes)
        kin, begins = walks.kin_of_many(others, on, automaton_of(turned), allowed)
        code = _turned(turned)[kin[:, 1]]
    walked, sought = (egos, others) if len(egos) <= len(others) else (others, egos)
    found = np.flatnonzero(among(kin[:, 0], sought))
    source = walked[np.searchsorted(begins, found, side="right") - 1]
    pairs = (source, kin[found, 0])
    ego, relative = pairs if walked is egos else pairs[::-1]
    order = np.lexsort((relative, ego))
    sets = KinSets(
        ego=ego[order],
        relative=relative[order],
        code=code[found][order].astype(np.uint8),
        automaton=automaton,
    )
    if not circle.supported:
        return sets
    supported = supports_of(snapshot).pairs(on)
    return with_supported(sets, egos, supported[among(supported[:, 1], others)])


def ascending(nodes: NDArray[np.integer]) -> Int32:
    """Return nodes in order, each once; of a few hundred in a fifth of the time of `np.unique`."""
    found = nodes.astype(np.int32)
    found.sort()
    is_new = np.empty(len(found), np.bool_)
    is_new[:1] = True
    np.not_equal(found[1:], found[:-1], out=is_new[1:])
    return found if is_new.all() else found[is_new]


def among(nodes: NDArray[np.integer], ordered: Int32) -> NDArray[np.bool_]:
    """Return which nodes stand in an ascending array."""
    if not len(ordered):
        return np.zeros(len(nodes), np.bool_)
    places = ordered.searchsorted(nodes)
    places[places == len(ordered)] = 0
    return np.asarray(ordered[places] == nodes, np.bool_)


@lru_cache(maxsize=256)
def _turned(shapes: Shapes) -> NDArray[np.int16]:
    """Return, for each code of some shapes, the code of the inverse among the inverse shapes."""
    there, back = automaton_of(shapes), automaton_of(inverse_shapes(shapes))
    codes = range(len(back.rank))
    code_of = {back.shape_of(code): code for code in reversed(codes)}
    return np.array([code_of[inverse(there.shape_of(code))] for code in codes], np.int16)
