"""How a local server is set: closed to everything that this program does not use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.neo4j.machine import Memory

CLOSED: tuple[tuple[str, str], ...] = (
    ("dbms.security.auth_enabled", "true"),
    # LOAD CSV: no file of the server, and no address, this machine's own included.
    ("dbms.security.allow_csv_import_from_file_urls", "false"),
    ("internal.dbms.cypher_ip_blocklist", "0.0.0.0/0,::/0"),
    # No procedure or function from a plugin (none has this name); what is built in stays. An
    # empty value would close the same, but Neo4j's image drops it.
    ("dbms.security.procedures.allowlist", "none"),
    ("dbms.security.procedures.unrestricted", "none"),
    ("dbms.usage_report.enabled", "false"),
    ("server.bolt.telemetry.enabled", "false"),
    # Names and numbers of people travel as parameters: no log takes them.
    ("db.logs.query.enabled", "OFF"),
    ("db.logs.query.parameter_logging_enabled", "false"),
    ("db.logs.query.obfuscate_literals", "true"),
    ("db.logs.query.obfuscate_errors", "true"),
)
"""The settings that close a server; `docker-compose.yml` sets the same."""

_SERVICE: tuple[tuple[str, str], ...] = (
    ("server.bolt.enabled", "true"),
    ("server.bolt.tls_level", "DISABLED"),  # loopback only
    ("server.https.enabled", "false"),
    # A server that hangs is noticed after ten seconds instead of never.
    ("server.bolt.connection_keep_alive", "5s"),
    ("server.bolt.connection_keep_alive_for_requests", "ALL"),
    ("server.bolt.connection_keep_alive_probes", "2"),
    ("internal.dbms.bolt.netty_server_shutdown_quiet_period", "0"),  # ten seconds otherwise
    # The projection can be made again: small logs of transactions, and only the last.
    ("db.tx_log.preallocate", "false"),
    ("db.tx_log.rotation.size", "128m"),
    ("db.tx_log.rotation.retention_policy", "1 files"),
)


_PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*",
        "img-src 'self' data:",
        "style-src 'self' 'unsafe-inline'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
PAGE: tuple[tuple[str, str], ...] = (
    ("server.http.enabled", "true"),
    # The page alone: Cypher over HTTP stays shut, and the page speaks to this machine only.
    ("server.http_enabled_modules", "BROWSER"),
    ("dbms.security.http_static_content_security_policy_header", _PAGE_POLICY),
    ("dbms.security.http_access_control_allow_origin", "http://127.0.0.1"),
    ("dbms.logs.http.enabled", "false"),
    ("client.allow_telemetry", "false"),
)
"""The settings under which Neo4j Browser is served; `docker-compose.yml` sets the same."""

_NO_BROWSER: tuple[tuple[str, str], ...] = (("server.http.enabled", "false"),)


def conf_text(*, port: int, http_port: int | None, memory: Memory) -> str:
    """Return the text of `neo4j.conf`; port 0 lets the system choose one, `http_port` None none."""
    place = (
        ("server.bolt.listen_address", f"127.0.0.1:{port}"),
        ("server.bolt.advertised_address", f"127.0.0.1:{port}"),
        ("server.http.listen_address", f"127.0.0.1:{http_port or 0}"),
        ("server.memory.heap.initial_size", f"{memory.first_heap}m"),
        ("server.memory.heap.max_size", f"{memory.heap}m"),
        ("server.memory.pagecache.size", f"{memory.page_cache}m"),
    )
    page = _NO_BROWSER if http_port is None else PAGE
    lines = (f"{name}={value}" for name, value in (*CLOSED, *_SERVICE, *page, *place))
    return "# Written by huibi at each start.\n" + "\n".join(lines) + "\n"
