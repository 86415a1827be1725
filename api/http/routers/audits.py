"""Who looked at what: for auditors, who see nothing else."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.access_log import AccessLog, LogHead, access_log_path
from api.http.asking import AccountDep, ServiceDep

if TYPE_CHECKING:
    from api.access_log import Entry

router = APIRouter(tags=["audit"])
_PAGE = 200
_TIME = r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)?$"


class EntryOut(BaseModel):
    """One look."""

    sequence: int
    at: str
    who: str
    action: str
    subject: str
    detail: str


class HeadOut(BaseModel):
    """The end of the chain; noted elsewhere, it proves later that nothing was cut off."""

    sequence: int
    digest: str = Field(examples=["0" * 64])


class LookerOut(BaseModel):
    """How often one account asked about something, when, in which ways and for which purposes."""

    who: str = Field(examples=["zhang"])
    n: int
    first: str = Field(examples=["2026-03-02T01:12:07.381+00:00"])
    last: str
    actions: dict[str, int] = Field(examples=[{"person": 2, "kin": 1}])
    purposes: list[str] = Field(examples=[["case:2026-017"]])
    refused: int = Field(description="How many of them were answered with a refusal")


class LooksOut(BaseModel):
    """Who asked about something, whoever looked last first."""

    subject: str
    total: int
    lookers: list[LookerOut]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which entries are wanted; a blank part wants all."""

    who: str
    subject: str
    action: str
    since: str
    until: str

    def holds(self, entry: Entry) -> bool:
        """Whether an entry is among them."""
        return (
            (not self.who or entry.who == self.who)
            and (not self.action or entry.action == self.action)
            and (not self.since or entry.at >= self.since)
            and (not self.until or entry.at < self.until)
            and (not self.subject or _is_about(entry, self.subject))
        )


@router.get("/audit", operation_id="audit_entries", name="audit_entries")
def audit_entries(
    service: ServiceDep,
    _account: AccountDep,
    who: Annotated[str, Query(max_length=100, examples=["zhang"])] = "",
    subject: Annotated[str, Query(max_length=200, examples=["P1"])] = "",
    action: Annotated[str, Query(max_length=100, examples=["kin"])] = "",
    since: Annotated[str, Query(pattern=_TIME, description="UTC, inclusive")] = "",
    until: Annotated[str, Query(pattern=_TIME, description="UTC, exclusive")] = "",
    order: Literal["oldest", "newest"] = "oldest",
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
) -> list[EntryOut]:
    """Return up to 200 entries beyond a number, the oldest or the newest first, as narrowed."""
    wanted = _Wanted(who=who, subject=subject, action=action, since=since, until=until)
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        if order == "oldest":
            found = (e for e in log.entries() if e.sequence > after and wanted.holds(e))
            return [_out(entry) for entry in islice(found, _PAGE)]
        earlier = (e for e in log.entries() if not after or e.sequence < after)
        return [_out(e) for e in reversed(deque(filter(wanted.holds, earlier), maxlen=_PAGE))]


@router.get("/audit/looks", operation_id="looks", name="looks")
def looks(
    service: ServiceDep,
    _account: AccountDep,
    subject: Annotated[str, Query(min_length=1, max_length=200, examples=["P1"])],
) -> LooksOut:
    """Return who asked about a person, a unit, a place, a contract or a case, told by its id."""
    found: dict[str, LookerOut] = {}
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        for entry in log.entries():
            if entry.who != "-" and _is_about(entry, subject):
                _add(found, entry)
    lookers = sorted(found.values(), key=lambda one: one.last, reverse=True)
    return LooksOut(subject=subject, total=sum(one.n for one in lookers), lookers=lookers)


def _add(found: dict[str, LookerOut], entry: Entry) -> None:
    one = found.setdefault(
        entry.who,
        LookerOut(
            who=entry.who, n=0, first=entry.at, last=entry.at, actions={}, purposes=[], refused=0
        ),
    )
    status, _, purpose = entry.detail.partition(" ")
    one.n += 1
    one.last = entry.at
    one.actions[entry.action] = one.actions.get(entry.action, 0) + 1
    one.refused += status >= "400"
    if purpose and purpose not in one.purposes:
        one.purposes.append(purpose)


def _is_about(entry: Entry, subject: str) -> bool:
    """Whether an entry names something, by its id alone or with its kind before it."""
    return subject in entry.subject and any(
        one == subject or one.partition(":")[2] == subject for one in entry.subject.split()
    )


def _out(entry: Entry) -> EntryOut:
    return EntryOut(
        sequence=entry.sequence,
        at=entry.at,
        who=entry.who,
        action=entry.action,
        subject=entry.subject,
        detail=entry.detail,
    )


@router.get("/audit/head", operation_id="verify_audit", name="verify_audit")
def verify_audit(
    service: ServiceDep,
    _account: AccountDep,
    sequence: Annotated[int, Query(ge=0, le=2**62)] = 0,
    digest: Annotated[str, Query(pattern="^([0-9a-f]{64})?$")] = "",
) -> HeadOut:
    """Check the whole chain, against a head noted earlier if one is given; return its head."""
    anchor = LogHead(sequence=sequence, digest=digest) if sequence and digest else None
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        head = log.verify(anchor)
    return HeadOut(sequence=head.sequence, digest=head.digest)
