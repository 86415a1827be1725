"""What the docket says of the past: work in hand, and who handled whose cases of late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.desk.assignment.building import sides_of
from graph.desk.assignment.rules import Step
from graph.desk.assignment.steps import matter_of, step_of
from graph.desk.case_file import HANDLING
from graph.desk.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.desk.assignment.case_rows import Handler
    from graph.desk.assignment.rules import Rules
    from graph.desk.assignment.seats import Gazetteer
    from graph.desk.assignment.steps import Matter
    from graph.desk.case_file import CaseFile
    from graph.ledger import DeskEvent

_IN_HAND = (State.ASSIGNED, State.IN_PROGRESS)
_DAYS_A_MONTH = 30.436875


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The docket as an assignment needs it."""

    on: str
    """The day asked about, ISO."""
    desk: int
    """Number of the desk's last event."""
    loads: Mapping[str, int]
    """Weight of the open cases that each person handles."""
    sides: tuple[tuple[str, str], ...]
    """Sides (handler's, case's) of handling in the past months, each once, sorted."""
    handled: Mapping[tuple[str, str], int]
    """Thousandths by how lately, for person and place."""

    def recent(self, person: str, place: str) -> int:
        """Return thousandths by how lately a person had a case of a place, 0 where not."""
        return self.handled.get((person, place), 0)


def past_of(
    files: Iterable[CaseFile],
    handlers: Iterable[Handler],
    gazetteer: Gazetteer,
    rules: Rules,
    *,
    on: dt.date,
    desk: int,
) -> Past:
    """Return loads and past handling of the docket; `on` is the day asked about.

    Every assignment counts from its day, ended or not, unless it was taken back before the case
    was begun. A sealed case counts too, by its sides alone.
    """
    known = {handler.person: handler for handler in handlers}
    months = max(rules.no_return_months, 1) * _DAYS_A_MONTH
    loads: dict[str, int] = {}
    sides: set[tuple[str, str]] = set()
    handled: dict[tuple[str, str], int] = {}
    for file in files:
        matter = matter_of(gazetteer, file.case.unit, file.case.place)
        if file.state in _IN_HAND:
            for member in file.team:
                if member.role in HANDLING:
                    weight = rules.weight_of(file.case.matter)
                    loads[member.person] = loads.get(member.person, 0) + weight
        for event in _assignments(file):
            age = (on - dt.date.fromisoformat(str(event.at)[:10])).days
            if not 0 <= age < months:
                continue
            share = int(1000 * (1 - age / months))
            for person in _persons(event.body):
                key = (person, matter.arose.place)
                handled[key] = max(share, handled.get(key, 0))
            if rules.no_return_months:
                sides |= set(_sides(event.body, known, matter, gazetteer, rules))
    return Past(
        on=on.isoformat(), desk=desk, loads=loads, sides=tuple(sorted(sides)), handled=handled
    )


def _assignments(file: CaseFile) -> list[DeskEvent]:
    """Return assignments that were not taken back before anything was done."""
    found: list[DeskEvent] = []
    is_begun = False
    for event in file.history:
        if event.id in file.anomalies:
            continue
        if event.kind == "assigned":
            found.append(event)
        elif event.kind == "started":
            is_begun = True
        elif event.kind == "unassigned" and found and not is_begun:
            found.pop()
    return found


def _persons(body: Mapping[str, Any]) -> list[str]:
    return [str(body[key]) for key in ("handler", "second") if body.get(key)]


def _sides(
    body: Mapping[str, Any],
    known: Mapping[str, Handler],
    matter: Matter,
    gazetteer: Gazetteer,
    rules: Rules,
) -> Iterator[tuple[str, str]]:
    """Yield the sides of an assignment: as recorded, else by where its people sit today."""
    if "sides" in body:
        yield from ((str(one), str(other)) for one, other in body["sides"])
        return
    for person in _persons(body):
        handler = known.get(person)
        if handler is None:
            continue
        step = step_of(
            matter, handler.seat, handler.units, gazetteer, across_counties=rules.across_counties
        )
        if step in (Step.ZONE, Step.CROSS_ZONE):
            seat, arose = handler.seat, matter.arose
            pair = sides_of(seat.place, seat.zone, arose.place, arose.zone)
            if pair[0] != pair[1]:
                yield pair
