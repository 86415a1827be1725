"""The sums from which open tender is compulsory, by kind of contract and level of buyer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
from pydantic import Field

from graph.patterns.base import Params

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

YUAN = 100
"""Fen in a yuan."""
KINDS = ("works", "goods", "services")


class LineParams(Params):
    """Lines of compulsory tender in yuan (必须招标的工程项目规定 5); 0: no line of its own.

    Counties and villages set lower lines of their own for small works.
    """

    works_yuan: int = Field(4_000_000, ge=1, description="工程招标限额，元 (line of works)")
    goods_yuan: int = Field(2_000_000, ge=1, description="货物招标限额，元 (line of goods)")
    services_yuan: int = Field(1_000_000, ge=1, description="服务招标限额，元 (line of services)")
    village_works_yuan: int = Field(
        0, ge=0, description="村级工程限额，元，0 为从全国 (line of villages' works, 0: none)"
    )
    village_goods_yuan: int = Field(
        0, ge=0, description="村级货物限额，元，0 为从全国 (line of villages' goods, 0: none)"
    )
    village_services_yuan: int = Field(
        0, ge=0, description="村级服务限额，元，0 为从全国 (line of villages' services, 0: none)"
    )

    def of(self, kind: str, *, is_village: bool = False) -> int:
        """Return the line in fen of one kind of contract."""
        own = int(getattr(self, f"village_{kind}_yuan")) if is_village else 0
        return (own or int(getattr(self, f"{kind}_yuan"))) * YUAN


def with_lines(facts: Facts, rows: Any, params: LineParams) -> Any:
    """Return rows of contracts with `line` in fen, null where the kind is unknown, and `level`."""
    units = facts.table("units").select(line_unit="id", line_kind="kind")
    joined = rows.left_join(units, rows.buyer == units.line_unit)
    is_village = joined.line_kind.fill_null("") == "village_committee"
    branches = [
        ((joined.kind == kind) & (is_village == village), params.of(kind, is_village=village))
        for kind in KINDS
        for village in (False, True)
    ]
    line = ibis.cases(*branches, else_=ibis.null("int64"))
    level = ibis.ifelse(is_village, "village", "county")
    return joined.mutate(line=line, level=level).drop("line_unit", "line_kind")
