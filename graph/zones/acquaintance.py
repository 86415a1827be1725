"""How many people of one township the staff of another is bound to by kinship or a declared tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.kinship.closure import all_kin
from graph.model import ALWAYS, days_of
from graph.snapshot.spans import node_of
from graph.ties.kinds import KIND
from graph.ties.strength import decay, shared_strength
from graph.zones.staff import is_held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.snapshot import Snapshot
    from graph.zones.staff import Staff
    from graph.zones.townships import PlaceTree

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

PAIRS = 10_000
"""Rates are told for so many pairs of a member of staff and a person of the township."""
_NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """Expected ties between staff and people, by township in the order of `townships`.

    ties: float64[t, t], row the staff's township, column the people's; a legal relative counts 1,
    a declared tie its strength. staff, people: float64[t], how many there are; people live there
    or hold a post there.
    """

    townships: tuple[str, ...]
    ties: Floats
    staff: Floats
    people: Floats

    @property
    def rate(self) -> Floats:
        """Return ties per pair of staff and person; NaN where a township has none of one."""
        pairs = self.staff[:, None] * self.people[None, :]
        return np.divide(self.ties, pairs, out=np.full_like(self.ties, np.nan), where=pairs > 0)


def acquaintance_of(
    snapshot: Snapshot, tree: PlaceTree, staff: Staff, townships: Sequence[str], on: int
) -> Acquaintance:
    """Count the ties of every township's staff to every township's people on a day.

    Cost: one pass over the register of people, and some microseconds a member of staff.
    """
    number = {township: at for at, township in enumerate(townships)}
    ids = snapshot.table("people").column("id").combine_chunks()
    living = np.asarray(snapshot.persons.died_first[: snapshot.persons.n] == ALWAYS)
    who, where = _people(snapshot, tree, ids, number, on)
    who, where = who[living[who]], where[living[who]]
    member, station = _stations(staff, ids, number)
    ego, other, weight = _bonds(snapshot, member, ids, on)
    ties = _joined(member, station, ego, other, weight, who, where, len(number))
    return Acquaintance(
        townships=tuple(townships),
        ties=ties,
        staff=np.bincount(station, minlength=len(number)).astype(float),
        people=np.bincount(where, minlength=len(number)).astype(float),
    )


def _people(
    snapshot: Snapshot, tree: PlaceTree, ids: Any, number: dict[str, int], on: int
) -> tuple[Ints, Ints]:
    """Return (person, township) once for every home and every township of a post held."""
    places = pa.array(sorted(tree.rows), pa.string())
    township = np.array(
        [number.get(tree.township_of(place) or "", _NOWHERE) for place in sorted(tree.rows)]
        + [_NOWHERE],
        np.int64,
    )
    homes = township[_positions(snapshot.table("people").column("village"), places)]
    units = snapshot.table("units")
    unit_ids = units.column("id").combine_chunks()
    seat = np.append(township[_positions(units.column("place"), places)], _NOWHERE)
    posts = snapshot.table("posts")
    held = np.array([is_held(row, on) for row in posts.select(["from", "to"]).to_pylist()], bool)
    holder = node_of(posts.column("person").combine_chunks(), ids).astype(np.int64)
    office = np.where(held, seat[_positions(posts.column("unit"), unit_ids)], _NOWHERE)
    who = np.concatenate([np.arange(len(homes)), holder])
    where = np.concatenate([homes, office])
    kept = (who >= 0) & (where >= 0)
    return _unique(who[kept], where[kept])


def _positions(column: Any, values: Any) -> Ints:
    found = pc.fill_null(pc.index_in(column.cast(pa.string()), value_set=values), -1)
    return np.asarray(found.to_numpy(), np.int64)


def _unique(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    pairs = np.unique(one.astype(np.int64) << 32 | other)
    return pairs >> 32, pairs & 0xFFFFFFFF


def _stations(staff: Staff, ids: Any, number: dict[str, int]) -> tuple[Ints, Ints]:
    listed = [(p, number[t]) for t, who in staff.people.items() if t in number for p in who]
    member = node_of(pa.array([person for person, _ in listed], pa.string()), ids)
    station = np.array([at for _, at in listed], np.int64)
    return _unique(member[member >= 0].astype(np.int64), station[member >= 0])


def _bonds(snapshot: Snapshot, member: Ints, ids: Any, on: int) -> tuple[Ints, Ints, Floats]:
    """Return (member of staff, person, strength), the strongest bond of a pair; oneself is 1."""
    egos = np.unique(member).astype(np.int32)
    kin = all_kin(snapshot, egos, on)
    is_real = kin.relative < snapshot.persons.n
    ego, other, weight = _declared(snapshot, egos, ids, on)
    one = np.concatenate([egos, kin.ego[is_real], ego]).astype(np.int64)
    two = np.concatenate([egos, kin.relative[is_real], other]).astype(np.int64)
    strength = np.concatenate([np.ones(len(egos) + int(is_real.sum())), weight])
    order = np.lexsort((-strength, two, one))
    one, two, strength = one[order], two[order], strength[order]
    first = np.ones(len(one), bool)
    first[1:] = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    return one[first], two[first], strength[first]


def _declared(
    snapshot: Snapshot, egos: NDArray[np.int32], ids: Any, on: int
) -> tuple[Ints, Ints, Floats]:
    rows = [
        (row["person"], row["other"].removeprefix("person:"), _strength(row, on))
        for row in snapshot.table("ties").to_pylist()
        if not (row["from"] and days_of(row["from"]).first > on)
    ]
    ends = [node_of(pa.array([row[at] for row in rows], pa.string()), ids) for at in (0, 1)]
    strength = np.array([row[2] for row in rows], float)
    one = np.concatenate([ends[0], ends[1]]).astype(np.int64)
    two = np.concatenate([ends[1], ends[0]]).astype(np.int64)
    kept = np.isin(one, egos) & (two >= 0) & (one >= 0)
    return one[kept], two[kept], np.concatenate([strength, strength])[kept]


def _strength(row: dict[str, Any], on: int) -> float:
    kind = KIND[row["kind"]]
    ended = on - days_of(row["to"]).last if row["to"] else 0
    return shared_strength(kind, None) * decay(kind, max(ended, 0)) * float(row["confidence"] or 1)


def _joined(
    member: Ints,
    station: Ints,
    ego: Ints,
    other: Ints,
    weight: Floats,
    who: Ints,
    where: Ints,
    count: int,
) -> Floats:
    """Return the weights of bonds summed by the staff's and the person's township."""
    bond, at = _expanded(ego, member)
    source, target, strength = station[at], other[bond], weight[bond]
    bond, at = _expanded(target, who)
    cell = source[bond] * count + where[at]
    ties = np.bincount(cell, weights=strength[bond], minlength=count * count)
    return np.asarray(ties.reshape(count, count), np.float64)


def _expanded(keys: Ints, sorted_keys: Ints) -> tuple[Ints, Ints]:
    """Return every pair of positions with equal keys: one in `keys`, one in `sorted_keys`."""
    first = np.searchsorted(sorted_keys, keys, side="left")
    counts = np.searchsorted(sorted_keys, keys, side="right") - first
    left = np.repeat(np.arange(len(keys)), counts)
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return left, np.repeat(first, counts) + within
