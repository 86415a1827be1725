"""What part of the findings somebody asked for: a place, an official, a period.

Patterns always see everything, since leaving rows out before a test would change what chance is;
the scope is applied to what they found.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.errors import InputError, NotFoundError
from graph.model import days_of

if TYPE_CHECKING:
    from graph.findings import Finding
    from graph.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The places, the official and the days of findings wanted; blank means all.

    `places` holds a place and everything under it. A finding without a place or a date is never
    inside a scope that names one: the caller says how many were left out for it.
    """

    places: frozenset[str] = frozenset()
    official: str = ""
    since: str = ""
    until: str = ""

    @cached_property
    def is_all(self) -> bool:
        """Whether nothing was narrowed."""
        return not (self.places or self.official or self.since or self.until)

    def holds(self, finding: Finding) -> bool:
        """Whether a finding lies inside."""
        if self.places and finding.place not in self.places:
            return False
        people = {finding.subject, *finding.officials}
        if self.official and self.official not in people:
            return False
        return self._is_within(finding)

    def _is_within(self, finding: Finding) -> bool:
        if not (self.since or self.until):
            return True
        if not finding.since:
            return False
        first, last = days_of(finding.since).first, days_of(finding.until or finding.since).last
        begins = days_of(self.since).first if self.since else first
        ends = days_of(self.until).last if self.until else last
        return first <= ends and last >= begins


def scope_of(
    snapshot: Snapshot, *, place: str = "", official: str = "", since: str = "", until: str = ""
) -> Scope:
    """Return the scope of what a user named.

    Raises:
        NotFoundError: there is no such place or person.
        InputError: a date is none, or the period ends before it begins.
    """
    for name, text in (("--since", since), ("--until", until)):
        try:
            if text:
                days_of(text)
        except ValueError as error:
            raise InputError(
                f"{name} {text}: not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
            ) from error
    if since and until and days_of(until).last < days_of(since).first:
        raise InputError(f"the period ends ({until}) before it begins ({since})")
    if official and official not in set(snapshot.table("people")["id"].to_pylist()):
        raise NotFoundError(f"--official {official}: nobody has this id; huibi find NAME finds it")
    return Scope(
        places=_under(snapshot, place) if place else frozenset(),
        official=official,
        since=since,
        until=until,
    )


def _under(snapshot: Snapshot, place: str) -> frozenset[str]:
    """Return a place and all places below it."""
    table = snapshot.table("places")
    children: dict[str, list[str]] = {}
    for one, parent in zip(table["id"].to_pylist(), table["parent"].to_pylist(), strict=True):
        children.setdefault(parent or "", []).append(one)
    if place not in set(table["id"].to_pylist()):
        raise NotFoundError(f"--place {place}: no place has this id; ids are those of places.csv")
    found, waiting = {place}, [place]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
