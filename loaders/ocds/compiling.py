"""Releases of one process to its compiled release, by ocdsmerge.

ocdsmerge is the library kept: BSD, written by the standard's own keepers, released since 2017 and
lately in July 2025. Its merge rules are given here, since by default it fetches them over the net.
"""

from __future__ import annotations

import warnings
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from loaders.base import Spoilt
from loaders.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from loaders.ocds.reading import Entry
    from loaders.ocds.values import Json

_OMITTED = (("date",), ("id",), ("tag",))
_WHOLE = (
    *((part, "items", "additionalClassifications") for part in ("tender", "awards", "contracts")),
    ("contracts", "relatedProcesses", "relationship"),
    ("relatedProcesses", "relationship"),
    ("parties", "additionalIdentifiers"),
    ("parties", "roles"),
    ("tender", "additionalProcurementCategories"),
    ("tender", "submissionMethod"),
    *((part, "amendment", "changes") for part in ("tender", "awards", "contracts")),
    *((part, "amendments", "changes") for part in ("tender", "awards", "contracts")),
    ("buyer", "additionalIdentifiers"),
    ("awards", "suppliers", "additionalIdentifiers"),
    ("tender", "procuringEntity", "additionalIdentifiers"),
    ("tender", "tenderers", "additionalIdentifiers"),
)
MERGE_RULES: Mapping[tuple[str, ...], str] = MappingProxyType(
    dict.fromkeys(_OMITTED, "omitWhenMerged") | dict.fromkeys(_WHOLE, "wholeListMerge")
)
"""The rules of OCDS 1.1: what is left out, and which lists the latest release replaces whole."""


class Process(NamedTuple):
    """One contracting process, compiled; `number` is where its latest release stands."""

    ocid: str
    number: int
    release: Json


def compiled(
    entries: Iterable[Entry],
) -> tuple[list[Process], list[tuple[int, Spoilt]], list[str]]:
    """Return processes in the order of their first release, what is bad, and what is doubtful."""
    histories: dict[str, list[tuple[int, Json]]] = {}
    bad: list[tuple[int, Spoilt]] = []
    for number, content in entries:
        if isinstance(content, Spoilt):
            bad.append((number, content))
        elif not isinstance(ocid := content["ocid"], str) or not ocid.strip():
            problem = Problem("'ocid' is not a text", "give every release the id of its process")
            bad.append((number, Spoilt("ocid", problem)))
        else:
            histories.setdefault(ocid.strip(), []).append((number, content))
    processes: list[Process] = []
    doubts: list[str] = []
    for ocid, history in histories.items():
        merged = _merged(ocid, history, doubts)
        if isinstance(merged, Spoilt):
            bad.append((history[-1][0], merged))
        else:
            processes.append(Process(ocid, *merged))
    return processes, bad, doubts


def _merged(
    ocid: str, history: Sequence[tuple[int, Json]], doubts: list[str]
) -> tuple[int, Json] | Spoilt:
    if len(history) == 1:
        return history[0]
    if any("compiled" in (release.get("tag") or ()) for _, release in history):
        return _twice(ocid, history)
    from ocdsmerge import Merger  # it imports much: only where there is something to merge
    from ocdsmerge.exceptions import OCDSMergeError, OCDSMergeWarning

    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", OCDSMergeWarning)
            merger = Merger(merge_rules=dict(MERGE_RULES))
            release = merger.create_compiled_release([release for _, release in history])
    except OCDSMergeError as error:
        problem = Problem(
            f"the releases of {ocid} cannot be merged: {error}",
            "give each release its date, and each field one kind of value",
        )
        return Spoilt("date", problem)
    doubts += [f"{ocid}: {one.message}" for one in caught]
    latest = max(history, key=lambda one: str(one[1].get("date")))
    return latest[0], release


def _twice(ocid: str, history: Sequence[tuple[int, Json]]) -> tuple[int, Json] | Spoilt:
    """Return a compiled release that is repeated as it is; two that differ are bad."""
    number, first = history[0]
    if all(release == first for _, release in history[1:]):
        return number, first
    problem = Problem(
        f"row {number} has a compiled release of {ocid} too, and says something else",
        "keep one compiled release of a process, or its single releases",
    )
    return Spoilt("ocid", problem)
