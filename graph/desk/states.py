"""Where a case stands, and which event may follow: one table, and nothing outside it is lawful."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping


class State(StrEnum):
    """Where a case stands, in the order of its life."""

    RECEIVED = "received"
    """Registered, and nobody checked yet."""
    CHECKED = "checked"
    """Those on it were checked; nobody handles it yet."""
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    SEALED = "sealed"
    """Its contents are shown only to who unseals it, and that is logged first."""


STATE_ZH: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "已受理",
        State.CHECKED: "已核查",
        State.ASSIGNED: "已分办",
        State.IN_PROGRESS: "办理中",
        State.CLOSED: "已结案",
        State.SEALED: "已封存",
    }
)
"""States in Chinese."""

OPEN = (State.RECEIVED, State.CHECKED, State.ASSIGNED, State.IN_PROGRESS)
"""States in which a case may still change."""

_Moves = dict[State, State]
_STAYS: _Moves = {state: state for state in OPEN}
_ALWAYS: _Moves = {state: state for state in State}
_TO_ASSIGNED: _Moves = dict.fromkeys(OPEN, State.ASSIGNED)
_BACK: _Moves = {State.ASSIGNED: State.CHECKED, State.IN_PROGRESS: State.CHECKED}

TRANSITIONS: Mapping[str, _Moves] = MappingProxyType(
    {
        "checked": {**_STAYS, State.RECEIVED: State.CHECKED},
        "parties_changed": _STAYS,
        "team_changed": _STAYS,
        "routed": _STAYS,
        "assigned": _TO_ASSIGNED,
        "unassigned": _BACK,
        "started": {
            State.CHECKED: State.IN_PROGRESS,
            State.ASSIGNED: State.IN_PROGRESS,
        },
        "closed": dict.fromkeys(OPEN, State.CLOSED),
        "sealed": {State.CLOSED: State.SEALED},
        "disclosed": _STAYS,
        "applied": _STAYS,
        "answered": _STAYS,
        "ordered": _STAYS,
        "refused": _STAYS,
        "decided": _STAYS,
        "override_requested": _STAYS,
        "override_approved": _STAYS,
        "override_expired": _ALWAYS,
        "prying": _ALWAYS,
        "recheck_notice": _STAYS,
        "paper_issued": {**_STAYS, State.CLOSED: State.CLOSED},
    }
)
"""For each event the states in which it may happen, and where each leads; `registered` opens a
case. An event that takes the last handler away leads back to CHECKED, whatever this table says."""


def next_state(kind: str, state: State) -> State | None:
    """Return where an event leads from a state, None where it may not happen."""
    return TRANSITIONS.get(kind, {}).get(state)


def require_lawful(kind: str, state: State, about: str) -> None:
    """Refuse an event that may not happen to a case in this state.

    Raises:
        InputError: says in which states it may.
    """
    if next_state(kind, state) is None:
        allowed = ", ".join(one.value for one in TRANSITIONS.get(kind, {})) or "none"
        raise InputError(
            f"case {about} is {state.value} ({STATE_ZH[state]}); '{kind}' is possible only while a "
            f"case is: {allowed}"
        )
