"""What requests find at hand is the newest: accounts, sessions, facts, cases, earlier cases."""

import threading
from dataclasses import replace

import pytest

from api.http.accounts import IDLE_SECONDS, Accounts, accounts_path
from api.http.asking import COOKIE
from api.http.roles import Account, Role
from api.http.sight import Sight
from api.loading import Request, load_sources
from tests.http.conftest import PASSWORD, QUICK

SEARCH = "/api/v1/search?q=A4"
DRAFT = {
    "matter": "supervision_case",
    "received": "2026-03-02",
    "parties": [{"person": "A6", "role": "subject"}],
}


@pytest.fixture
def elsewhere(service):
    """The accounts as another process writes them."""
    other = Accounts(accounts_path(service.bench.ledger), passwords=QUICK)
    yield other
    other.close()


def changed(role, **more):
    return Account(login="clerk", name="clerk", roles=frozenset({role}), **more)


@pytest.mark.parametrize(
    ("account", "status"),
    [(changed(Role.CLERK, is_active=False), 401), (changed(Role.AUDITOR), 401)],
)
def test_an_account_changed_by_another_process_is_changed_at_the_next_request(
    client_of, elsewhere, account, status
):
    clerk = client_of("clerk")
    assert clerk.get(SEARCH).status_code == 200
    elsewhere.put(account)
    assert clerk.get(SEARCH).status_code == status


@pytest.mark.parametrize("column", ["is_active = 0", "roles = '[\"auditor\"]'"])
def test_an_account_changed_under_an_open_session_is_changed_at_the_next_request(
    client_of, elsewhere, column
):
    clerk = client_of("clerk")
    assert clerk.get(SEARCH).status_code == 200
    elsewhere.execute(f"UPDATE account SET {column} WHERE login = 'clerk'")
    assert clerk.get(SEARCH).status_code in (401, 403)


def test_a_session_that_ended_elsewhere_has_ended_here(client_of, elsewhere):
    clerk = client_of("clerk")
    elsewhere.leave(clerk.cookies[COOKIE])
    assert clerk.get(SEARCH).status_code == 401


def test_a_glance_tells_nothing_where_something_is_to_be_written(tmp_path):
    clock = [1_000_000.0]
    accounts = Accounts(tmp_path / "a.db", clock=lambda: clock[0], passwords=QUICK)
    token = accounts.begin(accounts.put(changed(Role.CLERK), PASSWORD))
    assert accounts.glance(token).login == "clerk"
    assert accounts.glance("another") is None
    clock[0] += 60
    assert accounts.glance(token) is None
    assert accounts.of_token(token).login == "clerk"
    assert accounts.glance(token).login == "clerk"
    clock[0] += IDLE_SECONDS + 1
    assert accounts.glance(token) is None
    assert accounts.of_token(token) is None


def test_a_glance_waits_for_no_write(tmp_path):
    accounts = Accounts(tmp_path / "a.db", passwords=QUICK)
    token = accounts.begin(accounts.put(changed(Role.CLERK), PASSWORD))
    with accounts._lock:
        accounts._connection.execute("BEGIN IMMEDIATE")
        assert accounts.glance(token).login == "clerk"
        accounts._connection.execute("ROLLBACK")


def test_an_authorization_is_its_own_accounts_alone_and_by_its_very_number(service):
    number = service.accounts.authorize("clerk", ["A1"], reason="x", by="x", until="2099-01-01")
    found = service.accounts.authorization
    assert found("clerk", str(number)) == (frozenset({"A1"}), "2099-01-01")
    assert found("analyst", str(number)) is None
    assert found("clerk", f"0{number}") is None
    assert found("clerk", "9" * 40) is None


def test_nothing_is_at_hand_before_it_is_read_nor_after_the_ledger_moved(
    service, client_of, tmp_path
):
    bench = service.bench
    assert bench.at_hand() is None
    newest = bench.newest()
    assert bench.at_hand() == newest
    clerk = client_of("clerk")
    draft = {**DRAFT, "id": "K1", "unit": "D1"}
    assert clerk.post("/api/v1/cases", json=draft).status_code == 201
    assert bench.at_hand() is None or "K1" in bench.at_hand()[1]
    (tmp_path / "people.csv").write_text("id,name\nZ1,新来的\n", encoding="utf-8")
    load_sources(
        bench.ledger, Request(paths=(tmp_path / "people.csv",)), lambda _n: None, lambda _o: None
    )
    assert bench.at_hand() is None
    assert clerk.get("/api/v1/search", params={"q": "新来的"}).json()["total"] == 1


def test_a_draft_counts_the_case_registered_a_moment_ago(client_of):
    clerk = client_of("clerk")

    def kinds():
        told = clerk.post("/api/v1/checks", json={**DRAFT, "candidates": ["A7"]}).json()
        (one,) = told["check"]["candidates"]
        return {tie["kind"] for part in ("reasons", "context") for said in one.get(part, ())
                for tie in said.get("ties", ())}  # fmt: skip

    assert "past_case" not in kinds()
    team = [{"person": "A7", "role": "handler"}]
    registered = clerk.post("/api/v1/cases", json={**DRAFT, "id": "K1", "unit": "D1", "team": team})
    assert registered.status_code == 201, registered.text
    assert "past_case" in kinds()


def test_kin_are_searched_by_one_thread_at_a_time(service):
    """The caches of the engine serve one thread: whoever looks whether a case is against his own
    kin waits for whoever searches."""
    ids = service.bench.ground().snapshot.table("people")["id"].to_pylist()
    account = replace(service.accounts.of_login("handler"), person=ids[0])
    ground, files = service.bench.newest()
    sight = Sight(account=account, ground=ground, files=files, day=0)
    found = []
    asking = threading.Thread(target=lambda: found.append(sight.is_kin_of_any(ids[1:2])))
    with service.bench.engine:
        asking.start()
        asking.join(0.3)
        assert found == []
    asking.join(30)
    assert found
