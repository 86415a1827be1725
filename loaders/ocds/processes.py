"""Compiled releases as the relations that process flags read: nothing of them is left out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.patterns.contracts.process_flags.relation import SCHEMAS
from loaders.ocds.compiling import compiled
from loaders.ocds.reading import read_entries
from loaders.ocds.values import bid_status, child, children, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from loaders.ocds.compiling import Process
    from loaders.ocds.values import Json

Rows = dict[str, list[dict[str, Any]]]


def read_processes(path: Path) -> Mapping[str, pa.Table]:
    """Return the processes of a file as Arrow tables of `SCHEMAS`; bad entries are left out.

    Times are in UTC; amounts are as given, not in fen.

    Raises:
        InputError: the file cannot be read at all.
    """
    processes, _, _ = compiled(read_entries(path).entries)
    return relations_of(processes)


def relations_of(processes: Iterable[Process]) -> Mapping[str, pa.Table]:
    """Return compiled processes as Arrow tables of `SCHEMAS`."""
    rows: Rows = {name: [] for name in SCHEMAS}
    for process in processes:
        rows["tenders"].append(_tender(process))
        _add_bids(rows, process)
        _add_awards(rows, process)
    return {name: pa.Table.from_pylist(rows[name], schema=SCHEMAS[name]) for name in SCHEMAS}


def _tender(process: Process) -> dict[str, Any]:
    release = process.release
    tender = child(release, "tender")
    period = child(tender, "tenderPeriod")
    told = number(tender, "numberOfTenderers")
    return {
        "process": process.ocid,
        "buyer": text(child(release, "buyer"), "id") or None,
        "entity": text(child(tender, "procuringEntity"), "id") or None,
        "method": text(tender, "procurementMethod") or None,
        "details": text(tender, "procurementMethodDetails") or None,
        "cancelled": text(tender, "status") == "cancelled",
        "opens": _instant(text(period, "startDate")),
        "closes": _instant(text(period, "endDate")),
        "tenderers": None if told is None else int(told),
        "told_bids": isinstance(child(release, "bids").get("details"), list),
        "told_awards": isinstance(release.get("awards"), list),
    }


def _add_bids(rows: Rows, process: Process) -> None:
    for place, bid in enumerate(children(child(process.release, "bids"), "details")):
        value = child(bid, "value")
        tenderers = list(children(bid, "tenderers"))
        name = f"{place}"
        rows["bids"].append(
            {
                "process": process.ocid,
                "bid": name,
                "place": place,
                "status": bid_status(bid) or None,
                "amount": number(value, "amount"),
                "currency": text(value, "currency") or None,
                "at": _instant(text(bid, "date")),
                "parties": len(tenderers),
            }
        )
        rows["bidders"] += [
            {"process": process.ocid, "bid": name, "tenderer": text(one, "id")}
            for one in tenderers
            if text(one, "id")
        ]


def _add_awards(rows: Rows, process: Process) -> None:
    for place, award in enumerate(children(process.release, "awards")):
        key: Json = {"process": process.ocid, "award": f"{place}"}
        suppliers = list(children(award, "suppliers"))
        rows["awards"].append(
            key | {"status": text(award, "status") or None, "parties": len(suppliers)}
        )
        rows["winners"] += [
            key | {"supplier": text(one, "id")} for one in suppliers if text(one, "id")
        ]
        rows["items"] += [
            key | {"class": text(child(item, "classification"), "id") or None}
            for item in children(award, "items")
        ]


def _instant(written: str) -> datetime | None:
    """Return a date-time in UTC; None where it is none. Without an offset it counts as UTC."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return (found.astimezone(UTC) if found.tzinfo else found).replace(tzinfo=None)
