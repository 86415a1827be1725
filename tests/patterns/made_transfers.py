"""Flows from a few (payer, payee, day or seconds, amount) rows, and rules with plain defaults."""

import numpy as np

from graph.patterns.money.chains import Rules
from graph.patterns.money.flows import SECONDS_A_DAY, in_order


def flows_from(rows, nodes, seconds=False):
    """Return flows of rows (payer, payee, day, amount); every node is its own owner."""
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    return in_order(
        nodes=nodes,
        ends=(columns[0].astype(np.int32), columns[1].astype(np.int32)),
        owner=np.arange(nodes, dtype=np.int32),
        time=columns[2] * (1 if seconds else SECONDS_A_DAY),
        amount=columns[3],
    )


def rules_for(flows, **changed):
    plain = {
        "contract": np.full(len(flows), -1, np.int32),
        "skip": np.zeros(len(flows), bool),
        "steps": 6,
        "fewest": 2,
        "days": 30,
        "tolerance": 0.2,
        "is_rising": True,
        "hub": 10_000,
        "budget": 10_000_000,
        "most": 100_000,
    }
    return Rules(**plain | changed)
