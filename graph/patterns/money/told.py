"""How transfers, posts and kinship are told as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graph.findings import Evidence
from graph.findings.worlds import all_hold
from graph.model import iso_of
from graph.ontology.kinds import EdgeKind, NodeKind
from graph.patterns.money.payments import post_rows
from graph.patterns.proof import kin_proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.patterns.facts import Facts
    from graph.patterns.money.flows import Flows


class Link(NamedTuple):
    """Which decider a party is or is kin to: ids, the term, the proof (empty for himself)."""

    decider: str
    relative: str
    term: str
    evidence: tuple[Evidence, ...]


def transfers(facts: Facts, flows: Flows, events: Sequence[int]) -> tuple[Evidence, ...]:
    """Return the transfers as evidence, in the order given."""
    rows = rows_of(facts, flows, events)
    return tuple(
        Evidence(
            source=row["from"],
            edge="paid",
            target=row["to"],
            origin=row["origin"],
            confidence=row["confidence"],
            is_disputed=row["disputed"],
            date=row["date"],
            amount_fen=int(row["amount"]),
        )
        for row in rows
    )


def rows_of(facts: Facts, flows: Flows, events: Sequence[int]) -> list[dict[str, Any]]:
    """Return the rows of the table of transfers of these events, in the order given."""
    columns = ["id", "from", "to", "amount", "date", "origin", "confidence", "disputed"]
    table = facts.snapshot.table("transfers").select(columns)
    rows = flows.row[list(events)].tolist()
    return [one for row in rows for one in table.slice(row, 1).to_pylist()]


def link_to_decider(facts: Facts, group: Iterable[int], node: int, day: int) -> Link | None:
    """Return the closest legal kinship of a party with a decider on the day, himself before all."""
    ties = facts.snapshot.ties
    party, deciders = ties.id(node), [ties.id(person) for person in group]
    if ties.kind(node) is not NodeKind.PERSON:
        return None
    if party in deciders:
        return Link(party, party, "本人", ())
    proofs = [kin_proof(facts, decider, party, day) for decider in deciders]
    found = [proof for proof in proofs if proof is not None]
    if not found:
        return None
    best = min(found, key=lambda proof: (proof.kin_class, -proof.confidence, proof.ego))
    return Link(best.ego, party, best.term, best.evidence)


def decision(facts: Facts, decider: str, payer: int, contract: int, day: int) -> list[Evidence]:
    """Return why someone decided on a payment: the contract's row, else his post in the payer."""
    if contract >= 0:
        row = facts.snapshot.table("contracts").slice(contract, 1).to_pylist()[0]
        if row["decided_by"] == decider:
            edge = _stated(row, decider, "decided_contract", row["id"])
            return [edge]
    ties = facts.snapshot.ties
    person = ties.find(NodeKind.PERSON, decider)
    posts = [] if person is None else post_rows(facts, person, payer, day)
    return [_stated(row, decider, "holds_post", ties.id(payer)) for row in posts[:1]]


def ownership(facts: Facts, account: int, owner: int) -> list[Evidence]:
    """Return the row that says whose account it is; none where the party paid under his own id."""
    if account == owner:
        return []
    ties = facts.snapshot.ties
    table = facts.snapshot.table("accounts")
    for position in ties.out.of_kind(owner, EdgeKind.OWNS_ACCOUNT):
        if ties.out.indices[position] == account:
            row = table.slice(int(ties.out.row[position]), 1).to_pylist()[0]
            return [_stated(row, ties.id(owner), "owns_account", ties.id(account))]
    return []


def _stated(row: dict[str, Any], source: str, edge: str, target: str) -> Evidence:
    return Evidence(
        source=source,
        edge=edge,
        target=target,
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=row["disputed"],
    )


def worlds(evidence: Iterable[Evidence]) -> float:
    """Return the share of possible worlds in which all of these facts hold, each told once."""
    return all_hold({(e.origin, e.source, e.edge, e.target): e for e in evidence}.values())


def place_of(facts: Facts, payer: int, contract: int) -> str:
    """Return where a payment belongs: its contract's place, else the place of the unit."""
    ties = facts.snapshot.ties
    if contract >= 0:
        place = facts.snapshot.table("contracts").column("place")[contract].as_py()
        if place:
            return str(place)
    located = ties.out.of_kind(payer, EdgeKind.LOCATED_IN)
    return ties.id(int(ties.out.indices[located[0]])) if located else ""


def date_of(flows: Flows, event: int) -> str:
    """Return the date of an event, without its time of day."""
    return iso_of(int(flows.day[event]))
