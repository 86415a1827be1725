"""Accounts, sessions and authorizations, kept in a file of their own beside the ledger."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from typing import TYPE_CHECKING, Any

import orjson
from pwdlib import PasswordHash

from api.http.roles import APART, Account, Role
from graph.errors import InputError, NotFoundError
from graph.ledger import sql_accounts as sql
from graph.ledger.connection import open_database, storage_errors, transaction
from graph.ledger.load import utc_now
from graph.ledger.schema import ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 3600
"""A session ends after half an hour without a request, and after twelve hours in any case."""
MOST_FAILURES, LOCKED_SECONDS = 5, 15 * 60
"""So many wrong passwords in a row close a login for a quarter of an hour."""
_LEAST_PASSWORD = 12
_TOUCH_SECONDS = 30
"""A session's last sight is written down this often at most."""


def accounts_path(ledger: Path) -> Path:
    """Return where the accounts of a ledger lie."""
    return ledger.with_name(ledger.name + ".accounts.db")


class Accounts:
    """The list of accounts; connections behind locks, safe to share between threads.

    Everything is read anew at each request: a role taken away is gone at the next one. What every
    request reads is read by a connection of its own, which waits for no write.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], float] = time.time,
        passwords: PasswordHash | None = None,
    ) -> None:
        self.path = path
        self._clock = clock
        self._lock = threading.RLock()
        self._hash = passwords or PasswordHash.recommended()
        self._decoy = self._hash.hash(secrets.token_urlsafe())
        self._connection = open_database(path, ACCOUNTS, create=True, write=True)
        self._glance = threading.Lock()
        self._reading = open_database(path, ACCOUNTS, create=False, write=False)

    def close(self) -> None:
        """Close the file."""
        with self._lock, self._glance:
            self._connection.close()
            self._reading.close()

    def execute(self, statement: str, *bindings: Any) -> list[tuple[Any, ...]]:
        """Run one statement of `graph.ledger.sql_accounts` and return its rows."""
        with self._lock, storage_errors(self.path):
            return list(self._connection.execute(statement, bindings))

    def read(self, statement: str, *bindings: Any) -> list[tuple[Any, ...]]:
        """Run one statement that writes nothing; it waits for no write."""
        with self._glance, storage_errors(self.path):
            return list(self._reading.execute(statement, bindings))

    # accounts

    def put(self, account: Account, password: str | None = None) -> Account:
        """Add an account or change it; without a password the old one stays.

        Changing an account ends its sessions: what was open under the old roles is closed.

        Raises:
            InputError: the login is blank, the roles do not go together, or the password is short.
        """
        _require_sound(account, password)
        known = self.of_login(account.login)
        kept = self._hash.hash(password) if password else (known.password if known else "")
        with self._lock, storage_errors(self.path), transaction(self._connection):
            self._connection.execute(sql.PUT_ACCOUNT, _row(account, kept))
            self._connection.execute(sql.END_SESSIONS_OF, (account.login,))
        found = self.of_login(account.login)
        if found is None:
            raise NotFoundError(f"no account '{account.login}'")
        return found

    def of_login(self, login: str) -> Account | None:
        """Return the account of a login."""
        return _one(self.execute(sql.ACCOUNT_OF_LOGIN, login))

    def of_subject(self, subject: str) -> Account | None:
        """Return the account of somebody at the identity provider."""
        return _one(self.execute(sql.ACCOUNT_OF_SUBJECT, subject))

    def all(self) -> tuple[Account, ...]:
        """Return every account, by login."""
        return tuple(_account(row) for row in self.execute(sql.ACCOUNTS))

    # sessions

    def enter(self, login: str, password: str) -> str | None:
        """Return the token of a new session; None where login and password do not go together.

        An unknown login takes as long as a wrong password, and a locked one says no more.
        """
        now = self._clock()
        account, failed = self.of_login(login), self.execute(sql.FAILED_LOGIN, login)
        is_locked = bool(failed) and (
            failed[0][0] >= MOST_FAILURES and now - failed[0][1] < LOCKED_SECONDS
        )
        kept = account.password if account and account.password else self._decoy
        is_right = self._hash.verify(password, kept)
        if not (is_right and account and account.password and account.is_active) or is_locked:
            self.execute(sql.FAIL_LOGIN, login[:200], now)
            return None
        self.execute(sql.FORGIVE_LOGIN, login)
        return self.begin(account)

    def begin(self, account: Account) -> str:
        """Return the token of a new session of somebody whose identity is proven."""
        token, now = secrets.token_urlsafe(32), self._clock()
        self.execute(sql.SWEEP_SESSIONS, now - IDLE_SECONDS, now - LONGEST_SECONDS)
        self.execute(sql.BEGIN_SESSION, _digest(token), account.number, now, now)
        return token

    def of_token(self, token: str) -> Account | None:
        """Return who holds a session's token; None where it has ended."""
        account, is_over, is_seen = self._session(token)
        if account is not None and is_over:
            self.execute(sql.END_SESSION, _digest(token))
            return None
        if not is_seen:
            self.execute(sql.SEE_SESSION, self._clock(), _digest(token))
        return account

    def glance(self, token: str) -> Account | None:
        """Return who holds a session's token where there is nothing to write about the session.

        It waits for no disk; None says nothing: `of_token` does.
        """
        account, is_over, is_seen = self._session(token)
        return account if is_seen and not is_over else None

    def _session(self, token: str) -> tuple[Account | None, bool, bool]:
        """Return who holds a token, whether its session is over, and was seen a moment ago."""
        rows = self.read(sql.ACCOUNT_OF_SESSION, _digest(token))
        if not rows:
            return None, True, True
        *row, began, seen = rows[0]
        account, now = _account(tuple(row)), self._clock()
        is_over = now - seen > IDLE_SECONDS or now - began > LONGEST_SECONDS
        return account, is_over or not account.is_active, now - seen <= _TOUCH_SECONDS

    def leave(self, token: str) -> None:
        """End a session."""
        self.execute(sql.END_SESSION, _digest(token))

    # authorizations

    def authorize(
        self, login: str, persons: Sequence[str], *, reason: str, by: str, until: str
    ) -> int:
        """Open some people's relatives to an account up to a day; returns the number.

        Raises:
            InputError: no reason, nobody to open, or no such account.
        """
        if not reason.strip() or not persons:
            raise InputError("an authorization names its reason and the people it opens")
        if self.of_login(login) is None:
            raise InputError(f"no account '{login}' to authorize")
        named = orjson.dumps(sorted(set(persons))).decode()
        return int(self.execute(sql.AUTHORIZE, login, named, reason, by, utc_now(), until)[0][0])

    def authorization(self, login: str, number: str) -> tuple[frozenset[str], str] | None:
        """Return whom an authorization of an account opens, and up to which day."""
        rows = self.read(sql.AUTHORIZATION, login, number)
        return (frozenset(orjson.loads(rows[0][0])), rows[0][1]) if rows else None

    def authorizations(self, login: str | None = None) -> list[dict[str, Any]]:
        """Return authorizations, of one account or of all, oldest first."""
        names = ("number", "login", "persons", "reason", "by", "at", "until")
        return [
            dict(zip(names, row, strict=True)) | {"persons": orjson.loads(row[2])}
            for row in self.execute(sql.AUTHORIZATIONS, login)
        ]


def _require_sound(account: Account, password: str | None) -> None:
    if not account.login.strip() or account.login != account.login.strip():
        raise InputError("a login is one word or more, without spaces around it")
    if not account.roles:
        raise InputError(f"account '{account.login}' has no role: name what it is for")
    apart = account.roles.intersection(APART)
    if apart and len(account.roles) > 1:
        raise InputError(
            f"account '{account.login}': {min(apart)} goes with no other role, since who keeps or "
            "audits the service must see no data"
        )
    if password is not None and len(password) < _LEAST_PASSWORD:
        raise InputError(f"a password has at least {_LEAST_PASSWORD} characters")


def _row(account: Account, password: str) -> tuple[Any, ...]:
    return (
        account.login,
        account.name,
        password,
        account.subject,
        account.person,
        account.unit,
        orjson.dumps(sorted(account.roles)).decode(),
        orjson.dumps(sorted(account.places)).decode(),
        int(account.is_active),
        utc_now(),
    )


def _one(rows: Sequence[tuple[Any, ...]]) -> Account | None:
    return _account(rows[0]) if rows else None


def _account(row: tuple[Any, ...]) -> Account:
    number, login, name, password, subject, person, unit, roles, places, is_active = row
    return Account(
        number=number,
        login=login,
        name=name,
        password=password,
        subject=subject,
        person=person,
        unit=unit,
        roles=frozenset(Role(role) for role in orjson.loads(roles)),
        places=tuple(orjson.loads(places)),
        is_active=bool(is_active),
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
