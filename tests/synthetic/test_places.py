"""The real places, and the part of them that a made county takes."""

from collections import Counter
from pathlib import Path

import pytest

from graph.errors import InputError
from loaders.synthetic.ground import choose_ground
from loaders.synthetic.tongren import read_divisions


def test_all_of_tongren_is_there_and_every_place_has_its_parent() -> None:
    divisions = read_divisions()
    levels = Counter(division.level for division in divisions)
    assert levels == {"province": 1, "city": 1, "county": 10, "township": 181, "village": 2947}
    codes = {division.code for division in divisions}
    assert len(codes) == len(divisions)
    assert all(d.parent in codes and d.code.startswith(d.parent) for d in divisions if d.parent)


def test_thirty_thousand_people_take_thirty_villages_of_one_county() -> None:
    ground = choose_ground(30_000)
    assert len(ground.villages) == 30
    assert [county.name for county in ground.counties] == ["江口县"]
    assert all(
        village.parent == ground.townships[township].code
        for village, township in zip(ground.villages, ground.township_of, strict=True)
    )


def test_more_people_take_more_counties_and_never_more_than_there_are() -> None:
    assert len(choose_ground(1_000_000).villages) == 1_000
    assert len(choose_ground(9_999_999).villages) == 2_947


def test_zones_are_townships_of_one_county_that_follow_each_other() -> None:
    zones = choose_ground(200_000).zones()
    sizes = Counter(zone for zone, _, _ in zones)
    assert set(sizes.values()) <= {2, 3, 4, 5}
    assert all(zone[1:7] == township.code[:6] for zone, _, township in zones)


def test_missing_places_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="examples/tongren"):
        read_divisions(tmp_path / "places.csv")


def test_townships_get_made_positions_inside_their_county(read, county) -> None:
    rows = {row["id"]: row for row in read("places")}
    for township in county.ground.townships:
        row = rows[township.code]
        assert 27 < float(row["lat"]) < 30
        assert 107 < float(row["lon"]) < 110
        assert row["note"] == "坐标合成"
    assert not any(row["lat"] for row in rows.values() if row["level"] != "township")
    near, far = choose_ground(30_000), choose_ground(300_000)
    assert far.positions[: len(near.positions)] == near.positions
