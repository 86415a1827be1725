"""What every act of people at the desk shares: a reason, a lawful moment, and what is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.desk.case_file import HANDLING
from graph.desk.states import require_lawful
from graph.errors import InputError
from graph.ledger import DeskEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.desk.case_file import CaseFile

LONGEST_TEXT = 2000


def act(
    file: CaseFile,
    kind: str,
    *,
    author: str,
    request: str | None,
    told: Mapping[str, Any],
    texts: Mapping[str, str],
    hide: bool = False,
) -> DeskEvent:
    """Return an event about a case.

    `texts` are what people wrote: under seal where the case keeps a secret, or with `hide`, since
    a reason may name whom the case must not.

    Raises:
        InputError: the case's state does not allow it.
    """
    require_lawful(kind, file.state, file.id)
    kept: dict[str, Any] = {key: text for key, text in texts.items() if text}
    if kept and (hide or file.is_secret):
        kept = {"sealed": kept}
    return DeskEvent(
        kind=kind,
        about=file.id,
        body={**told, **kept},
        author=author,
        request=request,
    )


def reasoned(text: str, what: str) -> str:
    """Return a reason without the blanks around it.

    Raises:
        InputError: there is none, or it is longer than 2,000 characters.
    """
    said = text.strip()
    if not said:
        raise InputError(f"{what} needs a reason, which others will read: add --reason")
    if len(said) > LONGEST_TEXT:
        raise InputError(
            f"the reason of {what} has {len(said):,} characters, {LONGEST_TEXT:,} are kept; put "
            "the rest into a document and name it"
        )
    return said


def require_on_case(file: CaseFile, person: str) -> None:
    """Refuse to speak of the recusal of somebody who has no part in the case.

    Raises:
        InputError: the person is neither on the team nor one of the heads who decide.
    """
    is_head = file.check is not None and person in file.check.verdicts
    if file.member(person) is None and not is_head:
        on = ", ".join(one.person for one in file.team) or "nobody"
        raise InputError(f"{person} has no part in {file.id}; on its team: {on}")


def require_decider(file: CaseFile, person: str, by: str) -> None:
    """Refuse a decision by anybody but the one whom the rule names.

    Where the data lead to no person, whoever holds the office may sign: not the person himself,
    and nobody who handles the case.

    Raises:
        InputError: says who decides.
    """
    named = file.check.deciders.get(person, {}) if file.check else {}
    who = named.get("person")
    if who is not None and who != by:
        raise InputError(
            f"about {person} in {file.id} decides {who}, {named['zh']} ({named['en']}), not {by}; "
            "name him with --by"
        )
    if who is None:
        member = file.member(by)
        if by == person or (member is not None and member.role in HANDLING):
            raise InputError(
                f"{by} cannot decide about {person} in {file.id}: it is for "
                f"{named.get('zh', '有权决定的负责人')}; name him with --by"
            )
