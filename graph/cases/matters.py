"""Matters and the packs they call, and the roles of parties."""

from __future__ import annotations

from types import MappingProxyType

APPOINTMENT = "appointment"

MATTERS = MappingProxyType(
    {
        "supervision_case": ("supervision",),
        "inspection": ("supervision",),
        "complaint": ("supervision", "discipline"),
        "civil_service_duty": ("civil_service",),
        "benefit_review": ("civil_service", "benefits"),
        APPOINTMENT: (),
        "election": ("village",),
        "procurement": ("procurement",),
        "tender": ("tendering",),
        "administrative_penalty": ("penalty",),
    }
)
"""Default packs of each matter; an appointment's follow from the kind of its unit."""

_BODIES = MappingProxyType({"village_committee": "village", "cooperative": "collective"})

ROLES = (
    "subject",
    "informant",
    "complainant",
    "interested",
    "supplier",
    "tenderer",
    "beneficiary",
    "witness",
)
"""Roles of a party; the kin of all but the witness count in full."""


def packs_for(
    matter: str, unit_kind: str | None = None, parent_kind: str | None = None
) -> tuple[str, ...]:
    """Return the default packs of a matter.

    An appointment follows the kind of the body to sit in, or of its parent (a village's
    supervision committee), and otherwise the civil service.
    """
    if matter != APPOINTMENT:
        return MATTERS[matter]
    for kind in (unit_kind, parent_kind):
        if kind is not None and kind in _BODIES:
            return (_BODIES[kind],)
    return ("civil_service",)
