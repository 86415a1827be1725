"""Legal kin further away than a search goes are found, above what they merely share."""

import pytest

from bench.made_snapshot import MadeSnapshot
from graph.paths.connect import Ends, connect
from graph.paths.report import connection_json
from graph.paths.search import Limits
from tests.paths.worlds import ON

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
def test_a_cousins_husband_stands_above_the_village_both_live_in(hops):
    found = told("ego", "husband", limits=Limits(hops=hops))
    kin = found["paths"][0]
    (village,) = told("ego", "husband", families=frozenset({"residence"}))["paths"]
    assert [hop["edge"] for hop in village["hops"]] == ["lives_in", "lives_in"]
    assert kin["length"] == 5
    assert kin["kin"][0]["terms"]
    assert kin["strength"] > village["strength"]
    assert kin["ordinary"] is None, "random pairs were compared within the limit alone"
    back = told("husband", "ego", limits=Limits(hops=hops))
    assert [path["strength"] for path in back["paths"]] == [p["strength"] for p in found["paths"]]


def test_whoever_is_no_legal_kin_is_not_made_so_by_a_longer_search():
    found = told("ego", "his_father", limits=Limits(hops=4))
    assert max(path["length"] for path in found["paths"]) <= 4
    assert [hop["edge"] for hop in found["paths"][0]["hops"]] == ["lives_in", "lives_in"]


def test_no_more_paths_come_than_were_wanted_and_none_of_a_family_not_wanted():
    (only,) = told("ego", "husband", count=1)["paths"]
    assert only["length"] == 5
    found = told("ego", "husband", families=frozenset({"residence"}))
    assert [path["length"] for path in found["paths"]] == [2]
