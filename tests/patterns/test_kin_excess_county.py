"""B1 on whole counties in memory: strata against a plain count, flags against known truth."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from graph.patterns.benefits.kin_excess_around import Pairs, classes_around
from graph.patterns.benefits.kin_excess_awards import Awards, KinHouses
from graph.patterns.benefits.kin_excess_circles import choose_circles
from graph.patterns.benefits.kin_excess_params import KinExcessParams
from graph.patterns.benefits.kin_excess_strata import count_strata, in_whole_group
from graph.patterns.benefits.need import CLASSES, Need, classes_of, mid_ranks
from graph.patterns.benefits.need_households import Households
from graph.patterns.statistics.multiplicity import q_values
from graph.patterns.statistics.strata import exact_p

LEVEL = 0.10


def households(village, group=None):
    size = len(village)
    ones = np.ones(size, np.int64)
    return Households(
        ids=pa.array([f"H{i}" for i in range(size)]),
        village=village,
        villages=tuple(f"V{i}" for i in range(village.max() + 1)),
        group=np.full(size, -1) if group is None else group,
        adults=ones,
        with_parent=ones,
        of_person=np.arange(size),
    )


def awards(rows, years, deciders, programmes):
    """Rows are (decider, programme, year, house, filed), each of the first four once."""
    columns = np.array(sorted(rows), np.int64).reshape(-1, 5).T
    return Awards(
        deciders=tuple(f"D{i}" for i in range(deciders)),
        programmes=tuple(f"P{i}" for i in range(programmes)),
        first_year=2023,
        years=years,
        decider=columns[0],
        programme=columns[1],
        year=columns[2],
        house=columns[3],
        filed=columns[4].astype(np.bool_),
        homeless=0,
    )


def plain_count(home, classes, usable, given, kin):
    """The same strata by sets and loops."""
    by_key = {}
    for decider, programme, year, house, filed in given:
        by_key.setdefault((programme, year, house), {})[decider] = bool(filed)
    found = {}
    for decider in sorted({row[0] for row in given if row[0] >= 0}):
        for programme, year in sorted({(row[1], row[2]) for row in given if row[2] >= 1}):
            got = {h for (p, y, h) in by_key if (p, y) == (programme, year)}
            mask = np.zeros(len(home.village), bool)
            mask[list(got)] = True
            whole = in_whole_group(home, mask)
            before = {h for (p, y, h) in by_key if (p, y) == (programme, year - 1)}
            stands = len(before & got) >= 0.8 * max(len(before), 1)
            cells = {}
            for house, village in enumerate(home.village.tolist()):
                by = by_key.get((programme, year, house), {})
                status = kin.get((decider, year, house))
                if village < 0 or not usable[year - 1][village]:
                    continue
                if status == "out" or by.get(decider) or (by and decider not in by):
                    continue
                kind = 2 if whole[house] else int(stands and house in before)
                key = (village, int(classes[year - 1][house]), kind)
                n, b, k, t = cells.get(key, (0, 0, 0, 0))
                is_kin, is_got = status == "kin", decider in by
                cells[key] = (n + 1, b + is_got, k + is_kin, t + (is_kin and is_got))
            for (village, _, _), counts in cells.items():
                if counts[1] and counts[2]:
                    found.setdefault((decider, programme, year, village), []).append(counts)
    return {key: sorted(rows) for key, rows in found.items()}


@pytest.mark.parametrize("seed", range(6))
def test_strata_are_those_of_a_plain_count(seed):
    rng = np.random.default_rng(seed)
    size, years = 60, 2
    village = rng.integers(-1, 3, size)
    home = households(village, np.where(village < 0, -1, rng.integers(0, 6, size)))
    classes = rng.integers(0, CLASSES, (years, size))
    usable = rng.random((years, 3)) < 0.8
    rows = {
        (int(rng.integers(-1, 4)), int(rng.integers(0, 2)), int(rng.integers(0, 3)), int(house))
        for house in rng.integers(0, size, 150)
    }
    rows |= {(d, 0, 2, house) for d, programme, year, house in rows if (programme, year) == (0, 1)}
    given = [(*row, int(rng.random() < 0.2)) for row in sorted(rows)]
    kin = {
        (int(d), year, int(h)): "out" if rng.random() < 0.2 else "kin"
        for d, h in rng.integers(0, (4, size), (60, 2))
        for year in (1, 2)
        if rng.random() < 0.9
    }
    made = awards(given, years, 4, 2)
    keys = np.array(sorted(kin), np.int64).T
    kin_rows = KinHouses(
        decider=keys[0],
        year=keys[1],
        house=keys[2],
        is_out=np.array([kin[tuple(key)] == "out" for key in keys.T.tolist()]),
        is_listed=np.ones(keys.shape[1], np.bool_),
    )
    counted = count_strata(home, classes, usable, made, kin_rows)
    found = {}
    strata = counted.strata
    columns = (strata.unit, counted.programme, counted.year, counted.village)
    for i, key in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        counts = tuple(int(getattr(strata, name)[i]) for name in "nbkt")
        found.setdefault(key, []).append(counts)
    expected = plain_count(home, classes, usable, given, kin)
    assert {key: sorted(rows) for key, rows in found.items()} == expected
    assert np.bincount(counted.of[counted.got], minlength=len(strata.t)).tolist() == (
        strata.t.tolist()
    )


class County:
    """Villages with branches of nine households; need runs in branches and is seen with error."""

    def __init__(self, seed, *, favour=0.0, needy=False, villages=80, programmes=4, years=2):
        rng = np.random.default_rng(seed)
        size = rng.integers(250, 400, villages)
        self.village = np.repeat(np.arange(villages), size)
        first = np.concatenate([[0], np.cumsum(size // 9)])
        self.branch = first[self.village] + rng.integers(0, (size // 9)[self.village])
        in_branch = rng.normal(0, 0.6, first[-1])
        self.need = in_branch[self.branch] + rng.normal(0, 0.8, len(self.village))
        self.seen = self.need + rng.normal(0, 0.7, len(self.village))
        weight = np.exp(2.5 * in_branch[self.branch]) if needy else np.ones(len(self.village))
        starts = np.concatenate([[0], np.cumsum(size)])
        self.heads = np.array(
            [
                low + rng.choice(high - low, p=weight[low:high] / weight[low:high].sum())
                for low, high in pairwise(starts.tolist())
            ]
        )
        self.is_favouring = rng.random(villages) < (0.15 if favour else 0.0)
        is_kin = self.branch == self.branch[self.heads][self.village]
        lift = favour * (is_kin & self.is_favouring[self.village])
        rows = []
        for programme in range(programmes):
            for year in range(1, years + 1):
                score = 1.5 * self.need + lift + rng.logistic(0, 1, len(self.village))
                order = np.lexsort((-score, self.village))
                rank = np.arange(len(order)) - starts[self.village[order]]
                given = order[rank < 0.09 * size[self.village[order]]]
                rows += [(int(self.village[h]), programme, year, int(h), 0) for h in given]
        self.households = households(self.village)
        self.awards = awards(rows, years, villages, programmes)
        house = np.flatnonzero(is_kin)
        self.kin = KinHouses(
            decider=np.tile(self.village[house], years),
            year=np.repeat(np.arange(1, years + 1), len(house)),
            house=np.tile(house, years),
            is_out=np.tile(house == self.heads[self.village[house]], years),
            is_listed=np.ones(len(house) * years, np.bool_),
        )
        rank = mid_ranks(self.seen, self.village)
        self.need_known = Need(
            years=tuple(range(2023, 2023 + years)),
            rank=np.tile(rank, (years, 1)),
            classes=np.tile(classes_of(rank), (years, 1)),
            missing=np.zeros((years, villages)),
        )

    def p(self, gamma, classes=None):
        chosen = self.need_known.classes if classes is None else classes
        usable = np.ones((self.awards.years, len(self.heads)), np.bool_)
        counted = count_strata(self.households, chosen, usable, self.awards, self.kin)
        return exact_p(counted.strata, gamma)

    def around(self):
        """The classes with kin's need counted in: kin are the households of the branch."""
        order = np.argsort(self.branch, kind="stable")
        bounds = np.searchsorted(self.branch[order], np.arange(self.branch.max() + 2))
        ego, house = [], []
        for low, high in pairwise(bounds.tolist()):
            members = order[low:high]
            ego.append(np.repeat(members, len(members)))
            house.append(np.tile(members, len(members)))
        ego, house = np.concatenate(ego), np.concatenate(house)
        apart = ego != house
        order = np.lexsort((house[apart], ego[apart]))
        free = np.ones(len(self.village), np.bool_)
        free[self.kin.house] = False
        got = np.bincount(self.awards.house, minlength=len(self.village))
        pairs = Pairs(ego=ego[apart][order], house=house[apart][order])
        return classes_around(self.households, self.need_known, pairs, got, free)

    def flags(self, p):
        """False flags, and true ones."""
        found = q_values(p) <= LEVEL
        return int((found & ~self.is_favouring).sum()), int((found & self.is_favouring).sum())


def _one_decider(served, listed, circle=16, size=100):
    """One village and class: who of the first `circle` households is served and on his own list."""
    home = households(np.zeros(size, np.int64))
    given = [*served, *range(circle, circle + 6)]
    made = awards([(0, 0, 1, house, 0) for house in given], 1, 1, 1)
    kin = KinHouses(
        decider=np.zeros(circle, np.int64),
        year=np.ones(circle, np.int64),
        house=np.arange(circle),
        is_out=np.zeros(circle, np.bool_),
        is_listed=np.arange(circle) < listed,
    )
    classes, usable = np.zeros((1, size), np.int64), np.ones((1, 1), np.bool_)
    chosen = choose_circles(KinExcessParams(), home, (classes, None), usable, made, kin)
    wide = count_strata(home, classes, usable, made, kin).strata
    return chosen, exact_p(wide, KinExcessParams().gamma_gate)[0]


def test_favour_to_the_own_list_alone_is_not_thinned_by_the_others():
    chosen, wide_p = _one_decider(served=range(5), listed=6)
    strata = chosen.counted.strata
    assert chosen.is_narrow.tolist() == [True]
    assert (strata.n[0], strata.b[0], strata.k[0], strata.t[0]) == (90, 11, 6, 5)
    assert chosen.p_gate[0] == pytest.approx(2 * exact_p(strata, 2.0)[0])
    assert chosen.p_plain[0] == pytest.approx(2 * exact_p(strata)[0])
    assert chosen.p_gate[0] < wide_p / 4


def test_favour_to_both_lists_costs_no_more_than_the_choice():
    chosen, wide_p = _one_decider(served=[0, 1, 2, 8, 9, 10, 11], listed=6)
    assert chosen.is_narrow.tolist() == [False]
    assert chosen.p_gate[0] == pytest.approx(2 * wide_p)


def test_one_circle_costs_nothing():
    chosen, wide_p = _one_decider(served=range(5), listed=16)
    assert chosen.circles.tolist() == [1]
    assert chosen.p_gate[0] == pytest.approx(wide_p)


@pytest.mark.slow
def test_hidden_need_is_held_by_the_gate_and_by_nothing_less():
    """Heads of needier branches, nobody favoured: every flag is false."""
    plain = gated = 0
    for seed in (1, 2):
        county = County(seed, needy=True)
        plain += county.flags(county.p(1.0))[0]
        gated += county.flags(county.p(2.0))[0]
    assert plain >= 20
    assert gated <= 2


@pytest.mark.slow
def test_favour_is_found_through_the_gate():
    county = County(4, favour=2.4)
    false, true = county.flags(np.maximum(county.p(2.0), county.p(1.5, county.around())))
    assert true >= 0.6 * county.is_favouring.sum()
    assert false <= 0.1 * (false + true)


@pytest.mark.slow
def test_counting_in_the_need_of_kin_takes_out_most_of_what_hidden_need_makes():
    county = County(4, needy=True)
    plain, around = county.flags(county.p(1.5))[0], county.flags(county.p(1.5, county.around()))[0]
    assert plain >= 4
    assert around <= plain / 3


def test_the_index_is_not_fitted_where_there_is_little():
    county = County(5, villages=1, programmes=1, years=1)
    home, need = county.households, county.need_known
    pairs = Pairs(ego=np.zeros(0, np.int64), house=np.zeros(0, np.int64))
    got = np.zeros(len(home), np.int64)
    assert classes_around(home, need, pairs, got, np.ones(len(home), np.bool_)) is None
