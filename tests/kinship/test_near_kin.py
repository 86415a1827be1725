"""Near kin on record, and everyone near a person, are what full walks would find."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kinship.circles import ALL_KIN, define_circle, inverse_shapes
from graph.kinship.coverage import coverage, near_kin_of, read_coverage
from graph.kinship.walks import EVERY_STANDING, LAWFUL_ONLY, walks_of
from tests.kinship.families import Family, families

CLASSES = {
    "parents": "U",
    "siblings": "UD",
    "spouse": "S",
    "children": "D",
    "grandparents": "UU",
}
ODD = define_circle("ODD", ["UUUDD", "SUUD", "UDU", "US", "DU", "D+"])
DAY = st.sampled_from([-5, 5, 15, 25])


@given(family=families(), day=DAY)
@settings(deadline=None, max_examples=150)
def test_a_class_is_on_record_where_a_walk_of_it_reaches_somebody(family: Family, day: int) -> None:
    walks = walks_of(family)
    for person in family.ids:
        ego, found = family.node(person), coverage(family, person, day)
        for name, shape in CLASSES.items():
            walk = walks.trails(ego, frozenset({shape}), day, allowed=EVERY_STANDING)
            assert (getattr(found, name) == "recorded") == any(walk), (person, name)
        parents = family.kin.parents
        named = [p for p in parents.row(ego) if parents.indices[p] < len(family.ids)]
        assert found.has_recorded_parent == bool(named)


@given(family=families(), day=DAY)
@settings(deadline=None, max_examples=60)
def test_many_people_are_looked_at_as_one_is(family: Family, day: int) -> None:
    everyone = np.arange(len(family.ids), dtype=np.int32)
    found = near_kin_of(family, everyone, day).tolist()
    one_by_one = [coverage(family, person, day) for person in family.ids]
    assert [read_coverage(bits, None) for bits in found] == one_by_one


@given(family=families(), day=DAY)
@settings(deadline=None, max_examples=100)
def test_whoever_is_near_is_the_end_of_a_trail(family: Family, day: int) -> None:
    walks = walks_of(family)
    for shapes in (ALL_KIN.shapes, ODD.shapes):
        for allowed in (EVERY_STANDING, LAWFUL_ONLY):
            near = {ego: walks.near(ego, shapes, day, allowed) for ego in range(len(family.ids))}
            for ego, found in near.items():
                trails = walks.trails(ego, shapes, day, allowed=allowed)
                assert found == {trail.nodes[-1] for trail in trails}
                back = walks.near(ego, inverse_shapes(shapes), day, allowed)
                assert back == {other for other, those in near.items() if ego in those}
