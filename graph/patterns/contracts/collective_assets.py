"""C7: a collective asset let below its peers' price, for too long, or past all rules to kin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
from pydantic import Field
from scipy.stats import false_discovery_control, norm

from graph.findings import Evidence, Finding, NotTested, Result, Tested
from graph.findings.worlds import sureness
from graph.model import Words
from graph.patterns.bare_ids import bare
from graph.patterns.base import Params, Pattern
from graph.patterns.contracts.hedonic import fit_rents
from graph.patterns.contracts.lessees import LesseeTie, lessee_ties

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_CODE = "C7"
_FEN = 100
_CHECK = (
    Words("调取租赁合同、评估报告和公示材料", "the lease, the valuation and the public notice"),
    Words(
        "核对村民会议或者村民代表会议的记录和签字",
        "minutes and signatures of the villagers' meeting",
    ),
    Words(
        "核对租金是否一次付清、是否抵扣投入或者灾损",
        "was rent paid in advance, or set off against works or losses",
    ),
    Words("实地查看面积、地力和道路", "look at area, soil and road on the spot"),
)
_RULES = {
    "price": Words("租金低于同类资产", "rent below that of peers"),
    "term": Words("租期超过法定上限", "longer than the longest term of a lease"),
    "kin": Words(
        "承租方与决定人或者村委会成员有亲属关系或为本人",
        "the lessee is, or is kin of, the decider or a committee member",
    ),
    "no_tender": Words("未公开招标", "no public tender"),
    "no_minutes": Words("没有会议记录", "no minutes"),
}


class CollectiveAssetsParams(Params):
    """Parameters of C7."""

    price_share: float = Field(
        0.7, gt=0, lt=1, description="低于同类预期租金的比例 (share of the rent peers pay)"
    )
    z: float = Field(-2.0, lt=0, description="对数租金残差 z 的上限 (robust z of the log rent)")
    q: float = Field(
        0.1,
        gt=0,
        le=1,
        description="仅凭租金成立时的错误发现率 (BH level where the price alone makes a finding)",
    )
    min_peers: int = Field(20, ge=8, description="同类资产的最少租赁数 (leases of the same kind)")
    max_years: int = Field(20, ge=1, description="租期上限（年） (longest term in years)")
    longer_kinds: tuple[str, ...] = Field(
        ("荒山", "荒沟", "荒丘", "荒滩", "四荒"),
        description="可依法更长的资产类型 (kinds that may lawfully be let for longer)",
    )
    least_share: float = Field(
        0.25, gt=0, le=1, description="视为承租方背后之人的最低持股 (share that makes an owner)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Price:
    ratio: float
    z: float
    p: float
    q: float


def find(facts: Facts, params: CollectiveAssetsParams) -> Result:
    """Find leases whose price, term, or kinship with unkept rules calls for a look.

    Cost: one robust regression over all leases and two joins. Order: by lease.
    """
    leases = facts.kept(_leases(facts, params))
    rows = leases.order_by("id").to_pyarrow().to_pylist()
    prices, unpriced = _prices(rows, params)
    ties = lessee_ties(facts, leases, params.least_share)
    findings, tested = [], 0
    for row in rows:
        price, tie = prices.get(row["id"]), ties.get(row["id"])
        rules = _rules(row, price, tie, params)
        if _is_found(rules, price, params):
            findings.append(_finding(row, rules, price, tie))
        else:
            tested += 1
    return Result(
        findings=tuple(findings),
        tested=(Tested(code=_CODE, count=tested, unit="leases"),),
        not_tested=_untested(rows, unpriced, params),
    )


def _leases(facts: Facts, params: CollectiveAssetsParams) -> Any:
    """Return leases with their assets, the day they began, and whether they surely last too long.

    A lease without a first day is read on the day the facts are.
    """
    assets = facts.table("assets").select(
        "village", "kind", "area", "quality", asset_id="id", asset_origin="origin"
    )
    rows = facts.table("leases")
    rows = rows.join(assets, rows.asset == assets.asset_id)
    today = ibis.literal(str(np.datetime64(facts.on, "D"))).cast("date")
    longest = rows["from_last"] + ibis.interval(years=params.max_years)
    may_be_longer = rows.kind.fill_null("").isin(params.longer_kinds)
    return rows.mutate(
        day=rows["from_first"].coalesce(today),
        tenant=bare(rows.lessee),
        year=rows["from_first"].year(),
        is_too_long=(rows["to_first"] > longest.cast("date")).fill_null(False) & ~may_be_longer,
    )


def _prices(
    rows: list[dict[str, Any]], params: CollectiveAssetsParams
) -> tuple[dict[str, _Price], int]:
    """Return how the rent of each lease stands among its peers, and how many have too few."""
    whole = [row for row in rows if _is_priced(row)]
    counts: dict[str, int] = {}
    for row in whole:
        counts[row["kind"] or ""] = counts.get(row["kind"] or "", 0) + 1
    kept = [row for row in whole if counts[row["kind"] or ""] >= params.min_peers]
    if not kept:
        return {}, len(whole)
    fit = fit_rents(
        np.array([max(row["rent"], 1) for row in kept], float),
        np.array([row["area"] for row in kept], float),
        np.array([row["year"] for row in kept], float),
        [row["kind"] or "" for row in kept],
        [row["quality"] or "" for row in kept],
        [row["village"] for row in kept],
    )
    p = norm.cdf(fit.z)
    figures = zip(fit.ratio, fit.z, p, false_discovery_control(p), strict=True)
    found = {
        row["id"]: _Price(ratio=float(ratio), z=float(z), p=float(one), q=float(q))
        for row, (ratio, z, one, q) in zip(kept, figures, strict=True)
    }
    return found, len(whole) - len(kept)


def _is_priced(row: dict[str, Any]) -> bool:
    return row["rent"] is not None and (row["area"] or 0) > 0 and row["year"] is not None


def _rules(
    row: dict[str, Any], price: _Price | None, tie: LesseeTie | None, params: CollectiveAssetsParams
) -> tuple[str, ...]:
    """Return the rules that a lease falls under, in the order of telling."""
    hits = {
        "price": price is not None and price.ratio < params.price_share and price.z <= params.z,
        "term": row["is_too_long"],
        "kin": tie is not None,
        "no_tender": row["procedure"] is not None and row["procedure"] != "open",
        "no_minutes": row["minutes"] is False,
    }
    return tuple(rule for rule, is_hit in hits.items() if is_hit)


def _is_found(rules: tuple[str, ...], price: _Price | None, params: CollectiveAssetsParams) -> bool:
    """Whether the rules together make a finding: see the page for why these."""
    is_closed = "no_tender" in rules or "no_minutes" in rules
    if "term" in rules or ("kin" in rules and is_closed):
        return True
    if "price" not in rules or price is None:
        return False
    both = "no_tender" in rules and "no_minutes" in rules
    return price.q <= params.q or "kin" in rules or both


def _finding(
    row: dict[str, Any], rules: tuple[str, ...], price: _Price | None, tie: LesseeTie | None
) -> Finding:
    told = "、".join(_RULES[rule].zh for rule in rules)
    told_en = "; ".join(_RULES[rule].en for rule in rules)
    rent = row["rent"] or 0
    expected = rent / price.ratio if price else None
    officials = {tie.official} if tie else set()
    return Finding(
        code=_CODE,
        subject=row["id"],
        objects=(row["asset"], row["tenant"]),
        claim=Words(
            f"{row['kind'] or '集体资产'} {row['asset']} 租给 {row['lessee']}：{told}",
            f"{row['asset']} is let to {row['lessee']}: {told_en}",
        ),
        measure=rent / _FEN,
        unit="yuan a year",
        expected=None if expected is None else expected / _FEN,
        p=price.p if price else None,
        q=price.q if price else None,
        evidence=_evidence(row, tie),
        check_first=_CHECK,
        excluded=_excluded(price),
        worlds=sureness(row["confidence"], row["disputed"]) * _tie_share(rules, tie),
        amount_fen=None if expected is None else max(0, round(expected - rent)),
        place=row["village"],
        officials=tuple(sorted(officials | ({row["decided_by"]} - {None}))),
        since=row["from"] or "",
        until=row["to"] or "",
        detail={
            "rules": list(rules),
            "ratio": price.ratio if price else None,
            "z": price.z if price else None,
            "procedure": row["procedure"],
            "tie": _told(tie),
        },
    )


def _tie_share(rules: tuple[str, ...], tie: LesseeTie | None) -> float:
    return 1.0 if tie is None or "term" in rules else tie.worlds


def _told(tie: LesseeTie | None) -> dict[str, Any] | None:
    if tie is None:
        return None
    return {
        "official": tie.official,
        "person": tie.person,
        "term": tie.proof.term if tie.proof else "本人",
        "kin_class": tie.proof.kin_class.label if tie.proof else "self",
    }


def _evidence(row: dict[str, Any], tie: LesseeTie | None) -> tuple[Evidence, ...]:
    lease = Evidence(
        source=row["lessee"],
        edge="leased",
        target=row["asset"],
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=row["disputed"],
        date=row["from"] or "",
        amount_fen=row["rent"],
    )
    asset = Evidence(
        source=row["asset"], edge="asset_of", target=row["village"], origin=row["asset_origin"]
    )
    return (lease, asset, *(tie.evidence if tie else ()))


def _excluded(price: _Price | None) -> tuple[Words, ...]:
    if price is None:
        return ()
    words = "已按类型、面积、等级、年份和本村租金水平折算"
    return (Words(words, "kind, area, grade, year and the village's own level are allowed for"),)


def _untested(
    rows: list[dict[str, Any]], unpriced: int, params: CollectiveAssetsParams
) -> tuple[NotTested, ...]:
    blank = sum(not _is_priced(row) for row in rows)
    no_end = sum(row["to"] is None for row in rows)
    reasons = (
        (
            unpriced,
            f"同类租赁不足 {params.min_peers} 宗，租金无从比较",
            "too few leases of the kind",
        ),
        (blank, "租金、面积或者起租日期没有记录，租金无从比较", "rent, area or first day is blank"),
        (no_end, "没有记录到期日，租期无从核对", "no last day: the term cannot be checked"),
    )
    return tuple(
        NotTested(code=_CODE, why=Words(zh, en), count=count) for count, zh, en in reasons if count
    )


PATTERN = Pattern(
    code=_CODE,
    title=Words("集体资产处置", "Collective assets"),
    claim=Words(
        "集体资产的租金明显低于同类、租期过长，或者未经公开程序租给干部亲属",
        "A collective asset is let far below its peers, too long, or unopened to officials' kin",
    ),
    needs=("leases", "assets"),
    params=CollectiveAssetsParams,
    find=find,
)
