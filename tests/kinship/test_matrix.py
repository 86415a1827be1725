"""The kin between two groups are those of the whole search, whichever group is walked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kinship.circles import ALL_KIN, CIRCLES, class_of, define_circle
from graph.kinship.closure import all_kin
from graph.kinship.matrix import among, kin_matrix
from graph.kinship.walks import EVERY_STANDING, LAWFUL_ONLY
from tests.kinship.families import Family, families, family

ODD = define_circle("ODD", ["UUUDD", "SUUD", "UDU", "US", "DU", "D+", "U"])


@pytest.mark.parametrize(
    "circle", [ALL_KIN, CIRCLES["FAM"], CIRCLES["NR-A"], ODD], ids=lambda c: c.code
)
@given(drawn=families(), day=st.sampled_from([-5, 5, 15, 25]), data=st.data())
@settings(deadline=None, max_examples=60)
def test_a_matrix_is_a_part_of_the_whole(circle, drawn: Family, day: int, data) -> None:
    everyone = st.lists(st.sampled_from(range(len(drawn.ids))))
    egos, others = np.array(data.draw(everyone), int), np.array(data.draw(everyone), int)
    for allowed in (LAWFUL_ONLY, EVERY_STANDING):
        found = kin_matrix(drawn, egos, others, day, circle, allowed=allowed)
        whole = all_kin(drawn, np.unique(egos), day, circle, allowed=allowed)
        expected = {
            (ego, relative): whole.shape_of(code)
            for ego, relative, code in zip(
                whole.ego.tolist(), whole.relative.tolist(), whole.code.tolist(), strict=True
            )
            if relative in others
        }
        got = dict(
            zip(
                zip(found.ego.tolist(), found.relative.tolist(), strict=True),
                map(found.shape_of, found.code.tolist()),
                strict=True,
            )
        )
        assert len(found) == len(got)
        assert got.keys() == expected.keys()
        for pair, shape in got.items():
            near = expected[pair]
            assert (class_of(shape), len(shape)) == (class_of(near), len(near)), pair


def test_the_shape_is_read_from_the_ego_whichever_side_is_walked() -> None:
    kin = family("n father f\n f brother u via=?g\n u wife w")
    nephew, uncle, aunt = (np.array([kin.node(one)]) for one in "nuw")
    many = np.arange(len(kin.ids))
    for egos, others, shape in ((nephew, uncle, "UUD"), (uncle, nephew, "UDD")):
        for few, wide in ((egos, many), (many, others)):
            found = kin_matrix(kin, few, wide, 0)
            chosen = (found.ego == egos[0]) & (found.relative == others[0])
            assert [found.shape_of(code) for code in found.code[chosen]] == [shape]
    assert kin_matrix(kin, aunt, nephew, 0).shape_of(kin_matrix(kin, aunt, nephew, 0).code[0]) == (
        "SUDD"
    )


def test_support_joins_two_who_are_no_kin() -> None:
    kin = family("a 舅舅 x supported shape=DSUD via=?c,?d,?e\n b father c")
    one, many = np.array([kin.node("a")]), np.arange(len(kin.ids))
    for egos, others in ((one, many), (many, one)):
        found = kin_matrix(kin, egos, others, 0, CIRCLES["NR-A"])
        assert "" in [found.shape_of(code) for code in found.code]
    assert not len(kin_matrix(kin, one, many, 0, CIRCLES["NR-C"]))


def test_nothing_stands_among_nobody() -> None:
    assert among(np.array([1, 2]), np.array([], np.int32)).tolist() == [False, False]
    assert among(np.array([0, 2, 9]), np.array([2, 3], np.int32)).tolist() == [False, True, False]
