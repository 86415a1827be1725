import numpy as np
import pytest

from graph.zones.sites import is_inside, made_sites
from loaders.outlines import read_outlines
from loaders.synthetic.tongren import OUTLINES

SQUARE = np.array([(0, 0), (4, 0), (4, 4), (0, 4)], float)
HOLE = np.array([(1, 1), (3, 1), (3, 3), (1, 3)], float)


def test_inside_outside_and_in_a_hole():
    points = np.array([(0.5, 0.5), (2, 2), (5, 2), (3.5, 3.9)])
    assert is_inside(points, [SQUARE]).tolist() == [True, True, False, True]
    assert is_inside(points, [SQUARE, HOLE]).tolist() == [True, False, False, True]


@pytest.mark.parametrize("count", [1, 2, 10, 28])
def test_sites_lie_in_every_county_apart_from_each_other(count):
    for outline in read_outlines(OUTLINES):
        sites = made_sites(outline.rings, count)
        assert sites.shape == (count, 2)
        assert is_inside(sites, outline.rings).mean() > 0.9
        assert len(np.unique(np.round(sites, 4), axis=0)) == count


def test_sites_that_follow_each_other_lie_close_together():
    sites = made_sites([SQUARE], 25)
    steps = np.linalg.norm(np.diff(sites, axis=0), axis=1)
    every = np.linalg.norm(sites[:, None] - sites, axis=2)
    assert steps.mean() < 0.5 * every[every > 0].mean()
    assert steps.max() < 2.1 * np.sort(every + 9 * np.eye(25), axis=1)[:, 0].max()


def test_equal_outlines_give_equal_sites():
    assert np.array_equal(made_sites([SQUARE, HOLE], 9), made_sites([SQUARE, HOLE], 9))
