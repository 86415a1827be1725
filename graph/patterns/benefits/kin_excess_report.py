"""The report card of a kin test: what was seen, what chance makes, and what to look at first."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.findings import Effect, Finding
from graph.findings.figures import chance
from graph.model import Words
from graph.patterns.benefits.kin_excess_study import CODE
from graph.patterns.statistics.odds_ratio import mantel_haenszel, shrunk_ratio
from graph.patterns.statistics.strata import Strata, exact_p, hidden_factor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.benefits.kin_excess_params import KinExcessParams
    from graph.patterns.benefits.kin_excess_proof import Behind
    from graph.patterns.benefits.kin_excess_study import Study

    Ints = NDArray[np.int64]

_DRAWS = 200
_CHECK = (
    Words(
        "逐户核对困难情况：这些亲属户的残疾、重病、失去劳动力等是否都已登记",
        "need: are disability, illness and loss of earner on record for every one of these "
        "households",
    ),
    Words(
        "查评议和审批会议记录：决定人对亲属的申请是否回避、是否公示",
        "minutes: did the decider step aside for relatives, was the list put on show",
    ),
    Words(
        "查项目文件：是否整组、整片实施（道路、搬迁、灾后），亲属户恰好在内",
        "project papers: did a measure cover a whole group or area in which relatives live",
    ),
    Words(
        "查申请登记：同等困难而未受益的户是否申请过、为何未批",
        "applications: did like households without the benefit apply, and why were they refused",
    ),
)


def finding_of(
    study: Study,
    params: KinExcessParams,
    at: int,
    proofs: list[Behind],
    programmes: list[dict[str, Any]],
) -> Finding:
    """Return the report card of one decider; `at` is his place in the study."""
    mine = study.counted.strata.of(np.array([at]))
    seen, expected = int(mine.observed[0]), float(mine.expected[0])
    odds = mantel_haenszel(mine)
    effect = Effect(
        name="odds ratio",
        value=float(odds.value[0]),
        low=float(odds.low[0]),
        high=float(odds.high[0]),
    )
    rows = study.counted.strata.unit[study.counted.of] == at
    kin = len(np.unique(study.counted.house[rows]))
    benefits = [row for one in proofs for row in one.benefits]
    amount = sum(row["amount"] or 0 for row in benefits)
    gamma = float(hidden_factor(mine)[0])
    decider = study.awards.deciders[at]
    detail = _detail(study, params, at, mine, kin, amount) | {
        "programmes": programmes,
        "relatives": {
            one.house: {"person": one.proof.relative, "term": one.proof.term}
            for one in proofs
            if one.proof
        },
    }
    return Finding(
        code=CODE,
        subject=decider,
        objects=tuple(one.house for one in proofs),
        claim=_claim(study, at, (len(proofs), kin), (seen, expected), effect, gamma),
        measure=float(seen),
        unit="awards to kin households",
        expected=expected,
        effect=effect,
        p=float(study.p_gate[at]),
        q=float(study.q[at]),
        gamma=gamma,
        worlds=_worlds(study, params, at, proofs),
        evidence=tuple(edge for one in proofs for edge in one.evidence),
        check_first=_CHECK,
        excluded=_excluded(study, params),
        amount_fen=amount,
        place=_usual_village(study, at),
        officials=(decider,),
        since=min((row["date"] for row in benefits), default=""),
        until=max((row["date"] for row in benefits), default=""),
        detail=detail,
    )


def _claim(
    study: Study,
    at: int,
    houses: tuple[int, int],
    counts: tuple[int, float],
    effect: Effect,
    gamma: float,
) -> Words:
    decider, family = study.awards.deciders[at], study.family[at]
    got, kin = houses
    seen, expected = counts
    tests = int((study.tested & (np.array(study.family, object) == family)).sum())
    first = study.awards.first_year
    last = first + study.awards.years - 1
    q, plain = study.q[at], study.p_plain[at]
    return Words(
        f"{decider} 决定的评定类补助中（{first}—{last} 年），其 {kin} 户亲属有 {got} 户受益，"
        f"共 {seen} 户次；同村同等困难的户按比例约为 {expected:.1f} 户次。"
        f"比值比 {effect.value:.1f}（95% 区间 {effect.low:.1f}—{effect.high:.1f}）。"
        f"纯属偶然的概率为 {chance(plain)}；对 {tests} 名决定人一并校正后 q={chance(q)}。"
        f"若要用未登记的困难来解释，这种困难须使亲属受益的可能性（比值）放大到 {gamma:.1f} 倍。",
        f"{got} of the {kin} kin households of {decider} got benefits that {decider} decided on in "
        f"{first}-{last}, {seen} awards in all; about {expected:.1f} would be expected among "
        f"equally needy households of the same village. Odds ratio {effect.value:.1f} (95% "
        f"interval {effect.low:.1f}-{effect.high:.1f}). By chance alone: {chance(plain)}; "
        f"corrected for {tests} deciders, q={chance(q)}. Hardship that is not on record would have "
        f"to multiply relatives' odds by {gamma:.1f} to explain it.",
    )


def _excluded(study: Study, params: KinExcessParams) -> tuple[Words, ...]:
    told = [
        Words("偶然", "chance"),
        Words(
            "本村名额多少、已登记的困难程度：只与同村、同困难等级、同项目、同年度的户相比",
            "the village's quota and recorded need: compared are only households of the same "
            "village, need class, programme and year",
        ),
        Words(
            "名单逐年沿用：沿用的项目，上年已领的户只与上年已领的户相比",
            "lists carried on: where one is, holders of the year before are compared with such",
        ),
        Words(
            "普惠性补贴、保险、已备案的亲属、本户（另见 B2）",
            "universal programmes, insurance, relatives filed, and his own household (see B2)",
        ),
        Words(
            f"使亲属受益可能性（比值）放大 {params.gamma_gate:g} 倍以内的未登记困难",
            f"unrecorded hardship that multiplies relatives' odds by up to {params.gamma_gate:g}",
        ),
    ]
    if (study.households.group >= 0).any():
        told.append(
            Words(
                "整组实施的项目：整组受益的户只与本组相比",
                "measures for a whole villagers' group: compared within such groups alone",
            )
        )
    return tuple(told)


def _detail(
    study: Study,
    params: KinExcessParams,
    at: int,
    mine: Strata,
    kin: int,
    amount: int,
) -> dict[str, Any]:
    seen, expected = float(mine.observed[0]), float(mine.expected[0])
    excess = max(seen - expected, 0.0)
    placebo = float(study.p_placebo[at])
    filed = (study.awards.decider == at) & study.awards.filed & (study.awards.year >= 1)
    return {
        "p_gamma1": float(study.p_plain[at]),
        "gamma_gate": params.gamma_gate,
        "p_placebo": None if np.isnan(placebo) else placebo,
        "family": f"{study.family[at]}/{study.awards.first_year + study.awards.years - 1}",
        "tested_in_family": int(
            (study.tested & (np.array(study.family) == study.family[at])).sum()
        ),
        "circle": "K1-K4, own list" if study.is_narrow[at] else "K1-K4",
        "kin_households": kin,
        "filed": int(filed.sum()),
        "excess": excess,
        "excess_amount": round(amount * excess / max(seen, 1.0) / 100, 2),
        "ratio_shrunk": float(shrunk_ratio(np.array([seen]), mine.expected)[0]),
        "villages": _villages(study, at),
    }


def _villages(study: Study, at: int) -> list[dict[str, Any]]:
    """Return what a funnel plot of the decider's villages needs."""
    counted = study.counted
    rows = np.flatnonzero(counted.strata.unit == at)
    kin_rows = counted.strata.unit[counted.of] == at
    told = []
    for village in np.unique(counted.village[rows]).tolist():
        here = rows[counted.village[rows] == village]
        houses = counted.house[kin_rows & (counted.village[counted.of] == village)]
        k, b, n = (getattr(counted.strata, name)[here] for name in ("k", "b", "n"))
        given = study.awards.house[(study.awards.decider == at) & (study.awards.year >= 1)]
        receivers = np.unique(given[study.households.village[given] == village])
        told.append(
            {
                "place": study.households.villages[village],
                "households": int((study.households.village == village).sum()),
                "beneficiaries": len(receivers),
                "kin": len(np.unique(houses)),
                "T": int(counted.strata.t[here].sum()),
                "E": float((k * b / n).sum()),
            }
        )
    return told


def _usual_village(study: Study, at: int) -> str:
    rows = study.counted.village[study.counted.strata.unit == at]
    return study.households.villages[int(np.bincount(rows).argmax())] if len(rows) else ""


def _worlds(study: Study, params: KinExcessParams, at: int, proofs: list[Behind]) -> float:
    """Return the share of drawn worlds in which the gate is still passed.

    Drawn is each household that is uncertain: in worlds where it is no kin, or got nothing, it is
    taken out of the kin. The gate stays at the greatest p-value that the family lets pass.
    """
    doubtful = [one for one in proofs if one.sure < 1]
    if not doubtful:
        return 1.0
    family = np.array(study.family, object) == study.family[at]
    passed = family & study.tested & (np.nan_to_num(study.q, nan=1.0) <= params.q)
    most = float(study.p_gate[passed].max())
    counted = study.counted
    rows = np.flatnonzero(counted.strata.unit[counted.of] == at)
    place = {int(stratum): i for i, stratum in enumerate(np.flatnonzero(counted.strata.unit == at))}
    mine = counted.strata.of(np.array([at]))
    houses = study.households.places_of(pa.array([one.house for one in doubtful], pa.string()))
    rng = np.random.default_rng(zlib.crc32(study.awards.deciders[at].encode()))
    stands = 0
    for draw in rng.random((_DRAWS, len(doubtful))):
        lost = houses[draw >= np.array([one.sure for one in doubtful])]
        gone = rows[np.isin(counted.house[rows], lost)]
        where = np.array([place[int(s)] for s in counted.of[gone]], np.int64)
        k, t = mine.k.copy(), mine.t.copy()
        np.subtract.at(k, where, 1)
        np.subtract.at(t, where, counted.got[gone].astype(np.int64))
        world = Strata(units=1, unit=mine.unit, n=mine.n, b=mine.b, k=k, t=t)
        stands += int(study.circles[at] * exact_p(world, params.gamma_gate)[0] <= most)
    return stands / _DRAWS
