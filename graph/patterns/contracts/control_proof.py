"""The rows that prove who stands behind a firm, as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.findings import Evidence
from graph.findings.worlds import all_hold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.patterns.facts import Facts

_TABLES = {
    "r": ("roles", "person", "company", ""),
    "p": ("posts", "person", "unit", ""),
    "t": ("units", "id", "phone", "has_phone"),
    "d": ("units", "id", "address", "has_address"),
    "m": ("units", "id", "parent", "subordinate_to"),
    "b": ("bids", "bidder", "contract", "bid_for"),
    "a": ("accounts", "owner", "id", "owns_account"),
}
"""What a letter of a proof means: table, columns of source and target, the tie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlProof:
    """The rows of every chain that leads from a holder to a firm, and how sure the best is."""

    evidence: tuple[Evidence, ...]
    worlds: float


class Proofs:
    """Reads the rows that `control.behind` names, all at once."""

    def __init__(self, facts: Facts, proofs: Iterable[str]) -> None:
        named = {row for proof in proofs for row in proof.replace("|", ",").split(",") if row}
        self._rows: dict[str, Evidence] = {}
        for letter, (table, source, target, edge) in _TABLES.items():
            facts_named = pa.array(
                sorted(int(row[1:]) for row in named if row[0] == letter), pa.int64()
            )
            if not len(facts_named):
                continue
            rows = facts.snapshot.table(table)
            kept = rows.filter(pc.is_in(pc.cast(rows["fact"], pa.int64()), value_set=facts_named))
            for row in kept.to_pylist():
                self._rows[f"{letter}{row['fact']}"] = _evidence(row, source, target, edge)

    def of(self, proof: str) -> ControlProof:
        """Return the evidence of one proof; `worlds` is that of its surest chain."""
        chains = [[self._rows[row] for row in chain.split(",")] for chain in proof.split("|")]
        rows = {row: self._rows[row] for row in proof.replace("|", ",").split(",")}
        return ControlProof(
            evidence=tuple(rows[row] for row in sorted(rows)),
            worlds=max(all_hold(chain) for chain in chains),
        )


def _evidence(row: dict[str, Any], source: str, target: str, edge: str) -> Evidence:
    return Evidence(
        source=row[source].removeprefix("person:").removeprefix("unit:"),
        edge=edge or row["role"] or "post",
        target=row[target],
        origin=row["origin"],
        confidence=row["confidence"] if row["confidence"] is not None else 1.0,
        is_disputed=bool(row["disputed"]),
        date=row.get("from") or row.get("date") or "",
    )
