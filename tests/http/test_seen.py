"""A case changed by two people at once: the second is told, and nothing of either is lost."""

import pytest

from tests.http.test_desk import CASES, draft

ADD = {"add": [{"person": "A5", "role": "reviewer"}]}


@pytest.fixture
def clerk(client_of):
    return client_of("clerk")


@pytest.fixture
def case(clerk):
    team = [{"person": "A7", "role": "handler"}]
    assert clerk.post(CASES, json=draft(id="K1", team=team)).status_code == 201
    return f"{CASES}/K1"


def seen(client, case):
    return {"if-match": str(client.get(case).json()["last"])}


def test_a_change_from_an_old_page_is_refused_and_tells_what_happened(clerk, case, client_of):
    old = seen(clerk, case)
    done = client_of("approver").post(f"{case}/team", json=ADD, headers=seen(clerk, case))
    assert done.status_code == 200, done.text
    pry = {"person": "外人甲", "how": "电话打听"}
    refused = clerk.post(f"{case}/prying", json=pry, headers=old)
    assert refused.status_code == 412
    told = refused.json()
    assert [one["kind"] for one in told["changed"]] == ["team_changed", "checked"]
    assert {one["author"] for one in told["changed"]} == {"approver"}
    assert clerk.get(case).json()["case"]["prying"] == []
    assert told["last"] == clerk.get(case).json()["last"]
    again = clerk.post(f"{case}/prying", json=pry, headers={"if-match": f'"{told["last"]}"'})
    assert again.status_code == 200, again.text
    assert {one["person"] for one in again.json()["case"]["team"]} == {"A7", "A5"}


def test_recusals_and_steps_from_an_old_page_are_refused_too(clerk, case):
    old = seen(clerk, case)
    clerk.post(f"{case}/team", json=ADD)
    asked = {"person": "A7", "reason": "同学"}
    for part, given in (
        ("recusals/disclose", asked),
        ("recusals/override", asked),
        ("recusals/apply", {**asked, "role": "subject"}),
        ("start", {}),
        ("close", {"reason": "移送"}),
        ("parties", {"add": [{"person": "A6", "role": "witness"}]}),
    ):
        assert clerk.post(f"{case}/{part}", json=given, headers=old).status_code == 412, part


def test_what_is_sent_twice_is_done_once_though_it_moved_the_case_itself(clerk, case):
    headers = {**seen(clerk, case), "idempotency-key": "t1"}
    assert clerk.post(f"{case}/team", json=ADD, headers=headers).json()["new"] is True
    assert clerk.post(f"{case}/team", json=ADD, headers=headers).json()["new"] is False


def test_a_paper_or_a_kept_route_makes_no_page_old(clerk, case):
    old = seen(clerk, case)
    assert clerk.post(f"{case}/papers/report", params={"format": "html"}).status_code == 200
    assert clerk.post(f"{case}/route").status_code == 200
    assert clerk.post(f"{case}/team", json=ADD, headers=old).status_code == 200


def test_without_it_or_with_nonsense(clerk, case):
    assert clerk.post(f"{case}/team", json=ADD).status_code == 200
    wrong = clerk.post(f"{case}/start", headers={"if-match": "yesterday"})
    assert wrong.status_code == 422
