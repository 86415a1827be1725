"""The records of a GEDCOM file as plain values: people and families, with their line numbers."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ged4py.model import Date

from loaders.gedcom_dates import NO_DATE, Dated, dated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ged4py.model import Record

_LINE_END = re.compile(rb"\r\n|\n|\r")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_HAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff·・]+")
_LONGEST_NOTE = 2_000
NO_NAME = "(no name)"


@dataclass(slots=True, kw_only=True)
class Person:
    """An INDI record."""

    xref: str
    line: int
    name: str
    sex: str
    """M, F, U where the file says that it is neither or unknown, blank where it says nothing."""
    born: Dated
    died: Dated
    note: str
    families: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Families in which this person is a child: line and pedigree word (adopted, foster …)."""
    adopted: dict[str, tuple[str, Dated]] = field(default_factory=dict)
    """Families that adopted this person: HUSB, WIFE or BOTH, and since when."""


@dataclass(slots=True, kw_only=True)
class Family:
    """A FAM record."""

    xref: str
    line: int
    partners: list[tuple[str, str]]
    """Role (HUSB or WIFE) and person."""
    children: dict[str, tuple[int, str, str]]
    """By person: line, and the relation to the man's and to the woman's side."""
    married: Dated
    divorced: Dated | None
    annulled: bool


class Lines:
    """Line numbers of byte offsets."""

    def __init__(self, content: bytes) -> None:
        self._ends = [match.end() for match in _LINE_END.finditer(content)]

    def at(self, offset: int) -> int:
        """Return the number of the line that starts at or holds the offset; the first is 1."""
        return bisect_right(self._ends, offset) + 1


def person_of(record: Record, lines: Lines) -> Person:
    """Return an INDI record as a value."""
    names = [_name(r.value) for r in _subs(record, "NAME")]
    person = Person(
        xref=reference(record.xref_id),
        line=lines.at(record.offset),
        name=next((name for name in names if name), NO_NAME),
        sex=next((_sex(_text(r)) for r in _subs(record, "SEX")), ""),
        born=event_date(record, "BIRT"),
        died=event_date(record, "DEAT"),
        note="",
    )
    for link in _subs(record, "FAMC"):
        pedigree = next((_text(r).casefold() for r in _subs(link, "PEDI")), "")
        person.families[reference(link.value)] = (lines.at(link.offset), pedigree)
    for event in _subs(record, "ADOP"):
        for link in _subs(event, "FAMC"):
            by = next((_text(r).upper() for r in _subs(link, "ADOP")), "BOTH")
            person.adopted[reference(link.value)] = (by, date_in(event))
    person.note = _note(record, person, names)
    return person


def family_of(record: Record, lines: Lines) -> Family:
    """Return a FAM record as a value."""
    divorces = [r for r in _subs(record, "DIV") if _text(r).upper() != "N"]
    return Family(
        xref=reference(record.xref_id),
        line=lines.at(record.offset),
        partners=[
            (r.tag, reference(r.value))
            for r in record.sub_records
            if r.tag in ("HUSB", "WIFE") and reference(r.value)
        ],
        children={
            reference(r.value): (lines.at(r.offset), _side(r, "_FREL"), _side(r, "_MREL"))
            for r in _subs(record, "CHIL")
            if reference(r.value)
        },
        married=event_date(record, "MARR"),
        divorced=date_in(divorces[0]) if divorces else None,
        annulled=any(_text(r).upper() != "N" for r in _subs(record, "ANUL")),
    )


def reference(pointer: object) -> str:
    """Return the identifier in `@I1@`; nothing for a pointer to nowhere."""
    text = str(pointer or "").strip().strip("@")
    return "" if text == "VOID" else text


def event_date(record: Record, tag: str) -> Dated:
    """Return the date of the first event of this kind that has one that the tables can hold."""
    dates = [date_in(event) for event in _subs(record, tag)]
    return next((d for d in dates if d.text), next((d for d in dates if d.note), NO_DATE))


def tidy(text: str) -> str:
    """Return one line of printable text."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def date_in(event: Record) -> Dated:
    """Return the date written right under a record."""
    for record in _subs(event, "DATE"):
        if isinstance(record, Date):
            return dated(record.value)
    return NO_DATE


def _subs(record: Record, tag: str) -> Iterator[Record]:
    return (sub for sub in record.sub_records or () if sub.tag == tag)


def _text(record: Record) -> str:
    return tidy(str(record.value or ""))


def _side(child: Record, tag: str) -> str:
    return next((_text(r).casefold() for r in _subs(child, tag)), "")


def _sex(text: str) -> str:
    word = text.upper()[:1]
    return word if word in ("M", "F", "") else "U"


def _name(value: object) -> str:
    """Return given name, surname and suffix as written; Han names without spaces, surname first."""
    given, surname, suffix = (
        tidy(unicodedata.normalize("NFC", str(part or "")))
        for part in (value if isinstance(value, tuple) else (value, "", ""))
    )
    joined = "".join((surname, given, suffix)).replace(" ", "")
    if joined and _HAN.fullmatch(joined):
        return joined
    return " ".join(part for part in (given, surname, suffix) if part)


def _note(record: Record, person: Person, names: list[str]) -> str:
    parts = [f"{tag.lower()}: {_text(r)}" for tag in ("TITL", "OCCU") for r in _subs(record, tag)]
    parts += [f"also: {name}" for name in names[1:] if name and name != person.name]
    parts += [f"born: {person.born.note}"] if person.born.note else []
    parts += [f"died: {person.died.note}"] if person.died.note else []
    if any(_subs(record, "DEAT")) and not person.died.text and not person.died.note:
        parts.append("died, day not recorded")
    return "; ".join(part for part in parts if not part.endswith(": "))[:_LONGEST_NOTE]
