"""Cases: registered, their team and parties changed, started, closed, sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.desk.session import Outcome
from graph.cases import parse_case
from graph.desk.acts import act, reasoned
from graph.desk.docket import fold
from graph.desk.intake import is_same_case, party_named, registration, settled
from graph.desk.overrides import expiries
from graph.desk.states import State, require_lawful
from graph.desk.team import parties_event, role_of, team_event
from graph.errors import CaseError, LedgerBusyError
from graph.recusal.pack import load_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.desk.session import Desk


def register(desk: Desk, content: bytes | str, *, name: str, packs: Sequence[str] = ()) -> Outcome:
    """Register a case file and check everybody on it.

    A case registered before with the same content changes nothing.

    Raises:
        CaseError: the file is no case, names what is not loaded, or its id stands for another case.
        PackError: a pack is not to be trusted as written.
    """
    case = settled(parse_case(content, name=name), desk.snapshot, desk.today)
    for pack in packs:
        load_pack(pack)
    event = registration(case, author=desk.author, packs=packs)
    known = fold(desk.ledger.desk.of(case.id))
    if known is None:
        try:
            return desk.take(None, event, on=case.received)
        except LedgerBusyError:
            # Another process may have registered it just now.
            known = fold(desk.ledger.desk.of(case.id))
            if known is None:
                raise
    if not is_same_case(known.history[0], event):
        raise CaseError(
            f"{name}: a case '{case.id}' is registered with other content. To change it, use "
            f"'huibi case parties {case.id}' or 'huibi case team {case.id}'; if it is another "
            "case, give it another id"
        )
    return Outcome(events=(), file=known, is_new=False)


def change_team(
    desk: Desk,
    id: str,
    *,
    add: Sequence[tuple[str, str | None]] = (),
    remove: Sequence[str] = (),
    request: str | None = None,
) -> Outcome:
    """Put people on a team or take them off, by id or name, and check everybody on the case.

    Raises:
        InputError: a role is unknown, somebody is not on the team, or must recuse by a decision.
    """
    new = [(desk.person(person, "--add"), role_of(role)) for person, role in add]
    gone = [desk.person(person, "--remove") for person in remove]
    body = {"remove": gone}
    if (known := desk.repeated(request, "team_changed", id, **body)) is not None:
        return known
    file = desk.file(id)
    event = team_event(file, add=new, remove=gone, author=desk.author, request=request)
    if event is None:
        return Outcome(events=(), file=file, is_new=False)
    return desk.take(file, event)


def change_parties(
    desk: Desk,
    id: str,
    *,
    add: Sequence[tuple[str, str]] = (),
    remove: Sequence[str] = (),
    request: str | None = None,
) -> Outcome:
    """Add parties, as role and id, or remove them, and check everybody on the case.

    Raises:
        InputError: a role is unknown, or what is to be removed is no party.
        CaseError: somebody or something named is not loaded.
    """
    new = [party_named(role, who, desk.snapshot) for role, who in add]
    gone = [who.removeprefix("person:").removeprefix("unit:") for who in remove]
    if (known := desk.repeated(request, "parties_changed", id, remove=gone)) is not None:
        return known
    file = desk.file(id)
    event = parties_event(file, add=new, remove=gone, author=desk.author, request=request)
    if event is None:
        return Outcome(events=(), file=file, is_new=False)
    return desk.take(file, event)


def start(desk: Desk, id: str, *, request: str | None = None) -> Outcome:
    """Begin the handling of a case, if the check leaves nothing in the way.

    Raises:
        InputError: says who stands in the way and what removes it.
    """
    if (known := desk.repeated(request, "started", id)) is not None:
        return known
    file = desk.file(id)
    if file.state is State.IN_PROGRESS:
        return Outcome(events=(), file=file, is_new=False)
    event = act(file, "started", author=desk.author, request=request, told={}, texts={})
    return desk.take(file, event)


def close(desk: Desk, id: str, *, reason: str = "", request: str | None = None) -> Outcome:
    """Close a case, if the check leaves nothing in the way; every override expires with it.

    Raises:
        InputError: something stands in the way, or a case that was never begun is closed without
            a reason.
    """
    if (known := desk.repeated(request, "closed", id)) is not None:
        return known
    file = desk.file(id)
    if file.state is State.CLOSED:
        return Outcome(events=(), file=file, is_new=False)
    require_lawful("closed", file.state, id)
    if file.state is not State.IN_PROGRESS:
        reasoned(reason, f"closing {id}, which is not in progress,")
    event = act(
        file,
        "closed",
        author=desk.author,
        request=request,
        told={},
        texts={"reason": reason.strip()},
    )
    return desk.take(file, event, then=expiries(file, desk.author))


def seal(desk: Desk, id: str, *, reason: str = "", request: str | None = None) -> Outcome:
    """Seal a closed case: from now on its contents are shown only to who unseals it.

    Raises:
        InputError: the case is not closed.
    """
    if (known := desk.repeated(request, "sealed", id)) is not None:
        return known
    file = desk.file(id)
    if file.state is State.SEALED:
        return Outcome(events=(), file=file, is_new=False)
    event = act(
        file,
        "sealed",
        author=desk.author,
        request=request,
        told={},
        texts={"reason": reason.strip()},
        hide=True,
    )
    return desk.take(file, event)
