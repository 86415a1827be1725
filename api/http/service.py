"""The service of one ledger: its data, its accounts, its audit, its clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.access_log import access_log_path
from api.http.accounts import Accounts, accounts_path
from api.http.audit import AuditWriter
from api.http.jobs import Jobs
from api.http.leading import Leads, is_seen
from api.http.workbench import Workbench
from api.http.works import sweep, works_of
from api.patterns.naming import ids_in
from graph.errors import NotFoundError
from graph.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from api.http.oidc import Provider
    from api.http.sight import Sight
    from api.http.works import Follow


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


@dataclass(frozen=True, kw_only=True)
class Service:
    """What every request of a process shares."""

    bench: Workbench
    accounts: Accounts
    audit: AuditWriter
    leads: Leads
    jobs: Jobs
    provider: Provider | None = None
    """Who vouches for accounts beside their passwords."""
    today: Callable[[], dt.date] = field(default=_today)
    is_demo: bool = False
    is_secure: bool = False
    """Whether it is reached over TLS, so that its cookie never travels in the clear."""

    @classmethod
    def of(
        cls, ledger: Path, *, is_demo: bool = False, is_secure: bool = False,
        today: Callable[[], dt.date] = _today, accounts: Accounts | None = None,
        provider: Provider | None = None, follow: Follow = lambda _progress: None,
    ) -> Service:  # fmt: skip
        """Return the service of a ledger; its accounts and its access log lie beside it.

        `follow` brings a projection, if there is one, to where jobs have brought the ledger.

        Raises:
            LedgerError: there is no ledger, or a file beside it cannot be written.
        """
        open_ledger(ledger, write=True).close()
        bench = Workbench(ledger=ledger)
        kept = accounts or Accounts(accounts_path(ledger))
        jobs = Jobs(kept, works_of(bench, follow))
        sweep(ledger, [one.asked for one in jobs.unfinished()])
        return cls(
            bench=bench,
            accounts=kept,
            audit=AuditWriter(access_log_path(ledger)),
            leads=Leads(ledger=ledger),
            jobs=jobs,
            is_demo=is_demo,
            is_secure=is_secure,
            today=today,
            provider=provider,
        )

    def people_of_lead(self, id: str, sight: Sight) -> frozenset[str]:
        """Return everybody whom a recorded lead names; nobody where none exists for the account."""
        with open_ledger(self.bench.ledger) as book:
            try:
                found = book.findings.last(id)
            except NotFoundError:
                return frozenset()
        return frozenset(ids_in(found)) if is_seen(found, sight) else frozenset()
