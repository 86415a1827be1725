"""B9: the neediest of a village went without, where the kin of its decider were over-served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field
from scipy.stats import hypergeom

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.benefits.kin_excess_params import KinExcessParams
from graph.patterns.benefits.kin_excess_study import county_of_places, study_of
from graph.patterns.benefits.need import UNRECORDED
from graph.patterns.benefits.silent_eligible_report import CODE, Counts, findings_of
from graph.patterns.statistics.multiplicity import q_values
from graph.patterns.statistics.strata import Strata, exact_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.benefits.kin_excess_study import Study
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_TOP = UNRECORDED - 1
"""The class above the .95 quantile of the village."""


class SilentEligibleParams(Params):
    """Parameters of B9."""

    years: int = Field(3, ge=1, le=10, description="合并的年数 (years pooled, the last ones)")
    q: float = Field(0.10, gt=0, le=0.5, description="错误发现率上限 (false discovery rate held)")
    over_served_p: float = Field(
        0.05, gt=0, le=0.5, description="亲属受益偏多的 p 值上限 (p-value of over-served kin)"
    )
    least_p: float = Field(
        0.01, gt=0, le=1, description="可达到的最小 p 值上限 (least p-value there must be)"
    )


def find(facts: Facts, params: SilentEligibleParams) -> Result:
    """Find villages whose neediest went without more often than the county's neediest.

    Order: by p. Cost: that of B1 where it has not run on the same facts, else a few sums.
    """
    test = KinExcessParams.model_validate({"years": params.years})
    study = study_of(facts, test)
    if isinstance(study, NotTested):
        return Result(not_tested=(NotTested(code=CODE, why=study.why),))
    counts = count_neediest(facts, study, params, test.most_missing)
    asked = np.isin(np.arange(len(counts.neediest)), [*counts.deciders])
    enough = asked & (counts.least_p <= params.least_p)
    q = np.full(len(asked), np.nan)
    at = np.flatnonzero(enough)
    q[at] = q_values(counts.p[at], [counts.county[one] for one in at.tolist()])
    passed = enough & (np.nan_to_num(q, nan=1.0) <= params.q)
    order = np.flatnonzero(passed)
    order = order[np.argsort(counts.p[order], kind="stable")]
    return Result(
        findings=tuple(findings_of(facts, study, counts, q, order)),
        tested=tuple(_tested(study, counts, q, np.flatnonzero(enough & ~passed)))
        + _others(int((~asked & (counts.neediest > 0)).sum())),
        not_tested=tuple(_too_few(study, np.flatnonzero(asked & ~enough))),
    )


def count_neediest(
    facts: Facts, study: Study, params: SilentEligibleParams, most_missing: float
) -> Counts:
    """Return the neediest of every village, those without any benefit, and what is expected.

    Expected is the share of the county's neediest without benefit (hypergeometric).
    """
    households, villages = study.households, len(study.households.villages)
    village = households.village
    has_need = study.need.missing[-1] < most_missing
    is_top = (study.need.classes[-1] == _TOP) & (village >= 0) & has_need[np.maximum(village, 0)]
    served = np.zeros(len(households), np.bool_)
    served[study.awards.house[study.awards.year >= 1]] = True
    is_silent = is_top & ~served
    neediest = np.bincount(village[is_top], minlength=villages)
    silent = np.bincount(village[is_silent], minlength=villages)
    above = county_of_places(facts)
    county = [above.get(place, "") for place in households.villages]
    names, at = np.unique(np.array(county, object).astype(str), return_inverse=True)
    everybody = np.bincount(at, neediest, len(names)).astype(np.int64)[at]
    without = np.bincount(at, silent, len(names)).astype(np.int64)[at]
    return Counts(
        neediest=neediest,
        silent=silent,
        county_neediest=everybody,
        county_silent=without,
        p=_tail(silent, everybody, without, neediest),
        least_p=_tail(np.minimum(neediest, without), everybody, without, neediest),
        county=tuple(county),
        is_silent=is_silent,
        deciders=_over_served(study, params.over_served_p),
    )


def _tail(count: Ints, everybody: Ints, without: Ints, neediest: Ints) -> Floats:
    """Return P(count or more of the neediest without) by village."""
    return np.asarray(hypergeom.sf(count - 1, everybody, without, neediest), np.float64)


def _over_served(study: Study, level: float) -> dict[int, list[dict[str, Any]]]:
    """Return by village the deciders whose kin there got more than like households by chance."""
    counted, villages = study.counted, max(len(study.households.villages), 1)
    strata = counted.strata
    kept = np.flatnonzero(study.tested[strata.unit]) if len(strata.unit) else np.zeros(0, np.int64)
    pair = strata.unit[kept] * villages + counted.village[kept]
    keys, at = np.unique(pair, return_inverse=True)
    order = np.argsort(at, kind="stable")
    rows = kept[order]
    local = Strata(
        units=len(keys),
        unit=at[order].astype(np.int64),
        n=strata.n[rows],
        b=strata.b[rows],
        k=strata.k[rows],
        t=strata.t[rows],
    )
    p, seen, expected = exact_p(local), local.observed, local.expected
    found: dict[int, list[dict[str, Any]]] = {}
    for i in np.flatnonzero((p <= level) & (seen > expected)).tolist():
        found.setdefault(int(keys[i] % villages), []).append(
            {
                "decider": study.awards.deciders[int(keys[i] // villages)],
                "T": int(seen[i]),
                "E": float(expected[i]),
                "p": float(p[i]),
            }
        )
    return found


def _tested(study: Study, counts: Counts, q: Any, villages: Ints) -> list[Tested]:
    return [
        Tested(
            code=CODE,
            subject=study.households.villages[at],
            unit="neediest households without benefit",
            measure=float(counts.silent[at]),
            expected=counts.expected(at),
            p=float(counts.p[at]),
            q=float(q[at]),
        )
        for at in villages.tolist()
    ]


def _others(count: int) -> tuple[Tested, ...]:
    """Count the villages that are outside the claim."""
    return (Tested(code=CODE, count=count, unit="villages without over-served kin"),)


def _too_few(study: Study, villages: Ints) -> list[NotTested]:
    why = Words(
        "数据不足：最困难的户太少（不等于没有问题）",
        "not enough data: too few of the neediest (which does not mean that nothing is wrong)",
    )
    return [
        NotTested(code=CODE, subject=study.households.villages[at], why=why)
        for at in villages.tolist()
    ]


PATTERN = Pattern(
    code=CODE,
    title=Words("该享未享", "Silent eligible"),
    claim=Words(
        "在决定人亲属受益偏多的村，最困难的户没有得到任何评定类补助",
        "Where a decider's kin were over-served, the neediest got no discretionary benefit",
    ),
    needs=("benefits", "programmes", "needs", "people", "kin"),
    params=SilentEligibleParams,
    find=find,
)
