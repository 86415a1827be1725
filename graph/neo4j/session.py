"""Connections to a Neo4j server: texts of `graph.neo4j.texts` go in, plain values come out."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeVar

import neo4j
from neo4j.exceptions import IncompleteCommit

from graph.errors import Neo4jDownError, Neo4jError
from graph.neo4j.failures import spoken
from graph.neo4j.texts import Query
from graph.neo4j.transport import require_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import TracebackType

Answer = TypeVar("Answer")
Row = dict[str, Any]
"""Column to plain value: nodes and relationships come as the maps of their properties."""

DATABASE = "neo4j"
QUERY_SECONDS = 60.0
"""After this a transaction is ended by the server, unless the call says otherwise."""
PATIENCE_SECONDS = 30.0
"""So long is a transaction tried again while the server is away or busy."""
_CONNECT_SECONDS = 5.0
_FIRST_DELAY, _DELAY_GROWTH = 0.5, 1.3
"""Seconds between two tries while the server is away."""
_OLDEST = 5
_FETCH = 10_000

# The driver reports each try to whoever listens; otherwise Python would print it on the screen.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a server answers and who may come in."""

    uri: str
    user: str
    password: str = field(repr=False)
    password_from: str = ""
    """Where the password was read, for messages."""
    plain_host: str = ""
    """A host that may be reached without encryption, its network being the user's own."""


class Transaction:
    """One transaction of a managed unit of work."""

    __slots__ = ("_inner",)

    def __init__(self, inner: neo4j.ManagedTransaction) -> None:
        self._inner = inner

    def run(self, query: Query, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Return all rows of one text."""
        _require_query(query)
        return self._inner.run(query.text, dict(parameters or {})).data()


class Graph:
    """An open connection to one database; safe to share between threads, not between processes.

    Every method raises Neo4jDownError where the server stays away for the connection's patience
    or ends the transaction for its time, and Neo4jError where it refuses the text.
    """

    def __init__(self, driver: neo4j.Driver, address: Address, patience: float) -> None:
        self._driver = driver
        self._patience = patience
        self.address = address

    def read(
        self,
        query: Query,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float = QUERY_SECONDS,
    ) -> list[Row]:
        """Return all rows of a reading text; tried again while the server is away."""
        return self.reading(lambda work: work.run(query, parameters), seconds=seconds)

    def write(
        self,
        query: Query,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float = QUERY_SECONDS,
    ) -> list[Row]:
        """Run one writing text in a transaction of its own, perhaps twice: use MERGE on a key."""
        return self.writing(lambda work: work.run(query, parameters), seconds=seconds)

    def reading(
        self, work: Callable[[Transaction], Answer], *, seconds: float = QUERY_SECONDS
    ) -> Answer:
        """Run several reading texts in one transaction; each sees what is committed by then."""
        unit = neo4j.unit_of_work(timeout=seconds)(lambda inner: work(Transaction(inner)))
        with spoken(self.address), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(unit)

    def writing(
        self, work: Callable[[Transaction], Answer], *, seconds: float = QUERY_SECONDS
    ) -> Answer:
        """Run several texts as one transaction; `work` may be called more than once.

        Where the server goes away at the commit, nobody knows whether it was kept, and the whole
        is done again: doing it twice must be the same as once.
        """
        unit = neo4j.unit_of_work(timeout=seconds)(lambda inner: work(Transaction(inner)))
        deadline = time.monotonic() + self._patience
        while True:
            try:
                with spoken(self.address), self._session(neo4j.WRITE_ACCESS) as session:
                    return session.execute_write(unit)
            except Neo4jDownError as error:
                if not isinstance(error.__cause__, IncompleteCommit):
                    raise
                if time.monotonic() > deadline:
                    raise

    def run_alone(
        self,
        query: Query,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float | None = None,
    ) -> list[Row]:
        """Run a text that commits by itself, as `CALL { … } IN TRANSACTIONS` does; never retried.

        `seconds` None sets no limit.
        """
        _require_query(query)
        text = neo4j.Query(query.text, timeout=seconds or 0)
        with spoken(self.address), self._session(neo4j.WRITE_ACCESS) as session:
            return session.run(text, dict(parameters or {})).data()

    def stream(
        self,
        query: Query,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a large reading text as they come; never retried."""
        _require_query(query)
        text = neo4j.Query(query.text, timeout=seconds or 0)
        with spoken(self.address), self._session(neo4j.READ_ACCESS) as session:
            for record in session.run(text, dict(parameters or {})):
                yield tuple(record.data().values())

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(database=DATABASE, default_access_mode=mode, fetch_size=_FETCH)

    @property
    def version(self) -> str:
        """The server's version, such as 5.26.30."""
        with spoken(self.address):
            return str(self._driver.get_server_info().agent).removeprefix("Neo4j/")

    def close(self) -> None:
        """Give all connections back."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def connect(address: Address, *, patience: float = PATIENCE_SECONDS) -> Graph:
    """Open a connection and see that the server answers, knows the password and is Neo4j 5.

    Raises:
        Neo4jDownError: nothing answers there within `patience` seconds.
        Neo4jError: the password is wrong, the address is none, or the server is too old.
    """
    require_private(address)
    with spoken(address):
        driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=(address.user, address.password),
            connection_timeout=min(_CONNECT_SECONDS, patience),
            connection_acquisition_timeout=patience,
            max_transaction_retry_time=patience,
            initial_retry_delay=_FIRST_DELAY,
            retry_delay_multiplier=_DELAY_GROWTH,
            liveness_check_timeout=0,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="huibi",
        )
    graph = Graph(driver, address, patience)
    try:
        with spoken(address):
            driver.verify_connectivity()
        _require_version(graph)
    except BaseException:
        graph.close()
        raise
    return graph


def _require_version(graph: Graph) -> None:
    found = graph.version.split(".")[0]
    if not found.isdigit() or int(found) < _OLDEST:
        raise Neo4jError(
            f"{graph.address.uri}: this is Neo4j {graph.version}, and the texts of this program"
            f" need {_OLDEST} or later: start another server (huibi neo4j start)"
        )


def _require_query(query: object) -> None:
    if not isinstance(query, Query):
        raise TypeError(f"{query!r} is no Query: use graph.neo4j.texts, values as parameters")
