"""Which tables speak of a person, a unit, a place or a contract, and by which of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from graph.ontology.kinds import NodeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section of a record: the rows of a table that name it in a column."""

    table: str
    by: str
    dated: str = ""
    """Column of the day by which rows are put in order, the newest first."""
    money: str = ""
    """Column that is added up."""
    grouped: str = ""
    """Column by which many rows are counted before they are listed."""
    household: bool = False
    """Whether the rows name the household of a person instead of himself."""
    open: bool = False
    """Of a place: whether the section tells nothing but where the place lies."""

    @property
    def name(self) -> str:
        """Return `table.column`, by which a section is asked for."""
        return f"{self.table}.{self.by}"


def _contracts(by: str) -> Part:
    return Part(table="contracts", by=by, dated="awarded", money="amount")


def _benefits(by: str, *, household: bool = False) -> Part:
    return Part(
        table="benefits", by=by, dated="date", money="amount", grouped="programme",
        household=household,
    )  # fmt: skip


def _leases(by: str) -> Part:
    return Part(table="leases", by=by, dated="from", money="rent")


PARTS = MappingProxyType(
    {
        NodeKind.PERSON: (
            Part(table="people", by="id"),
            Part(table="posts", by="person", dated="from"),
            Part(table="roles", by="person", dated="from"),
            _contracts("decided_by"),
            _benefits("decided_by"),
            _leases("decided_by"),
            _leases("lessee"),
            _benefits("person"),
            _benefits("household", household=True),
            Part(table="memberships", by="person", dated="from"),
            Part(table="declarations", by="person", dated="date"),
            Part(table="records", by="person", dated="date"),
            Part(table="holdings", by="owner", dated="from", money="value"),
            Part(table="moves", by="person", dated="date"),
            Part(table="handlers", by="person"),
        ),
        NodeKind.UNIT: (
            Part(table="units", by="id"),
            Part(table="posts", by="unit", dated="from"),
            Part(table="roles", by="company", dated="from"),
            Part(table="roles", by="person", dated="from"),
            _contracts("supplier"),
            _contracts("buyer"),
            Part(table="bids", by="bidder", dated="date", money="price"),
            _leases("lessee"),
            Part(table="units", by="parent"),
            Part(table="handlers", by="unit"),
            Part(table="memberships", by="unit", dated="from", grouped="group_name"),
        ),
        NodeKind.PLACE: (
            Part(table="places", by="id", open=True),
            Part(table="places", by="parent", open=True),
            Part(table="zones", by="place", open=True),
            Part(table="units", by="place"),
            _contracts("place"),
            _benefits("village"),
            Part(table="people", by="village", grouped="group"),
            Part(table="assets", by="village"),
            Part(table="handlers", by="place"),
        ),
        NodeKind.CONTRACT: (
            Part(table="contracts", by="id"),
            Part(table="bids", by="contract", dated="date"),
        ),
    }
)
"""Sections of a record by kind, in the order in which they are shown; the first is the thing."""
