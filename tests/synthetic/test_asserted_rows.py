"""Stated relations: true of the people as they were made, though their parents are not told."""

from collections import Counter

import pytest

from loaders.synthetic import County
from loaders.synthetic.arrays import MALE
from tests.synthetic.conftest import Read


class _Family:
    """The made people asked one by one."""

    def __init__(self, county: County) -> None:
        self._persons = county.population.persons
        couples = county.population.couples
        self._wives = set(zip(couples.husband.tolist(), couples.wife.tolist(), strict=True))

    def father(self, person: int) -> int:
        return int(self._persons.father[person])

    def mother(self, person: int) -> int:
        return int(self._persons.mother[person])

    def is_man(self, person: int) -> bool:
        return bool(self._persons.sex[person] == MALE)

    def is_sibling(self, one: int, other: int) -> bool:
        same = (self.father(one), self.mother(one)) == (self.father(other), self.mother(other))
        return one != other and same and self.father(one) >= 0

    def is_elder(self, one: int, other: int) -> bool:
        return bool(self._persons.born[one] < self._persons.born[other])

    def is_wife(self, husband: int, wife: int) -> bool:
        return (husband, wife) in self._wives

    def holds(self, term: str, ego: int, other: int) -> bool:
        """Whether `other` is the `term` of `ego`."""
        man, elder = self.is_man(other), self.is_elder(other, ego)
        mother, father = self.mother(ego), self.father(ego)
        brother_of_father = self.is_sibling(other, father) and man
        truths = {
            "哥哥": self.is_sibling(ego, other) and man and elder,
            "弟弟": self.is_sibling(ego, other) and man and not elder,
            "姐姐": self.is_sibling(ego, other) and not man and elder,
            "妹妹": self.is_sibling(ego, other) and not man and not elder,
            "伯父": brother_of_father and self.is_elder(other, father),
            "叔叔": brother_of_father and self.is_elder(father, other),
            "姑姑": self.is_sibling(other, father) and not man,
            "舅舅": self.is_sibling(other, mother) and man,
            "姨妈": self.is_sibling(other, mother) and not man,
            "侄子": self.is_sibling(ego, self.father(other)) and man,
            "侄女": self.is_sibling(ego, self.father(other)) and not man,
            "外甥": self.is_sibling(ego, self.mother(other)) and man,
            "外甥女": self.is_sibling(ego, self.mother(other)) and not man,
            "堂哥": self._cousin(ego, other) and man and elder,
            "堂弟": self._cousin(ego, other) and man and not elder,
            "堂姐": self._cousin(ego, other) and not man and elder,
            "堂妹": self._cousin(ego, other) and not man and not elder,
            "岳父": man and any(self._is_child(w, other) for w in self._wives_of(ego)),
            "岳母": not man and any(self._is_child(w, other) for w in self._wives_of(ego)),
        }
        return truths[term]

    def _cousin(self, ego: int, other: int) -> bool:
        return self.is_sibling(self.father(ego), self.father(other))

    def _is_child(self, child: int, parent: int) -> bool:
        return parent in (self.father(child), self.mother(child))

    def _wives_of(self, husband: int) -> list[int]:
        return [wife for one, wife in self._wives if one == husband]


_TOLD_AS_TIES = {
    "father", "mother", "parent", "父亲", "母亲", "son", "daughter", "儿子", "女儿",
    "wife", "妻子", "spouse", "husband",
}  # fmt: skip


@pytest.fixture(scope="module")
def stated(read: Read) -> list[dict[str, str]]:
    rows = [row for row in read("kin") if row["person"].startswith("P")]
    return [row for row in rows if row["relation"] not in _TOLD_AS_TIES]


def test_every_stated_relation_is_true(county: County, stated: list[dict[str, str]]) -> None:
    family = _Family(county)
    index = {code: i for i, code in enumerate(county.ids.to_pylist())}
    wrong = [
        row
        for row in stated
        if not family.holds(row["relation"], index[row["person"]], index[row["relative"]])
    ]
    assert wrong == []


def test_all_kinds_of_terms_are_used(stated: list[dict[str, str]]) -> None:
    used = Counter(row["relation"] for row in stated)
    assert len(used) >= 15
    assert sum(used.values()) > 50
