"""Files of what is on screen: nobody unseen, nothing that runs, and who took them out."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree as ET

import networkx as nx
import openpyxl
import pytest

from api.http import taking_out
from api.http.measuring import measures_of
from api.http.roles import Account, Role
from tests.http.conftest import PASSWORD
from viz.board import board_of
from viz.board_files import FORM, FORMS, safe_cell

PURPOSE = {"x-huibi-purpose": "authorization:1"}
HOSTILE = "=HYPERLINK(\"x\") </script><img src=x onerror=alert(1)> \x00\x0b & '1'"


@pytest.fixture
def people(service):
    return service.bench.ground().snapshot.table("people").to_pylist()


@pytest.fixture
def opened(service, people, client_of):
    """A client to whom everybody is opened."""

    def enter(login="investigator", ids=None):
        service.accounts.authorize(
            login, ids or [one["id"] for one in people], reason="test", by="a", until="2099-01-01"
        )
        return client_of(login)

    return enter


def names_of(people):
    return [f"person:{one['id']}" for one in people]


def taken_out(client, form, nodes, **more):
    body = {"format": form, "nodes": nodes, **more}
    return client.post("/api/v1/exports", json=body, headers=PURPOSE)


def text_of(form, content):
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    if form == "csv":
        packed = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(packed.read(name) for name in packed.namelist())
    return content.decode()


@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_every_format_is_marked_and_the_log_knows_the_mark(
    form, opened, people, service, client_of
):
    answer = taken_out(opened(), form, names_of(people), title="东风村")
    assert answer.status_code == 200, answer.text
    mark = answer.headers["content-disposition"].split("huibi-")[1].split(".")[0]
    content = text_of(form, answer.content)
    for told in (mark, "investigator", "authorization:1", "东风村", people[0]["name"]):
        assert told in content
    entries = client_of("auditor").get("/api/v1/audit", params={"limit": 50}).json()
    assert mark in json.dumps(entries)


def test_graph_files_are_read_back_by_networkx(opened, people):
    client, nodes = opened(), names_of(people)
    ties = client.post("/api/v1/subgraph", json={"nodes": nodes}, headers=PURPOSE).json()["edges"]
    readers = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}
    for form, read in readers.items():
        graph = read(io.BytesIO(taken_out(client, form, nodes).content))
        assert set(graph.nodes) == set(nodes)
        assert graph.number_of_edges() == len(ties) > 0
        origins = {told["origin"] for _, _, told in graph.edges(data=True)}
        assert origins == {tie["origin"] for tie in ties}


def test_json_comes_out_as_the_explorer_reads_it(opened, people):
    nodes = names_of(people)[:3]
    places = {nodes[0]: [10, 20], "person:P-nobody": [5, 5]}
    told = taken_out(opened(), "json", nodes, positions=places).json()
    assert (told["format"], told["version"]) == ("huibi-board", 1)
    assert [one["node"] for one in told["nodes"]] == nodes
    assert (told["nodes"][0]["x"], told["nodes"][0]["y"]) == (10, 20)
    assert all(isinstance(one["x"], float) for one in told["nodes"])


def test_only_the_ties_on_screen_are_written(opened, people):
    client, nodes = opened(), names_of(people)
    every = taken_out(client, "json", nodes).json()["ties"]
    one = every[0]
    wanted = [[one["target"], one["source"], one["origin"]], [nodes[0], nodes[1], "made/up.csv:1"]]
    kept = taken_out(client, "json", nodes, edges=wanted).json()["ties"]
    assert {tie["origin"] for tie in kept} == {one["origin"]}
    assert taken_out(client, "json", nodes, edges=[]).json()["ties"] == []


@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_who_is_not_opened_is_not_in_the_file(form, opened, people):
    seen, hidden = people[0], people[1]
    client = opened(ids=[seen["id"]])
    both = taken_out(client, form, names_of([seen, hidden]), edges=[])
    assert both.status_code == 200
    assert seen["name"] in text_of(form, both.content)
    assert hidden["name"] not in text_of(form, both.content)
    closed = taken_out(client, form, names_of([hidden]))
    absent = taken_out(client, form, ["person:P-nobody"])
    assert closed.status_code == absent.status_code == 404
    assert closed.content == absent.content


def test_another_places_people_are_not_in_the_file(opened, service, people):
    village = next(one["village"] for one in people if one["village"])
    roles = frozenset({Role.INVESTIGATOR})
    service.accounts.put(
        Account(login="investigator", name="i", roles=roles, places=(village,)), PASSWORD
    )
    told = taken_out(opened(), "json", names_of(people)).json()
    inside = {one["id"] for one in people if one["village"] in (village, None)}
    assert {one["id"] for one in told["nodes"]} == inside != {one["id"] for one in people}


def test_a_crowd_leaves_on_an_approvers_word_alone(opened, people, monkeypatch):
    monkeypatch.setattr(taking_out, "MOST_ALONE", 2)
    refused = taken_out(opened(), "json", names_of(people)[:3])
    assert refused.status_code == 403
    assert "approver" in refused.json()["detail"]
    assert taken_out(opened(), "json", names_of(people)[:2]).status_code == 200


def test_an_approver_takes_out_a_crowd(service, people, client_of, monkeypatch):
    monkeypatch.setattr(taking_out, "MOST_ALONE", 2)
    ids = [one["id"] for one in people]
    service.accounts.authorize("approver", ids, reason="test", by="a", until="2099-01-01")
    assert taken_out(client_of("approver"), "json", names_of(people)[:3]).status_code == 200


def test_nothing_is_taken_out_without_a_purpose_or_from_elsewhere(client_of, people):
    client, body = client_of("investigator"), {"format": "json", "nodes": names_of(people)}
    assert client.post("/api/v1/exports", json=body).status_code == 403
    assert client_of("handler").post("/api/v1/exports", json=body).status_code == 403
    assert client_of("administrator").post("/api/v1/exports", json=body).status_code == 403
    del client.headers["x-huibi"]
    refused = client.post("/api/v1/exports", json=body, headers=PURPOSE)
    assert refused.status_code == 403
    assert "x-huibi" in refused.json()["detail"]


@pytest.fixture
def hostile():
    nodes = [
        {"node": "person:A", "id": "A", "kind": "person", "name": HOSTILE, "line": "＝1+1"},
        {"node": "unit:B", "id": "B", "kind": "unit", "name": "＠SUM(A1)", "type": "company"},
    ]
    tie = {"source": "person:A", "target": "unit:B", "kind": "post", "nature": "office"}
    ties = [tie | {"id": "t1", "zh": HOSTILE, "en": "-1", "origin": "+a.csv:1", "amount": -5.0}]
    return board_of(HOSTILE, "zhang · now", nodes, ties, {})


@pytest.mark.parametrize("form", ["graphml", "gexf", "svg"])
def test_hostile_names_are_text_in_xml(form, hostile):
    root = ET.fromstring(FORM[form].write(hostile))
    told = "".join(root.itertext()) + "".join(v for one in root.iter() for v in one.attrib.values())
    assert "</script><img src=x onerror=alert(1)>" in told
    tags = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert tags.isdisjoint(("script", "img", "image", "a", "foreignObject"))


def test_hostile_names_are_text_in_the_page(hostile):
    page = FORM["pyvis"].write(hostile).decode()
    assert "<img src=x" not in page
    assert "default-src 'none'" in page
    assert "http-equiv" in page


def test_no_cell_of_a_csv_runs(hostile):
    packed = zipfile.ZipFile(io.BytesIO(FORM["csv"].write(hostile)))
    cells = [
        cell
        for name in packed.namelist()
        for row in csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig")))
        for cell in row
    ]
    assert "-5.0" in cells, "a number stays a number"
    running = [one for one in cells if one.startswith(tuple("=+-@\t\r＝＋－＠")) and one != "-5.0"]
    assert running == []


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_would_run_is_quoted(first):
    assert safe_cell(f"{first}1") == f"'{first}1"
    assert safe_cell(-1.5) == -1.5


def test_no_cell_of_a_workbook_runs(hostile):
    book = openpyxl.load_workbook(io.BytesIO(FORM["xlsx"].write(hostile)))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds


def test_a_page_of_a_thousand_stays_small():
    nodes = [
        {"node": f"person:P{n:05}", "id": f"P{n:05}", "kind": "person", "name": f"张建国{n % 97}",
         "line": "男 1970 东风村"}
        for n in range(1000)
    ]  # fmt: skip
    ties = [
        {"id": f"kin:{n}", "source": nodes[n % 1000]["node"], "kind": "kin", "nature": "kin",
         "target": nodes[(n * 7 + 3 + n // 1000) % 1000]["node"], "zh": "父亲", "en": "father",
         "origin": f"county/kin.csv:{n}"}
        for n in range(2000)
    ]  # fmt: skip
    page = FORM["pyvis"].write(board_of("t", "s", nodes, ties, {}))
    assert page.count("张建国".encode()) >= 1000
    assert len(page) <= 1_100_000


def test_measures_of_a_known_picture():
    found = measures_of(list("abcdef"), [*zip("abcd", "bcda", strict=True), ("d", "e"), ("e", "d")])
    assert found.degree == {"a": 2, "b": 2, "c": 2, "d": 3, "e": 1, "f": 0}
    assert max(found.betweenness, key=found.betweenness.get) == "d"
    assert found.sampled is None
    assert sorted(node for one in found.communities for node in one) == list("abcdef")


def test_a_large_picture_is_sampled_and_says_so():
    nodes = [str(n) for n in range(3000)]
    edges = [(str(n), str(n * 7 % 3000)) for n in range(3000)]
    found = measures_of(nodes, edges)
    assert 0 < found.sampled < 3000
    assert measures_of(nodes, edges) == found


def test_measures_count_nobody_hidden(opened, people):
    client, nodes = opened(ids=[people[0]["id"]]), names_of(people)
    found = client.post("/api/v1/measures", json={"nodes": nodes}, headers=PURPOSE).json()
    assert found["degree"] == {nodes[0]: 0}
