"""B2: whoever decides on a discretionary benefit gave it to his own household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from graph.findings import Evidence, Finding, NotTested, Result, Tested
from graph.findings.worlds import sureness
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.benefits.receipts import households_of, receipts

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
    """Find discretionary benefits of the household that their decider lived in on the day.

    Cost: two joins. Order: by decider. One finding a decider, all his household's benefits.
    """
    rows = facts.kept(_decided(facts))
    found = _own_benefits(facts, rows, include_filed=params.include_filed)
    by_decider: dict[str, list[dict[str, Any]]] = {}
    for row in found.order_by("decided_by", "date", "id").to_pyarrow().to_pylist():
        by_decider.setdefault(row["decided_by"], []).append(row)
    known = rows.filter(rows.decided_by.notnull())
    tested = known.filter(known.house.notnull()).count().to_pyarrow().as_py()
    return Result(
        findings=tuple(_finding(decider, own) for decider, own in by_decider.items()),
        tested=(Tested(code=_CODE, count=tested, unit="benefits"),),
        not_tested=_untested(rows),
    )


def _decided(facts: Facts) -> Any:
    """Return discretionary benefits with the household of the day."""
    rows = receipts(facts)
    return rows.filter(rows.discretion == "discretionary")


def _own_benefits(facts: Facts, rows: Any, *, include_filed: bool) -> Any:
    """Return the benefits whose household is the one that their decider lived in that day."""
    living = households_of(facts).select("since", "until", decider="person", own="house")
    joined = rows.join(
        living,
        (
            rows.decided_by == living.decider,
            rows.house == living.own,
            living.since <= rows.day,
            rows.day < living.until,
        ),
    )
    return joined if include_filed else joined.filter(~joined.filed.fill_null(False))


def _untested(rows: Any) -> tuple[NotTested, ...]:
    nobody = rows.filter(rows.decided_by.isnull()).count().to_pyarrow().as_py()
    nowhere = rows.filter(rows.decided_by.notnull() & rows.house.isnull())
    reasons = ((nobody, _NO_DECIDER), (nowhere.count().to_pyarrow().as_py(), _NO_HOUSE))
    return tuple(NotTested(code=_CODE, why=why, count=count) for count, why in reasons if count)


_NO_DECIDER = Words("决定人没有记录", "who decided is not recorded")
_NO_HOUSE = Words("领取人当日的户没有记录", "the recipient's household of the day is not recorded")


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
        worlds=max(sureness(row["confidence"], row["disputed"]) for row in own),
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
