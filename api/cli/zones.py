"""`huibi zones`: a plan of zones on screen, in files and on a map, and why a zone is as it is."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.cli.screen import answer_json, progress, remark
from api.cli.workplace import day_named, snapshot_of
from api.cli.zones_screen import show_explanation, show_plan
from api.zoning import Request, explain_zone, plan, prepare, write_files
from graph.errors import InputError
from graph.zones.clock import Clock
from graph.zones.report import explanation_json, zoning_json
from graph.zones.rules import Rules, parse_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from api.zoning import Prepared
    from graph.zones.planned import Plan, Zoning


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options that decide which plan is made."""

    zones: int | None
    counties: Sequence[str]
    weights: str
    neighbours: Path | None
    previous: Path | None
    keep: bool
    minutes: float
    handlers: int
    skills: Sequence[str]
    on: str | None

    def request(self, *, with_front: bool) -> Request:
        """Return the question as the service takes it.

        Raises:
            InputError: weights that are none, or two maps of last year.
        """
        if self.keep and self.previous is not None:
            raise InputError("--keep and --previous both name last year's zones: give one of them")
        return Request(
            on=day_named(self.on),
            zones=self.zones,
            counties=self.counties,
            weights=parse_weights(self.weights),
            rules=Rules(
                minutes=self.minutes, handlers=self.handlers, skills=tuple(sorted(self.skills))
            ),
            neighbours=self.neighbours,
            previous=self.previous,
            keep_loaded=self.keep,
            with_front=with_front,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Where the plan goes beside the screen."""

    out: Path | None = None
    map_file: Path | None = None
    outlines: Path | None = None
    as_json: bool = field(default=False)


def plan_command(
    asked: Asked, output: Output, *, seconds: float, front: bool, ledger: Path | None
) -> None:
    """Plan, print, and write what was asked for; the first Ctrl-C ends the search only."""
    if output.map_file is not None:
        from viz.zone_map import require_drawable

        require_drawable(output.map_file)
    request = asked.request(with_front=front)
    snapshot = snapshot_of(ledger)
    prepared = prepare(snapshot, request)
    clock = Clock(seconds=seconds)
    with _interruptible(clock), progress("zones") as advance:
        steps = iter(range(1, 1000))
        zoning = plan(prepared, clock, lambda _part: advance(next(steps)))
    answer: dict[str, Any] = {
        "sequence": snapshot.sequence,
        **zoning_json(zoning, request.weights),
    }
    written = write_files(zoning, answer, output.out) if output.out is not None else []
    written += _draw(prepared, zoning, output)
    if output.as_json:
        answer_json(answer)
    else:
        show_plan(zoning, snapshot.sequence, request.weights)
    for path in written:
        remark(f"{path}: written")


def explain_command(
    zone: str,
    asked: Asked,
    *,
    is_loaded: bool,
    seconds: float,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Print what a zone costs, who knows whom in it, and what else there might be."""
    request = asked.request(with_front=False)
    snapshot = snapshot_of(ledger)
    prepared = prepare(snapshot, request)
    clock = Clock(seconds=seconds)
    with _interruptible(clock), progress("zones"):
        found = explain_zone(snapshot, prepared, zone, is_loaded=is_loaded, clock=clock)
    if as_json:
        answer_json({"sequence": snapshot.sequence, **explanation_json(found)})
    else:
        show_explanation(found, {t: prepared.survey.tree.name(t) for t in _townships(prepared)})


def _townships(prepared: Prepared) -> Iterator[str]:
    for county, _ in prepared.survey.counties:
        yield from (township.id for township in county.townships)


def _draw(prepared: Prepared, zoning: Zoning, output: Output) -> list[Path]:
    """Draw the plan, and the relaxed one beside it."""
    if output.map_file is None:
        return []
    path = output.map_file
    maps: list[tuple[Plan, Path]] = [(zoning.plan, path)]
    if zoning.relaxed is not None:
        maps.append((zoning.relaxed, path.with_name(f"{path.stem}-relaxed{path.suffix}")))
    from api.zone_picture import outlines_for, picture_of
    from viz.zone_map import draw_map

    outlines = outlines_for(output.outlines)
    for drawn, file in maps:
        lacking = draw_map(picture_of(drawn, prepared.survey.tree, outlines), file)
        if lacking:
            remark(f"{file}: no typeface here has {lacking}; '?' stands for them on the map")
    return [file for _, file in maps]


@contextmanager
def _interruptible(clock: Clock) -> Iterator[None]:
    """Let the first Ctrl-C end the search with what it has found, and the second the command."""

    def stop(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        remark("huibi: the search ends here; the best found so far follows, with its gap")
        clock.stop()

    before = signal.signal(signal.SIGINT, stop) or signal.default_int_handler
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
