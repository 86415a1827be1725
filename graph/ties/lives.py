"""What the tables say of the few people asked about: one scan a table, whatever its size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from graph.model import ALWAYS, EVER, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]
_DATED = (("posts", "person"), ("memberships", "person"), ("roles", "person"), ("ties", "person"))


class Tables(Protocol):
    """What ties need of a snapshot."""

    def table(self, name: str) -> pa.Table:
        """Return the current facts of a table."""


PAST_CASES = "past cases"
"""Where a life keeps earlier cases: they come from recorded decisions, not from a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """A case in which a handler was checked against a party, by the decision that recorded it."""

    case: str
    handler: str
    party: str
    on: str
    decision: str


@dataclass(slots=True)
class Life:
    """The rows about one person, by table."""

    person: str
    home: Row = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def of(self, table: str) -> list[Row]:
        """Return the person's rows of a table."""
        return self.rows.get(table, [])


@dataclass(frozen=True, slots=True)
class Term:
    """Days during which a dated row may have held, half-open, partial dates read widely."""

    start: int
    end: int

    @classmethod
    def of(cls, row: Row) -> Term:
        """Return the widest term that the row's dates allow."""
        start, end = row.get("from"), row.get("to")
        return cls(
            days_of(start).first if start else EVER,
            days_of(end).last + 1 if end else ALWAYS,
        )

    def shared(self, other: Term) -> Term | None:
        """Return the days common to both terms, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Term(start, end) if start < end else None


def lives_of(snapshot: Tables, persons: Iterable[str]) -> dict[str, Life]:
    """Gather the rows of these people; cost is one scan of each table."""
    wanted = pa.array(sorted(set(persons)), pa.string())
    lives = {person: Life(person) for person in wanted.to_pylist()}
    for row in _matching(snapshot.table("people"), "id", wanted):
        lives[row["id"]].home = row
    for table, column in (*_DATED, ("benefits", "person"), ("accounts", "owner")):
        for row in _matching(snapshot.table(table), column, wanted):
            lives[_bare(row[column])].rows.setdefault(table, []).append(row)
    for row in _matching(snapshot.table("ties"), "other", wanted):
        lives[_bare(row["other"])].rows.setdefault("ties", []).append(row)
    _add_transfers(snapshot, lives)
    return lives


def _add_transfers(snapshot: Tables, lives: Mapping[str, Life]) -> None:
    """Give each life the transfers that leave or reach the person or an account of theirs."""
    owner = {row["id"]: life.person for life in lives.values() for row in life.of("accounts")}
    owner |= {person: person for person in lives}
    wanted = pa.array(sorted(owner), pa.string())
    for column, end in (("from", "payer"), ("to", "payee")):
        for row in _matching(snapshot.table("transfers"), column, wanted):
            other = "to" if column == "from" else "from"
            row[end] = owner[_bare(row[column])]
            row["counterpart"] = owner.get(_bare(row[other]), "")
            lives[row[end]].rows.setdefault("transfers", []).append(row)


def add_past_cases(lives: Mapping[str, Life], past: Iterable[PastCase]) -> None:
    """Give both sides of each past case the row that says so."""
    for case in past:
        for person, other in ((case.handler, case.party), (case.party, case.handler)):
            if person in lives:
                row = {"other": other, "case": case.case, "on": case.on, "origin": case.decision}
                lives[person].rows.setdefault(PAST_CASES, []).append(row)


def _bare(identifier: str) -> str:
    return identifier.removeprefix("person:").removeprefix("account:")


def _matching(table: pa.Table, column: str, wanted: pa.Array) -> list[Row]:
    marked = [f"{kind}:{name}" for name in wanted.to_pylist() for kind in ("person", "account")]
    values = pa.concat_arrays([wanted, pa.array(marked, pa.string())])
    rows: list[Row] = table.filter(pc.is_in(table.column(column), value_set=values)).to_pylist()
    return rows
