"""Saved pictures: kept by one, read by whom he names, and never more than each may see."""

import pytest

from api.http.roles import Account, Role
from tests.http.conftest import PASSWORD

ID = "view-0001"
URL = f"/api/v1/views/{ID}"


@pytest.fixture
def people(service):
    return service.bench.ground().snapshot.table("people").to_pylist()


def given(people, **more):
    nodes = [{"node": f"person:{one['id']}", "x": 1, "y": 2, "pinned": True} for one in people]
    body = {"nodes": nodes, "settings": {"layout": "force", "on": "2026-01-01"}}
    return {"title": "两委", "notes": "看看", "body": body} | more


def test_a_picture_is_kept_changed_and_deleted(client_of, people):
    client = client_of("analyst")
    kept = client.put(URL, json=given(people[:2]))
    assert kept.status_code == 200, kept.text
    found = client.get(URL).json()
    assert found["body"]["nodes"][0] == given(people)["body"]["nodes"][0] | {"hidden": False}
    assert found["body"]["settings"] == {"layout": "force", "on": "2026-01-01"}
    assert (found["title"], found["notes"], found["closed"]) == ("两委", "看看", 0)
    client.put(URL, json=given(people[:1], title="改名", notes=""))
    (listed,) = client.get("/api/v1/views").json()
    assert (listed["title"], listed["nodes"], listed["is_own"]) == ("改名", 1, True)
    assert client.delete(URL).status_code == 204
    assert client.get(URL).status_code == 404
    assert client.get("/api/v1/views").json() == []


def test_a_picture_of_another_does_not_exist(client_of, people):
    client_of("analyst").put(URL, json=given(people, readers=["clerk"]))
    stranger = client_of("investigator")
    absent = stranger.get("/api/v1/views/view-none").content
    for answer in (stranger.get(URL), stranger.delete(URL), stranger.put(URL, json=given(people))):
        assert answer.status_code == 404
        assert answer.content == absent
    assert stranger.get("/api/v1/views").json() == []


def test_a_reader_reads_and_changes_nothing(client_of, people):
    owner, reader = client_of("analyst"), client_of("clerk")
    owner.put(URL, json=given(people, readers=["clerk", "analyst"]))
    assert owner.get(URL).json()["readers"] == ["clerk"]
    found = reader.get(URL).json()
    assert (found["owner"], found["is_own"], found["readers"]) == ("analyst", False, [])
    assert reader.put(URL, json=given([])).status_code == 403
    assert reader.delete(URL).status_code == 403
    assert len(owner.get(URL).json()["body"]["nodes"]) == len(people)
    owner.put(URL, json=given(people, readers=[]))
    assert reader.get(URL).status_code == 404


def test_a_reader_sees_only_who_exists_for_him(client_of, service, people):
    village = next(one["village"] for one in people if one["village"])
    client_of("analyst").put(URL, json=given(people, readers=["clerk"]))
    roles = frozenset({Role.CLERK})
    service.accounts.put(Account(login="clerk", name="c", roles=roles, places=(village,)), PASSWORD)
    reader = client_of("clerk")
    inside = {f"person:{one['id']}" for one in people if one["village"] in (village, None)}
    found = reader.get(URL).json()
    assert {one["node"] for one in found["body"]["nodes"]} == inside
    assert found["nodes"] == len(inside) < len(people)
    assert found["closed"] == 0
    assert reader.get("/api/v1/views").json()[0]["nodes"] == len(inside)


def test_a_purpose_opens_its_own_people(client_of, service, people):
    client = client_of("analyst")
    client.put(URL, json=given(people))
    ids = [people[0]["id"]]
    service.accounts.authorize("analyst", ids, reason="test", by="approver", until="2099-01-01")
    found = client.get(URL, headers={"x-huibi-purpose": "authorization:1"}).json()
    assert [one["node"] for one in found["body"]["nodes"]] == [f"person:{ids[0]}"]
    assert found["closed"] == len(people) - 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"readers": ["nobody"]}, "nobody"),
        ({"title": " "}, "title"),
        ({"body": {"nodes": [{"node": "person:P1", "name": "张三"}]}}, "name"),
        ({"body": {"nodes": [{"node": "person:P1", "x": 1e9}]}}, "x"),
        ({"body": {"nodes": [], "settings": {"a": {"b": 1}}}}, "settings"),
    ],
)
def test_what_cannot_be_kept_is_refused(client_of, people, change, told):
    refused = client_of("analyst").put(URL, json=given(people) | change)
    assert refused.status_code == 422
    assert told in refused.json()["detail"]


def test_a_picture_is_written_only_from_the_services_own_pages(client_of, people):
    client = client_of("analyst")
    del client.headers["x-huibi"]
    assert client.put(URL, json=given(people)).status_code == 403
    assert client.delete(URL).status_code == 403


def test_views_end_somewhere(client_of, people, monkeypatch):
    monkeypatch.setattr("api.http.routers.views._MOST_VIEWS", 1)
    client = client_of("analyst")
    assert client.put(URL, json=given([])).status_code == 200
    assert client.put("/api/v1/views/view-0002", json=given([])).status_code == 409
    assert client.put(URL, json=given(people)).status_code == 200
