"""The odds that favour makes: the formula, the search for a leaning, and what the tables show."""

import csv
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.synthetic import make_county
from loaders.synthetic.arrays import ints
from loaders.synthetic.favour import ODDS, QUANTILES, odds_ratio
from loaders.synthetic.relatives import lawful_kin
from tests.synthetic.truth_files import PERSONS, SEED, Written

_HOUSEHOLD = st.tuples(st.booleans(), st.booleans(), st.integers(0, 3))


@given(st.lists(_HOUSEHOLD, min_size=1, max_size=60))
@settings(deadline=None)
def test_the_odds_ratio_is_mantel_and_haenszels(rows: list[tuple[bool, bool, int]]) -> None:
    above = below = 0.0
    for stratum in range(4):
        cells = defaultdict(int)
        for chosen, kin, where in rows:
            if where == stratum:
                cells[chosen, kin] += 1
        total = sum(cells.values()) or 1
        above += cells[True, True] * cells[False, False] / total
        below += cells[False, True] * cells[True, False] / total
    chosen, kin, stratum = (np.array(column) for column in zip(*rows, strict=True))
    found = odds_ratio(chosen, kin, ints(stratum))
    assert found == pytest.approx(above / below if below else np.inf)


@pytest.fixture(scope="module")
def kin_houses(planted: Written) -> dict[str, set[str]]:
    """Households of each favouring head's kin in law, recorded or not."""
    county = make_county(PERSONS, SEED)
    kin = lawful_kin(county.population)
    houses, names = county.households.of_person, county.ids.to_pylist()
    found = {}
    for one in planted.planted("B1"):
        head = names.index(one["subject"])
        theirs = {int(houses[person]) for person in kin.of(head)} - {-1, int(houses[head])}
        found[one["subject"]] = {f"H{house + 1:07d}" for house in theirs}
    return found


def test_realised_odds_are_near_the_wanted_and_those_of_the_tables(
    planted: Written, kin_houses: dict[str, set[str]]
) -> None:
    assert planted.planted("B1")
    for one in planted.planted("B1"):
        assert one["odds_ratio"] == pytest.approx(ODDS[one["strength"]], rel=0.35)
        shown = _shown(planted, one["subject"], kin_houses[one["subject"]])
        assert shown == pytest.approx(one["odds_ratio"], abs=0.01)


def test_the_same_heads_favour_nobody_in_the_twin(
    planted: Written, twin: Written, kin_houses: dict[str, set[str]]
) -> None:
    for one in planted.planted("B1"):
        honest = _shown(twin, one["subject"], kin_houses[one["subject"]])
        assert honest < one["odds_ratio"]


def _shown(county: Written, head: str, kin: set[str]) -> float:
    """Count the head's decisions from the tables: who got what among the village's households."""
    people = county.by_id("people")
    village, own = people[head]["village"], people[head]["household"]
    local = sorted({p["household"] for p in people.values() if p["village"] == village} - {"", own})
    local = [house for house in local if not house.startswith("HK")]
    classes = _classes(county, local)
    got = defaultdict(set)
    for row in county.rows("benefits"):
        if row["decided_by"] == head and row["programme"] not in ("F01", "F02"):
            got[row["programme"], row["date"][:4]].add(row["household"])
    chosen, stratum = [], []
    for number, ((_, year), houses) in enumerate(sorted(got.items())):
        chosen.append(np.isin(local, list(houses)))
        stratum.append(classes[year] + number * (len(QUANTILES) + 1))
    is_kin = np.tile([house in kin for house in local], len(chosen))
    return odds_ratio(np.concatenate(chosen), is_kin, ints(np.concatenate(stratum)))


def _classes(county: Written, local: list[str]) -> dict[str, np.ndarray]:
    """Return the class of need of the households by year; the county's scores are cut."""
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    with (county.folder / "needs.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            scores[row["year"]][row["household"]] = float(row["score"])
    return {
        year: (
            np.array([told[house] for house in local])[:, None]
            > np.quantile(list(told.values()), QUANTILES)
        ).sum(axis=1)
        for year, told in scores.items()
    }
