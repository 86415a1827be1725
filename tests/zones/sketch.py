"""Small counties for tests: townships, ways and figures made to measure."""

import itertools

import numpy as np

from graph.zones.costs import BREACH_COST, Pricing
from graph.zones.county_model import CountyModel
from graph.zones.measures import Measures
from graph.zones.neighbourhood import Neighbourhood, Origin, beside_each_other
from graph.zones.rules import Rules, Weights
from graph.zones.subsets import is_connected, mask_of, masks_of
from graph.zones.townships import County, Township

DEFAULTS = Weights()


def county(n, code="K1", names=None):
    return County(
        id=code,
        name=f"{code}县",
        townships=tuple(
            Township(id=f"{code}{i:02d}", name=(names or {}).get(i, f"{code}乡{i}"))
            for i in range(n)
        ),
    )


def hood(points=None, adjacent=None, travel=None, minutes=60.0, unit="min"):
    if points is not None:
        points = np.asarray(points, float)
        travel = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
        adjacent = beside_each_other(points) if adjacent is None else adjacent
    adjacent = np.asarray(adjacent, bool)
    if travel is None:
        order = np.arange(len(adjacent))
        travel = np.abs(order[:, None] - order) * 10.0
    return Neighbourhood(
        adjacent=adjacent, travel=np.asarray(travel, float), unit=unit, scale=minutes,
        origin=Origin.COORDINATES,
    )  # fmt: skip


def measures(n, size=None, staff=None, skills=None, rate=None, has_handlers=True):
    skills = np.zeros((n, 0), bool) if skills is None else np.asarray(skills, bool)
    rate = np.zeros((n, n)) if rate is None else np.asarray(rate, float)
    np.fill_diagonal(rate, 0.0)
    return Measures(
        size=np.ones(n) if size is None else np.asarray(size, float),
        size_unit="people",
        staff=np.full(n, 3) if staff is None else np.asarray(staff),
        has_handlers=has_handlers,
        skills=skills,
        skill_names=tuple(f"s{i}" for i in range(skills.shape[1])),
        rate=rate,
        knows_ties=bool(rate.any()),
        ties=rate * 3000,
        people=np.full(n, 1000),
    )


def model(n=None, seed=0, previous=None, limit=300_000, rules=None, **figures):
    """A county on a random plane, with random sizes, staff, skills and ties."""
    rng = np.random.default_rng(seed)
    points = rng.random((n, 2)) * 10 * np.sqrt(n)
    known = {
        "size": rng.integers(500, 5000, n),
        "staff": rng.integers(1, 5, n),
        "skills": rng.random((n, 3)) < 0.5,
        "rate": rng.gamma(0.5, 1.0, (n, n)) / 1e4,
    } | {name: value for name, value in figures.items() if name != "hood"}
    pricing = Pricing(
        neighbourhood=figures.get("hood") or hood(points),
        measures=measures(n, **known),
        rules=rules or Rules(),
    )
    return CountyModel(pricing=pricing, previous=previous, limit=limit)


def partitions(members, sizes):
    """Every partition of a list into groups of these sizes, each once."""
    if not members:
        yield []
        return
    first, rest = members[0], members[1:]
    for size in sizes:
        for others in itertools.combinations(rest, size - 1):
            left = [member for member in rest if member not in others]
            for more in partitions(left, sizes):
                yield [(first, *others), *more]


def brute_best(model, zones, least, most, weights=DEFAULTS):
    """The cheapest plan by trying all, priced by `evaluate`; its cost, or None."""
    beside = masks_of(model.pricing.neighbourhood.adjacent)
    best = None
    for groups in partitions(list(range(model.n)), range(least, most + 1)):
        masks = [mask_of(group) for group in groups]
        if len(masks) == zones and all(is_connected(mask, beside) for mask in masks):
            cost = model.evaluate(masks, weights).cost
            best = cost if best is None else min(best, cost)
    return best


def is_sound(model, grouping, least):
    """Whether zones are connected, large enough, and hold every township once."""
    beside = masks_of(model.pricing.neighbourhood.adjacent)
    together = sum(grouping.zones)
    return (
        together == (1 << model.n) - 1
        and sum(zone.bit_count() for zone in grouping.zones) == model.n
        and all(is_connected(zone, beside) for zone in grouping.zones)
        and all(zone.bit_count() >= min(least, model.n) for zone in grouping.zones)
    )


KEPT = BREACH_COST
