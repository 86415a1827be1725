"""Zones planned, explained and written: the service behind `huibi zones`."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.errors import InputError, NotFoundError
from graph.zones.clock import Clock
from graph.zones.county_model import CountyModel
from graph.zones.explain import explain
from graph.zones.known_zones import loaded_zones, previous_of
from graph.zones.plan import Task, plan_of, plan_zones
from graph.zones.planned import Note, PlannedCounty
from graph.zones.rules import LEAST, PAIR, Rules, Weights
from graph.zones.survey import survey
from loaders.zone_files import Townships, read_neighbours, read_zones

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from graph.snapshot import Snapshot
    from graph.zones.explain import Explanation
    from graph.zones.planned import Plan, Zoning
    from graph.zones.survey import Survey
    from graph.zones.townships import ZoneRow

_FORMULA_STARTS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question for zones; `previous` is a table of zones, `keep_loaded` takes the ledger's."""

    on: int
    zones: int | None = None
    counties: Sequence[str] = ()
    weights: Weights = field(default_factory=Weights)
    rules: Rules = field(default_factory=Rules)
    neighbours: Path | None = None
    previous: Path | None = None
    keep_loaded: bool = False
    with_front: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A question with the data it is answered from."""

    request: Request
    survey: Survey
    task: Task


def prepare(snapshot: Snapshot, request: Request) -> Prepared:
    """Read what a plan needs from the snapshot and the files of the question.

    Raises:
        NotFoundError: no townships are loaded, or none of a county that is wanted.
        InputError: a file cannot be used, or a county's name is that of several.
    """
    townships = Townships(_names_of(snapshot))
    links = read_neighbours(request.neighbours, townships) if request.neighbours else None
    found = survey(snapshot, request.rules, request.on, counties=request.counties, links=links)
    previous, notes = None, list(found.notes)
    rows, unknown = _earlier(snapshot, request, townships)
    if rows is not None:
        previous, more = previous_of(rows, [county for county, _ in found.counties])
        notes += [*more, *_unknown(unknown)]
    task = Task(
        counties=found.counties,
        zones=request.zones,
        weights=request.weights,
        previous=previous,
        with_front=request.with_front,
        notes=tuple(notes),
    )
    return Prepared(request=request, survey=found, task=task)


def _names_of(snapshot: Snapshot) -> dict[str, str]:
    places = snapshot.table("places").select(["id", "name", "level"]).to_pylist()
    return {row["id"]: row["name"] or "" for row in places if row["level"] == "township"}


def _earlier(
    snapshot: Snapshot, request: Request, townships: Townships
) -> tuple[list[ZoneRow] | None, list[str]]:
    if request.previous is not None:
        return read_zones(request.previous, townships)
    if not request.keep_loaded:
        return None, []
    rows = loaded_zones(snapshot)
    if not rows:
        raise NotFoundError(
            "no zones are loaded that a plan could keep to: load zones.csv first, or leave out"
            " --keep"
        )
    return rows, []


def _unknown(places: Sequence[str]) -> list[Note]:
    if not places:
        return []
    listed = "、".join(places[:10]) + (" …" if len(places) > 10 else "")
    return [
        Note(
            code="unknown_places",
            zh=f"原片区表中 {len(places)} 个乡镇未载入，已略去：{listed}",
            en=f"{len(places)} townships of the earlier zones are not loaded and were left out:"
            f" {listed}",
        )
    ]


def plan(
    prepared: Prepared, clock: Clock | None = None, told: Callable[[str], None] | None = None
) -> Zoning:
    """Return the plan, the relaxed plan, the front and the moves."""
    return plan_zones(prepared.task, clock, told)


def explain_zone(
    snapshot: Snapshot,
    prepared: Prepared,
    zone: str,
    *,
    is_loaded: bool,
    clock: Clock | None = None,
) -> Explanation:
    """Explain a zone of the plan that the question gives, or of the zones that are loaded.

    Raises:
        NotFoundError: there is no such zone.
    """
    clock, weights = clock or Clock(), prepared.request.weights
    plans = [loaded_plan(snapshot, prepared)] if is_loaded else _plans(prepared, clock)
    for one in plans:
        if zone in {known.id for known in one.zones}:
            return explain(one, zone, weights, clock)
    listed = " ".join(known.id for known in plans[0].zones) if plans else ""
    raise NotFoundError(
        f"'{zone}' is no zone of {'those loaded' if is_loaded else 'this plan'}: "
        + (f"take one of {listed}" if listed else "load zones.csv first")
        + ("" if is_loaded else "; --loaded explains the zones that are loaded")
    )


def _plans(prepared: Prepared, clock: Clock) -> list[Plan]:
    answer = plan_zones(replace(prepared.task, with_front=False), clock)
    return [answer.plan] + ([answer.relaxed] if answer.relaxed is not None else [])


def loaded_plan(snapshot: Snapshot, prepared: Prepared) -> Plan:
    """Return the zones of the ledger, priced as a plan; no bound is known for them.

    Raises:
        NotFoundError: none of the counties asked about has any.
    """
    counties = [county for county, _ in prepared.survey.counties]
    previous, _ = previous_of(loaded_zones(snapshot), counties)
    weights = replace(prepared.request.weights, stability=0.0)
    planned = []
    for county, pricing in prepared.survey.counties:
        earlier = previous.get(county.id)
        if earlier is not None:
            named = CountyModel(pricing=pricing, previous=earlier)
            grouping = named.evaluate(earlier.masks, weights)
            planned.append(PlannedCounty(county=county, model=named, grouping=grouping))
    if not planned:
        raise NotFoundError(
            "no zones of these counties are loaded: load zones.csv, or leave out --loaded to"
            " explain the plan"
        )
    sizes = {mask.bit_count() for one in planned for mask in one.grouping.zones}
    least = LEAST if min(sizes) >= LEAST else PAIR
    return plan_of(tuple(planned), least, weights, 0.0, 0.0)


def zones_csv(plan: Plan) -> str:
    """Return a plan as the canonical table of zones, which `huibi load` takes."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(["zone", "place", "name"])
    for zone in plan.zones:
        name = f"'{zone.name}" if zone.name.startswith(_FORMULA_STARTS) else zone.name
        table.writerows([zone.id, township, name] for township in zone.townships)
    return written.getvalue()


def write_files(zoning: Zoning, answer: dict[str, Any], out: Path) -> list[Path]:
    """Write a workbook, or a folder with the zones as a table, the whole answer and the workbook.

    Raises:
        InputError: a file cannot be written.
    """
    from viz.workbook import write_workbook
    from viz.zone_book import pages_of

    if out.suffix.lower() == ".xlsx":
        write_workbook(out, pages_of(answer))
        return [out]
    import orjson

    try:
        out.mkdir(parents=True, exist_ok=True)
        texts = {
            "zones.csv": zones_csv(zoning.plan),
            "plan.json": orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode() + "\n",
        }
        if zoning.relaxed is not None:
            (out / "relaxed").mkdir(exist_ok=True)
            texts["relaxed/zones.csv"] = zones_csv(zoning.relaxed)
        for name, text in texts.items():
            (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"--out {out}: cannot be written ({error.strerror})") from error
    write_workbook(out / "plan.xlsx", pages_of(answer))
    return [*(out / name for name in texts), out / "plan.xlsx"]
