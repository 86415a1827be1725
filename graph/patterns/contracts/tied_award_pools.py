"""Who could have won each award: its bidders, or who won like awards in the township that year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from graph.patterns.contracts.splitting_lines import LineParams, with_lines
from graph.patterns.contracts.tied_award_chance import Chances

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_BAR = "|"


def strata(facts: Facts, awarded: Any) -> Any:
    """Return awards with a firm and a day, and their `pool`: area, category, year, side of line."""
    lined = with_lines(facts, awarded, LineParams.model_validate({}))
    lined = lined.filter(lined.firm.notnull() & lined.day.notnull())
    side = ibis.cases(
        (lined.line.isnull() | lined.price.isnull(), "?"),
        (lined.price < lined.line, "<"),
        else_=">",
    )
    year = lined.day.year().cast("string")
    return lined.mutate(pool=lined.area.concat(_BAR, lined.what, _BAR, year, _BAR, side))


def contests(could_win: Any, awarded: Any) -> Any:
    """Return (contract, firms, is_contested) of awards: how many firms stood for each."""
    known = awarded.filter(awarded.firm.notnull() & awarded.day.notnull()).select(known="id")
    rows = could_win.join(known, could_win.contract == known.known)
    counted = rows.group_by("contract").aggregate(firms=rows.firm.nunique())
    return counted.mutate(is_contested=counted.firms > 1)


def candidates(decided: Any, could_win: Any, contested: Any, pooled: Any) -> Any:
    """Return distinct (contract, decider, day, buyer, firm): who could have won what he decided.

    Awards without rivals bring in the winners of their pool, each on its own award's day.
    """
    stood = decided.join(could_win, "contract").select(
        "contract", "decider", "day", "buyer", "firm"
    )
    alone = contested.filter(~contested.is_contested).select("contract")
    own = decided.join(alone, "contract").select("contract", "decider")
    of = pooled.select(own_contract="id", own_pool="pool")
    reached = own.join(of, own.contract == of.own_contract).select("decider", "own_pool").distinct()
    there = pooled.select(contract="id", day="day", buyer="buyer", firm="firm", pool="pool")
    joined = reached.join(there, reached.own_pool == there.pool)
    return stood.union(joined.select("contract", "decider", "day", "buyer", "firm"), distinct=True)


def sole_suppliers(awarded: Any, could_win: Any) -> Any:
    """Return (area, what) in which one firm alone ever bid or won."""
    named = awarded.select(contract="id", area="area", what="what")
    rows = named.join(could_win, "contract")
    counted = rows.group_by("area", "what").aggregate(firms=rows.firm.nunique())
    return counted.filter(counted.firms == 1).select(sole_area="area", sole_what="what")


def chances_of(decided: Any, contested: Any, pooled: Any, tied: Any) -> dict[str, Chances]:
    """Return the chances of every decider to whom some firm that could win was tied.

    tied: distinct (decider, contract, firm), bidders of his awards and winners of their pools.
    """
    made: dict[str, Chances] = {}
    by_contract = tied.group_by("decider", "contract").aggregate(tied=tied.firm.nunique())
    own = decided.select("decider", "contract").distinct()
    rows = own.join(contested.filter(contested.is_contested), "contract")
    rows = rows.inner_join(
        by_contract.rename(tied_decider="decider", tied_contract="contract"),
        (rows.decider == by_contract.decider) & (rows.contract == by_contract.contract),
    )
    for row in rows.select("decider", "tied", "firms").to_pyarrow().to_pylist():
        chances = made.setdefault(row["decider"], Chances())
        chances.contested[row["tied"], row["firms"]] += 1
    for row in _pool_counts(own, contested, pooled, tied).to_pyarrow().to_pylist():
        chances = made.setdefault(row["decider"], Chances())
        chances.pools[row["pool"]] = (row["tied"], row["awards"], row["own"])
    return made


def _pool_counts(own: Any, contested: Any, pooled: Any, tied: Any) -> Any:
    """Return (decider, pool, tied, awards, own) where a pool held a tied award."""
    alone = contested.filter(~contested.is_contested).select("contract")
    free = pooled.select(contract="id", pool="pool", firm="firm").join(alone, "contract")
    size = free.group_by("pool").aggregate(awards=free.count())
    mine = own.join(free, "contract")
    decided = mine.group_by("decider", "pool").aggregate(own=mine.count())
    won = tied.join(free, ["contract", "firm"])
    held = won.group_by("decider", "pool").aggregate(tied=won.contract.nunique())
    return decided.join(held, ["decider", "pool"]).join(size, "pool")
