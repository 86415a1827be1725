"""The docket: every registered case, folded from the desk's events."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.cases import Case
from graph.desk.case_file import CaseFile, Member
from graph.desk.folding import CHANGES, joined, keeps_secret, open_persons, parties_of
from graph.desk.folding_people import PEOPLES_CHANGES
from graph.desk.states import State, next_state
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.ledger import DeskEvent, Ledger

_CHANGES = {**CHANGES, **PEOPLES_CHANGES}

__all__ = ["CaseFile", "case_file", "docket", "fold", "folded", "folded_all"]


def docket(ledger: Ledger, *, until: int | None = None) -> dict[str, CaseFile]:
    """Return every registered case by id, in the order of registration.

    With `until`, as it stood after the event of that number. Cost: one scan of the events, about
    0.1 ms an event.
    """
    events = ledger.desk.list()
    return folded_all(one for one in events if until is None or (one.number or 0) <= until)


def case_file(ledger: Ledger, id: str) -> CaseFile:
    """Return a registered case.

    Raises:
        NotFoundError: no case of this id is registered.
    """
    file = fold(ledger.desk.of(id))
    if file is None:
        raise NotFoundError(
            f"no case '{id}' is registered in {ledger.path}; see 'huibi case list', or register "
            "its file with 'huibi case register FILE'"
        )
    return file


def folded_all(events: Iterable[DeskEvent]) -> dict[str, CaseFile]:
    """Fold events of many cases; those of batches and lists are left out."""
    files: dict[str, CaseFile] = {}
    for event in events:
        file = folded(files.get(event.about), event)
        if file is not None:
            files[event.about] = file
    return files


def fold(events: Iterable[DeskEvent]) -> CaseFile | None:
    """Fold the events of one case, oldest first; None where they register none."""
    file: CaseFile | None = None
    for event in events:
        file = folded(file, event)
    return file


def folded(file: CaseFile | None, event: DeskEvent) -> CaseFile | None:
    """Return a case after one more event.

    An event that was not lawful in the case's state changes nothing and is kept as an anomaly, so
    that a docket can always be read.
    """
    if file is None:
        return _registered(event) if event.kind == "registered" else None
    state = next_state(event.kind, file.state)
    history = (*file.history, event)
    if state is None or not _is_answerable(file, event):
        return replace(file, history=history, anomalies=(*file.anomalies, event.id))
    moved = file if state is file.state else replace(file, state=state)
    return replace(_CHANGES[event.kind](moved, event), history=history)


def _is_answerable(file: CaseFile, event: DeskEvent) -> bool:
    """Return whether what an event refers to is there and still open."""
    of = event.body.get("of")
    if event.kind == "answered":
        return any(one.id == of and one.is_open for one in file.requests)
    if event.kind == "override_approved":
        return any(one.id == of and one.is_open for one in file.overrides)
    if event.kind == "override_expired":
        return any(one.id == of and one.expired is None for one in file.overrides)
    return True


def _registered(event: DeskEvent) -> CaseFile:
    told = event.body["case"]
    case = Case.model_validate({**told, "parties": parties_of({**event.body, **told}, "parties")})
    by = (event.author,)
    return CaseFile(
        id=case.id,
        case=case,
        state=State.RECEIVED,
        registered=event.at or "",
        team=tuple(
            Member(person=one.person, role=one.role or "member", by=by, since=event.number or 0)
            for one in case.team
        ),
        packs=tuple(event.body.get("packs", ())),
        is_secret=keeps_secret(case.parties),
        ever_team=tuple(one.person for one in case.team),
        ever_parties=joined((), open_persons(case.parties)),
        history=(event,),
    )
