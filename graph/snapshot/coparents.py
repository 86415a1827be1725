"""Couples known only by their child: two birth parents with no marriage or other tie on record."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.model import ALWAYS, EVER, Bond, Standing
from graph.snapshot.arrays import DISPUTED
from graph.snapshot.segments import Piece, Segments, Tie, segments_of
from graph.snapshot.words import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32, UInt8
    from graph.snapshot.chain_ties import Added
    from graph.snapshot.elementary import KinRows, ParentRows

_FOREVER = (Piece(EVER, ALWAYS, Standing.CO_PARENT),)


def co_parent_segments(
    rows: KinRows, stated: ParentRows, added: Sequence[Added], couples: Segments, sex: UInt8
) -> Segments:
    """Return a segment for every such couple, proven by the two parent rows of their first child.

    `couples` holds all spouse ties, `sex` covers implied people. Two parents of one known sex
    are a contradiction, not a couple.
    """
    births = _births(rows, stated)
    simple = _of_two_stated(rows, births, sex, pairs_of(couples))
    taken = {*pairs_of(couples).tolist(), *pairs_of(simple).tolist()}
    return Segments.join([simple, segments_of(_others(rows, births, added, sex, taken))])


def pairs_of(segments: Segments) -> NDArray[np.int64]:
    """Return the two people of each segment as one number."""
    return segments.one.astype(np.int64) << 32 | segments.other


class _Births(NamedTuple):
    """Stated birth ties by child, one for each pair with its best row; each child's place."""

    child: Int32
    parent: Int32
    row: NDArray[np.int64]
    head: NDArray[np.int64]
    size: NDArray[np.int64]


class _Parent(NamedTuple):
    node: int
    needs: tuple[int, ...]
    is_inferred: bool


def _births(rows: KinRows, stated: ParentRows) -> _Births:
    birth = np.flatnonzero(stated.kind == Kind.BIRTH)
    pair = stated.child[birth].astype(np.int64) << 32 | stated.parent[birth]
    order = np.lexsort((rows.rank[stated.row[birth]], pair))
    birth = birth[order[np.diff(pair[order], prepend=-1) != 0]]
    child = stated.child[birth]
    head = np.flatnonzero(np.diff(child, prepend=-1))
    count = np.diff(head, append=len(child))
    return _Births(child, stated.parent[birth], stated.row[birth], head, count)


def _of_two_stated(
    rows: KinRows, births: _Births, sex: UInt8, taken: NDArray[np.int64]
) -> Segments:
    """Return the couples of children with two stated parents, all at once."""
    first = births.head[births.size == 2]
    one, other = births.parent[first], births.parent[first + 1]
    pair = one.astype(np.int64) << 32 | other
    is_couple = ((sex[one] == 0) | (sex[one] != sex[other])) & ~np.isin(pair, taken)
    _, lowest = np.unique(pair[is_couple], return_index=True)
    first = first[np.flatnonzero(is_couple)[lowest]]
    proof = np.stack([births.row[first], births.row[first + 1]], axis=1)
    size = len(first)
    return Segments(
        one=births.parent[first],
        other=births.parent[first + 1],
        flags=(Standing.CO_PARENT | DISPUTED * rows.disputed[proof].any(axis=1)).astype(np.uint8),
        start=np.full(size, EVER, np.int32),
        end=np.full(size, ALWAYS, np.int32),
        bond=np.full(size, Bond.CO_PARENTHOOD, np.uint8),
        confidence=rows.confidence[proof].prod(axis=1, dtype=np.float32),
        proof_first=np.arange(size, dtype=np.int64) * 2,
        proof_count=np.full(size, 2, np.int32),
        proof=proof.ravel().astype(np.int32),
    )


def _others(
    rows: KinRows, births: _Births, added: Sequence[Added], sex: UInt8, taken: set[int]
) -> Iterator[Tie]:
    """Yield the couples of children with more than two parents, or with an implied one."""
    parents: dict[int, list[_Parent]] = {}
    place = {
        int(births.child[head]): (int(head), int(head + count))
        for head, count in zip(births.head[births.size > 2], births.size[births.size > 2],
                               strict=True)
    }  # fmt: skip
    implied = [tie for tie in added if tie.kind == Kind.BIRTH and sex[tie.other] and not tie.is_own]
    children = np.array(sorted({tie.one for tie in implied}), np.int32)
    lows, highs = (np.searchsorted(births.child, children, side) for side in ("left", "right"))
    place |= dict(zip(children.tolist(), zip(lows, highs, strict=True), strict=True))
    for child, (low, high) in place.items():
        stated = zip(births.parent[low:high].tolist(), births.row[low:high].tolist(), strict=True)
        parents[child] = [_Parent(node, (row,), False) for node, row in stated]
    for tie in implied:
        parents[tie.one].append(_Parent(tie.other, tie.needs, True))
    for child in sorted(parents):
        for one, other in combinations(sorted(parents[child]), 2):
            pair = one.node << 32 | other.node
            if pair in taken or (sex[one.node] and sex[one.node] == sex[other.node]):
                continue
            taken.add(pair)
            yield _couple(rows, one, other)


def _couple(rows: KinRows, one: _Parent, other: _Parent) -> Tie:
    needs = list(dict.fromkeys(one.needs + other.needs))
    return Tie(
        one=one.node,
        other=other.node,
        bond=Bond.CO_PARENTHOOD,
        pieces=_FOREVER,
        confidence=float(np.prod(rows.confidence[needs])),
        is_disputed=bool(rows.disputed[needs].any()),
        proof=tuple(needs),
        is_inferred=one.is_inferred or other.is_inferred,
    )
