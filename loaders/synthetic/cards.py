"""Many households' benefits in one account or under one telephone: B6, guardians, homes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from loaders.synthetic.arrays import Floats, ints
from loaders.synthetic.programmes import YEARS

if TYPE_CHECKING:
    from loaders.synthetic.dealings import Dealings

CARDS = {"weak": 4, "medium": 6, "strong": 8}
"""Unrelated households behind one account or telephone, by strength of B6."""
_VILLAGES_A_PLANT, _LEAST_PLANTS = 12, 3
_VILLAGES_A_GUARDIAN, _VILLAGES_A_HOME = 20, 15
_WARDS, _RESIDENTS = 5, 8
_SINCE = YEARS.index(2023)


def account_code(house: int) -> str:
    """Return the id of a household's account."""
    return f"A{house + 1:08d}"


def plant_cards(dealings: Dealings) -> None:
    """Plant B6: accountants draw others' benefits by their own account or their own telephone."""
    scene, truth = dealings.scene, dealings.scene.truth
    if not truth.plants:
        return
    rng, strengths = truth.stream("B6"), truth.strengths()
    clerks = _accountants(dealings)
    wanted = max(_LEAST_PLANTS, len(scene.county.ground.villages) // _VILLAGES_A_PLANT)
    lots, left = rng.random(scene.houses), rng.permutation(clerks).tolist()
    for turn, strength in enumerate(islice(strengths, wanted)):
        for clerk in left:
            own = int(scene.house_of(ints([clerk]))[0])
            houses = _strangers(dealings, lots, own, CARDS[strength])
            if len(houses) == CARDS[strength]:
                left.remove(clerk)
                _converge(dealings, clerk, houses, strength, by_phone=turn % 3 == 1)
                break


def _converge(
    dealings: Dealings, clerk: int, houses: list[int], strength: str, *, by_phone: bool
) -> None:
    """Let the households' benefits meet at the clerk's telephone, or at the clerk's account."""
    scene = dealings.scene
    dealings.used[houses] = True
    own = int(scene.house_of(ints([clerk]))[0])
    if by_phone:
        speakers = scene.county.households.head[houses].tolist()
        dealings.phones |= {int(person): clerk for person in speakers}
        subject = scene.phone(clerk)
        why = "their benefits are registered under the accountant's telephone"
    else:
        dealings.redirect(dealings.of_houses(houses, _SINCE), own)
        subject, why = account_code(own), "their benefits are paid to the accountant's account"
    scene.truth.plant("B6", subject, scene.house_codes(houses), strength, why)


def _accountants(dealings: Dealings) -> list[int]:
    """Return today's accountants who head their households and have telephones of their own."""
    scene = dealings.scene
    units = {unit.id for unit in scene.county.organisations.committees}
    people = {p.person for p in scene.county.posts if p.role == "finance" and p.unit.id in units}
    heads = set(scene.county.households.head.tolist())
    return [person for person in sorted(people & heads) if scene.has_own_phone(person)]


def _strangers(dealings: Dealings, lots: Floats, own: int, count: int) -> list[int]:
    """Return unrelated households of the village that got something by decision."""
    scene = dealings.scene
    recent = np.zeros(scene.houses, np.bool_)
    recent[dealings.grants.house[dealings.grants.year >= _SINCE]] = True
    able = dealings.served & recent & ~dealings.used & ~scene.barred
    able &= scene.village == scene.village[own]
    return dealings.unrelated(dealings.drawn(able, lots), count, beside=[own])


def guardian_accounts(dealings: Dealings) -> None:
    """Let guardians receive what is granted to their wards (民法典 34)."""
    scene = dealings.scene
    if not scene.has("guardian_account"):
        return
    lots = scene.truth.stream("guardian_account").random(scene.houses)
    grown = scene.living(35, 62)[scene.county.households.head]
    pool = dealings.drawn(grown & ~scene.barred & ~dealings.used, lots)
    for own in pool[: max(1, len(scene.county.ground.villages) // _VILLAGES_A_GUARDIAN)]:
        houses = _strangers(dealings, lots, own, _WARDS)
        if len(houses) == _WARDS:
            dealings.used[[own, *houses]] = True
            dealings.redirect(dealings.of_houses(houses), own)
            guardian = scene.names[scene.county.households.head[own]]
            wards = [scene.names[p] for p in scene.county.households.head[houses].tolist()]
            dealings.rows["ties"] += [
                {"person": ward, "other": guardian, "kind": "guardian", "from": "2020-09-01"}
                for ward in wards
            ]
            scene.truth.confound(
                "guardian_account",
                ("B6",),
                [account_code(own), guardian],
                scene.house_codes(houses),
                "a guardian receives for wards, as the statute lets guardians do",
            )


def care_homes(dealings: Dealings) -> None:
    """Let homes for the old receive what is granted to those who live alone and in them."""
    scene = dealings.scene
    if not scene.has("care_home_account"):
        return
    lots = scene.truth.stream("care_home_account").random(scene.houses)
    alone = (scene.size == 1) & scene.living(60, 200)[scene.speaker]
    able = alone & dealings.served & ~dealings.used & ~scene.barred
    ground = scene.county.ground
    for number in range(max(1, len(ground.villages) // _VILLAGES_A_HOME)):
        township = ground.townships[number % len(ground.townships)]
        here = np.array([v.parent == township.code for v in ground.villages])[scene.village]
        pool = dealings.drawn(able & here & ~dealings.used, lots)
        houses = dealings.unrelated(pool, _RESIDENTS)
        unit = f"UH{number + 1:04d}"
        name = f"{township.name}合成敬老院{number + 1}"
        row = {"id": unit, "name": name, "kind": "other", "place": township.code, "note": "合成"}
        dealings.rows["units"].append(row)
        dealings.used[houses] = True
        dealings.redirect(dealings.of_houses(houses), scene.houses + len(dealings.homes))
        dealings.homes.append(unit)
        scene.truth.confound(
            "care_home_account",
            ("B6",),
            [account_code(scene.houses + number), unit],
            scene.house_codes(houses),
            "a home for the old receives for those who live in it",
        )
