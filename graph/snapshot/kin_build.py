"""From the ledger's people, kin and ties to lawful kinship: the one way in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph.snapshot.asserted import Asserted, read_asserted
from graph.snapshot.contradictions import clash_faults, describe, kin_faults, mark
from graph.snapshot.coparents import co_parent_segments
from graph.snapshot.elementary import (
    CoupleRows,
    KinRows,
    ParentRows,
    couple_rows,
    learn_sexes,
    parent_rows,
    read_kin_rows,
    sexes_of,
)
from graph.snapshot.identity import id_contradictions, read_id_numbers, source_contradictions
from graph.snapshot.kin_arrays import edge_table, kin_graph, supported_table
from graph.snapshot.marriages import couple_segments
from graph.snapshot.recorded import Recorded
from graph.snapshot.segments import Segments
from graph.snapshot.spans import STILL, UNKNOWN, Spans, column_of, node_of, spans_of
from graph.snapshot.standing import parent_segments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot.arrays import KinGraph, UInt8
    from graph.snapshot.contradictions import Contradiction, Fault
    from graph.snapshot.identity import IdNumbers


@dataclass(frozen=True, slots=True, kw_only=True)
class KinBuild:
    """Kinship of one state of the ledger.

    `n_all` counts the real people and the implied ones after them; sex, births and deaths cover
    all. `disputed_rows` has a place for each row of the kin table given. The Arrow tables hold
    the same segments as `graph`, each couple both ways.
    """

    graph: KinGraph
    n: int
    n_all: int
    sex: UInt8
    births: Spans
    deaths: Spans
    disputed_rows: NDArray[np.bool_]
    contradictions: tuple[Contradiction, ...]
    parent_edges: Any
    spouse_edges: Any
    supported_pairs: Any

    @property
    def virtual_count(self) -> int:
        """Count the people that nobody named."""
        return self.n_all - self.n


class _Read(NamedTuple):
    """Tables read, contradictions found and their rows marked."""

    rows: KinRows
    parents: ParentRows
    couples: CoupleRows
    recorded: Recorded
    asserted: Asserted
    births: Spans
    deaths: Spans
    faults: list[Fault]
    id_numbers: IdNumbers


def build_kin(people: Any, kin: Any, ties: Any, ids: Any, people_rows: Any = None) -> KinBuild:
    """Build kinship from the ledger's current rows.

    people: one row an id; kin and ties: columns as Ledger.read gives them; ids: all person ids,
    ascending. people_rows: the people table before its sources were merged, to compare them.
    """
    read = _read(people, kin, ids)
    implied = len(read.asserted.implied_sex)
    sex = np.concatenate([read.recorded.sex, np.array(read.asserted.implied_sex, np.uint8)])
    parents = parent_segments(
        read.rows, read.parents, read.asserted.parents, read.recorded, read.births
    )
    couples = couple_segments(read.rows, read.couples, read.asserted.couples, read.deaths)
    unwed = co_parent_segments(read.rows, read.parents, read.asserted.parents, couples, sex)
    graph = kin_graph(parents, Segments.join([couples, unwed]), len(sex))
    return KinBuild(
        graph=graph,
        n=len(sex) - implied,
        n_all=len(sex),
        sex=sex,
        births=_extended(read.births, UNKNOWN.first, UNKNOWN.last, implied),
        deaths=_extended(read.deaths, STILL.first, STILL.last, implied),
        disputed_rows=read.rows.disputed,
        contradictions=_described(read, people, kin, ids, people_rows),
        parent_edges=edge_table(graph.parents, graph.parent_facts, "child", "parent"),
        spouse_edges=edge_table(graph.spouses, graph.spouse_facts, "a", "b"),
        supported_pairs=supported_table(read.rows, ties, ids),
    )


def find_contradictions(
    people: Any, kin: Any, ids: Any, people_rows: Any = None
) -> tuple[Contradiction, ...]:
    """Return what the current rows contradict in each other, in the order of MESSAGES' groups.

    The same search as `build_kin`, for the report of a load that is not committed yet.
    """
    return _described(_read(people, kin, ids), people, kin, ids, people_rows)


def _read(people: Any, kin: Any, ids: Any) -> _Read:
    rows = read_kin_rows(kin, ids)
    parents, couples = parent_rows(rows), couple_rows(rows)
    place = node_of(column_of(people, "id"), ids)
    numbers = read_id_numbers(people)
    born = spans_of(people, "born", UNKNOWN)
    # A sound id number tells the day of birth and the sex where the columns are blank.
    is_told = numbers.is_sound & (born.first == UNKNOWN.first) & (born.last == UNKNOWN.last)
    births = _placed(
        Spans(
            first=np.where(is_told, numbers.born, born.first),
            last=np.where(is_told, numbers.born, born.last),
        ),
        place,
        len(ids),
        UNKNOWN.first,
        UNKNOWN.last,
    )
    died = spans_of(people, "died", STILL)
    deaths = _placed(died, place, len(ids), STILL.first, STILL.last)
    told_sex = sexes_of(people)
    told_sex = np.where((told_sex == 0) & numbers.is_sound, numbers.sex, told_sex).astype(np.uint8)
    sex = np.zeros(len(ids), np.uint8)
    sex[place[place >= 0]] = told_sex[place >= 0]
    sex = learn_sexes(sex, rows)
    faults = kin_faults(rows, parents, couples, sex, births)
    rows = replace(rows, disputed=mark(rows.disputed, faults))
    recorded = Recorded(rows, parents, couples, sex)
    asserted = read_asserted(rows, recorded)
    clashes = clash_faults(asserted.clashes)
    rows = replace(rows, disputed=mark(rows.disputed, clashes))
    faults = faults + clashes
    return _Read(rows, parents, couples, recorded, asserted, births, deaths, faults, numbers)


def _placed(spans: Spans, place: NDArray[np.int32], n: int, first: int, last: int) -> Spans:
    """Return spans by node; a node without a row has the blank one."""
    held = place >= 0
    firsts, lasts = np.full(n, first, np.int32), np.full(n, last, np.int32)
    firsts[place[held]], lasts[place[held]] = spans.first[held], spans.last[held]
    return Spans(first=firsts, last=lasts)


def _extended(spans: Spans, first: int, last: int, implied: int) -> Spans:
    return Spans(
        first=np.append(spans.first, np.full(implied, first, np.int32)),
        last=np.append(spans.last, np.full(implied, last, np.int32)),
    )


def _described(
    read: _Read, people: Any, kin: Any, ids: Any, people_rows: Any
) -> tuple[Contradiction, ...]:
    """Put every contradiction into words."""
    place = node_of(column_of(people, "id"), ids)
    row_of = np.full(len(ids), -1, np.int64)
    row_of[place[place >= 0]] = np.flatnonzero(place >= 0)
    names = column_of(people, "name")

    def id_of(node: int) -> str:
        return str(ids[node])

    def name_of(node: int) -> str:
        name = names[int(row_of[node])].as_py() if row_of[node] >= 0 else None
        return f"{ids[node]} ({name})" if name else str(ids[node])

    found = describe(read.faults, name_of, id_of, kin)
    found.extend(id_contradictions(people, read.id_numbers))
    if people_rows is not None:
        found.extend(source_contradictions(people_rows))
    return tuple(found)
