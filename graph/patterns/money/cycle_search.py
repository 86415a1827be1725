"""The search of D1: which payments begin a chain, which chains close, and how they are tied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.patterns.money.chains import Rules, closing_chains
from graph.patterns.money.closing import closing_on, ever_closing
from graph.patterns.money.cycle_told import Loop, linked
from graph.patterns.money.flows import PUBLIC_KINDS, units_of
from graph.patterns.money.kernels.cycles import CLOSED, DIRECT
from graph.patterns.money.payments import Payments, contracts_named, decided
from graph.patterns.money.runs import benefit_payouts, payout_runs, purposes_of

if TYPE_CHECKING:
    from graph.patterns.facts import Facts
    from graph.patterns.money.chains import Chains
    from graph.patterns.money.cycle_params import CyclesParams
    from graph.patterns.money.flows import Flows


def prepared(facts: Facts, flows: Flows, params: CyclesParams) -> tuple[Payments, Rules]:
    """Return the payments that chains begin with, by group of deciders, and what a chain must be.

    Wages and other runs to many, loans, refunds and, as a beginning, universal benefits are out.
    Chains of public payments do not go on through a public purse.
    """
    public = units_of(facts.snapshot, PUBLIC_KINDS)
    purposes = purposes_of(facts, flows)
    is_public = public[flows.payer]
    contract = contracts_named(facts, purposes, is_public | public[flows.payee])
    words = (*params.wage_words, *params.loan_words, *params.refund_words)
    runs = payout_runs(flows, purposes, params.run_payees, params.run_months)
    skip = runs | purposes.naming(words)
    if params.most_repeats:
        skip |= flows.repeats > params.most_repeats
    is_seed = ~skip & ~benefit_payouts(facts, flows, is_public)
    if params.seeds == "public":
        is_seed &= is_public & ~public[flows.payee]
        skip = skip | is_public
    payments = decided(facts, flows, np.flatnonzero(is_seed).astype(np.int32), contract, public)
    return payments, Rules(
        contract=contract,
        skip=skip,
        steps=params.steps,
        fewest=params.fewest,
        days=params.days,
        tolerance=params.tolerance,
        is_rising=params.order == "rising",
        hub=params.hub,
        budget=params.budget,
        most=params.most,
    )


def loops_of(
    facts: Facts, flows: Flows, payments: Payments, rules: Rules
) -> tuple[list[Loop], Chains]:
    """Return the fastest proven loop of each payment, and the rough search before it.

    Kin are those of the day of the payment; a rough search with everyone who ever was any kin of
    a decider tells first which payments are worth it.
    """
    last_day = max(facts.on, int(flows.day[-1]) if len(flows) else facts.on)
    ever = ever_closing(facts, payments.groups, last_day)
    rough = closing_chains(flows, payments.events, payments.group, ever, rules, is_rough=True)
    maybe = np.flatnonzero(rough.state & (CLOSED | DIRECT))
    seeds = payments.events[maybe]
    groups = [payments.groups[g] if g >= 0 else () for g in payments.group[maybe].tolist()]
    closing = closing_on(facts, list(zip(groups, flows.day[seeds].tolist(), strict=True)))
    own = np.arange(len(seeds), dtype=np.int32)
    exact = closing_chains(flows, seeds, own, closing, rules)
    chains = np.bincount(exact.seed, minlength=len(seeds))
    loops: dict[int, Loop] = {}
    for place, events in zip(exact.seed.tolist(), exact.events, strict=True):
        if place in loops:
            continue
        path = events[events >= 0].tolist()
        link = linked(facts, flows, path, groups[place])
        if link is not None:
            loops[place] = Loop(
                events=tuple(path),
                link=link,
                closing=closing.nodes[closing.indptr[place] : closing.indptr[place + 1]],
                chains=int(chains[place]),
                contract=int(rules.contract[path[0]]),
            )
    return list(loops.values()), rough
