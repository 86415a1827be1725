"""What two lives must have in common for any tie to join them: one look instead of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ties.lives import PAST_CASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.ties.lives import Life

Mark = tuple[str | None, ...]
"""A kind of mark, then what is shared."""
PAIR = "pair"
"""Kind of a mark that names the two whom a row joins."""
HOME = ("village", "household", "phone", "address")
"""Columns of a person whose equal values tie people."""
SHARED = (
    ("posts", ("unit",)),
    ("roles", ("company",)),
    ("memberships", ("kind", "unit", "group_name")),
)
"""Tables in which rows of equal cells tie people."""


def marks_of(life: Life) -> frozenset[Mark]:
    """Return what others must share with a life to have any tie with it.

    Lives without a common mark have no tie; those with one may have none either.
    """
    return frozenset(_marks(life))


def _marks(life: Life) -> Iterator[Mark]:
    for column in HOME:
        if value := life.home.get(column):
            yield column, value
    for row in life.of("benefits"):
        if row["account"]:
            yield "account", row["account"]
    for table, columns in SHARED:
        for row in life.of(table):
            yield table, *(row[column] for column in columns)
    for row in life.of("ties"):
        yield _pair(row["person"], row["other"].removeprefix("person:"))
    for row in life.of("transfers"):
        if row["counterpart"]:
            yield _pair(life.person, row["counterpart"])
    for row in life.of(PAST_CASES):
        yield _pair(life.person, row["other"])


def _pair(one: str, other: str) -> Mark:
    return PAIR, *sorted((one, other))
