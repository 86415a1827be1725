"""C9: a contract was settled for far more than it was awarded for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from graph.findings import Evidence, Finding, NotTested, Result, Tested
from graph.findings.worlds import all_hold
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.contracts.control_awards import awards
from graph.patterns.contracts.settlement_effects import effects_of, usual, winsorised
from graph.patterns.contracts.splitting_lines import YUAN

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_CODE = "C9"
_CHECK = (
    Words("调取变更签证和审批：由谁提出、谁签字", "change orders: who asked for them, who signed"),
    Words("核对结算审计和工程量", "the settlement's audit and the measured quantities"),
    Words("比对同期材料价格和地质资料", "prices of materials at the time, reports on the ground"),
)


class SettlementParams(Params):
    """Parameters of C9."""

    ratio: float = Field(
        1.1, gt=1, le=10, description="结算与中标金额之比，高于同类中位数的倍数 "
        "(settled over awarded, beyond what peers do)",
    )  # fmt: skip
    least_yuan: int = Field(
        20_000, ge=0, description="不计的小额超支，元 (overruns of less are left out)"
    )
    least_peers: int = Field(
        20, ge=5, description="同类同年最少合同数 (contracts of a kind and year to be peers)"
    )
    winsor: float = Field(
        0.01, ge=0, lt=0.25, description="两端缩尾比例 (share pulled in at either end)"
    )


def find(facts: Facts, params: SettlementParams) -> Result:
    """Find contracts settled over their award, with what supplier and decider do otherwise.

    Cost: one scan. Order: by contract.
    """
    awarded = awards(facts)
    settled = awarded.filter(
        awarded.settled_amount.notnull() & (awarded.amount > 0).fill_null(False)
    )
    rows = settled.select(
        "id", "firm", "decided_by", "kind", "year", "amount", "settled_amount", "awarded",
        "buyer", "origin", "confidence", "disputed", "day", place="where",
    ).order_by("id").to_pyarrow()  # fmt: skip
    blank = facts.count("contracts") - rows.num_rows
    why = Words("合同没有结算金额或中标金额", "contracts without a settled or awarded sum")
    return Result(
        findings=_findings(rows, params),
        tested=(Tested(code=_CODE, count=rows.num_rows, unit="settled contracts"),),
        not_tested=(NotTested(code=_CODE, why=why, count=blank),) if blank else (),
    )


def _findings(rows: pa.Table, params: SettlementParams) -> tuple[Finding, ...]:
    if not rows.num_rows:
        return ()
    paid, agreed = rows["settled_amount"].to_numpy(), rows["amount"].to_numpy()
    ratio = paid / agreed
    peers = usual(ratio, _strata(rows), params.least_peers)
    beyond = ratio / np.maximum(1.0, peers)
    is_over = (beyond > params.ratio) & (paid - agreed >= params.least_yuan * YUAN)
    logs = np.log(np.maximum(ratio, 1e-6))
    residual = winsorised(logs, params.winsor) - np.log(np.maximum(peers, 1e-6))
    views = {
        name: _view(rows[column], residual, is_over)
        for name, column in (("supplier", "firm"), ("decider", "decided_by"))
    }
    return tuple(
        _finding(
            rows.slice(at, 1).to_pylist()[0],
            float(ratio[at]),
            float(peers[at]),
            {name: view[at] for name, view in views.items()},
        )
        for at in np.flatnonzero(is_over).tolist()
    )


def _strata(rows: pa.Table) -> Any:
    keys = pc.binary_join_element_wise(
        pc.fill_null(rows["kind"], ""), pc.fill_null(rows["year"].cast(pa.string()), ""), "|"
    )
    return keys.combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)


def _view(column: Any, residual: Any, is_over: Any) -> dict[int, dict[str, Any]]:
    """Return for each contract over its award what else its supplier, or decider, did."""
    codes = column.combine_chunks().dictionary_encode().indices
    groups = pc.fill_null(codes, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    effects = effects_of(residual, groups)
    over = np.bincount(groups[is_over & (groups >= 0)], minlength=len(effects.sizes))
    names = column.to_pylist()
    return {
        at: {
            "id": names[at],
            "contracts": int(effects.sizes[groups[at]]),
            "over": int(over[groups[at]]),
            "effect": round(float(effects.effect[groups[at]]), 4),
        }
        if groups[at] >= 0
        else {"id": None, "contracts": 0, "over": 0, "effect": 0.0}
        for at in np.flatnonzero(is_over).tolist()
    }


def _finding(row: dict[str, Any], ratio: float, peers: float, views: dict[str, Any]) -> Finding:
    evidence = Evidence(
        source=row["buyer"],
        edge="settled",
        target=row["id"],
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=bool(row["disputed"]),
        date=row["awarded"] or "",
        amount_fen=row["settled_amount"],
    )
    over = (row["settled_amount"] - row["amount"]) / YUAN
    other = views["supplier"]["over"] - 1
    again_zh = f"；该供应商另有 {other} 份同样如此" if other > 0 else ""
    again_en = f"; so were {other} others of this supplier" if other > 0 else ""
    day = row["day"].isoformat() if row["day"] else ""
    return Finding(
        code=_CODE,
        subject=row["id"],
        objects=(row["firm"],) if row["firm"] else (),
        claim=Words(
            f"合同 {row['id']} 结算为中标金额的 {ratio:.2f} 倍，超出 {over:,.0f} 元{again_zh}",
            f"contract {row['id']} was settled for {ratio:.2f} times its award, "
            f"{over:,.0f} yuan more{again_en}",
        ),
        measure=round(ratio, 4),
        unit="settled over awarded",
        expected=round(peers, 4),
        evidence=(evidence,),
        check_first=_CHECK,
        excluded=(
            Words("已按同类同年合同的中位数比较", "compared with the median of its kind and year"),
        ),
        worlds=all_hold((evidence,)),
        amount_fen=row["settled_amount"] - row["amount"],
        place=row["place"] or "",
        officials=(row["decided_by"],) if row["decided_by"] else (),
        since=day,
        until=day,
        detail=views,
    )


PATTERN = Pattern(
    code=_CODE,
    title=Words("结算超中标价", "Settled over the award"),
    claim=Words(
        "合同的结算金额远高于中标金额", "A contract was settled for far more than its award"
    ),
    needs=("contracts",),
    params=SettlementParams,
    find=find,
)
