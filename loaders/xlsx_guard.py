"""What an XLSX must be before anything parses it."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from graph.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

MOST_ENTRIES = 1_000
MOST_BYTES = 200 * 1024 * 1024
"""Unpacked size of all entries together."""
MOST_RATIO = 100
"""Unpacked to packed size of one entry."""
_RATIO_FROM = 1 << 20
_BLOCK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
_FOREIGN = re.compile(r"vbaproject|macrosheets/|externallinks/|activex/|embeddings/", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")


def checked_since_1904(path: Path) -> bool:
    """Check the whole archive and return whether its dates count from 1904.

    Every entry is unpacked once, in blocks, so the sizes that it declares are known to be true.

    Raises:
        InputError: no XLSX, or too large, or with macros, links or document type declarations.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(path, archive)
            for entry in archive.infolist():
                _check_entry(path, archive, entry)
            workbook = archive.read("xl/workbook.xml")
    except KeyError as error:
        raise _refused(path, "holds no workbook", "save it as .xlsx and load it again") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise _no_archive(path, error) from error
    return _SINCE_1904.search(workbook) is not None


def _check_directory(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise _refused(path, f"has {len(entries):,} parts", f"at most {MOST_ENTRIES:,} are read")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise _refused(path, "holds one part twice", "save it again in a spreadsheet program")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        raise _refused(
            path,
            f"unpacks to {total // 2**20:,} MB, more than {MOST_BYTES // 2**20}",
            "split it, or save its sheets as CSV",
        )
    for entry in entries:
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > _RATIO_FROM and ratio > MOST_RATIO:
            raise _refused(
                path,
                f"its part {entry.filename[:80]} is packed {ratio:,.0f} times smaller than it is, "
                "as only an attack on the reader would be",
                "save its sheets as CSV",
            )
        if entry.flag_bits & 1:
            raise _refused(path, "is encrypted", "remove the password and save it again")
        if _FOREIGN.search(entry.filename):
            raise _refused(
                path,
                f"holds macros, embedded files or links to other workbooks ({entry.filename[:80]})",
                "copy the sheets as values into a new .xlsx",
            )


def _check_entry(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    with archive.open(entry) as handle:
        while block := handle.read(_BLOCK):
            if not is_xml:
                continue
            if b"\x00" in block or _DECLARATION.search(tail + block):
                raise _refused(
                    path,
                    f"its part {entry.filename[:80]} declares a document type or is not UTF-8",
                    "save it again in a spreadsheet program",
                )
            tail = block[-64:]


def _no_archive(path: Path, error: Exception) -> InputError:
    with path.open("rb") as handle:
        head = handle.read(4)
    if head == _OLE:
        return _refused(
            path, "is an old .xls or has a password", "save it as .xlsx without a password"
        )
    return _refused(
        path, f"is no XLSX or is damaged ({str(error)[:80]})", "save it again as .xlsx, or as CSV"
    )


def _refused(path: Path, why: str, todo: str) -> InputError:
    return InputError(f"{path.name}: the workbook {why}; {todo}")
