"""Assigning many cases at once: time, gap, and what no reciprocity and the lottery cost.

Run: python -m bench.assignment [--cases 344 --handlers 300] [--seed 1]
Made townships on a square, three to a zone, a tenth of the handlers in county organs, 8 % of all
pairs barred. Two batches: in the lawful order (own organ first), and crossed, where own place and
zone are left out and people of other counties may come, so that nearly every pair is a way that
another way opposes. The peer is the plain cheapest assignment (scipy, slots of every handler, no
reciprocity, no lottery, no second): what most offices' solvers would do.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from graph.desk.assignment.batch import NO_STEP, Batch, CaseRow, HandlerRow
from graph.desk.assignment.building import problem_of
from graph.desk.assignment.commitment import seed_from
from graph.desk.assignment.record import Lottery
from graph.desk.assignment.rules import Rules, Step, default_rules
from graph.desk.assignment.solving.stages import solve

TOWNSHIPS, COUNTIES, A_ZONE = 180, 10, 3
BARRED, IN_COUNTY = 0.08, 0.1
SIZES = ((344, 300), (2000, 400))
WANTED = {(344, 300): 10.0, (2000, 400): 60.0}
"""Seconds wanted on two processors."""
PRICED = 500
"""Larger batches are solved once, not once for every rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Townships on a square of 200 km, in zones and counties by nearness."""

    place: np.ndarray
    zone: np.ndarray
    county: np.ndarray

    @classmethod
    def make(cls, rng: np.random.Generator) -> Ground:
        """Return townships sorted into strips, so that a zone's lie side by side."""
        place = rng.random((TOWNSHIPS, 2)) * 2000
        order = np.lexsort((place[:, 1], (place[:, 0] // 450).astype(int)))
        at = np.empty(TOWNSHIPS, int)
        at[order] = np.arange(TOWNSHIPS)
        return cls(place=place, zone=at // A_ZONE, county=at * COUNTIES // TOWNSHIPS)


def batch_of(cases: int, handlers: int, *, is_crossed: bool, seed: int) -> Batch:
    """Return a made batch; capacities hold about one and a half times the work."""
    rng = np.random.default_rng(seed)
    ground = Ground.make(rng)
    home, arose = rng.integers(0, TOWNSHIPS, handlers), rng.integers(0, TOWNSHIPS, cases)
    is_county = rng.random(handlers) < IN_COUNTY
    room = rng.integers(3, 9, handlers)
    room = np.ceil(room * max(1.0, 3 * cases / room.sum())).astype(int)
    seats = np.round(np.linalg.norm(ground.place[:, None] - ground.place[None], axis=2))
    steps = [_steps(ground, one, home, is_county, is_crossed=is_crossed) for one in arose]
    bars = np.where(rng.random((cases, handlers)) < BARRED, "R", ".")
    ties = rng.random((cases, handlers)) < 0.1
    return Batch(
        on="2026-03-02",
        sequence=1,
        desk=0,
        cases=tuple(
            CaseRow(
                id=f"K{n:05d}",
                matter=("supervision_case", "inspection", "benefit_review")[n % 3],
                organ="",
                place=f"T{town}",
                zone=f"Z{ground.zone[town]}",
                county=f"C{ground.county[town]}",
                seat=int(town),
                is_sensitive=n % 10 == 0,
                is_secret=False,
                steps=steps[n],
                bars="".join(bars[n]),
                ties={str(one): int(rng.integers(1, 400)) for one in np.flatnonzero(ties[n])},
                recent={},
            )
            for n, town in enumerate(arose.tolist())
        ),
        handlers=tuple(
            HandlerRow(
                person=f"P{n:05d}",
                unit=_unit(ground, town, is_county[n]),
                group=int(town if not is_county[n] else TOWNSHIPS + ground.county[town]),
                place=f"C{ground.county[town]}" if is_county[n] else f"T{town}",
                zone="" if is_county[n] else f"Z{ground.zone[town]}",
                seat=int(town),
                capacity=int(room[n]),
                load=0,
                skills=tuple(rng.choice(("谈话", "审理", "财务", "惠民资金"), 2).tolist()),
            )
            for n, town in enumerate(home.tolist())
        ),
        hectometres=tuple(tuple(int(one) for one in row) for row in seats),
        past=(),
    )


def _unit(ground: Ground, town: int, is_county: bool) -> str:
    return f"UC{ground.county[town]}" if is_county else f"UT{town}"


def _steps(
    ground: Ground, town: int, home: np.ndarray, is_county: np.ndarray, *, is_crossed: bool
) -> str:
    is_near = ground.county[home] == ground.county[town]
    step = np.where(ground.zone[home] == ground.zone[town], Step.ZONE, Step.CROSS_ZONE)
    step = np.where(home == town, Step.OWN, step)
    step = np.where(is_county, Step.ELEVATED, step)
    is_out = ~is_near & (is_county | (not is_crossed))
    return "".join(np.where(is_out, NO_STEP, step.astype(str)))


def plain(batch: Batch, rules: Rules) -> tuple[float, int, int]:
    """Return cost, ways used and how many of them are answered by their opposite."""
    problem = problem_of(batch, rules).problem
    slots = np.repeat(np.arange(problem.m), problem.room(problem.highest_level))
    cost = np.where(problem.lawful, problem.cost, 10**9)[:, slots]
    case, slot = linear_sum_assignment(cost)
    ways = np.unique(problem.way[case, slots[slot]])
    ways = ways[ways >= 0]
    answered = np.isin(problem.opposite[ways], ways).sum()
    return float(cost[case, slot].sum()) / 100, len(ways), int(answered)


def measure(cases: int, handlers: int, *, is_crossed: bool, seed: int) -> None:
    """Print what one batch takes and reaches."""
    batch = batch_of(cases, handlers, is_crossed=is_crossed, seed=seed)
    first = "cross_zone" if is_crossed else "own"
    rules = default_rules().changed({"first_step": first, "across_counties": is_crossed})
    begin = time.perf_counter()
    built = problem_of(batch, rules)
    ready = time.perf_counter()
    marginals = solve(built.problem)
    solved = time.perf_counter()
    lottery = Lottery(batch=batch, rules=rules, built=built, marginals=marginals)
    plan = lottery.drawn(seed_from(b"a seed for measuring"))
    end = time.perf_counter()
    wanted = WANTED.get((cases, handlers))
    print(
        f"{cases} cases x {handlers} handlers, {'crossed' if is_crossed else 'lawful order'}: "
        f"{end - begin:.1f} s (arrays {ready - begin:.1f}, chances {solved - ready:.1f}, draw and "
        f"reasons {end - solved:.1f}); {f'{wanted:.0f} s wanted; ' if wanted else ''}"
        f"gap {lottery.gap:.2%}, heaviest load {marginals.level}, "
        f"without handler {len(plan.unassigned)}, without second "
        f"{sum(len(one.team) < 2 for one in plan.assigned)}"
    )
    if cases <= PRICED:
        _prices(batch, rules)


def _prices(batch: Batch, rules: Rules) -> None:
    """Print what the plain assignment costs, and how much more each rule makes it."""
    cost, ways, answered = plain(batch, rules)
    print(f"    plain cheapest: {answered} of {ways} ways are answered by their opposite")
    for name, more in (
        (
            "heaviest load first, no reciprocity",
            {"max_probability": 1.0, "sensitive_probability": 1.0},
        ),
        ("and a lottery at .5", {"max_probability": 0.5, "sensitive_probability": 0.5}),
        ("and a lottery at .25", {"max_probability": 0.25, "sensitive_probability": 0.25}),
    ):
        one = rules.changed({**more, "second": False})
        built = problem_of(batch, one)
        found = solve(built.problem)
        print(
            f"    one handler, {name}: cost {found.cost(built.problem) / cost - 1:+.1%}, "
            f"gap {found.gap(built.problem):.2%}"
        )


def main(argv: list[str] | None = None) -> None:
    """Measure the sizes wanted, or the one named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int)
    parser.add_argument("--handlers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    sizes = ((options.cases, options.handlers),) if options.cases else SIZES
    for cases, handlers in sizes:
        for is_crossed in (False, True):
            measure(cases, handlers, is_crossed=is_crossed, seed=options.seed)


if __name__ == "__main__":
    main()
