"""The Neo4j of a ledger: a local server beside its file, or the one that the settings name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.settings import user_cache
from graph.errors import Neo4jError
from graph.ledger import open_ledger
from graph.neo4j.home import read_password
from graph.neo4j.jars import server_version
from graph.neo4j.server import Server
from graph.neo4j.session import Address, connect
from graph.projection.state import applied_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.settings import Settings
    from graph.neo4j.launch import Wish
    from graph.neo4j.server import State

_STATUS_SECONDS = 20.0


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
        password=read_password(file, settings.neo4j_user),
        password_from=str(file),
        plain_host=settings.neo4j_plain_host,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the Neo4j of a ledger stands, as far as can be told."""

    is_configured: bool
    is_local: bool
    is_running: bool
    is_answering: bool
    uri: str = ""
    browser: str = ""
    version: str = ""
    pid: int | None = None
    data: str = ""
    log: str = ""
    password_file: str = ""
    head: int | None = None
    """The ledger's sequence; None where there is no ledger."""
    head_mark: str = ""
    """What names the ledger's history up to there."""
    applied: int | None = None
    """The sequence that Neo4j holds; None where nothing was projected yet."""
    applying: int | None = None
    """The sequence that it is moving to; None where it is at rest."""
    mark: str = ""
    state: str = ""
    """What the projection says of itself."""
    trouble: str = ""
    """Why it does not answer though it should."""

    @property
    def is_current(self) -> bool:
        """Whether Neo4j holds what the ledger says now."""
        return (
            self.applied is not None
            and self.applying is None
            and (self.applied, self.mark) == (self.head, self.head_mark)
        )


def start(ledger: Path, settings: Settings, wish: Wish, progress: Callable[[int], None]) -> State:
    """Start the local server of a ledger and see that it takes its password.

    Raises:
        Neo4jError: the settings name another server, or this one cannot be started.
    """
    if settings.neo4j_uri:
        raise Neo4jError(
            f"HUIBI_NEO4J_URI names {settings.neo4j_uri}, so a local server would never be asked:"
            " take that setting away first, or leave starting to whoever runs that server"
        )
    if not ledger.parent.is_dir():
        raise Neo4jError(
            f"{ledger}: the folder {ledger.parent} does not exist, and the server's data belong"
            " beside the ledger: make it, or name the right ledger with --ledger"
        )
    server = local_server(ledger, settings)
    state = server.start(wish, progress=progress)
    connect(server.address()).close()
    return state


def standing(ledger: Path, settings: Settings) -> Standing:
    """Return how the Neo4j of a ledger stands; a server that should answer is asked."""
    local = local_server(ledger, settings)
    is_local = not settings.neo4j_uri
    state = local.state() if is_local else None
    head, head_mark = _history(ledger)
    found = Standing(
        is_configured=is_configured(ledger, settings),
        is_local=is_local,
        is_running=state.is_running if state else False,
        is_answering=False,
        uri=state.uri if state else settings.neo4j_uri,
        browser=state.browser if state else "",
        version=state.version if state else "",
        pid=state.pid if state else None,
        data=str(local.home.data) if is_local else "",
        log=str(local.home.log) if is_local else "",
        password_file=str(local.home.password_file) if is_local else settings.neo4j_password_file,
        head=head,
        head_mark=head_mark,
    )
    if state and not state.is_ready:
        return found
    return _asked(found, ledger, settings)


def _asked(found: Standing, ledger: Path, settings: Settings) -> Standing:
    try:
        with connect(address_of(ledger, settings), patience=_STATUS_SECONDS) as graph:
            told, version = applied_state(graph), graph.version
    except Neo4jError as error:
        return replace(found, trouble=str(error))
    return replace(
        found,
        is_running=True,
        is_answering=True,
        version=version,
        applied=told.applied_seq,
        applying=told.applying_seq,
        mark=told.mark,
        state=told.state,
    )


def _history(ledger: Path) -> tuple[int | None, str]:
    if not ledger.exists():
        return None, ""
    with open_ledger(ledger) as book:
        return book.head, book.mark()
