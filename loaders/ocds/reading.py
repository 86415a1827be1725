"""OCDS files as bytes to single releases: JSON or JSON Lines, packages or not, gzip or not."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from graph.errors import InputError
from loaders.base import Spoilt
from loaders.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders.ocds.values import Json

_MOST_BYTES = 1 << 30
_LINES = frozenset((".jsonl", ".ndjson", ".jsonlines"))
_SNIFFED = 1 << 20


class Entry(NamedTuple):
    """A release, or why there is none, and the number of its line or of its place in a package."""

    number: int
    content: Json | Spoilt


class Source(NamedTuple):
    """The releases of a file; `file` says what their numbers count."""

    file: str
    entries: list[Entry]


def is_ocds(path: Path) -> bool:
    """Whether a file is JSON by its name and speaks of an `ocid` within its first megabyte."""
    kind, is_packed = _kind(path)
    if kind not in _LINES and kind != ".json":
        return False
    try:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            return b'"ocid"' in file.read(_SNIFFED)
    except (OSError, EOFError, zlib.error):
        return is_packed  # a broken archive is told when it is opened


def read_entries(path: Path) -> Source:
    """Return the releases of a file in its order, records' histories among them.

    Raises:
        InputError: the file is no gzip or no JSON, or holds more than a gigabyte.
    """
    kind, _ = _kind(path)
    content = _content(path)
    if kind in _LINES:
        return Source(path.name, list(_lines(content)))
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        first = content.lstrip().partition(b"\n")[0]
        if _parsed(first) is not None:
            return Source(path.name, list(_lines(content)))
        raise InputError(
            f"{path.name}, row {error.lineno}: this is not sound JSON: {error.msg}; "
            "export the file again, or save one release a line as .jsonl"
        ) from error
    told = "record" if isinstance(document, dict) and "records" in document else "release"
    found = enumerate(_releases(document), 1)
    return Source(f"{path.name}#{told}", [Entry(place, one) for place, one in found])


def _content(path: Path) -> bytes:
    _, is_packed = _kind(path)
    try:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(
            f"{path.name}: the archive is damaged ({error}); download it again"
        ) from error
    if len(content) > _MOST_BYTES:
        raise InputError(f"{path.name}: more than {_MOST_BYTES >> 30} GB of JSON; split the file")
    return content.removeprefix(b"\xef\xbb\xbf")


def _kind(path: Path) -> tuple[str, bool]:
    """Return the suffix in small letters without .gz, and whether there was one."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    is_packed = suffixes[-1:] == [".gz"]
    kinds = suffixes[:-1] if is_packed else suffixes
    return (kinds[-1] if kinds else ""), is_packed


def _lines(content: bytes) -> Iterator[Entry]:
    for place, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        document = _parsed(line)
        if document is None:
            yield Entry(place, _spoilt("the line is not JSON", "write one release a line"))
            continue
        for one in _releases(document):
            yield Entry(place, one)


def _parsed(line: bytes) -> Any:
    """Return what a line holds; None where it is no JSON."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _releases(document: Any) -> Iterator[Json | Spoilt]:
    """Yield the releases of a document of any of the standard's kinds."""
    if isinstance(document, list):
        for one in document:
            yield from _releases(one)
    elif not isinstance(document, dict):
        yield _spoilt("this is no JSON object", "give a release, a record or a package of them")
    elif "ocid" in document:
        yield from _of_record(document) if _is_record(document) else (document,)
    elif isinstance(document.get("releases"), list):
        yield from _releases(document["releases"])
    elif isinstance(document.get("records"), list):
        yield from _releases(document["records"])
    else:
        yield _spoilt("no 'ocid' is given", "give every release the id of its process")


def _is_record(document: Json) -> bool:
    return "compiledRelease" in document or isinstance(document.get("releases"), list)


def _of_record(record: Json) -> Iterator[Json | Spoilt]:
    compiled = record.get("compiledRelease")
    if isinstance(compiled, dict):
        yield {"ocid": record["ocid"]} | compiled | {"tag": ["compiled"]}
        return
    for one in record.get("releases") or ():
        if isinstance(one, dict) and "ocid" in one:
            yield one
        else:
            yield _spoilt(
                "the record only links to a release", "give its compiledRelease or whole releases"
            )


def _spoilt(why: str, todo: str) -> Spoilt:
    return Spoilt("release", Problem(why, todo))
