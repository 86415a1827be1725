"""From a batch and its rules to arrays, in whole numbers: every machine builds the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.desk.assignment.batch import LETTERS, NO_STEP
from graph.desk.assignment.rules import Step
from graph.desk.assignment.solving.problem import FINE, Problem, Why

if TYPE_CHECKING:
    from graph.desk.assignment.batch import Batch, CaseRow, HandlerRow
    from graph.desk.assignment.rules import Rules
    from graph.desk.assignment.solving.problem import Bools, Codes, Ints

_CODE = {letter: code for code, letter in LETTERS.items()}
_NOWHERE = len(Step)
"""Stands for the step of whom none reaches, so that he counts as the farthest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A problem, and the names of its ways."""

    problem: Problem
    ways: tuple[tuple[str, str], ...]
    """Sides (handler's, case's) of every way, by index."""


def problem_of(batch: Batch, rules: Rules) -> Built:
    """Return the arrays of a batch.

    Sides are townships where both sit in one zone, else zones; a side without a zone is its
    township. Own organ and higher organs are outside reciprocity.
    """
    steps = _steps(batch)
    why = _why(batch, rules, steps)
    sides = _sides(batch)
    past = set(batch.past)
    free = np.isin(steps, (Step.ZONE, Step.CROSS_ZONE)) & (why == Why.NONE)
    for case, handler in zip(*np.nonzero(free), strict=True):
        one, other = sides[case][handler]
        if one != other and (other, one) in past:
            why[case, handler] = Why.RECIPROCITY
    load, capacity = _column(batch.handlers, "load"), _column(batch.handlers, "capacity")
    weight = np.array([rules.weight_of(case.matter) for case in batch.cases], np.int64)
    is_full = (capacity - load)[None, :] < weight[:, None]
    why[(why == Why.NONE) & is_full] = Why.CAPACITY
    way, ways = _ways(sides, free & (why == Why.NONE))
    places = {pair: index for index, pair in enumerate(ways)}
    problem = Problem(
        cost=_costs(batch, rules, steps),
        why=why,
        step=steps,
        cap=np.array([rules.cap_of(is_sensitive=c.is_sensitive) for c in batch.cases], np.int64),
        weight=weight,
        capacity=capacity,
        load=load,
        group=_column(batch.handlers, "group"),
        way=way,
        opposite=np.array([places.get((b, a), -1) for a, b in ways], np.int64),
        team=2 if rules.second else 1,
    )
    return Built(problem=problem, ways=tuple(ways))


def _column(rows: tuple[HandlerRow, ...], name: str) -> Ints:
    return np.array([getattr(row, name) for row in rows], np.int64)


def _steps(batch: Batch) -> Codes:
    shape = (len(batch.cases), len(batch.handlers))
    digits = "".join(case.steps for case in batch.cases).replace(NO_STEP, str(_NOWHERE))
    return (np.frombuffer(digits.encode(), np.uint8) - ord("0")).reshape(shape)


def _why(batch: Batch, rules: Rules, steps: Codes) -> Codes:
    why = np.array([[_CODE[bar] for bar in case.bars] for case in batch.cases], np.uint8)
    why = why.reshape(steps.shape)
    is_out: Bools = (steps == _NOWHERE) | (steps < rules.first)
    why[(why == Why.NONE) & is_out] = Why.NO_STEP
    return why


def _sides(batch: Batch) -> list[list[tuple[str, str]]]:
    """Return for each case and handler the sides: the handler's, then the case's."""
    known: dict[tuple[str, str, str, str], tuple[str, str]] = {}

    def sides(case: CaseRow, handler: HandlerRow) -> tuple[str, str]:
        key = (handler.place, handler.zone, case.place, case.zone)
        if key not in known:
            known[key] = sides_of(*key)
        return known[key]

    return [[sides(case, handler) for handler in batch.handlers] for case in batch.cases]


def sides_of(from_place: str, from_zone: str, to_place: str, to_zone: str) -> tuple[str, str]:
    """Return the two sides of a handling: places within one zone, zones between two."""
    if from_zone and to_zone and from_zone != to_zone:
        return f"zone:{from_zone}", f"zone:{to_zone}"
    return f"place:{from_place}", f"place:{to_place}"


def _ways(sides: list[list[tuple[str, str]]], free: Bools) -> tuple[Ints, list[tuple[str, str]]]:
    """Return the way of every lawful pair that reciprocity concerns, and their names, sorted."""
    way = np.full(free.shape, -1, np.int64)
    cases, handlers = np.nonzero(free)
    pairs = [sides[case][one] for case, one in zip(cases.tolist(), handlers.tolist(), strict=True)]
    ways = sorted({pair for pair in pairs if pair[0] != pair[1]})
    index = {pair: place for place, pair in enumerate(ways)}
    way[cases, handlers] = [index.get(pair, -1) for pair in pairs]
    return way, ways


def _costs(batch: Batch, rules: Rules, steps: Codes) -> Ints:
    """Return the cost of every pair, in hundredths of a thousandth; a hash breaks ties."""
    step_cost = np.array([*rules.step_cost.of, max(rules.step_cost.of)], np.int64)
    cost = step_cost[steps]
    seats = np.array(batch.hectometres, np.int64)
    case_seat = np.array([case.seat for case in batch.cases], np.int64)
    far = 10 * rules.far_km
    if seats.size:
        away = np.minimum(seats[case_seat][:, _column(batch.handlers, "seat")], far)
        cost = cost + rules.cost.distance * away // far
    for row, case in enumerate(batch.cases):
        cost[row] += rules.cost.expertise * lacking(case.matter, batch.handlers, rules) // 1000
        for told, most in ((case.ties, rules.cost.tie), (case.recent, rules.cost.recency)):
            for handler, share in told.items():
                cost[row, int(handler)] += most * share // 1000
    fine: Ints = FINE * cost + _tie_breaks(batch)
    return fine


def lacking(matter: str, handlers: tuple[HandlerRow, ...], rules: Rules) -> Ints:
    """Return for each handler the thousandths of the matter's skills that he lacks."""
    needed = set(rules.skills.get(matter, ()))
    if not needed:
        return np.zeros(len(handlers), np.int64)
    missing = [len(needed - set(handler.skills)) for handler in handlers]
    return 1000 * np.array(missing, np.int64) // len(needed)


def _tie_breaks(batch: Batch) -> Ints:
    """Return a number below `FINE` for each pair, from the digests of both ids."""
    cases = np.array([_seed(case.id) for case in batch.cases], np.uint64)
    handlers = np.array([_seed(handler.person) for handler in batch.handlers], np.uint64)
    mixed = cases[:, None] ^ (handlers[None, :] * np.uint64(0x9E3779B97F4A7C15))
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return ((mixed >> np.uint64(32)) % np.uint64(FINE)).astype(np.int64)


def _seed(id: str) -> int:
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:8], "big")
