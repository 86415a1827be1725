"""Whether Neo4j shows what the ledger says now, and what an answer is worth where it does not."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.projection.state import applied_state

if TYPE_CHECKING:
    from graph.neo4j.session import Graph
    from graph.projection.state import AppliedState

PATIENCE_SECONDS = 0.5
"""So long is a projection waited for that is on its way to the ledger's head."""
_POLL_SECONDS = 0.05


class Doubt(StrEnum):
    """Why an answer from Neo4j may have missed something."""

    STALE = "stale"
    """The projection is behind the ledger, or moved while it was read."""
    AWAY = "away"
    """The server went away, or ended the question for its time."""
    CUT = "cut"
    """More paths than one question may bring back."""
    WITHDRAWN = "withdrawn"
    """Rows name a unit or village that is not loaded any more, which Neo4j does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last sequence of a ledger, and what names its history up to there."""

    sequence: int
    mark: str

    def is_shown_by(self, state: AppliedState) -> bool:
        """Whether a projection is at rest and shows this very history."""
        shown = state.applied
        return (
            shown is not None
            and state.applying is None
            and (shown.sequence, shown.mark) == (self.sequence, self.mark)
        )


def wait_for(graph: Graph, head: Head, patience: float = PATIENCE_SECONDS) -> AppliedState:
    """Return how far the projection is, once it shows the head or patience has run out.

    Raises:
        Neo4jDownError: no server answers.
    """
    deadline = time.monotonic() + patience
    while True:
        state = applied_state(graph)
        if head.is_shown_by(state) or time.monotonic() >= deadline:
            return state
        time.sleep(_POLL_SECONDS)
