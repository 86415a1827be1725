"""Which encoding a CSV file is in: UTF-8 or GB18030, told apart or asked about."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = 1 << 20
_LONGEST_LINE = 4 << 20
_SAVE = "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8') and load it again"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_BESIDE_LATIN = re.compile(r"[A-Za-z][\u00c0-\u024f]|[\u00c0-\u024f][A-Za-z]")
_MARKS_OF_OTHERS = (
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
)
LABELS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with BOM", "gb18030": "GB18030"}
"""How an encoding is called in a note."""


def encoding_of(path: Path) -> str:
    """Return `utf-8-sig`, `utf-8` or `gb18030`; the whole file is read and decodes without error.

    Raises:
        InputError: the file is in another encoding, damaged, or readable in both ways.
    """
    head = next(_blocks(path), b"")
    if head.startswith(_MARKS_OF_OTHERS) or _is_wide(head):
        raise InputError(f"{path.name}: the file is UTF-16 or UTF-32, which is not read; {_SAVE}")
    if _longest_line(path) > _LONGEST_LINE:
        raise InputError(
            f"{path.name}: a line is longer than {_LONGEST_LINE // 2**20} MB, so this is no table "
            "of text; save the table again as CSV"
        )
    failure = _failure(path, "utf-8")
    if failure is None:
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if _is_ambiguous(head):
            raise InputError(f"{path.name}: the text reads both as UTF-8 and as GB18030; {_SAVE}")
        return "utf-8"
    line = _line_at(path, failure)
    if head.startswith(codecs.BOM_UTF8) or _is_mostly_utf8(head):
        raise InputError(
            f"{path.name}, line {line}: byte {failure + 1} is not UTF-8 though the rest is; "
            f"the file is damaged or mixes encodings; {_SAVE}"
        )
    if _failure(path, "gb18030") is not None or not _is_chinese(head[failure // 2 :]):
        raise InputError(
            f"{path.name}, line {line}: byte {failure + 1} is neither UTF-8 nor GB18030; {_SAVE}"
        )
    return "gb18030"


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            yield block


def _longest_line(path: Path) -> int:
    """Return the bytes of the longest line, within one block; lines end with LF or CR."""
    longest = open_line = 0
    for block in _blocks(path):
        lines = block.splitlines()
        longest = max(longest, open_line + len(lines[0]), *map(len, lines))
        whole = len(lines) == 1 and not block.endswith((b"\n", b"\r"))
        open_line = open_line + len(lines[0]) if whole else len(lines[-1])
    return longest


def _failure(path: Path, encoding: str) -> int | None:
    """Return where decoding fails, counted in bytes from 0."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    try:
        for block in _blocks(path):
            pending = len(decoder.getstate()[0])
            decoder.decode(block)
            read += len(block)
        pending = len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return max(read - pending + error.start, 0)
    return None


def _line_at(path: Path, offset: int) -> int:
    line, read = 1, 0
    for block in _blocks(path):
        line += block[: max(offset - read, 0)].count(b"\n")
        read += len(block)
        if read >= offset:
            break
    return line


def _is_wide(head: bytes) -> bool:
    """Whether every other byte of plain text is zero."""
    sample = head[:4096]
    return max(sample[::2].count(0), sample[1::2].count(0)) > len(sample) // 8


def _is_mostly_utf8(head: bytes) -> bool:
    """Whether three-byte characters are there that GB18030 text forms only by rare accident."""
    text = head.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return 10 * sum("\u0800" <= c != "\ufffd" for c in text) > broken


def _is_chinese(head: bytes) -> bool:
    """Whether at least half of the characters beyond ASCII are everyday ones."""
    text = "".join(_NOT_ASCII.findall(head.decode("gb18030", "ignore")))
    return 2 * (len(text.encode("gb2312", "ignore")) // 2) >= len(text)


def _is_ambiguous(head: bytes) -> bool:
    """Whether two-byte sequences alone leave it open which encoding was meant."""
    text = head.decode("utf-8", "ignore")
    if text.isascii() or any(c >= "\u0800" for c in text) or _BESIDE_LATIN.search(text):
        return False
    try:
        chinese = "".join(_NOT_ASCII.findall(head.decode("gb18030")))
        chinese.encode("gb2312")
    except UnicodeError:
        return False
    return True
