"""The made candidates for village elections, and the records that stand against some of them."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from graph.model import ALWAYS
from loaders.synthetic.arrays import NOBODY, TODAY, YEAR, stream

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.synthetic.county import County
    from loaders.synthetic.organisations import Unit

CANDIDATES = 6_520
"""Candidates of one round of elections in the city that the practice comes from."""
_COLUMNS = ("人员编号", "姓名", "身份证号", "拟任单位", "拟任职务")
_COMMITTEE = ("主任", "副主任", "委员", "委员", "会计", "监委会主任", "监委会委员")
_COOPERATIVE = ("理事长", "理事", "理事", "监事")
REPRESENTATIVE = "村民代表"
_RECORDS = (
    ("conviction", "2019-06-12", "", "县人民法院", "（2019）刑初字", "S-CONV"),
    ("conviction", "2011-03-02", "", "县人民法院", "（2011）刑初字", "S-CONV"),
    ("discipline", "2021-09-15", "", "县纪委监委", "开除党籍决定", "S-PARTY"),
    ("discipline", "2017-04-20", "", "县纪委监委", "开除党籍决定", "S-PARTY"),
    ("clan_force", "2019-11-30", "", "县公安局", "处罚决定书", "S-CLAN"),
    ("cult", "2015-08-08", "", "县公安局", "处罚决定书", "S-CULT"),
)
"""Each fails the nominee whom it is about."""
_DOUBTFUL = (
    ("discipline", "2026-03-10", "2027-03-09", "县纪委监委", "党内严重警告决定", "S-DISC"),
    ("dishonest_debtor", "2025-05-06", "", "县人民法院", "失信决定书", "S-DEBTOR"),
    ("arrears", "2024-12-31", "", "村集体", "欠缴承包费", "S-ARREARS"),
)
"""Each asks for a document."""
_ENDED = ("discipline", "2019-01-10", "2020-01-09", "县纪委监委", "党内警告决定")
_KIN_FAILS = 5
_BY_NAME = 3
"""Rows at the end of the list that give a name alone: such a match fails nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """One row of the list; `person` is an index."""

    person: int
    unit: Unit
    post: str


@dataclass(slots=True)
class Election:
    """The list, the records, and what screening is expected to find beside everything natural."""

    nominees: list[Nominee] = field(default_factory=list)
    records: list[dict[str, str]] = field(default_factory=list)
    expected: list[dict[str, str]] = field(default_factory=list)


def make_election(county: County, count: int = CANDIDATES) -> Election:
    """Return candidates for every body, then representatives until the list is long enough."""
    return _Polling(county).held(count)


class _Polling:
    def __init__(self, county: County) -> None:
        self._county = county
        self._rng = stream(county.seed, "election")
        persons = county.population.persons
        age = (TODAY - persons.born) / YEAR
        grown = (persons.died == ALWAYS) & (age > 25) & (age < 62)
        self._free = [
            self._rng.permutation(np.flatnonzero(grown & (persons.village == village))).tolist()
            for village in range(len(county.ground.villages))
        ]
        self._spouse = np.full(len(persons), NOBODY, np.int64)
        couples = county.population.couples
        lasting = (couples.ended == ALWAYS) & (couples.kind == 0)
        self._spouse[couples.husband[lasting]] = couples.wife[lasting]
        self._spouse[couples.wife[lasting]] = couples.husband[lasting]
        self._sitting: dict[str, list[int]] = {}
        for post in county.posts:
            if not post.until:
                self._sitting.setdefault(post.unit.id, []).append(post.person)
        self._names = county.ids.to_pylist()

    def held(self, count: int) -> Election:
        """Return the whole round."""
        election = Election()
        made = self._county.organisations
        for village in range(len(self._county.ground.villages)):
            for unit, posts in (
                (made.committees[village], _COMMITTEE),
                (made.cooperatives[village], _COOPERATIVE),
            ):
                election.nominees += self._slate(unit, posts, village)
        del election.nominees[count:]
        self._plant(election)
        self._represent(election, count)
        return election

    def _slate(self, unit: Unit, posts: tuple[str, ...], village: int) -> list[Nominee]:
        """Nominate people of whom no two are near relatives, nor of those who sit."""
        chosen: list[int] = []
        beside = list(self._sitting.get(unit.id, ()))
        for _ in posts:
            at = next(
                (
                    i
                    for i, person in enumerate(self._free[village])
                    if not any(self._are_near(person, other) for other in (*beside, *chosen))
                ),
                None,
            )
            if at is None:
                break
            chosen.append(self._free[village].pop(at))
        return [
            Nominee(person=person, unit=unit, post=post)
            for person, post in zip(chosen, posts, strict=False)
        ]

    def _plant(self, election: Election) -> None:
        """Give some nominees for committees a record, or the seat beside a spouse who sits."""
        committees = [n for n in election.nominees if n.unit.kind == "village_committee"]
        picked = self._rng.permutation(len(committees))
        chosen = [committees[i] for i in picked.tolist()]
        for row in (*_RECORDS, *_DOUBTFUL):
            if chosen:
                nominee = chosen.pop()
                outcome = "fail" if row in _RECORDS else "needs_document"
                self._record(election, nominee, row[:5])
                self._expect(election, nominee, outcome, row[5])
        if chosen:
            self._record(election, chosen.pop(), _ENDED)
        for village in range(len(self._county.ground.villages)):
            if sum(row["rule"] == "S-KIN-COMM" for row in election.expected) >= _KIN_FAILS:
                return
            self._seat_beside_spouse(election, village)

    def _seat_beside_spouse(self, election: Election, village: int) -> None:
        unit = self._county.organisations.committees[village]
        running = {n.person for n in election.nominees if n.unit is unit}
        roles = {p.person: p.role for p in self._county.posts if p.unit is unit and not p.until}
        for person, role in roles.items():
            spouse = int(self._spouse[person])
            is_member = role in ("head", "deputy", "member") and person not in running
            if is_member and spouse in self._free[village]:
                self._free[village].remove(spouse)
                nominee = Nominee(person=spouse, unit=unit, post="委员")
                election.nominees.append(nominee)
                self._expect(election, nominee, "fail", "S-KIN-COMM")
                return

    def _represent(self, election: Election, count: int) -> None:
        villages = self._county.organisations.committees
        while len(election.nominees) < count and any(self._free):
            for unit, free in zip(villages, self._free, strict=True):
                if free and len(election.nominees) < count:
                    election.nominees.append(
                        Nominee(person=free.pop(), unit=unit, post=REPRESENTATIVE)
                    )

    def _record(self, election: Election, nominee: Nominee, row: tuple[str, ...]) -> None:
        kind, date, until, authority, document = row
        cells = {"kind": kind, "date": date, "until": until, "authority": authority}
        filled = {key: value for key, value in cells.items() if value}
        person = self._names[nominee.person]
        election.records.append({"person": person, **filled, "document": document})

    def _expect(self, election: Election, nominee: Nominee, outcome: str, rule: str) -> None:
        person = self._names[nominee.person]
        election.expected.append({"person": person, "outcome": outcome, "rule": rule})

    def _are_near(self, one: int, other: int) -> bool:
        """Whether two are the same, spouses, siblings, or up to grandparent and grandchild."""
        up, down = self._ancestors(one), self._ancestors(other)
        are_siblings = bool(self._parents(one) & self._parents(other))
        return (
            one == other or self._spouse[one] == other or are_siblings or other in up or one in down
        )

    def _ancestors(self, person: int) -> set[int]:
        parents = self._parents(person)
        return parents | {ancestor for parent in parents for ancestor in self._parents(parent)}

    def _parents(self, person: int) -> set[int]:
        persons = self._county.population.persons
        found = {int(persons.father[person]), int(persons.mother[person])}
        if persons.adopter[person] != NOBODY:
            couples, couple = self._county.population.couples, persons.adopter[person]
            found |= {int(couples.husband[couple]), int(couples.wife[couple])}
        return found - {NOBODY}


def write_election(folder: Path, county: County, election: Election, names: list[str]) -> None:
    """Write the list of candidates and what is expected; `names` are the persons' by index."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = county.ids.to_pylist()
    with (folder / "candidates.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        told_by_name = {nominee.person for nominee in election.nominees[-_BY_NAME:]}
        for nominee in election.nominees:
            person = "" if nominee.person in told_by_name else ids[nominee.person]
            writer.writerow((person, names[nominee.person], "", nominee.unit.id, nominee.post))
    text = json.dumps(election.expected, ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")
