"""Zones over HTTP: the ground, a plan within seconds, an explanation."""

import pytest

from api.loading import Request, load_sources
from graph.ledger import open_ledger

PLACES = "id,name,level,parent,population\nC1,某县,county,,\n" + "".join(
    f"T{n},乡{n},township,C1,{900 + 10 * n}\n" for n in range(1, 8)
)


@pytest.fixture
def ground(service, tmp_path):
    folder = tmp_path / "places"
    folder.mkdir()
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    done = load_sources(
        service.bench.ledger, Request(paths=(folder,)), lambda _: None, lambda _: None
    )
    assert done.is_loaded, done.errors
    return service


def test_the_ground_has_points_and_says_which_are_made(client_of, ground):
    told = client_of("clerk").get("/api/v1/zones").json()
    assert told["zones"] == []
    points = told["ground"]["townships"]
    assert len(points) == 7
    assert all(one["made"] for one in points)
    assert told["ground"]["features"][0]["properties"] == {
        "id": "C1",
        "name": "某县",
        "outline": False,
    }


def test_no_townships_are_no_error_until_a_plan_is_wanted(client_of):
    clerk = client_of("clerk")
    assert clerk.get("/api/v1/zones").json()["ground"]["townships"] == []
    assert clerk.post("/api/v1/zones/plan", json={}).status_code == 422
    assert clerk.get("/api/v1/zones/explain", params={"zone": "Z"}).status_code == 404


def test_a_plan_is_made_within_seconds_kept_and_explained(client_of, ground):
    clerk = client_of("clerk")
    given = {"independence": 0.5, "handlers": 0, "seconds": 2}
    made = clerk.post("/api/v1/zones/plan", json=given).json()
    zones = made["plan"]["zones"]
    assert sorted(place for zone in zones for place in zone["places"]) == [
        f"T{n}" for n in range(1, 8)
    ]
    assert made["plan"]["gap"] >= 0
    assert clerk.post("/api/v1/zones/plan", json=given).json() == made
    told = clerk.get("/api/v1/zones/explain", params={"zone": "nowhere"})
    assert told.status_code == 404
    assert clerk.post("/api/v1/zones/plan", json={"seconds": 60}).status_code == 422
    with open_ledger(ground.bench.ledger) as book:
        assert book.desk.head == 0


def loaded(service, tmp_path):
    """Put the seven townships into two zones of three and four."""
    folder = tmp_path / "zones"
    folder.mkdir()
    rows = "".join(f"{'Z1' if n < 4 else 'Z2'},T{n},\n" for n in range(1, 8))
    (folder / "zones.csv").write_text("zone,place,name\n" + rows, encoding="utf-8")
    done = load_sources(
        service.bench.ledger, Request(paths=(folder,)), lambda _: None, lambda _: None
    )
    assert done.is_loaded, done.errors


def test_a_plan_tells_what_moves_and_measures_the_zones_loaded_alike(client_of, ground, tmp_path):
    clerk = client_of("clerk")
    given = {"zones": 2, "handlers": 0, "seconds": 2}
    assert clerk.post("/api/v1/zones/plan", json=given).json()["before"] is None
    loaded(ground, tmp_path)
    told = clerk.post("/api/v1/zones/plan", json=given).json()
    before = {zone["zone"]: set(zone["places"]) for zone in told["before"]["zones"]}
    assert before == {"Z1": {"T1", "T2", "T3"}, "Z2": {"T4", "T5", "T6", "T7"}}
    after = {zone["zone"]: set(zone["places"]) for zone in told["plan"]["zones"]}
    moved = {one["place"] for one in told["plan"]["moved"]}
    assert moved == {place for id in before for place in before[id] - after.get(id, set())}
    assert set(told["before"]["zones"][0]["parts"]) == set(told["plan"]["zones"][0]["parts"])
    assert told["plan"]["objective"] <= told["before"]["objective"] + 1e-6


def test_a_zone_is_explained_by_the_settings_of_its_plan(client_of, ground):
    clerk = client_of("clerk")
    given = {"zones": 1, "handlers": 0, "seconds": 2}
    made = clerk.post("/api/v1/zones/plan", json=given).json()["plan"]
    zone = made["zones"][0]["zone"]
    asked = {"zone": zone, "zones": 1, "handlers": 0, "county": "C1"}
    told = clerk.get("/api/v1/zones/explain", params=asked)
    assert told.status_code == 200, told.text
    assert told.json()["places"] == made["zones"][0]["places"]
    wrong = clerk.get("/api/v1/zones/explain", params={**asked, "county": "C9"})
    assert wrong.status_code == 404
