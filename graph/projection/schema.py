"""Constraints and indexes of the projection."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from graph.errors import Neo4jDownError, Neo4jError
from graph.neo4j.texts import named
from graph.projection.model import Label, Type

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.projection.steady import Steady

_SECONDS = 600
_AT_ONCE = 2
"""Constraints made side by side: each is filled by one thread of the server."""
_TEXTS = (
    # Indexes are filled in the background while constraints, which wait, are made.
    named("projection_index_names"),
    named("projection_index_kin_fact"),
    named("projection_index_person_name"),
    named("projection_index_unit_name"),
    named("projection_one"),
    *(named("projection_unique_nodes", label=label) for label in Label),
    *(named("projection_unique_ties", type=type_) for type_ in Type),
)
_AWAIT = named("projection_await_indexes")


def schema_digest() -> str:
    """Return the digest of all that `ensure_schema` creates."""
    return hashlib.sha256("\n".join(text.text for text in _TEXTS).encode()).hexdigest()[:16]


def ensure_schema(graph: Steady, progress: Callable[[int], None] = lambda _done: None) -> None:
    """Create whatever of the constraints and indexes is missing, and wait until all serve.

    Raises:
        Neo4jError: two nodes or ties have the same id or key, or the server refuses otherwise.
        Neo4jDownError: the server went away.
    """
    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for done, _ in enumerate(pool.map(graph.write, _TEXTS), 1):
                progress(done)
    except Neo4jDownError:
        raise
    except Neo4jError:  # two may be in each other's way: one by one, what stands is passed over
        for done, text in enumerate(_TEXTS, 1):
            graph.write(text)
            progress(done)
    graph.run_alone(_AWAIT, {"seconds": _SECONDS})
