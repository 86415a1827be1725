"""Tenders, bids and awards as the process flags read them, whatever they were filled from.

A snapshot's contracts fill it (`snapshot.py`), and so do compiled OCDS releases: one computation
serves both. Money is in units of `currency`, times are without zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_TIME = pa.timestamp("us")
SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(
    {
        "tenders": pa.schema(
            [
                ("process", pa.string()),
                ("buyer", pa.string()),
                ("entity", pa.string()),
                ("method", pa.string()),
                ("details", pa.string()),
                ("cancelled", pa.bool_()),
                ("opens", _TIME),
                ("closes", _TIME),
                ("tenderers", pa.int64()),
                ("told_bids", pa.bool_()),
                ("told_awards", pa.bool_()),
            ]
        ),
        "bids": pa.schema(
            [
                ("process", pa.string()),
                ("bid", pa.string()),
                ("place", pa.int64()),
                ("status", pa.string()),
                ("amount", pa.float64()),
                ("currency", pa.string()),
                ("at", _TIME),
                ("parties", pa.int64()),
            ]
        ),
        "bidders": pa.schema(
            [("process", pa.string()), ("bid", pa.string()), ("tenderer", pa.string())]
        ),
        "awards": pa.schema(
            [
                ("process", pa.string()),
                ("award", pa.string()),
                ("status", pa.string()),
                ("parties", pa.int64()),
            ]
        ),
        "winners": pa.schema(
            [("process", pa.string()), ("award", pa.string()), ("supplier", pa.string())]
        ),
        "items": pa.schema(
            [("process", pa.string()), ("award", pa.string()), ("class", pa.string())]
        ),
    }
)
"""Columns of each relation.

`method` is open, selective, limited or direct; `status` of bids and awards is a code of OCDS.
`place` orders the bids of a process. `parties` counts tenderers of a bid or suppliers of an award,
those without an id among them; `bidders` and `winners` hold those with one. `told_…` says whether
the source tells of bids and awards at all.
"""
_FINAL = ("active", "cancelled", "unsuccessful")


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """The six relations as Ibis tables of one backend; `keep` computes an expression.

    What several flags need is computed once and kept in `made`.
    """

    tenders: Any
    bids: Any
    bidders: Any
    awards: Any
    winners: Any
    items: Any
    keep: Callable[[Any], Any]
    made: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, build: Callable[[], Any]) -> Any:
        """Return what was made under a name, made now if it is the first time."""
        if name not in self.made:
            self.made[name] = build()
        return self.made[name]

    @property
    def size(self) -> int:
        """The number of processes."""
        return int(self.once("size", lambda: self.tenders.count().to_pyarrow().as_py()))

    @property
    def has_refusals(self) -> bool:
        """Whether any bid of the data is marked as disqualified."""
        refused = self.bids.filter(self.bids.status == "disqualified")
        return bool(self.once("refusals", lambda: refused.count().to_pyarrow().as_py()))

    def without(self, details: Sequence[str]) -> Processes:
        """Return the processes that were not cancelled and are not of these method details."""
        kept = self.tenders.filter(~self.tenders.cancelled.fill_null(False))
        if details:
            kept = kept.filter(kept.details.isnull() | ~kept.details.isin(list(details)))
        tenders = self.keep(kept)
        return Processes(
            tenders=tenders,
            keep=self.keep,
            **{
                name: self.keep(getattr(self, name).semi_join(tenders, "process"))
                for name in ("bids", "bidders", "awards", "winners", "items")
            },
        )

    def submitted(self) -> Any:
        """Return the bids that were handed in: neither invitations nor withdrawn ones."""
        bids = self.bids
        return bids.filter(bids.status.notnull() & ~bids.status.isin(["invited", "withdrawn"]))

    def settled(self) -> Any:
        """Return processes whose awards are all final and whose bids are told: (process, active).

        `active` is the number of awards in force; awards without a status do not count.
        """
        open_ = self.awards.filter(
            self.awards.status.notnull() & ~self.awards.status.isin(list(_FINAL))
        )
        told = self.tenders.filter(self.tenders.told_bids & self.tenders.told_awards)
        told = told.select("process").anti_join(open_, "process")
        active = self.awards.filter(self.awards.status == "active")
        counts = active.group_by("process").aggregate(active=active.count())
        joined = told.left_join(counts, "process")
        found = joined.select("process", active=joined.active.fill_null(0))
        return self.once("settled", lambda: self.keep(found))

    def sole_winners(self) -> Any:
        """Return (process, supplier) of settled processes with one award to one supplier."""
        single = self.settled().filter(lambda rows: rows.active == 1)
        awards = self.awards.filter((self.awards.status == "active") & (self.awards.parties == 1))
        found = self.winners.semi_join(awards, ["process", "award"])
        found = found.semi_join(single, "process").select("process", "supplier")
        return self.once("sole_winners", lambda: self.keep(found))

    def lone_bids(self) -> Any:
        """Return the valid bids that one tenderer made alone, with their `tenderer`."""
        valid = self.bids.filter((self.bids.status == "valid") & (self.bids.parties == 1))
        joined = valid.join(self.bidders, ["process", "bid"])
        return self.once("lone_bids", lambda: self.keep(joined))


def processes_of(tables: Mapping[str, pa.Table], connection: Any = None) -> Processes:
    """Return Arrow tables of `SCHEMAS` as processes, on DuckDB where no backend is given."""
    backend = connection or ibis.duckdb.connect()

    def keep(expression: Any) -> Any:
        return backend.create_table(ibis.util.gen_name("flags"), expression, temp=True)

    made = {name: keep(ibis.memtable(tables[name].cast(SCHEMAS[name]))) for name in SCHEMAS}
    return Processes(keep=keep, **made)
