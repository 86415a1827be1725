"""C1: an award went to a firm behind which stands its decider or his legal kin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.contracts.control import LEAST_SHARE
from graph.patterns.contracts.control_awards import awards, bidders
from graph.patterns.contracts.tied_award_chance import Chances, p_value
from graph.patterns.contracts.tied_award_office import by_office
from graph.patterns.contracts.tied_award_pools import (
    candidates,
    chances_of,
    contests,
    sole_suppliers,
    strata,
)
from graph.patterns.contracts.tied_award_ties import deciders, ties
from graph.patterns.contracts.tied_award_words import CODE, Record, findings_of
from graph.patterns.statistics.multiplicity import q_values

if TYPE_CHECKING:
    from graph.patterns.facts import Facts


class TiedAwardParams(Params):
    """Parameters of C1."""

    deciders: Literal["named", "named_or_office", "all"] = Field(
        "named_or_office",
        description="决定人范围：named 仅合同所列，named_or_office 未列时取当日有决定权的任职者，"
        "all 两者都取 (who decides: named alone, office holders where none is named, or both)",
    )
    least_share: float = Field(
        LEAST_SHARE, gt=0, le=1, description="股权穿透后的最低持股 (least effective share)"
    )
    weaker_roles: bool = Field(
        False, description="是否包括亲属任董事、监事、经理 (also kin who are directors or managers)"
    )
    draws: int = Field(10_000, ge=199, le=100_000, description="置换次数 (permutations)")
    seed: int = Field(20_260, ge=0, description="随机种子 (seed of the permutations)")


def find(facts: Facts, params: TiedAwardParams) -> Result:
    """Find awards to tied firms, each with what chance makes of its decider's awards.

    Cost: a few joins, one kin search a decider and a day. Order: by contract, then decider.
    """
    awarded = facts.kept(awards(facts))
    decided = facts.kept(deciders(facts, awarded, params.deciders))
    could_win = facts.kept(bidders(facts, awarded))
    contested = facts.kept(contests(could_win, awarded))
    pooled = facts.kept(strata(facts, awarded))
    could = candidates(decided, could_win, contested, pooled)
    standing = ties(facts, decided, could, least=params.least_share, weaker=params.weaker_roles)
    office = facts.kept(by_office(facts, standing))
    interest = facts.kept(standing.difference(office))
    tied = facts.kept(interest.select("decider", "contract", "firm").distinct())
    judged = _judged(decided, contested, pooled, tied, params)
    hits = _hits(awarded, decided, interest, sole_suppliers(awarded, could_win))
    found = findings_of(facts, hits.to_pyarrow().to_pylist(), judged)
    told = {one.subject for one in found}
    return Result(
        findings=found,
        tested=(
            Tested(code=CODE, count=_count(decided), unit="awards"),
            *(
                Tested(
                    code=CODE, subject=decider, measure=float(one.tied), unit="tied awards",
                    expected=one.expected, p=one.p, q=one.q,
                )
                for decider, one in judged.items()
                if decider not in told and one.p is not None
            ),
        ),
        not_tested=_not_tested(facts, awarded, decided, office),
    )  # fmt: skip


def _judged(
    decided: Any, contested: Any, pooled: Any, tied: Any, params: TiedAwardParams
) -> dict[str, Record]:
    """Return for each decider what he gave to tied firms, what chance gives, and p and q."""
    made = chances_of(decided, contested, pooled, tied)
    own = decided.select("decider", "contract").distinct()
    counts = own.group_by("decider").aggregate(awards=own.count())
    total = dict(_pairs(counts, "decider", "awards"))
    won = tied.join(pooled.select(contract="id", firm="firm"), ["contract", "firm"]).join(
        own, ["decider", "contract"]
    )
    observed = dict(
        _pairs(won.group_by("decider").aggregate(tied=won.contract.nunique()), "decider", "tied")
    )
    names = sorted(made)
    p = {
        name: p_value(made[name], observed.get(name, 0), params.draws, (params.seed, at))
        for at, name in enumerate(names)
        if made[name].is_open
    }
    q = dict(zip(p, q_values(np.array(list(p.values()))).tolist(), strict=True)) if p else {}
    return {
        name: Record(
            awards=total.get(name, 0),
            tied=observed.get(name, 0),
            expected=round(made.get(name, Chances()).expected, 4),
            p=p.get(name),
            q=q.get(name),
        )
        for name in names
    }


def _hits(awarded: Any, decided: Any, interest: Any, sole: Any) -> Any:
    """Return the awards that went to a tied firm, a row a person behind it."""
    rows = awarded.select(
        contract="id", firm="firm", title="title", price="price", what="what", area="area",
        place="where", award_date="awarded", origin="origin", confidence="confidence",
        disputed="disputed", decided_by="decided_by",
    )  # fmt: skip
    offices = decided.select("contract", "decider", "office")
    rows = rows.join(interest, ["contract", "firm"]).join(offices, ["contract", "decider"])
    rows = rows.left_join(sole, (rows.area == sole.sole_area) & (rows.what == sole.sole_what))
    rows = rows.mutate(is_sole=rows.sole_area.notnull()).drop("sole_area", "sole_what")
    return rows.order_by("contract", "decider", "holder")


def _not_tested(facts: Facts, awarded: Any, decided: Any, office: Any) -> tuple[NotTested, ...]:
    roles = facts.table("roles")
    known = decided.select(known="contract").distinct()
    nobody = awarded.anti_join(known, awarded.id == known.known)
    firms = awarded.filter(awarded.firm.notnull()).select("firm").distinct()
    behind = roles.select(company="company").distinct()
    dark = firms.anti_join(behind, firms.firm == behind.company)
    shareless = roles.filter((roles.role == "shareholder") & roles.share.isnull())
    partial = roles.filter(
        (roles.from_first != roles.from_last).fill_null(False)
        | (roles.to_first != roles.to_last).fill_null(False)
    )
    counted = (
        (nobody, "合同没有决定人、供应商或日期", "awards without decider, supplier or date"),
        (dark, "供应商没有登记任何负责人或股东", "suppliers with no person on record behind them"),
        (shareless, "股东未登记持股比例", "shareholders without a share on record"),
        (partial, "任职或持股日期不完整，边界日期内未计", "roles with a partial date: not counted "
         "on the days left open"),
        (_own(office, awarded, decided), "因职务代表集体或单位任职，未作为利害关系",
         "ties by office for a collective or a body: no interest of their own"),
    )  # fmt: skip
    return tuple(
        NotTested(code=CODE, why=Words(zh, en), count=count)
        for rows, zh, en in counted
        if (count := _count(rows))
    )


def _own(ties: Any, awarded: Any, decided: Any) -> Any:
    """Return the decider's own awards that went to these firms."""
    won = awarded.select(contract="id", firm="firm")
    rows = ties.join(won, ["contract", "firm"]).join(
        decided.select("contract", "decider"), ["contract", "decider"]
    )
    return rows.select("contract", "decider").distinct()


def _pairs(rows: Any, key: str, value: str) -> list[tuple[str, int]]:
    found = rows.to_pyarrow()
    return list(zip(found[key].to_pylist(), found[value].to_pylist(), strict=True))


def _count(rows: Any) -> int:
    return int(rows.count().to_pyarrow().as_py())


PATTERN = Pattern(
    code=CODE,
    title=Words("关联方中标", "Award to a tied supplier"),
    claim=Words(
        "合同给了决定人本人或其法定亲属所在的企业",
        "An award went to a firm behind which its decider or his legal kin stands",
    ),
    needs=("contracts", "roles"),
    params=TiedAwardParams,
    find=find,
)
