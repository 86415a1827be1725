"""Where people met when young: classes of the township school, the army, the party school."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.model import ALWAYS, day_of
from loaders.synthetic.arrays import MALE, TODAY, YEAR, Ints, ints, stream
from loaders.synthetic.columns import chosen, constant, dates, joined

if TYPE_CHECKING:
    from loaders.synthetic.ground import Ground
    from loaders.synthetic.organisations import Organisations
    from loaders.synthetic.population import Population

_BORN_FROM, _BORN_TO = day_of("1962-09-01"), day_of("2012-09-01")
_RECORDED = 0.6
_CLASS_SIZE = 40


def class_rows(
    population: Population, ground: Ground, made: Organisations, ids: pa.Array, seed: int
) -> pa.Table:
    """Return the living people's classes: those of one township and school year, forty a class."""
    persons = population.persons
    rng = stream(seed, "classes")
    pupil = (persons.born >= _BORN_FROM) & (persons.born < _BORN_TO) & (persons.died == ALWAYS)
    people = ints(np.flatnonzero(pupil))
    township = ints(ground.township_of)[persons.birth_village[people]]
    started = _school_year(persons.born[people])
    cohort = township * 100 + started - 1960
    size = np.bincount(cohort)[cohort]
    number = ints(1 + rng.random(len(people)) * np.ceil(size / _CLASS_SIZE))
    kept = rng.random(len(people)) < _RECORDED
    people, township, started, number = (a[kept] for a in (people, township, started, number))
    count = len(people)
    years = pa.array(started).cast(pa.string())
    names = chosen([t.name for t in ground.townships], township)
    return pa.table(
        {
            "person": ids.take(pa.array(people)),
            "unit": chosen([school.id for school in made.schools], township),
            "group_name": joined(
                names, "中心学校", years, "级", pa.array(number).cast(pa.string()), "班"
            ),
            "kind": constant("class", count),
            "from": joined(years, "-09"),
            "to": joined(pa.array(started + 6).cast(pa.string()), "-07"),
        }
    )


def army_rows(
    population: Population, ground: Ground, made: Organisations, ids: pa.Array, seed: int
) -> pa.Table:
    """Return the men who served, two years each."""
    persons = population.persons
    rng = stream(seed, "army")
    man = (persons.sex == MALE) & (persons.died == ALWAYS)
    man &= (persons.born > day_of("1955-01-01")) & (persons.born < TODAY - 21 * YEAR)
    people = ints(np.flatnonzero(man & (rng.random(len(persons)) < 0.03)))
    county = ints(ground.county_of)[ints(ground.township_of)[persons.birth_village[people]]]
    since = ints(persons.born[people] + 18 * YEAR)
    return pa.table(
        {
            "person": ids.take(pa.array(people)),
            "unit": chosen([unit.id for unit in made.barracks], county),
            "kind": constant("army", len(people)),
            "from": dates(since),
            "to": dates(since + 730),
        }
    )


def party_school_rows(officials: Ints, ids: pa.Array, seed: int) -> pa.Table:
    """Return the courses of officials, some forty people each."""
    rng = stream(seed, "party school")
    people = officials[rng.random(len(officials)) < 0.3]
    course = ints(rng.integers(0, max(1, len(people) // _CLASS_SIZE + 1), len(people)))
    year = 2014 + course % 12
    years = pa.array(year).cast(pa.string())
    return pa.table(
        {
            "person": ids.take(pa.array(people)),
            "group_name": joined(
                "合成党校", years, "年第", pa.array(course + 1).cast(pa.string()), "期"
            ),
            "kind": constant("party_school", len(people)),
            "from": joined(years, "-03-01"),
            "to": joined(years, "-05-31"),
        }
    )


def _school_year(born: Ints) -> Ints:
    """Return the year in which people start school: the September after their seventh birthday."""
    seventh = (born + 7 * YEAR).astype(np.int64)
    month = seventh.astype("M8[D]").astype("M8[M]").astype(np.int64)
    return ints(1970 + month // 12 + (month % 12 >= 8))
