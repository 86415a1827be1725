"""Zones of made counties of many sizes: possible zones, seconds, gap; beside one large program.

Run: python -m bench.zones [--seed N] [--peer]
Townships lie at random, 100 square kilometres each; a city is ten counties of Tongren's sizes. The
peer is the same set partition given to HiGHS with every column at once.
"""

from __future__ import annotations

import argparse
import time

import highspy
import numpy as np

from graph.zones.clock import Clock
from graph.zones.costs import Pricing
from graph.zones.county_model import CountyModel
from graph.zones.cover import partition_of
from graph.zones.measures import Measures
from graph.zones.neighbourhood import neighbourhood_of
from graph.zones.plan import Task, plan_zones
from graph.zones.rules import LEAST, Rules, Weights
from graph.zones.solver import SCALE, binary_model, quiet_solver
from graph.zones.townships import County, Township

COUNTIES = (18, 25, 40, 80, 181)
CITY = (15, 11, 10, 8, 19, 28, 17, 22, 23, 28)
"""Townships of the ten counties of Tongren."""
_SIDE_KM, _DEGREE_KM = 10.0, 111.195


def main(argv: list[str] | None = None) -> None:
    """Print a line for every county, and for the city with and without its front."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer", action="store_true", help="also solve with every column at once")
    options = parser.parse_args(argv)
    for townships in COUNTIES:
        _county(townships, options.seed, has_peer=options.peer)
    for zones in (None, 60):
        _city(zones, options.seed)


def _county(townships: int, seed: int, *, has_peer: bool) -> None:
    _, pricing = made_county(townships, seed)
    model = CountyModel(pricing=pricing)
    begin, busy = time.perf_counter(), time.process_time()
    zones = model.most_zones(Weights(), Clock())
    found = model.best(zones, LEAST, Weights(), Clock())
    took, busy = time.perf_counter() - begin, time.process_time() - busy
    if found is None:
        raise SystemExit(f"{townships} townships: no plan of {zones} zones")
    print(
        f"{townships} townships, {zones} zones of {found.columns:,}: {took:.2f} s"
        f" (processor {busy:.2f} s), objective {found.objective:.5f},"
        f" gap {max(found.cost - found.bound, 0.0):.1e}, rules broken {found.broken}"
    )
    if has_peer:
        seconds, objective = _at_once(model, zones)
        print(f"{'':4}every column at once: {seconds:.2f} s, objective {objective:.5f}")


def _at_once(model: CountyModel, zones: int) -> tuple[float, float]:
    columns = model._columns(*model.bounds(zones, LEAST), is_near=True)
    if columns is None:
        raise SystemExit("too many columns for the peer")
    begin = time.perf_counter()
    cost = model.price(columns, zones, Weights())
    solver = quiet_solver(mip_rel_gap=0.0, time_limit=300.0)
    solver.passModel(binary_model(partition_of(columns.masks, cost, model.n, zones)))
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return time.perf_counter() - begin, float("nan")
    return time.perf_counter() - begin, solver.getInfo().objective_function_value / SCALE


def _city(zones: int | None, seed: int) -> None:
    counties = [made_county(n, seed + at, f"K{at}") for at, n in enumerate(CITY)]
    for with_front in (False, True):
        begin, busy = time.perf_counter(), time.process_time()
        found = plan_zones(Task(counties=counties, zones=zones, with_front=with_front))
        took, busy = time.perf_counter() - begin, time.process_time() - busy
        relaxed = f", {len(found.relaxed.zones)} with pairs" if found.relaxed is not None else ""
        print(
            f"{sum(CITY)} townships of {len(CITY)} counties, {len(found.plan.zones)} zones{relaxed}"
            f"{f', front of {len(found.front.points)}' if with_front else ''}: {took:.2f} s"
            f" (processor {busy:.2f} s), gap {found.plan.gap:.1e}, proven {found.plan.is_proven}"
        )


def made_county(n: int, seed: int, code: str = "K") -> tuple[County, Pricing]:
    """Return a county of random places, sizes, staff, skills and ties."""
    rng = np.random.default_rng(seed)
    places = rng.random((n, 2)) * np.sqrt(n) * _SIDE_KM / _DEGREE_KM
    county = County(
        id=code,
        name=f"{code}县",
        townships=tuple(
            Township(id=f"{code}{at:03d}", name=f"{code}{at}", lat=lat, lon=lon)
            for at, (lat, lon) in enumerate(places.tolist())
        ),
    )
    rate = rng.gamma(0.5, 1.0, (n, n)) / 1e4
    np.fill_diagonal(rate, 0.0)
    measures = Measures(
        size=rng.lognormal(9.5, 0.5, n),
        size_unit="people",
        staff=rng.integers(2, 6, n),
        has_handlers=True,
        skills=rng.random((n, 6)) < 0.4,
        skill_names=tuple("abcdef"),
        rate=rate,
        knows_ties=True,
        ties=rate,
        people=np.full(n, 10_000),
    )
    rules = Rules()
    hood = neighbourhood_of(county, rules)
    return county, Pricing(neighbourhood=hood, measures=measures, rules=rules)


if __name__ == "__main__":
    main()
