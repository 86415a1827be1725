"""Who stands behind a firm on a day: its head, whoever controls it, whoever owns enough of it.

Ownership is followed through firms that own firms. A chain of shareholders gives the product of
its shares, several chains of one owner add up; a chain of controllers, or of holders of half or
more, gives control. Firms that own each other are passed once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import ibis

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

LEAST_SHARE = 0.25
"""Effective share from which an owner stands behind a firm (受益所有人, 25 %)."""
HALF = 0.5
DEPTH = 5
"""Links of a chain of ownership at most."""
HEAD, CONTROL, SHARE, MEMBER = "head", "control", "share", "member"
"""Bases: legal representative or head; controller; enough shares; any other role or post."""
_EVER, _ALWAYS = "0001-01-01", "9999-12-31"
_OWNING = ("shareholder", "controller")
_MARK = "\x1f"
_PERSON, _UNIT = "person:", "unit:"
_KEPT = (
    "unit", "holder", "is_unit", "role", "share", "controls",
    "since", "until", "since_may", "until_may", "chain", "proof",
)  # fmt: skip

_closures: WeakKeyDictionary[Facts, Any] = WeakKeyDictionary()


def ways(facts: Facts) -> Any:
    """Return every way in which somebody belongs to a unit, as a table computed once a snapshot.

    unit, holder: ids; is_unit: the holder is a unit; role of the first link; share: product along
    the chain, 0 where a link states none; controls: every link gives control; since, until: the
    half-open interval of days that is sure, `_may` the widest that partial dates allow; chain:
    the holders passed; proof: rows as `r12` (roles) or `p7` (posts), by their fact.
    Cost: one join a link of the longest chain.
    """
    if facts not in _closures:
        links = facts.kept(_links(facts))
        levels = [links]
        owned = links.filter(links.is_unit & links.role.isin(_OWNING))
        owning = links.filter(links.role.isin(_OWNING))
        for _ in range(DEPTH - 1):
            level = facts.kept(_longer(owned, owning))
            if not level.count().to_pyarrow().as_py():
                break
            levels.append(level)
            owned = level.filter(level.is_unit)
        _closures[facts] = facts.kept(ibis.union(*levels)) if len(levels) > 1 else links
    return _closures[facts]


def behind(
    facts: Facts, asked: Any, *, least: float = LEAST_SHARE, weaker: bool = False, years: int = 0
) -> Any:
    """Return who stood behind each asked unit on its day.

    asked: table of distinct (unit, day). Returns (unit, day, holder, is_unit, basis, share,
    proof): one row a holder, the strongest basis, the sum of effective shares, the rows that prove
    it. `weaker` adds every other role and post; `years` those that ended at most so long before.
    """
    found = _standing(ways(facts), asked, years)
    # Two sources may state one link: of equal chains only the largest share counts.
    chains = found.group_by("unit", "day", "holder", "is_unit", "chain", "kind").aggregate(
        share=found.share.max(), controls=found.controls.max(), proof=found.proof.max()
    )
    is_head = chains.kind == HEAD
    owners = chains.group_by("unit", "day", "holder", "is_unit").aggregate(
        is_head=is_head.max(),
        controls=chains.controls.max(),
        share=chains.share.sum(),
        proof=chains.proof.group_concat("|"),
    )
    basis = ibis.cases(
        (owners.is_head, HEAD),
        (owners.controls | (owners.share >= HALF), CONTROL),
        (owners.share >= least, SHARE),
        else_=MEMBER,
    )
    named = owners.mutate(basis=basis)
    strong = named if weaker else named.filter(named.basis != MEMBER)
    return strong.select("unit", "day", "holder", "is_unit", "basis", "share", "proof")


def _standing(paths: Any, asked: Any, years: int) -> Any:
    asked = asked.select(asked_unit="unit", day="day")
    joined = paths.join(asked, paths.unit == asked.asked_unit)
    since = joined.day - ibis.interval(years=years) if years else joined.day
    kept = joined.filter((joined.since <= joined.day) & (joined.until > since.cast("date")))
    kind = ibis.ifelse(kept.role.isin(("legal_representative", "post:head")), HEAD, MEMBER)
    return kept.mutate(kind=kind)


def _links(facts: Facts) -> Any:
    """Return the recorded links: roles of people and units, posts of people."""
    roles, posts, units = facts.table("roles"), facts.table("posts"), facts.table("units")
    written = roles.person
    bare = ibis.ifelse(
        written.startswith(_PERSON),
        written.substr(len(_PERSON)),
        ibis.ifelse(written.startswith(_UNIT), written.substr(len(_UNIT)), written),
    )
    known = units.select(known="id").distinct()
    rows = roles.mutate(holder=bare)
    rows = rows.left_join(known, rows.holder == known.known)
    share = ibis.ifelse(rows.role == "shareholder", rows.share.fill_null(0.0), 0.0)
    linked = rows.mutate(
        unit=rows.company,
        is_unit=rows.known.notnull() & ~rows.person.startswith(_PERSON),
        share=share,
        controls=(rows.role == "controller") | (share >= HALF),
        proof=ibis.literal("r").concat(rows.fact.cast("string")),
    )
    held = posts.mutate(
        holder=posts.person,
        is_unit=ibis.literal(False),
        role=ibis.literal("post:").concat(posts.role.fill_null("")),
        share=ibis.literal(0.0),
        controls=ibis.literal(False),
        proof=ibis.literal("p").concat(posts.fact.cast("string")),
    )
    return _dated(linked).union(_dated(held))


def _dated(rows: Any) -> Any:
    ever, always = ibis.literal(_EVER).cast("date"), ibis.literal(_ALWAYS).cast("date")
    return rows.mutate(
        since=rows["from_last"].fill_null(ever),
        since_may=rows["from_first"].fill_null(ever),
        until=rows["to_first"].fill_null(always),
        until_may=rows["to_last"].fill_null(always),
        chain=ibis.literal(_MARK).concat(rows.unit, _MARK, rows.holder, _MARK),
    ).select(*_KEPT)


def _longer(owned: Any, owning: Any) -> Any:
    """Return chains one link longer: who owns the units that own."""
    more = owning.select(**{f"next_{name}": name for name in _KEPT})
    joined = owned.join(more, owned.holder == more.next_unit)
    joined = joined.filter(
        ~joined.chain.contains(ibis.literal(_MARK).concat(joined.next_holder, ibis.literal(_MARK)))
    )
    return joined.select(
        unit=joined.unit,
        holder=joined.next_holder,
        is_unit=joined.next_is_unit,
        role=joined.role,
        share=joined.share * joined.next_share,
        controls=joined.controls & joined.next_controls,
        since=ibis.greatest(joined.since, joined.next_since),
        until=ibis.least(joined.until, joined.next_until),
        since_may=ibis.greatest(joined.since_may, joined.next_since_may),
        until_may=ibis.least(joined.until_may, joined.next_until_may),
        chain=joined.chain.concat(joined.next_holder, ibis.literal(_MARK)),
        proof=joined.proof.concat(",", joined.next_proof),
    )
