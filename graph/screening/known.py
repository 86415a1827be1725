"""What the registers say of a candidate himself, and what is not known of his kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from graph.recusal.unit_ties import years_before
from graph.screening.outcome import Bar, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.screening.outcome import Candidacy
    from graph.snapshot import Snapshot

_AGE = 18


class Known:
    """Registers of some people, each read once."""

    def __init__(self, snapshot: Snapshot, persons: Iterable[str], on: int) -> None:
        self._snapshot, self._on = snapshot, on
        people = snapshot.table("people").select(["id", "village", "died", "origin"])
        wanted = pa.array(sorted(persons), pa.string())
        rows = people.filter(pc.is_in(people["id"], value_set=wanted)).to_pylist()
        self._rows = {row["id"]: row for row in rows}
        self._declared = set(snapshot.table("declarations")["person"].unique().to_pylist())

    def bars(self, candidacy: Candidacy, village: str, *, seat: str) -> Iterator[Bar]:
        """Yield what has to be cleared up before a candidacy for a seat.

        `village` is that of a village body, else blank; kin count where there is a `seat`.
        """
        person = candidacy.person
        if person is None:
            return
        row, node = self._rows[person], self._snapshot.persons.index(person)
        persons, source = self._snapshot.persons, (self._rows[person]["origin"],)
        if int(persons.died_first[node]) <= self._on:
            yield _document(
                "S-DIED", f"登记已于{row['died']}死亡，须核对身份", "registered as dead", source
            )
        if int(persons.born_first[node]) > years_before(self._on, _AGE):
            yield _document("S-AGE", "登记不满十八周岁", "registered as under eighteen", source)
        if village and row["village"] and row["village"] != village:
            yield _document(
                "S-REGISTER",
                "户籍村与拟任村不一致，须有居住满一年和村民（代表）会议同意的材料",
                "registered in another village; residence and the villagers' consent to be shown",
                source,
            )
        if seat and not self._has_parent(node) and person not in self._declared:
            yield _document(
                "S-KIN-UNKNOWN",
                "既无父母记录，也无亲属申报，班子内近亲属无从核对，须本人申报",
                "neither a recorded parent nor a declaration: kin in the body cannot be checked",
                (),
            )

    def _has_parent(self, node: int) -> bool:
        parents, real = self._snapshot.kin.parents, self._snapshot.persons.n
        return any(parents.indices[place] < real for place in parents.row(node))


def _document(rule: str, zh: str, en: str, sources: tuple[str, ...]) -> Bar:
    return Bar(rule=rule, outcome=Outcome.NEEDS_DOCUMENT, zh=zh, en=en, sources=sources)
