"""Plain versions of some patterns' questions, in DuckDB and pandas: the same answer, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.pattern_tables import MadeFiles
    from graph.findings import Result

_FAN, _BAND = 10, 1.2 / 0.8
"""Others of a fan, and how much its largest amount exceeds its least: the defaults of D3."""


class Peer(NamedTuple):
    """One plain version: its name, its answer, and the same answer read from the findings."""

    name: str
    answer: Callable[[MadeFiles], set[Any]]
    read: Callable[[Result], set[Any]]


def _own_household(snapshot: MadeFiles) -> set[Any]:
    """Return benefits of the decider's household, as pandas finds them."""
    people = pd.read_parquet(snapshot.file("people"), columns=["id", "household"])
    benefits = pd.read_parquet(
        snapshot.file("benefits"), columns=["id", "programme", "person", "decided_by"]
    )
    programmes = pd.read_parquet(snapshot.file("programmes"), columns=["id", "discretion"])
    chosen = set(programmes.loc[programmes.discretion == "discretionary", "id"])
    house = people.set_index("id").household
    rows = benefits[benefits.programme.isin(chosen)]
    own = rows.person.map(house) == rows.decided_by.map(house)
    return set(rows.loc[own, "id"])


def _single_tenderer(snapshot: MadeFiles) -> set[Any]:
    """Return contracts by open or invited tender that one tenderer answered, as DuckDB does."""
    rows = duckdb.sql(
        f"select id from '{snapshot.file('contracts')}'"  # noqa: S608
        " where procedure in ('open', 'invited') and tenderers::bigint = 1"
    )
    return {one for (one,) in rows.fetchall()}


def _tied(snapshot: MadeFiles) -> set[Any]:
    """Return awards to a firm of a deciding officer himself: C1's join without any kin."""
    file = snapshot.file
    rows = duckdb.sql(
        f"""
        select distinct c.id, p.person from '{file("contracts")}' c
        join '{file("posts")}' p on p.unit = c.buyer and p."from" <= c.awarded
        join '{file("roles")}' r on r.company = c.supplier and r.person = p.person
        where p.role in ('head', 'deputy', 'finance', 'reviewer')
        and r."from" <= c.awarded
        """  # noqa: S608
    )
    return set(rows.fetchall())


def _fans(snapshot: MadeFiles) -> set[Any]:
    """Return accounts of people with ten others within 7 days alike in amount, by direction.

    Windows of ten or more first; in each, every amount in turn as the least of a band.
    """
    file = snapshot.file
    found: set[Any] = set()
    for is_in, near, other in ((True, "to", "from"), (False, "from", "to")):
        rows = duckdb.sql(
            f"""
            with t as (
                select id, "{near}" near, "{other}" other, amount::bigint amount,
                    epoch(date::timestamp)::bigint moment from '{file("transfers")}'
                where coalesce(purpose, '') <> '工资' and "from" <> "to"
                and "{near}" in (select a.id from '{file("accounts")}' a
                    join '{file("people")}' p on p.id = a.owner)
            ), w as (
                select near, moment, count(*) over (
                    partition by near order by moment range between current row and 604800 following
                ) n from t
            ), f as (select distinct near, moment from w where n >= 10)
            select distinct near from (
                select f.near near from f
                join t b on b.near = f.near and b.moment between f.moment and f.moment + 604800
                join t c on c.near = f.near and c.moment between f.moment and f.moment + 604800
                    and c.amount between b.amount and b.amount * {_BAND}
                group by f.near, f.moment, b.id having count(distinct c.other) >= 10
            )
            """  # noqa: S608
        )
        found |= {(one, is_in) for (one,) in rows.fetchall()}
    return found


def _own_awards(result: Result) -> set[Any]:
    return {
        (one.objects[0], one.subject)
        for one in result.findings
        if any(way["relation"] == "本人" for way in one.detail["behind"])
    }


PEERS = {
    "B2": Peer(
        "pandas",
        _own_household,
        lambda result: {one for found in result.findings for one in found.objects},
    ),
    "C1": Peer("DuckDB (own firms, no kin)", _tied, _own_awards),
    "C2": Peer(
        "DuckDB (R018 of eleven)",
        _single_tenderer,
        lambda result: {f.subject for f in result.findings if f.detail["flag"] == "R018"},
    ),
    "D3": Peer(
        "DuckDB",
        _fans,
        lambda result: {
            (f.subject, f.detail["kind"] != "fan_out")
            for f in result.findings
            if f.measure and f.measure >= _FAN
        },
    ),
}
