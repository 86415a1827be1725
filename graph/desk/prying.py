"""The register of prying (打听过问登记): who asked about a case or interceded in it (监察法 66)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.desk.acts import act, reasoned
from graph.errors import InputError

if TYPE_CHECKING:
    import datetime as dt

    from graph.desk.case_file import CaseFile
    from graph.ledger import DeskEvent

MEANS = ("asked", "interceded", "contact", "other")
"""打听案情、过问案件、说情干预、未经批准接触, as an entry of the register tells them apart."""


def prying(
    file: CaseFile,
    person: str,
    *,
    means: str,
    how: str,
    when: dt.date,
    today: dt.date,
    reported_by: str,
    author: str,
    request: str | None = None,
) -> DeskEvent:
    """Return the entry of the register; it is taken in every state, a sealed case too.

    Raises:
        InputError: the day lies in the future, or it is not said how.
    """
    if means not in MEANS:
        raise InputError(f"prying is {', '.join(MEANS)}; not '{means}'")
    if when > today:
        raise InputError(f"--when {when} lies after today ({today}); correct the day")
    if not person.strip():
        raise InputError("name who asked, by id or by name")
    return act(
        file,
        "prying",
        author=author,
        request=request,
        told={"person": person.strip(), "means": means, "when": when.isoformat()},
        texts={"how": reasoned(how, "an entry of the register"), "reported_by": reported_by},
    )
