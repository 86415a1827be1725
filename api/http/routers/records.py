"""What is on record of one person, unit, place or contract, with its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query

from api.http.asking import Asked, AskedDep
from api.http.contradicting import with_contradictions
from api.http.permits import PERMIT
from api.http.problems import unseen
from api.http.registering import Record, record_of, sees_contract
from graph.ontology.kinds import NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable

router = APIRouter(tags=["register"])


def _rows_wanted(
    section: Annotated[
        str,
        Query(
            pattern=r"^([a-z]+\.[a-z_]+)?$",
            max_length=60,
            description="The one section whose rows are wanted; blank for the first of each",
            examples=["benefits.household"],
        ),
    ] = "",
    after: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> tuple[str, int]:
    """Return which section is wanted, and from which of its rows on."""
    return section, after


WantedDep = Annotated[tuple[str, int], Depends(_rows_wanted)]


@router.get("/people/{id}", operation_id="person", name="person")
def person(id: str, asked: AskedDep, wanted: WantedDep) -> Record:
    """Return what is on record of one person; never his relatives, save in contradictions.

    Those about relatives are told where a purpose opens them, and counted where none does.
    """
    found = _record(asked, NodeKind.PERSON, id, wanted, asked.sight.sees_person)
    if wanted[0]:
        return found
    may_follow = asked.account.has(*PERMIT["kin"].roles)
    is_opened = may_follow and asked.purpose is not None and asked.purpose.opens(id)
    return with_contradictions(found, asked.sight, asked.service.bench.ledger, is_opened=is_opened)


@router.get("/units/{id}", operation_id="unit", name="unit")
def unit(id: str, asked: AskedDep, wanted: WantedDep) -> Record:
    """Return what is on record of one unit: who serves and owns it, what it bought and won."""
    return _record(asked, NodeKind.UNIT, id, wanted, asked.sight.sees_unit)


@router.get("/places/{id}", operation_id="place", name="place")
def place(id: str, asked: AskedDep, wanted: WantedDep) -> Record:
    """Return what is on record of one place; of one out of reach only where it lies."""
    return _record(asked, NodeKind.PLACE, id, wanted, lambda _: True)


@router.get("/contracts/{id}", operation_id="contract", name="contract")
def contract(id: str, asked: AskedDep, wanted: WantedDep) -> Record:
    """Return what is on record of one contract: buyer, supplier, bids, money, days."""
    return _record(
        asked, NodeKind.CONTRACT, id, wanted, lambda one: sees_contract(asked.sight, one)
    )


def _record(
    asked: Asked, kind: NodeKind, id: str, wanted: tuple[str, int], sees: Callable[[str], bool]
) -> Record:
    """Return the record of something that exists for the account.

    Raises:
        Problem: 404, whether it does not exist or is not his to see.
    """
    node, is_seen = asked.sight.ground.snapshot.ties.find(kind, id), sees(id)
    if node is None or not is_seen:
        raise unseen()
    section, after = wanted
    return record_of(asked.sight, kind, node, section=section, after=after)
