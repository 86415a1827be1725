"""Pairs of small contracts that could have been one: buyer, supplier, purpose, within days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from graph.patterns.contracts.control_firms import maybe_tied, tied_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.patterns.facts import Facts

SAME, TIED = "same", "tied"


def close_pairs(facts: Facts, small: Any, days: int, likeness: float) -> pa.Table:
    """Return (one, other, by, proof_one, proof_other): ids of contracts, the earlier first.

    small: contracts (id, buyer, kind, firm, day, category, purpose). `by` says whether the
    supplier is the same or another that one person or firm stands behind on the later day.
    """
    other = small.view()
    joined = small.join(
        other,
        (small.buyer == other.buyer)
        & (small.kind == other.kind)
        & (small.firm == other.firm)
        & (small.id != other.id)
        & _is_before(small, other),
        rname="{name}_other",
    )
    same = joined.filter(joined.day_other.delta(joined.day, unit="day") <= days)
    pairs = [_plain(same.to_pyarrow(), SAME), _tied_pairs(facts, small, days)]
    found = pa.concat_tables(pairs)
    return found.filter(pa.array(is_one_purpose(found, likeness))).select(
        ["one", "other", "by", "proof_one", "proof_other"]
    )


def is_one_purpose(pairs: pa.Table, likeness: float) -> NDArray[np.bool_]:
    """Return which pairs share a category, or words: cosine of character bigrams of purposes."""
    known = pc.fill_null(pc.equal(pairs["category"], pairs["category_other"]), False)
    same = np.asarray(known.to_numpy(), bool)
    rest = np.flatnonzero(~same)
    one = [text or "" for text in pairs["purpose"].take(pa.array(rest)).to_pylist()]
    other = [text or "" for text in pairs["purpose_other"].take(pa.array(rest)).to_pylist()]
    same[rest] = cosines(one, other) >= likeness
    return same


def cosines(one: Sequence[str], other: Sequence[str]) -> NDArray[np.float64]:
    """Return the cosine of the counts of character bigrams of each pair of texts; 0 for none."""
    texts = {text: at for at, text in enumerate(dict.fromkeys((*one, *other)))}
    if not texts:
        return np.zeros(0)
    words: dict[str, int] = {}
    rows, columns = [], []
    for text, at in texts.items():
        for place in range(len(text) - 1):
            rows.append(at)
            columns.append(words.setdefault(text[place : place + 2], len(words)))
    shape = (len(texts), max(1, len(words)))
    counts = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    left, right = [texts[text] for text in one], [texts[text] for text in other]
    dots: NDArray[np.float64] = np.asarray(counts[left].multiply(counts[right]).sum(axis=1)).ravel()
    sizes = lengths[left] * lengths[right]
    found: NDArray[np.float64] = np.divide(dots, sizes, out=np.zeros(len(dots)), where=sizes > 0)
    return found


def _tied_pairs(facts: Facts, small: Any, days: int) -> pa.Table:
    tied = facts.kept(maybe_tied(facts))
    first = small.join(tied, small.firm == tied.one).drop("one")
    second = small.view().select(**{f"{name}_other": name for name in small.columns})
    joined = first.join(
        second,
        (first.buyer == second.buyer_other)
        & (first.kind == second.kind_other)
        & (first.other == second.firm_other)
        & _is_before(first, second, "_other"),
    )
    near = joined.filter(joined.day_other.delta(joined.day, unit="day") <= days)
    near = facts.kept(near)
    met = near.select(one="firm", other="firm_other", day="day_other").distinct()
    sure = tied_on(facts, facts.kept(met)).select(
        sure_one="one", sure_other="other", sure_day="day", proof_one="proof_one",
        proof_other="proof_other",
    )  # fmt: skip
    held = near.join(
        sure,
        (near.firm == sure.sure_one)
        & (near.firm_other == sure.sure_other)
        & (near.day_other == sure.sure_day),
    )
    return _plain(held.to_pyarrow(), TIED)


def _is_before(one: Any, other: Any, suffix: str = "") -> Any:
    """Whether the first contract is the earlier, by day and then by id: each pair once."""
    day, name = other[f"day{suffix}"], other[f"id{suffix}"]
    return (one.day < day) | ((one.day == day) & (one.id < name))


def _plain(pairs: pa.Table, by: str) -> pa.Table:
    count = pairs.num_rows
    blank = pa.array([""] * count, pa.string())
    names = pairs.column_names
    return pa.table(
        {
            "one": pairs["id"].cast(pa.string()),
            "other": pairs["id_other"].cast(pa.string()),
            "by": pa.array([by] * count, pa.string()),
            "proof_one": pairs["proof_one"] if "proof_one" in names else blank,
            "proof_other": pairs["proof_other"] if "proof_other" in names else blank,
            **{
                name: pairs[name].cast(pa.string())
                for name in ("category", "category_other", "purpose", "purpose_other")
            },
        }
    )
