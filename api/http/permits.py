"""The one table of who may call what: every route stands here, or the service does not start."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from api.http.roles import Role

ANYBODY = frozenset[Role]()
"""Open before anybody has logged in: such a route shows no data."""
EVERYBODY = frozenset(Role)
READERS = frozenset(
    (Role.CLERK, Role.HANDLER, Role.INVESTIGATOR, Role.ANALYST, Role.APPROVER, Role.CUSTODIAN)
)
"""Who sees people and units at all."""
_DESK = frozenset((Role.CLERK, Role.HANDLER, Role.INVESTIGATOR, Role.APPROVER, Role.CUSTODIAN))
_CLERKS = frozenset((Role.CLERK, Role.APPROVER))
_APPROVERS = frozenset((Role.APPROVER,))
_KEEPERS = frozenset((Role.APPROVER, Role.CUSTODIAN))
_ON_DESK = frozenset((Role.CLERK, Role.HANDLER, Role.INVESTIGATOR, Role.APPROVER))
_FOLLOWERS = frozenset((Role.CLERK, Role.INVESTIGATOR, Role.ANALYST, Role.APPROVER))
_LEADS = frozenset((Role.ANALYST, Role.APPROVER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """One operation: who may call it, and whether it wants a purpose.

    A purpose is a case that exists for the account, an authorization, or, for an analyst, a lead;
    relatives and connections of people are never opened without one.
    """

    operation: str
    roles: frozenset[Role]
    purpose: bool = False
    writes: bool = False


PERMITS: tuple[Permit, ...] = (
    # who is asking
    Permit(operation="log_in", roles=ANYBODY, writes=True),
    Permit(operation="log_out", roles=EVERYBODY, writes=True),
    Permit(operation="who_am_i", roles=EVERYBODY),
    Permit(operation="health", roles=ANYBODY),
    Permit(operation="go_to_provider", roles=ANYBODY),
    Permit(operation="back_from_provider", roles=ANYBODY),
    # people, units, connections
    Permit(operation="ontology", roles=EVERYBODY),
    Permit(operation="status", roles=READERS),
    Permit(operation="search", roles=READERS),
    Permit(operation="person", roles=READERS),
    Permit(operation="unit", roles=READERS),
    Permit(operation="place", roles=READERS),
    Permit(operation="contract", roles=READERS),
    Permit(operation="counts", roles=_FOLLOWERS, purpose=True),
    Permit(operation="neighbours", roles=_FOLLOWERS, purpose=True),
    Permit(operation="kin", roles=_FOLLOWERS, purpose=True),
    Permit(operation="paths", roles=_FOLLOWERS, purpose=True),
    Permit(operation="subgraph", roles=_FOLLOWERS, purpose=True),
    Permit(operation="overview", roles=_FOLLOWERS, purpose=True),
    Permit(operation="bundles", roles=_FOLLOWERS, purpose=True),
    Permit(operation="ground", roles=_FOLLOWERS),
    # pictures: taken out, measured, kept
    Permit(operation="export", roles=_FOLLOWERS, purpose=True, writes=True),
    Permit(operation="measures", roles=_FOLLOWERS, purpose=True),
    Permit(operation="views", roles=_FOLLOWERS),
    Permit(operation="view", roles=_FOLLOWERS),
    Permit(operation="put_view", roles=_FOLLOWERS, writes=True),
    Permit(operation="drop_view", roles=_FOLLOWERS, writes=True),
    # leads
    Permit(operation="patterns", roles=_LEADS),
    Permit(operation="leads", roles=_LEADS),
    Permit(operation="lead", roles=_LEADS),
    Permit(operation="answer_lead", roles=_LEADS, writes=True),
    # cases: drawn up, registered, changed
    Permit(operation="check_draft", roles=_CLERKS, writes=True),
    Permit(operation="cases", roles=_DESK),
    Permit(operation="case", roles=_DESK),
    Permit(operation="case_history", roles=_DESK),
    Permit(operation="notices", roles=_DESK),
    Permit(operation="register_case", roles=_CLERKS, writes=True),
    Permit(operation="change_team", roles=_CLERKS, writes=True),
    Permit(operation="change_parties", roles=_CLERKS, writes=True),
    Permit(operation="start_case", roles=_CLERKS, writes=True),
    Permit(operation="close_case", roles=_CLERKS, writes=True),
    Permit(operation="seal_case", roles=_CLERKS, writes=True),
    Permit(operation="unseal_case", roles=_KEEPERS, writes=True),
    # recusals
    Permit(operation="disclose", roles=_ON_DESK, writes=True),
    Permit(operation="add_prying", roles=_ON_DESK, writes=True),
    Permit(operation="apply_recusal", roles=_CLERKS, writes=True),
    Permit(operation="record_refusal", roles=_CLERKS, writes=True),
    Permit(operation="ask_override", roles=_CLERKS, writes=True),
    Permit(operation="answer_recusal", roles=_APPROVERS, writes=True),
    Permit(operation="order_recusal", roles=_APPROVERS, writes=True),
    Permit(operation="decide_recusal", roles=_APPROVERS, writes=True),
    Permit(operation="approve_override", roles=_APPROVERS, writes=True),
    # where a case goes, its papers, zones
    Permit(operation="route", roles=_CLERKS),
    Permit(operation="keep_route", roles=_CLERKS, writes=True),
    Permit(operation="assignments", roles=_CLERKS),
    Permit(operation="assign", roles=_CLERKS, writes=True),
    Permit(operation="reveal", roles=_CLERKS, writes=True),
    Permit(operation="replay_assignment", roles=_CLERKS),
    Permit(operation="withdraw_case", roles=_CLERKS, writes=True),
    Permit(operation="paper", roles=_CLERKS),
    Permit(operation="issue_paper", roles=_CLERKS, writes=True),
    Permit(operation="zones", roles=_CLERKS),
    Permit(operation="plan_zones", roles=_CLERKS, writes=True),
    Permit(operation="explain_zone", roles=_CLERKS),
    # long work
    Permit(operation="run_patterns", roles=_LEADS, writes=True),
    Permit(operation="import_files", roles=_CLERKS, writes=True),
    Permit(operation="jobs", roles=READERS),
    Permit(operation="job", roles=READERS),
    Permit(operation="follow_job", roles=READERS),
    Permit(operation="cancel_job", roles=READERS, writes=True),
    # accounts and audit
    Permit(operation="accounts", roles=frozenset((Role.ADMINISTRATOR,))),
    Permit(operation="put_account", roles=frozenset((Role.ADMINISTRATOR,)), writes=True),
    Permit(operation="authorize", roles=frozenset((Role.APPROVER,)), writes=True),
    Permit(operation="authorizations", roles=frozenset((Role.APPROVER, Role.AUDITOR))),
    Permit(operation="looks", roles=frozenset((Role.AUDITOR,))),
    Permit(operation="audit_entries", roles=frozenset((Role.AUDITOR,))),
    Permit(operation="verify_audit", roles=frozenset((Role.AUDITOR,))),
)

PERMIT = MappingProxyType({permit.operation: permit for permit in PERMITS})
"""Permits by operation, which is the name of a route."""
