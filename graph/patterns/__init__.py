"""Patterns of favoritism: PATTERNS is the only registry, in the order in which they are told."""

from graph.patterns.benefits import card_convergence, own_household
from graph.patterns.bodies import kin_in_body
from graph.patterns.contracts import collective_assets

PATTERNS = (
    own_household.PATTERN,
    card_convergence.PATTERN,
    collective_assets.PATTERN,
    kin_in_body.PATTERN,
)
