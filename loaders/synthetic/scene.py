"""What the making of benefits reads of the county: households, who decides, who is kin to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model import ALWAYS, day_of, iso_of
from loaders.synthetic.arrays import MALE, NOBODY, TODAY, YEAR, Bools, Ints, ints, lookup
from loaders.synthetic.kinfolk import plain_kin, widest_kin
from loaders.synthetic.relatives import FIRST_DAY, lawful_kin, possible_kin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.synthetic.county import County
    from loaders.synthetic.kinfolk import Kinfolk
    from loaders.synthetic.sheets import Sheets
    from loaders.synthetic.truth import Truth

_LAST_DAY = day_of("2025-12-31")
_HANDING_OVER = 31
"""Nothing is decided in the first weeks of 2021, when the committees were elected."""


def make_scene(county: County, truth: Truth, people: pa.Table, sheets: Sheets) -> Scene:
    """Return the scene of a county whose posts and roles are in the sheets already."""
    tables = sheets.tables()
    roles, posts = tables["roles"], tables["posts"]
    old = pc.less(roles["from"], iso_of(FIRST_DAY)).fill_null(False)
    first = pc.and_(old, pc.equal(roles["role"], "legal_representative"))
    persons = len(county.population.persons)
    return Scene(
        county=county,
        truth=truth,
        people=people,
        busy=_indices(pa.chunked_array(posts["person"].chunks + roles["person"].chunks), persons),
        owners=_indices(roles["person"].filter(first), persons),
    )


def _indices(ids: pa.ChunkedArray, persons: int) -> Ints:
    """Return the indices of the persons of the population among these ids."""
    listed = [one for one in set(ids.to_pylist()) if one and one.startswith("P")]
    return ints(sorted(n for n in (int(one[1:]) - 1 for one in listed) if n < persons))


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The county as the benefits see it; persons are indices, `people` their table."""

    county: County
    truth: Truth
    people: pa.Table
    busy: Ints
    """Everybody with a post or a role in a firm or a cooperative."""
    owners: Ints
    """Legal representatives since before the first benefit."""

    @cached_property
    def names(self) -> list[str]:
        """Ids of persons by index."""
        found: list[str] = self.county.ids.to_pylist()
        return found

    @cached_property
    def houses(self) -> int:
        """Number of households."""
        return len(self.county.households)

    @cached_property
    def village(self) -> Ints:
        """Village of each household."""
        return self.county.population.persons.village[self.county.households.head]

    @cached_property
    def speaker(self) -> Ints:
        """Return the first man of each household, else its head: its branch is the household's."""
        persons, houses = self.county.population.persons, self.county.households
        found = houses.head.copy()
        men = ints(np.flatnonzero((houses.of_person >= 0) & (persons.sex == MALE)))[::-1]
        found[houses.of_person[men]] = men
        return found

    @cached_property
    def busy_members(self) -> Ints:
        """Number of members of each household who are in a post or a firm."""
        house = self.county.households.of_person[self.busy]
        return ints(np.bincount(house[house >= 0], minlength=self.houses))

    @cached_property
    def barred(self) -> Bools:
        """Households with somebody in a post or a firm: they get nothing that is decided on."""
        barred: Bools = self.busy_members > 0
        return barred

    @cached_property
    def size(self) -> Ints:
        """Number of members of each household."""
        house = self.county.households.of_person
        return ints(np.bincount(house[house >= 0], minlength=self.houses))

    @cached_property
    def lawful(self) -> Kinfolk:
        """Kin that count in law throughout, recorded or not."""
        return lawful_kin(self.county.population)

    @cached_property
    def recorded(self) -> Kinfolk:
        """Kin that count in law throughout and that are told by the registers."""
        return plain_kin(self.county.population, self.county.known, FIRST_DAY)

    @cached_property
    def possible(self) -> Kinfolk:
        """Kin that may count in law on some day."""
        return possible_kin(self.county.population, self.county.seed)

    @cached_property
    def any_tie(self) -> Kinfolk:
        """Kin by any tie that ever was, lawful or not."""
        return widest_kin(self.county.population)

    def house_of(self, people: Ints) -> Ints:
        """Return the households of the persons, NOBODY of the dead."""
        return lookup(self.county.households.of_person, people)

    def kin_houses(self, kin: Kinfolk, person: int) -> Ints:
        """Return the other households in which kin of the person live."""
        house = self.house_of(ints(sorted(kin.of(person))))
        return ints(np.setdiff1d(house, [NOBODY, int(self.house_of(ints([person]))[0])]))

    def living(self, least: float, most: float) -> Bools:
        """Tell which persons live and are of an age in years."""
        persons = self.county.population.persons
        age = (TODAY - persons.born) / YEAR
        living: Bools = (persons.died == ALWAYS) & (age >= least) & (age < most)
        return living

    def has(self, confounder: str) -> bool:
        """Whether the confounder is to be made."""
        return self.truth.has(confounder)

    def phone(self, person: int) -> str:
        """Return a person's telephone, blank if there is none."""
        return self.people["phone"][person].as_py() or ""

    def has_own_phone(self, person: int) -> bool:
        """Whether a person has a telephone other than that of the household's head."""
        head = int(self.county.households.head[self.house_of(ints([person]))[0]])
        return bool(self.phone(person)) and (
            person == head or self.phone(person) != self.phone(head)
        )

    def villages(self, role: str) -> tuple[int, ...]:
        """Return the villages of a role."""
        return self.county.roles[role]

    def house_codes(self, houses: Iterable[int]) -> list[str]:
        """Return the ids of households."""
        return [f"H{house + 1:07d}" for house in houses]

    def village_code(self, village: int) -> str:
        """Return the code of a village."""
        return self.county.ground.villages[village].code

    def head_on(self, village: int, day: int) -> int:
        """Return the head of a village's committee on a day, NOBODY where it has none of ours."""
        return next(
            (p for p, since, until in self._heads[village] if since <= day <= until), NOBODY
        )

    def heads(self, village: int) -> list[int]:
        """Return the heads of a village during the years of benefits, the earlier first."""
        return [person for person, since, until in self._heads[village] if _in_years(since, until)]

    @cached_property
    def _heads(self) -> list[list[tuple[int, int, int]]]:
        """Heads of each village's committee: person, first and last day."""
        at = {unit.id: i for i, unit in enumerate(self.county.organisations.committees)}
        found: list[list[tuple[int, int, int]]] = [[] for _ in at]
        for post in self.county.posts:
            if post.role == "head" and post.unit.id in at:
                until = day_of(post.until) if post.until else ALWAYS
                found[at[post.unit.id]].append((post.person, day_of(post.since), until))
        return found


def _in_years(since: int, until: int) -> bool:
    return since <= _LAST_DAY and until >= FIRST_DAY + _HANDING_OVER
