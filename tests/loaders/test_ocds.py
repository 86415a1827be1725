"""OCDS files: every shape that they come in, lots, odd values, and what is refused by row."""

import gzip
import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from loaders import read_source
from loaders.ocds.processes import read_processes
from loaders.ocds.values import child, children, lots_of, money, number, text

BUYER = {"id": "B", "name": "某局"}


def release(ocid="P1", **parts):
    return {"ocid": ocid, "date": "2024-01-01", "buyer": BUYER, "tender": {"title": "修路"}} | parts


def bid(who, amount=None, status="valid", **said):
    found = {"id": f"b-{who}-{amount}", "status": status, "tenderers": [{"id": who, "name": who}]}
    return found | ({} if amount is None else {"value": {"amount": amount}}) | said


def award(*who, status="active", **said):
    return {
        "id": "a",
        "status": status,
        "suppliers": [{"id": one, "name": one} for one in who],
    } | said


def read(tmp_path, *lines, name="f.jsonl"):
    path = tmp_path / name
    content = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines).encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    reading = read_source(path)
    found = {}
    for fact in reading.facts():
        found.setdefault(fact.table, []).append(fact)
    return reading, found


def cells(found, table="contracts"):
    return [dict(fact.cells) for fact in found.get(table, ())]


PACKAGE = {"uri": "x", "releases": [release(), release("P2")]}
RECORDS = {
    "records": [
        {"ocid": "P1", "compiledRelease": release()},
        {"ocid": "P2", "releases": [release("P2")]},
    ]
}


@pytest.mark.parametrize(
    ("name", "lines", "origins"),
    [
        pytest.param(
            "f.jsonl", [release(), "", release("P2")], ["f.jsonl:1", "f.jsonl:3"], id="lines"
        ),
        pytest.param(
            "f.jsonl.gz", [release(), release("P2")], ["f.jsonl.gz:1", "f.jsonl.gz:2"], id="gz"
        ),
        pytest.param(
            "f.json", [release(), release("P2")], ["f.json:1", "f.json:2"], id="lines-json"
        ),
        pytest.param("f.json", [PACKAGE], ["f.json#release:1", "f.json#release:2"], id="package"),
        pytest.param("f.json", [RECORDS], ["f.json#record:1", "f.json#record:2"], id="records"),
        pytest.param("f.jsonl", [PACKAGE], ["f.jsonl:1", "f.jsonl:1"], id="package-line"),
        pytest.param(
            "f.json",
            [[release(), release("P2")]],
            ["f.json#release:1", "f.json#release:2"],
            id="list",
        ),
        pytest.param(
            "f.json",
            [json.dumps(PACKAGE, indent=1)],
            ["f.json#release:1", "f.json#release:2"],
            id="indented",
        ),
    ],
)
def test_every_shape_is_read(tmp_path, name, lines, origins):
    reading, found = read(tmp_path, *lines, name=name)
    assert reading.errors == []
    assert [row["id"] for row in cells(found)] == ["P1", "P2"]
    assert [f"{fact.file}:{fact.row}" for fact in found["contracts"]] == origins


def test_releases_of_one_process_are_merged_by_date(tmp_path):
    early = release(tender={"id": 1, "title": "修路", "status": "active", "numberOfTenderers": 0})
    late = release(date="2024-03-01", awards=[award("S")], tender={"id": 1, "numberOfTenderers": 2})
    _, found = read(tmp_path, late, early)
    (contract,) = cells(found)
    assert (contract["title"], contract["supplier"], contract["tenderers"]) == ("修路", "S", "2")
    assert found["contracts"][0].row == 1


def test_a_contract_takes_what_the_release_tells(tmp_path):
    tender = {
        "title": "修路",
        "procurementMethod": "selective",
        "procurementMethodDetails": "框架",
        "mainProcurementCategory": "works",
        "numberOfTenderers": 3,
        "value": {"amount": 1000, "currency": "AMD"},
        "procuringEntity": {"id": "E", "name": "代理"},
        "tenderPeriod": {
            "startDate": "2024-01-01T09:00:00+04:00",
            "endDate": "2024-01-20T10:30:00Z",
        },
    }
    items = [{"classification": {"id": "45000000"}}, {"classification": {"id": "44000000"}}]
    given = award("S", "T", date="2024-02-01T00:00:00Z", items=items, value={"amount": 900.005})
    signed = {
        "awardID": "a",
        "dateSigned": "2024-02-09",
        "value": {"amount": 901.5, "currency": "AMD"},
    }
    _, found = read(tmp_path, release(tender=tender, awards=[given], contracts=[signed]))
    assert cells(found) == [
        {
            "id": "P1",
            "title": "修路",
            "buyer": "B",
            "supplier": "S",
            "category": "45000000",
            "kind": "works",
            "procedure": "invited",
            "budget_amount": "100000",
            "amount": "90150",
            "published": "2024-01-01T09:00:00",
            "deadline": "2024-01-20T10:30:00",
            "awarded": "2024-02-01",
            "signed": "2024-02-09",
            "process": "P1",
            "agency": "E",
            "procedure_details": "框架",
            "tenderers": "3",
            "outcome": "awarded",
            "partners": "T",
            "items": "45000000;44000000",
            "currency": "AMD",
        }
    ]


def test_lots_become_contracts_and_an_award_of_two_has_its_amount_once(tmp_path):
    bids = [
        bid("S", 5, relatedLot="1"),
        bid("T", 6, relatedLot="1"),
        bid("S", 7, relatedLots=["2"]),
    ]
    given = award("S", relatedLots=[{"lotId": "1"}, "2"], value={"amount": 12})
    lots = [{"id": "1", "value": {"amount": 8}}, {"id": "2"}, {"id": "3", "status": "unsuccessful"}]
    _, found = read(
        tmp_path, release(tender={"lots": lots}, bids={"details": bids}, awards=[given])
    )
    rows = {row["id"]: row for row in cells(found)}
    assert list(rows) == ["P1/1", "P1/2", "P1/3"]
    assert [row.get("amount") for row in rows.values()] == ["1200", None, None]
    assert [row.get("supplier") for row in rows.values()] == ["S", "S", None]
    assert [row["outcome"] for row in rows.values()] == ["awarded", "awarded", "unsuccessful"]
    assert rows["P1/1"]["budget_amount"] == "800"
    assert "P1/1" in rows["P1/2"]["note"]
    assert {(row["contract"], row["bidder"], row["won"]) for row in cells(found, "bids")} == {
        ("P1/1", "S", "true"),
        ("P1/1", "T", "false"),
        ("P1/2", "S", "true"),
    }


def test_further_awards_of_one_part_are_contracts_without_its_bids(tmp_path):
    awards = [award("S"), award("T") | {"id": "c"}, award("U", status="cancelled") | {"id": "d"}]
    _, found = read(tmp_path, release(bids={"details": [bid("S", 1), bid("T", 2)]}, awards=awards))
    assert [(row["id"], row["supplier"]) for row in cells(found)] == [("P1", "S"), ("P1/c", "T")]
    assert {row["contract"] for row in cells(found, "bids")} == {"P1"}
    assert [row["won"] for row in cells(found, "bids")] == ["true", "true"]


@pytest.mark.parametrize(
    ("status", "awards", "outcome"),
    [
        ("cancelled", [award("S")], "cancelled"),
        ("complete", [award("S")], "awarded"),
        ("active", [award("S", status="pending")], "pending"),
        ("active", [award("S", status="unsuccessful")], "unsuccessful"),
        ("unsuccessful", [], "unsuccessful"),
        ("active", [], None),
    ],
)
def test_what_became_of_a_process(tmp_path, status, awards, outcome):
    _, found = read(tmp_path, release(tender={"status": status}, awards=awards))
    assert [row.get("outcome") for row in cells(found)] == [outcome]


def test_bids_keep_the_best_of_each_bidder_and_say_what_is_left_out(tmp_path):
    details = [
        bid("S", 9),
        bid("S", 7),
        bid("S", 5, "disqualified"),
        bid("T", 8, "not-qualified"),
        bid("U", 6, "invited"),
    ]
    joint = bid("V", 3) | {"tenderers": [{"id": "V", "name": "V"}, {"id": "W", "name": "W"}]}
    reading, found = read(tmp_path, release(bids={"details": [*details, joint]}))
    rows = {row["bidder"]: (row["price"], row["status"]) for row in cells(found, "bids")}
    assert rows == {
        "S": ("700", "valid"),
        "T": ("800", "disqualified"),
        "V": ("300", "valid"),
        "W": ("300", "valid"),
    }
    numbers = {row["bidder"]: row["number"] for row in cells(found, "bids")}
    assert numbers["V"] == numbers["W"] != numbers["S"]
    notes = " ".join(reading.notes)
    assert "2 further bids" in notes
    assert "1 invitations" in notes


def test_units_are_joined_by_id_and_never_by_name(tmp_path):
    parties = [{"id": "S", "name": "Shin", "roles": ["supplier"]}, BUYER | {"roles": ["buyer"]}]
    details = [bid("S") | {"tenderers": [{"id": "S", "name": "Շին"}]}]
    other = [bid("S2") | {"tenderers": [{"id": "S2", "name": "Shin"}]}]
    _, found = read(
        tmp_path,
        release(parties=parties, bids={"details": details}),
        release("P2", bids={"details": other}),
    )
    rows = {row["id"]: row for row in cells(found, "units")}
    assert {one: (row["name"], row["kind"]) for one, row in rows.items()} == {
        "S": ("Shin", "company"),
        "B": ("某局", "public_body"),
        "S2": ("Shin", "company"),
    }
    assert rows["S"]["note"] == "also named: Շին"


def test_plans_give_their_buyers_alone(tmp_path):
    plan = {"ocid": "P9", "buyer": {"id": "B9", "name": "计划"}, "planning": {}}
    reading, found = read(tmp_path, plan, release())
    assert [row["id"] for row in cells(found)] == ["P1"]
    assert {row["id"] for row in cells(found, "units")} == {"B9", "B"}
    assert "1 are plans only" in reading.notes[0]


@pytest.mark.parametrize(
    ("lines", "row", "column", "why"),
    [
        pytest.param(['{"ocid": '], 1, "release", "not JSON", id="broken"),
        pytest.param([release(), "[1]"], 2, "release", "no JSON object", id="number"),
        pytest.param([release(), {"tender": {}}], 2, "release", "no 'ocid'", id="no-ocid"),
        pytest.param([release(ocid=5)], 1, "ocid", "not a text", id="ocid-number"),
        pytest.param(
            [release(), {"ocid": "P2", "tender": {"id": "x"}}], 2, "buyer", "empty", id="no-buyer"
        ),
        pytest.param(
            [release(), release() | {"date": None}], 2, "date", "cannot be merged", id="no-date"
        ),
        pytest.param(
            [release(tag=["compiled"]), release(date="2025-01-01")],
            2,
            "ocid",
            "something else",
            id="two-compiled",
        ),
        pytest.param(
            [{"ocid": "P1", "releases": [{"url": "x"}]}], 1, "release", "only links", id="linked"
        ),
        pytest.param(
            [release(bids={"details": [bid("S", "dear")]})], 1, "price", "not an amount", id="price"
        ),
        pytest.param(
            [release(bids={"details": [bid("S", -5)]})], 1, "price", "negative", id="negative"
        ),
        pytest.param(
            [release(bids={"details": [bid("S", 5, "odd")]})],
            1,
            "status",
            "not one of its words",
            id="status",
        ),
        pytest.param([release(bids={"details": [bid("")]})], 1, "bidder", "empty", id="no-bidder"),
        pytest.param([release(awards=[award("")])], 1, "supplier", "no id", id="no-supplier"),
        pytest.param(
            [release(tender={"tenderPeriod": {"endDate": "soon"}})],
            1,
            "deadline",
            "not a date",
            id="date",
        ),
        pytest.param(
            [release(tender={"procurementMethod": "raffle"})],
            1,
            "procedure",
            "not one of",
            id="method",
        ),
    ],
)
def test_bad_rows_are_told_where_they_stand(tmp_path, lines, row, column, why):
    reading, _ = read(tmp_path, *lines, '{"ocid": "P8", "planning": {}}')
    assert (reading.errors[0].row, reading.errors[0].column) == (row, column), reading.errors
    assert why in reading.errors[0].why


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.json", b'{\n"ocid": "P1",\n}', "row 2: this is not sound JSON"),
        ("f.jsonl.gz", b"plain", "archive is damaged"),
        ("f.json", b'{"other": 1}', "files of this kind are not read"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_source(path)


def test_a_truncated_archive_is_refused(tmp_path):
    path = tmp_path / "f.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(release()).encode())[:-12])
    with pytest.raises(InputError, match="archive is damaged"):
        read_source(path)


def test_a_repeated_compiled_release_counts_once(tmp_path):
    reading, found = read(tmp_path, release(tag=["compiled"]), release(tag=["compiled"]))
    assert reading.errors == []
    assert len(cells(found)) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "a"]), inner)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(["id", "a", "relatedLot", "relatedLots", "amount"]), JSON))
def test_looks_into_any_json_never_fail(parent):
    assert isinstance(child(parent, "a", "id"), dict)
    assert all(isinstance(one, dict) for one in children(parent, "a"))
    assert isinstance(text(parent, "id"), str)
    assert number(parent, "amount") is None or isinstance(number(parent, "amount"), float)
    assert all(isinstance(lot, str) for lot in lots_of(parent))
    money(parent)


PARTS = ("tender", "bids", "awards", "contracts", "buyer", "parties")


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(PARTS), JSON | st.builds(lambda x: {"details": x}, JSON)))
def test_any_release_is_read_or_refused_by_row(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("ocds") / "f.jsonl"
    path.write_text(json.dumps(parts | {"ocid": "P1"}))
    reading = read_source(path)
    list(reading.facts())
    read_processes(path)


@pytest.mark.real_input
def test_the_releases_of_armenia(shared):
    reading = read_source(shared / "data/ocds/armenia.jsonl.gz")
    facts = list(reading.facts())
    assert reading.errors == []
    assert Counter(fact.table for fact in facts) == {"units": 459, "contracts": 962, "bids": 1468}
    assert {fact.cells.get("currency") for fact in facts if fact.table == "bids"} == {"AMD"}
    assert "900 releases of 900 processes" in reading.notes[0]
    suppliers = {f.cells["supplier"] for f in facts if f.cells.get("supplier")}
    buyers = {f.cells["buyer"] for f in facts if f.table == "contracts"}
    bidders = {f.cells["bidder"] for f in facts if f.table == "bids"}
    assert (len(suppliers), len(buyers), len(bidders)) == (206, 50, 411)
    assert suppliers <= {f.cells["id"] for f in facts if f.table == "units"}
