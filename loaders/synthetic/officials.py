"""What is on file about officials: their posts, handlers, declarations, and a few other ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.model import iso_of
from loaders.synthetic.arrays import TODAY, Ints, stream
from loaders.synthetic.organisations import MADE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.synthetic.posts import Post

Row = dict[str, str]
SKILLS = ("财务", "谈话", "工程", "信息化", "审理", "惠民资金")
SCOPES = ("spouse", "parents", "children", "siblings", "grandparents", "all")
_TIES = ("friend", "friend", "enmity", "guarantor", "creditor", "partner", "teacher", "other")
_PEOPLE_A_TIE = 300


def post_rows(posts: list[Post], names: list[str]) -> Iterator[Row]:
    """Yield the posts as rows; `names` are the ids of persons by index."""
    for post in posts:
        row = Row(person=names[post.person], unit=post.unit.id, title=post.title, role=post.role)
        row["from"] = post.since
        if post.until:
            row["to"] = post.until
        yield row


def handler_rows(
    posts: list[Post], discipline: set[str], names: list[str], seed: int
) -> Iterator[Row]:
    """Yield those who handle or review in the units `discipline`."""
    rng = stream(seed, "handlers")
    for post in posts:
        if post.unit.id in discipline and post.role in ("handler", "reviewer", "deputy"):
            skills = rng.choice(SKILLS, int(rng.integers(1, 4)), replace=False)
            yield Row(
                person=names[post.person],
                unit=post.unit.id,
                place=post.unit.place,
                capacity=str(int(rng.integers(3, 9))),
                skills=";".join(sorted(skills.tolist())),
            )


def declaration_rows(officials: Ints, names: list[str], seed: int) -> Iterator[Row]:
    """Yield declarations: two officials in five declare all, one in five only some scopes."""
    rng = stream(seed, "declarations")
    for person in officials.tolist():
        draw = float(rng.random())
        scopes = ["all"] if draw < 0.4 else []
        if 0.4 <= draw < 0.6:
            scopes = [s for s in SCOPES[:-1] if rng.random() < 0.5]
        day = iso_of(int(TODAY - rng.integers(30, 1200)))
        for scope in scopes:
            yield Row(person=names[person], scope=scope, date=day)


def tie_rows(people: Ints, names: list[str], persons: int, seed: int) -> Iterator[Row]:
    """Yield a few ties that people told of: friends, grudges, guarantees, loans."""
    rng = stream(seed, "ties")
    count = persons // _PEOPLE_A_TIE
    left, right = rng.choice(people, count), rng.choice(people, count)
    kinds = rng.integers(0, len(_TIES), count)
    since = TODAY - rng.integers(30, 5000, count)
    pairs = np.flatnonzero(left != right)
    for i in pairs.tolist():
        row = Row(person=names[left[i]], other=names[right[i]], kind=_TIES[kinds[i]], note=MADE)
        row["from"] = iso_of(int(since[i]))
        yield row
