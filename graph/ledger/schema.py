"""The numbered, forward-only migrations of each kind of database file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """One kind of database file; a file of version n has had the first n migrations."""

    noun: str
    application_id: int
    migrations: tuple[str, ...]

    @property
    def version(self) -> int:
        """The version this program reads and writes."""
        return len(self.migrations)

    def script(self, version: int) -> str:
        """Return the SQL that lifts a file from the version before to this one."""
        folder = files("graph.ledger") / "migrations"
        return (folder / self.migrations[version - 1]).read_text(encoding="utf-8")


LEDGER = Schema(
    noun="ledger",
    application_id=0x48554942,
    migrations=("0001_ledger.sql", "0002_desk.sql", "0003_findings.sql"),
)
ACCESS_LOG = Schema(
    noun="access log", application_id=0x48554941, migrations=("access_0001_entries.sql",)
)
ACCOUNTS = Schema(
    noun="list of accounts", application_id=0x48554943, migrations=("accounts_0001_service.sql",)
)
SCHEMAS = (LEDGER, ACCESS_LOG, ACCOUNTS)
