"""Zones over HTTP: the map, the zones loaded, a plan for a question, and why a zone is so."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api.http.asking import Asked, AskedDep
from api.http.placing import zones_of
from api.http.problems import Problem
from api.http.zone_sites import ground_of
from api.zone_picture import outlines_for
from api.zoning import Prepared, Request, explain_zone, loaded_plan, plan, prepare
from graph.errors import NotFoundError
from graph.model import day_of
from graph.zones.clock import Clock
from graph.zones.known_zones import loaded_zones
from graph.zones.planned import Front, Zoning
from graph.zones.report import explanation_json, zoning_json
from graph.zones.rules import Rules, Weights

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

router = APIRouter(tags=["zones"])
_MOST_SECONDS = 10.0
_KEPT = 24
_TIE = 1e-6
_County = Annotated[str, Field(min_length=1, max_length=40)]


class ZonesOut(BaseModel):
    """The ground: counties as GeoJSON, townships as points, the zones that are loaded."""

    sequence: int
    ground: dict[str, Any]
    zones: list[dict[str, Any]]


class PlanIn(BaseModel):
    """A question for zones."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zones: int | None = Field(default=None, ge=1, le=1000)
    counties: list[_County] = Field(default_factory=list, max_length=100)
    independence: float | None = Field(
        default=None, ge=0, le=1, description="0 near, 1 independent; empty: the usual weights"
    )
    keep: bool = Field(default=False, description="Whether to keep to the zones that are loaded")
    minutes: float = Field(default=60.0, gt=0, le=1000)
    handlers: int = Field(default=2, ge=0, le=50)
    seconds: float = Field(default=5.0, gt=0, le=_MOST_SECONDS)


def _question(
    zones: Annotated[int | None, Query(ge=1, le=1000)] = None,
    county: Annotated[list[_County] | None, Query(max_length=100)] = None,
    independence: Annotated[float | None, Query(ge=0, le=1)] = None,
    keep: bool = False,
    minutes: Annotated[float, Query(gt=0, le=1000)] = 60.0,
    handlers: Annotated[int, Query(ge=0, le=50)] = 2,
) -> PlanIn:
    """Return the settings of a plan as an address tells them."""
    return PlanIn(
        zones=zones,
        counties=county or [],
        independence=independence,
        keep=keep,
        minutes=minutes,
        handlers=handlers,
    )


class PlanOut(BaseModel):
    """A plan with its objective and gap."""

    sequence: int
    plan: dict[str, Any]
    before: dict[str, Any] | None = Field(
        default=None, description="The zones loaded, priced by the same question; null: none are"
    )


class _Plans:
    """The last plans made, and the one that is being made: planning takes a core for itself."""

    def __init__(self) -> None:
        self.making = threading.Lock()
        self._kept: OrderedDict[tuple[str, ...], dict[str, Any]] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> dict[str, Any] | None:
        """Return a plan made before."""
        return self._kept.get(key)

    def keep(self, key: tuple[str, ...], made: dict[str, Any]) -> None:
        """Keep a plan, dropping the oldest."""
        self._kept[key] = made
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


_plans = _Plans()


@router.get("/zones", operation_id="zones", name="zones")
def zones(asked: AskedDep) -> ZonesOut:
    """Return the ground and the zones that are loaded; none is no error."""
    snapshot = asked.sight.ground.snapshot
    prepared = _prepared(asked, PlanIn())
    counties = [county for county, _ in prepared.survey.counties] if prepared else []
    return ZonesOut(
        sequence=snapshot.sequence,
        ground=ground_of(counties, outlines_for(None)),
        zones=zones_of(snapshot),
    )


@router.post("/zones/plan", operation_id="plan_zones", name="plan_zones")
def plan_zones(given: PlanIn, asked: AskedDep) -> PlanOut:
    """Make a plan within some seconds; the gap says how far from the best it may be."""
    snapshot = asked.sight.ground.snapshot
    key = (str(asked.service.bench.ledger), str(snapshot.sequence), given.model_dump_json())
    if (kept := _plans.get(key)) is not None:
        return PlanOut(sequence=snapshot.sequence, **kept)
    if not _plans.making.acquire(timeout=_MOST_SECONDS):
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "another plan is being made; ask again soon")
    try:
        prepared = _prepared(asked, given)
        if prepared is None:
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY, "no townships are loaded; load places.csv first"
            )
        made: dict[str, Any] = {
            "plan": _told(plan(prepared, Clock(seconds=given.seconds)), prepared),
            "before": _before(snapshot, prepared),
        }
    finally:
        _plans.making.release()
    _plans.keep(key, made)
    return PlanOut(sequence=snapshot.sequence, **made)


def _told(zoning: Zoning, prepared: Prepared) -> dict[str, Any]:
    return zoning_json(zoning, prepared.request.weights)


def _before(snapshot: Snapshot, prepared: Prepared) -> dict[str, Any] | None:
    """Return the zones loaded, measured as the plan is."""
    try:
        found = loaded_plan(snapshot, prepared)
    except NotFoundError:
        return None
    alone = Zoning(
        asked=None, possible=0, possible_pairs=0, plan=found, relaxed=None, front=Front(),
        moves=None,
    )  # fmt: skip
    told = _told(alone, prepared)
    return {key: told[key] for key in ("zones", "objective", "weights", "plan_notes")}


@router.get("/zones/explain", operation_id="explain_zone", name="explain_zone")
def explain(
    asked: AskedDep,
    zone: Annotated[str, Query(min_length=1, max_length=80, examples=["Z1"])],
    given: Annotated[PlanIn, Depends(_question)],
    loaded: bool = False,
) -> dict[str, Any]:
    """Return what a zone costs, who knows whom in it, and what else there might be.

    Asked with the settings of a plan, it tells of a zone of that plan.
    """
    prepared = _prepared(asked, given)
    if prepared is None:
        raise NotFoundError("no townships are loaded")
    found = explain_zone(
        asked.sight.ground.snapshot,
        prepared,
        zone,
        is_loaded=loaded,
        clock=Clock(seconds=given.seconds),
    )
    return explanation_json(found)


def _prepared(asked: Asked, given: PlanIn) -> Prepared | None:
    """Return a question with its data; None where no townships are loaded."""
    weights = Weights()
    if given.independence is not None:
        weights = weights.leaning(given.independence)
    has_zones = bool(loaded_zones(asked.sight.ground.snapshot))
    if not given.keep:  # moves are told and break ties, but weigh nothing
        weights = replace(weights, stability=_TIE)
    request = Request(
        on=day_of(asked.today.isoformat()),
        zones=given.zones,
        counties=given.counties,
        weights=weights,
        rules=Rules(minutes=given.minutes, handlers=given.handlers),
        keep_loaded=given.keep or has_zones,
        with_front=False,
    )
    try:
        with asked.service.bench.engine:
            return prepare(asked.sight.ground.snapshot, request)
    except NotFoundError:
        if given.counties or given.keep:
            raise
        return None
