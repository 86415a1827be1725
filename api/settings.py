"""Settings, read once: `huibi.toml` in the working folder, then `HUIBI_*` variables, which win."""

from __future__ import annotations

import getpass
import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from graph.errors import InputError

DEFAULT_LEDGER = "huibi.db"
DEFAULT_NEO4J_USER = "neo4j"
DEFAULT_ANSWER_DAYS = 3
_MOST_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the ledger lies and who is asking."""

    ledger: Path
    user: str
    neo4j_uri: str = ""
    """Another server than the ledger's own, with its user, password file and network."""
    neo4j_user: str = DEFAULT_NEO4J_USER
    neo4j_password_file: str = ""
    neo4j_plain_host: str = ""
    neo4j_jars: Path | None = None
    oidc_issuer: str = ""
    """Identity provider by which accounts may log in, with the service's id and secret there."""
    oidc_client_id: str = ""
    oidc_client_secret_file: Path | None = None
    answer_days: int = DEFAULT_ANSWER_DAYS
    """Days within which a disclosure or an application of recusal is answered."""

    @classmethod
    def read(cls, folder: Path) -> Settings:
        """Read the settings of a working folder.

        Raises:
            InputError: `huibi.toml` is not TOML, or names a setting that does not exist.
        """
        given = _file(folder / "huibi.toml") | _environment()
        ledger = Path(given.get("ledger", DEFAULT_LEDGER)).expanduser()
        return cls(
            ledger=ledger,
            user=given.get("user") or _login(),
            neo4j_uri=given.get("neo4j_uri", ""),
            neo4j_user=given.get("neo4j_user") or DEFAULT_NEO4J_USER,
            neo4j_password_file=given.get("neo4j_password_file", ""),
            neo4j_plain_host=given.get("neo4j_plain_host", ""),
            neo4j_jars=_path("neo4j_jars", given),
            oidc_issuer=given.get("oidc_issuer", ""),
            oidc_client_id=given.get("oidc_client_id", ""),
            oidc_client_secret_file=_path("oidc_client_secret_file", given),
            answer_days=_days("answer_days", given),
        )


def user_cache() -> Path:
    """Return the folder in which programs keep for a user what they can fetch again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _login() -> str:
    """Return who the system says is asking, so that no access log entry is nobody's."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return f"uid {os.getuid()}"


def _path(name: str, given: dict[str, str]) -> Path | None:
    return Path(given[name]).expanduser() if name in given else None


def _days(name: str, given: dict[str, str]) -> int:
    text = given.get(name) or str(DEFAULT_ANSWER_DAYS)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_DAYS):
        raise InputError(f"setting {name}: '{text}' is no number of days from 1 to {_MOST_DAYS}")
    return int(text)


def _names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Settings))


def _file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not a TOML file ({error}): correct it or remove it") from error
    if unknown := sorted(set(given) - set(_names())):
        raise InputError(
            f"{path}: no setting is called {', '.join(unknown)}: use {', '.join(_names())}"
        )
    return {name: str(value) for name, value in given.items()}


def _environment() -> dict[str, str]:
    found = {name: os.environ.get(f"HUIBI_{name.upper()}", "") for name in _names()}
    return {name: value for name, value in found.items() if value}
