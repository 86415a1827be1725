"""Who handles cases in each township, and what they can do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from graph.model import days_of

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.zones.townships import PlaceTree

Row = dict[str, Any]
_HANDLING = ("handler", "reviewer")


class StaffOrigin(StrEnum):
    """Which table the staff of townships was taken from."""

    HANDLERS = "handlers"
    POSTS = "posts"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """People who handle cases, by township, ascending by id; skills likewise.

    Only those of `HANDLERS` are known to be handlers: rules about numbers and skills need them.
    """

    origin: StaffOrigin
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    skills: dict[str, frozenset[str]] = field(default_factory=dict)
    elsewhere: int = 0
    """Handlers of no township: those of the county, or of no known place."""

    @property
    def is_certified(self) -> bool:
        """Whether the staff stands in the table of handlers."""
        return self.origin is StaffOrigin.HANDLERS


def staff_of(snapshot: Snapshot, tree: PlaceTree, on: int) -> Staff:
    """Return the staff of townships on a day: handlers, else holders of posts of public bodies.

    Of posts, those of handlers and reviewers are taken where a township has any, else all.
    """
    places = {row["id"]: row["place"] for row in snapshot.table("units").to_pylist()}
    rows = snapshot.table("handlers").to_pylist()
    if rows:
        return _from_handlers(rows, places, tree)
    bodies = {
        row["id"]: row["place"]
        for row in snapshot.table("units").to_pylist()
        if row["kind"] == "public_body" and _is_township(row["place"], tree)
    }
    return _from_posts(snapshot.table("posts").to_pylist(), bodies, on) if bodies else _none()


def _none() -> Staff:
    return Staff(origin=StaffOrigin.NONE)


def _is_township(place: str | None, tree: PlaceTree) -> bool:
    return place is not None and tree.township_of(place) == place


def _from_handlers(rows: list[Row], places: dict[str, str | None], tree: PlaceTree) -> Staff:
    people: dict[str, set[str]] = defaultdict(set)
    skills: dict[str, set[str]] = defaultdict(set)
    elsewhere = set()
    for row in rows:
        township = tree.township_of(row["place"] or places.get(row["unit"]))
        if township is None:
            elsewhere.add(row["person"])
            continue
        people[township].add(row["person"])
        words = (word.strip() for word in (row["skills"] or "").split(";"))
        skills[township].update(filter(None, words))
    return Staff(
        origin=StaffOrigin.HANDLERS,
        people={township: tuple(sorted(who)) for township, who in people.items()},
        skills={township: frozenset(words) for township, words in skills.items()},
        elsewhere=len(elsewhere),
    )


def _from_posts(rows: list[Row], bodies: dict[str, str | None], on: int) -> Staff:
    handling: dict[str, set[str]] = defaultdict(set)
    anyone: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        place = bodies.get(row["unit"])
        if place is None or not is_held(row, on):
            continue
        anyone[place].add(row["person"])
        if row["role"] in _HANDLING:
            handling[place].add(row["person"])
    if not anyone:
        return _none()
    people = {place: tuple(sorted(handling.get(place) or who)) for place, who in anyone.items()}
    return Staff(origin=StaffOrigin.POSTS, people=people)


def is_held(row: Row, on: int) -> bool:
    """Whether a dated row may stand on a day, partial dates read widely."""
    since, until = row["from"], row["to"]
    return not (since and days_of(since).first > on) and not (until and days_of(until).last < on)
