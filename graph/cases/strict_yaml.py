"""YAML as strangers write it, read without guessing: one mapping, no key twice."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Literal

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.errors import InputError

MAX_BYTES = 1_000_000
"""Largest file read; a case or a pack is a page or two."""


def read_mapping(
    content: bytes | str, *, name: str, scalars: Literal["text", "typed"], error: type[InputError]
) -> dict[str, object]:
    """Return the one mapping of a YAML 1.2 document.

    `scalars="text"` keeps every scalar as the text that was written (ids keep leading zeros);
    `"typed"` resolves numbers, booleans and dates, so that a schema can refuse the unquoted.

    Raises:
        InputError: of the class `error`; the file is no such document, says which file and why.
    """
    text = _decoded(content, name, error)
    yaml = YAML(typ="base" if scalars == "text" else "safe", pure=True)
    try:
        data = yaml.load(text)
    except DuplicateKeyError as problem:
        raise error(f"{name}: {_first_sentence(problem)}; keep one of the two") from problem
    except RecursionError as problem:
        raise error(f"{name}: nested too deeply to be read; write it flat") from problem
    except (YAMLError, ValueError) as problem:
        raise error(f"{name}: not YAML: {_first_sentence(problem)}") from problem
    if data is None:
        raise error(f"{name}: the file is empty")
    if not isinstance(data, dict):
        raise error(f"{name}: a mapping of keys to values is expected, not a {_kind(data)}")
    return data


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word closest to a mistyped one, or lists them all."""
    words = sorted(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else f"known: {', '.join(words)}"


def _decoded(content: bytes | str, name: str, error: type[InputError]) -> str:
    if len(content) > MAX_BYTES:
        raise error(f"{name}: larger than {MAX_BYTES:,} bytes; this is no case or rule pack")
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise error(
            f"{name}: not UTF-8 at byte {problem.start}; save the file as UTF-8"
        ) from problem


def _first_sentence(problem: Exception) -> str:
    mark = getattr(problem, "problem_mark", None)
    what = getattr(problem, "problem", None) or str(problem).splitlines()[0]
    return f"line {mark.line + 1}: {what}" if mark is not None else str(what)


def _kind(data: object) -> str:
    return "list" if isinstance(data, list) else "single value"
