"""What is known of a person's kin: recorded, declared, or simply not on file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from graph.kinship.near_kin import (
    CHILDREN,
    GRANDPARENTS,
    NAMED_PARENT,
    PARENTS,
    SIBLINGS,
    SPOUSE,
    near_kin,
)
from graph.kinship.walks import walks_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.kinship.walks import KinSource
    from graph.snapshot.arrays import Int32, UInt8

Known = Literal["recorded", "declared", "unknown"]

_CLASSES = {
    "parents": PARENTS,
    "siblings": SIBLINGS,
    "spouse": SPOUSE,
    "children": CHILDREN,
    "grandparents": GRANDPARENTS,
}
_KEPT = 4


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
    ego = np.array([snapshot.persons.index(person)], np.int32)
    return read_coverage(int(near_kin_of(snapshot, ego, on)[0]), scopes_of(snapshot).get(person))


def read_coverage(bits: int, scopes: frozenset[str] | None) -> Coverage:
    """Return coverage from the bits of a person's near kin and the scopes of his declarations."""
    scopes = scopes or frozenset()
    known: dict[str, Known] = {}
    for name, bit in _CLASSES.items():
        if bits & bit:
            known[name] = "recorded"
        else:
            known[name] = "declared" if scopes & {name, "all"} else "unknown"
    return Coverage(**known, has_recorded_parent=bool(bits & NAMED_PARENT), declared=bool(scopes))


def near_kin_of(snapshot: KinSource, nodes: Int32, on: int) -> UInt8:
    """Return which near kin of each person are on record on a day, as bits of `near_kin`."""
    walks = walks_of(snapshot)
    found: UInt8 = near_kin(*walks.rows, nodes, walks.real, on)
    return found


_recent: tuple[tuple[object, Mapping[str, frozenset[str]]], ...] = ()


def scopes_of(snapshot: KinSource) -> Mapping[str, frozenset[str]]:
    """Return what each person has declared; the last few snapshots' are kept."""
    global _recent
    for owner, known in _recent:
        if owner is snapshot.kin:
            return known
    table = snapshot.table("declarations")
    scopes: dict[str, set[str]] = {}
    columns = (table.column(name).to_pylist() for name in ("person", "scope"))
    for person, scope in zip(*columns, strict=True):
        scopes.setdefault(person, set()).add(scope)
    found = {person: frozenset(several) for person, several in scopes.items()}
    _recent = ((snapshot.kin, found), *_recent)[:_KEPT]
    return found
