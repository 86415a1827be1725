"""Who sees which case: informants never, no case against one's own kin, nothing out of reach."""

import pytest

from api.http.roles import Account, Role
from tests.http.conftest import PASSWORD

CASES = "/api/v1/cases"
SECRET = {
    "id": "S-1",
    "matter": "complaint",
    "received": "2026-03-02",
    "unit": "D1",
    "parties": [{"person": "A3", "role": "subject"}, {"person": "A6", "role": "informant"}],
    "team": [{"person": "A7", "role": "handler"}],
}
READ = (
    "",
    "/history",
    "/route",
    "/papers/report?format=html",
)


def put(service, login, *roles, **more):
    service.accounts.put(Account(login=login, name=login, roles=frozenset(roles), **more), PASSWORD)


@pytest.fixture
def secret(client_of):
    clerk = client_of("clerk")
    answer = clerk.post(CASES, json=SECRET)
    assert answer.status_code == 201, answer.text
    assert "A6" not in answer.text
    return f"{CASES}/S-1"


def test_no_route_shows_an_informant_to_any_role(secret, client_of, service):
    put(service, "handler", Role.HANDLER, person="A7")
    put(service, "investigator", Role.INVESTIGATOR, person="A7")
    clients = {role: client_of(role.value) for role in Role}
    clients[Role.CLERK].post(f"{secret}/team", json={"add": [{"person": "A5", "role": "reviewer"}]})
    clients[Role.CLERK].post(f"{secret}/prying", json={"person": "A8", "how": "问"})
    answered = 0
    for client in clients.values():
        for path in (*(f"{secret}{part}" for part in READ), CASES, "/api/v1/notices"):
            answer = client.get(path)
            answered += answer.status_code == 200
            assert "A6" not in answer.text, path
            assert "吴佳" not in answer.text, path
        for part in ("start", "route"):
            assert "A6" not in client.post(f"{secret}/{part}").text
        done = client.post("/api/v1/checks", json=SECRET | {"candidates": ["A5"]})
        assert "吴佳" not in done.text
    assert answered > 12


def test_only_the_custodian_unseals_an_informant_and_it_is_logged(secret, client_of):
    opened = client_of("custodian").post(f"{secret}/unseal", json={"reason": "核对"})
    assert "A6" in [one.get("person") for one in opened.json()["case"]["parties"]]
    for role, status in (("approver", 404), ("clerk", 403), ("handler", 403), ("auditor", 403)):
        answer = client_of(role).post(f"{secret}/unseal", json={"reason": "看看"})
        assert answer.status_code == status
        assert "A6" not in answer.text
    entries = client_of("auditor").get("/api/v1/audit").json()
    assert (
        "unseal" in {one["action"] for one in entries["items"]} if "items" in entries else entries
    )


def test_a_case_not_seen_is_answered_like_none_everywhere(secret, client_of, service):
    put(service, "clerk", Role.CLERK, places=("L2",), unit="D9")
    put(service, "approver", Role.APPROVER, unit="D9")
    for login in ("clerk", "approver"):
        client = client_of(login)
        assert client.get(CASES).json()["cases"] == []
        for part in READ:
            hidden, absent = client.get(f"{secret}{part}"), client.get(f"{CASES}/none{part}")
            assert (hidden.status_code, hidden.content) == (404, absent.content)
        for part, body in (
            ("team", {"remove": ["A7"]}),
            ("parties", {"remove": ["A3"]}),
            ("start", {}),
            ("close", {}),
            ("seal", {}),
            ("withdraw", {}),
            ("route", {}),
            ("prying", {"person": "x", "how": "y"}),
            ("recusals/disclose", {"person": "A7", "reason": "x"}),
            ("recusals/apply", {"person": "A7", "reason": "x", "role": "subject"}),
            ("recusals/order", {"person": "A7", "reason": "x"}),
            ("recusals/refuse", {"person": "A7", "reason": "x"}),
            ("recusals/decide", {"person": "A7", "reason": "x", "outcome": "recuse"}),
            ("recusals/override", {"person": "A7", "reason": "x"}),
            ("recusals/answer", {"of": "E-000001", "granted": True, "reason": "x"}),
            ("recusals/approve", {"of": "E-000001"}),
            ("papers/report", {}),
        ):
            hidden = client.post(f"{secret}/{part}", json=body)
            absent = client.post(f"{CASES}/none/{part}", json=body)
            assert hidden.status_code in (403, 404), part
            assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
        drawn = client.post("/api/v1/assignments", json={"cases": ["S-1"]})
        assert drawn.status_code == 404


def test_a_hidden_number_is_only_taken(secret, client_of, service):
    put(service, "other", Role.CLERK, unit="D9")
    client = client_of("other")
    same = client.post(CASES, json={**SECRET, "unit": None})
    assert same.status_code == 409
    assert "A3" not in same.text


def test_nobody_sees_or_draws_up_a_case_against_his_own_kin(client_of, service):
    clerk = client_of("clerk")
    for id, member in (("K-1", "A7"), ("K-2", "A4")):
        given = {
            "id": id,
            "matter": "supervision_case",
            "received": "2026-03-02",
            "unit": "D1",
            "parties": [{"person": "A3", "role": "subject"}],
            "team": [{"person": member, "role": "handler"}],
        }
        assert clerk.post(CASES, json=given).status_code == 201
    put(service, "sister", Role.HANDLER, Role.CLERK, person="A4")
    put(service, "stranger", Role.HANDLER, person="A7")
    sister, stranger = client_of("sister"), client_of("stranger")
    assert sister.get(CASES).json()["cases"] == []
    assert sister.get(f"{CASES}/K-2").status_code == 404
    assert [one["case"] for one in stranger.get(CASES).json()["cases"]] == ["K-1"]
    about = {"matter": "inspection", "parties": [{"person": "A1", "role": "subject"}]}
    answer = sister.post("/api/v1/checks", json={**about, "candidates": ["A7"]})
    assert answer.status_code == 403
    assert sister.post(CASES, json=about).status_code == 403


def test_who_stands_between_and_is_out_of_reach_is_a_dot(client_of, service):
    put(service, "near", Role.CLERK, places=("L2",))
    near = client_of("near")
    # A5 is of L2; A3 and his parents are of L1 and do not exist for this account.
    draft = {"matter": "inspection", "received": "2026-03-02"}
    far = {**draft, "parties": [{"person": "A3", "role": "subject"}], "candidates": ["A7"]}
    none = {**draft, "parties": [{"person": "A99", "role": "subject"}], "candidates": ["A7"]}
    hidden, absent = (near.post("/api/v1/checks", json=one) for one in (far, none))
    assert hidden.status_code == absent.status_code == 422
    assert hidden.text.replace("A3", "") == absent.text.replace("A99", "")
    clerk = client_of("clerk")
    known = {**draft, "id": "N-1", "unit": "D1", "parties": [{"person": "A3", "role": "subject"}]}
    clerk.post(CASES, json={**known, "team": [{"person": "A6", "role": "reviewer"}]})
    assert "A4" in clerk.get(f"{CASES}/N-1").text
    told = near.get(f"{CASES}/N-1").json()
    path = told["case"]["team"][0]["reasons"][0]["path"]
    assert "•" in {one["to"] for one in path}
    assert {"A1", "A2", "A4"}.isdisjoint(told["names"])
    assert "赵海燕" not in near.get(f"{CASES}/N-1").text


def test_a_shared_house_or_telephone_is_told_without_its_number():
    from api.http.covering import _masked

    zh, en = (
        "同一地址：某市某街187号（6 人），强度 0.56",
        "same address: 187 Some St of 6 people, s",
    )
    reason = {
        "ties": [{"kind": "same_address", "zh": zh, "en": en}],
        "words": {"zh": f"甲与乙：{zh}", "en": f"A and B: {en}"},
    }
    told = str(_masked([{"reasons": [reason]}]))
    assert "187" not in told
    assert "甲与乙：同一地址（6 人），强度 0.56" in told
    assert "same address of 6 people" in told


def test_a_name_is_never_looked_up_over_http(secret, client_of):
    clerk, approver = client_of("clerk"), client_of("approver")
    done = clerk.post(f"{secret}/prying", json={"person": "赵永福", "how": "问"}).json()
    assert done["case"]["prying"][0]["person"] == "赵永福"
    for path, body in (
        ("team", {"remove": ["赵永福"]}),
        ("team", {"add": [{"person": "赵永福"}]}),
        ("parties", {"add": [{"person": "赵永福", "role": "witness"}]}),
        ("recusals/disclose", {"person": "赵永福", "reason": "x"}),
        ("recusals/order", {"person": "A7", "reason": "x", "by": "赵永福"}),
    ):
        answer = approver.post(f"{secret}/{path}", json=body)
        assert answer.status_code == 422, path
        assert "A1" not in answer.text
    half = clerk.post(
        f"{secret}/prying",
        content=b'{"person": "x", "how": "\\ud800"}',
        headers={"content-type": "application/json"},
    )
    assert half.status_code == 422
