"""R003, a short time to bid; R030, a bid taken after the deadline that wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

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

_DAY_SECONDS = 86_400
_NO_PERIOD = Words("没有公告日期或截止日期", "no date of publication, or no deadline")
_NO_TIMES = Words(
    "没有截止日期、有效投标的日期或成交供应商",
    "no deadline, no date of a valid bid, or no supplier with an award",
)
_COPIED = Words(
    "所有投标日期都等于截止时间，不是真正的递交时间",
    "every bid is dated exactly as the deadline: these are no times of arrival",
)


def short_period(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag tenders open for fewer whole days than allowed, however many lots they have."""
    tenders = processes.tenders
    if params.r003_methods:
        tenders = tenders.filter(tenders.method.isin(list(params.r003_methods)))
    known = tenders.filter(tenders.opens.notnull() & tenders.closes.notnull())
    seconds = known.closes.epoch_seconds() - known.opens.epoch_seconds()
    days = _days(known.details, params)
    short = known.filter(seconds < days * _DAY_SECONDS).order_by("process")
    hits = tuple(
        Hit(group=PROCESS, subject=one, value=1.0) for one in short.process.to_pyarrow().to_pylist()
    )
    tested = count(known)
    return Flagged(
        hits=hits, tested=tested, untested=untested((_NO_PERIOD, count(tenders) - tested))
    )


def _days(details: Any, params: ProcessFlagsParams) -> Any:
    cases = [(details == name, days) for name, days in params.r003_details_days.items()]
    return ibis.cases(*cases, else_=params.r003_days) if cases else params.r003_days


def late_winner(processes: Processes, _: ProcessFlagsParams) -> Flagged:
    """Flag processes where a valid bid came after the deadline and a tenderer of it won."""
    active = processes.awards.filter(processes.awards.status == "active")
    winners = processes.winners.semi_join(active, ["process", "award"])
    winners = winners.select("process", tenderer="supplier").distinct()
    closes = processes.tenders.select("process", "closes").filter(lambda t: t.closes.notnull())
    dated = processes.bids.filter(
        (processes.bids.status == "valid") & processes.bids["at"].notnull()
    ).join(closes, "process")
    judged = dated.select("process").distinct().semi_join(winners, "process")
    late = dated.filter(dated["at"] > dated.closes).select("process", "bid")
    named = late.join(processes.bidders, ["process", "bid"]).select("process", "tenderer")
    won = named.distinct().semi_join(winners, ["process", "tenderer"])
    by_process: dict[str, list[str]] = {}
    for row in won.order_by("process", "tenderer").to_pyarrow().to_pylist():
        by_process.setdefault(row["process"], []).append(row["tenderer"])
    hits = tuple(
        Hit(group=PROCESS, subject=one, value=1.0, parties=tuple((who, 1.0) for who in names))
        for one, names in by_process.items()
    )
    tested = count(judged)
    is_copied = tested > 0 and not count(dated.filter(dated["at"] != dated.closes))
    return flagged(hits, tested, processes.size, _NO_TIMES, barred=_COPIED, is_barred=is_copied)


R003 = ProcessFlag(
    code="R003",
    title=Words("投标期过短", "short time to bid"),
    compute=short_period,
    measure="flag",
)
R030 = ProcessFlag(
    code="R030",
    title=Words("逾期投标中标", "a late bid won"),
    compute=late_winner,
    measure="flag",
)
