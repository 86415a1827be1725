"""The people that asserted relations imply, kept as few as the rows allow.

Everybody has one father and one mother, and full siblings have the same ones; whoever has one
spouse has only that one. Two implied people who must be the same by these rules are merged, an
implied one with a recorded one too; two recorded people never are (congruence closure, as in
equality solvers). What no rule identifies stays private to its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.snapshot.arrays import FEMALE, MALE
from graph.snapshot.recorded import NOBODY, PLURAL

if TYPE_CHECKING:
    from graph.snapshot.recorded import Recorded

ROLES = (MALE, FEMALE)
"""The father and the mother of a person, by sex."""


class Web:
    """Recorded and implied people with their fathers, mothers and only spouses.

    Nodes below `recorded.n` are real; `imply` hands out the ones above.
    """

    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._implied_sex: list[int] = []
        self._same: dict[int, int] = {}
        self._entered: set[int] = set()
        self._siblings: dict[int, dict[int, int]] = {role: {} for role in ROLES}
        self._parent: dict[int, dict[int, int]] = {role: {} for role in ROLES}
        self._spouse: dict[int, int] = {}
        self._plural: set[int] = set()

    def imply(self, sex: int) -> int:
        """Return a new implied person."""
        self._implied_sex.append(sex)
        return self._recorded.n + len(self._implied_sex) - 1

    def is_real(self, node: int) -> bool:
        """Whether the node is a recorded person."""
        return node < self._recorded.n

    def sex_of(self, node: int) -> int:
        """Return the sex of whoever the node turned out to be, 0 where unknown."""
        node = self.find(node)
        if self.is_real(node):
            return self._recorded.sex_of(node)
        return self._implied_sex[node - self._recorded.n]

    def find(self, node: int) -> int:
        """Return whom the node turned out to be."""
        while (merged := self._same.get(node)) is not None:
            node = merged
        return node

    def parent(self, role: int, child: int) -> int:
        """Return the father or mother of a person, or NOBODY."""
        found = self._parent[role].get(self._root(role, child))
        return NOBODY if found is None else self.find(found)

    def spouse(self, person: int) -> int:
        """Return the only spouse of a person, NOBODY or PLURAL."""
        person = self._enter(self.find(person))
        if person in self._plural:
            return PLURAL
        found = self._spouse.get(person)
        return NOBODY if found is None else self.find(found)

    def set_parent(self, role: int, child: int, parent: int) -> bool:
        """Make someone the father or mother; False if another real one is recorded."""
        root = self._root(role, child)
        held = self._parent[role].get(root)
        if held is None:
            self._parent[role][root] = parent
            return True
        return self.equate(held, parent)

    def set_spouse(self, one: int, other: int) -> None:
        """Make two people each other's only spouse, where neither has another real one."""
        for person, partner in ((one, other), (other, one)):
            held = self.spouse(person)
            if held == NOBODY:
                self._spouse[self.find(person)] = partner
            elif held != PLURAL:
                self.equate(held, partner)

    def equate(self, one: int, other: int) -> bool:
        """Merge two people into one; False if both are real or their sexes differ."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return True
        if self.is_real(other):
            one, other = other, one
        if self.is_real(other) or {self.sex_of(one), self.sex_of(other)} == {MALE, FEMALE}:
            return False
        roots = [(role, self._root(role, one), self._root(role, other)) for role in ROLES]
        if not self.is_real(one) and not self.sex_of(one):
            self._implied_sex[one - self._recorded.n] = self.sex_of(other)
        self._same[other] = one
        for role, mine, theirs in roots:
            self._join_roots(role, mine, theirs)
        if (partner := self._spouse.get(other)) is not None:
            if (held := self.spouse(one)) == NOBODY:
                self._spouse[one] = partner
            elif held != PLURAL:
                self.equate(held, partner)
        return True

    def are_joined(self, role: int, one: int, other: int) -> bool:
        """Whether two people are known to have the same father, or mother."""
        return self._root(role, one) == self._root(role, other)

    def can_join(self, role: int, one: int, other: int) -> bool:
        """Whether two people may have the same father, or mother."""
        mine, theirs = self.parent(role, one), self.parent(role, other)
        return (
            NOBODY in (mine, theirs)
            or mine == theirs
            or not (self.is_real(mine) and self.is_real(theirs))
        )

    def join(self, role: int, one: int, other: int) -> bool:
        """Give two people the same father, or mother; False if two real ones are recorded."""
        return self._join_roots(role, self._root(role, one), self._root(role, other))

    def _join_roots(self, role: int, one: int, other: int) -> bool:
        siblings, parents = self._siblings[role], self._parent[role]
        one, other = _follow(siblings, one), _follow(siblings, other)
        if one == other:
            return True
        mine, theirs = parents.get(one), parents.get(other)
        if mine is not None and theirs is not None:
            mine, theirs = self.find(mine), self.find(theirs)
            if mine != theirs and self.is_real(mine) and self.is_real(theirs):
                return False
        siblings[other] = one
        if theirs is not None:
            if mine is None:
                parents[one] = theirs
            else:
                self.equate(mine, theirs)
        return True

    def _root(self, role: int, node: int) -> int:
        return _follow(self._siblings[role], self._enter(self.find(node)))

    def _enter(self, node: int) -> int:
        """Take a real person's recorded parents and spouse along, on first sight."""
        if self.is_real(node) and node not in self._entered:
            self._entered.add(node)
            for role in ROLES:
                if (stated := self._recorded.parent(node, role)) is not None:
                    self._parent[role][node] = stated.node
            spouse = self._recorded.only_spouse(node)
            if spouse == PLURAL:
                self._plural.add(node)
            elif spouse != NOBODY:
                self._spouse[node] = spouse
        return node


def _follow(links: dict[int, int], node: int) -> int:
    while (up := links.get(node)) is not None:
        node = up
    return node
