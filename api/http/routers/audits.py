"""Who looked at what: for auditors, who see nothing else."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.access_log import AccessLog, LogHead, access_log_path
from api.http.asking import AccountDep, ServiceDep

router = APIRouter(tags=["audit"])
_PAGE = 200


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


@router.get("/audit", operation_id="audit_entries", name="audit_entries")
def audit_entries(
    service: ServiceDep,
    _account: AccountDep,
    who: Annotated[str, Query(max_length=100)] = "",
    subject: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
) -> list[EntryOut]:
    """Return up to 200 entries after a number, oldest first, of one user or about one thing."""
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        found = (
            entry
            for entry in log.entries()
            if entry.sequence > after
            and (not who or entry.who == who)
            and (not subject or subject in entry.subject.split())
        )
        return [
            EntryOut(
                sequence=entry.sequence,
                at=entry.at,
                who=entry.who,
                action=entry.action,
                subject=entry.subject,
                detail=entry.detail,
            )
            for entry in islice(found, _PAGE)
        ]


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
