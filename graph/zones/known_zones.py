"""Zones that somebody drew before: last year's map, to be kept to or explained."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from graph.zones.planned import Note
from graph.zones.stability import Previous
from graph.zones.subsets import mask_of
from graph.zones.townships import ZoneRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.snapshot import Snapshot
    from graph.zones.townships import County


def loaded_zones(snapshot: Snapshot) -> list[ZoneRow]:
    """Return the rows of the table of zones; a township in two of them has the one told last."""
    rows = sorted(snapshot.table("zones").to_pylist(), key=lambda row: int(row["fact"]))
    last = {row["place"]: row for row in rows}
    return [ZoneRow(row["zone"], row["place"], row["name"] or "") for row in last.values()]


def previous_of(
    rows: Iterable[ZoneRow], counties: Sequence[County]
) -> tuple[dict[str, Previous], list[Note]]:
    """Return the earlier zones of each county; rows of other places count for nothing.

    No zone crosses a county: one that did belongs to the county with most of its townships, and
    its other townships count as without a zone.
    """
    home = {township.id: county for county in counties for township in county.townships}
    names: dict[str, str] = {}
    members: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.place in home:
            members[row.zone].append(row.place)
            names[row.zone] = names.get(row.zone) or row.name
    notes: list[Note] = []
    of_county: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for zone, places in sorted(members.items()):
        counts = Counter(home[place].id for place in places)
        county = min(counts, key=lambda one: (-counts[one], one))
        own = [place for place in places if home[place].id == county]
        of_county[county].append((zone, mask_of(home[place].index(place) for place in own)))
        if len(counts) > 1:
            notes.append(_crossing(zone, len(places) - len(own)))
    return {
        county: Previous(
            ids=tuple(zone for zone, _ in found),
            names=tuple(names[zone] for zone, _ in found),
            masks=tuple(mask for _, mask in found),
        )
        for county, found in of_county.items()
    }, notes


def _crossing(zone: str, others: int) -> Note:
    return Note(
        code="crossing",
        zh=f"原片区 {zone} 跨县：只按其乡镇最多的县计，其余 {others} 个乡镇视为原无片区",
        en=f"the earlier zone {zone} crosses counties: it counts for the one with most of its"
        f" townships, and the other {others} as without a zone",
    )
