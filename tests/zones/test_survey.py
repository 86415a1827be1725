"""What the ledger says of townships: staff, people, ties, positions, neighbours."""

import random

import numpy as np
import pytest

from graph.errors import InputError, NotFoundError
from graph.zones.neighbourhood import Origin
from graph.zones.rules import Rules
from graph.zones.staff import StaffOrigin, staff_of
from graph.zones.survey import survey
from graph.zones.townships import PlaceTree, counties_of
from tests.zones.town import ON, UNIT, handler, person, places, snapshot_of

KIN = {
    # H0 of township 0 has an uncle, a cousin and a dead aunt in township 1, a friend in 2
    "people": [
        person("H0", 0), person("F", 0), person("G", 0), person("U1", 1), person("A1", 1),
        person("D1", 1, died="2001-01-01"), person("X2", 2), person("H2", 2),
    ],
    "kin": [
        {"person": "H0", "relation": "father", "relative": "F"},
        {"person": "F", "relation": "father", "relative": "G"},
        {"person": "U1", "relation": "father", "relative": "G"},
        {"person": "D1", "relation": "father", "relative": "G"},
        {"person": "A1", "relation": "father", "relative": "U1"},
    ],
    "ties": [{"person": "X2", "other": "person:H0", "kind": "friend"}],
    "units": [UNIT],
    "handlers": [handler("H0", 0, skills="谈话;财务"), handler("H2", 2, skills="审理")],
}  # fmt: skip


def surveyed(folder, rows, **options):
    return survey(snapshot_of(folder, rows), Rules(), ON, **options)


def test_ties_are_counted_by_the_townships_of_staff_and_people(tmp_path):
    found = surveyed(tmp_path, {"places": places(3)} | KIN)
    measures = found.counties[0][1].measures
    # the dead aunt is nobody's subject; a friend counts his strength
    assert measures.ties[0].tolist() == [3.0, 2.0, 0.8]
    assert measures.people.tolist() == [3, 2, 2]
    assert measures.staff.tolist() == [1, 0, 1]
    assert measures.rate[0, 1] == pytest.approx(2 / (1 * 2))
    assert measures.skill_names == ("审理", "谈话", "财务")
    assert measures.knows_ties


def test_what_is_not_known_of_a_township_counts_as_the_mean(tmp_path):
    measures = surveyed(tmp_path, {"places": places(3)} | KIN).counties[0][1].measures
    known = [measures.rate[0, 1], measures.rate[0, 2], measures.rate[2, 0], measures.rate[2, 1]]
    assert measures.rate[1, 0] == measures.rate[1, 2] == pytest.approx(np.mean(known))
    assert measures.unmeasured().tolist() == [1]


def test_whoever_lives_elsewhere_is_of_the_people_there_and_where_his_post_is(tmp_path):
    rows = {"places": places(3)} | KIN
    rows["units"] = [UNIT, {"id": "T1", "name": "乡政府", "kind": "public_body", "place": "C101"}]
    rows["posts"] = [
        {"person": "X2", "unit": "T1", "title": "乡长", "from": "2020-01-01"},
        {"person": "G", "unit": "T1", "title": "乡长", "from": "2001", "to": "2005"},
    ]
    measures = surveyed(tmp_path, rows).counties[0][1].measures
    assert measures.people.tolist() == [3, 3, 2]
    assert measures.ties[0].tolist() == [3.0, 2.8, 0.8]


def test_staff_of_posts_where_there_are_no_handlers(tmp_path):
    rows = {"places": places(2)} | {name: KIN[name] for name in ("people", "kin")}
    rows["units"] = [
        UNIT,
        {"id": "T0", "name": "乡纪委", "kind": "public_body", "place": "C100"},
        {"id": "T1", "name": "乡政府", "kind": "public_body", "place": "C101"},
        {"id": "V", "name": "村委会", "kind": "village_committee", "place": "V1-0"},
    ]
    rows["posts"] = [
        {"person": "H0", "unit": "T0", "title": "干事", "role": "handler"},
        {"person": "F", "unit": "T0", "title": "干部", "role": "employee"},
        {"person": "U1", "unit": "T1", "title": "干部", "role": "employee"},
        {"person": "A1", "unit": "T1", "title": "干部", "role": "employee", "to": "2020"},
        {"person": "X2", "unit": "V", "title": "主任", "role": "head"},
    ]
    snapshot = snapshot_of(tmp_path, rows)
    staff = staff_of(snapshot, PlaceTree(snapshot.table("places").to_pylist()), ON)
    assert staff.origin is StaffOrigin.POSTS
    assert staff.people == {"C100": ("H0",), "C101": ("U1",)}
    notes = survey(snapshot, Rules(), ON).notes
    assert [note.code for note in notes] == ["staff_from_posts"]


def test_places_alone_are_enough_and_what_is_missing_is_said(tmp_path):
    found = surveyed(tmp_path, {"places": places(4)})
    county, pricing = found.counties[0]
    assert len(county) == 4
    assert not pricing.measures.knows_ties
    assert not pricing.measures.knows_staff
    assert [note.code for note in found.notes] == ["no_staff"]


@pytest.mark.parametrize(
    ("more", "unit", "first"),
    [
        pytest.param({"population": "900"}, "inhabitants", 900, id="inhabitants"),
        pytest.param({}, "villages", 2, id="villages"),
    ],
)
def test_size_is_the_best_measure_that_all_have(more, unit, first):
    from graph.zones.measures import measures_of

    county = counties_of(PlaceTree(places(3, villages=2, **more)))[0]
    measures = measures_of(county)
    assert (measures.size_unit, measures.size[0]) == (unit, first)


def test_positions_and_inhabitants_of_villages_stand_for_a_townships(tmp_path):
    rows = places(2, villages=2)
    for row in rows:
        if row["level"] == "village":
            row |= {"lat": "27" if row["id"].endswith("0") else "28", "lon": "109"}
            row |= {"population": "500"}
    county = counties_of(PlaceTree(rows))[0]
    assert [(t.lat, t.lon, t.population) for t in county.townships] == [(27.5, 109.0, 1000)] * 2


def test_townships_in_any_order_make_the_same_county():
    rows = places(9, villages=2)
    shuffled = list(rows)
    random.Random(3).shuffle(shuffled)
    assert counties_of(PlaceTree(rows)) == counties_of(PlaceTree(shuffled))


def test_counties_by_id_or_name_and_those_that_are_not_there():
    rows = places(3) + places(3, county="C2")[1:]
    for row in rows:
        if row["id"] == "C2":
            row["name"] = "乙县"
    tree = PlaceTree(rows)
    assert [county.id for county in counties_of(tree)] == ["C1", "C2"]
    assert [county.id for county in counties_of(tree, ["乙县", "C2"])] == ["C2"]
    with pytest.raises(NotFoundError, match="C1 某县 C2 乙县"):
        counties_of(tree, ["丙县"])
    with pytest.raises(InputError, match="2 counties"):
        counties_of(PlaceTree([*places(3), *places(3, county="C2")]), ["某县"])
    with pytest.raises(NotFoundError, match="no townships"):
        counties_of(PlaceTree([{"id": "C1", "name": "某县", "level": "county"}]))


def test_a_circle_of_parents_and_no_parent_at_all():
    rows = [
        {"id": "T1", "name": "甲乡", "level": "township", "parent": "T2"},
        {"id": "T2", "name": "乙乡", "level": "township", "parent": "T1"},
        {"id": "T3", "name": "丙乡", "level": "township"},
    ]
    found = counties_of(PlaceTree(rows))
    assert sorted(t.id for county in found for t in county.townships) == ["T1", "T2", "T3"]


@pytest.mark.parametrize(
    ("positions", "links", "origin", "unit"),
    [
        pytest.param([(27, 109), (27, 109.2), (27, 109.4)], None, Origin.COORDINATES, "min"),
        pytest.param(None, {("C100", "C102"): None}, Origin.LIST, "step"),
        pytest.param(None, {("C100", "C102"): 12.0}, Origin.LIST, "min"),
        pytest.param(None, {("X", "Y"): 12.0}, Origin.CODES, "step"),
        pytest.param(None, None, Origin.CODES, "step"),
    ],
)
def test_a_neighbourhood_says_what_it_was_taken_from(tmp_path, positions, links, origin, unit):
    found = surveyed(tmp_path, {"places": places(3, positions=positions)}, links=links)
    hood = found.counties[0][1].neighbourhood
    assert (hood.origin, hood.unit, hood.is_made) == (origin, unit, origin is Origin.CODES)
