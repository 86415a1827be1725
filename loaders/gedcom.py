"""GEDCOM 5.5, 5.5.1 and 7, through ged4py.

ged4py is the library kept: it has been maintained since 2017, knows ANSEL and the many wrong names
of encodings, four calendars and dual years, and its grammar of lines is that of GEDCOM 7 as well.
What it does not know of version 7 (UTF-8 by default, calendar words, BCE) is done here.
"""

from __future__ import annotations

import io
import logging
import re
from functools import partial
from typing import TYPE_CHECKING

from ged4py.parser import CodecError, GedcomReader, IntegrityError, ParserError

from graph.errors import InputError
from graph.ontology.tables import TABLE
from loaders.base import Numbered, Opened, Sheet
from loaders.gedcom_kin import HEADER as KIN_HEADER
from loaders.gedcom_kin import KinRow, kin_rows
from loaders.gedcom_records import Family, Lines, Person, date_in, family_of, person_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_PEOPLE_HEADER = ("id", "name", "sex", "born", "died", "note")
_MOST_BYTES = 200 * 1024 * 1024
_VERSION = re.compile(rb"^\s*1\s+GEDC\b.*?^\s*2\s+VERS\s+(\S+)", re.MULTILINE | re.DOTALL)
_CHARSET = re.compile(rb"^\s*1\s+CHAR\s+(.+?)\s*$", re.MULTILINE)
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*0\s+HEAD\b")
_HEAD_BYTES = 1 << 16


class GedcomLoader:
    """Family trees."""

    label = "GEDCOM (.ged)"

    def accepts(self, path: Path) -> bool:
        """Whether the file's name ends in .ged."""
        return path.suffix.lower() == ".ged"

    def open(self, path: Path) -> Opened:
        """Return the people and their kin; rows are numbered by the lines of the file."""
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(
                f"{path.name}: the file is larger than {_MOST_BYTES // 2**20} MB; split the tree"
            )
        content = path.read_bytes()
        encoding, note = _encoding_of(path.name, content)
        people, families, as_of = _records(path.name, content, encoding)
        by_xref = {person.xref: person for person in people}
        kin = list(kin_rows(by_xref, families, as_of))
        return Opened(
            sheets=(
                _sheet("people", path.name, _PEOPLE_HEADER, [_person_row(p) for p in people]),
                _sheet("kin", path.name, KIN_HEADER, [_kin_row(row) for row in kin]),
            ),
            notes=(
                f"{path.name}: GEDCOM, {note}, {len(people):,} people, {len(families):,} families",
            ),
        )


def _records(
    name: str, content: bytes, encoding: str | None
) -> tuple[list[Person], list[Family], str]:
    lines = Lines(content)
    log = logging.getLogger("ged4py")
    log.addHandler(logging.NullHandler())
    try:
        with GedcomReader(io.BytesIO(content), encoding=encoding) as reader:
            people = [person_of(record, lines) for record in reader.records0("INDI")]
            families = [family_of(record, lines) for record in reader.records0("FAM")]
            head = reader.header
            as_of = date_in(head).text if head is not None else ""
    except UnicodeError as error:
        raise InputError(
            f"{name}: the text is not in the encoding that its header names ({encoding}): "
            f"{str(error)[:120]}; export the tree again as UTF-8"
        ) from error
    except (ParserError, IntegrityError, CodecError, OSError, ValueError) as error:
        raise InputError(
            f"{name}: this is not a sound GEDCOM file: {str(error)[:200]}; "
            "export the tree again from the program that made it"
        ) from error
    return people, families, as_of


def _encoding_of(name: str, content: bytes) -> tuple[str | None, str]:
    """Return the codec to read with (None: as the header says) and its name for a note."""
    head = content[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise InputError(f"{name}: the file is UTF-16; export the tree again as UTF-8")
    if _HEAD.match(head) is None:
        raise InputError(
            f"{name}: the first line is not '0 HEAD', so this is no GEDCOM file; "
            "export the tree again from the program that made it"
        )
    version = _VERSION.search(head)
    charset = _CHARSET.search(head)
    declared = charset.group(1).decode("ascii", "replace") if charset else ""
    edition = version.group(1).decode("ascii", "replace") if version else "version not stated"
    if edition.startswith("7") or head.startswith(b"\xef\xbb\xbf"):
        return "utf-8", f"{edition}, UTF-8"
    if declared.upper() in ("", "ANSEL") and not content.isascii() and _is_utf8(content):
        return "utf-8", f"{edition}, UTF-8 though its header says {declared or 'nothing'}"
    return None, f"{edition}, {declared or 'ANSEL'}"


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sheet(table: str, file: str, header: tuple[str, ...], rows: Sequence[Numbered]) -> Sheet:
    return Sheet(table=TABLE[table], file=file, header=header, rows=partial(_each, rows))


def _each(rows: Sequence[Numbered]) -> Iterator[Numbered]:
    return iter(rows)


def _person_row(person: Person) -> Numbered:
    sex = person.sex if person.sex in ("M", "F") else ""
    born, died = person.born.text, person.died.text
    return person.line, [person.xref, person.name, sex, born, died, person.note]


def _kin_row(row: KinRow) -> Numbered:
    return row.line, list(row[1:])
