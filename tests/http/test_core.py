"""Who may ask, what surrounds every answer, and the log before it."""

import pytest
from fastapi import APIRouter

from api.access_log import AccessLog, access_log_path
from api.http import app as application
from api.http.accounts import IDLE_SECONDS, LOCKED_SECONDS, LONGEST_SECONDS, MOST_FAILURES, Accounts
from api.http.app import create_app
from api.http.roles import Account, Role
from graph.errors import HuibiError, InputError, LedgerError
from tests.http.conftest import PASSWORD, QUICK

SESSION = "/api/v1/session"


def entries(service):
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        log.verify()
        return list(log.entries())


def test_a_session_begins_tells_who_and_ends(client_of):
    client = client_of("analyst")
    told = client.get(SESSION).json()
    assert (told["login"], told["roles"], told["roles_zh"]) == ("analyst", ["analyst"], ["研判"])
    assert client.delete(SESSION).status_code == 204
    assert client.get(SESSION).status_code == 401


def test_the_cookie_is_opaque_and_closed_to_scripts(client_of):
    client = client_of()
    given = {"login": "clerk", "password": PASSWORD}
    cookie = client.post(SESSION, json=given).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "clerk" not in cookie


def test_an_unknown_login_and_a_wrong_password_are_answered_alike(client_of):
    client = client_of()
    answers = [
        client.post(SESSION, json={"login": login, "password": "wrong password!"})
        for login in ("clerk", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].content == answers[1].content


def test_every_answer_is_logged_with_who_asked_for_what(client_of, service):
    client = client_of("auditor")
    client.get(SESSION)
    client_of().get("/api/v1/nothing")
    logged = [(entry.who, entry.action, entry.detail) for entry in entries(service)]
    assert logged == [
        ("auditor", "log_in", "200"),
        ("auditor", "who_am_i", "200"),
        ("-", "unknown", "404"),
    ]


def test_no_log_no_answer(client_of, service, monkeypatch):
    client = client_of("clerk")

    def fail(*_):
        raise LedgerError("the disk is full")

    monkeypatch.setattr(AccessLog, "append_all", fail)
    answer = client.get(SESSION)
    assert answer.status_code == 503
    assert "clerk" not in answer.text
    monkeypatch.undo()
    assert client.get(SESSION).status_code == 200


@pytest.mark.parametrize("path", [SESSION, "/api/v1/accounts", "/api/v1/audit"])
def test_nobody_is_answered_without_a_session(client_of, path):
    answer = client_of().get(path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_write_from_another_page_is_refused(client_of):
    client = client_of("administrator")
    del client.headers["x-huibi"]
    new = {"login": "x", "name": "x", "roles": ["clerk"], "password": PASSWORD}
    assert client.put("/api/v1/accounts", json=new).status_code == 403
    given = {"login": "clerk", "password": PASSWORD}
    assert client.post(SESSION, json=given).status_code == 403


def test_strict_headers_come_with_every_answer(client_of):
    headers = client_of().get("/api/v1/health").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_a_body_too_large_is_not_read(client_of):
    answer = client_of().post(SESSION, content=b"x" * ((1 << 20) + 1))
    assert answer.status_code == 413


def test_a_role_taken_away_is_gone_at_the_next_request(client_of, service):
    client = client_of("approver")
    assert client.get("/api/v1/authorizations").status_code == 200
    service.accounts.put(
        Account(login="approver", name="x", roles=frozenset({Role.CLERK})), PASSWORD
    )
    assert client.get("/api/v1/authorizations").status_code == 401


def test_a_route_without_a_permit_does_not_start(service, monkeypatch):
    router = APIRouter()
    router.add_api_route("/loose", lambda: None, name="loose")
    monkeypatch.setattr(application, "ROUTERS", (*application.ROUTERS, router))
    with pytest.raises(HuibiError, match=r"without a permit: \['loose'\]"):
        create_app(service)


def test_the_auditor_verifies_the_chain_and_sees_a_cut(client_of, service):
    client = client_of("auditor")
    head = client.get("/api/v1/audit/head").json()
    assert client.get("/api/v1/audit/head", params=head).status_code == 200
    other = {"sequence": 1, "digest": "ab" * 32}
    assert client.get("/api/v1/audit/head", params=other).status_code == 503
    found = client.get("/api/v1/audit", params={"who": "auditor"}).json()
    assert [entry["action"] for entry in found][:2] == ["log_in", "verify_audit"]


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(tmp_path, clock):
    kept = Accounts(tmp_path / "accounts.db", clock, QUICK)
    kept.put(Account(login="z", name="张", roles=frozenset({Role.CLERK})), PASSWORD)
    yield kept
    kept.close()


def test_a_session_ends_by_rest_and_by_age(accounts, clock):
    token = accounts.enter("z", PASSWORD)
    clock.now += IDLE_SECONDS - 1
    assert accounts.of_token(token).login == "z"
    clock.now += IDLE_SECONDS + 1
    assert accounts.of_token(token) is None
    token, begun = accounts.enter("z", PASSWORD), clock.now
    while clock.now - begun < LONGEST_SECONDS:
        assert accounts.of_token(token)
        clock.now += IDLE_SECONDS - 1
    assert accounts.of_token(token) is None


def test_five_wrong_passwords_close_a_login_for_a_while(accounts, clock):
    for _ in range(MOST_FAILURES):
        assert accounts.enter("z", "wrong") is None
    assert accounts.enter("z", PASSWORD) is None
    clock.now += LOCKED_SECONDS + 1
    assert accounts.enter("z", PASSWORD)


@pytest.mark.parametrize(
    ("account", "password", "why"),
    [
        (Account(login=" ", name="", roles=frozenset({Role.CLERK})), None, "one word"),
        (Account(login="a", name="", roles=frozenset()), None, "no role"),
        (Account(login="a", name="", roles=frozenset({Role.CLERK})), "short", "at least"),
        (
            Account(login="a", name="", roles=frozenset({Role.AUDITOR, Role.CLERK})),
            None,
            "no other role",
        ),
    ],
)
def test_an_account_that_cannot_stand_is_refused(accounts, account, password, why):
    with pytest.raises(InputError, match=why):
        accounts.put(account, password)
    assert accounts.of_login(account.login) is None


def test_passwords_are_kept_as_argon2id(tmp_path):
    kept = Accounts(tmp_path / "a.db")
    made = kept.put(Account(login="z", name="", roles=frozenset({Role.CLERK})), PASSWORD)
    assert made.password.startswith("$argon2id$")
    kept.close()


def test_an_account_without_a_password_cannot_log_in_with_one(accounts):
    accounts.put(Account(login="o", name="", roles=frozenset({Role.CLERK}), subject="idp|1"))
    assert accounts.enter("o", "") is None
    assert accounts.of_subject("idp|1").login == "o"
