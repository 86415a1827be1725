"""R018, one tenderer where several should have come; R035, all but the winner disqualified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Words
from graph.patterns.contracts.process_flags.flag import (
    PROCESS,
    Flagged,
    Hit,
    ProcessFlag,
    count,
    flagged,
    untested,
)

if TYPE_CHECKING:
    from graph.patterns.contracts.process_flags.parameters import ProcessFlagsParams
    from graph.patterns.contracts.process_flags.relation import Processes

_NO_NUMBER = Words("没有投标人数", "the number of tenderers is not told")
_NO_METHOD = Words("没有采购方式", "the procurement method is not told")
_NOT_FINAL = Words("没有投标或已定的结果", "no bids are told, or an award is not final")
_NO_REFUSALS = Words(
    "资料中没有任何被否决的投标，无从比较",
    "no bid of the data is marked as disqualified, so nothing can be compared",
)


def single_tenderer(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag tenders by a competitive method that a single tenderer answered."""
    tenders = processes.tenders
    methods = list(params.r018_methods)
    open_ = tenders.filter(tenders.method.isin(methods)) if methods else tenders
    told = open_.filter(open_.tenderers.notnull())
    single = told.filter(told.tenderers == 1).order_by("process")
    hits = tuple(
        Hit(group=PROCESS, subject=one, value=1.0)
        for one in single.process.to_pyarrow().to_pylist()
    )
    tested = count(told)
    without_method = count(tenders.filter(tenders.method.isnull())) if methods else 0
    return Flagged(
        hits=hits,
        tested=tested,
        untested=untested((_NO_NUMBER, count(open_) - tested), (_NO_METHOD, without_method)),
    )


def others_disqualified(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag processes whose one valid tenderer won alone while others were disqualified.

    The value is the number of those others.
    """
    settled = processes.settled().filter(lambda rows: rows.active > 0)
    bids = processes.bids.semi_join(settled, "process")
    named = bids.select("process", "bid", "status").join(processes.bidders, ["process", "bid"])
    valid = named.filter(named.status == "valid").select("process", "tenderer").distinct()
    refused = named.filter(named.status == "disqualified").select("process", "tenderer").distinct()
    active = processes.awards.filter(processes.awards.status == "active")
    winners = processes.winners.semi_join(active, ["process", "award"])
    winners = winners.select("process", tenderer="supplier").distinct()
    alone = valid.group_by("process").aggregate(valid=valid.count(), tenderer=valid.tenderer.max())
    alone = alone.filter(alone.valid == 1)
    won = winners.group_by("process").aggregate(won=winners.count(), winner=winners.tenderer.max())
    sole = alone.join(won.filter(won.won == 1), "process")
    sole = sole.filter(sole.tenderer == sole.winner).select("process", "winner")
    others = refused.join(sole, "process").filter(lambda rows: rows.tenderer != rows.winner)
    counted = others.group_by("process", "winner").aggregate(others=others.count())
    found = counted.filter(counted.others >= params.r035_others).order_by("process")
    hits = tuple(
        Hit(
            group=PROCESS,
            subject=row["process"],
            value=float(row["others"]),
            parties=((row["winner"], 0.0),),
        )
        for row in found.to_pyarrow().to_pylist()
    )
    return flagged(
        hits,
        count(settled),
        processes.size,
        _NOT_FINAL,
        barred=_NO_REFUSALS,
        is_barred=not processes.has_refusals,
    )


R018 = ProcessFlag(
    code="R018",
    title=Words("只有一家投标", "a single tenderer"),
    compute=single_tenderer,
    measure="flag",
)
R035 = ProcessFlag(
    code="R035",
    title=Words("其余投标均被否决", "every other tenderer disqualified"),
    compute=others_disqualified,
    measure="tenderers disqualified",
)
