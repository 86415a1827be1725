"""People of the units of a case, read back from Neo4j, and whom a candidate is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.neo4j.texts import named
from graph.projection.engine.rows import row_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from graph.cases import ResolvedCase
    from graph.neo4j.session import Transaction
    from graph.recusal.pack import Pack

Row = dict[str, Any]
_UNITS = named("check_units")
_COMPANY = "unit:"
_THROUGH_UNIT = frozenset({"holder", "engaged"})


def units_of(case: ResolvedCase) -> list[str]:
    """Return the units that a case names."""
    named_units = (case.unit, *(party.unit for party in case.parties))
    return sorted({unit for unit in named_units if unit})


def read_units(work: Transaction, units: Iterable[str]) -> dict[str, list[Row]]:
    """Return the rows of posts, roles and units about some units and the companies behind them."""
    rows: dict[str, list[Row]] = {"posts": [], "roles": [], "units": []}
    names: dict[str, str | None] = {}
    for found in work.run(_UNITS, {"asked": {"units": list(units)}}):
        names[found["unit"]] = found["name"]
        if found["kind"] is None:
            continue
        holder = found["holder"]
        if found["is_company"]:
            names[holder] = found["holder_name"]
            holder = f"{_COMPANY}{holder}"
        table, row = row_of(found["kind"], found["cells"], holder, found["unit"])
        rows[table].append(row)
    rows["units"] = [
        {"fact": number, "id": unit, "name": name}
        for number, (unit, name) in enumerate(sorted(names.items()))
    ]
    return rows


def unit_tables(rows: Mapping[str, Sequence[Row]]) -> dict[str, pa.Table]:
    """Return such rows as tables."""
    return {name: table_of(name, several) for name, several in rows.items()}


def asks_for_holders(packs: Sequence[Pack]) -> bool:
    """Whether a rule compares with everybody who holds a post in the case's unit."""
    return any(
        ground.when in _THROUGH_UNIT
        for pack in packs
        for rule in pack.spec.rules
        for ground in rule.grounds
    )
