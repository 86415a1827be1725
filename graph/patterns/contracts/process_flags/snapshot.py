"""Contracts and bids of a snapshot as the relations that process flags read.

A contract is a process of its own, so lots of one tender are judged apart; only the time to bid
belongs to the tender as a whole. Prices are in fen, or in hundredths of the currency named; a price
of nought is how portals write that there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from graph.patterns.contracts.process_flags.relation import Processes

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_METHODS = (
    ("open", "open"),
    ("invited", "selective"),
    ("negotiated", "limited"),
    ("single_source", "direct"),
    ("direct", "direct"),
)
_HOME = "CNY"
_OUTCOMES = ("pending", "cancelled", "unsuccessful")
_DAY_LENGTH = len("2026-01-01")


def processes_in(facts: Facts) -> Processes:
    """Return the relations; a partial date is no date, a day without a time is the whole day."""
    contracts = facts.table("contracts")
    rows = facts.kept(_bid_rows(facts.table("bids")))
    bids = rows.group_by("process", "bid").aggregate(
        place=rows.fact.min(),
        status=rows.status.max(),
        amount=rows.price.max().cast("float64"),
        currency=rows.currency.max(),
        at=rows["at"].min(),
        parties=rows.bidder.nunique(),
    )
    winners = facts.kept(_winners(contracts, rows))
    return Processes(
        tenders=facts.kept(_tenders(contracts, rows, winners)),
        bids=facts.kept(bids),
        bidders=facts.kept(rows.select("process", "bid", tenderer="bidder").distinct()),
        awards=facts.kept(_awards(contracts, winners)),
        winners=winners,
        items=facts.kept(_items(contracts)),
        keep=facts.kept,
    )


def _bid_rows(bids: Any) -> Any:
    """Return bids by contract; rows of one number are one joint bid."""
    whole = bids.date_first == bids.date_last
    return bids.select(
        "fact",
        "status",
        "bidder",
        "won",
        process="contract",
        bid=bids.number.coalesce(bids.bidder),
        price=ibis.ifelse(bids.price > 0, bids.price, ibis.null("int64")),
        currency=bids.currency.coalesce(_HOME),
        at=ibis.ifelse(whole, bids.date_time, ibis.null("timestamp")),
    )


def _winners(contracts: Any, bids: Any) -> Any:
    named = contracts.filter(contracts.supplier.notnull())
    named = named.select(process="id", supplier="supplier")
    won = bids.filter(bids.won.fill_null(False)).select("process", supplier="bidder")
    both = named.union(won, distinct=True)
    return both.mutate(award=both.process)


def _awards(contracts: Any, winners: Any) -> Any:
    counts = winners.group_by("process").aggregate(found=winners.count())
    rows = contracts.left_join(counts, contracts.id == counts.process)
    partners = ibis.ifelse(
        rows.partners.notnull(),
        rows.partners.length() - rows.partners.replace(";", "").length() + 1,
        0,
    )
    rows = rows.filter(rows.outcome.notnull() | rows.found.notnull())
    other = rows.outcome.isin(list(_OUTCOMES))
    return rows.select(
        process="id",
        award="id",
        status=ibis.ifelse(other, rows.outcome, "active"),
        parties=(rows.found.fill_null(0) + partners).cast("int64"),
    )


def _tenders(contracts: Any, bids: Any, winners: Any) -> Any:
    handed_in = bids.filter(bids.status.isnull() | (bids.status != "withdrawn"))
    counts = handed_in.group_by("process").aggregate(counted=handed_in.bidder.nunique())
    won = winners.select(won="process").distinct()
    lots = contracts.filter(contracts.process.notnull())
    lots = lots.group_by(tender="process").aggregate(lots=lots.count())
    rows = contracts.left_join(counts, contracts.id == counts.process, rname="{name}_counted")
    rows = rows.left_join(won, rows.id == won.won)
    rows = rows.left_join(lots, rows.process == lots.tender)
    told = rows.counted.notnull()
    several = told & (rows.lots.fill_null(1) > 1)
    published, deadline = _known(rows, "published"), _known(rows, "deadline")
    end = deadline + ibis.interval(days=1) - ibis.interval(seconds=1)
    timed = rows.deadline.length() > _DAY_LENGTH
    return rows.select(
        "buyer",
        process="id",
        entity="agency",
        method=ibis.cases(
            *((rows.procedure == ours, theirs) for ours, theirs in _METHODS),
            else_=ibis.null("string"),
        ),
        details="procedure_details",
        cancelled=(rows.outcome == "cancelled").fill_null(False),
        opens=published,
        closes=ibis.ifelse(timed, deadline, end),
        tenderers=ibis.ifelse(several, rows.counted, ibis.greatest(rows.tenderers, rows.counted)),
        told_bids=told,
        told_awards=rows.outcome.notnull() | rows.won.notnull(),
    )


def _known(rows: Any, name: str) -> Any:
    whole = rows[f"{name}_first"] == rows[f"{name}_last"]
    return ibis.ifelse(whole, rows[f"{name}_time"], ibis.null("timestamp"))


def _items(contracts: Any) -> Any:
    rows = contracts.mutate(text=contracts["items"].coalesce(contracts.category))
    rows = rows.filter(rows.text.notnull())
    return rows.select("id", found=rows.text.split(";").unnest()).select(
        process="id", award="id", **{"class": "found"}
    )
