"""From registers, verdicts and the docket to a batch: who is there, where, and what bars whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.desk.assignment.batch import Batch, HandlerRow
from graph.desk.assignment.case_rows import CaseRows, Handler
from graph.desk.assignment.seats import Gazetteer, Seat
from graph.desk.assignment.steps import matter_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from graph.desk.assignment.case_rows import Pending
    from graph.desk.assignment.history import Past
    from graph.desk.assignment.rules import Rules
    from graph.desk.assignment.seats import Tables
    from graph.recusal.bulk import VerdictMatrix

_HANDLING = frozenset({"handler", "reviewer"})
"""Roles of posts whose holders handle cases, where the handlers table says nothing."""


def handlers_of(
    data: Tables, gazetteer: Gazetteer, rules: Rules, also: Iterable[str] = ()
) -> tuple[Handler, ...]:
    """Return everybody who handles cases by id: of handlers.csv, else by post; and `also`.

    Of several rows of one person the skills are joined and the largest capacity holds. A person
    of `also` stands where his latest post is.
    """
    rows = data.table("handlers").select(["person", "unit", "place", "capacity", "skills"])
    posts = data.table("posts").select(["person", "unit", "role", "from", "to"]).to_pylist()
    standing = [row for row in posts if not row["to"]]
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    listed = rows.to_pylist() or [row for row in standing if row["role"] in _HANDLING]
    for row in listed:
        found[bare(row["person"])].append(row)
    handling = frozenset(found)
    for row in sorted(standing, key=lambda row: str(row["from"] or "")):
        if (person := bare(row["person"])) in also and person not in found:
            found[person] = [row]
    for person in also:
        found.setdefault(person, [])
    return tuple(
        replace(_handler(person, found[person], gazetteer, rules), is_listed=person in handling)
        for person in sorted(found)
    )


def _handler(
    person: str, rows: list[dict[str, Any]], gazetteer: Gazetteer, rules: Rules
) -> Handler:
    units = tuple(sorted({bare(row["unit"]) for row in rows if row["unit"]}))
    seats = [gazetteer.seat(row.get("place")) for row in rows]
    seats += [gazetteer.seat_of_unit(unit) for unit in units]
    given = [int(row["capacity"]) for row in rows if row.get("capacity")]
    skills = {skill for row in rows for skill in (row.get("skills") or "").split(";") if skill}
    return Handler(
        person=person,
        units=units,
        seat=next((seat for seat in seats if seat.is_known), Seat()),
        capacity=max(given) if given else rules.default_capacity,
        skills=tuple(sorted(skills)),
    )


def bare(identifier: str | None) -> str:
    """Return an id without the prefix that says of what kind it is."""
    return (identifier or "").removeprefix("person:").removeprefix("unit:")


def batch_from(
    cases: Sequence[Pending],
    handlers: Sequence[Handler],
    matrix: VerdictMatrix,
    gazetteer: Gazetteer,
    rules: Rules,
    past: Past,
    *,
    absent: Collection[str] = (),
    sequence: int,
) -> Batch:
    """Return the batch of some cases; `matrix` has a row for each, in their order.

    Of a case that keeps a secret every refusal is written down alike.
    """
    matters = [matter_of(gazetteer, one.resolved.unit, one.resolved.place) for one in cases]
    from_seats = _numbered(matter.arose for matter in matters)
    to_seats = _numbered(handler.seat for handler in handlers)
    rows = CaseRows(
        handlers=handlers, gazetteer=gazetteer, rules=rules, past=past, absent=absent, matrix=matrix
    )
    return Batch(
        on=past.on,
        sequence=sequence,
        desk=past.desk,
        cases=tuple(
            sorted(
                (
                    rows.row(place, case, matter, from_seats[matter.arose])
                    for place, (case, matter) in enumerate(zip(cases, matters, strict=True))
                ),
                key=lambda row: row.id,
            )
        ),
        handlers=tuple(
            HandlerRow(
                person=handler.person,
                unit=handler.units[0] if handler.units else "",
                group=group,
                place=handler.seat.place,
                zone=handler.seat.zone,
                seat=to_seats[handler.seat],
                capacity=handler.capacity,
                load=past.loads.get(handler.person, 0),
                skills=handler.skills,
            )
            for handler, group in zip(handlers, _groups(handlers), strict=True)
        ),
        hectometres=tuple(
            tuple(gazetteer.hectometres(one, other, rules.assumed_km) for other in to_seats)
            for one in from_seats
        ),
        past=past.sides,
    )


def _numbered(seats: Iterable[Seat]) -> dict[Seat, int]:
    ordered = sorted(set(seats), key=lambda seat: (seat.place, seat.level))
    return {seat: place for place, seat in enumerate(ordered)}


def _groups(handlers: Sequence[Handler]) -> list[int]:
    """Return a number for each handler's units; units that share somebody have the same."""
    root: dict[str, str] = {}

    def find(unit: str) -> str:
        while root.setdefault(unit, unit) != unit:
            unit = root[unit]
        return unit

    names = [handler.units or (f"person:{handler.person}",) for handler in handlers]
    for units in names:
        for unit in units[1:]:
            one, other = sorted((find(units[0]), find(unit)))
            root[other] = one
    numbers = {name: place for place, name in enumerate(sorted({find(u[0]) for u in names}))}
    return [numbers[find(units[0])] for units in names]
