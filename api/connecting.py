"""How two people, things or groups are connected: from what is asked for to the answer."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.cases import People, load_case, parse_case, resolve_case
from graph.desk.docket import case_file
from graph.desk.states import State as DeskState
from graph.errors import CaseError, InputError, NotFoundError
from graph.ledger import open_ledger
from graph.paths.connect import Ends, connect
from graph.paths.ends import STAFF, one_end, staff_of
from graph.paths.search import Limits

if TYPE_CHECKING:
    from graph.cases import Case
    from graph.ledger import Ledger
    from graph.paths.connect import Connection
    from graph.snapshot import Snapshot

CASE = "case:"
"""Before the id or the file of a case: its parties."""
_INFORMANT = "informant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who is to be connected with whom, and how far to look.

    one, other: an id, a name that only one thing bears, `case:` and a case's id or file, or
    `unit-staff:` and a unit.
    """

    one: str
    other: str
    day: int
    count: int = 5
    families: frozenset[str] | None = None
    limits: Limits = field(default_factory=Limits)
    with_sample: bool = True


def answer_question(question: Question, snapshot: Snapshot, ledger: Path) -> Connection:
    """Return how the two sides are connected.

    Raises:
        InputError: an end cannot be found, is ambiguous or stands for nobody.
        CaseError: a case cannot be read, or names what is not loaded.
    """
    ends = [
        _ends(asked, question.day, snapshot, ledger) for asked in (question.one, question.other)
    ]
    return connect(
        snapshot,
        ends[0],
        ends[1],
        day=question.day,
        count=question.count,
        families=question.families,
        limits=question.limits,
        with_sample=question.with_sample,
    )


def _ends(asked: str, day: int, snapshot: Snapshot, ledger: Path) -> Ends:
    if asked.startswith(CASE):
        return _parties(asked, snapshot, ledger)
    if asked.startswith(STAFF):
        return staff_of(snapshot, asked, day)
    return one_end(snapshot, asked)


def _parties(asked: str, snapshot: Snapshot, ledger: Path) -> Ends:
    """Return the parties of a case; who informed is none of them, in whatever other role."""
    case = _case(asked.removeprefix(CASE), ledger)
    told = tuple(party for party in case.parties if party.role != _INFORMANT)
    bare = case.model_copy(update={"parties": told, "team": (), "candidates": ()})
    hidden = _informants(case, snapshot)
    ties = snapshot.ties
    nodes = {
        ties.index(f"person:{party.person}" if party.person else f"unit:{party.unit}")
        for party in resolve_case(bare, snapshot, only_named=True).parties
        if party.id not in hidden
    }
    if not nodes:
        raise InputError(f"'{asked}': the case has no party that paths may be asked for")
    return Ends(asked=f"{CASE}{case.id}", nodes=tuple(sorted(nodes)))


def _informants(case: Case, snapshot: Snapshot) -> set[str]:
    """Return the ids of a case's informants, and the texts that name those who are not found."""
    hidden = set()
    people = People(snapshot)
    for party in case.parties:
        if party.role == _INFORMANT:
            name = party.person or party.unit or ""
            hidden.add(name)
            with suppress(InputError):  # a message about an informant would name him
                hidden.add(people.find(name, "parties"))
    return hidden


def _case(name: str, ledger: Path) -> Case:
    """Return a case by its file, or by its id from the docket or a recorded verdict."""
    path = Path(name)
    if path.is_file():
        return load_case(path)[0]
    with open_ledger(ledger) as book:
        try:
            registered = case_file(book, name)
        except NotFoundError:
            recorded = _recorded(book, name)
            if recorded is not None:
                return recorded
        else:
            if registered.state is DeskState.SEALED:
                raise InputError(
                    f"'{CASE}{name}': the case is sealed and its parties are not shown; whoever "
                    "may unseal it can name them one by one"
                )
            return registered.case
    raise CaseError(
        f"'{CASE}{name}': no file of this name, no registered case and no recorded verdict of "
        "this id; name the case file, or see 'huibi case list'"
    )


def _recorded(book: Ledger, name: str) -> Case | None:
    """Return a case as it stood at the last verdict recorded on it."""
    for decision in reversed(book.decisions.list()):
        if name in decision.case_text:  # reading a case costs milliseconds
            case = parse_case(decision.case_text, name=f"case of {decision.id}")
            if case.id == name:
                return case
    return None
