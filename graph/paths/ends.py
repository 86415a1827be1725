"""What the ends of a question stand for: one thing by id or name, or everybody of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from graph.errors import AmbiguousError, InputError, NotFoundError
from graph.ontology.kinds import EDGE, NODE_LABELS, EdgeKind, NodeKind
from graph.paths.connect import Ends

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

STAFF = "unit-staff:"
"""Before the name of a unit: its people."""
_NAMED = (
    (NodeKind.PERSON, "people", "name"),
    (NodeKind.UNIT, "units", "name"),
    (NodeKind.PLACE, "places", "name"),
    (NodeKind.CONTRACT, "contracts", "title"),
    (NodeKind.PROGRAMME, "programmes", "name"),
)
"""Kinds whose things have names; their tables have a row for each node, in order."""
_STAFF = (
    EdgeKind.HOLDS_POST,
    EdgeKind.HANDLES_FOR,
    EdgeKind.LEGAL_REPRESENTATIVE,
    EdgeKind.DIRECTOR,
    EdgeKind.SUPERVISOR,
    EdgeKind.MANAGER,
    EdgeKind.SHAREHOLDER,
    EdgeKind.CONTROLLER,
)
"""Ties that make somebody one of a unit's people."""
_TOLD = ("id", "name", "sex", "born", "village")


def one_end(snapshot: Snapshot, asked: str) -> Ends:
    """Return the thing of this id, else the one that bears this name.

    Raises:
        NotFoundError: nothing has the id or bears the name.
        AmbiguousError: several people bear it.
        InputError: several things do, or have the id.
    """
    try:
        return Ends(asked=asked, nodes=(snapshot.ties.index(asked),))
    except NotFoundError:
        return Ends(asked=asked, nodes=(_bearer(snapshot, asked),))


def _bearer(snapshot: Snapshot, name: str) -> int:
    found = []
    for kind, table, column in _NAMED:
        rows = snapshot.table(table)
        hits = np.flatnonzero(pc.fill_null(pc.equal(rows.column(column), name), False).to_numpy())
        found += [(kind, int(row)) for row in hits]
    if not found:
        raise NotFoundError(
            f"nothing with the id or the name '{name}' is loaded; look it up with 'huibi find "
            f"{name}', or write the kind before the id, such as unit:U1 or account:6217"
        )
    if len(found) == 1:
        kind, row = found[0]
        return int(snapshot.ties.first[kind]) + row
    told = [_told(snapshot, kind, row) for kind, row in found]
    if all(kind is NodeKind.PERSON for kind, _ in found):
        raise AmbiguousError(name, told)
    raise InputError(
        f"'{name}' is the name of {len(found)} things: name one by id:\n  " + "\n  ".join(told)
    )


def _told(snapshot: Snapshot, kind: NodeKind, row: int) -> str:
    """Return a line by which people tell homonyms apart."""
    node = int(snapshot.ties.first[kind]) + row
    if kind is not NodeKind.PERSON:
        return f"{kind.prefix}:{snapshot.ties.id(node)} {NODE_LABELS[kind]}"
    people = snapshot.table("people")
    cells = (people.column(column)[row].as_py() for column in _TOLD)
    return " ".join(str(cell) for cell in cells if cell)


def staff_of(snapshot: Snapshot, asked: str, day: int) -> Ends:
    """Return the people of a unit on a day: posts, roles and shares in force, and its handlers.

    Raises:
        InputError: there is no such unit, or nobody is recorded in it on the day.
    """
    name = asked.removeprefix(STAFF)
    (unit,) = one_end(snapshot, name).nodes
    if snapshot.ties.kind(unit) is not NodeKind.UNIT:
        raise InputError(f"'{name}' is no unit, so it has no people: name a unit, such as unit:U1")
    into, times = snapshot.ties.into, snapshot.times
    staff = set()
    for position in into.row_of(unit):
        kind = EdgeKind(int(into.kind[position]))
        source = int(into.indices[position])
        if kind in _STAFF and snapshot.ties.kind(source) is NodeKind.PERSON:
            row = times.begin(EDGE[kind].table) + int(into.row[position])
            if times.start[row] <= day < times.end[row]:
                staff.add(source)
    if not staff:
        raise InputError(
            f"'{name}': nobody is recorded in this unit on the day asked about, so nothing can be "
            "said of its people; load its posts or roles, or ask about the unit itself"
        )
    return Ends(asked=asked, nodes=tuple(sorted(staff)))
