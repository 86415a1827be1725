"""Who could be had for a case, and at which step: the handlers on record, by their organs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.desk.assignment.rules import Step, default_rules
from graph.desk.assignment.seats import Gazetteer, Seat
from graph.desk.assignment.steps import matter_of, step_of

if TYPE_CHECKING:
    from graph.cases import ResolvedCase
    from graph.desk.assignment.seats import Tables
    from graph.desk.assignment.steps import Matter

_HANDLING = frozenset({"handler", "reviewer"})
"""Roles of posts whose holders handle cases, where the handlers table says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody who could be had, where he sits, and by which step he would come."""

    person: str
    unit: str
    seat: Seat
    step: Step
    hectometres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Everybody who could be had for a case, nearest first within a step."""

    matter: Matter
    officers: tuple[Officer, ...]

    def of(self, step: Step) -> list[Officer]:
        """Return those of one step."""
        return [officer for officer in self.officers if officer.step is step]


def pool_of(case: ResolvedCase, data: Tables) -> Pool:
    """Return who could be had for a case by any step, himself a party or not."""
    gazetteer = Gazetteer(data)
    matter = matter_of(gazetteer, case.unit, case.place)
    assumed = default_rules().assumed_km
    found = []
    for person, rows in _handlers(data).items():
        units = sorted({_bare(row["unit"]) for row in rows})
        for row in rows:
            unit = _bare(row["unit"])
            seat = gazetteer.seat(row.get("place")) if row.get("place") else None
            seat = seat if seat and seat.is_known else gazetteer.seat_of_unit(unit)
            step = step_of(matter, seat, units, gazetteer)
            if step is not None:
                near = gazetteer.hectometres(matter.arose, seat, assumed)
                found.append(
                    Officer(person=person, unit=unit, seat=seat, step=step, hectometres=near)
                )
    found.sort(key=lambda officer: (officer.step, officer.hectometres, officer.person))
    first = {officer.person: officer for officer in reversed(found)}
    return Pool(matter=matter, officers=tuple(one for one in found if first[one.person] is one))


def _handlers(data: Tables) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = data.table("handlers").select(["person", "unit", "place"]).to_pylist()
    if not rows:
        posts = data.table("posts").select(["person", "unit", "role", "to"]).to_pylist()
        rows = [row for row in posts if row["role"] in _HANDLING and not row["to"]]
    for row in rows:
        found[_bare(row["person"])].append(row)
    return dict(found)


def _bare(identifier: str | None) -> str:
    return (identifier or "").rpartition(":")[2]
