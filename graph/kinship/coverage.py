"""What is known of a person's kin: recorded, declared, or simply not on file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyarrow.compute as pc

from graph.kinship.walks import EVERY_STANDING, walks_of

if TYPE_CHECKING:
    from graph.kinship.walks import KinSource

Known = Literal["recorded", "declared", "unknown"]

_CLASSES = {
    "parents": frozenset({"U"}),
    "siblings": frozenset({"UD"}),
    "spouse": frozenset({"S"}),
    "children": frozenset({"D"}),
    "grandparents": frozenset({"UU"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Class by class, whether relatives are on record, declared complete, or unknown."""

    parents: Known
    siblings: Known
    spouse: Known
    children: Known
    grandparents: Known
    has_recorded_parent: bool
    """A parent with a name, of any standing; parents implied by an assertion do not count."""
    declared: bool
    """Whether any declaration is on record, of whatever date: it says what is known now."""


def coverage(snapshot: KinSource, person: str, on: int) -> Coverage:
    """Return what is known of a person's kin on a day.

    Raises:
        NotFoundError: nobody has this id.
    """
    ego, walks = snapshot.persons.index(person), walks_of(snapshot)
    scopes = _declared(snapshot, person)
    known: dict[str, Known] = {}
    for name, shapes in _CLASSES.items():
        if next(walks.trails(ego, shapes, on, allowed=EVERY_STANDING), None):
            known[name] = "recorded"
        else:
            known[name] = "declared" if scopes & {name, "all"} else "unknown"
    parents = snapshot.kin.parents
    return Coverage(
        **known,
        has_recorded_parent=any(parents.indices[p] < walks.real for p in parents.row(ego)),
        declared=bool(scopes),
    )


def _declared(snapshot: KinSource, person: str) -> set[str]:
    table = snapshot.table("declarations")
    rows = table.filter(pc.equal(table.column("person"), person)).to_pylist()
    return {row["scope"] for row in rows}
