"""From segments to the arrays and edge tables of a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.model import ALWAYS, EVER
from graph.snapshot.arrays import DISPUTED, STANDING_MASK, UNCERTAIN, Adjacency, EdgeFacts, KinGraph
from graph.snapshot.elementary import confidences, numbers
from graph.snapshot.segments import Segments
from graph.snapshot.spans import SINCE_EVER, STILL, codes_of, column_of, node_of, spans_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32
    from graph.snapshot.elementary import KinRows


def kin_graph(parents: Segments, couples: Segments, n_all: int) -> KinGraph:
    """Return the arrays of parent and spouse segments among `n_all` people."""
    mirrored = both_ways(couples)
    up, up_facts = _compressed(parents, parents.one, parents.other, n_all)
    across, across_facts = _compressed(mirrored, mirrored.one, mirrored.other, n_all)
    return KinGraph(
        parents=up,
        children=_adjacency(parents, parents.other, parents.one, n_all)[0],
        spouses=across,
        parent_facts=up_facts,
        spouse_facts=across_facts,
    )


def both_ways(couples: Segments) -> Segments:
    """Return each couple twice, once from either side."""
    turned = {name: getattr(couples, name) for name in Segments.__slots__}
    turned["one"], turned["other"] = couples.other, couples.one
    return Segments.join([couples, Segments(**turned)])


def _adjacency(
    segments: Segments, near: Int32, far: Int32, n_all: int
) -> tuple[Adjacency, NDArray[np.int64]]:
    """Return rows by `near`, and the order in which segments went into them."""
    pair = near.astype(np.int64) << 32 | far
    order = np.argsort(pair, kind="stable")
    if (np.diff(pair[order]) == 0).any():
        order = np.lexsort((segments.start, pair))
    indptr = np.zeros(n_all + 1, np.int32)
    np.cumsum(np.bincount(near, minlength=n_all), out=indptr[1:])
    adjacency = Adjacency(
        indptr=indptr,
        indices=far[order].astype(np.int32),
        flags=segments.flags[order],
        start=segments.start[order],
        end=segments.end[order],
    )
    return adjacency, order


def _compressed(
    segments: Segments, near: Int32, far: Int32, n_all: int
) -> tuple[Adjacency, EdgeFacts]:
    adjacency, order = _adjacency(segments, near, far, n_all)
    counts = segments.proof_count[order]
    indptr = np.zeros(len(order) + 1, np.int32)
    np.cumsum(counts, out=indptr[1:])
    within = np.arange(indptr[-1], dtype=np.int64) - np.repeat(indptr[:-1], counts)
    facts = EdgeFacts(
        confidence=segments.confidence[order],
        bond=segments.bond[order],
        proof_indptr=indptr,
        proof=segments.proof[np.repeat(segments.proof_first[order], counts) + within],
    )
    return adjacency, facts


def edge_table(adjacency: Adjacency, facts: EdgeFacts, near: str, far: str) -> Any:
    """Return an Arrow table of the same segments, for SQL: sorted by `near`, `far`, start."""
    return pa.table(
        {
            near: np.repeat(
                np.arange(len(adjacency.indptr) - 1, dtype=np.int32), np.diff(adjacency.indptr)
            ),
            far: adjacency.indices,
            "standing": (adjacency.flags & STANDING_MASK).astype(np.int8),
            "start": adjacency.start,
            "end": adjacency.end,
            "uncertain": adjacency.flags & UNCERTAIN != 0,
            "disputed": adjacency.flags & DISPUTED != 0,
            "confidence": facts.confidence,
        }
    )


def supported_table(rows: KinRows, ties: Any, ids: Any) -> Any:
    """Return the pairs with support on record, both ways: supported kin rows and guardians.

    Columns: a, b, start, end (the widest days), uncertain (a guardian's dates are partial),
    disputed, confidence, fact. Support on a kin row outlasts the tie and has no dates.
    """
    kin = np.flatnonzero(rows.supported & rows.is_placed)
    person, other = node_of(column_of(ties, "person"), ids), node_of(_bare_ids(ties), ids)
    kind, kinds = codes_of(column_of(ties, "kind"))
    is_guardian = np.array([word == "guardian" for word in kinds] + [False], bool)[kind]
    tie = np.flatnonzero(is_guardian & (person >= 0) & (other >= 0) & (person != other))
    since, until = spans_of(ties, "from", SINCE_EVER), spans_of(ties, "to", STILL)
    status, words = codes_of(column_of(ties, "status"))
    is_disputed = np.array([word == "disputed" for word in words] + [False], bool)[status]
    is_partial = (since.first != since.last) | (until.first != until.last)
    blank = np.zeros(len(kin), np.int32)
    a = np.concatenate([rows.person[kin], person[tie]])
    b = np.concatenate([rows.relative[kin], other[tie]])
    columns = {
        "start": np.concatenate([blank + np.int32(EVER), since.first[tie]]),
        "end": np.concatenate([blank + np.int32(ALWAYS), until.last[tie]]),
        "uncertain": np.concatenate([blank > 0, is_partial[tie]]),
        "disputed": np.concatenate([rows.disputed[kin], is_disputed[tie]]),
        "confidence": np.concatenate([rows.confidence[kin], confidences(ties)[tie]]),
        "fact": np.concatenate([rows.fact[kin], numbers(ties, "fact")[tie]]),
    }
    both = {"a": np.concatenate([a, b]), "b": np.concatenate([b, a])}
    both |= {name: np.concatenate([column, column]) for name, column in columns.items()}
    order = np.lexsort((both["fact"], both["b"], both["a"]))
    return pa.table({name: column[order] for name, column in both.items()})


def _bare_ids(ties: Any) -> Any:
    """Return the other ends with a `person:` prefix taken off."""
    other = column_of(ties, "other").cast(pa.string())
    return pa.array(
        [text.removeprefix("person:") if text else None for text in other.to_pylist()], pa.string()
    )
