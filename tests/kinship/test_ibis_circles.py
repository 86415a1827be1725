"""One definition of a circle, two executors, the same people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kinship.circles import CIRCLES, define_circle
from graph.kinship.closure import all_kin
from graph.kinship.ibis_circles import kin_pairs
from graph.kinship.walks import LAWFUL_ONLY
from tests.kinship.families import Family, clans, family, oracle

DEEP = define_circle("DEEP", ["UUUDD", "UDU", "DDSU"])


def pairs_by_ibis(kin: Family, circle, day: int) -> set[tuple[int, int]]:
    found = kin_pairs(kin, circle, day).to_pyarrow()
    return set(zip(found["ego"].to_pylist(), found["relative"].to_pylist(), strict=True))


def pairs_by_walks(kin: Family, circle, day: int) -> set[tuple[int, int]]:
    sets = all_kin(kin, np.arange(len(kin.ids)), day, circle)
    return set(zip(sets.ego.tolist(), sets.relative.tolist(), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("circle", [CIRCLES["K1-K4"], DEEP], ids=lambda c: c.code)
@given(kin=clans(), day=st.sampled_from([-5, 5, 15]))
@settings(deadline=None, max_examples=6)
def test_ibis_and_the_walks_and_the_oracle_agree(circle, kin: Family, day: int) -> None:
    expected = {(e, r) for e, r, _ in oracle(kin, day, circle.shapes, LAWFUL_ONLY)}
    assert pairs_by_ibis(kin, circle, day) == expected
    assert pairs_by_walks(kin, circle, day) == expected


SUPPORT = """
    ego father f
    f father g
    g father h
    h son u
    ego uncle u supported via=?x,?y,?z shape=UUUD
    guarded wife w
"""


def test_support_widens_the_administrative_circle_in_both_executors() -> None:
    kin = family(SUPPORT)
    kin.ties.append({"person": "guarded", "other": "ego", "kind": "guardian"})
    ego, uncle, ward = (kin.node(name) for name in ("ego", "u", "guarded"))
    by_walks = pairs_by_walks(kin, CIRCLES["NR-A"], 0)
    assert by_walks == pairs_by_ibis(kin, CIRCLES["NR-A"], 0)
    assert {(ego, uncle), (uncle, ego), (ego, ward), (ward, ego)} <= by_walks
    assert (ego, uncle) not in pairs_by_walks(kin, CIRCLES["NR-C"], 0)
