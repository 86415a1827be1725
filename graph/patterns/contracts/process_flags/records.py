"""R025, R038 and R048: what a tenderer's or buyer's processes show together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from graph.model import Words
from graph.patterns.contracts.process_flags.flag import (
    BUYER,
    ENTITY,
    TENDERER,
    Flagged,
    Hit,
    ProcessFlag,
    count,
    lower_fence,
    quantile,
    untested,
    upper_fence,
)

if TYPE_CHECKING:
    from graph.patterns.contracts.process_flags.flag import Untested
    from graph.patterns.contracts.process_flags.parameters import ProcessFlagsParams
    from graph.patterns.contracts.process_flags.relation import Processes

_NO_WINS = Words(
    "中标率的下界不大于零，没有投标人会低于它",
    "the lower fence of the share of wins is not above zero, so nobody can lie below it",
)
_NO_TENDERERS = Words(
    "没有单一中标人且有有效投标的项目", "no process with one sole winner and valid bids"
)
_NO_REFUSALS = Words(
    "四分之三没有被否决的投标，上界不大于零",
    "three quarters have no bid disqualified: the upper fence is not above zero",
)
_NO_BIDS = Words("没有递交的投标，或不知是谁", "no bids handed in, or nobody named with them")
_FEW_BIDS = Words("投标太少", "too few bids")
_FEW_WINS = Words("成交项目太少", "too few processes won")
_NO_CLASSES = Words("没有带品目代码的成交标的", "no award with classified items")


def seldom_winner(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag tenderers with many valid bids and a share of wins at or below Q1 − 1.5 IQR."""
    lone = processes.lone_bids().select("process", "tenderer").distinct()
    judged = lone.join(processes.sole_winners(), "process")
    wins = (judged.tenderer == judged.supplier).cast("int64")
    rows = judged.group_by("tenderer").aggregate(bids=judged.count(), wins=wins.sum())
    found = rows.order_by("tenderer").to_pyarrow()
    bids = found["bids"].to_numpy().astype(np.float64)
    if not len(bids):
        return Flagged(unit="tenderers", untested=untested((_NO_TENDERERS, 1)))
    shares = found["wins"].to_numpy() / bids
    many = quantile(bids, params.r025_percentile / 100)
    fence, first = (
        lower_fence(shares) if params.r025_threshold is None else (params.r025_threshold, 1.0)
    )
    if not (first > 0 and fence > 0):
        return Flagged(unit="tenderers", fence=fence, untested=untested((_NO_WINS, len(bids))))
    flagged = (bids >= many) & (shares <= fence)
    return Flagged(
        hits=_hits(TENDERER, found["tenderer"], shares, flagged),
        tested=len(bids),
        unit="tenderers",
        fence=fence,
    )


def many_disqualified(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag buyers, procuring entities and tenderers with a share of refusals ≥ Q3 + 1.5 IQR."""
    bids = processes.submitted().select("process", "bid", "status")
    bids = bids.mutate(refused=(bids.status == "disqualified").cast("int64"))
    tenders = processes.tenders
    owned = bids.join(tenders.select("process", "buyer", "entity"), "process")
    named = bids.join(processes.bidders, ["process", "bid"])
    groups = (
        (BUYER, owned.select("refused", who="buyer"), params.r038_buyer_bids),
        (ENTITY, owned.select("refused", who="entity"), params.r038_buyer_bids),
        (TENDERER, named.select("refused", who="tenderer"), params.r038_tenderer_bids),
    )
    hits: list[Hit] = []
    cases: list[Untested] = []
    tested = 0
    for group, rows, least in groups:
        found, judged, missed = _refusals(group, rows, least, params)
        hits += found
        tested += judged
        cases += missed
    if not (tested or cases):
        cases += untested((_NO_BIDS, processes.size))
    return Flagged(hits=tuple(hits), tested=tested, unit="units", untested=tuple(cases))


def _refusals(
    group: str, rows: Any, least: int, params: ProcessFlagsParams
) -> tuple[tuple[Hit, ...], int, tuple[Untested, ...]]:
    """Return hits of one group, how many were judged, and how many could not be."""
    rows = rows.filter(rows.who.notnull())
    sums = rows.group_by("who").aggregate(bids=rows.count(), refused=rows.refused.sum())
    enough = sums.filter(sums.bids >= least).order_by("who").to_pyarrow()
    few = (_FEW_BIDS, count(sums) - len(enough))
    if not len(enough):
        return (), 0, untested(few)
    shares = enough["refused"].to_numpy() / enough["bids"].to_numpy()
    fence = upper_fence(shares) if params.r038_threshold is None else params.r038_threshold
    if not fence > 0:
        return (), 0, untested(few, (_NO_REFUSALS, len(shares)))
    return _hits(group, enough["who"], shares, shares >= fence), len(shares), untested(few)


def varied_supplier(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag suppliers with many won processes whose number of classes is ≥ Q3 + 1.5 IQR.

    Classes without a leading digit are words, and are told apart as a whole.
    """
    awards = processes.awards.filter(
        (processes.awards.status == "active") & (processes.awards.parties == 1)
    )
    won = processes.winners.semi_join(awards, ["process", "award"])
    items = processes.items.filter(processes.items["class"].notnull())
    found = items.join(won, ["process", "award"])
    is_coded = found["class"].re_search("^[0-9]")
    code = ibis.ifelse(is_coded, found["class"].substr(0, params.r048_digits), found["class"])
    sums = found.group_by("supplier").aggregate(
        processes=found.process.nunique(), classes=code.nunique()
    )
    enough = sums.filter(sums.processes >= params.r048_processes).order_by("supplier").to_pyarrow()
    known = count(sums)
    cases = untested((_FEW_WINS, known - len(enough)), (_NO_CLASSES, 0 if known else 1))
    if not len(enough):
        return Flagged(unit="suppliers", untested=cases)
    classes = enough["classes"].to_numpy().astype(np.float64)
    fence = upper_fence(classes) if params.r048_threshold is None else params.r048_threshold
    return Flagged(
        hits=_hits(TENDERER, enough["supplier"], classes, classes >= fence),
        tested=len(classes),
        unit="suppliers",
        fence=fence,
        untested=cases,
    )


def _hits(group: str, names: Any, values: Any, flagged: Any) -> tuple[Hit, ...]:
    return tuple(
        Hit(group=group, subject=names[int(place)].as_py(), value=float(values[place]))
        for place in np.flatnonzero(flagged)
    )


R025 = ProcessFlag(
    code="R025",
    title=Words("多投少中", "many bids, few wins"),
    compute=seldom_winner,
    measure="share of bids won",
)
R038 = ProcessFlag(
    code="R038",
    title=Words("否决比例过高", "many bids disqualified"),
    compute=many_disqualified,
    measure="share of bids disqualified",
)
R048 = ProcessFlag(
    code="R048",
    title=Words("供应品目过杂", "a supplier of very different things"),
    compute=varied_supplier,
    measure="classes",
)
