"""Cases: a file that names a matter, its parties and who might handle it."""

from graph.cases.case import Case, Party, TeamMember, case_of, load_case, parse_case
from graph.cases.matters import MATTERS, ROLES, packs_for
from graph.cases.resolve import PartyRef, People, ResolvedCase, resolve_case

__all__ = [
    "MATTERS",
    "ROLES",
    "Case",
    "Party",
    "PartyRef",
    "People",
    "ResolvedCase",
    "TeamMember",
    "case_of",
    "load_case",
    "packs_for",
    "parse_case",
    "resolve_case",
]
