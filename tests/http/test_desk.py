"""The desk over HTTP: drafts checked live, cases registered and changed, recusals, papers."""

import pytest

from api.access_log import AccessLog, access_log_path
from api.http.permits import PERMITS
from api.http.roles import Account, Role
from tests.http.conftest import PASSWORD

DRAFT = {
    "matter": "supervision_case",
    "received": "2026-03-02",
    "unit": "D1",
    "parties": [{"person": "A3", "role": "subject"}],
}
CASES = "/api/v1/cases"
CHECKS = "/api/v1/checks"


def draft(**more):
    return {**DRAFT, **more}


def verdicts(shown):
    return {one["person"]: one["verdict"] for one in shown["candidates"]}


@pytest.fixture
def clerk(client_of):
    return client_of("clerk")


@pytest.fixture
def case(clerk):
    """A case against A3 that A7 handles."""
    team = [{"person": "A7", "role": "handler"}]
    answer = clerk.post(CASES, json=draft(id="2026-017", team=team))
    assert answer.status_code == 201, answer.text
    return f"{CASES}/2026-017"


def test_a_draft_is_checked_with_path_article_and_names_and_leaves_no_trace(clerk, service):
    answer = clerk.post(CHECKS, json=draft(candidates=["A4", "A7", "A8"]))
    told = answer.json()
    assert verdicts(told["check"]) == {"A4": "must_recuse", "A7": "clear", "A8": "unknown"}
    reason = told["check"]["candidates"][0]["reasons"][0]
    assert reason["path"][0]["source"].startswith("family/kin.csv:")
    assert reason["cites"][0]["law"] == "中华人民共和国监察法"
    assert told["names"]["A4"] == "赵海燕"
    assert "近亲属" in told["rules"]["SUP-CASE"]["zh"]
    assert clerk.get(CASES).json()["cases"] == []
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        subjects = [one.subject for one in log.entries() if one.action == "check_draft"]
    assert subjects == ["A3 A4 A7 A8"]


def test_a_draft_without_candidates_says_nothing_yet(clerk):
    assert clerk.post(CHECKS, json=DRAFT).json()["check"]["candidates"] == []


def test_nobody_else_may_probe(client_of):
    for role in ("handler", "investigator", "analyst", "custodian", "auditor"):
        answer = client_of(role).post(CHECKS, json=draft(candidates=["A4"]))
        assert answer.status_code == 403, role


WRONG = (
    {"matter": "gossip"},
    {"parties": []},
    {"parties": [{"person": "A3", "unit": "D1", "role": "subject"}]},
    {"candidates": ["赵海燕"]},
    {"candidates": ["NOBODY"]},
    {"packs": ["../x"]},
    {"packs": ["nothing"]},
    {"id": "\u0000"},
    {"id": "a/b"},
    {"unit": "D9"},
)


def test_a_wrong_draft_is_refused_and_said_why(clerk):
    for wrong in WRONG:
        answer = clerk.post(CHECKS, json=draft(**{"candidates": ["A4"], **wrong}))
        assert answer.status_code in (404, 422), wrong
        assert clerk.post(CASES, json=draft(**{"id": "x", **wrong})).status_code in (404, 422)
    assert clerk.get(CASES).json()["cases"] == []


def test_a_case_is_registered_once_and_numbered(clerk):
    key = {"idempotency-key": "k1"}
    first = clerk.post(CASES, json=DRAFT, headers=key)
    again = clerk.post(CASES, json=DRAFT, headers=key)
    assert first.status_code == 201
    assert first.json() == again.json()
    listed = clerk.get(CASES).json()["cases"]
    assert [one["case"] for one in listed] == [first.json()["case"]["case"]]
    assert listed[0]["case"].endswith("-001")
    other = clerk.post(CASES, json=draft(candidates=["A4"]), headers=key)
    assert other.status_code == 422


def test_a_case_has_its_team_with_verdict_reason_and_coverage(clerk, case):
    told = clerk.get(case).json()
    member = told["case"]["team"][0]
    assert (member["person"], member["verdict"]) == ("A7", "clear")
    assert set(member["checked"]["kin"].values()) == {"declared"}
    assert told["names"]["A7"] == "孙立新"
    history = clerk.get(f"{case}/history").json()["case"]["events"]
    assert [one["kind"] for one in history] == ["registered", "checked"]


def test_a_change_of_team_is_checked_at_once_and_done_once(clerk, case):
    added = {"add": [{"person": "A5", "role": "reviewer"}]}
    key = {"idempotency-key": "t1"}
    done = clerk.post(f"{case}/team", json=added, headers=key).json()
    assert done["new"] is True
    team = {one["person"]: one["verdict"] for one in done["case"]["team"]}
    assert team == {"A7": "clear", "A5": "review"}
    assert clerk.post(f"{case}/team", json=added, headers=key).json()["new"] is False
    assert clerk.post(f"{case}/start").status_code == 422
    assert clerk.post(f"{case}/team", json={"remove": ["A5"]}).status_code == 200
    started = clerk.post(f"{case}/start").json()
    assert started["case"]["state"] == "in_progress"


def test_parties_change_and_a_case_closes_and_is_sealed(clerk, case, client_of):
    added = {"add": [{"person": "A6", "role": "witness"}, {"unit": "D1", "role": "witness"}]}
    done = clerk.post(f"{case}/parties", json=added).json()
    assert len(done["case"]["parties"]) == 3
    assert clerk.post(f"{case}/parties", json={}).status_code == 422
    assert clerk.post(f"{case}/close", json={}).status_code == 422
    assert clerk.post(f"{case}/close", json={"reason": "移送"}).json()["case"]["state"] == "closed"
    assert clerk.post(f"{case}/seal", json={}).status_code == 200
    assert clerk.get(case).status_code == 404
    approver = client_of("approver")
    assert approver.get(case).json()["case"] == {"case": "2026-017", "state": "sealed"}
    assert approver.post(f"{case}/unseal", json={"reason": ""}).status_code == 422
    opened = approver.post(f"{case}/unseal", json={"reason": "复查"}).json()
    assert opened["case"]["parties"][0]["person"] == "A3"


def test_a_recusal_is_disclosed_and_answered_by_its_decider(clerk, case, client_of):
    disclosed = clerk.post(
        f"{case}/recusals/disclose", json={"person": "A7", "reason": "同学"}
    ).json()
    request = disclosed["case"]["requests"][0]
    assert request["state"] == "open"
    answer = {"of": request["id"], "granted": True, "reason": "属实"}
    assert clerk.post(f"{case}/recusals/answer", json=answer).status_code == 403
    approver = client_of("approver")
    path = f"{case}/recusals/answer"
    assert approver.post(path, json={**answer, "of": "E-999999"}).status_code == 404
    wrong = approver.post(path, json={**answer, "by": "A7"})
    assert wrong.status_code == 422
    assert "A7 cannot decide about A7" in wrong.json()["detail"]
    assert "with 'by'" in wrong.json()["detail"]
    done = approver.post(path, json=answer)
    assert done.status_code == 200, done.text
    assert done.json()["case"]["requests"][0]["state"] == "granted"
    assert "A7" in clerk.get(case).json()["case"]["barred"]


def test_who_is_in_the_data_signs_for_himself_alone(client_of, service, case):
    service.accounts.put(
        Account(login="head", name="h", roles=frozenset({Role.APPROVER}), person="A8"), PASSWORD
    )
    head = client_of("head")
    given = {"person": "A7", "reason": "核实", "outcome": "recuse", "by": "A5"}
    answer = head.post(f"{case}/recusals/decide", json=given)
    assert answer.status_code == 422
    assert "you sign as A8" in answer.json()["detail"]


def test_prying_is_entered_by_name_and_an_application_by_role(clerk, case):
    done = clerk.post(f"{case}/prying", json={"person": "外人甲", "how": "电话打听"}).json()
    assert done["case"]["prying"][0]["person"] == "外人甲"
    applied = {"person": "A7", "role": "subject", "reason": "同学"}
    told = clerk.post(f"{case}/recusals/apply", json=applied).json()
    assert told["case"]["requests"][0]["role"] == "subject"


def test_an_override_needs_two_others_and_an_order_takes_off(clerk, case, client_of):
    clerk.post(f"{case}/team", json={"add": [{"person": "A4", "role": "reviewer"}]})
    asked = clerk.post(
        f"{case}/recusals/override", json={"person": "A4", "reason": "无人可替", "by": "A8"}
    )
    assert asked.status_code == 200, asked.text
    id = asked.json()["case"]["overrides"][0]["id"]
    assert clerk.post(f"{case}/recusals/approve", json={"of": id}).status_code == 403
    approver = client_of("approver")
    none = approver.post(f"{case}/recusals/approve", json={"of": "E-000001"})
    assert none.status_code == 404
    approved = approver.post(f"{case}/recusals/approve", json={"of": id}).json()
    assert approved["case"]["overrides"][0]["state"] == "waits for 1"
    refused = clerk.post(f"{case}/recusals/refuse", json={"person": "A4", "reason": "未回避"})
    assert refused.json()["case"]["orders"][0]["kind"] == "refused"


def test_the_route_names_each_step_and_is_kept(clerk, case):
    told = clerk.get(f"{case}/route").json()
    assert told["route"]["steps"][0]["step"] == "own"
    kept = clerk.post(f"{case}/route", headers={"idempotency-key": "r1"}).json()
    assert kept["event"]
    again = clerk.post(f"{case}/route", headers={"idempotency-key": "r1"}).json()
    assert again["event"] == kept["event"]
    assert clerk.get(case).json()["case"]["routed"]["step"] == told["route"]["step"]


def test_a_waiting_case_is_drawn_replayed_and_withdrawn(clerk):
    clerk.post(CASES, json=draft(id="K1"))
    done = clerk.post("/api/v1/assignments", json={"cases": ["K1"]})
    assert done.status_code == 201, done.text
    lottery = done.json()["lottery"]
    assert lottery["assignments"][0]["handler"] == "A7"
    batch = clerk.get("/api/v1/assignments").json()[0]
    assert (batch["state"], batch["cases"]) == ("drawn", ["K1"])
    path = f"/api/v1/assignments/{batch['batch']}"
    assert clerk.get(f"{path}/replay").json() == {
        "batch": batch["batch"],
        "same": True,
        "differences": [],
    }
    assert clerk.post(f"{path}/reveal", json={}).json()["lottery"]["batch"] == batch["batch"]
    back = clerk.post(f"{CASES}/K1/withdraw", json={"reason": "重新分办"}).json()
    assert back["case"]["state"] == "checked"


def test_a_lottery_may_be_promised_before_its_public_seed(clerk):
    clerk.post(CASES, json=draft(id="K1"))
    promised = clerk.post("/api/v1/assignments", json={"cases": ["K1"], "public_source": "第一期"})
    batch = promised.json()["lottery"]["batch"]
    assert "revealed" not in promised.json()["lottery"]
    shown = clerk.post(f"/api/v1/assignments/{batch}/reveal", json={"public_seed": "1 2 3"})
    assert shown.json()["lottery"]["revealed"]["public_seed"] == "1 2 3"


def test_no_file_of_the_machine_is_read_as_a_case(clerk, service):
    folder = str(service.bench.ledger.parent)
    for name in (folder, "case.yaml", "/etc"):
        answer = clerk.post("/api/v1/assignments", json={"cases": [name]})
        assert answer.status_code == 404


def test_papers_are_looked_at_or_issued(clerk, case):
    looked = clerk.get(f"{case}/papers/report", params={"format": "html"})
    assert looked.status_code == 200, looked.text
    assert looked.headers["content-disposition"].startswith("attachment")
    assert clerk.get(case).json()["case"]["papers"] == []
    issued = clerk.post(f"{case}/papers/report", params={"format": "docx", "language": "en"})
    assert issued.content[:2] == b"PK"
    assert len(clerk.get(case).json()["case"]["papers"]) == 1
    assert clerk.get(f"{case}/papers/poem").status_code == 422


def test_every_permit_of_the_desk_is_asked_of_the_other_roles(client_of, case):
    clients = {role: client_of(role.value) for role in Role}
    for permit in PERMITS:
        if permit.operation in ("change_team", "register_case", "start_case", "zones"):
            path = {
                "change_team": ("POST", f"{case}/team"),
                "register_case": ("POST", CASES),
                "start_case": ("POST", f"{case}/start"),
                "zones": ("GET", "/api/v1/zones"),
            }[permit.operation]
            for role, client in clients.items():
                status = client.request(*path, json={}).status_code
                assert (status == 403) == (role not in permit.roles), (permit.operation, role)
