"""Legal kin further away than a search goes are found, above what they merely share."""

import pytest

from bench.made_snapshot import MadeSnapshot
from graph.paths.connect import Ends, connect
from graph.paths.report import connection_json
from graph.paths.search import Limits
from tests.paths.worlds import ON
from viz.path_picture import picture_of_paths

PEOPLE = [
    {"id": name, "name": name, "sex": sex, "village": village}
    for name, sex, village in (
        ("ego", "M", "V"), ("father", "M", None), ("grandfather", "M", None),
        ("aunt", "F", None), ("cousin", "F", None), ("husband", "M", "V"),
        ("his_father", "M", "V"),
    )
]  # fmt: skip
KIN = [
    {"person": "ego", "relation": "father", "relative": "father"},
    {"person": "father", "relation": "father", "relative": "grandfather"},
    {"person": "aunt", "relation": "father", "relative": "grandfather"},
    {"person": "cousin", "relation": "mother", "relative": "aunt"},
    {"person": "cousin", "relation": "husband", "relative": "husband"},
    {"person": "husband", "relation": "father", "relative": "his_father"},
]
PLACES = [{"id": "V", "name": "东风村", "level": "village"}]


def told(one, other, **more):
    snapshot = MadeSnapshot.of_rows(people=PEOPLE, kin=KIN, places=PLACES)
    ends = (Ends(asked=name, nodes=(snapshot.ties.index(name),)) for name in (one, other))
    return connection_json(connect(snapshot, *ends, day=ON, **more))


@pytest.mark.parametrize("hops", [2, 4])
def test_a_cousins_husband_is_told_beside_the_village_both_live_in(hops):
    found = told("ego", "husband", limits=Limits(hops=hops))
    village, *_ = found["paths"]
    assert max(path["length"] for path in found["paths"]) <= hops
    assert [hop["edge"] for hop in village["hops"]] == ["lives_in", "lives_in"]
    (kin,) = found["kin_beyond"]
    assert kin["length"] == 5
    assert kin["kin"][0]["terms"]
    assert kin["strength"] > village["strength"]
    assert kin["ordinary"] is None, "random pairs were compared within the limit alone"
    assert {hop["to"] for hop in kin["hops"]} <= set(found["nodes"])
    assert f"more than {hops} hops" in found["words"]["en"]
    drawn = set(picture_of_paths(found).nodes)
    assert {hop["to"] for hop in kin["hops"]} <= drawn
    back = told("husband", "ego", limits=Limits(hops=hops))
    assert [path["strength"] for path in back["kin_beyond"]] == [kin["strength"]]


def test_within_the_limit_nothing_is_told_apart():
    found = told("ego", "husband", limits=Limits(hops=6))
    assert found["paths"][0]["length"] == 5
    assert found["kin_beyond"] == []


def test_whoever_is_no_legal_kin_is_not_made_so_by_a_longer_search():
    found = told("ego", "his_father", limits=Limits(hops=4))
    assert found["kin_beyond"] == []
    assert [hop["edge"] for hop in found["paths"][0]["hops"]] == ["lives_in", "lives_in"]


def test_where_kinship_is_not_asked_about_none_is_told():
    found = told("ego", "husband", families=frozenset({"residence"}))
    assert found["kin_beyond"] == []
