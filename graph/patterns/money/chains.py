"""Chains of transfers that close: the search over many seeds, and the same under shuffled times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.patterns.money.flows import SECONDS_A_DAY
from graph.patterns.money.kernels import cycles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.money.closing import Closing
    from graph.patterns.money.flows import Flows

    Int32 = NDArray[np.int32]

_LOW = 2**32 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a closing chain must be.

    contract: int32[events], the contract a public payment or its reverse names, -1 for none; skip:
    bool[events], transfers that no chain may use. `tolerance` is the share by which an amount may
    differ from the one before. `is_rising` asks for strictly rising times; else every transfer
    only has to come after the first.
    """

    contract: Int32
    skip: NDArray[np.bool_]
    steps: int
    fewest: int
    days: int
    tolerance: float
    is_rising: bool
    hub: int
    budget: int
    most: int

    def limits(self, *, most: int | None = None, is_rough: bool = False) -> NDArray[np.int64]:
        """Return the limits as the kernels take them."""
        window = self.days * SECONDS_A_DAY
        kept = self.most if most is None else most
        numbers = (self.steps, self.fewest, window, self.hub, self.budget, kept)
        return np.array([*numbers, self.is_rising, is_rough], np.int64)

    @property
    def band(self) -> NDArray[np.float64]:
        """The least and the most that an amount may be of the one before it."""
        return np.array([max(0.0, 1 - self.tolerance), 1 + self.tolerance])


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """Closing chains, those of one seed together.

    seed: int32, places among the seeds asked for; events: int32[n, steps], the transfers in order,
    -1 behind the last; span: int64 seconds from the first to the latest transfer. state: uint8 of
    every seed; hub: nodes of which only the newest transfers were looked at.
    """

    seed: Int32
    events: Int32
    span: NDArray[np.int64]
    state: NDArray[np.uint8]
    hub: Int32

    def is_cut_short(self) -> NDArray[np.bool_]:
        """Return which seeds ran out of their budget: what they close is not fully known."""
        return (self.state & cycles.CUT_SHORT) > 0


class Shuffled(NamedTuple):
    """Against shuffles of times within the month: p of the fastest chain, mean chains a shuffle."""

    p: NDArray[np.float64]
    mean: NDArray[np.float64]


def rarity(flows: Flows, events: Int32) -> NDArray[np.float64]:
    """Return the mean log of how often the two of each transfer pay so: the lower, the rarer.

    events: int32[chains, steps], -1 where a chain has ended. Those who pass money round for once
    seldom pay each other otherwise; those who trade do.
    """
    is_used = events >= 0
    pair = flows.payer[events].astype(np.int64) << 32 | flows.payee[events]
    pairs, place = np.unique(pair[is_used], return_inverse=True)
    indptr, paid = flows.paid
    counts = [
        int((flows.payee[paid[indptr[one >> 32] : indptr[(one >> 32) + 1]]] == one & _LOW).sum())
        for one in pairs.tolist()
    ]
    logs = np.zeros(events.shape)
    logs[is_used] = np.log(np.array(counts, np.float64))[place]
    return np.asarray(logs.sum(axis=1) / is_used.sum(axis=1), np.float64)


def closing_chains(
    flows: Flows,
    seeds: Int32,
    groups: Int32,
    closing: Closing,
    rules: Rules,
    *,
    is_rough: bool = False,
) -> Chains:
    """Return the chains from each seed back to its payer or to a node of its closing group.

    `is_rough` only tells which seeds may close: one chain a seed, and those paid straight to a
    closing party too. Cost: edges within window and band; at most `rules.budget` a seed.
    """
    arrays = (flows.payer, flows.payee, flows.time, flows.amount)
    limits = rules.limits(most=1 if is_rough else None, is_rough=is_rough)
    found, seed, state, hubs = cycles.chains(
        arrays, tuple(flows.paid), seeds, groups, tuple(closing), rules.contract, rules.skip,
        rules.band, limits,
    )  # fmt: skip
    events = np.full((len(found), rules.steps), -1, np.int32)
    for length in np.unique(found[:, 0]).tolist():
        own = found[:, 0] == length
        events[own, : length - 1] = found[own, 2 : 1 + length]
        events[own, length - 1] = found[own, 1]
    times = np.where(events >= 0, flows.time[events], np.iinfo(np.int64).min)
    span = times.max(axis=1) - flows.time[events[:, 0]] if len(events) else np.zeros(0, np.int64)
    order = np.lexsort((found[:, 0], span, seed))
    return Chains(
        seed=seed[order],
        events=events[order],
        span=span[order],
        state=state,
        hub=np.flatnonzero(hubs).astype(np.int32),
    )


def against_shuffles(
    flows: Flows,
    seeds: Int32,
    groups: Int32,
    closing: Closing,
    rules: Rules,
    spans: NDArray[np.int64],
    plan: tuple[int, int, int],
) -> Shuffled:
    """Return how often a seed closes as fast as `spans` when times are shuffled within the month.

    plan: shuffles, after how many as fast to stop, random seed. Where all are made
    p = (1 + as fast) / (1 + made); where it stopped, as fast / made (Besag and Clifford 1991).
    """
    arrays = (flows.payer, flows.payee, flows.time, flows.amount)
    made, as_fast, chains = cycles.against_shuffles(
        arrays, tuple(flows.paid), flows.months, seeds, groups, tuple(closing), rules.contract,
        rules.skip, rules.band, rules.limits(), spans, np.array(plan, np.int64),
    ).T  # fmt: skip
    is_stopped = (as_fast >= plan[1]) & (made < plan[0])
    p = np.where(is_stopped, as_fast / np.maximum(made, 1), (1 + as_fast) / (1 + made))
    return Shuffled(p, chains / np.maximum(made, 1))
