"""Confounders beside the decisions: cooperatives, namesakes, universal subsidies, holdings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from loaders.synthetic.arrays import NOBODY, Bools, ints, stream
from loaders.synthetic.grants import Grants
from loaders.synthetic.kin_rows import missing_shares
from loaders.synthetic.programmes import CHOSEN, NUMBER, PROGRAMMES, YEARS
from loaders.synthetic.village_roles import PLAIN, single_surname_villages

if TYPE_CHECKING:
    from loaders.synthetic.dealings import Dealings
    from loaders.synthetic.scene import Scene

_KEEPS = 0.97
"""Chance that a household with a universal subsidy has it in a given year."""
_MEMBERS = 20
_VILLAGES_A_COOPERATIVE, _VILLAGES_A_NAMESAKE = 20, 10
_CARS, _HOUSES, _TRICYCLES = 0.08, 0.15, 0.20


def universal_grants(scene: Scene) -> Grants:
    """Return what is given to whoever has the land or the insurance; nobody decides on it."""
    rng = stream(scene.county.seed, "universal")
    made = Grants.of(house=ints([]))
    entitled = np.ones(scene.houses, np.bool_)
    if not scene.has("universal_to_kin"):
        entitled &= ~scene.barred
    for number, programme in enumerate(PROGRAMMES):
        if number in CHOSEN:
            continue
        holds = (rng.random(scene.houses) < programme.share / _KEEPS) & entitled
        for year in range(len(YEARS)):
            month, draw = int(rng.integers(3, 12)), rng.random(scene.houses)
            house = ints(np.flatnonzero(holds & (draw < _KEEPS)))
            day = _day(year, month)
            more = Grants.of(
                programme=number, year=year, house=house, village=scene.village[house], day=day
            )
            made = made.extended(more)
    return made


def _day(year: int, month: int) -> int:
    return int(np.datetime64(f"{YEARS[year]}-{month:02d}-15").astype(np.int64))


def tell_universal(dealings: Dealings) -> None:
    """Note the universal subsidies of the heads' own households."""
    scene = dealings.scene
    if not scene.has("universal_to_kin"):
        return
    heads = [p for v in range(len(scene.county.ground.villages)) for p in scene.heads(v)]
    house = scene.house_of(ints(heads))
    universal = ~np.isin(dealings.grants.programme, CHOSEN)
    rows = np.flatnonzero(universal & np.isin(dealings.grants.house, house))
    scene.truth.confound(
        "universal_to_kin",
        ("B2", "B3", "B10"),
        [scene.names[head] for head in heads],
        [dealings.grants.code(row) for row in rows.tolist()],
        "universal subsidies to the households of those who decide on other programmes",
    )


def cooperatives(dealings: Dealings) -> None:
    """Let returned migrants join the village's cooperative with small shares, and be aided."""
    scene = dealings.scene
    if not scene.has("returned_migrants_coop"):
        return
    lots = scene.truth.stream("returned_migrants_coop").random(scene.houses)
    grants = dealings.grants
    count = max(1, len(scene.county.ground.villages) // _VILLAGES_A_COOPERATIVE)
    grown = scene.living(25, 70)[scene.speaker]
    aided = np.zeros(scene.houses, np.bool_)
    aided[grants.house[(grants.programme == NUMBER["F09"]) & (grants.house >= 0)]] = True
    for village in scene.villages(PLAIN)[:count]:
        unit = scene.county.organisations.cooperatives[village]
        kin = [scene.kin_houses(scene.any_tie, head) for head in scene.heads(village)]
        able = aided & grown & ~dealings.used & ~scene.barred & (scene.village == village)
        able[np.concatenate([np.zeros(0, np.int32), *kin])] = False
        houses = dealings.drawn(able, lots)[:_MEMBERS]
        dealings.used[houses] = True
        members = [scene.names[person] for person in scene.speaker[houses].tolist()]
        row = {"company": unit.id, "role": "shareholder", "share": "0.02", "from": "2020-05-01"}
        dealings.rows["roles"] += [row | {"person": member} for member in members]
        scene.truth.confound(
            "returned_migrants_coop",
            ("B3", "C1"),
            [*members, unit.id],
            scene.house_codes(houses),
            "members of the village's cooperative, each with a small share, get what others get",
        )


def namesakes(dealings: Dealings) -> None:
    """Let some who got something bear the name of the head who granted it."""
    scene, grants = dealings.scene, dealings.grants
    if not scene.has("homonyms"):
        return
    rng = scene.truth.stream("homonyms")
    lots = rng.random(scene.houses)
    count = max(1, len(scene.county.ground.villages) // _VILLAGES_A_NAMESAKE)
    for village in rng.permutation(len(scene.county.ground.villages))[:count].tolist():
        for head in scene.heads(village)[:1]:
            kin = scene.kin_houses(scene.any_tie, head)
            rows = (grants.decider == head) & ~np.isin(grants.house, kin) & (grants.house >= 0)
            rows &= (grants.person == NOBODY) & (grants.village == village)
            able = np.zeros(scene.houses, np.bool_)
            able[grants.house[rows]] = True
            for house in dealings.drawn(able & ~dealings.used, lots)[:1]:
                dealings.used[house] = True
                dealings.names[int(scene.speaker[house])] = head
                scene.truth.confound(
                    "homonyms",
                    ("B1", "B2", "B10"),
                    [scene.names[head]],
                    [scene.names[scene.speaker[house]], *scene.house_codes([house])],
                    "bears the name of the head and is another person",
                )


def ordinary_holdings(dealings: Dealings) -> None:
    """Record cars of those who get nothing, one house of some, tricycles of those who do."""
    scene = dealings.scene
    rng = stream(scene.county.seed, "holdings")
    draw = rng.random((3, scene.houses))
    value = rng.random((3, scene.houses))
    chosen: tuple[tuple[str, Bools, tuple[int, int]], ...] = (
        ("vehicle", ~dealings.served & (draw[0] < _CARS), (40_000, 160_000)),
        ("house", draw[1] < _HOUSES, (50_000, 180_000)),
        ("vehicle", dealings.served & (draw[2] < _TRICYCLES), (2_500, 6_000)),
    )
    year = rng.integers(2008, 2021, scene.houses)
    for number, (kind, houses, (least, most)) in enumerate(chosen):
        taken = houses & ~dealings.used
        for house in np.flatnonzero(taken).tolist():
            worth = round(least + (most - least) * float(value[number, house]), -2)
            row = {"owner": scene.names[scene.speaker[house]], "kind": kind, "value": str(worth)}
            dealings.rows["holdings"].append(row | {"from": f"{year[house]}-0{number + 3}-01"})
        dealings.used |= taken & ~dealings.served


def tell_registers(scene: Scene) -> None:
    """Note what the registers are like: villages of one surname, parents who are missing."""
    ground, seed = scene.county.ground, scene.county.seed
    single = single_surname_villages(len(ground.villages))
    if scene.has("single_surname_village") and single:
        scene.truth.confound(
            "single_surname_village",
            ("B1", "E1"),
            [scene.names[head] for village in single for head in scene.heads(village)],
            [ground.villages[village].code for village in single],
            "founded by one lineage: nearly everybody is kin to everybody",
        )
    if scene.has("missing_parents"):
        shares = missing_shares(len(ground.villages), seed)
        scene.truth.confound(
            "missing_parents",
            ("B1", "B10", "C1", "C6", "E1"),
            [],
            [f"{v.code} {share:.2f}" for v, share in zip(ground.villages, shares, strict=True)],
            "share of people of whom a parent is not on record, by village",
        )
