"""The kin test of every decider of a county, from facts to figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from graph.findings import NotTested
from graph.model import Words, day_of
from graph.patterns.benefits.kin_excess_around import (
    classes_around,
    kin_of_households,
    set_excess,
)
from graph.patterns.benefits.kin_excess_awards import (
    awards_of,
    discretionary,
    kin_houses,
    without_filing,
)
from graph.patterns.benefits.kin_excess_circles import choose_circles
from graph.patterns.benefits.kin_excess_gates import (
    NOT_ENOUGH,
    coverage_of,
    poorly_known,
    poorly_known_words,
    usable_villages,
    without_need,
)
from graph.patterns.benefits.need import CLASSES, need_of
from graph.patterns.benefits.need_households import households_of
from graph.patterns.statistics.multiplicity import q_values
from graph.patterns.statistics.placebo import placebo_p
from graph.patterns.statistics.strata import least_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.benefits.kin_excess_around import Pairs
    from graph.patterns.benefits.kin_excess_awards import Awards, KinHouses
    from graph.patterns.benefits.kin_excess_params import KinExcessParams
    from graph.patterns.benefits.kin_excess_strata import Counted
    from graph.patterns.benefits.need import Need
    from graph.patterns.benefits.need_households import Households
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

CODE = "B1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Figures of the kin test; arrays run over the places of deciders in `awards`.

    kin, counted: by the circle of kin chosen for each; is_narrow: whether it is his own list alone;
    circles: how many circles were tried, by which both p-values are multiplied. p_plain: without
    hidden need; p_gate: the greater p-value of the two gates; q: of p_gate, by family; p_placebo:
    rank among placebo sets; q and p_placebo are NaN where not tested.
    """

    households: Households
    need: Need
    awards: Awards
    kin: KinHouses
    counted: Counted
    is_narrow: Flags
    circles: Ints
    tested: Flags
    p_plain: Floats
    p_gate: Floats
    q: Floats
    p_placebo: Floats
    family: tuple[str, ...]
    not_tested: tuple[NotTested, ...]


_known: WeakKeyDictionary[Facts, dict[str, Study | NotTested]] = WeakKeyDictionary()


def study_of(facts: Facts, params: KinExcessParams) -> Study | NotTested:
    """Return the test of all deciders, kept as long as the facts are; or why none can be made."""
    kept = _known.setdefault(facts, {})
    key = params.model_dump_json()
    if key not in kept:
        kept[key] = _study(facts, params)
    return kept[key]


def _study(facts: Facts, params: KinExcessParams) -> Study | NotTested:
    rows = discretionary(facts)
    last = rows.year.max().to_pyarrow().as_py()
    if last is None:
        return NotTested(
            code=CODE,
            why=Words(
                "没有评定类补助的发放记录", "no benefit of a discretionary programme is loaded"
            ),
        )
    first = int(last) - params.years + 1
    households = households_of(facts, day_of(f"{first:04d}-01-01"))
    if not len(households):
        return NotTested(code=CODE, why=Words("人员表没有户编号", "people.csv names no household"))
    need = need_of(facts, households, range(first, first + params.years))
    awards = awards_of(facts, rows, households, first, params.years)
    kin = kin_houses(facts, awards, households)
    facts.tell(f"{CODE}: {len(awards.deciders)} deciders")
    return _tested(facts, params, households, need, awards, kin)


def _tested(
    facts: Facts,
    params: KinExcessParams,
    households: Households,
    need: Need,
    awards: Awards,
    kin: KinHouses,
) -> Study:
    usable = usable_villages(need, params.most_missing)
    open_awards = without_filing(awards, kin, len(households))
    pairs = kin_of_households(facts, households)
    around = _around(households, need, open_awards, kin, pairs)
    chosen = choose_circles(params, households, (need.classes, around), usable, open_awards, kin)
    strata = chosen.counted.strata
    coverage = coverage_of(households, need, awards, kin)
    is_poor = poorly_known(coverage, params.least_parents)
    has_data = (least_p(strata) <= params.least_p) & (strata.strata_of_units > 0)
    tested = has_data & ~is_poor
    family = families_of(facts, awards, households)
    q = np.full(len(tested), np.nan)
    q[tested] = q_values(
        chosen.p_gate[tested], [family[at] for at in np.flatnonzero(tested).tolist()]
    )
    not_tested = without_need(CODE, households, awards, usable) + _homeless(awards)
    for at in np.flatnonzero(~tested).tolist():
        why = poorly_known_words(coverage, at, params.least_parents) if is_poor[at] else NOT_ENOUGH
        not_tested.append(NotTested(code=CODE, subject=awards.deciders[at], why=why))
    return Study(
        households=households,
        need=need,
        awards=awards,
        kin=chosen.kin,
        counted=chosen.counted,
        is_narrow=chosen.is_narrow,
        circles=chosen.circles,
        tested=tested,
        p_plain=chosen.p_plain,
        p_gate=chosen.p_gate,
        q=q,
        p_placebo=_placebo(params, households, need, awards, kin, pairs, tested),
        family=family,
        not_tested=tuple(not_tested),
    )


def _around(
    households: Households, need: Need, awards: Awards, kin: KinHouses, pairs: Pairs
) -> Ints | None:
    """Return classes with the need of kin and group counted in; None where it cannot be fitted."""
    free = np.ones(len(households), np.bool_)
    free[kin.house] = False
    return classes_around(households, need, pairs, _in_window(awards, len(households)), free)


def _placebo(
    params: KinExcessParams,
    households: Households,
    need: Need,
    awards: Awards,
    kin: KinHouses,
    pairs: Pairs,
    tested: Flags,
) -> Floats:
    """Return each tested decider's rank among kin sets of households where nobody decides.

    Both sides are counted in the same way: every discretionary benefit of the window, kin in the
    villages decided for against kin in the own village.
    """
    size, villages = len(households), max(len(households.villages), 1)
    got = _in_window(awards, size)
    cell = np.where(households.village >= 0, households.village * CLASSES + need.classes[-1], -1)
    home = households.village
    is_own = np.zeros(size, np.bool_)
    is_own[kin.house[kin.is_out]] = True
    near = (home[pairs.ego] == home[pairs.house]) & ~is_own[pairs.ego]
    z, expected = set_excess(cell, got, pairs.ego[near], pairs.house[near], size)
    sets = np.unique(pairs.ego[near])

    turf = np.unique(awards.decider * villages + home[awards.house])
    mine = np.unique((kin.decider * size + kin.house)[~kin.is_out])
    decider, house = mine // max(size, 1), mine % max(size, 1)
    inside = np.isin(decider * villages + home[house], turf)
    own_z, own_expected = set_excess(
        cell, got, decider[inside], house[inside], len(awards.deciders)
    )
    found = np.full(len(tested), np.nan)
    at = np.flatnonzero(tested)
    found[at] = placebo_p(own_z[at], own_expected[at], z[sets], expected[sets], params.placebos)
    return found


def _in_window(awards: Awards, size: int) -> Ints:
    return np.bincount(awards.house[awards.year >= 1], minlength=size)


def _homeless(awards: Awards) -> list[NotTested]:
    if not awards.homeless:
        return []
    why = Words(
        "补助的领取人没有户编号，或该户不在人员表中",
        "the household paid is not named in people.csv",
    )
    return [NotTested(code=CODE, why=why, count=awards.homeless)]


def families_of(facts: Facts, awards: Awards, households: Households) -> tuple[str, ...]:
    """Return each decider's county: that of the village where he decided most."""
    above = county_of_places(facts)
    villages = len(households.villages)
    home = households.village[awards.house]
    kept = (awards.decider >= 0) & (home >= 0) & (awards.year >= 1)
    pair, count = np.unique(awards.decider[kept] * villages + home[kept], return_counts=True)
    found = [""] * len(awards.deciders)
    for at in np.argsort(count, kind="stable").tolist():
        village = households.villages[int(pair[at] % villages)]
        found[int(pair[at] // villages)] = above.get(village, "")
    return tuple(found)


def county_of_places(facts: Facts) -> dict[str, str]:
    """Return the county that each place lies in; places outside any are left out."""
    columns: Any = facts.snapshot.table("places").select(["id", "level", "parent"]).to_pydict()
    level = dict(zip(columns["id"], columns["level"], strict=True))
    parent = dict(zip(columns["id"], columns["parent"], strict=True))
    found: dict[str, str] = {}
    for place in columns["id"]:
        here, seen = place, set()
        while here and here not in seen and level.get(here) != "county":
            seen.add(here)
            here = parent.get(here)
        if here and level.get(here) == "county":
            found[place] = here
    return found
