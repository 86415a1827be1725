"""The village and collective bodies: who sits there on a day, and in which seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from graph.model import days_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_VILLAGE, _COLLECTIVE = "village_committee", "cooperative"
ELECTION = "选举委员会"
"""What the name of an election committee, or the title of its members, holds."""


class Tables(Protocol):
    """What the bodies are read from."""

    def table(self, name: str) -> pa.Table:
        """Return the current facts of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One post held on the day in a body."""

    person: str
    seat: str
    role: str
    body: str
    origin: str
    since: str
    confidence: float
    is_sure: bool
    """False where a partial date or the role leaves open whether the seat is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    name: str
    kind: str
    parent: str
    place: str


class Bodies:
    """The village and collective bodies of a snapshot on one day."""

    def __init__(self, snapshot: Tables, on: int) -> None:
        self._units = {
            row["id"]: _Unit(
                name=row["name"] or row["id"],
                kind=row["kind"] or "",
                parent=row["parent"] or "",
                place=row["place"] or "",
            )
            for row in snapshot.table("units").select(_UNIT_COLUMNS).to_pylist()
        }
        self._posts = snapshot.table("posts")
        self._on = on

    def name(self, unit: str) -> str:
        """Return a unit's name."""
        found = self._units.get(unit)
        return found.name if found else unit

    def place(self, body: str) -> str:
        """Return the place of a body, blank where it is not recorded."""
        return self._units[body].place

    def kind(self, body: str) -> str:
        """Return `village` or `collective`."""
        return "village" if self._units[body].kind == _VILLAGE else "collective"

    def body_of(self, unit: str) -> str | None:
        """Return the village committee or cooperative that a unit is, or is a part of."""
        found = self._units.get(unit)
        if found is None or ELECTION in found.name:
            return None
        if found.kind in (_VILLAGE, _COLLECTIVE):
            return unit
        above = self._units.get(found.parent)
        return found.parent if above and above.kind in (_VILLAGE, _COLLECTIVE) else None

    def seat_of(self, unit: str, post: str) -> str:
        """Return the seat that a post in a unit of a body is, blank for a mere representative.

        KeyError outside any body.
        """
        body = self.body_of(unit)
        if body is None:
            raise KeyError(unit)
        if post == "representative":
            return ""
        is_supervising = body != unit or post == "supervisor"
        if self._units[body].kind == _VILLAGE:
            return "supervision" if is_supervising else "finance" if post == "finance" else _SEAT
        return "supervisors" if is_supervising else "accounts" if post == "finance" else "board"

    def all(self) -> list[str]:
        """Return every village committee and cooperative."""
        return [unit for unit in self._units if self.body_of(unit) == unit]

    def sitting(self, bodies: Iterable[str]) -> dict[str, list[Sitting]]:
        """Return who sits in these bodies on the day, by body, in the order recorded."""
        wanted = set(bodies)
        units = [unit for unit in self._units if self.body_of(unit) in wanted]
        found: dict[str, list[Sitting]] = {body: [] for body in wanted}
        for row in self._held(pc.is_in(self._posts["unit"], value_set=pa.array(units, _TEXT))):
            body = self.body_of(row["unit"]) or ""
            found[body].append(self._sitting(row, body))
        return found

    def electing(self) -> dict[str, list[Sitting]]:
        """Return the members of election committees by the place of the committee."""
        units = {unit for unit, found in self._units.items() if ELECTION in found.name}
        by_unit = pc.is_in(self._posts["unit"], value_set=pa.array(sorted(units), _TEXT))
        titles = pc.fill_null(pc.match_substring(self._posts["title"], ELECTION), False)
        found: dict[str, list[Sitting]] = {}
        for row in self._held(pc.or_(by_unit, titles)):
            place = self._units[row["unit"]].place if row["unit"] in self._units else ""
            found.setdefault(place, []).append(self._sitting(row, row["unit"]))
        return found

    def _sitting(self, row: dict[str, Any], body: str) -> Sitting:
        is_part = self.body_of(row["unit"]) is not None
        return Sitting(
            person=row["person"],
            seat=self.seat_of(row["unit"], row["role"] or "") if is_part else "election",
            role=row["role"] or "",
            body=body,
            origin=row["origin"],
            since=row["from"] or "",
            confidence=1.0 if row["confidence"] is None else row["confidence"],
            is_sure=_certainly(row, self._on) and (row["role"] or "") in _SEATED,
        )

    def _held(self, mask: pa.Array) -> list[dict[str, Any]]:
        rows = self._posts.filter(mask).to_pylist()
        return [row for row in rows if _possibly(row, self._on)]


_TEXT = pa.string()
_SEAT = "committee"
_SEATED = frozenset({"head", "deputy", "member", "director", "supervisor", "finance"})
"""Roles that surely are a seat; of others (staff, blank) the body has to say it."""
_UNIT_COLUMNS = ["id", "name", "kind", "parent", "place"]


def _possibly(row: dict[str, Any], on: int) -> bool:
    since, until = row["from"], row["to"]
    return (not since or days_of(since).first <= on) and (not until or days_of(until).last > on)


def _certainly(row: dict[str, Any], on: int) -> bool:
    since, until = row["from"], row["to"]
    return (not since or days_of(since).last <= on) and (not until or days_of(until).first > on)
