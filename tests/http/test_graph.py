"""Search, records, neighbours, relatives and paths, as far as an account may see them."""

import pytest

from api.http.roles import Account, Role
from tests.http.conftest import PASSWORD

PURPOSE = {"x-huibi-purpose": "authorization:1"}
CLOSED = [
    ("get", "/api/v1/nodes/person:{}/counts", None),
    ("get", "/api/v1/nodes/person:{}/neighbours", None),
    ("get", "/api/v1/people/{}/kin", None),
    ("post", "/api/v1/paths", {"from": ["{}"], "to": ["{}"]}),
    ("post", "/api/v1/subgraph", {"nodes": ["person:{}"]}),
]


@pytest.fixture
def people(service):
    return service.bench.ground().snapshot.table("people").to_pylist()


@pytest.fixture
def open_to(service, people):
    """Open everybody's relatives to an account."""

    def grant(login, ids=None):
        return service.accounts.authorize(
            login,
            ids or [one["id"] for one in people],
            reason="test",
            by="approver",
            until="2099-01-01",
        )

    return grant


def called(client, method, path, body, id, headers=None):
    body = body and {key: [text.format(id) for text in value] for key, value in body.items()}
    extra = {"json": body} if body else {}
    return client.request(method, path.format(id), headers=headers, **extra)


@pytest.mark.parametrize(("method", "path", "body"), CLOSED)
def test_relatives_open_only_for_a_purpose(client_of, people, open_to, method, path, body):
    client, id = client_of("investigator"), people[0]["id"]
    refused = called(client, method, path, body, id)
    assert refused.status_code == 403
    assert "X-Huibi-Purpose" in refused.json()["detail"]
    assert called(client, method, path, body, id, PURPOSE).status_code == 403
    open_to("investigator")
    opened = called(client, method, path, body, id, PURPOSE)
    assert opened.status_code == 200 or "one and the same" in opened.json()["detail"]


@pytest.mark.parametrize(("method", "path", "body"), CLOSED)
def test_who_is_not_opened_looks_like_who_does_not_exist(
    client_of, people, open_to, method, path, body
):
    client, ids = client_of("investigator"), [one["id"] for one in people]
    open_to("investigator", ids[:1])
    closed = called(client, method, path, body, ids[1], PURPOSE)
    absent = called(client, method, path, body, "P-nobody", PURPOSE)
    assert closed.status_code == absent.status_code == 404
    assert closed.content == absent.content


def reach_of(client, id):
    told = client.get(
        f"/api/v1/nodes/person:{id}/neighbours", params={"limit": 200}, headers=PURPOSE
    )
    return told.json()["total"]


def test_the_number_on_a_folded_node_is_what_expanding_it_brings(client_of, people, open_to):
    open_to("investigator")
    client, id = client_of("investigator"), people[0]["id"]
    body = {"nodes": [f"person:{one['id']}" for one in people[:5]]}
    for node in client.post("/api/v1/subgraph", json=body, headers=PURPOSE).json()["nodes"]:
        assert node["neighbours"] == reach_of(client, node["id"])
    found = client.get("/api/v1/search", params={"q": id}).json()["items"][0]
    assert found["neighbours"] is None, "without a purpose no number tells of ties"
    for one in client.get(f"/api/v1/nodes/person:{id}/counts", headers=PURPOSE).json()["counts"]:
        near = client.get(
            f"/api/v1/nodes/person:{id}/neighbours",
            params={"edge": one["edge"], "limit": 200},
            headers=PURPOSE,
        ).json()
        assert one["neighbours"] == near["total"], one["edge"]


def test_another_places_people_do_not_exist(client_of, service, people, open_to):
    village = next(one["village"] for one in people if one["village"])
    inside = {one["id"] for one in people if one["village"] in (village, None)}
    outside = [one for one in people if one["id"] not in inside]
    assert outside, "the family lives in more than one place"
    service.accounts.put(
        Account(
            login="investigator", name="i", roles=frozenset({Role.INVESTIGATOR}), places=(village,)
        ),
        PASSWORD,
    )
    open_to("investigator")
    client = client_of("investigator")
    hidden = outside[0]
    assert client.get(f"/api/v1/people/{hidden['id']}").status_code == 404
    absent = client.get("/api/v1/people/P-nobody")
    assert client.get(f"/api/v1/people/{hidden['id']}").content == absent.content
    found = client.get("/api/v1/search", params={"q": hidden["name"]}).json()
    assert hidden["id"] not in [one["id"] for one in found["items"]]
    for id in sorted(inside):
        told = client.get(f"/api/v1/people/{id}/kin", headers=PURPOSE).json()
        assert {one["person"] for one in told["kin"]} <= inside
        near = client.get(f"/api/v1/nodes/person:{id}/neighbours", headers=PURPOSE).json()
        assert {n["id"] for n in near["nodes"] if n["kind"] == "person"} <= inside
        drawn = [n for n in near["nodes"] if n["kind"] == "person"]
        for node in drawn:
            assert node["neighbours"] == reach_of(client, node["id"])
    assert client.get("/api/v1/status").json()["tables"]["people"] == len(inside)


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_who_keeps_or_audits_sees_no_people(client_of, people, role):
    answer = client_of(role).get("/api/v1/search", params={"q": people[0]["name"][:2]})
    assert answer.status_code == (403 if role in ("auditor", "administrator") else 200)


def test_a_person_is_found_by_characters_pinyin_and_id(client_of, people):
    client, one = client_of("clerk"), people[0]
    from graph.projection.spelling import pinyin_of

    for text in (one["name"], one["name"][-2:], one["id"], pinyin_of(one["name"]).split()[-1]):
        found = client.get("/api/v1/search", params={"q": text}).json()
        assert one["id"] in [item["id"] for item in found["items"]], text


def test_a_record_has_its_sources_and_masked_numbers(client_of, people):
    with_number = next((one for one in people if one["id_number"]), None)
    one = with_number or people[0]
    told = client_of("clerk").get(f"/api/v1/people/{one['id']}").json()
    first = told["sections"][0]["facts"][0]
    assert first["source"]
    if with_number:
        shown = first["cells"]["id_number"]
        assert shown.startswith(one["id_number"][:3])
        assert one["id_number"] not in str(told)


def test_kin_are_told_with_term_class_and_proof(client_of, open_to, service):
    open_to("investigator")
    client = client_of("investigator")
    kin = service.bench.ground().snapshot.table("kin").to_pylist()
    row = next(one for one in kin if one["relation"] == "father")
    told = client.get(f"/api/v1/people/{row['person']}/kin", headers=PURPOSE).json()
    father = next(one for one in told["kin"] if one["person"] == row["relative"])
    assert father["class"] == "lineal"
    assert father["path"][0]["source"] == row["origin"]
    ends = {(edge["source"], edge["target"]) for edge in told["edges"]}
    assert (f"person:{row['person']}", f"person:{row['relative']}") in ends
    paths = client.post(
        "/api/v1/paths",
        headers=PURPOSE,
        json={"from": [row["person"]], "to": [row["relative"]]},
    ).json()
    assert paths["answer"]["state"] in ("found", "found_cut")
    assert paths["edges"][0]["origin"]


def test_legal_kin_further_than_the_hops_asked_for_stand_among_the_paths(
    client_of, open_to, people
):
    open_to("investigator")
    ids = {one["name"]: one["id"] for one in people}
    asked = {"from": [ids["吴志远"]], "to": [ids["赵海涛"]], "hops": 1}
    told = client_of("investigator").post("/api/v1/paths", headers=PURPOSE, json=asked).json()
    answer = told["answer"]
    assert answer["kin_beyond"] == []
    assert max(path["length"] for path in answer["paths"]) > 1
    strengths = [path["strength"] for path in answer["paths"]]
    assert strengths == sorted(strengths, reverse=True)
    named = {node["id"] for node in told["nodes"]}
    assert {hop["to"] for path in answer["paths"] for hop in path["hops"]} <= named


def test_neighbours_come_in_pages_counted_first(client_of, open_to, people):
    open_to("investigator")
    client = client_of("investigator")
    for one in people:
        at = f"/api/v1/nodes/person:{one['id']}"
        total = client.get(f"{at}/counts", headers=PURPOSE).json()["total"]
        seen, after, more = [], 0, True
        while more:
            page = client.get(
                f"{at}/neighbours", headers=PURPOSE, params={"limit": 2, "after": after}
            ).json()
            seen += [node["node"] for node in page["nodes"]]
            after, more = page["after"], page["more"]
        assert len(seen) == len(set(seen))
        assert len(seen) <= total


@pytest.mark.parametrize(
    "params", [{"edge": "nothing"}, {"order": "best"}, {"limit": 0}, {"limit": 10_000}]
)
def test_a_wrong_question_is_told(client_of, open_to, people, params):
    open_to("investigator")
    answer = client_of("investigator").get(
        f"/api/v1/nodes/person:{people[0]['id']}/neighbours", headers=PURPOSE, params=params
    )
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_what_was_looked_at_is_in_the_log(client_of, service, open_to, people):
    from api.access_log import AccessLog, access_log_path

    open_to("investigator")
    id = people[0]["id"]
    client_of("investigator").get(f"/api/v1/people/{id}/kin", headers=PURPOSE)
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        last = list(log.entries())[-1]
    assert (last.who, last.action, last.subject) == ("investigator", "kin", id)
    assert last.detail == "200 authorization:1"
