"""How a finding on a recipient is told: words by rule, evidence, and kinship to the decider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.findings import Evidence
from graph.model import Words
from graph.patterns.benefits.recipient_status import (
    COMPANY,
    DEAD,
    DUPLICATE,
    HOLDING,
    MOVED,
    PAYROLL,
)
from graph.patterns.contracts.control_kin import ever_kin
from graph.patterns.proof import kin_proof

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.patterns.facts import Facts

_EPOCH = date(1970, 1, 1)
_MOST = 20
"""Benefits shown as evidence at most; all are among the objects."""

TOLD = MappingProxyType(
    {
        DEAD: Words("在发放日期之前已去世", "had died before the benefit"),
        PAYROLL: Words("或其户内成员当时在机关事业单位任职", "was on a public payroll"),
        COMPANY: Words("或其户内成员当时办有企业或为大股东", "owned or represented a company"),
        HOLDING: Words("所在的户当时有较高价值的车辆、房产或者第二套房", "had a dear car or house"),
        DUPLICATE: Words("在同一项目同一期间重复领取", "got the same aid twice"),
        MOVED: Words("当时户籍已迁出", "had moved away"),
    }
)
_SEE = Words("入户核实本人和家庭情况", "visit: see the person and the household")
CHECKS = MappingProxyType(
    {
        DEAD: (
            Words("核对死亡证明、户籍注销日期和录入时间", "death certificate and day of entry"),
            Words("核对谁在支取，是否已退回", "who withdrew it, has it been paid back"),
        ),
        PAYROLL: (
            Words(
                "核对是否同一人、是否为编外或者公益岗位", "same person? contract or relief post?"
            ),
            Words("核对工资收入与家庭人均收入", "wages against the household's income"),
        ),
        COMPANY: (
            Words(
                "核对企业是否实际经营、是否被冒名登记", "does the firm trade, was a name borrowed"
            ),
            _SEE,
        ),
        HOLDING: (
            Words(
                "核对车辆、房产的实际价值和现状（已售、危房、继承）", "sold, derelict, inherited?"
            ),
            _SEE,
        ),
        DUPLICATE: (
            Words("核对是否补发、分期发放或者录入重复", "arrears, instalments, or entered twice"),
            Words("核对两笔是否均已到账", "were both amounts credited"),
        ),
        MOVED: (
            Words("核对迁入地是否也在领取", "is the same drawn where the person moved to"),
            Words("核对人户分离和实际居住情况", "where does the person really live"),
        ),
    }
)
_SHORT = Words("重叠过短的不计", "short overlaps are left out")
_DECIDED = Words("不含普惠性补贴和保险", "universal programmes and insurance are left out")
EXCLUDED = MappingProxyType(
    {
        DEAD: (Words("已留出死亡登记的宽限期", "days of grace after the death are left out"),),
        PAYROLL: (_DECIDED, _SHORT),
        COMPANY: (_DECIDED, _SHORT, Words("不含合作社", "cooperatives are left out")),
        HOLDING: (_DECIDED, _SHORT, Words("不含农机", "farm machines are left out")),
        DUPLICATE: (Words("按项目通常的发放周期判断", "by the period usual in the programme"),),
        MOVED: (_DECIDED, _SHORT, Words("迁回的不计", "whoever came back is left out")),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeciderTie:
    """A recipient who is legal kin of who decided, on the day."""

    told: dict[str, Any]
    evidence: tuple[Evidence, ...]


def tie_of(
    facts: Facts, found: Mapping[tuple[str, str], list[dict[str, Any]]]
) -> dict[tuple[str, str], DeciderTie]:
    """Return the first kinship to a decider in each group of hits."""
    asked = {(row["decided_by"], row["who"]) for group in found.values() for row in group}
    asked = {(one, other) for one, other in asked if one and other}
    screen = ever_kin(facts, {one for one, _ in asked}, {other for _, other in asked})
    pairs = zip(screen["ego"].to_pylist(), screen["relative"].to_pylist(), strict=True)
    known, ties = set(pairs) & asked, {}
    for key, group in found.items():
        for row in group:
            if key not in ties and (row["decided_by"], row["who"]) in known:
                tie = _tie(facts, row)
                if tie is not None:
                    ties[key] = tie
    return ties


def _tie(facts: Facts, row: dict[str, Any]) -> DeciderTie | None:
    day = (row["day"] - _EPOCH).days
    proof = kin_proof(facts, row["decided_by"], row["who"], day)
    if proof is None:
        return None
    told = {
        "decider": row["decided_by"],
        "relative": row["who"],
        "term": proof.term,
        "kin_class": proof.kin_class.label,
    }
    return DeciderTie(told=told, evidence=proof.evidence)


def evidence_of(rule: str, group: list[dict[str, Any]]) -> tuple[Evidence, ...]:
    """Return the benefits of a group and the rows of the status, each once."""
    found: dict[Evidence, None] = {}
    for row in group[:_MOST]:
        benefit = Evidence(
            source=row["subject"],
            edge="received",
            target=row["benefit"],
            origin=row["origin"],
            confidence=row["confidence"],
            is_disputed=row["disputed"],
            date=row["day"].isoformat(),
            amount_fen=row["amount"],
        )
        found[benefit] = None
        if rule != DUPLICATE:
            status = Evidence(
                source=row["who"] or row["subject"],
                edge=row["edge"],
                target=row["thing"] or "",
                origin=row["status_origin"],
                confidence=row["status_confidence"],
                is_disputed=row["status_disputed"],
                date=row["began"].isoformat() if row["began"] else "",
            )
            found[status] = None
    return tuple(found)
