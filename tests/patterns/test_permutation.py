"""The exact permutation test against every choice and against the hypergeometric law."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from graph.patterns.statistics.permutation import sum_p


def brute(strata, observed):
    sums = [
        [sum(choice) for choice in itertools.combinations(values.tolist(), size)]
        for values, size in strata
    ]
    every = [sum(one) for one in itertools.product(*sums)]
    return sum(total >= observed for total in every) / len(every)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.lists(st.integers(-6, 6), min_size=1, max_size=8), st.integers(1, 4)),
        min_size=1,
        max_size=2,
    ),
    st.integers(-20, 20),
)
def test_the_tail_is_that_of_every_choice(rows, observed):
    strata = [(np.array(values, np.int64), min(size, len(values))) for values, size in rows]
    assert sum_p(strata, observed) == pytest.approx(brute(strata, observed), abs=1e-12)


def test_ones_among_zeros_are_hypergeometric():
    values = np.zeros(5_000, np.int64)
    values[:400] = 1
    assert sum_p([(values, 60)], 12) == pytest.approx(hypergeom(5_000, 400, 60).sf(11), rel=1e-9)

    half = np.repeat(np.array([0, 1]), 4_000)
    assert sum_p([(half, 3_000)], 1_560) == pytest.approx(
        hypergeom(8_000, 4_000, 3_000).sf(1_559), rel=1e-7
    )


def test_nothing_drawn_is_no_evidence():
    assert sum_p([], 0) == 1.0
    assert sum_p([(np.array([3]), 0)], 1) == 0.0
