"""The rows that a flagged case rests on, and how sure they make it."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.findings import Evidence
from graph.findings.worlds import sureness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graph.patterns.facts import Facts

_DRAWS, _SEED = 200, 20260930
_MOST = 40
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Rows of flagged contracts, and of the bids for them in the order of the source."""

    contracts: Mapping[str, Row]
    bids: Mapping[str, Sequence[Row]]


def cases_of(facts: Facts, contracts: Iterable[str]) -> Cases:
    """Return the rows of these contracts. Cost: two joins."""
    wanted = sorted(set(contracts))
    if not wanted:
        return Cases(contracts={}, bids={})
    ids = facts.given(pa.table({"id": pa.array(wanted, pa.string())}))
    found = facts.table("contracts").semi_join(ids, "id").to_pyarrow().to_pylist()
    bids = facts.table("bids").semi_join(ids.select(contract="id"), "contract")
    by_contract: dict[str, list[Row]] = {}
    for row in bids.order_by("fact").to_pyarrow().to_pylist():
        by_contract.setdefault(row["contract"], []).append(row)
    return Cases(contracts={row["id"]: row for row in found}, bids=by_contract)


def contract_evidence(row: Row) -> Evidence:
    """Return a contract's own row as evidence: who bought what when."""
    return Evidence(
        source=row["buyer"],
        edge="bought",
        target=row["id"],
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=row["disputed"],
        date=row["awarded"] or row["published"] or "",
        amount_fen=row["amount"],
    )


def bid_evidence(row: Row) -> Evidence:
    """Return a bid's row as evidence."""
    return Evidence(
        source=row["bidder"],
        edge="bid_for",
        target=row["contract"],
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=row["disputed"],
        date=row["date"] or "",
        amount_fen=row["price"],
    )


def shown(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return as many pieces of evidence as anybody reads."""
    return tuple(evidence[:_MOST])


def all_stand(rows: Iterable[Row]) -> float:
    """Return the share of worlds in which every one of these rows is true."""
    return prod((_chance(row) for row in rows), start=1.0)


def share_of_worlds(rows: Sequence[Row], stands: Callable[[np.ndarray[Any, Any]], bool]) -> float:
    """Return the share of 200 seeded draws of uncertain rows in which a figure still stands.

    `stands` gets which rows are true in a world, bool[rows].
    """
    chances = np.array([_chance(row) for row in rows])
    if not len(chances) or chances.min() >= 1:
        return 1.0
    draws = np.random.default_rng(_SEED).random((_DRAWS, len(chances))) < chances
    return float(np.mean([stands(world) for world in draws]))


def _chance(row: Row) -> float:
    return sureness(float(row["confidence"]), bool(row["disputed"]))
