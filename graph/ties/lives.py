"""What the tables say of the few people asked about: one scan a table, whatever its size."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from graph.model import ALWAYS, EVER, days_of
from graph.snapshot.rows import rows_where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graph.snapshot.rows import Tables

Row = dict[str, Any]
_DATED = (("posts", "person"), ("memberships", "person"), ("roles", "person"), ("ties", "person"))


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
        return _term(row.get("from"), row.get("to"))

    def shared(self, other: Term) -> Term | None:
        """Return the days common to both terms, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Term(start, end) if start < end else None


@lru_cache(maxsize=65_536)
def _term(start: str | None, end: str | None) -> Term:
    return Term(
        days_of(start).first if start else EVER,
        days_of(end).last + 1 if end else ALWAYS,
    )


def lives_of(snapshot: Tables, persons: Iterable[str]) -> dict[str, Life]:
    """Gather the rows of these people; cost is one scan of each table that is not indexed."""
    lives = {person: Life(person) for person in sorted(set(persons))}
    for row in _matching(snapshot, "people", "id", lives):
        lives[row["id"]].home = row
    for table, column in (*_DATED, ("benefits", "person"), ("accounts", "owner")):
        for row in _matching(snapshot, table, column, lives):
            lives[_bare(row[column])].rows.setdefault(table, []).append(row)
    for row in _matching(snapshot, "ties", "other", lives):
        lives[_bare(row["other"])].rows.setdefault("ties", []).append(row)
    _add_transfers(snapshot, lives)
    return lives


def _add_transfers(snapshot: Tables, lives: Mapping[str, Life]) -> None:
    """Give each life the transfers that leave or reach the person or an account of theirs."""
    if not snapshot.table("transfers").num_rows:
        return
    owner = _owners(snapshot, lives)
    for column, end in (("from", "payer"), ("to", "payee")):
        for row in rows_where(snapshot, "transfers", column, owner).to_pylist():
            other = "to" if column == "from" else "from"
            row[end] = owner[row[column]]
            row["counterpart"] = owner.get(row[other], "")
            lives[row[end]].rows.setdefault("transfers", []).append(row)


def _owners(snapshot: Tables, lives: Mapping[str, Life]) -> dict[str, str]:
    """Return whose each end of a transfer is, as it may be written.

    An id that an account and a person share means the person, whoever else is asked about, unless
    its prefix says otherwise.
    """
    accounts = {row["id"]: life.person for life in lives.values() for row in life.of("accounts")}
    twice = set(rows_where(snapshot, "people", "id", accounts)["id"].to_pylist())
    owner = {f"account:{account}": person for account, person in accounts.items()}
    owner |= {account: person for account, person in accounts.items() if account not in twice}
    for person in lives:
        owner[person] = owner[f"person:{person}"] = person
    return owner


def add_past_cases(lives: Mapping[str, Life], past: Iterable[PastCase]) -> None:
    """Give both sides of each past case the row that says so."""
    for case in past:
        for person, other in ((case.handler, case.party), (case.party, case.handler)):
            if person in lives:
                row = {"other": other, "case": case.case, "on": case.on, "origin": case.decision}
                lives[person].rows.setdefault(PAST_CASES, []).append(row)


def _bare(identifier: str) -> str:
    return identifier.removeprefix("person:")


def _matching(snapshot: Tables, table: str, column: str, people: Collection[str]) -> list[Row]:
    if not snapshot.table(table).num_rows:
        return []
    values = [*people, *(f"person:{name}" for name in people)]
    rows: list[Row] = rows_where(snapshot, table, column, values).to_pylist()
    return rows
