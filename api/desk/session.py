"""One sitting at the desk: the ledger, the snapshot it is judged on, who sits there and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.cases import People
from graph.desk.deadlines import ANSWER_DAYS, due_day
from graph.desk.docket import case_file
from graph.desk.folding import told
from graph.desk.gate import CLEAR, VERDICT
from graph.desk.past import EarlierReader
from graph.desk.steps import plan, take
from graph.errors import AmbiguousError, CaseError, InputError
from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from graph.desk.case_file import CaseFile
    from graph.ledger import DeskEvent, Ledger
    from graph.recusal.verdict import CaseVerdict
    from graph.snapshot import Snapshot

_REPEATED = ("due", "digest", "verdict")
"""What an event adds by itself, so that a repetition of the act may differ in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an act led to."""

    events: tuple[DeskEvent, ...]
    """As recorded, by this call or by an earlier one with the same request; none: no change."""
    file: CaseFile
    """The case as it now stands."""
    is_new: bool = True
    verdict: CaseVerdict | None = None
    """The check made with it, in full."""

    @property
    def main(self) -> DeskEvent | None:
        """The act itself, without the check beside it."""
        return next((one for one in self.events if one.request is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where services work; the ledger must be open for writing."""

    ledger: Ledger
    snapshot: Snapshot
    author: str
    """Login of who is at the keyboard."""
    today: dt.date
    answer_days: int = ANSWER_DAYS
    earlier: EarlierReader = field(default_factory=EarlierReader, repr=False, compare=False)

    def file(self, id: str) -> CaseFile:
        """Return a registered case.

        Raises:
            NotFoundError: there is none of this id.
        """
        return case_file(self.ledger, id)

    def person(self, text: str, where: str) -> str:
        """Return the id of a person who must be in the data, by id or by a name of his own.

        Raises:
            CaseError: nobody is called so.
            AmbiguousError: several people are.
        """
        return People(self.snapshot).find(text.strip(), where)

    def who(self, text: str | None) -> str:
        """Return who acts: an id where he is in the data, else the name as given or the login.

        Raises:
            AmbiguousError: several people bear the name given.
        """
        said = (text or self.author).strip()
        try:
            return self.person(said, "--by")
        except AmbiguousError:
            if text:
                raise
            return said
        except CaseError:
            return said

    def is_person(self, who: str) -> bool:
        """Return whether an id is a person's, who can be checked."""
        try:
            return self.person(who, "--by") == who
        except InputError:
            return False

    def due(self) -> dt.date:
        """Return the last day for answering what is handed in today."""
        return due_day(self.today, self.answer_days)

    def repeated(self, request: str | None, kind: str, about: str, **said: Any) -> Outcome | None:
        """Return what an earlier call with this request recorded, None if there was none.

        Raises:
            InputError: the request was used for something else.
        """
        found = self.ledger.desk.of_request(request) if request else None
        if found is None:
            return None
        is_same = (found.kind, found.about, found.author) == (kind, about, self.author) and all(
            value in (found.body.get(key), told(found.body, key) or None)
            for key, value in said.items()
            if key not in _REPEATED
        )
        if not is_same:
            raise InputError(
                f"request '{request}' was recorded before, as {found.id} with other content; a "
                "new act needs a new request id"
            )
        return Outcome(events=(found,), file=self.file(about), is_new=False)

    def take(
        self,
        file: CaseFile | None,
        event: DeskEvent,
        *,
        then: Sequence[DeskEvent] = (),
        signing: str | None = None,
        signs_as_decider: bool = False,
        on: dt.date | None = None,
    ) -> Outcome:
        """Check what an event leads to, record both, and return the case as it then stands.

        Args:
            file: the case as it was looked at; None for a registration.
            event: the event.
            then: events that follow from it.
            signing: who signs it, to be checked too where he is in the data.
            signs_as_decider: whether the last check named him, having found him clear.
            on: day of the check, by default today.

        Raises:
            InputError: the check forbids the step, or who signs is conflicted himself.
            LedgerBusyError: the case changed meanwhile.
        """
        also = [signing] if signing is not None and self.is_person(signing) else []
        step = plan(
            file,
            event,
            self.snapshot,
            self.earlier.read(self.ledger),
            on=on or self.today,
            then=then,
            also=also,
        )
        for person in also:
            require_fit(step.file, person, named=signs_as_decider)
        events = take(self.ledger, [step])
        return Outcome(events=events, file=self.file(event.about), verdict=step.verdict)


def require_fit(file: CaseFile, person: str, *, named: bool) -> None:
    """Refuse the signature of somebody with a tie to the case himself.

    Nothing may be known of who signs, except where the check named him: then he was clear.

    Raises:
        InputError: says what to do.
    """
    verdict = file.check.verdicts.get(person) if file.check else None
    if verdict is not None and (VERDICT[verdict] > Verdict.UNKNOWN or (named and verdict != CLEAR)):
        raise InputError(
            f"{person} cannot sign in {file.id}: his own verdict there is {verdict} now. Nothing "
            "was recorded; let the head of the next higher organ sign"
        )
