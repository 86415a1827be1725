"""A service over the family of examples/, with an account of each role."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.http.accounts import Accounts, accounts_path
from api.http.app import create_app
from api.http.roles import Account, Role
from api.http.service import Service
from api.loading import Request, load_sources

FAMILY = Path(__file__).parents[2] / "examples" / "family"
PASSWORD = "a long enough password"
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
"""Argon2id, too cheap for anything but tests."""


@pytest.fixture
def service(tmp_path):
    ledger = tmp_path / "huibi.db"
    outcome = load_sources(
        ledger, Request(paths=(FAMILY,)), lambda _count: None, lambda _outcome: None
    )
    assert outcome.is_loaded, outcome.errors
    made = Service.of(ledger, accounts=Accounts(accounts_path(ledger), passwords=QUICK))
    for role in Role:
        made.accounts.put(
            Account(login=role.value, name=role.value, roles=frozenset({role})), PASSWORD
        )
    return made


@pytest.fixture
def app(service):
    return create_app(service)


@pytest.fixture
def client_of(app):
    """A client logged in as a role, or as nobody; each has its own cookies."""
    opened = []

    def enter(login=None):
        client = TestClient(app, headers={"x-huibi": "1"})
        client.__enter__() if not opened else None
        opened.append(client)
        if login:
            answer = client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
        return client

    yield enter
    if opened:
        opened[0].__exit__(None, None, None)
