"""C3a: purchases that together reach the line of open tender were made in parts below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Pattern
from graph.patterns.contracts.control_awards import awards
from graph.patterns.contracts.splitting_lines import YUAN, LineParams, with_lines
from graph.patterns.contracts.splitting_pairs import close_pairs
from graph.patterns.contracts.splitting_sets import by_chance, linked_groups, reaching_sets
from graph.patterns.contracts.splitting_words import CODE, Split, findings_of
from graph.patterns.statistics.multiplicity import q_values

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_COLUMNS = (
    "id", "buyer", "kind", "firm", "day", "category", "purpose", "price", "line", "level", "year",
    "origin", "confidence", "disputed", "decided_by", "place",
)  # fmt: skip


class SplittingParams(LineParams):
    """Parameters of C3a."""

    days: int = Field(90, ge=1, le=366, description="相隔天数上限 (days from first to last)")
    likeness: float = Field(
        0.6, ge=0, le=1, description="用途文字相似度下限 (least cosine of character bigrams)"
    )
    least_yuan: int = Field(
        10_000, ge=0, description="不计的零星小额，元 (contracts of less are left out)"
    )
    include_open: bool = Field(
        False, description="是否包括公开招标的合同 (also contracts tendered openly)"
    )
    left_out: tuple[str, ...] = Field(
        ("框架", "定点", "协议供货", "抢险", "抢修", "应急", "救灾", "防汛", "除雪", "零星"),
        description="名称含这些词的不计：框架、抢修、季节性零星等 (words of contracts left out)",
    )
    p_most: float = Field(
        1.0, gt=0, le=1, description="偶然性上限：p 更大的不报 (sets with a larger p are not told)"
    )
    draws: int = Field(2_000, ge=199, le=20_000, description="置换次数 (permutations)")
    seed: int = Field(20_260, ge=0, description="随机种子 (seed of the permutations)")


def find(facts: Facts, params: SplittingParams) -> Result:
    """Find sets of small contracts that together reach the line within some days.

    Cost: one join of contracts, one permutation test a set. Order: by buyer, then first contract.
    """
    lined = facts.kept(with_lines(facts, awards(facts), params))
    small = facts.kept(_small(facts, lined, params))
    pairs = close_pairs(facts, small, params.days, params.likeness)
    rows = small.order_by("id").to_pyarrow()
    splits = _splits(rows, pairs, params)
    told = [split for split in splits if split.p <= params.p_most]
    return Result(
        findings=findings_of(facts, rows, told, params.days),
        tested=(
            Tested(code=CODE, count=rows.num_rows, unit="contracts below the line"),
            *(
                Tested(code=CODE, subject=rows["buyer"][int(split.rows[0])].as_py(), p=split.p,
                       q=split.q)
                for split in splits
                if split.p > params.p_most
            ),
        ),
        not_tested=_not_tested(lined),
    )  # fmt: skip


def _small(facts: Facts, lined: Any, params: SplittingParams) -> Any:
    """Return the contracts below their line that were not tendered openly nor named as left out."""
    units = facts.table("units").select(buyer_unit="id", buyer_name="name")
    rows = lined.left_join(units, lined.buyer == units.buyer_unit)
    text = rows.title.fill_null("")
    words = text.concat(rows.budget_item.fill_null(""))
    rows = rows.mutate(purpose=text.replace(rows.buyer_name.fill_null("\x1f"), ""))
    kept = (
        rows.firm.notnull()
        & rows.day.notnull()
        & (rows.price >= params.least_yuan * YUAN)
        & (rows.price < rows.line)
    )
    for word in params.left_out:
        kept = kept & ~words.contains(word)
    if not params.include_open:
        kept = kept & (rows.procedure.fill_null("") != "open")
    return rows.filter(kept).select(*_COLUMNS)


def _splits(rows: pa.Table, pairs: pa.Table, params: SplittingParams) -> list[Split]:
    """Return the sets that reach their line, with p and q."""
    if not pairs.num_rows:
        return []
    ids = rows["id"].combine_chunks()
    one = pc.index_in(pairs["one"], ids).to_numpy()
    other = pc.index_in(pairs["other"], ids).to_numpy()
    days = pc.cast(rows["day"], pa.int32()).to_numpy().astype(np.int64)
    prices, lines = rows["price"].to_numpy(), rows["line"].to_numpy()
    proofs = {
        (int(a), int(b)): (p, r)
        for a, b, p, r in zip(
            one, other, pairs["proof_one"].to_pylist(), pairs["proof_other"].to_pylist(),
            strict=True,
        )
        if p
    }  # fmt: skip
    calendar = _Calendar(rows, days)
    found: list[Split] = []
    for group in linked_groups(one, other, rows.num_rows):
        line = int(lines[group[0]])
        for chosen in reaching_sets(days[group], prices[group], line, params.days):
            members = group[chosen]
            family, dates = calendar.of(members)
            rng = np.random.default_rng([params.seed, int(members[0])])
            p, mean = by_chance(prices[family], dates, line, params.days, params.draws, rng)
            held = set(members.tolist())
            shown = [pair for key, pair in proofs.items() if held.issuperset(key)]
            found.append(Split(rows=members, line=line, p=p, mean=mean, proofs=tuple(shown), q=1.0))
    q = q_values(np.array([split.p for split in found]))
    return [split.with_q(float(one_q)) for split, one_q in zip(found, q, strict=True)]


class _Calendar:
    """The small contracts of each buyer, kind and year: what a set's dates could have been."""

    def __init__(self, rows: pa.Table, days: Any) -> None:
        self._days = days
        self._firm = rows["firm"].combine_chunks().dictionary_encode().indices.to_numpy()
        category = rows["category"].combine_chunks().dictionary_encode().indices
        self._category = pc.fill_null(category, -1).to_numpy(zero_copy_only=False)
        self._key = (
            pc.binary_join_element_wise(
                rows["buyer"], rows["kind"], rows["year"].cast(pa.string()), "|"
            )
            .combine_chunks()
            .dictionary_encode()
            .indices.to_numpy()
        )

    def of(self, members: Any) -> tuple[Any, Any]:
        """Return the rows that could have joined the set, and the days of all, theirs first."""
        year = np.flatnonzero(np.isin(self._key, self._key[members]))
        categories = self._category[members]
        is_like = np.isin(self._firm[year], self._firm[members]) & np.isin(
            self._category[year], categories[categories >= 0]
        )
        family = np.union1d(members, year[is_like])
        rest = np.setdiff1d(year, family)
        return family, self._days[np.concatenate([family, rest])]


def _not_tested(lined: Any) -> tuple[NotTested, ...]:
    kindless = int(lined.filter(lined.line.isnull()).count().to_pyarrow().as_py())
    blank = lined.firm.isnull() | lined.day.isnull() | lined.price.isnull()
    bare = int(lined.filter(blank).count().to_pyarrow().as_py())
    counted = (
        (kindless, "合同未注明工程、货物或服务，没有限额可比", "contracts of no kind: no line to "
         "compare with"),
        (bare, "合同缺供应商、日期或金额", "contracts without supplier, date or amount"),
    )  # fmt: skip
    return tuple(
        NotTested(code=CODE, why=Words(zh, en), count=count) for count, zh, en in counted if count
    )


PATTERN = Pattern(
    code=CODE,
    title=Words("化整为零", "Splitting below the line"),
    claim=Words(
        "合计达到招标限额的采购分成了几份，每份都在限额以下",
        "Purchases that together reach the line of open tender were made in parts below it",
    ),
    needs=("contracts",),
    params=SplittingParams,
    find=find,
)
