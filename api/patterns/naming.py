"""Names for the ids in findings, so that a person reads 张建国（P1） and not P1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.snapshot import Snapshot

_NAMED = (("people", "name"), ("units", "name"), ("places", "name"), ("contracts", "title"))
_PARTS = ("subject", "place")


class Names:
    """Names of people, units, places and contracts by id; each table is read when first needed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._names: dict[str, str] = {}
        for table, column in reversed(_NAMED):
            rows = snapshot.table(table)
            ids, names = rows["id"].to_pylist(), rows[column].to_pylist()
            self._names.update(
                (one, name) for one, name in zip(ids, names, strict=True) if name is not None
            )

    def of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the names of those ids that have one."""
        return {one: self._names[one] for one in ids if one in self._names}

    def name(self, one: str) -> str:
        """Return `name（id）`, or the id where it has no name."""
        return f"{self._names[one]}（{one}）" if one in self._names else one


def ids_in(finding: Mapping[str, Any]) -> set[str]:
    """Return every id that a finding, given as JSON, mentions."""
    found = {finding[part] for part in _PARTS if finding.get(part)}
    found |= {*finding["objects"], *finding["officials"]}
    for edge in finding["evidence"]:
        found |= {edge["from"], edge["to"]}
    return found


def told(text: str, names: Mapping[str, str], *, english: bool = False) -> str:
    """Return a sentence with every id in it that has a name told by both, each whole id once."""
    known = sorted((one for one in names if one in text), key=len, reverse=True)
    if not known:
        return text
    whole = "|".join(re.escape(one) for one in known)
    form = "{} ({})" if english else "{}（{}）"
    return re.sub(
        rf"(?<![0-9A-Za-z_-])(?:{whole})(?![0-9A-Za-z_-])",
        lambda match: form.format(names[match[0]], match[0]),
        text,
    )
