"""What the driver raises, said as this program's errors; no message repeats a value."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    TransientError,
)
from neo4j.exceptions import Neo4jError as ServerError

from graph.errors import Neo4jDownError, Neo4jError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.neo4j.session import Address

_RATE_LIMIT = "Neo.ClientError.Security.AuthenticationRateLimit"
_ENDED = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.TransientError.Transaction.Terminated",
)


@contextmanager
def spoken(address: Address) -> Iterator[None]:
    """Turn what the driver raises inside the block into a Neo4jError that says what to do."""
    try:
        yield
    except ServerError as error:
        raise _refused(error, address) from error
    except ConfigurationError as error:
        raise Neo4jError(
            f"{address.uri}: the driver cannot use this address ({error}): correct it"
        ) from error
    except IncompleteCommit as error:
        raise Neo4jDownError(
            f"{address.uri}: Neo4j went away in the moment of a commit, so it is not known whether"
            " this step was kept: run the command again, which does no step twice"
        ) from error
    except DriverError as error:
        raise Neo4jDownError(
            f"{address.uri}: no Neo4j answers there, so this step was not finished: start it"
            " (huibi neo4j start), or correct the address; huibi neo4j status says more"
        ) from error


def _refused(error: ServerError, address: Address) -> Neo4jError:
    code = error.code or "no code"
    if code == _RATE_LIMIT:
        return Neo4jError(
            f"{address.uri}: too many wrong passwords, the server waits before it listens again:"
            " try in a minute with the right one"
        )
    if isinstance(error, AuthError):
        where = f" from {address.password_from}" if address.password_from else ""
        return Neo4jError(
            f"{address.uri}: the server does not take user '{address.user}' with the password"
            f"{where}, so nothing was read: put the right one there"
        )
    if code in _ENDED:
        return Neo4jDownError(
            f"{address.uri}: this step took longer than it may and was ended unfinished: ask"
            " for less, or when the server is less busy"
        )
    if isinstance(error, TransientError):
        return Neo4jDownError(
            f"{address.uri}: the server stayed too busy to finish ({code}); this step was"
            " not finished: run the command again later"
        )
    if isinstance(error, ClientError):
        return Neo4jError(
            f"{address.uri}: the server refuses this query ({code}): see that it is Neo4j 5.26 and"
            " that huibi alone writes to it"
        )
    return Neo4jError(
        f"{address.uri}: the server failed ({code}), so this step was not finished: read its log"
        " (huibi neo4j status names it), then run the command again"
    )
