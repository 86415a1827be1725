"""The Neo4j of a ledger: a local server beside its file, or the one that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.settings import user_cache
from graph.errors import Neo4jError
from graph.neo4j.home import read_password
from graph.neo4j.jars import server_version
from graph.neo4j.server import Server
from graph.neo4j.session import Address

if TYPE_CHECKING:
    from api.settings import Settings


def jars_folder(named: Path | str | None) -> Path:
    """Return where Neo4j's jars are kept: the folder named, else one in the user's cache."""
    return Path(named) if named else user_cache() / "huibi" / f"neo4j-{server_version()}"


def local_server(ledger: Path, settings: Settings) -> Server:
    """Return the local server of a ledger, running or not, made or not."""
    return Server(ledger.with_name(ledger.name + ".neo4j"), jars_folder(settings.neo4j_jars))


def is_configured(ledger: Path, settings: Settings) -> bool:
    """Whether this ledger has a Neo4j: the settings name one, or one was started here before."""
    return bool(settings.neo4j_uri) or local_server(ledger, settings).home.path.is_dir()


def address_of(ledger: Path, settings: Settings) -> Address:
    """Return where the Neo4j of a ledger answers, for `connect`.

    Raises:
        Neo4jDownError: it is the local one, and that does not run.
        Neo4jError: the settings are incomplete, or a password cannot be read.
    """
    if not settings.neo4j_uri:
        return local_server(ledger, settings).address()
    if not settings.neo4j_password_file:
        raise Neo4jError(
            f"{settings.neo4j_uri} is set as Neo4j's address without a password, and it will not"
            " answer without: name the file that holds it in HUIBI_NEO4J_PASSWORD_FILE"
        )
    file = Path(settings.neo4j_password_file).expanduser()
    return Address(
        uri=settings.neo4j_uri,
        user=settings.neo4j_user,
        password=read_password(file),
        password_from=str(file),
        plain_host=settings.neo4j_plain_host,
    )
