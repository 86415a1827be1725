"""The benefits while plants and confounders are laid on them, with the rows they need elsewhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from loaders.synthetic.arrays import NOBODY, Bools, Floats, Ints, ints
from loaders.synthetic.grants import Grants
from loaders.synthetic.programmes import CHOSEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.synthetic.decisions import Decisions
    from loaders.synthetic.scene import Scene

Row = dict[str, str]


@dataclass(kw_only=True)
class Dealings:
    """The benefits so far; `rows` by table; `phones` and `names` say whose a person has instead."""

    scene: Scene
    decisions: Decisions
    given: Grants
    """The benefits, apart from those added last: see `grants`."""
    added: list[Grants] = field(default_factory=list)
    rows: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    phones: dict[int, int] = field(default_factory=dict)
    names: dict[int, int] = field(default_factory=dict)
    homes: list[str] = field(default_factory=list)
    """Units whose accounts come after those of the households."""

    former: dict[int, int] = field(default_factory=dict)
    """Households out of which persons moved in the years of benefits."""

    @property
    def grants(self) -> Grants:
        """All benefits so far."""
        for more in self.added:
            self.given = self.given.extended(more)
        self.added.clear()
        return self.given

    @cached_property
    def served(self) -> Bools:
        """Households that got something by decision."""
        return np.asarray(self.decisions.chosen.any(axis=(0, 1)), np.bool_)

    @cached_property
    def free(self) -> Bools:
        """Households that got nothing by decision and may be used for one plant each."""
        return ~self.served & ~self.scene.barred

    @cached_property
    def used(self) -> Bools:
        """Households that serve a plant or a confounder already: none serves two."""
        return np.zeros(self.scene.houses, np.bool_)

    def spare_favoured(self) -> None:
        """Keep later plants out of the villages whose odds are planted already."""
        favouring = {one.subject for one in self.scene.truth.planted if one.code == "B1"}
        villages = [
            village
            for village in range(len(self.scene.county.ground.villages))
            if any(self.scene.names[head] in favouring for head in self.scene.heads(village))
        ]
        self.used |= np.isin(self.scene.village, villages)

    def add(self, more: Grants) -> list[str]:
        """Add benefits and return their ids."""
        self.added.append(more)
        return more.codes

    def give(self, programme: int, year: int, day: int, **columns: int) -> str:
        """Add one benefit, decided by the head of its village on the day; returns its id."""
        columns.setdefault("decider", self.scene.head_on(columns["village"], day))
        row = Grants.of(programme=ints([programme]), year=year, day=day, **columns)
        return self.add(row)[0]

    def redirect(self, rows: Bools, account: int) -> None:
        """Pay the benefits into another account."""
        paid = np.where(rows, np.int32(account), self.grants.account)
        self.given = replace(self.grants, account=ints(paid))

    def file(self, rows: Bools, filed: int) -> None:
        """Say of the benefits whether they are filed."""
        told = np.where(rows, np.int32(filed), self.grants.filed)
        self.given = replace(self.grants, filed=ints(told))

    def of_houses(self, houses: Iterable[int], since: int = 0) -> Bools:
        """Tell which benefits are those households', from a year (by index) on."""
        mine: Bools = np.isin(self.grants.house, list(houses)) & (self.grants.year >= since)
        return mine

    @property
    def decided(self) -> Bools:
        """Tell which benefits somebody decided on."""
        decided: Bools = np.isin(self.grants.programme, CHOSEN) & (self.grants.decider != NOBODY)
        return decided

    def drawn(self, able: Bools, lots: Floats) -> list[int]:
        """Return the households by lot; a household more or less changes nothing for the others."""
        houses = np.flatnonzero(able)
        drawn: list[int] = houses[np.argsort(lots[houses], kind="stable")].tolist()
        return drawn

    def members(self, house: int) -> Ints:
        """Return who lives in a household."""
        return self._members[self._starts[house] : self._starts[house + 1]]

    @cached_property
    def _members(self) -> Ints:
        order = np.argsort(self.scene.county.households.of_person, kind="stable")
        return ints(order[-int(self.scene.size.sum()) :])

    @cached_property
    def _starts(self) -> Ints:
        return ints(np.r_[0, np.cumsum(self.scene.size)])

    def unrelated(self, houses: Iterable[int], count: int, beside: Iterable[int] = ()) -> list[int]:
        """Return up to so many of the households of which no two are kin by any tie.

        `beside` are further households to which none may be kin either.
        """
        found: list[int] = []
        near: set[int] = set()
        for house in beside:
            near |= self._near(house)
        for house in houses:
            if len(found) == count:
                break
            if house not in near:
                found.append(house)
                near |= self._near(house)
        return found

    def _near(self, house: int) -> set[int]:
        kin = self.scene.any_tie.sets(self.members(house))
        people = ints(sorted({one for kinfolk in kin.values() for one in kinfolk}))
        return {house, *self.scene.house_of(people).tolist()}
