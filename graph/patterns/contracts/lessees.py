"""Who stands behind the lessee of a collective asset, and whose kin they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from graph.findings import Evidence
from graph.findings.worlds import all_hold
from graph.patterns.contracts.control import HEAD, behind
from graph.patterns.contracts.control_kin import ever_kin
from graph.patterns.contracts.control_proof import Proofs
from graph.patterns.proof import kin_proof

if TYPE_CHECKING:
    from graph.patterns.facts import Facts
    from graph.patterns.proof import KinProof

EPOCH = date(1970, 1, 1)
_SEATED = ("head", "deputy", "member", "finance", "reviewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class LesseeTie:
    """A person behind a lessee who is kin of, or is, somebody who could decide on the lease."""

    official: str
    person: str
    proof: KinProof | None
    """None where the person is the official himself."""
    proof_rows: str
    """Rows that prove who stands behind a firm, as `control` names them; blank for a person."""
    evidence: tuple[Evidence, ...]
    worlds: float
    """The share of worlds in which kinship and control stand."""


def lessee_ties(facts: Facts, leases: Any, least_share: float) -> dict[str, LesseeTie]:
    """Return, by lease, the surest tie between lessee and decider or committee member.

    `leases` holds id, village, tenant, decided_by and `day`. The tie stood on the lease's day.
    """
    people = _people_behind(facts, leases, least_share)
    officials = _officials(facts, leases)
    both = facts.kept(people.join(officials, people.lease == officials.lease_at))
    named = both.select("official", "person").distinct().to_pyarrow()
    kin = facts.given(ever_kin(facts, named["official"].to_pylist(), named["person"].to_pylist()))
    related = both.join(kin, (both.official == kin.ego, both.person == kin.relative))
    found: dict[str, LesseeTie] = {}
    for row in _rows(both.filter(both.person == both.official)):
        found.setdefault(row["lease"], _tie(row, None))
    for row in _rows(related):
        proof = kin_proof(facts, row["official"], row["person"], (row["day"] - EPOCH).days)
        if proof is None:
            continue
        tie, known = _tie(row, proof), found.get(row["lease"])
        if known is None or tie.worlds > known.worlds:
            found[row["lease"]] = tie
    proofs = Proofs(facts, [tie.proof_rows for tie in found.values()])
    return {lease: _with_control(tie, proofs) for lease, tie in found.items()}


def _with_control(tie: LesseeTie, proofs: Proofs) -> LesseeTie:
    if not tie.proof_rows:
        return tie
    control = proofs.of(tie.proof_rows)
    return replace(
        tie, evidence=(*tie.evidence, *control.evidence), worlds=tie.worlds * control.worlds
    )


def _rows(both: Any) -> list[dict[str, Any]]:
    proven_first = ibis.desc("post_origin")
    table = both.order_by("lease", "official", "person", proven_first, "rows").to_pyarrow()
    return list(table.to_pylist())


def _people_behind(facts: Facts, leases: Any, least_share: float) -> Any:
    """Return (lease, day, person, rows): a lessee in person, or who owns or runs it.

    Whoever merely heads a cooperative holds an office there, not an interest.
    """
    people, units = facts.table("people").select(known="id"), facts.table("units")
    own = leases.join(people, leases.tenant == people.known).select(
        lease="id", day="day", person="tenant", rows=ibis.literal("")
    )
    asked = facts.kept(leases.select(unit="tenant", day="day").distinct())
    found = behind(facts, asked, least=least_share)
    kinds = units.select(of="id", unit_kind="kind")
    found = found.join(kinds, found.unit == kinds.of)
    is_owner = (found.basis != HEAD) | (found.share >= least_share)
    found = found.filter(~found.is_unit & (is_owner | (found.unit_kind != "cooperative")))
    found = found.select(firm="unit", on="day", person="holder", rows="proof")
    held = leases.join(found, (leases.tenant == found.firm, leases.day == found.on))
    return own.union(held.select(lease="id", day="day", person="person", rows="rows"))


def _officials(facts: Facts, leases: Any) -> Any:
    """Return (lease_at, official, post_origin, post_unit): the decider, the committee then."""
    deciders = leases.filter(leases.decided_by.notnull()).select(
        lease_at="id",
        official="decided_by",
        post_origin=ibis.literal(""),
        post_unit=ibis.literal(""),
    )
    posts, units = facts.table("posts"), facts.table("units")
    committees = units.filter(units.kind == "village_committee").select(body="id", at="place")
    seats = posts.filter(posts.role.isin(_SEATED))
    seats = seats.join(committees, seats.unit == committees.body).select(
        "at", "from_last", "to_first", official="person", post_origin="origin", post_unit="unit"
    )
    held = leases.join(seats, leases.village == seats["at"], rname="{name}_post")
    begun = held.from_last_post.isnull() | (held.from_last_post <= held.day)
    held = held.filter(begun & (held.to_first_post.isnull() | (held.to_first_post > held.day)))
    return deciders.union(
        held.select(
            lease_at="id", official="official", post_origin="post_origin", post_unit="post_unit"
        )
    )


def _tie(row: dict[str, Any], proof: KinProof | None) -> LesseeTie:
    post = (
        Evidence(
            source=row["official"],
            edge="holds_post",
            target=row["post_unit"],
            origin=row["post_origin"],
        ),
    )
    return LesseeTie(
        official=row["official"],
        person=row["person"],
        proof=proof,
        proof_rows=row["rows"],
        evidence=(*(post if row["post_origin"] else ()), *(proof.evidence if proof else ())),
        worlds=1.0 if proof is None else all_hold(proof.evidence),
    )
