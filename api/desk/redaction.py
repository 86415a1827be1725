"""What of a case and its events may be shown: sealed cases, and cases that keep an informant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.desk.folding import INFORMANT
from graph.desk.states import State

if TYPE_CHECKING:
    from graph.cases import Party
    from graph.desk.case_file import CaseFile
    from graph.ledger import DeskEvent

Json = dict[str, Any]

_TEXTS = ("reason", "role", "how", "reported_by")
"""Keys of what people wrote and of who spoke; in a case with an informant they could name him."""


def is_closed_to_view(file: CaseFile, *, unseal: bool) -> bool:
    """Return whether nothing but the id and the state may be shown."""
    return file.state is State.SEALED and not unseal


def needs_log(file: CaseFile) -> bool:
    """Return whether unsealing shows what is otherwise withheld, so that it is logged first."""
    return (
        file.is_secret
        or file.state is State.SEALED
        or any("sealed" in one.body for one in file.history if one.kind != "checked")
    )


def text_shown(file: CaseFile, text: str, *, unseal: bool) -> str | None:
    """Return what somebody wrote, None where it stays under seal."""
    return None if file.is_secret and not unseal else text


def parties_shown(file: CaseFile, *, unseal: bool) -> list[Party]:
    """Return the parties who may be named."""
    return [one for one in file.case.parties if unseal or one.role != INFORMANT]


def body_shown(file: CaseFile, event: DeskEvent, *, unseal: bool) -> Json:
    """Return the body of an event without what is sealed, in itself or by the case."""
    body = dict(event.body)
    sealed = dict(body.pop("sealed", {}))
    sealed.pop("grounds", None)  # digests, of use to the program alone
    if unseal:
        for key, value in sealed.items():
            body[key] = [*body.get(key, ()), *value] if isinstance(value, list) else value
        return body
    if file.is_secret:
        hidden = [key for key in _TEXTS if key in body]
        body = {key: value for key, value in body.items() if key not in hidden}
        return {**body, "withheld": True} if hidden or sealed else body
    return {**body, "withheld": True} if sealed else body
