"""What is on record of people, units, places and contracts; who looked at it; lots drawn."""

import json
from pathlib import Path

import pytest

from api.access_log import AccessLog, access_log_path
from api.http.permits import PERMITS
from api.http.record_parts import PARTS
from api.http.registering import FIRST
from api.http.roles import Account, Role
from api.loading import Request, load_sources
from graph.ontology.tables import TABLE
from tests.http.conftest import PASSWORD

API = "/api/v1"
MANY = 3_000
TABLES = {
    "places.csv": "id,name,level,parent\nT1,一镇,township,\nV1,东村,village,T1\nT2,二镇,township,\n"
    "V2,西村,village,T2\n",
    "people.csv": "id,name,sex,born,household,village\nP1,张三,M,1970-01-01,H1,V1\n"
    "P2,李四,M,1980-01-01,H2,V2\nP3,王五,F,2005-01-01,H3,V1\n",
    "units.csv": "id,name,kind,place,parent\nU1,一镇政府,public_body,T1,\n"
    "U2,一镇水务站,public_body,T1,U1\nC1,东方建筑公司,company,V1,\nC2,西方建筑公司,company,V2,\n",
    "posts.csv": "person,unit,title,role,from,to\nP1,U1,镇长,head,2019-05,\n",
    "roles.csv": "person,company,role,share,from\nP2,C2,legal_representative,,2018\n"
    "U1,C1,shareholder,0.4,2015-03-01\n",
    "contracts.csv": "id,title,buyer,supplier,amount,awarded,decided_by\n"
    "K1,水渠,U1,C1,385000,2024-03-01,P1\nK2,道路,U1,C2,120000.50,2025-04-02,P2\n",
    "bids.csv": "contract,bidder,price,won,status\nK1,C1,385000,true,valid\n"
    "K1,C2,390000,false,disqualified\n",
    "programmes.csv": "id,name,discretion\nF1,低保,discretionary\nF2,地力补贴,universal\n",
    "benefits.csv": "id,programme,person,household,date,amount,village,decided_by\n"
    + "".join(
        f"B{n:04},{'F1' if n % 3 else 'F2'},P3,,20{10 + n % 15}-06-{n % 28 + 1:02},100,V1,P1\n"
        for n in range(MANY)
    )
    + "BH,F1,,H3,2026-01-05,50,V1,P1\nBX,F1,P2,,2026-01-05,70,V1,P1\n",
    "assets.csv": "id,village,kind\nZ1,V1,山林\n",
    "kin.csv": "person,relation,relative,kind\nP3,father,P1,\nP3,father,P2,\n",
}  # fmt: skip


@pytest.fixture
def clerk(client_of, service, tmp_path):
    folder = tmp_path / "more"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = load_sources(
        service.bench.ledger, Request(paths=(folder,)), lambda _count: None, lambda _done: None
    )
    assert done.is_loaded, done.errors
    return client_of("clerk")


@pytest.fixture
def west(clerk, client_of, service):
    """A clerk of the second township alone."""
    account = Account(
        login="west", name="w", roles=frozenset({Role.CLERK, Role.ANALYST}), places=("T2",)
    )
    service.accounts.put(account, PASSWORD)
    return client_of("west")


def record(client, path, **params):
    answer = client.get(f"{API}/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def sections(told):
    return {one["name"]: one for one in told["sections"]}


def test_every_section_is_of_a_column_that_there_is():
    for parts in PARTS.values():
        for part in parts:
            table = TABLE[part.table]
            for name in (part.by, part.dated, part.money, part.grouped):
                assert not name or table.column(name)
        assert len({part.name for part in parts}) == len(parts)
        assert parts[0].by == "id"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_and_every_operation_in_the_log_has_words(language):
    path = Path(__file__).parents[2] / "viz" / "web" / "locales" / f"{language}.json"
    words = json.loads(path.read_text(encoding="utf-8"))
    wanted = {f"part.{part.name}" for parts in PARTS.values() for part in parts}
    wanted |= {f"action.{one.operation}" for one in PERMITS}
    assert wanted - words.keys() == set()


def test_a_unit_is_told_with_its_people_owners_and_contracts(clerk):
    told = record(clerk, "units/U1")
    found = sections(told)
    assert list(found) == [
        "units.id", "posts.unit", "roles.person", "contracts.buyer", "units.parent",
    ]  # fmt: skip
    bought = found["contracts.buyer"]
    assert (bought["total"], bought["amount"]) == (2, 505_000.5)
    assert (bought["since"], bought["until"]) == ("2024-03-01", "2025-04-02")
    assert [fact["cells"]["id"] for fact in bought["facts"]] == ["K2", "K1"]
    assert found["posts.unit"]["facts"][0]["words"]["role"] == "负责人"
    assert told["names"]["C1"] == "东方建筑公司"
    assert (told["kinds"]["C1"], told["kinds"]["P1"], told["kinds"]["K1"]) == (
        "unit", "person", "contract",
    )  # fmt: skip
    won = sections(record(clerk, "units/C1"))
    assert won["roles.company"]["facts"][0]["cells"]["person"] == "U1"
    assert won["contracts.supplier"]["total"] == won["bids.bidder"]["total"] == 1


def test_a_contract_is_told_with_its_bids(clerk):
    told = sections(record(clerk, "contracts/K1"))
    assert told["contracts.id"]["facts"][0]["source"] == "more/contracts.csv:2"
    bids = told["bids.contract"]["facts"]
    assert [bid["words"]["status"] for bid in bids] == ["有效", "废标"]


def test_a_place_is_told_with_what_lies_in_it(clerk):
    found = sections(record(clerk, "places/V1"))
    assert found["people.village"]["total"] == 2
    assert found["benefits.village"]["total"] == MANY + 2
    assert found["assets.village"]["total"] == 1
    assert sections(record(clerk, "places/T1"))["places.parent"]["total"] == 1


def test_many_rows_are_counted_grouped_and_come_in_pages(clerk):
    told = sections(record(clerk, "people/P3"))
    one = told["benefits.person"]
    assert (one["total"], one["amount"], len(one["facts"])) == (MANY, MANY * 100, FIRST)
    assert [(group["of"], group["n"]) for group in one["groups"]] == [("F1", 2000), ("F2", 1000)]
    assert one["until"] == one["facts"][0]["cells"]["date"]
    assert told["benefits.household"]["total"] == 1
    seen, after, more = set(), 0, True
    while more:
        page = record(clerk, "people/P3", section="benefits.person", after=after)
        assert [part["name"] for part in page["sections"]] == ["benefits.person"]
        rows = page["sections"][0]
        seen |= {fact["cells"]["id"] for fact in rows["facts"]}
        after, more = rows["after"], rows["more"]
    assert len(seen) == MANY
    assert record(clerk, "people/P3", section="nothing.here")["sections"] == []


def test_what_lies_outside_is_neither_listed_nor_counted(clerk, west):
    assert west.get(f"{API}/units/U1").content == west.get(f"{API}/units/none").content
    assert west.get(f"{API}/contracts/K1").content == west.get(f"{API}/contracts/none").content
    own = record(west, "people/P2")
    assert "contracts.decided_by" not in sections(own)
    company = sections(record(west, "units/C2"))
    assert set(company) == {"units.id", "roles.company"}
    assert sections(record(clerk, "units/C2"))["contracts.supplier"]["total"] == 1
    outside = record(west, "places/V1")
    assert set(sections(outside)) == {"places.id"}
    assert record(west, "places/T1")["sections"][1]["name"] == "places.parent"
    benefit = sections(own)["benefits.person"]["facts"][0]["cells"]
    assert (benefit["person"], "decided_by" in benefit) == ("P2", False)
    assert "P1" not in west.get(f"{API}/people/P2").text


def test_contradictions_about_relatives_open_for_a_purpose_and_stand_side_by_side(
    clerk, client_of, service
):
    closed = record(clerk, "people/P3")
    assert (closed["contradictions"], closed["closed"]) == ([], 1)
    assert "P2" not in str(closed["names"])
    number = service.accounts.authorize(
        "clerk", ["P3"], reason="x", by="approver", until="2099-01-01"
    )
    clerk.headers["x-huibi-purpose"] = f"authorization:{number}"
    told = record(clerk, "people/P3")
    stated = told["contradictions"][0]["stated"]
    assert [one["cells"]["relative"] for one in stated] == ["P1", "P2"]
    assert [one["source"] for one in stated] == ["more/kin.csv:2", "more/kin.csv:3"]
    assert told["closed"] == 0
    assert record(clerk, "people/P1")["closed"] == 1
    handler = client_of("handler")
    assert record(handler, "people/P3")["contradictions"] == []


def test_the_auditor_sees_who_looked_and_for_what(clerk, client_of, service):
    number = service.accounts.authorize(
        "clerk", ["P3"], reason="x", by="approver", until="2099-01-01"
    )
    purpose = {"x-huibi-purpose": f"authorization:{number}"}
    record(clerk, "people/P3")
    assert clerk.get(f"{API}/people/P3/kin", headers=purpose).status_code == 200
    assert clerk.get(f"{API}/nodes/person:P3/counts", headers=purpose).status_code == 200
    assert clerk.get(f"{API}/people/P3/kin").status_code == 403
    record(clerk, "people/P1")
    told = client_of("auditor").get(f"{API}/audit/looks", params={"subject": "P3"}).json()
    assert (told["subject"], told["total"]) == ("P3", 4)
    [one] = told["lookers"]
    assert one["actions"] == {"person": 1, "kin": 2, "counts": 1}
    assert (one["who"], one["purposes"], one["refused"]) == (
        "clerk", [f"authorization:{number}"], 1,
    )  # fmt: skip
    nobody = client_of("auditor").get(f"{API}/audit/looks", params={"subject": "P"}).json()
    assert nobody["lookers"] == []


def test_entries_are_narrowed_and_the_newest_may_come_first(clerk, client_of, service):
    for id in ("P1", "P2", "P3"):
        record(clerk, f"people/{id}")
    auditor = client_of("auditor")

    def found(**params):
        answer = auditor.get(f"{API}/audit", params=params)
        assert answer.status_code == 200, answer.text
        return [entry["subject"] for entry in answer.json()]

    assert found(action="person", order="newest") == ["P3", "P2", "P1"]
    assert found(action="person") == ["P1", "P2", "P3"]
    last = auditor.get(f"{API}/audit", params={"action": "person", "order": "newest"}).json()[0]
    assert found(action="person", order="newest", after=last["sequence"]) == ["P2", "P1"]
    assert found(action="person", since="2999-01-01T00:00:00") == []
    assert found(action="person", until="2020-01-01T00:00:00") == []
    assert len(found(who="clerk", since="2020-01-01T00:00:00", until="2999-01-01T00:00:00")) == 4
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        assert [entry.action for entry in log.entries()].count("audit_entries") == 7
    assert auditor.get(f"{API}/audit", params={"since": "yesterday"}).status_code == 422


def test_leads_are_narrowed_to_what_they_name(clerk, client_of):
    analyst = client_of("analyst")
    assert analyst.get(f"{API}/leads", params={"about": "P3"}).json()["total"] == 0


def test_a_lottery_is_listed_with_who_drew_it_its_seed_and_its_result(client_of):
    clerk = client_of("clerk")
    draft = {
        "matter": "supervision_case", "received": "2026-03-02", "unit": "D1",
        "parties": [{"person": "A3", "role": "subject"}],
    }  # fmt: skip
    for id in ("K1", "K2"):
        assert clerk.post(f"{API}/cases", json={"id": id, **draft}).status_code == 201
    clerk.post(f"{API}/assignments", json={"cases": ["K1"]})
    clerk.post(f"{API}/assignments", json={"cases": ["K2"], "public_source": "第一期"})
    waits, drawn = clerk.get(f"{API}/assignments").json()
    assert (waits["state"], waits["by"], waits["public_source"]) == ("promised", "clerk", "第一期")
    assert (waits["seed"], waits["drawn_by"], waits["results"]) == ("", "", [])
    assert (drawn["state"], drawn["by"], drawn["drawn_by"]) == ("drawn", "clerk", "clerk")
    assert drawn["seed"]
    assert drawn["seed_commitment"] != waits["seed_commitment"]
    [result] = drawn["results"]
    assert (result["case"], result["handler"], result["handler_name"]) == ("K1", "A7", "孙立新")
    assert 0 < result["chance"] <= 1
