"""How large the groups are that some of those compared share, counted where they lie."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from graph.neo4j.texts import named
from graph.ties.sizes import Sizes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import pyarrow as pa

    from graph.neo4j.session import Transaction

Row = dict[str, Any]
_SIZES = named("check_sizes")
_HOMES = (
    ("places", "village"),
    ("households", "household"),
    ("phones", "phone"),
    ("addresses", "address"),
)
_NAMED = frozenset({"village", "posts.unit", "memberships.unit", "roles.company"})
_SHARED = (
    ("units", "posts", "unit", "posts.unit"),
    ("schools", "memberships", "unit", "memberships.unit"),
    ("cohorts", "memberships", "group_name", "memberships.group_name"),
    ("companies", "roles", "company", "roles.company"),
    ("accounts", "benefits", "account", "benefits.account"),
)
"""What is asked under which name, the table and column it stands in, and how sizes call it."""


def count_sizes(
    work: Transaction,
    homes: Collection[Mapping[str, Any]],
    tables: Mapping[str, pa.Table],
    addresses: Mapping[str, str],
) -> Sizes:
    """Return the sizes of what at least two homes, or two people of the tables, share.

    `homes` know telephones and addresses by digest; `addresses` says what such a digest means.
    """
    asked = {name: _twice(home.get(column) for home in homes) for name, column in _HOMES}
    groups = {f"{pair[0]}/{pair[1]}": pair for pair in map(_group, homes) if pair}
    asked["groups"] = _twice(f"{pair[0]}/{pair[1]}" for pair in map(_group, homes) if pair)
    for name, table, column, _ in _SHARED:
        asked[name] = _shared(tables[table], column)
    counts: dict[tuple[str, ...], int] = {}
    names: dict[str, str] = {}
    if any(asked.values()):
        for row in work.run(_SIZES, {"asked": asked}):
            size = max(int(row["people"]), int(row["stated"] or 0))
            column, name = row["column"], row["id"]
            values = groups[name] if column == "group" else (addresses.get(name, name),)
            counts[column, *values] = size
            if column in _NAMED:
                names[name] = row["name"] or name
    return Sizes.counted(counts, names)


def _group(home: Mapping[str, Any]) -> tuple[str, str] | None:
    village, group = home.get("village"), home.get("group")
    return (village, group) if village and group else None


def _twice(values: Iterable[str | None]) -> list[str]:
    times = Counter(value for value in values if value)
    return sorted(value for value, count in times.items() if count > 1)


def _shared(table: pa.Table, column: str) -> list[str]:
    """Return the values that rows of two people have."""
    rows = zip(table[column].to_pylist(), table["person"].to_pylist(), strict=True)
    return _twice(value for value, _ in set(rows))
