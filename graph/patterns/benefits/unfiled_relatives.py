"""B10: aid to a household with kin of its decider, not filed as the programme asks (未备案)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import ibis
from pydantic import Field

from graph.findings import Evidence, Finding, NotTested, Result, Tested
from graph.findings.worlds import sureness
from graph.kinship.circles import CIRCLES
from graph.kinship.walks import EVERY_STANDING
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.benefits.receipts import households_of, receipts
from graph.patterns.proof import kin_proof

if TYPE_CHECKING:
    from graph.patterns.facts import Facts
    from graph.patterns.proof import KinProof

_CODE = "B10"
_FEN = 100
_EPOCH = date(1970, 1, 1)
_SEATED = ("head", "deputy", "member", "finance")
_CHECK = (
    Words(
        "查近亲属备案登记册和乡镇备案台账，是否漏录",
        "the register of filed relatives: an omission?",
    ),
    Words("核对入户调查和民主评议记录，由谁参加", "who took part in the visit and the hearing"),
    Words(
        "核对该户是否符合条件：亲属也可以依法享受", "is the household eligible: kin may be aided"
    ),
)


class UnfiledRelativesParams(Params):
    """Parameters of B10."""

    programmes: tuple[str, ...] = Field(
        ("低保", "最低生活保障", "特困", "临时救助"),
        description="要求备案的项目名称用词，空为全部评定类 (words; none: all)",
    )
    circle: Literal["NR-P", "NR-C", "K1-K4"] = Field(
        "K1-K4", description="应备案的亲属范围 (circle of relatives to be filed)"
    )
    committee: bool = Field(
        True,
        description="明确未备案时也看村委会成员的亲属 (committee too)",
    )


def find(facts: Facts, params: UnfiledRelativesParams) -> Result:
    """Find unfiled aid to households in which legal kin of the decider live.

    Cost: a join of the programmes' benefits with the deciders' kin. Order: by decider, household.
    """
    asked = facts.kept(_asked(facts, params))
    filing = asked.filter(asked.filed.notnull()).select(told="programme").distinct()
    rows = asked.semi_join(filing, asked.programme == filing.told)
    rows = facts.kept(rows.filter(~rows.filed.fill_null(False)))
    never = asked.anti_join(filing, asked.programme == filing.told).count().to_pyarrow().as_py()
    found: dict[tuple[str, str], dict[str, tuple[dict[str, Any], KinProof]]] = defaultdict(dict)
    proofs: dict[tuple[str, str, int], KinProof | None] = {}
    for row in _related(facts, rows, params):
        group = found[row["decided_by"] or row["official"], row["house"]]
        pair = (row["official"], row["relative"], (row["day"] - _EPOCH).days)
        if pair not in proofs:
            proofs[pair] = kin_proof(facts, *pair, circle=CIRCLES[params.circle].both())
        proof = proofs[pair]
        if proof is not None:
            group.setdefault(row["id"], (row, proof))
    checked = rows.count().to_pyarrow().as_py()
    return Result(
        findings=tuple(
            _finding(subject, house, list(group.values()))
            for (subject, house), group in sorted(found.items())
            if group
        ),
        tested=(Tested(code=_CODE, count=checked, unit="benefits"),),
        not_tested=_untested(rows, never),
    )


def _asked(facts: Facts, params: UnfiledRelativesParams) -> Any:
    """Return the benefits of programmes that ask for filing, with the household of the day."""
    rows = receipts(facts)
    rows = rows.filter(rows.discretion == "discretionary")
    if not params.programmes:
        return rows
    return rows.filter(rows.programme_name.re_search("|".join(params.programmes)))


def _related(facts: Facts, rows: Any, params: UnfiledRelativesParams) -> list[dict[str, Any]]:
    """Return benefits beside officials and their possible kin in the household, closest first."""
    living = households_of(facts).select("since", "until", lives="person", home="house")
    decided = rows.filter(rows.decided_by.notnull())
    deciding = decided.mutate(official=decided.decided_by, post_origin=ibis.null("string"))
    if params.committee:
        deciding = deciding.union(_committee(facts, rows).select(*deciding.columns))
    there = (deciding.house == living.home) & (deciding.official == living.lives)
    there &= (living.since <= deciding.day) & (deciding.day < living.until)
    own = deciding.join(living, there).select(own_id="id", own_official="official")
    deciding = deciding.anti_join(
        own, (deciding.id == own.own_id, deciding.official == own.own_official)
    )
    deciding = facts.kept(deciding.filter(deciding.house.notnull()))
    names = deciding.select("official").distinct().to_pyarrow().column("official").to_pylist()
    circle = CIRCLES[params.circle]
    kin = facts.legal_kin(names, circle=circle, allowed=EVERY_STANDING)
    near = kin.join(living, kin.relative == living.lives)
    joined = deciding.join(
        near,
        (
            deciding.official == near.ego,
            deciding.house == near.home,
            near.since <= deciding.day,
            deciding.day < near.until,
        ),
    )
    joined = joined.mutate(is_other=joined.official != joined.decided_by.fill_null(""))
    order = ("id", "is_other", "kin_class", "official", "relative")
    return list(joined.order_by(*order).to_pyarrow().to_pylist())


def _committee(facts: Facts, rows: Any) -> Any:
    """Return benefits said not to be filed beside each committee member of the village that day."""
    units, posts = facts.table("units"), facts.table("posts")
    bodies = units.filter(units.kind == "village_committee").select(body="id", at="place")
    seats = posts.filter(posts.role.isin(_SEATED))
    seats = seats.join(bodies, seats.unit == bodies.body)
    seats = seats.select(
        "at", official="person", post_origin="origin", begun="from_last", ended="to_first"
    )
    unfiled = rows.filter(rows.filed.notnull())
    held = unfiled.join(seats, unfiled.village == seats["at"])
    held = held.filter(held.begun.isnull() | (held.begun <= held.day))
    held = held.filter(held.ended.isnull() | (held.ended > held.day))
    return held.filter(held.official != held.decided_by.fill_null(""))


def _finding(subject: str, house: str, group: list[tuple[dict[str, Any], KinProof]]) -> Finding:
    rows, proof = [row for row, _ in group], group[0][1]
    amount = sum(row["amount"] or 0 for row in rows)
    names = "、".join(sorted({row["programme_name"] for row in rows}))
    sure = sureness(proof.confidence, proof.is_disputed)
    kin = sorted({(one.ego, one.relative, one.term) for _, one in group})
    return Finding(
        code=_CODE,
        subject=subject,
        objects=tuple(row["id"] for row in rows),
        claim=Words(
            f"{house} 户有 {proof.ego} 的{proof.term} {proof.relative}，领取 {names} {len(rows)} 笔"
            f"共 {amount / _FEN:.2f} 元，未见备案",
            f"{proof.relative}, kin of {proof.ego}, lives in {house}, which drew {len(rows)} "
            f"benefits of {amount / _FEN:.2f} yuan without a filing on record",
        ),
        measure=float(len(rows)),
        unit="benefits",
        expected=0.0,
        evidence=_evidence(group),
        check_first=_CHECK,
        excluded=(
            Words("已备案的不计", "filed benefits are left out"),
            Words("本人所在的户另见 B2", "the official's own household is told by B2"),
        ),
        worlds=sure * max(sureness(row["confidence"], row["disputed"]) for row in rows),
        amount_fen=amount,
        place=rows[0]["village"] or "",
        officials=tuple(sorted({one for one, _, _ in kin} | {subject})),
        since=min(row["date"] for row in rows),
        until=max(row["date"] for row in rows),
        about=(house,),
        detail={
            "household": house,
            "kin": [{"official": one, "relative": other, "term": term} for one, other, term in kin],
            "said_unfiled": sum(row["filed"] is False for row in rows),
        },
    )


def _evidence(group: list[tuple[dict[str, Any], KinProof]]) -> tuple[Evidence, ...]:
    found: dict[Evidence, None] = {}
    for row, proof in group:
        benefit = Evidence(
            source=row["decided_by"] or row["official"],
            edge="granted",
            target=row["id"],
            origin=row["origin"],
            confidence=row["confidence"],
            is_disputed=row["disputed"],
            date=row["date"],
            amount_fen=row["amount"],
        )
        found |= dict.fromkeys((benefit, *proof.evidence))
        if row["post_origin"]:
            post = Evidence(
                source=row["official"],
                edge="holds_post",
                target=row["village"] or "",
                origin=row["post_origin"],
            )
            found[post] = None
    return tuple(found)


def _untested(rows: Any, never: int) -> tuple[NotTested, ...]:
    lost = rows.filter(rows.house.isnull()).count().to_pyarrow().as_py()
    nobody = rows.filter(rows.decided_by.isnull()).count().to_pyarrow().as_py()
    reasons = ((never, _NEVER), (lost, _NO_HOUSE), (nobody, _NO_DECIDER))
    return tuple(NotTested(code=_CODE, why=why, count=count) for count, why in reasons if count)


_NEVER = Words(
    "该项目的备案一栏从未填写，无从判断",
    "no benefit of the programme says whether it was filed",
)
_NO_HOUSE = Words("领取人的户没有记录", "the household of the recipient is not recorded")
_NO_DECIDER = Words("决定人没有记录", "who decided is not recorded")

PATTERN = Pattern(
    code=_CODE,
    title=Words("亲属未备案", "Unfiled relatives"),
    claim=Words(
        "决定人的亲属所在的户享受应备案的救助而未见备案",
        "A household with kin of its decider drew aid that had to be filed, without a filing",
    ),
    needs=("benefits", "programmes", "kin"),
    params=UnfiledRelativesParams,
    find=find,
)
