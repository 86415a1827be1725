"""Nodes as they should stand in Neo4j, one frame for each label."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.ontology.kinds import NodeKind
from graph.projection.cells import cells_of, whole
from graph.projection.frames import Frame, Shape
from graph.projection.model import NODE_CELLS, Label, label_of
from graph.projection.nodes import implied_ids
from graph.snapshot.persons import one_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.projection.nodes import Nodes
    from graph.snapshot import Snapshot

SEXES = ("", "M", "F")
"""How a sex is written, by its number in a snapshot."""
_SPANS = ("born_first", "born_last", "died_first", "died_last")


def node_frames(nodes: Nodes) -> Iterator[Frame]:
    """Yield a frame for each label."""
    parts = nodes.snapshot.manifest.parts
    yield Frame(
        shape=Shape(label=Label.PERSON),
        fingerprint=_content(nodes.snapshot, "kin", "people.arrow", *_person_arrays())
        + parts["declarations"].objects["declarations.arrow"],
        make=partial(_people, nodes.snapshot),
    )
    yield Frame(
        shape=Shape(label=Label.IMPLIED),
        fingerprint=_content(nodes.snapshot, "kin", *_person_arrays()) + str(nodes.implied),
        make=partial(_implied, nodes),
    )
    for kind in NodeKind:
        if kind is not NodeKind.PERSON:
            table = NODE_CELLS[kind][0] if kind in NODE_CELLS else ""
            content = parts[table].objects[f"{table}.arrow"] if table else ""
            yield Frame(
                shape=Shape(label=label_of(kind)),
                fingerprint=f"{content}/{nodes.fingerprint}",
                make=partial(_things, nodes, kind),
            )


def _person_arrays() -> tuple[str, ...]:
    return tuple(f"persons.{name}" for name in ("sex", *_SPANS))


def _content(snapshot: Snapshot, part: str, *names: str) -> str:
    objects = snapshot.manifest.parts[part].objects
    return "/".join(objects[name] for name in names)


def _people(snapshot: Snapshot) -> pa.Table:
    rows, persons = snapshot.table("people"), snapshot.persons
    columns = {"id": whole(rows.column("id")).cast(pa.string())}
    columns |= cells_of("people", rows, NODE_CELLS[NodeKind.PERSON][1])
    columns |= _bodies(snapshot, slice(0, persons.n))
    columns["declared"] = _declared(snapshot, columns["id"])
    return _in_order(columns)


def _bodies(snapshot: Snapshot, part: slice) -> dict[str, pa.Array]:
    """Return sex and days of birth and death: births always, deaths where one is on record."""
    persons = snapshot.persons
    sex = np.asarray(persons.sex[part])
    words = pa.array(SEXES).take(pa.array(sex))
    columns = {"sex": pc.if_else(pc.equal(words, ""), None, words)}
    is_alive = np.asarray(persons.died_first[part]) == np.iinfo(np.int32).max
    for name in _SPANS:
        days = np.asarray(getattr(persons, name)[part]).astype(np.int64)
        columns[name] = pa.array(days, mask=is_alive if name.startswith("died") else None)
    return columns


def _declared(snapshot: Snapshot, ids: pa.Array) -> pa.Array:
    """Return the scopes of kin that each person declared, null for who declared none."""
    rows = snapshot.table("declarations").select(["person", "scope"])
    scopes: dict[str, set[str]] = {}
    for person, scope in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        if person and scope:
            scopes.setdefault(person, set()).add(scope)
    named = pa.array(scopes, pa.string())
    lists = pa.array([sorted(found) for found in scopes.values()], pa.list_(pa.string()))
    return lists.take(pc.index_in(ids, value_set=named))


def _implied(nodes: Nodes) -> pa.Table:
    persons = nodes.snapshot.persons
    columns: dict[str, Any] = {"id": implied_ids(nodes.implied)}
    bodies = _bodies(nodes.snapshot, slice(persons.n, persons.n_all))
    columns |= {name: bodies[name] for name in ("sex", "born_first", "born_last")}
    return _in_order(columns)


def _things(nodes: Nodes, kind: NodeKind) -> pa.Table:
    """Return nodes of one kind, with the cells of their rows where the kind has a table.

    A zone has a row for each place in it; its name is taken from the first that has one.
    """
    first, last = (int(nodes.snapshot.ties.first[at]) for at in (kind, kind + 1))
    ids = nodes.ids.slice(first, last - first).cast(pa.string())
    columns = {"id": ids}
    if kind in NODE_CELLS:
        table, cells = NODE_CELLS[kind]
        rows = nodes.snapshot.table(table)
        key = one_array(rows.column("zone" if kind is NodeKind.ZONE else "id")).cast(pa.string())
        if kind is NodeKind.ZONE:
            filled = pa.array(_named_first(rows))
            rows, key = rows.take(filled), key.take(filled)
        place = pc.index_in(ids, value_set=key)
        found = cells_of(table, rows, cells)
        columns |= {name: values.take(place) for name, values in found.items()}
    return _in_order(columns)


def _named_first(rows: pa.Table) -> NDArray[np.int64]:
    """Order rows so that those with a name come first."""
    is_blank = pc.is_null(rows.column("name")).to_numpy()
    return np.argsort(is_blank, kind="stable")


def _in_order(columns: dict[str, Any]) -> pa.Table:
    rest = sorted(name for name in columns if name != "id")
    return pa.table({name: columns[name] for name in ("id", *rest)})
