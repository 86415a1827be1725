"""Whether a password and people's data may travel to an address as it is written."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.errors import Neo4jError

if TYPE_CHECKING:
    from graph.neo4j.session import Address

_ENCRYPTED = ("bolt+s", "bolt+ssc", "neo4j+s", "neo4j+ssc")
_PLAIN = ("bolt", "neo4j")


def require_private(address: Address) -> None:
    """Refuse an address at which others could read along.

    Raises:
        Neo4jError: the address is none of Neo4j's, or it is remote, not encrypted and not the
            one host that the settings allow.
    """
    try:
        parts = urlsplit(address.uri)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError as error:
        raise _not_an_address(address.uri) from error
    if parts.scheme not in (*_ENCRYPTED, *_PLAIN) or not host:
        raise _not_an_address(address.uri)
    if parts.username or parts.password:
        raise Neo4jError(
            "the address of Neo4j holds a user or a password, where messages and process lists"
            " would show them: set HUIBI_NEO4J_USER and HUIBI_NEO4J_PASSWORD_FILE instead"
        )
    if parts.scheme in _PLAIN and not (is_loopback(host) or host == address.plain_host):
        raise Neo4jError(
            f"{address.uri}: this leaves the machine without encryption, so that the password and"
            f" all data could be read on the way: use {parts.scheme}+s:// (or {parts.scheme}+ssc://"
            " for a certificate of your own), or, where the network between is yours alone, name"
            f" the host in HUIBI_NEO4J_PLAIN_HOST={host}"
        )


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own loopback."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _not_an_address(uri: str) -> Neo4jError:
    return Neo4jError(
        f"'{uri}' is no address of Neo4j, so nothing can be asked: write it as"
        " bolt://127.0.0.1:7687, or bolt+s://HOST:PORT for another machine"
    )
