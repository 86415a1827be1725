"""How far a projection is: what it shows, what it is moving to, and who may write to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.neo4j.texts import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.neo4j.session import Graph, Transaction
    from graph.projection.steady import Steady

_STATE = named("projection_state")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one state of the projection is derived from.

    `mark` names the ledger's history up to `sequence`; `day` is the day on which derived ties
    stand; `decisions`, `events` and `runs` count the recorded verdicts, the desk's events and the
    recorded runs of patterns.
    """

    sequence: int
    mark: str
    day: int
    decisions: int
    events: int
    runs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedState:
    """What the projection says of itself.

    `applied` is what it shows, None where it never was whole; `applying` what it is moving to,
    None where it is at rest.
    """

    applied: Point | None = None
    applying: Point | None = None
    recipe: str = ""
    digest: str = ""
    state: str = ""
    ledger: str = ""
    """What names the beginning of the ledger's history."""
    schema: str = ""
    """The digest of the constraints and indexes that were made."""

    @property
    def applied_seq(self) -> int | None:
        """The ledger's sequence that it shows."""
        return self.applied.sequence if self.applied else None

    @property
    def mark(self) -> str:
        """What names the history that it shows."""
        return self.applied.mark if self.applied else ""

    @property
    def applying_seq(self) -> int | None:
        """The sequence that it is moving to, None where it is at rest."""
        return self.applying.sequence if self.applying else None


def applied_state(graph: Graph | Steady | Transaction) -> AppliedState:
    """Return how far the projection is; blank where there is none.

    Raises:
        Neo4jDownError: no server answers.
    """
    rows = graph.read(_STATE) if hasattr(graph, "read") else graph.run(_STATE)
    return state_of(rows[0]["told"]) if rows else AppliedState()


def state_of(told: Mapping[str, Any]) -> AppliedState:
    """Return the state that a Projection's properties tell."""
    return AppliedState(
        applied=_point(told, "applied_seq", ""),
        applying=_point(told, "applying_seq", "applying_"),
        recipe=told.get("recipe") or "",
        digest=told.get("digest") or "",
        state=told.get("state") or "",
        ledger=told.get("ledger") or "",
        schema=told.get("schema") or "",
    )


def _point(told: Mapping[str, Any], sequence: str, prefix: str) -> Point | None:
    if told.get(sequence) is None:
        return None
    return Point(
        sequence=told[sequence],
        mark=told.get(f"{prefix}mark") or "",
        day=told.get(f"{prefix}day") or 0,
        decisions=told.get(f"{prefix}decisions") or 0,
        events=told.get(f"{prefix}events") or 0,
        runs=told.get(f"{prefix}runs") or 0,
    )


def moving_to(point: Point, recipe: str) -> dict[str, Any]:
    """Return the properties that say that the projection is on its way."""
    return {
        "state": "applying",
        "recipe": recipe,
        "applying_seq": point.sequence,
        "applying_mark": point.mark,
        "applying_day": point.day,
        "applying_decisions": point.decisions,
        "applying_events": point.events,
        "applying_runs": point.runs,
    }


def at_rest(point: Point, recipe: str, digest: str) -> dict[str, Any]:
    """Return the properties that say what the projection shows."""
    return dict.fromkeys(moving_to(point, recipe)) | {
        "state": "ready",
        "recipe": recipe,
        "digest": digest,
        "applied_seq": point.sequence,
        "mark": point.mark,
        "day": point.day,
        "decisions": point.decisions,
        "events": point.events,
        "runs": point.runs,
    }


def empty() -> dict[str, Any]:
    """Return the properties that say that everything is to be taken away."""
    blank = at_rest(Point(sequence=0, mark="", day=0, decisions=0, events=0), "", "")
    return dict.fromkeys((*blank, "ledger", "schema")) | {"state": "wiping"}
