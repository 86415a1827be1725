"""B1: a decider's kin get discretionary benefits more often than like households of the village."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Pattern
from graph.patterns.benefits.kin_excess_params import KinExcessParams
from graph.patterns.benefits.kin_excess_proof import behind, benefits_of
from graph.patterns.benefits.kin_excess_report import finding_of
from graph.patterns.benefits.kin_excess_study import CODE, study_of
from graph.patterns.statistics.multiplicity import selected_inside
from graph.patterns.statistics.strata import Strata, exact_p, hidden_factor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.findings import Finding
    from graph.patterns.benefits.kin_excess_study import Study
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]

_SHOWN_GAMMA = 0.05
"""Gamma* is told of those whose plain p-value is at most this."""


def find(facts: Facts, params: KinExcessParams) -> Result:
    """Find deciders whose kin got more than like households, hidden need allowed for.

    Order: by rank among placebo sets, then p. Cost: joins over benefits, kin of every household,
    and one convolution a decider.
    """
    study = study_of(facts, params)
    if isinstance(study, NotTested):
        return Result(not_tested=(study,))
    passed = study.tested & (np.nan_to_num(study.q, nan=1.0) <= params.q)
    passed &= _households_served(study) >= params.least_served
    return Result(
        findings=tuple(_findings(facts, study, params, passed)),
        tested=tuple(_tested(study, np.flatnonzero(study.tested & ~passed))),
        not_tested=study.not_tested,
    )


def _households_served(study: Study) -> Ints:
    """Return how many kin households each decider served: one needy family is no pattern."""
    counted, size = study.counted, max(len(study.households), 1)
    unit = counted.strata.unit[counted.of[counted.got]]
    served = np.unique(unit * size + counted.house[counted.got])
    return np.bincount(served // size, minlength=counted.strata.units)


def _findings(facts: Facts, study: Study, params: KinExcessParams, passed: Any) -> list[Finding]:
    found = np.flatnonzero(passed)
    found = found[np.lexsort((study.p_gate[found], study.p_placebo[found]))]
    first = study.awards.first_year
    counted = study.counted
    wanted: dict[int, list[str]] = {}
    unit = counted.strata.unit[counted.of]
    for at in found.tolist():
        served = np.unique(counted.house[(unit == at) & counted.got])
        wanted[at] = study.households.ids.take(pa.array(served)).to_pylist()
    deciders = study.awards.deciders
    pairs = [(deciders[at], house) for at, houses in wanted.items() for house in houses]
    rows = benefits_of(facts, pairs, first, first + study.awards.years - 1)
    split = _programmes(study, params)
    findings = []
    for at, houses in wanted.items():
        tested = {one["programme"] for one in split[at]}
        own = {
            house: [row for row in rows[deciders[at], house] if row["programme"] in tested]
            for house in houses
        }
        proofs = behind(facts, study.households, deciders[at], own)
        findings.append(finding_of(study, params, at, proofs, split[at]))
    return findings


def _programmes(study: Study, params: KinExcessParams) -> dict[int, list[dict[str, Any]]]:
    """Return the split by programme of every selected decider, at the selective level."""
    at = np.flatnonzero(study.tested)
    split = {int(unit): _split(study, int(unit), params) for unit in at}
    inner = [np.array([one["p"] for one in split[int(unit)]]) for unit in at]
    stands = selected_inside(inner, study.q[at], params.q)
    for unit, flags in zip(at.tolist(), stands, strict=True):
        for row, flag in zip(split[unit], flags.tolist(), strict=True):
            row["stands_alone"] = flag
    return split


def _split(study: Study, unit: int, params: KinExcessParams) -> list[dict[str, Any]]:
    counted = study.counted
    rows = np.flatnonzero(counted.strata.unit == unit)
    names, place = np.unique(counted.programme[rows], return_inverse=True)
    rows, place = rows[np.argsort(place, kind="stable")], np.sort(place)
    strata = Strata(
        units=len(names),
        unit=place.astype(np.int64),
        n=counted.strata.n[rows],
        b=counted.strata.b[rows],
        k=counted.strata.k[rows],
        t=counted.strata.t[rows],
    )
    p, seen, expected = exact_p(strata, params.gamma_gate), strata.observed, strata.expected
    return [
        {
            "programme": study.awards.programmes[name],
            "T": int(seen[i]),
            "E": float(expected[i]),
            "p": float(p[i]),
        }
        for i, name in enumerate(names.tolist())
    ]


def _tested(study: Study, units: Ints) -> list[Tested]:
    strata = study.counted.strata
    seen, expected = strata.observed, strata.expected
    shown = units[study.p_plain[units] <= _SHOWN_GAMMA]
    gamma = dict(zip(shown.tolist(), hidden_factor(strata.of(shown)).tolist(), strict=True))
    return [
        Tested(
            code=CODE,
            subject=study.awards.deciders[at],
            unit="awards to kin households",
            measure=float(seen[at]),
            expected=float(expected[at]),
            p=float(study.p_gate[at]),
            q=float(study.q[at]),
            gamma=gamma.get(at),
        )
        for at in units.tolist()
    ]


PATTERN = Pattern(
    code=CODE,
    title=Words("亲属受益偏多", "Kin over-represented"),
    claim=Words(
        "决定人的亲属户得到评定类补助，多于同村同等困难的户",
        "A decider's kin get discretionary benefits more often than like households of the village",
    ),
    needs=("benefits", "programmes", "needs", "people", "kin"),
    params=KinExcessParams,
    find=find,
)
