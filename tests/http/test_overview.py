"""Crowds in bundles, the ground of the map, derived ties and news, as far as an account may see."""

from types import SimpleNamespace

import pytest

from api.http.bundling import Crowd
from api.http.neighbouring import counts_of, neighbours_of
from api.http.roles import Account, Role
from api.http.workbench import Ground
from api.loading import Request, load_sources
from api.patterns.naming import Names
from bench.made_snapshot import MadeSnapshot
from graph.model import day_of
from tests.http.conftest import PASSWORD

API = "/api/v1"
PURPOSE = {"x-huibi-purpose": "authorization:1"}
TABLES = {
    "places.csv": (
        "id,name,level,parent\nC,江县,county,\nT1,东镇,township,C\nT2,西镇,township,C\n"
        "V1,东风村,village,T1\nV2,红星村,village,T1\nV3,西山村,village,T2\n"
    ),
    "people.csv": (
        "id,name,village,group,household\nQ1,钱一,V1,一组,H1\nQ2,钱二,V1,二组,H1\nQ3,钱三,V2,,\n"
        "Q4,钱四,V3,,\nQ5,钱五,V3,,\n"
    ),
    "kin.csv": "person,relation,relative\nQ2,father,Q1\nQ3,father,Q1\nQ4,wife,Q3\nQ5,father,Q9\n",
    "units.csv": "id,name,kind,place\nU9,东镇政府,public_body,T1\n",
}
EVERYBODY = ["Q1", "Q2", "Q3", "Q4", "Q5"]


@pytest.fixture
def county(service, tmp_path):
    """Two townships beside the family of the examples."""
    folder = tmp_path / "more"
    folder.mkdir()
    people = TABLES["people.csv"] + "Q9,钱九,V2,,\n"
    for name, text in {**TABLES, "people.csv": people}.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = load_sources(
        service.bench.ledger, Request(paths=(folder,)), lambda _count: None, lambda _done: None
    )
    assert done.is_loaded, done.errors
    return service


@pytest.fixture
def asking(county, client_of):
    """Ask as an investigator with an authorization for some people."""

    def open_to(*people, places=()):
        county.accounts.put(
            Account(
                login="investigator", name="i", roles=frozenset({Role.INVESTIGATOR}), places=places
            ),
            PASSWORD,
        )
        county.accounts.authorize(
            "investigator", list(people), reason="t", by="a", until="2099-01-01"
        )
        client = client_of("investigator")
        return lambda path, **params: client.get(f"{API}{path}", params=params, headers=PURPOSE)

    return open_to


def counted(answer):
    return {one["name"]: (one["people"], one["others"]) for one in answer.json()["bundles"]}


def test_a_county_opens_step_by_step_down_to_people(asking):
    ask = asking(*EVERYBODY, "Q9")
    county = ask("/overview", under="C")
    assert counted(county) == {"东镇": (4, 1), "西镇": (2, 0)}
    (link,) = county.json()["links"]
    assert link["natures"] == {"marriage": 1} or link["n"] == 1 + 1
    east = ask("/overview", under="T1")
    assert counted(east) == {"东风村": (2, 0), "红星村": (2, 0), "东镇": (0, 1)}
    assert [step["name"] for step in east.json()["trail"]] == ["江县", "东镇"]
    village = ask("/overview", under="V1").json()
    assert village["by"] == "group"
    assert {one["name"]: one["members"] for one in village["bundles"]} == {
        "一组": ["person:Q1"],
        "二组": ["person:Q2"],
    }
    kinds = ask("/overview", under="T1", by="kind").json()["bundles"]
    assert {one["name_en"]: one["people"] + one["others"] for one in kinds} == {
        "person": 4,
        "unit": 1,
    }
    families = ask("/overview", under="C", by="community").json()
    assert sum(one["people"] for one in families["bundles"]) == 6


def test_a_purpose_for_few_names_few_and_counts_only_their_ties(asking):
    ask = asking("Q4")
    found = ask("/overview", under="C").json()
    assert sum(one["people"] for one in found["bundles"]) == 6
    assert [name for one in found["bundles"] for name in one["members"] if "person" in name] == [
        "person:Q4"
    ]
    assert sum(link["n"] for link in found["links"]) == 1, "of Q4 alone, not of Q5 and Q9"


def test_bundles_hold_nobody_out_of_reach(asking):
    ask = asking(*EVERYBODY, places=("T2",))
    assert counted(ask("/overview", under="C")) == {"西镇": (2, 0)}
    assert ask("/overview", under="C").json()["links"] == []
    near = ask("/nodes/person:Q4/bundles").json()
    assert near["people"] == 0, "his wife lives out of reach"


def test_neighbours_of_a_hub_come_in_bundles(asking):
    ask = asking(*EVERYBODY)
    found = ask("/nodes/place:V3/bundles", edge="lives_in")
    assert found.json()["people"] == 2
    kin = ask("/nodes/person:Q1/bundles", edge="kin")
    assert counted(kin) == {"东风村": (1, 0), "红星村": (1, 0)}
    assert ask("/nodes/person:Q1/bundles", edge="nothing").status_code == 422
    assert ask("/overview", under="nowhere").status_code == 404


def test_the_map_has_every_village_and_says_what_is_made(asking):
    found = asking("Q1")("/ground").json()
    places = {one["id"]: one for one in found["places"]}
    assert {"T1", "T2", "V1", "V2", "V3"} <= places.keys()
    assert all(places[one]["made"] for one in ("T1", "V1"))
    assert places["V1"]["parent"] == "T1"
    assert (places["V1"]["lon"], places["V1"]["lat"]) != (places["V2"]["lon"], places["V2"]["lat"])


def test_ties_that_rows_imply_are_derived_and_say_through_whom(asking, client_of, county):
    asking(*EVERYBODY)
    client = client_of("investigator")
    body = {"nodes": ["person:Q2", "person:Q3"]}
    found = client.post(f"{API}/subgraph", json=body, headers=PURPOSE).json()["edges"]
    (tie,) = [one for one in found if one["kind"] == "kin"]
    assert tie["derived"]
    assert tie["via"] == "person:Q1"
    assert tie["origin"].count("kin.csv") == 2
    body = {"nodes": ["person:Q1", "person:Q2"]}
    found = client.post(f"{API}/subgraph", json=body, headers=PURPOSE).json()["edges"]
    assert not any(one["derived"] for one in found), "a row says that they are kin"


def test_what_came_later_than_the_first_load_is_new_for_a_month(asking, county):
    ask = asking(*EVERYBODY)
    near = ask("/nodes/person:Q1/neighbours", edge="kin").json()
    assert all(one["new"] for one in (*near["nodes"], *near["edges"]))
    old = county.bench.ground()
    assert old.old(day_of("2099-01-01")) == old.snapshot.sequence, "nothing is new for ever"
    first = old.changes[0][1]
    assert old.old(day_of("1999-01-01")) == first, "what the ledger began with is no news"


def hub(n):
    """A village of so many, each child of the one before."""
    people = [{"id": f"P{i:06}", "name": "x", "village": "V"} for i in range(n)]
    snapshot = MadeSnapshot.of_rows(
        people=people, places=[{"id": "V", "name": "东风村", "level": "village"}]
    )
    ground = Ground(
        snapshot=snapshot, names=Names(snapshot), index=None, views={}, rows={}, village_of={},
        parent_of={}, unit_place={},
    )  # fmt: skip
    sight = SimpleNamespace(graph=snapshot, ground=ground, day=0)
    return sight, snapshot.ties.index("place:V")


def test_a_hub_of_100_000_answers_with_counts_at_once():
    sight, node = hub(100_000)
    day = day_of("2026-01-01")
    (count,) = counts_of(sight, node, day)
    assert (count.edge, count.neighbours) == ("lives_in", 100_000)
    page = neighbours_of(sight, node, edge="", limit=25, after=50, order="most", day=day)
    assert (len(page.nodes), page.total, page.more, page.after) == (25, 100_000, True, 75)
    asked = SimpleNamespace(sight=sight, purpose=None)
    crowd = Crowd(asked=asked, nodes=sight.graph.ties.into.indices[:100_000])
    found = crowd.bundles("kind", -1)
    assert [(one.people, one.members) for one in found.bundles] == [(100_000, [])]


def test_a_node_whose_id_has_a_slash_is_asked_about_like_any_other(asking):
    ask = asking(*EVERYBODY)
    found = ask("/nodes/group:V1%2F一组/counts")
    assert found.status_code == 200
    assert [one["edge"] for one in found.json()["counts"]] == ["in_group"]
    near = ask("/nodes/group:V1%2F一组/neighbours").json()
    assert [one["node"] for one in near["nodes"]] == ["person:Q1"]
    assert ask("/nodes/group:V1%2F一组/bundles").json()["people"] == 1
