"""What somebody may see: role, places, cases, and no case against his own kin.

What lies outside is treated as if it did not exist, before anything is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from api.http.problems import unseen
from api.http.roles import Role
from graph.desk.states import State
from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import readings_between
from graph.ontology.kinds import NodeKind
from graph.snapshot.visible import VisibleSnapshot, with_things

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from api.http.roles import Account
    from api.http.workbench import Ground
    from graph.cases import Case
    from graph.desk.case_file import CaseFile
    from graph.snapshot import Snapshot

_OF_UNIT = (Role.CLERK, Role.APPROVER)
"""Who sees the cases of his unit, whoever is on them."""
_THINGS = (
    NodeKind.ACCOUNT, NodeKind.ASSET, NodeKind.HOUSEHOLD, NodeKind.GROUP, NodeKind.COHORT,
    NodeKind.PHONE, NodeKind.ADDRESS,
)  # fmt: skip
"""What exists for an account only beside somebody who does."""
_ON_CASE = (Role.HANDLER, Role.INVESTIGATOR)
"""Who sees the cases he is on."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What one account may see on one ground, on a day."""

    account: Account
    ground: Ground
    files: dict[str, CaseFile]
    day: int

    # places

    def is_in_reach(self, place: str) -> bool:
        """Whether a place is one of the account's, or lies under one; no place is everybody's."""
        if not self.account.places or not place:
            return True
        return self.ground.is_under(place, self.account.places)

    def sees_person(self, person: str) -> bool:
        """Whether somebody exists for this account."""
        return self.is_in_reach(self.ground.village_of.get(person, ""))

    def sees_unit(self, unit: str) -> bool:
        """Whether a unit exists for this account."""
        return self.is_in_reach(self.ground.unit_place.get(unit, ""))

    @property
    def sees_everybody(self) -> bool:
        """Whether nobody in the data is out of reach."""
        return not self.account.places

    @property
    def people(self) -> NDArray[np.bool_]:
        """Which people, by node, exist for this account."""
        return self.rows["person"]

    @property
    def rows(self) -> dict[str, NDArray[np.bool_]]:
        """Which rows of its table exist for this account, by kind of what is searched."""
        known = self.ground.rows.get(self.account.places)
        if known is None:
            known = self.ground.rows[self.account.places] = self._rows()
        return known

    def _rows(self) -> dict[str, NDArray[np.bool_]]:
        return {
            "person": self._seen("people", self.ground.village_of),
            "unit": self._seen("units", self.ground.unit_place),
            "place": self._every("places"),
            "contract": self._contracts(),
        }

    def _contracts(self) -> NDArray[np.bool_]:
        if self.sees_everybody:
            return self._every("contracts")
        buyers = self.ground.snapshot.table("contracts")["buyer"].to_pylist()
        return np.fromiter((self.sees_unit(one or "") for one in buyers), np.bool_)

    def _every(self, table: str) -> NDArray[np.bool_]:
        return np.ones(self.ground.snapshot.table(table).num_rows, np.bool_)

    def _seen(self, table: str, place_of: dict[str, str]) -> NDArray[np.bool_]:
        if self.sees_everybody:
            return self._every(table)
        reach = {place: self.is_in_reach(place) for place in set(place_of.values())}
        ids = self.ground.snapshot.table(table)["id"].to_pylist()
        return np.fromiter((reach.get(place_of.get(one, ""), True) for one in ids), np.bool_)

    @cached_property
    def graph(self) -> Snapshot | VisibleSnapshot:
        """The snapshot without the ties of whoever does not exist for this account."""
        if self.sees_everybody:
            return self.ground.snapshot
        key = self.account.places
        if key not in self.ground.views:
            whole = self.ground.snapshot
            seen = np.ones(whole.ties.n, np.bool_)
            seen[: len(self.people)] = self.people
            first = whole.ties.first
            for kind, name in ((NodeKind.UNIT, "unit"), (NodeKind.CONTRACT, "contract")):
                seen[int(first[kind]) : int(first[kind + 1])] = self.rows[name]
            for kind in _THINGS:
                seen = with_things(whole, seen, whole.ties.nodes(kind))
            self.ground.views[key] = VisibleSnapshot(whole, seen, "/".join(key))
        return self.ground.views[key]

    def sees_node(self, node: int) -> bool:
        """Whether a node of any kind exists for this account."""
        graph = self.graph
        return not isinstance(graph, VisibleSnapshot) or graph.sees(node)

    # cases

    @cached_property
    def cases(self) -> dict[str, CaseFile]:
        """The cases that exist for this account, in the order of registration."""
        return {id: file for id, file in self.files.items() if self.sees_case(file)}

    def case(self, id: str) -> CaseFile:
        """Return a case that exists for this account.

        Raises:
            Problem: 404, whether it does not exist or is not his to see.
        """
        if id not in self.cases:
            raise unseen()
        return self.cases[id]

    def sees_case(self, file: CaseFile) -> bool:
        """Whether a case exists for this account."""
        if self.is_kin_of_any(one.person for one in file.case.parties if one.person):
            return False
        if file.state is State.SEALED:
            return self.account.has(Role.APPROVER) and self.is_of_unit(file.case)
        if self.account.has(*_OF_UNIT) and self.is_of_unit(file.case):
            return True
        if self.account.has(Role.CUSTODIAN) and file.is_secret:
            return self.is_of_unit(file.case)
        return self.account.has(*_ON_CASE) and self.is_on(file)

    def is_on(self, file: CaseFile) -> bool:
        """Whether the account's person is on a case's team."""
        on_team = {member.person for member in file.team} | {file.handler, file.second}
        return bool(self.account.person) and self.account.person in on_team

    def is_of_unit(self, case: Case) -> bool:
        """Whether a case is of the account's unit and places."""
        if self.account.unit and case.unit and self.account.unit != case.unit:
            return False
        return self.is_in_reach(str(case.place or ""))

    def is_kin_of_any(self, people: Iterable[str]) -> bool:
        """Whether the account's person, or his legal kin, is among some people."""
        own, parties = self.account.person, list(people)
        if not own:
            return False
        snapshot = self.ground.snapshot
        if own in parties:
            return True
        if not _is_known(snapshot, own):
            return False
        known = [party for party in parties if _is_known(snapshot, party)]
        with self.ground.engine:
            return any(
                readings_between(snapshot, own, party, self.day, ALL_KIN.shapes) for party in known
            )


def _is_known(snapshot: Snapshot, person: str) -> bool:
    return snapshot.ties.find(NodeKind.PERSON, person) is not None
