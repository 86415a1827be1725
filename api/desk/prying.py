"""The register of prying (打听过问登记)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.desk.session import Outcome
from graph.desk.prying import prying

if TYPE_CHECKING:
    import datetime as dt

    from api.desk.session import Desk


def add_prying(
    desk: Desk,
    id: str,
    person: str,
    *,
    how: str,
    means: str = "asked",
    when: dt.date | None = None,
    reported_by: str | None = None,
    is_outsider: bool = False,
    request: str | None = None,
) -> Outcome:
    """Enter in the register who asked about a case, and check everybody on it again.

    Whoever pried into a case and is on it needs a decision from then on: his verdict there is at
    least REVIEW. A person who is in no data is entered by name; an outsider is not looked up.

    Raises:
        NotFoundError: there is no such case.
        InputError: the day lies in the future, or it is not said how.
    """
    who = person.strip() if is_outsider else desk.who(person)
    day, reporter = when or desk.today, desk.who(reported_by)
    known = desk.repeated(request, "prying", id, person=who, when=day.isoformat())
    if known is not None:
        return known
    file = desk.file(id)
    for one in file.pryings:
        if (one.person, one.when, one.how) == (who, day.isoformat(), how.strip()):
            events = tuple(event for event in file.history if event.number == one.number)
            return Outcome(events=events, file=file, is_new=False)
    event = prying(
        file,
        who,
        means=means,
        how=how,
        when=day,
        today=desk.today,
        reported_by=reporter,
        author=desk.author,
        request=request,
    )
    return desk.take(file, event)
