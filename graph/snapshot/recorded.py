"""Look-up of the parents and spouses that rows state outright, one person at a time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.model import ALWAYS, EVER
from graph.snapshot.arrays import FEMALE, MALE
from graph.snapshot.words import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32, UInt8
    from graph.snapshot.elementary import CoupleRows, KinRows, ParentRows

PLURAL = -2
"""Several spouses, none of whom is the only one."""
NOBODY = -1
_IN_PLACE_OF_BIRTH = (Kind.BIRTH, Kind.ADOPTIVE)
_SEXES = (MALE, FEMALE)


class Stated(NamedTuple):
    """One stated tie as seen from one end: who is there, its kind and its row."""

    node: int
    kind: int
    row: int


class Window(NamedTuple):
    """The days from `since` up to `until`."""

    since: int
    until: int


class Recorded:
    """Stated parents and spouses by person, birth before adoption, then the most trusted row."""

    def __init__(self, rows: KinRows, parents: ParentRows, couples: CoupleRows, sex: UInt8) -> None:
        self.sex = sex
        self._rows = rows
        order = np.lexsort((rows.rank[parents.row], parents.kind, parents.child))
        self._parent_start = _starts(parents.child, len(sex))
        self._parent = parents.parent[order]
        self._parent_kind = parents.kind[order]
        self._parent_row = parents.row[order]
        one = np.concatenate([couples.a, couples.b])
        other = np.concatenate([couples.b, couples.a])
        row = np.concatenate([couples.row, couples.row])
        order = np.lexsort((rows.rank[row], one))
        self._spouse_start = _starts(one, len(sex))
        self._other, self._couple_row = other[order], row[order]
        self._couple_kind = np.concatenate([couples.kind, couples.kind])[order]

    @property
    def n(self) -> int:
        """Count the real persons."""
        return len(self.sex)

    def parents_of(self, child: int) -> list[Stated]:
        """Return the stated parents of a person, best row first; a pair may come twice."""
        low, high = int(self._parent_start[child]), int(self._parent_start[child + 1])
        columns = (self._parent, self._parent_kind, self._parent_row)
        return list(map(Stated, *(column[low:high].tolist() for column in columns)))

    def spouses_of(self, person: int) -> list[Stated]:
        """Return the stated partners of a person, whatever the kind, best row first."""
        low, high = int(self._spouse_start[person]), int(self._spouse_start[person + 1])
        columns = (self._other, self._couple_kind, self._couple_row)
        return list(map(Stated, *(column[low:high].tolist() for column in columns)))

    def parent(self, child: int, sex: int) -> Stated | None:
        """Return the father or mother: by birth if stated, else by adoption."""
        for stated in self.parents_of(child):
            if stated.kind in _IN_PLACE_OF_BIRTH and self.sex_of(stated.node) == sex:
                return stated
        return None

    def parent_of_kind(self, child: int, sex: int, kinds: tuple[int, ...]) -> int:
        """Return the parent of this sex by one of these kinds of tie, or NOBODY."""
        for stated in self.parents_of(child):
            if stated.kind in kinds and sex in (0, self.sex_of(stated.node)):
                return stated.node
        return NOBODY

    def only_spouse(self, person: int) -> int:
        """Return the only registered spouse, or the only one with no end; NOBODY or PLURAL."""
        married = [s for s in self.spouses_of(person) if s.kind == Kind.MARRIAGE]
        everyone = {stated.node for stated in married}
        if len(everyone) > 1:
            ended = {s.node for s in married if self._rows.until.first[s.row] < ALWAYS}
            everyone -= ended
            return everyone.pop() if len(everyone) == 1 else PLURAL
        return everyone.pop() if everyone else NOBODY

    def full_siblings(self, child: int) -> set[int]:
        """Return who shares both a father and a mother on record with a person.

        Those by birth, where any is stated, else by adoption: whoever has a stepparent in common
        is no full sibling, and who is one of another has that one for a full sibling too.
        """
        mine = [set(self.in_place_of_birth(child, sex)) for sex in _SEXES]
        if not all(mine):
            return set()
        near = [set().union(*map(self._children_of, parents)) for parents in mine]
        return {
            other
            for other in near[0] & near[1] - {child}
            if all(
                parents & set(self.in_place_of_birth(other, sex))
                for parents, sex in zip(mine, _SEXES, strict=True)
            )
        }

    def in_place_of_birth(self, child: int, sex: int) -> dict[int, int]:
        """Return the fathers or mothers by birth, else by adoption, each with their best row."""
        stated = [s for s in self.parents_of(child) if self.sex_of(s.node) == sex]
        for kind in _IN_PLACE_OF_BIRTH:
            if found := [s for s in stated if s.kind == kind]:
                return {s.node: s.row for s in reversed(found)}
        return {}

    def shared_rows(self, one: int, other: int) -> list[tuple[int, int]]:
        """Return the rows of both for each parent whom two full siblings share."""
        both = ((self.in_place_of_birth(node, sex) for node in (one, other)) for sex in _SEXES)
        return [(mine[at], theirs[at]) for mine, theirs in both for at in mine if at in theirs]

    def _children_of(self, parent: int) -> set[int]:
        start, child = self._by_parent
        return set(child[start[parent] : start[parent + 1]].tolist())

    @cached_property
    def _by_parent(self) -> tuple[NDArray[np.int64], Int32]:
        """Return where each parent's children begin, and the children; few families need it."""
        children = np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self._parent_start))
        order = np.argsort(self._parent, kind="stable")
        return _starts(self._parent, self.n), children[order]

    def is_parent(self, child: int, parent: int) -> bool:
        """Whether a row states this parent of this child, whatever the kind."""
        return any(stated.node == parent for stated in self.parents_of(child))

    def is_couple(self, one: int, other: int) -> bool:
        """Whether a row states this couple, whatever the kind."""
        return any(stated.node == other for stated in self.spouses_of(one))

    def has_common_parent(self, one: int, other: int) -> bool:
        """Whether rows give two people a parent in common by birth, or lawful with no dates."""
        mine = {stated.node for stated in self.parents_of(one) if self._is_plain(stated)}
        theirs = (stated for stated in self.parents_of(other) if self._is_plain(stated))
        return any(stated.node in mine for stated in theirs)

    def _is_plain(self, stated: Stated) -> bool:
        if stated.kind == Kind.BIRTH:
            return True
        is_lawful = stated.kind in (Kind.ADOPTIVE, Kind.STEP_RAISED)
        return is_lawful and self._covers(stated.row, Window(EVER, ALWAYS))

    def _covers(self, row: int, days: Window) -> bool:
        since, until = self._rows.since[row], self._rows.until[row]
        return since.last <= days.since and days.until <= until.first

    def row_of_parent(
        self, child: int, parent: int, kinds: tuple[int, ...], days: Window
    ) -> int | None:
        """Return the best row of a parent tie of one of these kinds that surely stood all days.

        Birth counts only for children whom nobody else has adopted at any time.
        """
        stated = self.parents_of(child)
        is_adopted = any(s.kind == Kind.ADOPTIVE and s.node != parent for s in stated)
        for kind in kinds:
            rows = [s.row for s in stated if s.node == parent and s.kind == kind]
            stood = not is_adopted if kind == Kind.BIRTH else self._all_cover(rows, days)
            if rows and stood:
                return rows[0]
        return None

    def _all_cover(self, rows: list[int], days: Window) -> bool:
        return all(self._covers(row, days) for row in rows)

    def rows_of_couple(self, one: int, other: int, kind: int) -> list[int]:
        """Return the rows of one kind about two recorded people, best first."""
        if max(one, other) >= self.n:
            return []
        return [s.row for s in self.spouses_of(one) if s.node == other and s.kind == kind]

    def sex_of(self, person: int) -> int:
        """Return the sex of a real person, 0 where unknown."""
        return int(self.sex[person])


def _starts(nodes: Int32, n: int) -> NDArray[np.int64]:
    """Return where each node's part begins in rows sorted by node."""
    return np.concatenate([[0], np.cumsum(np.bincount(nodes, minlength=n))])
