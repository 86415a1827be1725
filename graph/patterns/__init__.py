"""Patterns of favoritism: PATTERNS is the only registry, in the order in which they are told."""

from graph.patterns.benefits import (
    card_convergence,
    household_splitting,
    impossible_recipient,
    kin_excess,
    onset,
    own_household,
    silent_eligible,
    unfiled_relatives,
)
from graph.patterns.bodies import kin_in_body
from graph.patterns.contracts import (
    bid_screens,
    bunching,
    collective_assets,
    odd_supplier,
    related_bidders,
    rotation,
    settlement,
    splitting,
    tied_award,
)
from graph.patterns.contracts.process_flags import findings as process_flags
from graph.patterns.money import cycles, fan, grant_trace, pass_through

PATTERNS = (
    kin_excess.PATTERN,
    own_household.PATTERN,
    impossible_recipient.PATTERN,
    onset.PATTERN,
    household_splitting.PATTERN,
    card_convergence.PATTERN,
    silent_eligible.PATTERN,
    unfiled_relatives.PATTERN,
    tied_award.PATTERN,
    process_flags.PATTERN,
    splitting.PATTERN,
    bunching.PATTERN,
    bid_screens.PATTERN,
    rotation.PATTERN,
    related_bidders.PATTERN,
    collective_assets.PATTERN,
    odd_supplier.PATTERN,
    settlement.PATTERN,
    cycles.PATTERN,
    pass_through.PATTERN,
    fan.PATTERN,
    grant_trace.PATTERN,
    kin_in_body.PATTERN,
)
