"""B2 and B3 planted: deciders' own households, and recipients who cannot be or may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.model import day_of, iso_of
from loaders.synthetic.arrays import NOBODY, ints
from loaders.synthetic.grants import NOT_FILED
from loaders.synthetic.programmes import CHOSEN, NUMBER, YEARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from loaders.synthetic.dealings import Dealings

TIMES = {"weak": 1, "medium": 2, "strong": 4}
"""Benefits that should not have been, by strength of B2 and B3."""
_VILLAGES_A_DECIDER, _VILLAGES_A_KIND = 12, 30
_LEAST_DECIDERS = 3
_DEAD_BEFORE, _SAFELY_AFTER = "2021-06-30", 200
_GIVEN = tuple(NUMBER[code] for code in ("F01", "F02"))
_OLD_POST = "2020-12-31"

Plant = tuple[str, list[str], str]
"""Subject, benefits and reason."""


def plant_own_households(dealings: Dealings) -> None:
    """Plant B2: heads give to their own households and file nothing."""
    scene, truth = dealings.scene, dealings.scene.truth
    if not truth.plants:
        return
    rng, strengths = truth.stream("B2"), truth.strengths()
    villages = rng.permutation(len(scene.county.ground.villages)).tolist()
    wanted = max(_LEAST_DECIDERS, len(villages) // _VILLAGES_A_DECIDER)
    decider = dealings.decisions.decider
    for village in villages:
        for head in scene.heads(village)[:1]:
            places = np.argwhere(decider[:, :, village] == head)
            house = int(scene.house_of(ints([head]))[0])
            if wanted and len(places) >= TIMES["strong"] and _is_fit(dealings, house):
                strength, wanted = next(strengths), wanted - 1
                codes = []
                for number, year in rng.permutation(places)[: TIMES[strength]].tolist():
                    day = int(dealings.decisions.day[number, year, village])
                    more = {"house": house, "village": village, "filed": NOT_FILED}
                    codes.append(dealings.give(CHOSEN[number], year, day, decider=head, **more))
                why = "the head gave to the own household and filed nothing"
                truth.plant("B2", scene.names[head], codes, strength, why)


def _is_fit(dealings: Dealings, house: int) -> bool:
    """Whether a head's household serves no other plant and has nobody else in a post or firm."""
    return not dealings.used[house] and int(dealings.scene.busy_members[house]) == 1


def plant_impossible(dealings: Dealings) -> None:
    """Plant B3: the dead, the paid, owners of firms, the moved, two houses, a car, twice."""
    scene, truth = dealings.scene, dealings.scene.truth
    if not truth.plants:
        return
    strengths = truth.strengths()
    a_kind = max(1, len(scene.county.ground.villages) // _VILLAGES_A_KIND)
    for name, make in KINDS:
        made = make(dealings, truth.stream(f"B3 {name}"), strengths)
        for _ in range(a_kind):
            found = next(made, None)
            if found is not None:
                (subject, codes, why), strength = found
                truth.plant("B3", subject, codes, strength, f"{name}: {why}")


def _years_after(day: int) -> list[int]:
    """Return the years, by index, all of whose benefits come safely after a day."""
    return [i for i, year in enumerate(YEARS) if day_of(f"{year}-01-15") > day + _SAFELY_AFTER]


def _given(
    dealings: Dealings, rng: np.random.Generator, years: list[int], strength: str, **columns: int
) -> list[str]:
    """Give as many benefits as the strength asks for, the latest years first, none twice."""
    places = [(programme, year) for programme in _GIVEN for year in sorted(years, reverse=True)]
    codes = []
    for programme, year in places[: TIMES[strength]]:
        day = day_of(f"{YEARS[year]}-01-15") + int(rng.integers(30, 330))
        codes.append(dealings.give(programme, year, day, **columns))
    return codes


def _dead(
    dealings: Dealings, rng: np.random.Generator, strengths: Iterator[str]
) -> Iterator[tuple[Plant, str]]:
    persons, scene = dealings.scene.county.population.persons, dealings.scene
    child = np.full(len(persons), NOBODY, np.int32)
    alive = np.flatnonzero(scene.living(0, 200) & (persons.father >= 0))
    child[persons.father[alive]] = alive
    late = (persons.died > day_of("2012-01-01")) & (persons.died < day_of(_DEAD_BEFORE))
    for person in rng.permutation(np.flatnonzero(late & (child >= 0))).tolist():
        payee = int(scene.house_of(child[[person]])[0])
        if payee != NOBODY and not scene.barred[payee] and not dealings.used[payee]:
            dealings.used[payee] = True
            strength, day = next(strengths), int(persons.died[person])
            village = int(scene.village[payee])
            columns = {"person": person, "village": village, "account": payee}
            codes = _given(dealings, rng, _years_after(day), strength, **columns)
            yield (scene.names[person], codes, f"died on {iso_of(day)}"), strength


def _busy(
    dealings: Dealings,
    rng: np.random.Generator,
    strengths: Iterator[str],
    people: npt.NDArray[np.int32],
    why: str,
) -> Iterator[tuple[Plant, str]]:
    scene = dealings.scene
    heads = {p for v in range(len(scene.county.ground.villages)) for p in scene.heads(v)}
    own = set(scene.house_of(ints(sorted(heads))).tolist())
    for person in rng.permutation(people).tolist():
        house = int(scene.house_of(ints([person]))[0])
        if house not in own and not dealings.used[house]:
            dealings.used[house] = True
            strength = next(strengths)
            columns = {"house": house, "person": person, "village": int(scene.village[house])}
            codes = _given(dealings, rng, list(range(1, len(YEARS))), strength, **columns)
            yield (scene.names[person], codes, why), strength


def _paid(
    dealings: Dealings, rng: np.random.Generator, strengths: Iterator[str]
) -> Iterator[tuple[Plant, str]]:
    county = dealings.scene.county
    public = {unit.id for unit in county.organisations.governments}
    posts = [p for p in county.posts if p.unit.id in public and p.role == "employee"]
    people = sorted({p.person for p in posts if p.since < _OLD_POST and not p.until})
    return _busy(dealings, rng, strengths, ints(people), "on the payroll of a government")


def _owner(
    dealings: Dealings, rng: np.random.Generator, strengths: Iterator[str]
) -> Iterator[tuple[Plant, str]]:
    return _busy(dealings, rng, strengths, dealings.scene.owners, "legal representative of a firm")


def _free(
    dealings: Dealings, rng: np.random.Generator, strengths: Iterator[str]
) -> Iterator[tuple[int, int, dict[str, int], str]]:
    """Yield free households with a grown-up to name: person, household, columns, strength."""
    scene = dealings.scene
    grown = scene.living(25, 75)[scene.speaker]
    for house in rng.permutation(np.flatnonzero(dealings.free & grown)).tolist():
        if not dealings.used[house]:
            dealings.used[house] = True
            person = int(scene.speaker[house])
            columns = {"house": house, "person": person, "village": int(scene.village[house])}
            yield person, house, columns, next(strengths)


def _housed(
    dealings: Dealings, rng: np.random.Generator, strengths: Iterator[str]
) -> Iterator[tuple[Plant, str]]:
    return _holder(dealings, rng, strengths, ("house", ("460000", "520000")))


def _driver(
    dealings: Dealings, rng: np.random.Generator, strengths: Iterator[str]
) -> Iterator[tuple[Plant, str]]:
    return _holder(dealings, rng, strengths, ("vehicle", ("268000",)))


def _holder(
    dealings: Dealings,
    rng: np.random.Generator,
    strengths: Iterator[str],
    things: tuple[str, tuple[str, ...]],
) -> Iterator[tuple[Plant, str]]:
    names, (kind, values) = dealings.scene.names, things
    for person, _, columns, strength in _free(dealings, rng, strengths):
        for number, value in enumerate(values):
            row = {"owner": names[person], "kind": kind, "value": value}
            dealings.rows["holdings"].append(row | {"from": f"{2017 + number}-05-20"})
        codes = _given(dealings, rng, list(range(1, len(YEARS))), strength, **columns)
        yield (names[person], codes, f"{len(values)} of kind {kind}, dear ones"), strength


def _moved(
    dealings: Dealings, rng: np.random.Generator, strengths: Iterator[str]
) -> Iterator[tuple[Plant, str]]:
    scene = dealings.scene
    for person, house, columns, strength in _free(dealings, rng, strengths):
        day = day_of("2021-02-01") + int(rng.integers(0, 180))
        row = {"person": scene.names[person], "date": iso_of(day), "reason": "迁往省外"}
        dealings.rows["moves"].append(row | {"from_household": scene.house_codes([house])[0]})
        codes = _given(dealings, rng, _years_after(day), strength, **columns)
        yield (scene.names[person], codes, f"moved away on {iso_of(day)}"), strength


def _twice(
    dealings: Dealings, rng: np.random.Generator, strengths: Iterator[str]
) -> Iterator[tuple[Plant, str]]:
    grants = dealings.grants
    once = np.flatnonzero(dealings.decided & (grants.programme == _GIVEN[0]) & (grants.filed < 0))
    for row in rng.permutation(once).tolist():
        house = int(grants.house[row])
        if house >= 0 and not dealings.used[house] and grants.person[row] < 0:
            dealings.used[house] = True
            strength, codes = next(strengths), [grants.code(row)]
            for turn in range(1, TIMES[strength] + 1):
                year, day = int(grants.year[row]), int(grants.day[row])
                last = day_of(f"{YEARS[year]}-12-28")
                later = min(day + 7 * turn, last)
                columns = {name: int(getattr(grants, name)[row]) for name in ("village", "decider")}
                more = {"house": house, "turn": turn, **columns}
                codes.append(dealings.give(_GIVEN[0], year, later, **more))
            yield (dealings.scene.house_codes([house])[0], codes, "the same aid again"), strength


KINDS = (
    ("dead", _dead),
    ("payroll", _paid),
    ("company", _owner),
    ("house", _housed),
    ("vehicle", _driver),
    ("moved", _moved),
    ("duplicate", _twice),
)
"""Kinds of recipients who may not get what they got."""
