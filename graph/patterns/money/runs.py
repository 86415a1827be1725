"""Ordinary money: wages and payouts to many, loans, refunds, benefits paid out as decided."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.ontology.kinds import NodeKind
from graph.patterns.money.kernels.rows import in_company

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.facts import Facts
    from graph.patterns.money.flows import Flows
    from graph.snapshot.persons import Texts

    Bools = NDArray[np.bool_]

WAGE_WORDS = ("工资", "薪", "津贴", "绩效", "误工", "劳务", "报酬", "wage", "salary", "payroll")
LOAN_WORDS = ("借款", "还款", "贷款", "还贷", "归还", "利息", "loan", "repay")
REFUND_WORDS = ("退款", "退回", "退还", "保证金", "refund", "deposit")
GIFT_WORDS = ("礼金", "红包", "婚", "丧", "满月", "gift", "wedding")
_AMOUNT_BITS = 11
_ORDINARY = ("universal", "insurance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purposes:
    """What transfers were for: each event's code, -1 where nothing is written, and the texts."""

    code: NDArray[np.int32]
    texts: pa.Array

    def naming(self, words: tuple[str, ...]) -> Bools:
        """Return which events' purposes hold one of these words, in any case; bool[events]."""
        if not words or not len(self.texts):
            return np.zeros(len(self.code), bool)
        pattern = "|".join(re.escape(word) for word in words)
        found = pc.match_substring_regex(self.texts, pattern, ignore_case=True)
        return np.append(found.to_numpy(zero_copy_only=False), False)[self.code]


def purposes_of(facts: Facts, flows: Flows) -> Purposes:
    """Return the purposes of events. Cost: one pass over the column, once."""
    return flows.once("purposes", lambda: _purposes(facts, flows))


def _purposes(facts: Facts, flows: Flows) -> Purposes:
    column = facts.snapshot.table("transfers").column("purpose").combine_chunks()
    whole = column if isinstance(column, pa.Array) else pa.chunked_array(column).combine_chunks()
    coded = whole.cast(pa.string()).dictionary_encode()
    code = pc.fill_null(coded.indices, -1).to_numpy().astype(np.int32)
    return Purposes(code=code[flows.row], texts=coded.dictionary)


def payout_runs(flows: Flows, purposes: Purposes, least: int, months: int) -> Bools:
    """Return the events of runs to many: wages, grants by list, batches; bool[events].

    A run is one payer's transfers of one amount in one month, or of one purpose on one day, to
    `least` payees or more; or the same amount each to the same person in `months` months, where at
    least `least` people are paid so by that payer. Cost: some 1 s a million, once.
    """
    return flows.once(("runs", least, months), lambda: _runs(flows, purposes, least, months))


def _runs(flows: Flows, purposes: Purposes, least: int, months: int) -> Bools:
    indptr, events = flows.paid
    _, amount = np.unique(flows.amount, return_inverse=True)
    month = flows.month
    alike = in_company(indptr, events, amount << _AMOUNT_BITS | month, flows.payee, least)
    key = np.where(purposes.code >= 0, purposes.code.astype(np.int64) << 32 | flows.day, -1)
    alike |= in_company(indptr, events, key, flows.payee, least)
    pair = flows.payee.astype(np.int64) << 32 | amount
    standing = in_company(indptr, events, pair, month, months)
    everyone = np.where(standing, 0, -1).astype(np.int64)
    return np.asarray(alike | in_company(indptr, events, everyone, flows.payee, least), bool)


def benefit_payouts(facts: Facts, flows: Flows, public: Bools) -> Bools:
    """Return public payments that pay out a universal benefit or insurance; bool[events].

    A payment does if its amount is that of such a benefit of the payee or into his account.
    """
    paid = np.zeros(len(flows), bool)
    if not facts.count("benefits") or not public.any():
        return paid
    benefits, programmes = facts.table("benefits"), facts.table("programmes")
    ordinary = programmes.filter(programmes.discretion.isin(_ORDINARY)).select(code="id")
    rows = benefits.semi_join(ordinary, benefits.programme == ordinary.code)
    found = rows.select("person", "account", "amount").distinct().to_pyarrow()
    keys = []
    amount = pc.fill_null(found.column("amount"), -1).to_numpy()
    for column, kind in (("person", NodeKind.PERSON), ("account", NodeKind.ACCOUNT)):
        node = _nodes(facts, found.column(column), kind)
        keys.append(_key(node, amount)[node >= 0])
    wanted = np.unique(np.concatenate(keys))
    event = np.flatnonzero(public)
    for node in (flows.payee, flows.target):
        paid[event] |= np.isin(_key(node[event], flows.amount[event]), wanted)
    return paid


def _key(node: NDArray[np.int32], amount: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return node and amount as one number; amounts from 2^33 fen on share their last bits."""
    return np.asarray(node.astype(np.int64) << 33 | (amount & (2**33 - 1)), np.int64)


def _nodes(facts: Facts, idents: pa.ChunkedArray, kind: NodeKind) -> NDArray[np.int32]:
    """Return the node of each id of a kind, -1 where there is none."""
    ties = facts.snapshot.ties
    span = ties.nodes(kind)
    ids = ties.person_ids if kind is NodeKind.PERSON else ties.other_ids
    begin = 0 if kind is NodeKind.PERSON else span.start - len(ties.person_ids)
    known = cast("Texts", ids).arrow.slice(begin, len(span)).cast(pa.string())
    place = pc.fill_null(pc.index_in(idents.cast(pa.string()), value_set=known), -1).to_numpy()
    return np.where(place >= 0, place + span.start, -1).astype(np.int32)
