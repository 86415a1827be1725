"""What is hidden takes the work of what does not exist: looks, statements, turns of the engine."""

from collections import Counter

import pytest

from api.http.accounts import Accounts
from api.http.name_index import NameIndex
from graph.ledger import ledger as ledgers
from graph.snapshot.links import TieGraph
from tests.http.test_matrix import HIDDEN, case, hidden, rows, url_of

__all__ = ["case", "hidden"]
API = "/api/v1"
READ = ("person", "unit", "contract", "counts", "neighbours", "bundles", "kin", "lead", "view",
        "job", "case", "case_history")  # fmt: skip
"""Looks; of writes the words alone are held equal."""


@pytest.fixture
def work(service, monkeypatch):
    """What has been done so far, by kind of work."""
    done = Counter()

    def count(owner, name):
        plain = getattr(owner, name)

        def counted(*given, **more):
            done[f"{getattr(owner, '__name__', owner)}.{name}"] += 1
            return plain(*given, **more)

        monkeypatch.setattr(owner, name, counted)

    for owner, names in (
        (TieGraph, ("find",)),
        (Accounts, ("read", "execute", "glance")),
        (NameIndex, ("containing", "called", "beginning", "spelt")),
        (ledgers, ("open_database",)),
    ):
        for name in names:
            count(owner, name)

    now = service.accounts._clock()
    monkeypatch.setattr(service.accounts, "_clock", lambda: now)

    class Counted:
        def __enter__(self):
            done["engine"] += 1
            return lock.__enter__()

        def __exit__(self, *told):
            return lock.__exit__(*told)

    lock, service.bench.engine = service.bench.engine, Counted()
    return done


def work_of(work, ask):
    """Return the work of a request that has been asked before, so that nothing is read first."""
    ask()
    work.clear()
    answer = ask()
    return dict(work), answer


def test_every_look_at_a_thing_is_among_those_counted():
    looks = {one for one, method, _, _, _ in rows() if method == "GET" and one in HIDDEN}
    assert looks - set(READ) == {"follow_job", "route", "paper", "replay_assignment"}


@pytest.mark.parametrize("operation", READ)
def test_a_hidden_thing_takes_the_work_of_an_absent_one(hidden, work, operation):
    ids, clients = hidden
    _, method, path, _, marks = next(row for row in rows() if row[0] == operation)
    login, id, _ = HIDDEN[operation]
    headers = {"x-huibi-purpose": "authorization:1"} if "purpose" in marks else {}
    absent = "person:nobody-here" if path.startswith("/nodes") else "nobody-here"
    first, second = (
        work_of(
            work, lambda one=one: clients[login].request(method, url_of(path, one), headers=headers)
        )
        for one in (ids.get(id, id), absent)
    )
    assert first[1].status_code == second[1].status_code == 404
    assert first[0] == second[0]


def test_people_not_opened_take_the_work_of_absent_ones(client_of, service, work):
    number = service.accounts.authorize(
        "analyst", ["A1", "none"], reason="x", by="x", until="2099-01-01"
    )
    analyst, headers = client_of("analyst"), {"x-huibi-purpose": f"authorization:{number}"}
    for path in ("/nodes/person:{}/neighbours", "/nodes/person:{}/counts", "/people/{}/kin"):
        closed, absent = (
            work_of(work, lambda one=one: analyst.get(API + path.format(one), headers=headers))  # noqa: B023
            for one in ("A3", "none")
        )
        assert closed[1].status_code == absent[1].status_code == 404
        assert closed[0] == absent[0], path


def test_hidden_people_of_a_draft_and_of_a_search_take_the_work_of_absent_ones(hidden, work):
    outside = hidden[1]["outside"]
    for text in (("赵海涛", "赵海天"), ("A3", "A9")):
        first, second = (
            work_of(work, lambda one=one: outside.get(f"{API}/search", params={"q": one}))
            for one in text
        )
        assert first[1].content == second[1].content
        assert first[0] == second[0]
    drafts = (
        {"matter": "supervision_case", "parties": [{"person": one, "role": "subject"}],
         "candidates": [one]}
        for one in ("A3", "A9")
    )  # fmt: skip
    first, second = (
        work_of(work, lambda one=one: outside.post(f"{API}/checks", json=one)) for one in drafts
    )
    assert first[1].status_code == second[1].status_code == 422
    assert first[0] == second[0]
