"""B3: a benefit to somebody dead, paid, propertied, moved away, or paid the same aid twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pydantic import Field

from graph.findings import Finding, NotTested, Result, Tested
from graph.findings.worlds import sureness
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.benefits.duplicates import same_aid_twice
from graph.patterns.benefits.holdings import held
from graph.patterns.benefits.receipts import receipts
from graph.patterns.benefits.recipient_status import (
    COMPANY,
    DUPLICATE,
    HOLDING,
    MOVED,
    PAYROLL,
    companies,
    dead,
    held_by,
    moved_away,
    payroll,
)
from graph.patterns.benefits.recipient_told import CHECKS, EXCLUDED, TOLD, evidence_of, tie_of

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_CODE = "B3"
_FEN = 100
_STATUS_RULES = frozenset({PAYROLL, COMPANY, HOLDING, MOVED})
_NEEDS = {PAYROLL: "posts", COMPANY: "roles", HOLDING: "holdings", MOVED: "moves"}


class ImpossibleRecipientParams(Params):
    """Parameters of B3."""

    grace_days: int = Field(
        30, ge=0, le=400, description="死亡后的宽限天数 (days after a death not yet counted)"
    )
    overlap_days: int = Field(
        60,
        ge=0,
        description="身份类规则的最短重叠天数 (days of overlap below which rules are mute)",
    )
    paid_roles: tuple[str, ...] = Field(
        ("head", "deputy", "member", "handler", "reviewer", "finance", "employee"),
        description="领取报酬的角色 (roles that are paid)",
    )
    least_share: float = Field(
        0.25, gt=0, le=1, description="视为大股东的最低持股 (share of a large shareholder)"
    )
    car_yuan: int = Field(80_000, ge=0, description="车辆价值（元）(value of a dear vehicle)")
    house_yuan: int = Field(400_000, ge=0, description="房产价值（元）(value of a dear house)")
    after_death: tuple[str, ...] = Field(
        ("丧葬", "抚恤", "遗属"), description="身后发放的项目 (programmes paid after a death)"
    )


def find(facts: Facts, params: ImpossibleRecipientParams) -> Result:
    """Find recipients whom a rule keeps from what they got, with the days of overlap.

    Universal programmes and insurance are only held against death and repetition. Cost: hash joins
    of the benefits with each status. Order: by rule, then recipient.
    """
    rows = facts.kept(receipts(facts))
    after = rows.programme_name.re_search("|".join(params.after_death) or "$^")
    decided = rows.filter(rows.discretion == "discretionary")
    given = rows.filter((rows.discretion != "insurance").fill_null(True))
    parts = [
        dead(facts, rows.filter(~after), params.grace_days),
        held_by(payroll(facts, params.paid_roles), decided, facts, PAYROLL),
        held_by(companies(facts, params.least_share), decided, facts, COMPANY),
        held(facts, decided, params.car_yuan * _FEN, params.house_yuan * _FEN),
        same_aid_twice(facts, given),
    ]
    if facts.count("moves"):
        parts.append(moved_away(facts, decided))
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    # Each rule is asked by itself: one union of all takes Ibis longer to write than to run.
    every = [row for part in parts for row in part.to_pyarrow().to_pylist()]
    for row in sorted(every, key=_order):
        found[row["rule"], row["subject"]].append(row)
    told = {key: group for key, group in found.items() if _is_long(key[0], group, params)}
    ties = tie_of(facts, told)
    return Result(
        findings=tuple(
            _finding(facts, rule, subject, group, ties.get((rule, subject)))
            for (rule, subject), group in sorted(told.items())
        ),
        tested=(Tested(code=_CODE, count=facts.count("benefits"), unit="benefits"),),
        not_tested=tuple(
            NotTested(code=_CODE, subject=rule, why=_MISSING[name])
            for rule, name in _NEEDS.items()
            if not facts.count(name)
        ),
    )


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["day"], row["benefit"], row["status_origin"] or "", row["edge"]


def _days(rule: str, group: list[dict[str, Any]]) -> int | None:
    """Return the days from the beginning of the status to the last benefit; None if unknown."""
    if rule == DUPLICATE:
        return None
    spans = [(row["day"] - row["began"]).days for row in group if row["began"] is not None]
    return max(spans) if len(spans) == len(group) and spans else None


def _is_long(rule: str, group: list[dict[str, Any]], params: ImpossibleRecipientParams) -> bool:
    days = _days(rule, group)
    return rule not in _STATUS_RULES or days is None or days >= params.overlap_days


def _finding(
    facts: Facts, rule: str, subject: str, group: list[dict[str, Any]], tie: Any
) -> Finding:
    benefits = {row["benefit"]: row for row in group}
    days = _days(rule, group)
    amount = sum(row["amount"] or 0 for row in benefits.values())
    names = "、".join(sorted({row["programme_name"] for row in group}))
    told = TOLD[rule]
    lasting = f"，重叠 {days} 天" if days is not None else ""
    lasting_en = f", {days} days of overlap" if days is not None else ""
    sure = [_sure(row) for row in group]
    return Finding(
        code=_CODE,
        subject=subject,
        objects=tuple(benefits),
        claim=Words(
            f"{subject} {told.zh}，领取 {names} {len(benefits)} 笔共 "
            f"{amount / _FEN:.2f} 元{lasting}",
            f"{subject} {told.en} and drew {len(benefits)} benefits of "
            f"{amount / _FEN:.2f} yuan{lasting_en}",
        ),
        measure=float(len(benefits) if days is None else days),
        unit="benefits" if days is None else "days",
        expected=0.0,
        evidence=(*evidence_of(rule, group), *(tie.evidence if tie else ())),
        check_first=CHECKS[rule],
        excluded=EXCLUDED[rule],
        worlds=max(sure),
        amount_fen=amount,
        place=group[0]["village"] or "",
        officials=tuple(sorted({row["decided_by"] for row in group} - {None})),
        since=group[0]["day"].isoformat(),
        until=group[-1]["day"].isoformat(),
        about=(rule,),
        detail={
            "rule": rule,
            "days": days,
            "status": sorted({row["edge"] for row in group}),
            "things": sorted({row["thing"] for row in group if row["thing"]}),
            "tie": tie.told if tie else None,
        },
    )


def _sure(row: dict[str, Any]) -> float:
    """Return the share of worlds in which both the benefit and the status stand."""
    both = sureness(row["confidence"], row["disputed"])
    if row["status_origin"] != row["origin"]:
        both *= sureness(row["status_confidence"], row["status_disputed"])
    return float(both)


_MISSING = {
    name: Words(
        f"没有载入 {name}.csv，该规则无法核对", f"no {name}.csv: the rule cannot be checked"
    )
    for name in _NEEDS.values()
}

PATTERN = Pattern(
    code=_CODE,
    title=Words("不符合条件的领取人", "Ineligible or impossible recipient"),
    claim=Words(
        "领取人已去世、在编领薪、办有企业、有较多财产、已迁出，或者重复领取",
        "A recipient was dead, on a payroll, an owner of means, had moved away, or was paid twice",
    ),
    needs=("benefits", "programmes"),
    params=ImpossibleRecipientParams,
    find=find,
)
