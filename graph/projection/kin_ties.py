"""Elementary kinship as the law sees it: who was whose parent and spouse, from when to when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.projection.cells import whole
from graph.projection.frames import Frame, Shape, tie_table
from graph.projection.model import Label, Type
from graph.snapshot.arrays import STANDING_MASK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.projection.nodes import Nodes
    from graph.snapshot.arrays import Adjacency, EdgeFacts

_ADJACENCY = ("indptr", "indices", "flags", "start", "end")
_FACTS = ("confidence", "bond", "proof_indptr", "proof")
_PEOPLE = (Label.PERSON, Label.IMPLIED)


def kin_tie_frames(nodes: Nodes) -> Iterator[Frame]:
    """Yield the frames of PARENT and SPOUSE between named and implied people."""
    for type_, which, facts in (
        (Type.PARENT, "parents", "parent_facts"),
        (Type.SPOUSE, "spouses", "spouse_facts"),
    ):
        for source in _PEOPLE:
            for target in _PEOPLE:
                yield Frame(
                    shape=Shape(type=type_, source=source, target=target),
                    fingerprint=kin_content(nodes, which, facts),
                    make=partial(_table, nodes, type_, source, target),
                )


def kin_content(nodes: Nodes, *groups: str) -> str:
    """Return what some of the kinship arrays, and the rows that prove them, are made of."""
    objects = nodes.snapshot.manifest.parts["kin"].objects
    wanted = [
        objects[f"{group}.{name}"]
        for group in groups
        for name in (_FACTS if group.endswith("facts") else _ADJACENCY)
    ]
    return "/".join((*wanted, objects["kin.arrow"], nodes.fingerprint))


def _table(nodes: Nodes, type_: Type, source: Label, target: Label) -> pa.Table:
    graph = nodes.snapshot.kin
    if type_ is Type.PARENT:
        ties, facts = graph.parents, graph.parent_facts
    else:
        ties, facts = graph.spouses, graph.spouse_facts
    one = np.repeat(np.arange(len(ties.indptr) - 1, dtype=np.int32), np.diff(ties.indptr))
    other, real = np.asarray(ties.indices), nodes.snapshot.persons.n
    held = ((one < real) == (source is Label.PERSON)) & ((other < real) == (target is Label.PERSON))
    if type_ is Type.SPOUSE:  # stored from both sides
        held &= one < other
    place = np.flatnonzero(held)
    return tie_table(
        nodes.id_of(nodes.of_kinship(one[place])),
        nodes.id_of(nodes.of_kinship(other[place])),
        pa.array(ties.start[place]),
        _cells(nodes, ties, facts, place),
    )


def _cells(
    nodes: Nodes, ties: Adjacency, facts: EdgeFacts, place: NDArray[np.int64]
) -> dict[str, pa.Array]:
    flags = np.asarray(ties.flags[place]).astype(np.int64)
    rows = nodes.snapshot.table("kin")
    first = np.asarray(facts.proof_indptr[place]).astype(np.int64)
    count = np.asarray(facts.proof_indptr[place + 1]) - first
    proof = np.asarray(facts.proof)
    offsets = np.zeros(len(place) + 1, np.int32)
    np.cumsum(count, out=offsets[1:])
    within = np.arange(offsets[-1], dtype=np.int64) - np.repeat(offsets[:-1], count)
    proving = proof[np.repeat(first, count) + within]
    fact, origin = whole(rows.column("fact")), whole(rows.column("origin"))
    best = pa.array(proving[np.minimum(offsets[:-1], max(len(proving) - 1, 0))], mask=count == 0)
    return {
        "start": pa.array(np.asarray(ties.start[place]).astype(np.int64)),
        "end": pa.array(np.asarray(ties.end[place]).astype(np.int64)),
        "standing": pa.array(flags & STANDING_MASK),
        "bond": pa.array(np.asarray(facts.bond[place]).astype(np.int64)),
        "flags": pa.array(flags),
        "confidence": pa.array(np.asarray(facts.confidence[place]).astype(np.float64)),
        "proof": pa.ListArray.from_arrays(pa.array(offsets), fact.take(pa.array(proving))),
        "origin": origin.take(best).cast(pa.string()),
    }
