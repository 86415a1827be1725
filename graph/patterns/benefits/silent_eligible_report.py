"""What is told of a village whose neediest went without: whom to visit, and what to ask first."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy.stats import hypergeom

from graph.findings import Evidence, Finding
from graph.findings.worlds import sureness
from graph.model import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.patterns.benefits.kin_excess_study import Study
    from graph.patterns.facts import Facts

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

CODE = "B9"
_DRAWS = 200
_CHECK = (
    Words(
        "入户核对：这些户的困难是否属实、是否知道可以申请、是否申请过",
        "visit: is the hardship real, did they know that they may apply, did they apply",
    ),
    Words(
        "查申请登记和不予批准的书面理由",
        "applications: who applied, and the written reasons of refusals",
    ),
    Words(
        "查是否已享受其他保障（特困供养、残疾人两项补贴等）而不重复享受",
        "other support: do they draw what rules out these programmes",
    ),
)
_EXCLUDED = (
    Words(
        "全县最困难户普遍未享：已与本县比较",
        "the neediest going without everywhere: compared with the county",
    ),
    Words(
        "困难情况未登记：缺记录一成以上的村不检验",
        "need not on record: villages where a tenth or more lack it are not tested",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Figures by place of village: the neediest, those without benefit, the same of the county.

    is_silent: by household; deciders: by village, those whose kin there were over-served.
    """

    neediest: Ints
    silent: Ints
    county_neediest: Ints
    county_silent: Ints
    p: Floats
    least_p: Floats
    county: tuple[str, ...]
    is_silent: Flags
    deciders: Mapping[int, list[dict[str, Any]]]

    def expected(self, at: int) -> float:
        """Return how many of a village's neediest would go without at the county's rate."""
        everybody = max(int(self.county_neediest[at]), 1)
        return float(self.neediest[at] * self.county_silent[at] / everybody)


def findings_of(
    facts: Facts, study: Study, counts: Counts, q: Floats, villages: Ints
) -> list[Finding]:
    """Return the findings of these villages, in their order."""
    if not len(villages):
        return []
    home = study.households.village
    chosen = {
        at: study.households.ids.take(
            pa.array(np.flatnonzero(counts.is_silent & (home == at)))
        ).to_pylist()
        for at in villages.tolist()
    }
    rows = _needs_of(facts, [one for houses in chosen.values() for one in houses], study)
    return [_finding(study, counts, q, at, houses, rows) for at, houses in chosen.items()]


def _needs_of(facts: Facts, houses: list[str], study: Study) -> dict[str, dict[str, Any]]:
    """Return the latest need record of each household up to the window's last year."""
    needs = facts.table("needs")
    wanted = facts.given(pa.table({"home": pa.array(houses, pa.string())}))
    rows = needs.filter(needs.year <= study.need.years[-1])
    rows = rows.semi_join(wanted, (rows.household == wanted.home,)).order_by("year", "fact")
    listed = rows.select("household", "year", "score", "origin", "confidence", "disputed")
    return {row["household"]: row for row in listed.to_pyarrow().to_pylist()}


def _finding(
    study: Study,
    counts: Counts,
    q: Floats,
    at: int,
    houses: list[str],
    rows: dict[str, dict[str, Any]],
) -> Finding:
    village, expected = study.households.villages[at], counts.expected(at)
    silent, neediest = int(counts.silent[at]), int(counts.neediest[at])
    share = counts.county_silent[at] / max(int(counts.county_neediest[at]), 1)
    served = counts.deciders[at]
    names = "、".join(one["decider"] for one in served)
    first, last = study.need.years[0], study.need.years[-1]
    return Finding(
        code=CODE,
        subject=village,
        objects=tuple(houses),
        claim=Words(
            f"{village} 最困难的 {neediest} 户中有 {silent} 户在 {first}—{last} 年未得到任何"
            f"评定类补助（全县同类户为 {share:.0%}，预计 {expected:.1f} 户），"
            f"而同村决定人 {names} 的亲属户受益多于同等困难的户",
            f"of the {neediest} neediest households of {village} {silent} got no discretionary "
            f"benefit in {first}-{last} ({share:.0%} in the county, {expected:.1f} expected), "
            f"while kin of the decider {names} got more than like households there",
        ),
        measure=float(silent),
        unit="neediest households without benefit",
        expected=expected,
        p=float(counts.p[at]),
        q=float(q[at]),
        worlds=_worlds(counts, at, village, [rows[one] for one in houses], q),
        evidence=tuple(_evidence(rows[one], village) for one in houses),
        check_first=_CHECK,
        excluded=_EXCLUDED,
        place=village,
        officials=tuple(one["decider"] for one in served),
        since=f"{first:04d}-01-01",
        until=f"{last:04d}-12-31",
        detail={
            "neediest": neediest,
            "county_neediest": int(counts.county_neediest[at]),
            "county_without": int(counts.county_silent[at]),
            "over_served": served,
        },
    )


def _worlds(counts: Counts, at: int, village: str, rows: list[dict[str, Any]], q: Floats) -> float:
    """Return the share of drawn worlds that keep the finding, uncertain need records dropped."""
    sure = np.array([sureness(row["confidence"], row["disputed"]) for row in rows])
    if (sure >= 1).all():
        return 1.0
    most = float(counts.p[np.nan_to_num(q, nan=1.0) <= q[at]].max())
    rng = np.random.default_rng(zlib.crc32(village.encode()))
    lost = (rng.random((_DRAWS, len(sure))) >= sure).sum(axis=1)
    silent, neediest = counts.silent[at] - lost, counts.neediest[at] - lost
    everybody, without = counts.county_neediest[at] - lost, counts.county_silent[at] - lost
    return float((hypergeom.sf(silent - 1, everybody, without, neediest) <= most).mean())


def _evidence(row: dict[str, Any], village: str) -> Evidence:
    return Evidence(
        source=row["household"],
        edge="needs",
        target=village,
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=row["disputed"],
        date=str(row["year"]),
    )
