"""Orders to recuse (责令回避), refusals to (拒不回避), and rulings where the law leaves it open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.desk.acts import act, reasoned, require_decider, require_on_case
from graph.desk.gate import CLEAR, MUST
from graph.errors import InputError

if TYPE_CHECKING:
    from graph.desk.case_file import CaseFile
    from graph.ledger import DeskEvent

OUTCOMES = ("may_handle", "recuse")
"""What a decider may rule."""


def order(
    file: CaseFile,
    person: str,
    *,
    reason: str,
    by: str,
    author: str,
    request: str | None = None,
) -> DeskEvent:
    """Return the event by which the decider orders somebody to recuse without application.

    Raises:
        InputError: he has no part in the case, is ordered already, or somebody else decides.
    """
    _require_free(file, person)
    require_on_case(file, person)
    require_decider(file, person, by)
    return act(
        file,
        "ordered",
        author=author,
        request=request,
        told={"person": person, "by": by},
        texts={"reason": reasoned(reason, "an order")},
    )


def refusal(
    file: CaseFile,
    person: str,
    *,
    reason: str,
    by: str,
    author: str,
    request: str | None = None,
) -> DeskEvent:
    """Return the event that records a recusal refused or missed (公务员法 106: a breach of duty).

    It changes nothing of who must recuse: it is kept against the person.

    Raises:
        InputError: he never was on the team, or nothing told him to recuse.
    """
    if person not in file.ever_team:
        raise InputError(f"{person} never was on the team of {file.id}; nothing to refuse")
    verdict = file.check.verdicts.get(person) if file.check else None
    if person not in file.barred and verdict in (None, CLEAR):
        raise InputError(
            f"nothing told {person} to recuse in {file.id}: no order, no answer, and no verdict "
            "above clear"
        )
    return act(
        file,
        "refused",
        author=author,
        request=request,
        told={"person": person, "by": by},
        texts={"reason": reasoned(reason, "the record of a refusal")},
    )


def ruling(
    file: CaseFile,
    person: str,
    *,
    outcome: str,
    reason: str,
    by: str,
    author: str,
    request: str | None = None,
) -> DeskEvent:
    """Return the event by which the named decider rules on a person.

    That he may handle the case can be ruled of REVIEW and UNKNOWN; where the law says that he must
    recuse, no ruling but an override stands in for it.

    Raises:
        InputError: there is nothing to rule on, somebody else decides, or no reason is given.
    """
    if outcome not in OUTCOMES:
        raise InputError(f"a ruling is {' or '.join(OUTCOMES)}, not '{outcome}'")
    verdict = file.check.verdicts.get(person) if file.check else None
    if verdict is None:
        raise InputError(f"{person} was not checked in {file.id}; put him on the team first")
    if outcome == "may_handle" and verdict == MUST:
        raise InputError(
            f"{person} must recuse in {file.id}: that is no matter of discretion. Take him off "
            f"the team, correct the record if it is wrong, or ask for an override"
        )
    if outcome == "may_handle" and verdict == CLEAR and person not in file.barred:
        raise InputError(f"{person} is clear in {file.id} in the data loaded; nothing to rule on")
    require_decider(file, person, by)
    return act(
        file,
        "decided",
        author=author,
        request=request,
        told={"person": person, "outcome": outcome, "by": by},
        texts={"reason": reasoned(reason, "a ruling")},
    )


def _require_free(file: CaseFile, person: str) -> None:
    if person in file.barred:
        raise InputError(f"{person} must recuse in {file.id} already, by {file.barred[person]}")
