"""Which circle of kin a decider is tested with: kin by either side's list, or by his own alone.

The Acts list spouses of collateral kin from one side: a cousin's wife is kin to the official, the
official's wife's cousin only by the cousin's list. Favour to the ones says little of the others,
and counting both thins it. So both circles are tested and the smaller p-value is doubled
(Bonferroni); with the narrow one, kin by the other side's list alone are left out of the test.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.patterns.benefits.kin_excess_strata import count_strata
from graph.patterns.statistics.strata import exact_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.benefits.kin_excess_awards import Awards, KinHouses
    from graph.patterns.benefits.kin_excess_params import KinExcessParams
    from graph.patterns.benefits.kin_excess_strata import Counted
    from graph.patterns.benefits.need_households import Households

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The circle that tells most of each decider, and the p-values that its choice costs.

    is_narrow: whether it is his own list alone; circles: int64, how many were tried, 1 where both
    have the same households; p_plain, p_gate: without hidden need and at the gate, times circles.
    """

    kin: KinHouses
    counted: Counted
    is_narrow: Flags
    circles: Ints
    p_plain: Floats
    p_gate: Floats


def choose_circles(
    params: KinExcessParams,
    households: Households,
    classes: tuple[Ints, Ints | None],
    usable: Flags,
    awards: Awards,
    kin: KinHouses,
) -> Chosen:
    """Return each decider's circle of the smaller p-value at the gate.

    classes: need classes by own record, and by the need around where they could be fitted.
    """
    every = np.ones(len(awards.deciders), np.bool_)
    wide = count_strata(households, classes[0], usable, awards, kin)
    narrow = count_strata(households, classes[0], usable, awards, _narrowed(kin, every))
    tried = np.where(_kin_rows(wide) != _kin_rows(narrow), 2, 1)
    p_wide = _gate(params, households, classes[1], usable, awards, kin, wide)
    p_narrow = _gate(params, households, classes[1], usable, awards, _narrowed(kin, every), narrow)
    is_narrow = (tried > 1) & (p_narrow < p_wide)
    mine = _narrowed(kin, is_narrow)
    counted = count_strata(households, classes[0], usable, awards, mine)
    return Chosen(
        kin=mine,
        counted=counted,
        is_narrow=is_narrow,
        circles=tried,
        p_plain=np.minimum(tried * exact_p(counted.strata), 1.0),
        p_gate=np.minimum(tried * np.minimum(p_wide, p_narrow), 1.0),
    )


def _narrowed(kin: KinHouses, deciders: Flags) -> KinHouses:
    """Return the kin with those whom these deciders' own list does not name left out."""
    return replace(kin, is_out=kin.is_out | (deciders[kin.decider] & ~kin.is_listed))


def _kin_rows(counted: Counted) -> Ints:
    return np.bincount(
        counted.strata.unit, counted.strata.k, minlength=counted.strata.units
    ).astype(np.int64)


def _gate(
    params: KinExcessParams,
    households: Households,
    around: Ints | None,
    usable: Flags,
    awards: Awards,
    kin: KinHouses,
    counted: Counted,
) -> Floats:
    """Return the greater p-value of the two gates; of the first alone where nothing was fitted."""
    p = exact_p(counted.strata, params.gamma_gate)
    if around is None:
        return p
    strata = count_strata(households, around, usable, awards, kin).strata
    return np.maximum(p, exact_p(strata, params.gamma_around))
