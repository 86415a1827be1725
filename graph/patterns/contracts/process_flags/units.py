"""Which contracts a flagged buyer, tenderer or supplier is flagged for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.patterns.contracts.process_flags.relation import Processes


def contracts_behind(
    processes: Processes, code: str, units: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Return processes by unit, ascending: those bid for, or those won where classes count."""
    wanted = sorted(set(units))
    if not wanted:
        return {}
    names = processes.keep(ibis.memtable(pa.table({"unit": pa.array(wanted, pa.string())})))
    rows = _touched(processes, code).semi_join(names, "unit").distinct()
    found: dict[str, list[str]] = {}
    for row in rows.order_by("unit", "process").to_pyarrow().to_pylist():
        found.setdefault(row["unit"], []).append(row["process"])
    return {unit: tuple(ids) for unit, ids in found.items()}


def _touched(processes: Processes, code: str) -> Any:
    """Return (unit, process) of everything that a flag counts for a unit."""
    if code == "R048":
        active = processes.awards.filter(processes.awards.status == "active")
        won = processes.winners.semi_join(active, ["process", "award"])
        return won.select("process", unit="supplier")
    if code == "R025":
        lone = processes.lone_bids().semi_join(processes.sole_winners(), "process")
        return lone.select("process", unit="tenderer")
    bids = processes.submitted().select("process", "bid")
    tenderers = bids.join(processes.bidders, ["process", "bid"]).select("process", unit="tenderer")
    tenders = processes.tenders.semi_join(bids, "process")
    buyers = tenders.select("process", unit="buyer")
    entities = tenders.filter(tenders.entity.notnull()).select("process", unit="entity")
    return tenderers.union(buyers).union(entities)
