"""Recorded support between people (扶养、赡养, guardians), which some statutes count as kinship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.kinship.kin import Hop, KinClass, Reading
from graph.model import ALWAYS, EVER, days_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.kinship.walks import KinSource

_GUARDIAN = "guardian"
_KEPT = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Supports:
    """Pairs with support on record, both directions, ascending; days half-open."""

    owner: Any
    one: NDArray[np.int64]
    other: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def joins(self, one: int, other: int, day: int) -> bool:
        """Whether support between the two is recorded on a day."""
        return other in self.partners(one, day)

    def partners(self, node: int, day: int) -> list[int]:
        """Return everyone with whom a person has support recorded on a day, ascending."""
        first, last = np.searchsorted(self.one, (node, node + 1))
        return sorted(
            {
                int(self.other[place])
                for place in range(first, last)
                if self.start[place] <= day < self.end[place]
            }
        )

    def pairs(self, day: int) -> NDArray[np.int64]:
        """Return int64[k, 2], the pairs on a day."""
        stands = (self.start <= day) & (day < self.end)
        return np.stack([self.one[stands], self.other[stands]], axis=1)


_recent: tuple[Supports, ...] = ()


def supports_of(snapshot: KinSource) -> Supports:
    """Return the supported pairs of a snapshot; the last few snapshots' are kept."""
    global _recent
    owner = snapshot.kin
    for supports in _recent:
        if supports.owner is owner:
            return supports
    table = snapshot.table("supported_pairs")
    pairs = {name: _column(table, name, 0) for name in ("a", "b")}
    order = np.lexsort((pairs["b"], pairs["a"]))
    supports = Supports(
        owner=owner,
        one=pairs["a"][order],
        other=pairs["b"][order],
        start=_column(table, "start", EVER)[order],
        end=_column(table, "end", ALWAYS)[order],
    )
    _recent = (supports, *_recent)[:_KEPT]
    return supports


def _column(table: Any, name: str, blank: int) -> NDArray[np.int64]:
    if name not in table.column_names:
        return np.full(len(table), blank, np.int64)
    return np.asarray(table.column(name).to_numpy(), np.int64)


def support_readings(snapshot: KinSource, one: str, other: str, day: int) -> list[Reading]:
    """Return the support recorded between two people, as readings without a kin path.

    `shape` is empty: what makes them relatives in the sense of 行政诉讼法解释 14 is the support.
    """
    found = []
    for table, word in (("kin", "relation"), ("ties", "kind")):
        for row, is_forward in _rows_between(snapshot.table(table), one, other):
            if table == "kin" and row.get("supported") != "true":
                continue
            if table == "ties" and (row["kind"] != _GUARDIAN or not _is_in_force(row, day)):
                continue
            found.append(_reading(row, one, other, row[word] if is_forward else "supported"))
    return sorted(found, key=lambda reading: (-reading.confidence, reading.hops[0].fact))


def _rows_between(table: Any, one: str, other: str) -> Iterator[tuple[dict[str, Any], bool]]:
    far = "relative" if "relative" in table.column_names else "other"
    for source, target in ((one, other), (other, one)):
        ends = pa.array([target, f"person:{target}"])
        chosen = pc.and_(
            pc.equal(table.column("person"), source), pc.is_in(table.column(far), ends)
        )
        for row in table.filter(chosen).to_pylist():
            yield row, source == one


def _is_in_force(row: dict[str, Any], day: int) -> bool:
    start = days_of(row["from"]).first if row.get("from") else EVER
    end = days_of(row["to"]).last if row.get("to") else ALWAYS
    return start <= day < end


def _reading(row: dict[str, Any], one: str, other: str, edge: str) -> Reading:
    hop = Hop(
        source=one,
        edge=edge,
        target=other,
        origin=str(row["origin"]),
        confidence=float(row["confidence"]),
        disputed=bool(row.get("disputed")),
        fact=int(row["fact"]),
    )
    return Reading(
        shape="",
        kin_class=KinClass.OTHER,
        terms=("有扶养、赡养关系的人",),
        hops=(hop,),
        confidence=hop.confidence,
        disputed=hop.disputed,
        flags=("supported",),
    )
