"""From families to kin rows: parents of each child, and couples."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from graph.model import days_of, iso_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from loaders.gedcom_records import Family, Person

HEADER = ("person", "relation", "relative", "kind", "from", "to", "note")
LONG_AGO = "0001"
"""End of a marriage that is over, where the file gives no date at all."""
_NO_PARENT = frozenset(("sealing", "guardian", "related", "private"))
_KINDS = {
    "adopted": "adoptive",
    "adoption": "adoptive",
    "adoptive": "adoptive",
    "foster": "foster",
    "step": "step",
}
_PARENT_WORDS = {"M": "father", "F": "mother"}
_SPOUSE_WORDS = {"M": "husband", "F": "wife"}
_ROLE_SEX = {"HUSB": "M", "WIFE": "F"}


class KinRow(NamedTuple):
    """One row of the kin table, in the order of `HEADER`, after its line number."""

    line: int
    person: str
    relation: str
    relative: str
    kind: str = ""
    start: str = ""
    end: str = ""
    note: str = ""


def kin_rows(
    people: Mapping[str, Person], families: Iterable[Family], as_of: str
) -> Iterator[KinRow]:
    """Yield each tie once, in the order of the file.

    `as_of` is the date of the file, or blank: what it calls divorced was so by then.
    """
    seen: set[tuple[str, ...]] = set()
    named = _children_by_family(people)
    for family in families:
        children = dict(family.children)
        for child, line in named.get(family.xref, ()):
            children.setdefault(child, (line, "", ""))
        for row in (*_couples(family, people, as_of), *_parents(family, children, people)):
            identity = (row.person, row.relative, row.kind, row.start)
            if identity not in seen and (row.relative, row.person, *identity[2:]) not in seen:
                seen.add(identity)
                yield row


def _parents(
    family: Family, children: Mapping[str, tuple[int, str, str]], people: Mapping[str, Person]
) -> Iterator[KinRow]:
    for child, (line, to_man, to_woman) in children.items():
        person = people.get(child)
        _, pedigree = person.families.get(family.xref, (0, "")) if person else (0, "")
        by, since = person.adopted.get(family.xref, ("", None)) if person else ("", None)
        for role, parent in family.partners:
            word = (to_man if role == "HUSB" else to_woman) or pedigree
            if by in (role, "BOTH"):
                word = "adopted"
            if word in _NO_PARENT:
                continue
            yield KinRow(
                line=line,
                person=child,
                relation=_PARENT_WORDS.get(_sex_in(role, people.get(parent)), "parent"),
                relative=parent,
                kind=_KINDS.get(word, ""),
                start=since.text if since is not None and word == "adopted" else "",
            )


def _couples(family: Family, people: Mapping[str, Person], as_of: str) -> Iterator[KinRow]:
    for (_, one), (role, other) in combinations(family.partners[:2], 2):
        start, end, note = family.married.text, "", family.married.note
        if family.divorced is not None:
            both = (people.get(one), people.get(other))
            end = family.divorced.text or _latest_end(start, both, as_of)
            if not family.divorced.text:
                note = "; ".join(filter(None, (note, "divorced on a day not recorded")))
        yield KinRow(
            line=family.line,
            person=one,
            relation=_SPOUSE_WORDS.get(_sex_in(role, people.get(other)), "spouse"),
            relative=other,
            kind="void" if family.annulled else "",
            start=start,
            end=end,
            note=note,
        )


def _latest_end(start: str, couple: tuple[Person | None, ...], as_of: str) -> str:
    """Return the last day on which an undated divorce can have come: a tie that is surely over.

    It precedes the first death of the two, which would make a widow of a divorced wife.
    """
    days = [days_of(as_of).first] if as_of else []
    days += [days_of(p.died.text).first - 1 for p in couple if p is not None and p.died.text]
    if not days:
        return start or LONG_AGO
    last = min(days)
    if start and last < days_of(start).first:
        return start
    return iso_of(last)


def _sex_in(role: str, person: Person | None) -> str:
    """Return the recorded sex, or that of the role where the file records none."""
    return person.sex if person is not None and person.sex else _ROLE_SEX[role]


def _children_by_family(people: Mapping[str, Person]) -> dict[str, list[tuple[str, int]]]:
    """Return who names each family as that of the parents, with the line saying so."""
    index: dict[str, list[tuple[str, int]]] = {}
    for child in people.values():
        for family, (line, _) in child.families.items():
            index.setdefault(family, []).append((child.xref, line))
    return index
