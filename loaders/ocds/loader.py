"""OCDS files as a source: units, contracts and bids, with the line or record of each."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from graph.ontology.tables import TABLE
from loaders.base import Opened, Sheet
from loaders.ocds import contracts, units
from loaders.ocds.compiling import compiled
from loaders.ocds.parts import is_plan
from loaders.ocds.reading import is_ocds, read_entries
from loaders.ocds.values import child, children, is_rounded, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from loaders.base import Numbered, Spoilt
    from loaders.ocds.compiling import Process

_MOST_DOUBTS = 20


class OcdsLoader:
    """Releases, records and packages of them, as JSON or JSON Lines, gzip or not."""

    label = "OCDS (.json, .jsonl, also .gz) whose releases have an `ocid`"

    def accepts(self, path: Path) -> bool:
        """Whether the file is JSON by its name and holds an `ocid`."""
        return is_ocds(path)

    def open(self, path: Path) -> Opened:
        """Return units, contracts and bids; rows are numbered by lines, else by releases."""
        file, entries = read_entries(path)
        processes, bad, doubts = compiled(entries)
        tendered = [one for one in processes if not is_plan(one.release)]
        rows = partial(_contract_rows, tendered, bad)
        return Opened(
            sheets=(
                _sheet("units", file, units.HEADER, partial(_unit_rows, processes)),
                _sheet("contracts", file, contracts.CONTRACTS, rows),
                _sheet("bids", file, contracts.BIDS, partial(_bid_rows, tendered)),
            ),
            notes=tuple(_notes(path.name, len(entries), processes, tendered, doubts)),
        )


def _sheet(
    table: str, file: str, header: tuple[str, ...], rows: Callable[[], Iterator[Numbered]]
) -> Sheet:
    return Sheet(table=TABLE[table], file=file, header=header, rows=rows)


def _unit_rows(processes: Sequence[Process]) -> Iterator[Numbered]:
    return iter(units.unit_rows(processes))


def _contract_rows(
    processes: Sequence[Process], bad: Sequence[tuple[int, Spoilt]]
) -> Iterator[Numbered]:
    yield from bad
    for process in processes:
        yield from contracts.contract_rows(process)


def _bid_rows(processes: Sequence[Process]) -> Iterator[Numbered]:
    for process in processes:
        yield from contracts.bid_rows(process)


def _notes(
    name: str,
    releases: int,
    processes: Sequence[Process],
    tendered: Sequence[Process],
    doubts: Sequence[str],
) -> Iterator[str]:
    plans = len(processes) - len(tendered)
    yield (
        f"{name}: OCDS, {releases:,} releases of {len(processes):,} processes;"
        f" {plans:,} are plans only and give their buyers alone"
    )
    values = [
        value
        for process in tendered
        for kind in ("awards", "contracts")
        for value in (child(one, "value") for one in children(process.release, kind))
    ]
    bids = [
        bid for process in tendered for bid in children(child(process.release, "bids"), "details")
    ]
    values += [child(bid, "value") for bid in bids]
    currencies = Counter(filter(None, (text(value, "currency") for value in values)))
    foreign = ", ".join(sorted(set(currencies) - {"CNY"}))
    if foreign:
        yield f"{name}: amounts are in {foreign}, kept as given; the column 'currency' tells which"
    if rounded := sum(map(is_rounded, values)):
        yield f"{name}: {rounded:,} amounts were rounded to two decimals"
    if repeated := sum(map(contracts.left_out, tendered)):
        yield f"{name}: {repeated:,} further bids of the same bidder for the same lot left out"
    if invited := sum(text(bid, "status") == "invited" for bid in bids):
        yield f"{name}: {invited:,} invitations without a bid left out"
    yield from (f"{name}: {doubt}" for doubt in doubts[:_MOST_DOUBTS])
    if len(doubts) > _MOST_DOUBTS:
        yield f"{name}: and {len(doubts) - _MOST_DOUBTS:,} more such doubts"
