"""Everything that one check needs of Neo4j, read in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.projection.engine.gathered import Gathered, Key
from graph.projection.engine.kin import MOST_PATHS, Found, find_kin
from graph.projection.engine.kinship import shapes_of
from graph.projection.engine.people import Known, bodies_named, read_people, shared_values
from graph.projection.engine.rows import empty_tables, table_of
from graph.projection.engine.shared import read_shared, supported_pairs
from graph.projection.engine.sizes import count_sizes
from graph.projection.engine.units import asks_for_holders, read_units, unit_tables, units_of
from graph.projection.state import applied_state
from graph.recusal.unit_ties import UnitTies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from graph.cases import ResolvedCase
    from graph.cases.resolve import Tables
    from graph.kinship.circles import Shapes
    from graph.neo4j.session import Transaction
    from graph.projection.state import AppliedState
    from graph.recusal.pack import Pack
    from graph.ties.sizes import Sizes

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One case under its packs, and the snapshot that knows names and addresses."""

    case: ResolvedCase
    packs: Sequence[Pack]
    snapshot: Tables
    most: int = MOST_PATHS

    @property
    def shapes(self) -> Shapes:
        """The relations that some rule may ask for."""
        return shapes_of(self.packs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was found; `before` and `after` tell how far the projection was."""

    before: AppliedState
    after: AppliedState
    source: Gathered
    found: Found
    people: Mapping[str, Known]
    sizes: Sizes
    compared: AbstractSet[str]
    """Candidates and everybody they may be compared with."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """Tables by name."""

    tables: Mapping[str, pa.Table]

    def table(self, name: str) -> pa.Table:
        """Return a table."""
        return self.tables[name]


def read_case(work: Transaction, asked: Asked) -> Read:
    """Read what a check asks, in some ten questions whatever the number of pairs."""
    before = applied_state(work)
    case = asked.case
    rows = read_units(work, units_of(case))
    others = _compared(asked, UnitTies(_Tables(unit_tables(rows))))
    compared = {*case.candidates, *others}
    people = read_people(work, compared, case.on)
    for name, more in read_shared(work, case.candidates, others).items():
        rows.setdefault(name, []).extend(more)
    found = find_kin(work, _pairs(case.candidates, others), asked.shapes, case.on, most=asked.most)
    rows.setdefault("kin", []).extend(found.rows)
    homes = [known.home for known in people.values()]
    addresses = _addresses(asked.snapshot, homes)
    tables = empty_tables() | {name: table_of(name, several) for name, several in rows.items()}
    sizes = count_sizes(work, homes, tables, addresses)
    shown = [home | {"address": addresses.get(home["address"])} for home in homes]
    tables["people"] = table_of("people", shown)
    bodies = found.bodies | {known.body.key: known.body for known in people.values()}
    absent = [person for person in compared if Key(False, person) not in bodies]
    bodies |= bodies_named(asked.snapshot, absent)
    tables["supported_pairs"] = supported_pairs(
        rows["kin"], rows.get("ties", ()), _numbered(bodies)
    )
    return Read(
        before=before,
        after=applied_state(work),
        source=Gathered(bodies, found.ties, tables, before.applied_seq or 0),
        found=found,
        people=people,
        sizes=sizes,
        compared=compared,
    )


def _compared(asked: Asked, units: UnitTies) -> list[str]:
    """Return everybody whom some candidate may be compared with."""
    case = asked.case
    found = {party.person for party in case.parties if party.person is not None}
    for party in case.parties:
        if party.unit is not None:
            found |= {tie.person for tie in units.of(party.unit)}
    if case.unit is not None and asks_for_holders(asked.packs):
        found |= {tie.person for tie in units.of(case.unit)}
    return sorted(found)


def _pairs(candidates: Sequence[str], others: Sequence[str]) -> dict[str, Sequence[str]]:
    """Return the pairs, the fewer people on the side that the walks begin from."""
    if len(others) <= len(candidates):
        return dict.fromkeys(others, candidates)
    return dict.fromkeys(candidates, others)


def _addresses(snapshot: Tables, homes: Sequence[Row]) -> dict[str, str]:
    """Return the addresses that several of those compared share, by digest."""
    wanted = set(shared_values(homes, "address"))
    digests = {home["id"]: home["address"] for home in homes if home["address"] in wanted}
    people = snapshot.table("people").select(["id", "address"])
    kept = people.filter(pc.is_in(people["id"], value_set=pa.array(sorted(digests), pa.string())))
    return {
        digests[row["id"]]: row["address"] for row in kept.to_pylist() if row["address"] is not None
    }


def _numbered(bodies: Mapping[Key, object]) -> dict[str, int]:
    return {key.id: number for number, key in enumerate(sorted(bodies)) if not key.is_implied}
