"""A tender that stands out by its bids, as a finding with every screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.findings import Evidence, Finding
from graph.findings.worlds import sureness
from graph.model import Words
from graph.patterns.contracts.bid_screens_null import expected_rd
from graph.patterns.contracts.bid_screens_values import (
    FEWEST,
    MOST_OF_SUBGROUPS,
    SCREENS,
    coefficient_of_variation,
    relative_distance,
    subgroup_screens,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from graph.patterns.contracts.bid_screens_tenders import Tenders
    from graph.patterns.facts import Facts

    Floats = NDArray[np.float64]

_CODE = "C4"
_DRAWS, _SEED = 200, 20260930
_PEERS = ("category, year and control price", "category and control price", "control price", "all")
_CHECK = (
    Words(
        "比对各份投标文件：编制人、机器码、格式和笔误是否相同",
        "compare the bid files: author, machine, layout, equal slips",
    ),
    Words(
        "核对保证金来自哪些账户、由谁办理",
        "look from which accounts the deposits came, and by whom",
    ),
    Words(
        "列出这些投标人一同参加的其他招标，看是否轮流中标",
        "list the other tenders of these bidders: do they win in turn",
    ),
    Words(
        "核对最高限价和清单：报价接近是否因为成本公开",
        "check the control price and the bill: are prices close because costs are public",
    ),
)
_EXCLUDED = (
    Words("不含顶在最高限价上的报价", "bids held down by the control price are left out"),
    Words("只与同类、同年的招标比较", "compared with tenders of its category and year"),
    Words("中标价确为最低价", "the winner's price is the lowest"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """Figures of every tender, float64[tenders]; `pooled` says how wide its peers were taken."""

    cv: Floats
    rd: Floats
    centre: Floats
    pooled: NDArray[np.int64]
    cv_p: Floats
    rd_p: Floats
    p: Floats
    q: Floats
    plain: NDArray[np.bool_]


def findings_of(
    facts: Facts, tenders: Tenders, screened: Screened, chosen: Iterable[int]
) -> tuple[Finding, ...]:
    """Return findings of the tenders at these places, in their order. Cost: two joins."""
    places = [int(place) for place in chosen]
    if not places:
        return ()
    wanted = pa.table({"id": pa.array([str(tenders.ids[one]) for one in places], pa.string())})
    ids = facts.given(wanted)
    contracts = facts.table("contracts").semi_join(ids, "id").to_pyarrow().to_pylist()
    bids = facts.table("bids").semi_join(ids.select(contract="id"), "contract")
    by_contract: dict[str, list[dict[str, Any]]] = {}
    for row in bids.order_by("price", "bidder").to_pyarrow().to_pylist():
        by_contract.setdefault(row["contract"], []).append(row)
    rows = {row["id"]: row for row in contracts}
    return tuple(
        _finding(tenders, screened, one, rows[tenders.ids[one]], by_contract[tenders.ids[one]])
        for one in places
    )


def _finding(
    tenders: Tenders,
    screened: Screened,
    place: int,
    row: dict[str, Any],
    bids: list[dict[str, Any]],
) -> Finding:
    valid = [bid for bid in bids if bid["status"] in (None, "valid") and bid["price"]]
    prices = tenders.prices[tenders.first[place] : tenders.first[place + 1]]
    rd, cv = float(screened.rd[place]), float(screened.cv[place])
    over = float((prices[1:].mean() - prices[0]) / prices[0])
    return Finding(
        code=_CODE,
        subject=row["id"],
        objects=tuple(dict.fromkeys(bid["bidder"] for bid in valid)),
        claim=Words(
            f"合同 {row['id']} 的 {len(prices) - 1} 个落标报价比最低价平均高 {over:.1%}，"
            f"彼此却很接近（离差系数 {cv:.3f}，相对距离 {rd:.1f}）",
            f"contract {row['id']}: the {len(prices) - 1} losing bids are {over:.1%} above the"
            f" lowest on average and close to each other (CV {cv:.3f}, RD {rd:.1f})",
        ),
        measure=rd,
        unit="standard deviations",
        expected=expected_rd(len(prices)),
        p=float(screened.p[place]),
        q=float(screened.q[place]),
        evidence=tuple(_evidence(bid) for bid in valid),
        check_first=_CHECK,
        excluded=_EXCLUDED,
        worlds=_worlds(valid, rd, cv),
        amount_fen=row["amount"],
        place=row["place"] or "",
        officials=(row["decided_by"],) if row["decided_by"] else (),
        since=row["published"] or "",
        until=row["awarded"] or row["deadline"] or "",
        detail=_detail(prices, screened, place, row["buyer"]),
    )


def _detail(prices: Floats, screened: Screened, place: int, buyer: str) -> dict[str, Any]:
    """Return every screen, those of subgroups too, and how it stands among its peers."""
    bids = prices[None, :]
    screens = {name: screen(bids) for name, screen in SCREENS.items()}
    small = len(prices) <= MOST_OF_SUBGROUPS
    return {
        "buyer": buyer,
        "prices_fen": [int(price) for price in prices],
        "screens": _plain(screens),
        "subgroups": _plain(subgroup_screens(bids)) if small else {},
        "cv_p": float(screened.cv_p[place]),
        "rd_p": float(screened.rd_p[place]),
        "plain_rule": bool(screened.plain[place]),
        "peers": _PEERS[int(screened.pooled[place])],
    }


def _plain(values: dict[str, Floats]) -> dict[str, float | None]:
    return {
        name: None if np.isnan(found[0]) else round(float(found[0]), 6)
        for name, found in values.items()
    }


def _worlds(bids: Sequence[dict[str, Any]], rd: float, cv: float) -> float:
    """Return the share of 200 seeded draws of the uncertain bids that leave it at least as odd.

    Odd: still three bids, RD not below half of what was found and CV not above twice.
    """
    chances = np.array([sureness(bid["confidence"], bid["disputed"]) for bid in bids])
    if chances.min() >= 1:
        return 1.0
    prices = np.array([bid["price"] for bid in bids], np.float64)
    draws = np.random.default_rng(_SEED).random((_DRAWS, len(bids))) < chances
    return float(np.mean([_is_odd(prices[world], rd, cv) for world in draws]))


def _is_odd(prices: Floats, rd: float, cv: float) -> bool:
    if len(prices) < FEWEST:
        return False
    is_far = bool(relative_distance(prices) >= rd / 2)
    return is_far and bool(coefficient_of_variation(prices) <= 2 * cv)


def _evidence(bid: dict[str, Any]) -> Evidence:
    return Evidence(
        source=bid["bidder"],
        edge="bid_for",
        target=bid["contract"],
        origin=bid["origin"],
        confidence=bid["confidence"],
        is_disputed=bid["disputed"],
        date=bid["date"] or "",
        amount_fen=bid["price"],
    )
