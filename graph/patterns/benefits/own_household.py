"""B2: whoever decides on a discretionary benefit gave it to his own household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from graph.findings import Evidence, Finding, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_CODE = "B2"
_CHECK = (
    Words(
        "核对审批会议记录：决定人是否回避、由谁签字",
        "minutes: did the decider step aside, who signed",
    ),
    Words(
        "核对申请材料：该户是否符合条件、是否已备案",
        "application: is the household eligible, was it filed",
    ),
)


class OwnHouseholdParams(Params):
    """Parameters of B2."""

    include_filed: bool = Field(False, description="是否包括已备案的 (also those filed)")


def find(facts: Facts, params: OwnHouseholdParams) -> Result:
    """Find discretionary benefits of the household that their decider lived in.

    Cost: two joins. Order: by decider. One finding a decider, all his household's benefits.
    """
    rows = _own_benefits(facts, include_filed=params.include_filed)
    found = rows.order_by("decided_by", "date", "id").to_pyarrow().to_pylist()
    by_decider: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        by_decider.setdefault(row["decided_by"], []).append(row)
    benefits = facts.table("benefits")
    checked = benefits.filter(benefits.decided_by.notnull()).count().to_pyarrow().as_py()
    return Result(
        findings=tuple(_finding(decider, own) for decider, own in by_decider.items()),
        tested=(Tested(code=_CODE, count=checked, unit="benefits"),),
    )


def _own_benefits(facts: Facts, *, include_filed: bool) -> Any:
    """Return the benefits whose household is the decider's, universal programmes left out."""
    benefits, programmes = facts.table("benefits"), facts.table("programmes")
    people = facts.table("people").select(decider="id", own="household", register="origin")
    chosen = programmes.filter(programmes.discretion == "discretionary").select(
        code="id", programme_name="name"
    )
    receivers = facts.table("people").select(receiver="id", theirs="household")
    rows = benefits.join(chosen, benefits.programme == chosen.code)
    rows = rows.left_join(receivers, rows.person == receivers.receiver)
    rows = rows.mutate(house=rows.household.coalesce(rows.theirs))
    rows = rows.join(people, rows.decided_by == people.decider)
    own = rows.filter(rows.own == rows.house)
    return own if include_filed else own.filter(~own.filed.fill_null(False))


def _finding(decider: str, own: list[dict[str, Any]]) -> Finding:
    amount = sum(row["amount"] or 0 for row in own)
    names = "、".join(sorted({row["programme_name"] for row in own}))
    return Finding(
        code=_CODE,
        subject=decider,
        objects=tuple(row["id"] for row in own),
        claim=Words(
            f"{decider} 所在的户领取了由其本人决定的补助 {len(own)} 笔（{names}）",
            f"the household of {decider} drew {len(own)} benefits that {decider} decided on",
        ),
        measure=float(len(own)),
        unit="benefits",
        expected=0.0,
        evidence=tuple(_evidence(row) for row in own),
        check_first=_CHECK,
        excluded=(
            Words("不含普惠性补贴和保险", "universal programmes and insurance are left out"),
        ),
        worlds=min(row["confidence"] for row in own),
        amount_fen=amount,
        place=own[0]["village"] or "",
        officials=(decider,),
        since=own[0]["date"],
        until=own[-1]["date"],
    )


def _evidence(row: dict[str, Any]) -> Evidence:
    return Evidence(
        source=row["decided_by"],
        edge="decided_benefit",
        target=row["house"],
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=row["disputed"],
        date=row["date"],
        amount_fen=row["amount"],
    )


PATTERN = Pattern(
    code=_CODE,
    title=Words("本户受益", "Own household"),
    claim=Words(
        "决定人把评定类补助给了自己所在的户", "A decider's own household got what he decided"
    ),
    needs=("benefits", "programmes"),
    params=OwnHouseholdParams,
    find=find,
)
