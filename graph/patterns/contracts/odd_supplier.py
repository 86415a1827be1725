"""C8: a supplier that is too new, too small, too versatile, or too near to an official's kin."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import Field

from graph.findings import Evidence, Finding, NotTested, Result, Tested
from graph.findings.worlds import sureness
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.contracts.control_kin import ever_kin
from graph.patterns.contracts.supplier_rules import awards, contacts, is_new, officials, varied
from graph.patterns.proof import kin_proof

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_CODE = "C8"
_FEN = 100
_EPOCH = date(1970, 1, 1)
NEW, STAFF, VARIETY, CONTACT = "new", "no_staff", "variety", "shared_contact"
_RULES = {
    NEW: Words("成立不久即中标", "founded shortly before the award"),
    STAFF: Words("无职工而承接大额合同", "no staff and a large contract"),
    VARIETY: Words("供应品目异常多", "supplies oddly many categories"),
    CONTACT: Words(
        "与有决定权者或其亲属共用电话、地址", "shares a phone or address with an official's kin"
    ),
}
_CHECK = (
    Words("核对企业社保、纳税记录和实际经营场所", "social insurance, tax, and the premises"),
    Words("核对由谁到场投标、签约、收款", "who came to bid, to sign, to be paid"),
    Words(
        "核对是否由老企业改制、更名，或者依扶持政策成立",
        "is it an older firm under a new name, or founded under a programme",
    ),
)
_EXCLUDED = (
    Words("新成立规则不含合作社和下属企业", "cooperatives and subsidiaries may be new"),
    Words("多人共用的电话、地址不计", "phones and addresses of many people are left out"),
)


class OddSupplierParams(Params):
    """Parameters of C8."""

    months: int = Field(6, ge=1, le=36, description="中标前成立不足的月数 (months since founding)")
    large_yuan: int = Field(
        500_000, ge=0, description="无职工时的大额合同（元）(a large contract for no staff)"
    )
    least_contracts: int = Field(
        20, ge=2, description="判断品目的最少合同数 (contracts needed to judge variety)"
    )
    digits: int = Field(2, ge=1, le=9, description="品目代码位数 (digits of a category)")
    most_holders: int = Field(
        5, ge=1, description="电话、地址的最多共用人数 (people who may share a contact)"
    )


@dataclass(slots=True)
class _Odd:
    """What is odd about one supplier: its awards by rule, and proofs."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    rules: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ties: list[dict[str, str]] = field(default_factory=list)
    proofs: dict[Evidence, None] = field(default_factory=dict)
    sure: float = 0.0


def find(facts: Facts, params: OddSupplierParams) -> Result:
    """Find suppliers to whose awards one of the rules applies.

    Cost: joins of contracts with suppliers, contacts and the officials' kin. Order: by supplier.
    """
    rows = facts.kept(awards(facts))
    young = is_new(rows, params.months)
    marked = rows.mutate(
        is_new=young,
        is_empty=(rows.staff == 0).fill_null(False)
        & (rows.amount >= params.large_yuan * _FEN).fill_null(False),
    )
    odd: dict[str, _Odd] = defaultdict(_Odd)
    for row in marked.filter(marked.is_new | marked.is_empty).to_pyarrow().to_pylist():
        for rule, is_hit in ((NEW, row["is_new"]), (STAFF, row["is_empty"])):
            if is_hit:
                _mark(odd[row["supplier"]], rule, row, 1.0)
    _mark_contacts(facts, rows, odd, params.most_holders)
    many, fence = varied(rows, params.least_contracts, params.digits)
    for supplier in many.keys() & odd.keys():
        odd[supplier].rules[VARIETY] |= set(odd[supplier].rows)
    checked = rows.count().to_pyarrow().as_py()
    return Result(
        findings=tuple(
            _finding(supplier, odd[supplier], many.get(supplier), fence) for supplier in sorted(odd)
        ),
        tested=(Tested(code=_CODE, count=checked, unit="contracts"),),
        not_tested=_untested(rows, fence, params),
    )


def _mark(odd: _Odd, rule: str, row: dict[str, Any], sure: float) -> None:
    odd.rows[row["id"]] = row
    odd.rules[rule].add(row["id"])
    own = sureness(row["confidence"], row["disputed"]) * row["firm_confidence"]
    odd.sure = max(odd.sure, own * sure)


def _mark_contacts(facts: Facts, rows: Any, odd: dict[str, _Odd], most: int) -> None:
    """Mark awards whose firm shares a phone or address with an official or his kin on the day."""
    near, deciding = contacts(facts, rows, most), officials(facts, rows)
    both = near.join(deciding, near.contract == deciding.contract, rname="{name}_by")
    both = both.join(rows, both.contract == rows.id)
    found = both.order_by("id", "official", "person", "contact").to_pyarrow().to_pylist()
    screen = ever_kin(facts, {row["official"] for row in found}, {row["person"] for row in found})
    pairs = zip(screen["ego"].to_pylist(), screen["relative"].to_pylist(), strict=True)
    known = set(pairs)
    for row in found:
        official, person = row["official"], row["person"]
        if official != person and (official, person) not in known:
            continue
        day = facts.on if row["day"] is None else (row["day"] - _EPOCH).days
        proof = None if official == person else kin_proof(facts, official, person, day)
        if proof is None and official != person:
            continue
        one = odd[row["supplier"]]
        doubt = 1.0 if proof is None else sureness(proof.confidence, proof.is_disputed)
        _mark(one, CONTACT, row, doubt)
        one.ties.append(
            {
                "contract": row["id"],
                "official": official,
                "person": person,
                "contact": row["contact"],
                "term": proof.term if proof else "本人",
            }
        )
        one.proofs[_contact(row)] = None
        one.proofs |= dict.fromkeys(proof.evidence if proof else ())


def _finding(supplier: str, odd: _Odd, categories: int | None, fence: float | None) -> Finding:
    rows = [odd.rows[name] for name in sorted(odd.rows)]
    rules = [rule for rule in _RULES if odd.rules.get(rule)]
    told = "、".join(_RULES[rule].zh for rule in rules)
    told_en = "; ".join(_RULES[rule].en for rule in rules)
    days = sorted(row["day"] for row in rows if row["day"] is not None)
    amount = sum(row["amount"] or 0 for row in rows)
    name = rows[0]["firm_name"]
    deciders = {row["decided_by"] for row in rows} - {None}
    return Finding(
        code=_CODE,
        subject=supplier,
        objects=tuple(row["id"] for row in rows),
        claim=Words(
            f"{name}（{supplier}）{told}，涉及合同 {len(rows)} 份共 {amount / _FEN:.2f} 元",
            f"{name} ({supplier}): {told_en}; {len(rows)} contracts of {amount / _FEN:.2f} yuan",
        ),
        measure=float(len(rows)),
        unit="contracts",
        expected=0.0,
        evidence=(_firm(rows[0]), *(_award(row) for row in rows), *odd.proofs),
        check_first=_CHECK,
        excluded=_EXCLUDED,
        worlds=odd.sure,
        amount_fen=amount,
        place=rows[0]["place"] or "",
        officials=tuple(sorted(deciders | {tie["official"] for tie in odd.ties})),
        since=days[0].isoformat() if days else "",
        until=days[-1].isoformat() if days else "",
        detail={
            "rules": rules,
            "by_contract": {rule: sorted(odd.rules[rule]) for rule in rules},
            "founded": rows[0]["founded"],
            "staff": rows[0]["staff"],
            "categories": categories,
            "fence": fence,
            "ties": odd.ties,
        },
    )


def _firm(row: dict[str, Any]) -> Evidence:
    return Evidence(
        source=row["supplier"],
        edge="registered",
        target=row["firm_kind"],
        origin=row["firm_origin"],
        confidence=row["firm_confidence"],
        date=row["founded"] or "",
    )


def _award(row: dict[str, Any]) -> Evidence:
    return Evidence(
        source=row["supplier"],
        edge="supplied",
        target=row["id"],
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=row["disputed"],
        date=row["day"].isoformat() if row["day"] else "",
        amount_fen=row["amount"],
    )


def _contact(row: dict[str, Any]) -> Evidence:
    edge = f"person_{row['contact']}"
    return Evidence(
        source=row["person"], edge=edge, target=row["supplier"], origin=row["person_origin"]
    )


def _untested(rows: Any, fence: float | None, params: OddSupplierParams) -> tuple[NotTested, ...]:
    unknown = rows.filter(rows.founded.isnull() | rows.day.isnull()).count().to_pyarrow().as_py()
    blank = rows.filter(rows.staff.isnull()).count().to_pyarrow().as_py()
    few = Words(
        f"没有企业达到 {params.least_contracts} 份合同，品目规则无法核对",
        f"no firm has {params.least_contracts} contracts: variety cannot be judged",
    )
    reasons = ((unknown, _NO_DAY), (blank, _NO_STAFF), (int(fence is None), few))
    return tuple(NotTested(code=_CODE, why=why, count=count) for count, why in reasons if count)


_NO_DAY = Words("企业成立日期或者中标日期没有记录", "founding or award is not dated")
_NO_STAFF = Words("企业职工人数没有记录", "the number of staff is not recorded")

PATTERN = Pattern(
    code=_CODE,
    title=Words("异常供应商", "Odd supplier"),
    claim=Words(
        "供应商刚成立、无职工却承接大额合同，或者与有决定权者的亲属共用电话地址",
        "A supplier was just founded, has no staff, or shares a contact with an official's kin",
    ),
    needs=("contracts", "units"),
    params=OddSupplierParams,
    find=find,
)
