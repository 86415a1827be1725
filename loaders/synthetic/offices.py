"""Who could decide for a unit on a day: holders of a deciding role, and the head among them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from loaders.synthetic.arrays import ints

if TYPE_CHECKING:
    from loaders.synthetic.kinfolk import Kinfolk
    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.posts import Post

DECIDING = ("head", "deputy", "finance", "reviewer")
"""Roles whose holders have a say in what their unit buys, pays and lets."""


class Offices:
    """Deciding posts by unit, and everybody who is legal kin to their holders of any time."""

    def __init__(self, posts: list[Post], kinfolk: Kinfolk) -> None:
        self._posts: defaultdict[str, list[Post]] = defaultdict(list)
        for post in posts:
            if post.role in DECIDING:
                self._posts[post.unit.id].append(post)
        holders = [post.person for own in self._posts.values() for post in own]
        self._kin = kinfolk.sets(ints(holders))
        self._near: dict[str, frozenset[int]] = {}

    def on(self, unit: Unit, day: str) -> list[Post]:
        """Return the deciding posts of the unit that an ISO day falls into."""
        return [
            post
            for post in self._posts[unit.id]
            if post.since <= day and (not post.until or day <= post.until)
        ]

    def posts(self, unit: Unit) -> list[Post]:
        """Return the deciding posts of the unit of any time."""
        return self._posts[unit.id]

    def head(self, unit: Unit, day: str) -> int | None:
        """Return who headed the unit on an ISO day."""
        return next((post.person for post in self.on(unit, day) if post.role == "head"), None)

    def near(self, unit: Unit) -> frozenset[int]:
        """Return all who ever held a deciding post of the unit, and their legal kin."""
        if unit.id not in self._near:
            people = {post.person for post in self._posts[unit.id]}
            self._near[unit.id] = frozenset(people).union(*(self._kin[p] for p in people))
        return self._near[unit.id]

    def kin(self, holder: int) -> frozenset[int]:
        """Return the legal kin of somebody who ever held a deciding post."""
        return self._kin[holder]

    def is_kin_of_one(self, person: int, holder: int, unit: Unit) -> bool:
        """Tell whether the person has this one relative among the unit's deciders of any time."""
        deciders = {post.person for post in self._posts[unit.id]}
        related = {decider for decider in deciders if person in self._kin[decider]}
        return related == {holder} and person not in deciders

    @property
    def holders(self) -> frozenset[int]:
        """Everybody who ever held a deciding post."""
        return frozenset(self._kin)

    @cached_property
    def all_near(self) -> frozenset[int]:
        """Everybody who ever held a deciding post of any unit, and their legal kin."""
        return self.holders.union(*self._kin.values())
