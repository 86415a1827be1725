"""Roles of the service, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is there for; nobody sees more than his work needs."""

    CLERK = "clerk"
    """Registers cases, checks and assigns them (案管)."""
    HANDLER = "handler"
    """Handles the cases he is on (承办)."""
    INVESTIGATOR = "investigator"
    """Follows connections in the cases he is on (审查调查)."""
    ANALYST = "analyst"
    """Reads leads and answers them (研判)."""
    APPROVER = "approver"
    """Decides recusals, approves overrides, grants authorizations (审批)."""
    CUSTODIAN = "custodian"
    """Keeps who informed, and nobody else does (信访)."""
    AUDITOR = "auditor"
    """Reads who looked at what, and no data (审计)."""
    ADMINISTRATOR = "administrator"
    """Keeps accounts and the service, and sees no data (管理)."""


ROLE_ZH = {
    Role.CLERK: "案管",
    Role.HANDLER: "承办",
    Role.INVESTIGATOR: "审查调查",
    Role.ANALYST: "研判",
    Role.APPROVER: "审批",
    Role.CUSTODIAN: "信访",
    Role.AUDITOR: "审计",
    Role.ADMINISTRATOR: "管理",
}
APART = (Role.AUDITOR, Role.ADMINISTRATOR)
"""Roles that nobody holds beside any other: who keeps or audits the service sees no data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may work with the service.

    `person` is his id in the ledger: his own kin decide what he may not see. `places` are the
    places he is competent for, with everything under them; none means all.
    """

    login: str
    name: str
    roles: frozenset[Role]
    number: int = 0
    password: str = ""
    subject: str | None = None
    person: str = ""
    unit: str = ""
    places: tuple[str, ...] = ()
    is_active: bool = True

    def has(self, *roles: Role) -> bool:
        """Whether he holds one of these roles."""
        return not self.roles.isdisjoint(roles)
