"""A question for zones answered: the plan, the relaxed plan, the front and who moves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.errors import HuibiError, InputError
from graph.zones import notes
from graph.zones.allocation import allocate
from graph.zones.assemble import assemble
from graph.zones.clock import Clock
from graph.zones.county_model import CountyModel
from graph.zones.front import front_of
from graph.zones.planned import Front, Move, Plan, PlannedCounty, Zoning
from graph.zones.rules import LEAST, PAIR, Weights
from graph.zones.stability import moved_by
from graph.zones.subsets import members_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.zones.costs import Pricing
    from graph.zones.planned import Note
    from graph.zones.stability import Previous
    from graph.zones.townships import County

    Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a plan is made from: counties with their prices, and last year's zones by county."""

    counties: Sequence[tuple[County, Pricing]]
    zones: int | None = None
    """How many zones in all; as many as can rotate where it is None."""
    weights: Weights = field(default_factory=Weights)
    previous: Mapping[str, Previous] | None = None
    with_front: bool = True
    notes: tuple[Note, ...] = ()


def plan_zones(task: Task, clock: Clock | None = None, told: Told | None = None) -> Zoning:
    """Return the plan with as many zones as asked, or as many as can rotate and those beyond.

    Time over or a stop: the best found, its gap told.

    Raises:
        InputError: fewer zones are asked than there are counties, which no zone crosses.
    """
    clock, tell = clock or Clock(), told or _silent
    models = models_of(task)
    if task.zones is not None and task.zones < len(models):
        raise InputError(
            f"{task.zones} zones for {len(models)} counties: no zone crosses a county, since a"
            f" county's organ directs it; ask for {len(models)} or more, or name fewer counties"
        )
    tell("possible")
    most = [model.most_zones(task.weights, clock) for model in models]
    pairs = [max(model.most_pairs(), own) for model, own in zip(models, most, strict=True)]
    asked = sum(most) if task.zones is None else task.zones
    tell("plan")
    plan = _planned(task, models, most, min(asked, sum(most)), LEAST, clock)
    relaxed = None
    if asked > sum(most):
        tell("relaxed")
        relaxed = _planned(task, models, pairs, min(asked, sum(pairs)), PAIR, clock)
    tell("front")
    front = front_of(plan, task.weights, clock) if task.with_front else Front()
    return Zoning(
        asked=task.zones,
        possible=sum(most),
        possible_pairs=sum(pairs),
        plan=plan,
        relaxed=relaxed,
        front=front,
        moves=moves_of(plan) if task.previous is not None else None,
        notes=(
            *task.notes,
            *notes.on_number(task.zones, sum(most), sum(pairs)),
            *notes.on_counties(plan),
        ),
    )


def models_of(task: Task) -> list[CountyModel]:
    """Return the model of each county."""
    previous = task.previous or {}
    return [
        CountyModel(pricing=pricing, previous=previous.get(county.id))
        for county, pricing in task.counties
    ]


def _planned(
    task: Task,
    models: Sequence[CountyModel],
    most: Sequence[int],
    zones: int,
    least: int,
    clock: Clock,
) -> Plan:
    found = allocate(models, most, zones, least, task.weights, clock)
    if found is None:
        raise HuibiError(
            f"no choice of exactly {zones} connected zones was found, so there is no plan: ask for"
            " another number, or name the counties one by one"
        )
    counties = tuple(
        PlannedCounty(county=county, model=model, grouping=grouping)
        for (county, _), model, grouping in zip(task.counties, models, found.groupings, strict=True)
    )
    return plan_of(counties, least, task.weights, found.cost, found.bound)


def plan_of(
    counties: tuple[PlannedCounty, ...], least: int, weights: Weights, cost: float, bound: float
) -> Plan:
    """Return the plan of chosen groupings, with what its reader must know."""
    everyone = sum(planned.model.n for planned in counties)
    plan = Plan(
        least=least,
        zones=assemble(counties, weights),
        counties=counties,
        objective=sum(c.model.n * c.grouping.objective for c in counties) / everyone,
        cost=cost,
        bound=bound,
    )
    return replace(plan, notes=notes.on_zones(plan))


def moves_of(plan: Plan) -> tuple[Move, ...]:
    """Return the townships that leave last year's zones, by id."""
    moves = []
    after = {township: zone.id for zone in plan.zones for township in zone.townships}
    for planned in plan.counties:
        previous, grouping = planned.model.previous, planned.grouping
        if previous is None:
            continue
        for member in members_of(moved_by(grouping.zones, grouping.labels, previous)):
            township = planned.county.townships[member]
            before = next(
                zone
                for zone, mask in zip(previous.ids, previous.masks, strict=True)
                if mask >> member & 1
            )
            moves.append(
                Move(
                    township=township.id,
                    name=township.name,
                    before=before,
                    after=after[township.id],
                )
            )
    return tuple(sorted(moves, key=lambda move: move.township))


def _silent(_: str) -> None:
    """Say nothing."""
