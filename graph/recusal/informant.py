"""Cases with an informant: the verdict is told, its reasons are not.

The rule and the cites that remain are the same whichever party, ground or rule led to the
verdict, so that two cases that differ only in whom a tie leads to read alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.recusal.verdict import Checked, Reason, Verdict

if TYPE_CHECKING:
    from graph.recusal.verdict import CandidateVerdict, CaseVerdict


def visible(verdict: CaseVerdict, *, unseal: bool = False) -> CaseVerdict:
    """Return what may be shown: all of it, unless the case has an informant and stays sealed."""
    return withhold(verdict) if verdict.has_informant and not unseal else verdict


def withhold(verdict: CaseVerdict) -> CaseVerdict:
    """Merge the reasons of every candidate above CLEAR into one that names nobody."""
    return replace(
        verdict,
        is_withheld=True,
        candidates=tuple(_withheld(found, verdict) for found in verdict.candidates),
    )


def _withheld(found: CandidateVerdict, verdict: CaseVerdict) -> CandidateVerdict:
    merged = Reason(
        rule=verdict.sealed_rule,
        verdict=found.verdict,
        ground="withheld",
        cites=verdict.sealed_cites,
        withheld=True,
    )
    return replace(
        found,
        reasons=(merged,) if found.verdict > Verdict.CLEAR else (),
        duties=(),
        context=(),
        checked=Checked(
            rules=found.checked.rules,
            kin=found.checked.kin,
            parties={},
            units={},
            not_in_force=found.checked.not_in_force,
        ),
    )
