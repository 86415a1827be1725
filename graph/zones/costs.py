"""What a zone costs: nearness, even size, independence and skills, each a share from 0 to 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.zones.rules import LEAST
from graph.zones.subsets import members_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graph.zones.measures import Measures
    from graph.zones.neighbourhood import Neighbourhood
    from graph.zones.rules import Rules, Weights

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

PARTS = ("travel", "size", "acquaintance", "skills")
"""In the order of `Weights.shares`."""
BREACHES = ("far", "handlers", "skills", "rotation", "pair")
"""Rules a zone may break: a way too long, handlers too few, a needed skill missing, fewer than
three townships with staff, fewer than three townships."""
BREACH_COST = 2.0
"""More than any plan that keeps the rules can cost, so that one is broken only where all do."""
_FARTHEST = 3.0
_BLOCK = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Possible zones of one county.

    masks: the townships of each as bits. sizes: int64[m]. shares: float64[m, 3], travel,
    acquaintance and skills of each zone as the mean of its townships, before weights. load, staff:
    float64[m], sums. breaches: bool[m, 5], in the order of `BREACHES`.
    """

    masks: tuple[int, ...]
    sizes: Ints
    shares: Floats
    load: Floats
    staff: Floats
    breaches: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.masks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pricing:
    """Prices the zones of one county."""

    neighbourhood: Neighbourhood
    measures: Measures
    rules: Rules

    @property
    def n(self) -> int:
        """Count the townships."""
        return len(self.measures.size)

    @property
    def travel(self) -> Floats:
        """Ways as shares of the longest allowed; float64[n, n]."""
        return np.minimum(self.neighbourhood.travel / self.neighbourhood.scale, _FARTHEST)

    @property
    def acquaintance(self) -> Floats:
        """Rates of ties as shares of the county's highest; float64[n, n]."""
        highest = float(self.measures.rate.max(initial=0.0))
        return self.measures.rate / highest if highest > 0 else self.measures.rate

    def columns(self, masks: Sequence[int]) -> Columns:
        """Return these sets of townships with everything that does not depend on the plan."""
        sizes = np.array([mask.bit_count() for mask in masks], np.int64)
        m = len(masks)
        shares, breaches = np.zeros((m, 3)), np.zeros((m, len(BREACHES)), bool)
        load, staff = np.zeros(m), np.zeros(m)
        for of_size in _blocks(sizes):
            who = np.array([members_of(masks[at]) for at in of_size.tolist()], np.int64)
            load[of_size] = self.measures.size[who].sum(axis=1)
            staff[of_size] = self.measures.staff[who].sum(axis=1)
            shares[of_size], breaches[of_size] = self._of_size(who)
        return Columns(
            masks=tuple(masks), sizes=sizes, shares=shares, load=load, staff=staff,
            breaches=breaches,
        )  # fmt: skip

    def _of_size(self, who: Ints) -> tuple[Floats, NDArray[np.bool_]]:
        size = who.shape[1]
        pairs = (who[:, :, None], who[:, None, :])
        held = np.asarray(self.measures.skills[who].any(axis=1), bool)
        if size < LEAST:
            near, tied = self._handled_outside(who)
        else:
            near = self.travel[pairs].sum(axis=(1, 2)) / (size * (size - 1))
            tied = self.acquaintance[pairs].sum(axis=(1, 2)) / (size * (size - 1))
        missing = 1.0 - held.mean(axis=1) if held.shape[1] else np.zeros(len(who))
        return np.column_stack([near, tied, missing]), self._breaches(who, held)

    def _handled_outside(self, who: Ints) -> tuple[Floats, Floats]:
        """Return the ways and ties to the three nearest outside, whose zone would take the cases.

        Which zone that is depends on the whole plan; this is what can be known of it before.
        """
        near, tied = np.ones(len(who)), np.zeros(len(who))
        for row, members in enumerate(who.tolist()):
            outside = np.setdiff1d(np.arange(self.n), members)
            ways = self.travel[np.ix_(members, outside)]
            if outside.size:
                order = np.argsort(ways, axis=1, kind="stable")[:, :LEAST]
                near[row] = np.take_along_axis(ways, order, axis=1).mean()
                handlers = self.acquaintance[np.ix_(outside, members)].T
                tied[row] = np.take_along_axis(handlers, order, axis=1).mean()
        return near, tied

    def _breaches(self, who: Ints, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
        none = np.zeros(len(who), bool)
        limit, measures = self.neighbourhood.limit, self.measures
        ways = self.neighbourhood.travel[who[:, :, None], who[:, None, :]].max(axis=(1, 2))
        far = ways > limit * (1 + 1e-9) if limit is not None else none
        pair = np.full(len(who), who.shape[1] < LEAST)
        if not measures.has_handlers:
            return np.column_stack([far, none, none, none, pair])
        few = measures.staff[who].sum(axis=1) < self.rules.handlers
        needed = [name in self.rules.skills for name in measures.skill_names]
        unknown = set(self.rules.skills) - set(measures.skill_names)
        unskilled = ~held[:, needed].all(axis=1) | bool(unknown)
        staffed = (measures.staff[who] > 0).sum(axis=1)
        return np.column_stack([far, few, unskilled, (staffed < LEAST) & ~pair, pair])

    def parts(self, columns: Columns, zones: int) -> Floats:
        """Return the four parts of each zone's cost in a plan of `zones`; float64[m, 4].

        Size is how far the load, and the staff where it is known, are off an even share.
        """
        off = _off(columns.load, self.measures.size.sum() / zones)
        if self.measures.knows_staff:
            off = (off + _off(columns.staff, self.measures.staff.sum() / zones)) / 2
        return np.column_stack([columns.shares[:, 0], off, columns.shares[:, 1:]])

    def costs(self, columns: Columns, zones: int, weights: Weights) -> Floats:
        """Return what each zone adds to the mean cost of the county's townships, breaches apart."""
        mean = self.parts(columns, zones) @ np.array(weights.shares)
        return np.asarray(mean * columns.sizes / self.n)


def _blocks(sizes: Ints) -> Iterator[Ints]:
    """Yield the positions of zones of one size, so many at a time that memory stays bounded."""
    for size in np.unique(sizes).tolist():
        of_size = np.flatnonzero(sizes == size)
        for first in range(0, len(of_size), _BLOCK):
            yield of_size[first : first + _BLOCK]


def _off(sums: Floats, even: float) -> Floats:
    return np.minimum(np.abs(sums - even) / even, 1.0)
