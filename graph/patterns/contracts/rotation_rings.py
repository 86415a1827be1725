"""Awards with rivals by buyer, and the rings of firms that keep bidding against each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from graph.patterns.contracts.control_awards import awards, bidders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]

MOST_BIDDERS = 40
"""Tenders with more bidders say nothing of rings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A buyer's awards with rivals, by day: row of the contract, who bid, who won (codes)."""

    unit: str
    rows: Ints
    stands: tuple[Ints, ...]
    winners: Ints
    firms: tuple[str, ...]
    """Ids by code."""

    def only(self, chosen: list[int], ring: frozenset[int] | None = None) -> Buyer:
        """Return some of the awards, by position; of their bidders only the ring's."""
        kept = [self.stands[at] for at in chosen]
        if ring is not None:
            members = np.array(sorted(ring))
            kept = [firms[np.isin(firms, members)] for firms in kept]
        return Buyer(
            unit=self.unit,
            rows=self.rows[chosen],
            stands=tuple(kept),
            winners=self.winners[chosen],
            firms=self.firms,
        )


def contests(facts: Facts) -> Any:
    """Return (id, buyer, firm, bidder, day, …) of dated awards with rivals, by buyer and day."""
    awarded = awards(facts)
    dated = awarded.filter(awarded.firm.notnull() & awarded.day.notnull())
    stood = bidders(facts, awarded).rename(bidder="firm")
    rows = dated.select(
        "id", "buyer", "firm", "day", "price", "origin", "confidence", "disputed", "decided_by"
    ).join(stood, dated.id == stood.contract)
    sizes = rows.group_by("contract").aggregate(rivals=rows.bidder.nunique())
    sizes = sizes.filter((sizes.rivals > 1) & (sizes.rivals <= MOST_BIDDERS))
    kept = rows.semi_join(sizes, "contract").drop("contract")
    return kept.order_by("buyer", "day", "id", "bidder")


def buyers_of(rows: Any) -> Iterator[Buyer]:
    """Yield every buyer of the Arrow rows of `contests` with its awards."""
    unit = rows["buyer"].combine_chunks().dictionary_encode()
    starts = np.flatnonzero(np.diff(unit.indices.to_numpy(), prepend=-1))
    ids = rows["id"].combine_chunks().dictionary_encode().indices.to_numpy()
    ends = np.append(starts[1:], rows.num_rows)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        part = rows.slice(start, end - start)
        bidder = part["bidder"].combine_chunks().dictionary_encode()
        names = bidder.dictionary.to_pylist()
        code = {name: at for at, name in enumerate(names)}
        first = np.flatnonzero(np.diff(ids[start:end], prepend=-1))
        stands = np.split(bidder.indices.to_numpy().astype(np.int64), first[1:])
        won = part["firm"].take(first).to_pylist()
        yield Buyer(
            unit=part["buyer"][0].as_py(),
            rows=first + start,
            stands=tuple(stands),
            winners=np.array([code[name] for name in won], np.int64),
            firms=tuple(names),
        )


def rings_of(buyer: Buyer, least: int, likeness: float, most: int) -> Iterator[frozenset[int]]:
    """Yield sets of 2 to `most` firms that bid together `least` times and rarely apart.

    Two firms are linked when they met `least` times and in `likeness` of the tenders of either
    (Jaccard); a ring is a clique none can be added to.
    """
    met: Counter[tuple[int, int]] = Counter()
    stood: Counter[int] = Counter()
    for firms in buyer.stands:
        held = sorted(firms.tolist())
        stood.update(held)
        met.update(combinations(held, 2))
    graph = nx.Graph()
    for (one, other), times in met.items():
        either = stood[one] + stood[other] - times
        if times >= least and times >= likeness * either:
            graph.add_edge(one, other)
    rings = (frozenset(ring) for ring in nx.find_cliques(graph))
    yield from sorted((ring for ring in rings if 2 <= len(ring) <= most), key=sorted)


def ring_awards(buyer: Buyer, ring: frozenset[int]) -> Buyer:
    """Return the awards that a member won against another member, with the members' bids alone."""
    chosen = [
        at
        for at, firms in enumerate(buyer.stands)
        if int(buyer.winners[at]) in ring and len(ring.intersection(firms.tolist())) > 1
    ]
    return buyer.only(chosen, ring)
