"""Near or independent: the compromises between short ways and few ties, and one recommended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.zones.acquaintance import PAIRS
from graph.zones.costs import PARTS
from graph.zones.planned import Front, FrontPoint, Note
from graph.zones.stability import Previous, carried_on, moved_by
from graph.zones.subsets import members_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.zones.clock import Clock
    from graph.zones.county_model import Grouping
    from graph.zones.planned import Plan, PlannedCounty
    from graph.zones.rules import Weights

STEPS = tuple(step / 9 for step in range(10))
"""Shares of their joint weight that acquaintance gets, the rest being travel's."""
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class _Figures:
    """Means over all townships: way, ties a pair, parts size and skills, cost, moves."""

    way: float
    rate: float
    size: float
    skills: float
    objective: float
    moves: int


def front_of(plan: Plan, weights: Weights, clock: Clock) -> Front:
    """Return the compromises at the plan's numbers of zones, the plan itself among them.

    Each is the best plan at one of ten pairs of weights; equal ones are told once, and those
    left out that another beats in both respects. Cost: nine plans.
    """
    pricings = [planned.pricing for planned in plan.counties]
    if not any(pricing.measures.knows_ties for pricing in pricings):
        return Front(why=_NO_TIES)
    if all(len(planned.grouping.zones) == 1 for planned in plan.counties):
        return Front(why=_ONE_ZONE)
    units = {pricing.neighbourhood.unit for pricing in pricings}
    unit = units.pop() if len(units) == 1 else ""
    own = tuple(planned.grouping for planned in plan.counties)
    share = weights.acquaintance / max(weights.travel + weights.acquaintance, 1e-12)
    found, left_out = {_zones(own): (share, own)}, 0
    for independence in STEPS:
        if clock.left <= 0:
            left_out += 1
            continue
        leaning = weights.leaning(independence)
        groupings = [_again(planned, plan.least, leaning, clock) for planned in plan.counties]
        found.setdefault(_zones(groupings), (independence, tuple(groupings)))
    points = [
        _point(plan, weights, unit, independence, groupings, is_plan=groupings is own)
        for independence, groupings in found.values()
    ]
    kept = sorted(_undominated(points), key=lambda point: (point.way, point.rate))
    return replace(_recommended(kept, unit), left_out=left_out)


def _again(planned: PlannedCounty, least: int, weights: Weights, clock: Clock) -> Grouping:
    zones = len(planned.grouping.zones)
    return planned.model.best(zones, least, weights, clock) or planned.grouping


def _zones(groupings: Sequence[Grouping]) -> tuple[tuple[int, ...], ...]:
    return tuple(grouping.zones for grouping in groupings)


def _point(
    plan: Plan,
    weights: Weights,
    unit: str,
    independence: float,
    groupings: Sequence[Grouping],
    *,
    is_plan: bool,
) -> FrontPoint:
    figures = _figures(plan, weights, groupings, unit)
    zones = (
        tuple(planned.county.townships[m].id for m in members_of(zone))
        for planned, grouping in zip(plan.counties, groupings, strict=True)
        for zone in grouping.zones
    )
    return FrontPoint(
        independence=independence,
        way=figures.way,
        rate=figures.rate,
        size=figures.size,
        skills=figures.skills,
        objective=figures.objective,
        moves=figures.moves,
        is_plan=is_plan,
        zones=tuple(zones),
    )


def _figures(plan: Plan, weights: Weights, groupings: Sequence[Grouping], unit: str) -> _Figures:
    sums, cost, moves, everyone = np.zeros(4), 0.0, 0, 0
    for planned, grouping in zip(plan.counties, groupings, strict=True):
        pricing, n = planned.pricing, planned.model.n
        columns = pricing.columns(grouping.zones)
        parts = pricing.parts(columns, len(grouping.zones))
        mean = (parts * columns.sizes[:, None]).sum(axis=0)
        mean[0] *= pricing.neighbourhood.scale if unit else 1.0
        mean[PARTS.index("acquaintance")] *= float(pricing.measures.rate.max()) * PAIRS
        sums += mean
        cost += n * planned.model.evaluate(grouping.zones, weights).objective
        moves += _moves(planned.grouping, grouping)
        everyone += n
    way, size, rate, skills = (float(value) for value in sums / everyone)
    return _Figures(way, rate, size, skills, cost / everyone, moves)


def _moves(now: Grouping, then: Grouping) -> int:
    blank = ("",) * len(now.zones)
    before = Previous(ids=blank, names=blank, masks=now.zones)
    return moved_by(then.zones, carried_on(then.zones, before), before).bit_count()


def _undominated(points: Sequence[FrontPoint]) -> list[FrontPoint]:
    """Return the plan, and the points that no other equals in both respects and beats in one."""
    return [
        one
        for one in points
        if one.is_plan
        or not any(
            other.way <= one.way + _SAME
            and other.rate <= one.rate + _SAME
            and (other.way < one.way - _SAME or other.rate < one.rate - _SAME)
            for other in points
        )
    ]


def _recommended(points: Sequence[FrontPoint], unit: str) -> Front:
    """Mark the knee: the point farthest under the line from the nearest to the most independent.

    Where the front has no bend, the plan by the weights given.
    """
    ways = np.array([point.way for point in points])
    rates = np.array([point.rate for point in points])
    wide, high = np.ptp(ways), np.ptp(rates)
    if len(points) >= 3 and wide > _SAME and high > _SAME:
        below = 1 - (ways - ways.min()) / wide - (rates - rates.min()) / high
        knee = int(np.argmax(np.round(below, 9)))
        if below[knee] > _SAME:
            return Front(points=_marked(points, knee), unit=unit, why=_knee(points, knee, unit))
    own = next(at for at, point in enumerate(points) if point.is_plan)
    return Front(points=_marked(points, own), unit=unit, why=_NO_BEND)


def _marked(points: Sequence[FrontPoint], at: int) -> tuple[FrontPoint, ...]:
    return tuple(replace(point, is_recommended=i == at) for i, point in enumerate(points))


def _knee(points: Sequence[FrontPoint], at: int, unit: str) -> Note:
    nearest, apart, chosen = points[0], points[-1], points[at]
    longer = (chosen.way / nearest.way - 1) if nearest.way else 0.0
    fewer = (nearest.rate - chosen.rate) / (nearest.rate - apart.rate)
    words = {"min": ("分钟", "min"), "step": ("步", "steps")}.get(unit, ("", ""))
    return Note(
        code="knee",
        zh=f"拐点：平均路程 {chosen.way:.1f} {words[0]}，比最近的方案长 {longer:.0%}，"
        f"换来可减少的熟人关系的 {fewer:.0%}；再往后每减一分关系要多走更多的路",
        en=f"the knee: mean way {chosen.way:.1f} {words[1]}, {longer:.0%} over the nearest plan,"
        f" for {fewer:.0%} of the ties that can be avoided; beyond it every tie less costs more",
    )


_NO_TIES = Note(
    code="no_ties",
    zh="未载入办案人员或人口资料，熟人关系未知，无从权衡就近与独立",
    en="no staff or no people are loaded, so ties are unknown and there is nothing to weigh"
    " nearness against",
)
_ONE_ZONE = Note(
    code="one_zone",
    zh="每县只有一个片区，没有别的分法",
    en="every county is one zone, so there is nothing to choose",
)
_NO_BEND = Note(
    code="no_bend",
    zh="各方案连成直线或不足三个，没有拐点，按给定权重",
    en="the front has no bend, so the plan by the weights given stands",
)
