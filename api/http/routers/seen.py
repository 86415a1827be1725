"""A change made from an old page is refused: what the sender last saw of a case comes with it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Header

from api.http.desking import sitting
from api.http.once import KeyDep
from api.http.problems import Problem
from graph.desk.docket import case_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.desk.session import Desk
    from api.http.asking import Asked
    from graph.ledger import Ledger

_QUIET = frozenset({"paper_issued", "routed"})
"""Events after which everything on an older page still holds."""
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The number of the last event that the sender of a change had seen; None: he does not say."""

    event: int | None
    key: str | None

    def require_newest(self, ledger: Ledger, case: str) -> None:
        """Refuse a change of a case that has moved on; one sent before is let through.

        Raises:
            Problem: 412, with the events that the sender has not seen.
        """
        if self.event is None or (self.key and ledger.desk.of_request(self.key) is not None):
            return
        file = case_file(ledger, case)
        later = [
            one for one in file.history if (one.number or 0) > self.event and one.kind not in _QUIET
        ]
        if later:
            raise Problem(
                HTTPStatus.PRECONDITION_FAILED,
                f"{case} was changed by {later[-1].author} since you looked at it, so that nothing"
                " was recorded; look at it as it stands now, then send it again",
                changed=[
                    {"id": one.id, "kind": one.kind, "author": one.author, "at": one.at}
                    for one in later[-_MOST_TOLD:]
                ],
                last=file.last,
            )


def seen_by(
    key: KeyDep,
    if_match: Annotated[
        str,
        Header(
            max_length=30,
            pattern=r'^("?\d{1,12}"?)?$',
            description="`last` of the case as the sender saw it: refused where it has changed",
            examples=["42"],
        ),
    ] = "",
) -> Seen:
    """Return what the sender of a change had seen."""
    number = if_match.strip('"')
    return Seen(event=int(number) if number else None, key=key)


SeenDep = Annotated[Seen, Depends(seen_by)]


@contextmanager
def sitting_on(asked: Asked, case: str, seen: Seen) -> Iterator[Desk]:
    """Open the desk for a change of a case, if the case is as its sender saw it.

    Raises:
        Problem: 412, it has changed since; 422, what the desk refuses.
    """
    with asked.service.bench.engine, sitting(asked) as desk:
        seen.require_newest(desk.ledger, case)
        yield desk
