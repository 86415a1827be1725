"""What the desk knows of a case after all its events: the values that the fold fills."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.desk.states import OPEN, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.cases import Case
    from graph.ledger import DeskEvent

HANDLING = frozenset({"handler", "second", "member", "borrowed"})
"""Roles on a team whose loss leaves a case without anybody to handle it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person on the team, and who put him there."""

    person: str
    role: str
    by: tuple[str, ...]
    """Whoever put him on: the person named and the login that recorded it."""
    since: int
    """Number of the event."""
    is_assigned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The assignment in force."""

    handler: str
    second: str | None
    zone: str | None
    step: str
    """own, zone, cross_zone or elevated."""
    number: int
    at: str
    by: tuple[str, ...]
    batch: str | None
    body: Mapping[str, Any]
    """As recorded: cost, probability, rejected options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCheck:
    """What the last check found about everybody on the case."""

    number: int
    on: str
    sequence: int
    trigger: str
    decision: str | None
    verdicts: Mapping[str, str]
    """Verdict of each person, what the desk adds (prying) included."""
    team: tuple[str, ...]
    deciders: Mapping[str, Mapping[str, Any]]
    """Who decides about each person."""
    grounds: Mapping[str, tuple[str, ...]]
    """Digests of the facts behind each verdict, for comparison; never shown."""
    raised: Mapping[str, int]
    """How often somebody pried into the case, which is at least for REVIEW."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalRequest:
    """A disclosure (自行申请) or an application (申请回避) and what became of it."""

    number: int
    kind: str
    """disclosed or applied."""
    person: str
    """Who is to recuse."""
    role: str
    """Who asks, by role alone: an informant is never named."""
    at: str
    due: str
    """Last day for the answer."""
    reason: str
    answered: int | None = None
    """Number of the answer."""
    is_granted: bool | None = None
    answer: str = ""
    by: str = ""

    @property
    def id(self) -> str:
        """What people call it."""
        return f"E-{self.number:06d}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its answer."""
        return self.answered is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order to recuse (责令回避), or the record that somebody refused to (拒不回避)."""

    number: int
    kind: str
    """ordered or refused."""
    person: str
    by: str
    at: str
    reason: str

    @property
    def id(self) -> str:
        """What people call it."""
        return f"E-{self.number:06d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the decider ruled on a person for whom the law leaves it open."""

    number: int
    person: str
    outcome: str
    """may_handle or recuse."""
    by: str
    at: str
    reason: str
    verdict: str
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One approval of an override, bound to what was approved by its digest."""

    number: int
    by: str
    author: str
    at: str
    document: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A request that somebody stay in spite of a verdict; in force with two approvals."""

    number: int
    person: str
    verdict: str
    decision: str | None
    by: str
    author: str
    at: str
    reason: str
    grounds: tuple[str, ...]
    approvals: tuple[Approval, ...] = ()
    expired: int | None = None
    """Number of the event that ended it."""

    @property
    def id(self) -> str:
        """What people call it."""
        return f"E-{self.number:06d}"

    @property
    def is_approved(self) -> bool:
        """Whether two approved it, be it over or not."""
        return len(self.approvals) >= APPROVALS

    @property
    def is_in_force(self) -> bool:
        """Whether it was approved and still stands."""
        return self.is_approved and self.expired is None

    @property
    def is_open(self) -> bool:
        """Whether it waits for approvals."""
        return not self.is_approved and self.expired is None


APPROVALS = 2
"""Approvals that an override needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prying:
    """Somebody asked about a case or interceded in it (监察法 66: reported and registered)."""

    number: int
    person: str
    """Who asked: an id, or a name where the person is in no data."""
    means: str
    how: str
    when: str
    reported_by: str
    at: str

    @property
    def id(self) -> str:
        """What people call it."""
        return f"E-{self.number:06d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A registered case as it stands after its last event."""

    id: str
    case: Case
    """Parties and team as they are now, every person and unit by id."""
    state: State
    registered: str
    """When, UTC."""
    packs: tuple[str, ...] = ()
    """Rule packs named at registration; blank: those of the matter."""
    team: tuple[Member, ...] = ()
    assignment: Assignment | None = None
    check: DeskCheck | None = None
    decisions: tuple[str, ...] = ()
    """Verdict decisions, oldest first."""
    requests: tuple[RecusalRequest, ...] = ()
    orders: tuple[Order, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    overrides: tuple[Override, ...] = ()
    pryings: tuple[Prying, ...] = ()
    barred: Mapping[str, str] = field(default_factory=dict)
    """Persons whose recusal was granted, ordered or decided, and the event that says so."""
    routed: Mapping[str, Any] | None = None
    notices: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    is_secret: bool = False
    """Whether an informant is, or ever was, in the case: then no reason is shown unsealed."""
    ever_team: tuple[str, ...] = ()
    """Everybody who ever was on the team."""
    ever_parties: tuple[str, ...] = ()
    """Every person who ever was a party, informants left out."""
    anomalies: tuple[str, ...] = ()
    """Events that were not lawful when they were recorded; they changed nothing."""
    history: tuple[DeskEvent, ...] = ()

    @property
    def last(self) -> int:
        """Number of the last event: what `expected` of the next step takes."""
        return self.history[-1].number or 0

    @property
    def is_open(self) -> bool:
        """Whether the case may still change."""
        return self.state in OPEN

    @property
    def handler(self) -> str | None:
        """Who handles the case."""
        return self._first("handler")

    @property
    def second(self) -> str | None:
        """The second handler."""
        return self._first("second")

    @property
    def open_disclosures(self) -> tuple[RecusalRequest, ...]:
        """Disclosures that wait for an answer."""
        return tuple(one for one in self.requests if one.is_open and one.kind == "disclosed")

    @property
    def open_applications(self) -> tuple[RecusalRequest, ...]:
        """Applications that wait for an answer."""
        return tuple(one for one in self.requests if one.is_open and one.kind == "applied")

    def member(self, person: str) -> Member | None:
        """Return a person's place on the team."""
        return next((one for one in self.team if one.person == person), None)

    def _first(self, role: str) -> str | None:
        return next((one.person for one in self.team if one.role == role), None)
