"""Relatives as the JSON of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.model import Standing, iso_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.kinship.kin import Hop, Reading, Relative

Json = dict[str, Any]


def kin_json(person: str, relatives: Sequence[Relative], day: int) -> Json:
    """Return a person's relatives on a day: one entry each, further readings in `also`.

    A tie that stands on several paths is one object in all of them.
    """
    shown: dict[int, Json] = {}
    return {
        "person": person,
        "on": iso_of(day),
        "kin": [
            {"person": relative.person}
            | reading_json(relative.readings[0], shown)
            | {"also": [reading_json(reading, shown) for reading in relative.readings[1:]]}
            for relative in relatives
        ],
    }


def reading_json(reading: Reading, hops: dict[int, Json] | None = None) -> Json:
    """Return one reading; keys of doubt appear only where there is doubt.

    `hops` keeps those shown before, by the identity of a hop that its owner keeps.
    """
    hops = {} if hops is None else hops
    kin = reading.kin
    shown: Json = {
        "up": kin.up,
        "down": kin.down,
        "marriages": kin.marriages,
        "class": reading.kin_class.label,
        "terms": list(reading.terms),
        "path": [hops.get(id(hop)) or _shown(hop, hops) for hop in reading.hops],
        "confidence": round(reading.confidence, 6),
    }
    if reading.flags:
        shown["flags"] = list(reading.flags)
    if reading.disputed:
        shown["disputed"] = True
    if reading.uncertain:
        shown["uncertain"] = True
    if reading.standing is not Standing.LAWFUL:
        shown["standing"] = reading.standing.name.lower()
    return shown


def _shown(hop: Hop, hops: dict[int, Json]) -> Json:
    hops[id(hop)] = hop_json(hop)
    return hops[id(hop)]


def hop_json(hop: Hop) -> Json:
    """Return one sourced tie of a path."""
    shown: Json = {
        "from": hop.source,
        "edge": hop.edge,
        "to": hop.target,
        "source": hop.origin,
        "confidence": round(hop.confidence, 6),
    }
    if hop.disputed:
        shown["disputed"] = True
    if hop.standing is not Standing.LAWFUL:
        shown["standing"] = hop.standing.name.lower()
    return shown
