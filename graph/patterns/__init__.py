"""Patterns of favoritism: PATTERNS is the only registry, in the order in which they are told."""

from graph.patterns.benefits import own_household

PATTERNS = (own_household.PATTERN,)
