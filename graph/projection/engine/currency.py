"""Whether Neo4j shows what the ledger says now, and what an answer is worth where it does not."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.neo4j.texts import named

if TYPE_CHECKING:
    from graph.neo4j.session import Graph, Transaction

PATIENCE_SECONDS = 0.5
"""So long is a projection waited for that is on its way to the ledger's head."""
_POLL_SECONDS = 0.05
_STATE = named("check_projection")


class Doubt(StrEnum):
    """Why an answer from Neo4j may have missed something."""

    STALE = "stale"
    """The projection is behind the ledger, or moved while it was read."""
    AWAY = "away"
    """The server went away, or ended the question for its time."""
    CUT = "cut"
    """More paths than one question may bring back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last sequence of a ledger, and what names its history up to there."""

    sequence: int
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How far the projection is; nothing was ever projected where `applied` is 0."""

    applied: int = 0
    mark: str = ""
    applying: int | None = None

    def is_current(self, head: Head) -> bool:
        """Whether it is at rest and shows this head of this very history."""
        return self.applying is None and (self.applied, self.mark) == (head.sequence, head.mark)


def read_shown(work: Transaction) -> Shown:
    """Return how far the projection is."""
    rows = work.run(_STATE)
    if not rows:
        return Shown()
    row = rows[0]
    return Shown(applied=row["applied"] or 0, mark=row["mark"] or "", applying=row["applying"])


def wait_for(graph: Graph, head: Head, patience: float = PATIENCE_SECONDS) -> Shown:
    """Return how far the projection is, once it shows the head or patience has run out.

    Raises:
        Neo4jDownError: no server answers.
    """
    deadline = time.monotonic() + patience
    while True:
        shown = graph.reading(read_shown)
        if shown.is_current(head) or time.monotonic() >= deadline:
            return shown
        time.sleep(_POLL_SECONDS)
