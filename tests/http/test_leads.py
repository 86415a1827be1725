"""Leads as they are listed and answered; long work that is followed, cancelled and taken up."""

import json
import time
from dataclasses import replace

import pytest

from api.http.jobs import CancelledError, Job, Jobs, Work
from api.http.roles import Account, Role
from api.http.works import sweep, works_of
from graph.errors import InputError, Neo4jDownError
from graph.projection.sync import Done
from tests.http.conftest import PASSWORD

CSV = "id,name\nZ1,新人\n"
PLACES = "id,name,level\nVX,别处村,village\n"
TABLES = {
    "places.csv": "id,name,level\nVY,一村,village\nVZ,二村,village\n",
    "people.csv": "id,name,household,village\nL1,甲,HL1,VY\nL2,乙,HL2,VZ\n",
    "programmes.csv": "id,name,discretion\nF1,低保,discretionary\n",
    "benefits.csv": "id,programme,household,date,amount,village,decided_by\n"
    "B1,F1,HL1,2024-03-01,100,VY,L1\nB2,F1,HL2,2025-03-01,100,VZ,L2\n",
}


def sent(client, tables, **form):
    files = [("files", (name, text.encode(), "text/csv")) for name, text in tables.items()]
    return client.post("/api/v1/imports", files=files, data={"source": "sent", **form})


def ended(client, job):
    for _ in range(400):
        found = client.get(f"/api/v1/jobs/{job['id']}").json()
        if found["state"] in ("done", "failed", "cancelled"):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


@pytest.fixture
def leading(client_of):
    """Two own-household benefits, imported and found through the service."""
    clerk = client_of("clerk")
    done = ended(clerk, sent(clerk, TABLES, dry_run="false").json())
    assert done["result"]["loaded"], done
    analyst = client_of("analyst")
    run = analyst.post("/api/v1/leads/runs", json={"codes": ["B2"]})
    assert run.status_code == 202
    assert ended(analyst, run.json())["result"]["findings"] == 2
    return analyst


def test_leads_are_listed_narrowed_and_told_with_names(leading):
    found = leading.get("/api/v1/leads").json()
    assert found["total"] == 2
    assert "甲（L1）" in found["items"][0]["told"]
    for params, ids in (
        ({"place": "VZ"}, ["L2"]),
        ({"official": "L1"}, ["L1"]),
        ({"since": "2025"}, ["L2"]),
        ({"until": "2024"}, ["L1"]),
        ({"code": "C1"}, []),
        ({"outcome": "none"}, ["L1", "L2"]),
    ):
        items = leading.get("/api/v1/leads", params=params).json()["items"]
        assert sorted(one["subject"] for one in items) == ids, params
    patterns = {one["code"]: one for one in leading.get("/api/v1/patterns").json()}
    assert patterns["B2"]["leads"] == 2
    assert patterns["B2"]["run"]["run"] == "R-000001"


def test_a_lead_has_its_evidence_and_takes_feedback(leading):
    id = leading.get("/api/v1/leads").json()["items"][0]["id"]
    whole = leading.get(f"/api/v1/leads/{id}").json()
    assert whole["lead"]["evidence"][0]["source"] == "sent/benefits.csv:2"
    assert whole["lead"]["check_first"]
    assert whole["lead"]["nodes"][0] == f"person:{whole['lead']['subject']}"
    assert {one.partition(":")[0] for one in whole["lead"]["nodes"]} <= {
        "person", "unit", "contract", "place",
    }  # fmt: skip
    path = f"/api/v1/leads/{id}/feedback"
    assert leading.post(path, json={"outcome": "innocent"}).status_code == 422
    said = leading.post(path, json={"outcome": "innocent", "because": "need", "note": "看过"})
    assert (said.status_code, said.json()["by"]) == (201, "analyst")
    assert leading.get(f"/api/v1/leads/{id}").json()["feedback"][0]["because"] == "need"
    items = leading.get("/api/v1/leads", params={"outcome": "innocent"}).json()["items"]
    assert [one["id"] for one in items] == [id]


def test_leads_of_another_place_do_not_exist(leading, client_of, service):
    places = ("VY",)
    service.accounts.put(
        Account(login="analyst", name="a", roles=frozenset({Role.ANALYST}), places=places), PASSWORD
    )
    near = client_of("analyst")
    found = near.get("/api/v1/leads").json()
    assert [one["subject"] for one in found["items"]] == ["L1"]
    assert found["total"] == 1
    patterns = {one["code"]: one["leads"] for one in near.get("/api/v1/patterns").json()}
    assert patterns["B2"] == 1
    hidden = next(one for one in service.leads.all()[0] if one["subject"] == "L2")["id"]
    answer = near.get(f"/api/v1/leads/{hidden}")
    absent = near.get("/api/v1/leads/B2-000000000000")
    assert (answer.status_code, answer.content) == (404, absent.content)
    assert (
        near.post(f"/api/v1/leads/{hidden}/feedback", json={"outcome": "open"}).status_code == 404
    )


def test_a_house_of_hidden_people_does_not_exist(leading, client_of, service):
    service.accounts.put(
        Account(login="analyst", name="a", roles=frozenset({Role.ANALYST}), places=("VY",)),
        PASSWORD,
    )
    near = client_of("analyst")
    lead = near.get("/api/v1/leads").json()["items"][0]["id"]
    purpose = {"x-huibi-purpose": f"lead:{lead}"}
    answers = {
        house: near.get(f"/api/v1/nodes/household:{house}/counts", headers=purpose)
        for house in ("HL1", "HL2", "HL-nobody")
    }
    assert answers["HL1"].status_code == 200
    assert answers["HL2"].status_code == 404
    assert answers["HL2"].content == answers["HL-nobody"].content


def test_a_lead_is_a_purpose_for_the_people_in_it(leading):
    id = leading.get("/api/v1/leads", params={"official": "L1"}).json()["items"][0]["id"]
    purpose = {"x-huibi-purpose": f"lead:{id}"}
    assert leading.get("/api/v1/people/L1/kin", headers=purpose).status_code == 200
    assert leading.get("/api/v1/people/L2/kin", headers=purpose).status_code == 404


def test_an_import_says_first_what_it_would_do(client_of, service):
    clerk = client_of("clerk")
    before = service.bench.ground().snapshot.sequence
    done = ended(clerk, sent(clerk, {"people.csv": CSV}).json())
    assert done["state"] == "done"
    assert done["result"]["changes"]["sent"]["added"] == 1
    assert service.bench.ground().snapshot.sequence == before
    ended(clerk, sent(clerk, {"people.csv": CSV}, dry_run="false").json())
    assert clerk.get("/api/v1/search", params={"q": "新人"}).json()["total"] == 1
    assert list(service.bench.ledger.parent.glob("huibi-import-*")) == []


def test_bad_rows_are_told_and_nothing_is_loaded(client_of, service):
    clerk = client_of("clerk")
    bad = {"kin.csv": "person,relation,relative\nNOBODY,father,NOBODY2\n"}
    done = ended(clerk, sent(clerk, bad, dry_run="false").json())
    assert done["result"]["loaded"] is False
    assert "kin.csv, row 2" in done["result"]["errors"][0]


@pytest.mark.parametrize("name", ["../people.csv", ".hidden", "a/b.csv", "x" * 200 + ".csv"])
def test_a_file_that_names_another_place_is_refused(client_of, name):
    assert sent(client_of("clerk"), {name: CSV}).status_code in (202, 422)
    if ".." in name or "/" in name:
        return
    assert sent(client_of("clerk"), {name: CSV}).status_code == 422


def test_another_ones_job_does_not_exist(client_of):
    job = sent(client_of("clerk"), {"people.csv": CSV}).json()
    assert client_of("approver").get(f"/api/v1/jobs/{job['id']}").status_code == 404


def test_a_job_is_followed_by_events_to_its_end(client_of):
    clerk = client_of("clerk")
    job = sent(clerk, {"people.csv": CSV}).json()
    lines = [
        json.loads(line.removeprefix("data: "))
        for line in clerk.get(f"/api/v1/jobs/{job['id']}/events").text.splitlines()
        if line.startswith("data: ")
    ]
    assert lines[-1]["state"] == "done"


def test_wrong_patterns_are_refused_before_anything_runs(client_of):
    analyst = client_of("analyst")
    for body in ({"codes": ["Z9"]}, {"codes": ["B2"], "settings": {"B2": {"x": 1}}}):
        assert analyst.post("/api/v1/leads/runs", json=body).status_code in (404, 422)
    assert analyst.get("/api/v1/jobs").json() == []


@pytest.fixture
def number(service):
    return service.accounts.of_login("clerk").number


def until(jobs, id, *states):
    for _ in range(1500):
        if jobs.get(id).state in states:
            return jobs.get(id)
        time.sleep(0.02)
    raise AssertionError(jobs.get(id))


def test_a_cancelled_job_stops_and_a_waiting_one_never_begins(service, number):
    begun = []

    def work(asked, job):
        begun.append(asked["n"])
        while True:
            job.tell("working")
            time.sleep(0.01)

    jobs = Jobs(service.accounts, {"slow": Work(run=work)})
    jobs.start()
    one, two = jobs.add(number, "slow", {"n": 1}), jobs.add(number, "slow", {"n": 2})
    until(jobs, one.id, "running")
    jobs.cancel(two.id)
    jobs.cancel(one.id)
    assert until(jobs, one.id, "cancelled").done > 0
    assert until(jobs, two.id, "cancelled").done == 0
    assert begun == [1]
    jobs.stop()


def test_work_cut_off_by_the_end_of_the_process_is_done_at_the_next_start(service, number):
    def stuck(_asked, job):
        while True:
            job.tell()
            time.sleep(0.01)

    jobs = Jobs(service.accounts, {"w": Work(run=stuck)})
    jobs.start()
    one = jobs.add(number, "w", {"n": 1})
    until(jobs, one.id, "running")
    jobs.stop()
    assert jobs.get(one.id).state == "running"
    again = Jobs(service.accounts, {"w": Work(run=lambda asked, _job: {"n": asked["n"]})})
    again.start()
    assert until(again, one.id, "done").result == {"n": 1}
    again.stop()


def test_a_cancelled_work_raises_inside_itself(service, number):
    jobs = Jobs(service.accounts, {"w": Work(run=lambda _asked, _job: {})})
    one = jobs.add(number, "w", {})
    jobs.cancel(one.id)
    with pytest.raises(CancelledError):
        Job(jobs, one.id).tell()


def test_a_broken_job_is_told_and_those_behind_it_are_done(service, number, caplog):
    def broken(_asked, _job):
        raise ZeroDivisionError("secret inside")

    works = {"broken": Work(run=broken), "w": Work(run=lambda _asked, _job: {"n": 1})}
    jobs = Jobs(service.accounts, works)
    jobs.start()
    one, two = jobs.add(number, "broken", {}), jobs.add(number, "w", {})
    assert until(jobs, two.id, "done").result == {"n": 1}
    failed = until(jobs, one.id, "failed")
    assert "fault of its own" in failed.message
    assert "secret inside" not in failed.message
    assert "secret inside" in caplog.text
    jobs.stop()


def test_files_are_cleared_up_however_a_job_ends(service, number):
    cleared = []

    def cancelled(_asked, job):
        jobs.cancel(one.id)
        job.tell()

    def failed(_asked, _job):
        raise InputError("no such table")

    works = {
        name: Work(run=run, tidy=lambda asked: cleared.append(asked["n"]))
        for name, run in (("cancelled", cancelled), ("failed", failed), ("waiting", failed))
    }
    jobs = Jobs(service.accounts, works)
    one = jobs.add(number, "cancelled", {"n": 1})
    two = jobs.add(number, "failed", {"n": 2})
    three = jobs.add(number, "waiting", {"n": 3})
    jobs.cancel(three.id)
    assert cleared == [3]
    jobs.start()
    until(jobs, two.id, "failed")
    jobs.stop()
    assert jobs.get(one.id).state == "cancelled"
    assert cleared == [3, 1, 2]


def test_what_has_been_committed_is_followed_up_though_somebody_cancels(service, number):
    works = works_of(service.bench, lambda progress: progress("write", 3, 3))
    jobs = Jobs(service.accounts, works)
    folder = service.bench.ledger.parent / "huibi-import-x" / "sent"
    folder.mkdir(parents=True)
    (folder / "people.csv").write_text(CSV, encoding="utf-8")
    asked = {"folder": str(folder), "source": "sent", "author": "clerk"}
    one = jobs.add(number, "import", asked)
    seen = []

    class Pressed(Job):
        def say(self, message="", done=None):
            super().say(message, done)
            seen.append(message)
            if message == "cases":
                jobs.cancel(one.id)

    result = works["import"].run(asked, Pressed(jobs, one.id))
    assert result["loaded"]
    assert seen[-2:] == ["cases", "neo4j"]


def test_jobs_let_the_projection_follow_and_stand_when_it_does_not(service, number, caplog):
    asked = {"codes": ["B2"], "author": "analyst"}
    for follow, told in (
        (lambda _progress: None, None),
        (lambda _progress: Done(sequence=1), "current"),
        (_unreachable, "behind"),
    ):
        jobs = Jobs(service.accounts, works_of(service.bench, follow))
        jobs.start()
        one = jobs.add(number, "patterns", asked)
        assert until(jobs, one.id, "done").result["neo4j"] == told
        jobs.stop()
    assert "huibi neo4j sync" in caplog.text


def _unreachable(_progress):
    raise Neo4jDownError("nobody answers")


def test_checks_are_answered_while_patterns_run(service, number):
    jobs = Jobs(service.accounts, works_of(service.bench, lambda _progress: None))
    with service.bench.engine:  # as somebody's check holds it
        jobs.start()
        one = jobs.add(number, "patterns", {"codes": ["B2"], "author": "analyst"})
        until(jobs, one.id, "done")
    jobs.stop()


def test_files_of_an_upload_cut_off_are_removed_at_the_next_start(service, number):
    kept, left = (service.bench.ledger.parent / f"huibi-import-{one}" / "sent" for one in "ab")
    for folder in (kept, left):
        folder.mkdir(parents=True)
    sweep(service.bench.ledger, [{"folder": str(kept)}, {"codes": ["B2"]}])
    assert kept.exists()
    assert not left.parent.exists()


def test_an_upload_that_is_refused_leaves_no_file(client_of, service):
    files = [("files", (name, b"id\n", "text/csv")) for name in ("people.csv", "people.csv")]
    answer = client_of("clerk").post("/api/v1/imports", files=files, data={"source": "sent"})
    assert answer.status_code == 422
    assert list(service.bench.ledger.parent.glob("huibi-import-*")) == []


@pytest.mark.parametrize("name", ["mapping.yaml", "mapping.YML", "people", "a.csv.exe"])
def test_a_file_that_is_no_table_is_refused(client_of, service, name):
    """A mapping would have the service call any address: the command line alone reads those."""
    answer = sent(client_of("clerk"), {name: "neo4j: bolt://elsewhere:7687\n"})
    assert answer.status_code == 422
    assert ".csv" in answer.json()["detail"]
    assert list(service.bench.ledger.parent.glob("huibi-import-*")) == []


def test_who_sees_a_part_of_the_county_loads_nothing(client_of, service):
    """What files would change tells whether somebody elsewhere exists."""
    clerk = service.accounts.of_login("clerk")
    service.accounts.put(replace(clerk, places=("VY",)))
    client = client_of("clerk")
    assert sent(client, {"people.csv": CSV}).status_code == 403
    assert client.get("/api/v1/jobs").json() == []
