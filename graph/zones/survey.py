"""From a snapshot to what a plan is made of: counties, ways, figures, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.zones import notes
from graph.zones.acquaintance import acquaintance_of
from graph.zones.costs import Pricing
from graph.zones.measures import measures_of
from graph.zones.neighbourhood import neighbourhood_of
from graph.zones.staff import staff_of
from graph.zones.townships import PlaceTree, counties_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.snapshot import Snapshot
    from graph.zones.neighbourhood import Links
    from graph.zones.planned import Note
    from graph.zones.rules import Rules
    from graph.zones.townships import County


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Counties with what prices their zones, and what the reader must know of the data."""

    tree: PlaceTree
    counties: tuple[tuple[County, Pricing], ...]
    notes: tuple[Note, ...]


def survey(
    snapshot: Snapshot,
    rules: Rules,
    on: int,
    *,
    counties: Sequence[str] = (),
    links: Links | None = None,
) -> Survey:
    """Return the counties wanted, all where none is named, as the ledger knows them on a day.

    Raises:
        NotFoundError: no townships are loaded, or none of a county that is wanted.
        InputError: several counties have a name that is wanted.
    """
    tree = PlaceTree(snapshot.table("places").to_pylist())
    found = counties_of(tree, counties)
    staff = staff_of(snapshot, tree, on)
    ties = None
    if staff.people and snapshot.persons.n:
        townships = [township.id for county in found for township in county.townships]
        ties = acquaintance_of(snapshot, tree, staff, townships, on)
    priced = (
        Pricing(
            neighbourhood=neighbourhood_of(county, rules, links),
            measures=measures_of(county, staff, ties),
            rules=rules,
        )
        for county in found
    )
    return Survey(
        tree=tree,
        counties=tuple(zip(found, priced, strict=True)),
        notes=tuple(notes.on_data(staff, has_people=bool(snapshot.persons.n))),
    )
