"""Officials' legal kin on a day, derived: class, degree, term, circles, and since which fact."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.kinship.circles import ALL_KIN, CIRCLES, class_of
from graph.kinship.closure import all_kin
from graph.kinship.kin import Kin
from graph.projection.best_paths import Wanted, best_paths
from graph.projection.frames import Frame, Shape, tie_table
from graph.projection.kin_ties import kin_content
from graph.projection.kin_words import sequences, words_of
from graph.projection.model import Label, Type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.kinship.closure import KinSets
    from graph.projection.nodes import Nodes
    from graph.snapshot import Snapshot
    from graph.snapshot.arrays import Int32

OFFICES = (("posts", "person"), ("handlers", "person"))
"""Where officials are named."""
_GROUPS = ("parents", "spouses", "parent_facts", "spouse_facts")


def legal_kin_frames(nodes: Nodes, day: int) -> Iterator[Frame]:
    """Yield the frame of LEGAL_KIN, from each official to each person who is kin on the day."""
    parts = nodes.snapshot.manifest.parts
    offices = "/".join(parts[table].objects[f"{table}.arrow"] for table, _ in OFFICES)
    kin = parts["kin"].objects
    people = "/".join(kin[f"persons.{name}"] for name in ("sex", "born_first", "born_last"))
    support = f"{kin['supported_pairs.arrow']}/{parts['ties'].objects['ties.arrow']}"
    yield Frame(
        shape=Shape(type=Type.LEGAL_KIN, source=Label.PERSON, target=Label.PERSON),
        fingerprint=f"{kin_content(nodes, *_GROUPS)}/{offices}/{people}/{support}/{day}",
        make=partial(_table, nodes, day),
    )


def officials(snapshot: Snapshot) -> Int32:
    """Return everyone who holds or held a post, or handles cases, ascending."""
    named: set[str] = set()
    for table, column in OFFICES:
        named.update(filter(None, snapshot.table(table).column(column).to_pylist()))
    found = (snapshot.ties.find(0, person) for person in named)  # type: ignore[arg-type]
    return np.array(sorted(node for node in found if node is not None), np.int32)


def _table(nodes: Nodes, day: int) -> pa.Table:
    snapshot = nodes.snapshot
    egos = officials(snapshot)
    sets = {code: all_kin(snapshot, egos, day, circle) for code, circle in CIRCLES.items()}
    base = sets[ALL_KIN.code]
    pairs = np.unique(np.concatenate([_pairs(found) for found in sets.values()]))
    ego, relative = (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)
    code = np.full(len(pairs), -1, np.int64)
    code[np.searchsorted(pairs, _pairs(base))] = base.code
    shapes = [base.shape_of(number) for number in range(len(base.automaton.rank))]
    by_path = np.flatnonzero(code >= 0)
    wanted = Wanted(
        ego=ego[by_path], relative=relative[by_path], code=code[by_path].astype(np.uint8)
    )
    paths = best_paths(snapshot, wanted, ALL_KIN.shapes, day)
    code[by_path] = paths.code
    words = words_of(snapshot, paths, [shapes[place] for place in paths.code.tolist()], day)
    terms = np.array(["有扶养、赡养关系的人"] * len(pairs), object)
    terms[by_path] = np.array(words, object)
    return tie_table(
        nodes.id_of(ego),
        nodes.id_of(relative),
        pa.array(np.zeros(len(pairs), np.int8)),
        _counted(code, shapes)
        | {
            "term": pa.array(terms, pa.string()),
            "circles": _circles(pairs, sets),
            "sequence": pa.array(sequences(snapshot, paths, by_path, ego, relative, day)),
        },
    )


def _pairs(found: KinSets) -> NDArray[np.int64]:
    return found.ego.astype(np.int64) << 32 | found.relative


def _counted(code: NDArray[np.int64], shapes: list[str]) -> dict[str, pa.Array]:
    """Return what a shape alone tells; the last of each list is for kin by support alone."""
    counts = [Kin.of(shape) for shape in (*shapes, "")]
    place = pa.array(code % len(counts))
    return {
        "class": pa.array([class_of(shape).label for shape in (*shapes, "")]).take(place),
        "shape": pa.array([*shapes, None]).take(place),
        "up": pa.array([kin.up for kin in counts]).take(place),
        "down": pa.array([kin.down for kin in counts]).take(place),
        "marriages": pa.array([kin.marriages for kin in counts]).take(place),
    }


def _circles(pairs: NDArray[np.int64], sets: dict[str, KinSets]) -> pa.Array:
    """Return the codes of the circles that hold each pair."""
    held = np.zeros(len(pairs), np.int64)
    for bit, found in enumerate(sets.values()):
        held[np.searchsorted(pairs, _pairs(found))] |= 1 << bit
    different, place = np.unique(held, return_inverse=True)
    lists = [
        [code for bit, code in enumerate(sets) if pattern >> bit & 1]
        for pattern in different.tolist()
    ]
    return pa.array(lists, pa.list_(pa.string())).take(pa.array(place))
