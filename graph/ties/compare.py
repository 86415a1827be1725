"""Two lives compared: each function finds one family of ties, COMPARISONS lists them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import days_of
from graph.ties.kinds import KIND
from graph.ties.lives import PAST_CASES, Life, Row, Term
from graph.ties.marks import PAIR
from graph.ties.strength import decay, shared_strength
from graph.ties.tie import Tie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.ties.sizes import Sizes

    Comparison = Callable[["Pair"], Iterator[Tie]]

_HALF_YEAR = 183
_YEAR = 365
_REPEATED = 3
_SCHOOLING = {
    "class": "classmate",
    "school": "schoolmate",
    "army": "comrade",
    "party_school": "party_school",
    "association": "association",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two lives, the sizes of what they may share, and the day asked about."""

    one: Life
    other: Life
    sizes: Sizes
    on: int
    but: str | None = None
    """Id of a case whose own record ties nobody."""

    def tie(
        self,
        code: str,
        what: str,
        rows: tuple[Row, ...],
        *,
        size: int | None = None,
        term: Term | None = None,
    ) -> Iterator[Tie]:
        """Yield the tie, weighed by the group's size, its age and the rows' confidence."""
        kind = KIND[code]
        ended = self.on - term.end if term is not None and term.end < self.on else 0
        strength = shared_strength(kind, size) * decay(kind, ended)
        for row in rows:
            strength *= float(row.get("confidence") or 1.0)
        if strength <= 0.0 or (term is not None and term.start > self.on):
            return
        yield Tie(
            kind=kind,
            strength=strength,
            what=what,
            size=size,
            term=term,
            origins=tuple(dict.fromkeys(str(row["origin"]) for row in rows)),
        )


def _home(pair: Pair, column: str) -> str:
    value = pair.one.home.get(column)
    return value if value and value == pair.other.home.get(column) else ""


def residence(pair: Pair) -> Iterator[Tie]:
    """Same villagers' group; or same village, which alone never rises above context."""
    rows = (pair.one.home, pair.other.home)
    village, group = _home(pair, "village"), _home(pair, "group")
    if village and group:
        size = pair.sizes.of("group", village, group)
        yield from pair.tie("same_group", f"{pair.sizes.name(village)} {group}", rows, size=size)
    elif village:
        size = pair.sizes.of("village", village)
        yield from pair.tie("same_village", pair.sizes.name(village), rows, size=size)


def contact(pair: Pair) -> Iterator[Tie]:
    """Same household, telephone or address; same account of benefits."""
    rows = (pair.one.home, pair.other.home)
    for column, code in (
        ("household", "household"),
        ("phone", "same_phone"),
        ("address", "same_address"),
    ):
        if value := _home(pair, column):
            size = pair.sizes.of(column, value)
            shown = "" if column == "phone" else value
            yield from pair.tie(code, shown, rows, size=size)
    for one in pair.one.of("benefits"):
        for other in pair.other.of("benefits"):
            if one["account"] and one["account"] == other["account"]:
                size = pair.sizes.of("benefits.account", one["account"])
                yield from pair.tie("same_account", "", (one, other), size=size)
                return


def work(pair: Pair) -> Iterator[Tie]:
    """Same unit for at least half a year, heads and subordinates apart; one post handed over."""
    for one in pair.one.of("posts"):
        for other in pair.other.of("posts"):
            if one["unit"] != other["unit"]:
                continue
            term = Term.of(one).shared(Term.of(other))
            if term is not None and term.end - term.start >= _HALF_YEAR:
                head = "head" in {one["role"], other["role"]}
                size = pair.sizes.of("posts.unit", one["unit"])
                code = "superior" if head else "colleague"
                yield from pair.tie(
                    code, pair.sizes.name(one["unit"]), (one, other), size=size, term=term
                )
            elif term is None and (gap := _handover(one, other)) is not None:
                yield from pair.tie("handover", str(one["title"]), (one, other), term=gap)


def _handover(one: Row, other: Row) -> Term | None:
    if not one["title"] or one["title"] != other["title"]:
        return None
    first, second = sorted((Term.of(one), Term.of(other)), key=lambda term: term.start)
    follows = 0 <= second.start - first.end <= _HALF_YEAR
    return Term(first.end - 1, second.start + 1) if follows else None


def business(pair: Pair) -> Iterator[Tie]:
    """Roles or shares in one company at one time."""
    for one in pair.one.of("roles"):
        for other in pair.other.of("roles"):
            term = Term.of(one).shared(Term.of(other))
            if one["company"] == other["company"] and term is not None:
                size = pair.sizes.of("roles.company", one["company"])
                yield from pair.tie(
                    "business", pair.sizes.name(one["company"]), (one, other), size=size, term=term
                )


def schooling(pair: Pair) -> Iterator[Tie]:
    """Same class, school, party school, army unit or association at one time."""
    for one in pair.one.of("memberships"):
        for other in pair.other.of("memberships"):
            term = Term.of(one).shared(Term.of(other))
            same = all(one[part] == other[part] for part in ("kind", "unit", "group_name"))
            if same and term is not None:
                part = "group_name" if one["group_name"] else "unit"
                size = pair.sizes.of(f"memberships.{part}", one[part])
                code = _SCHOOLING[one["kind"]]
                yield from pair.tie(
                    code, pair.sizes.name(one[part]), (one, other), size=size, term=term
                )


def declared(pair: Pair) -> Iterator[Tie]:
    """Ties somebody put on record between the two: friendship, loans, guarantees, enmity."""
    ends = {pair.one.person, pair.other.person}
    for row in pair.one.of("ties"):
        if {row["person"], row["other"].removeprefix("person:")} == ends:
            yield from pair.tie(row["kind"], "", (row,), term=Term.of(row))


def money(pair: Pair) -> Iterator[Tie]:
    """Three or more transfers between the two within a year."""
    rows = [row for row in pair.one.of("transfers") if row["counterpart"] == pair.other.person]
    rows.sort(key=lambda row: str(row["date"]))
    days = [days_of(row["date"]).last for row in rows]
    for first, last in reversed(list(zip(days, days[_REPEATED - 1 :], strict=False))):
        if last - first <= _YEAR and first <= pair.on:
            yield from pair.tie(
                "transfers", f"{len(rows)} 笔", tuple(rows), term=Term(first, last + 1)
            )
            return


def past_case(pair: Pair) -> Iterator[Tie]:
    """A case in which one of the two was to handle a matter of the other."""
    for row in pair.one.of(PAST_CASES):
        if row["other"] == pair.other.person and row["case"] != pair.but:
            day = days_of(row["on"]).first
            yield from pair.tie("past_case", row["case"], (row,), term=Term(day, day + 1))


COMPARISONS: tuple[tuple[Comparison, frozenset[str]], ...] = (
    (residence, frozenset({"village"})),
    (contact, frozenset({"household", "phone", "address", "account"})),
    (work, frozenset({"posts"})),
    (business, frozenset({"roles"})),
    (schooling, frozenset({"memberships"})),
    (money, frozenset({PAIR})),
    (past_case, frozenset({PAIR})),
    (declared, frozenset({PAIR})),
)
"""Each comparison with the kinds of marks of which it needs a common one."""
