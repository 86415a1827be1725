"""A connection whose work is repeated while its server is away, so it must be safe to do twice."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from graph.errors import Neo4jDownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.neo4j.session import Graph, Row, Transaction
    from graph.neo4j.texts import Query

    Answer = TypeVar("Answer")

BACK_SECONDS = 90.0
"""So long is a server waited for that went away in the middle of something."""
_SECONDS = 600.0
_POLL_SECONDS = 0.5


@dataclass(slots=True)
class Steady:
    """One connection, and whether work on it may have been done without our hearing of it."""

    graph: Graph
    back_seconds: float = BACK_SECONDS
    has_failed: bool = False
    is_ending: bool = False
    """Set where waiting has no use any more."""

    @property
    def uri(self) -> str:
        """Where the server answers."""
        return self.graph.address.uri

    def read(self, query: Query, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Return all rows of a reading text."""
        return self.patiently(lambda: self.graph.read(query, parameters))

    def write(self, query: Query, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Run one writing text in a transaction of its own."""
        return self.writing(lambda work: work.run(query, parameters))

    def writing(self, work: Callable[[Transaction], Answer]) -> Answer:
        """Run several texts as one transaction."""
        return self.patiently(lambda: self.graph.writing(work, seconds=_SECONDS))

    def run_alone(self, query: Query, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Run a text that commits by itself."""
        return self.patiently(lambda: self.graph.run_alone(query, parameters, seconds=_SECONDS))

    def patiently(self, work: Callable[[], Answer]) -> Answer:
        """Repeat work until a server answers it.

        Raises:
            Neo4jDownError: none did, or waiting has no use any more.
        """
        deadline = time.monotonic() + self.back_seconds
        while True:
            try:
                return work()
            except Neo4jDownError:
                self.has_failed = True
                if self.is_ending or time.monotonic() > deadline:
                    raise
                time.sleep(_POLL_SECONDS)
