"""What candidates and those they are compared with have in common, read back as rows of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.model import ALWAYS, EVER, days_of
from graph.neo4j.texts import named
from graph.projection.engine.rows import row_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graph.neo4j.session import Transaction

Row = dict[str, Any]
_SHARED = named("check_shared")
_TRANSFERS = named("check_transfers")
_PREFIX = "person:"


def read_shared(
    work: Transaction, candidates: Collection[str], others: Collection[str]
) -> dict[str, list[Row]]:
    """Return rows by table: posts, roles, memberships, benefits, ties, support and money."""
    asked = {
        "candidates": dict.fromkeys(candidates, True),
        "others": dict.fromkeys(others, True),
    }
    rows: dict[str, list[Row]] = {}
    for found in work.run(_SHARED, {"asked": asked}):
        table, row = row_of(found["kind"], found["cells"], found["source"], found["target"])
        rows.setdefault(table, []).append(row)
    for found in work.run(_TRANSFERS, {"asked": asked}):
        table, row = row_of("PAID", found["cells"], found["source"], found["target"])
        rows.setdefault(table, []).append(row)
        if found["owner"] is not None:
            account = {"fact": found["fact"], "id": found["account"], "owner": found["owner"]}
            rows.setdefault("accounts", []).append(account)
    return rows


def supported_pairs(
    kin: Iterable[Mapping[str, Any]], ties: Iterable[Mapping[str, Any]], node: Mapping[str, int]
) -> pa.Table:
    """Return the pairs with support on record among some people, both ways, as a snapshot does.

    Columns: a, b int32 nodes; start, end int32, the widest days.
    """
    found = [(row["person"], row["relative"], EVER, ALWAYS) for row in kin if _supports(row)]
    found += [
        (row["person"], row["other"].removeprefix(_PREFIX), *_days(row))
        for row in ties
        if row["kind"] == "guardian"
    ]
    pairs = [
        (node[one], node[other], start, end)
        for one, other, start, end in found
        if one in node and other in node and one != other
    ]
    both = sorted({*pairs, *((b, a, start, end) for a, b, start, end in pairs)})
    columns = list(zip(*both, strict=True)) or [(), (), (), ()]
    return pa.table(
        {
            name: pa.array(column, pa.int32())
            for name, column in zip(("a", "b", "start", "end"), columns, strict=True)
        }
    )


def _supports(row: Mapping[str, Any]) -> bool:
    return bool(row.get("supported"))


def _days(row: Mapping[str, Any]) -> tuple[int, int]:
    start = days_of(row["from"]).first if row.get("from") else EVER
    end = days_of(row["to"]).last if row.get("to") else ALWAYS
    return start, end
