"""C5: a buyer's awards keep going to few of those who bid, or pass round a ring of bidders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.contracts.rotation_rings import (
    Buyer,
    buyers_of,
    contests,
    ring_awards,
    rings_of,
)
from graph.patterns.contracts.rotation_turns import Chance, concentration, rotation
from graph.patterns.contracts.rotation_words import CODE, finding_of
from graph.patterns.statistics.multiplicity import q_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.patterns.facts import Facts

CONCENTRATION, ROTATION = "concentration", "rotation"


class RotationParams(Params):
    """Parameters of C5."""

    least_awards: int = Field(
        8, ge=5, description="检验所需的有竞争合同数 (awards with rivals needed for a test)"
    )
    least_index: float = Field(
        0.25, gt=0, le=1, description="集中度指数下限 (least Herfindahl index that is told)"
    )
    least_met: int = Field(
        5, ge=3, description="成员之间共同投标的最少次数 (times that members of a ring met)"
    )
    likeness: float = Field(
        0.5, gt=0, le=1, description="共同投标占各自投标的最低比例 (least share of bids together)"
    )
    most_members: int = Field(6, ge=2, le=12, description="轮流圈的最多成员 (largest ring)")
    q_most: float = Field(0.1, gt=0, le=1, description="错误发现率上限 (false discovery rate)")
    draws: int = Field(
        10_000, ge=199, le=100_000, description="置换次数上限 (permutations at most)"
    )
    seed: int = Field(20_260, ge=0, description="随机种子 (seed of the permutations)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One test: of a buyer's awards as a whole, or of those won inside one ring."""

    kind: str
    awards: Buyer
    firms: tuple[str, ...]
    chance: Chance


def find(facts: Facts, params: RotationParams) -> Result:
    """Find buyers whose winners are more concentrated, or turn about more evenly, than dealt ones.

    Cost: `draws` deals a buyer and a ring. Order: by buyer, concentration first.
    """
    rows = contests(facts).to_pyarrow()
    buyers = list(buyers_of(rows)) if rows.num_rows else []
    large = [buyer for buyer in buyers if len(buyer.rows) >= params.least_awards]
    tried = [
        test
        for at, buyer in enumerate(large)
        for test in (_concentrated(buyer, params, at), *_turning(buyer, params, at))
    ]
    families = [test.kind for test in tried]
    q = q_values(np.array([test.chance.p for test in tried]), families).tolist()
    told = [_is_told(test, one, params) for test, one in zip(tried, q, strict=True)]
    few = len(buyers) - len(large)
    why = Words(
        f"有竞争的合同不足 {params.least_awards} 份，无法检验",
        f"fewer than {params.least_awards} awards with rivals: not enough data",
    )
    return Result(
        findings=tuple(
            finding_of(rows, test, one)
            for test, one, is_told in zip(tried, q, told, strict=True)
            if is_told
        ),
        tested=tuple(
            Tested(
                code=CODE, subject=test.awards.unit, unit=test.kind, count=len(test.awards.rows),
                measure=test.chance.observed, expected=test.chance.expected, p=test.chance.p, q=one,
            )
            for test, one, is_told in zip(tried, q, told, strict=True)
            if not is_told
        ),
        not_tested=(NotTested(code=CODE, why=why, count=few),) if few else (),
    )  # fmt: skip


def _is_told(test: Tried, q: float, params: RotationParams) -> bool:
    is_large = test.kind == ROTATION or test.chance.observed >= params.least_index
    return q <= params.q_most and is_large


def _concentrated(buyer: Buyer, params: RotationParams, at: int) -> Tried:
    chance = concentration(buyer.stands, buyer.winners, params.draws, (params.seed, at, 0))
    wins = np.bincount(buyer.winners, minlength=len(buyer.firms))
    large = [int(code) for code in np.argsort(-wins, kind="stable") if wins[code] * 4 >= wins.sum()]
    chosen = large or [int(np.argmax(wins))]
    return Tried(
        kind=CONCENTRATION,
        awards=buyer,
        firms=tuple(buyer.firms[code] for code in chosen),
        chance=chance,
    )


def _turning(buyer: Buyer, params: RotationParams, at: int) -> Sequence[Tried]:
    found = []
    for number, ring in enumerate(
        rings_of(buyer, params.least_met, params.likeness, params.most_members)
    ):
        awards = ring_awards(buyer, ring)
        if len(awards.rows) < max(params.least_awards, 2 * len(ring)):
            continue
        seed = (params.seed, at, 1 + number)
        chance = rotation(awards.stands, awards.winners, len(ring), params.draws, seed)
        names = tuple(sorted(buyer.firms[code] for code in ring))
        found.append(Tried(kind=ROTATION, awards=awards, firms=names, chance=chance))
    return found


PATTERN = Pattern(
    code=CODE,
    title=Words("轮流与集中中标", "Rotation and concentration"),
    claim=Words(
        "同一采购人的中标在固定几家之间轮流，或集中于少数投标人",
        "A buyer's awards pass round a ring of bidders, or keep going to few of those who bid",
    ),
    needs=("contracts", "bids"),
    params=RotationParams,
    find=find,
)
