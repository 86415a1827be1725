"""Kin in one body beside the number to be expected: in some villages everybody is related.

The expected number is that of a body drawn by lot from the village's grown-ups: the share of kin
among all their pairs, times the pairs of the body. A single-surname village expects many, and the
statute binds all the same: the number is context, never an excuse or a charge.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import all_kin
from graph.kinship.walks import KinSource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32

_GROWN = 18 * 365.2425
_CHUNK = 20_000
_PAIR = 2
_DRAWS = 2_000
_MORE_DRAWS = 60_000
"""Draws where the first ones hardly ever had as many pairs: a small chance needs many."""
_FEW = 5
_SPARSE = 4
_LARGEST = 6_000
"""Grown-ups of a village up to which chances are drawn: a square of booleans must fit."""


class Source(KinSource, Protocol):
    """What of a snapshot the counts read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyKin:
    """How many pairs of a body are K1-K4 kin, and how many chance would make.

    `expected` and `p` are None where the village of the body or its people are not loaded; `p` is
    the share of bodies drawn by lot with as many pairs or more, only given where there is one.
    """

    body: str
    members: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    expected: float | None
    p: float | None
    adults: int


def kin_in_bodies(
    snapshot: Source, members: Mapping[str, Sequence[str]], places: Mapping[str, str], on: int
) -> list[BodyKin]:
    """Count the kin pairs of bodies, by body; members and villages are given by body."""
    nodes = {
        person: snapshot.persons.index(person)
        for person in sorted({person for group in members.values() for person in group})
    }
    kin = all_kin(snapshot, np.fromiter(nodes.values(), np.int32, len(nodes)), on, ALL_KIN)
    pairs = set((kin.ego.astype(np.int64) << 32 | kin.relative).tolist())
    villages = sorted({places[body] for body in members if places.get(body)})
    crowd = _Crowd(snapshot, villages, on)
    return [
        _counted(body, sorted(set(group)), nodes, pairs, crowd, places.get(body, ""))
        for body, group in sorted(members.items())
    ]


def _counted(
    body: str,
    group: list[str],
    nodes: dict[str, int],
    pairs: set[int],
    crowd: _Crowd,
    village: str,
) -> BodyKin:
    found = tuple(
        (one, other)
        for at, one in enumerate(group)
        for other in group[at + 1 :]
        if nodes[one] << 32 | nodes[other] in pairs or nodes[other] << 32 | nodes[one] in pairs
    )
    density, adults = crowd.density(village)
    possible = len(group) * (len(group) - 1) / 2
    return BodyKin(
        body=body,
        members=tuple(group),
        pairs=found,
        expected=None if density is None else density * possible,
        p=crowd.chance(village, len(group), len(found), body) if found else None,
        adults=adults,
    )


class _Crowd:
    """The grown-ups of some villages and the kinship among them."""

    def __init__(self, snapshot: Source, villages: list[str], on: int) -> None:
        self._snapshot, self._on = snapshot, on
        self._at = {village: at for at, village in enumerate(villages)}
        self._village = _village_of_persons(snapshot, villages, on)
        self._adults = np.flatnonzero(self._village >= 0).astype(np.int32)
        self._count = np.bincount(self._village[self._adults], minlength=len(villages))
        self._kin = np.zeros(len(villages), np.int64)
        for start in range(0, len(self._adults), _CHUNK):
            ego, _ = self._kin_of(self._adults[start : start + _CHUNK])
            self._kin += np.bincount(self._village[ego], minlength=len(villages))

    def density(self, village: str) -> tuple[float | None, int]:
        """Return the share of kin among the pairs of a village's grown-ups, and their number."""
        at = self._at.get(village)
        if at is None or self._count[at] < _PAIR:
            return None, 0 if at is None else int(self._count[at])
        adults = int(self._count[at])
        return float(self._kin[at]) / (adults * (adults - 1)), adults

    def chance(self, village: str, size: int, found: int, body: str) -> float | None:
        """Return the share of bodies of this size, drawn by lot, with so many kin pairs or more."""
        at = self._at.get(village)
        if at is None or not size <= self._count[at] <= _LARGEST:
            return None
        people = self._adults[self._village[self._adults] == at]
        place = np.full(len(self._village), -1, np.int32)
        place[people] = np.arange(len(people))
        ego, relative = self._kin_of(people)
        are_kin = np.zeros((len(people), len(people)), np.bool_)
        are_kin[place[ego], place[relative]] = True
        rng = np.random.default_rng(zlib.crc32(body.encode()))
        hits, draws = _as_many(are_kin, size, found, _DRAWS, rng), _DRAWS
        if hits < _FEW:
            hits += _as_many(are_kin, size, found, _MORE_DRAWS, rng)
            draws += _MORE_DRAWS
        return float((1 + hits) / (1 + draws))

    def _kin_of(self, egos: Int32) -> tuple[Int32, Int32]:
        """Return the kin pairs (both ways) within one village among grown-ups."""
        kin = all_kin(self._snapshot, egos, self._on, ALL_KIN)
        inside = kin.relative < len(self._village)
        ego, relative = kin.ego[inside], kin.relative[inside]
        same = self._village[ego] == self._village[relative]
        return ego[same], relative[same]


def _as_many(
    are_kin: NDArray[np.bool_], size: int, found: int, draws: int, rng: np.random.Generator
) -> int:
    """Return how many of so many bodies drawn by lot have at least `found` kin pairs."""
    hits = 0
    for start in range(0, draws, _DRAWS):
        drawn = _lots(len(are_kin), size, min(_DRAWS, draws - start), rng)
        count = np.zeros(len(drawn), np.int64)
        for one in range(size):
            for other in range(one + 1, size):
                count += are_kin[drawn[:, one], drawn[:, other]]
        hits += int((count >= found).sum())
    return hits


def _lots(people: int, size: int, draws: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return int64[draws, size]: each row different people, every choice as likely."""
    if size * size * _SPARSE > people:
        keys = rng.random((draws, people), np.float32)
        return np.argpartition(keys, size - 1, axis=1)[:, :size]
    drawn = rng.integers(people, size=(draws, size))
    while True:
        ordered = np.sort(drawn, axis=1)
        twice = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not len(twice):
            return drawn
        drawn[twice] = rng.integers(people, size=(len(twice), size))


def _village_of_persons(snapshot: Source, villages: list[str], on: int) -> NDArray[np.int32]:
    """Return each person's village by its place in the list; -1 for children, the dead, others."""
    people = snapshot.table("people")
    place = pc.index_in(people["village"], value_set=pa.array(villages, pa.string()))
    at = pc.fill_null(place, -1).to_numpy().astype(np.int32)
    persons, n = snapshot.persons, snapshot.persons.n
    born, died = persons.born_last[:n], persons.died_first[:n]
    is_child = (born > on - _GROWN) & (persons.born_first[:n] > on - _GROWN)
    return np.where(is_child | (died <= on), np.int32(-1), at)
