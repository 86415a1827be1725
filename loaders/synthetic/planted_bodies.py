"""Kin side by side in a village's body, where the law forbids it: planted, never by chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.model import ALWAYS
from loaders.synthetic.arrays import TODAY, YEAR, ints
from loaders.synthetic.elections import REPRESENTATIVE
from loaders.synthetic.planted_kin import WORDS, plants_of

if TYPE_CHECKING:
    import numpy as np

    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.posts import Post
    from loaders.synthetic.trade import Trade
    from loaders.synthetic.truth import Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seat:
    """Whose seat a relative takes, beside whom, and how the two are kin."""

    title: str
    beside: str
    shapes: tuple[str, ...]


_SEATS = {
    "strong": _Seat(title="会计", beside="主任", shapes=("S", "D", "U")),
    "medium": _Seat(title="村务监督委员会委员", beside="主任", shapes=("D", "U", "S", "UD")),
    "weak": _Seat(title="村务监督委员会主任", beside="副主任", shapes=("UD", "D", "U", "S")),
}
_YOUNGEST, _OLDEST = 25, 68


def plant_kin_in_bodies(trade: Trade, truth: Truth) -> list[Post]:
    """Plant E1 and return all posts: in some committees a relative has taken the seat of another.

    Committees of deciders on whom something else rests are left alone.
    """
    rng, strengths = truth.stream("E1"), truth.strengths()
    busy = {person for one in truth.planted for person in (one.subject, *one.objects)}
    busy |= {person for one in truth.confounders for person in one.subjects}
    posts = list(trade.county.posts)
    committees = [
        unit
        for unit in trade.buyers
        if unit.kind == "village_committee"
        and busy.isdisjoint(trade.names[post.person] for post in trade.offices.posts(unit))
    ]
    wanted = min(plants_of(truth), max(1, len(trade.county.organisations.committees) // 3))
    strength = next(strengths)
    used: set[int] = set()
    for at in rng.permutation(len(committees)).tolist():
        if wanted == 0:
            break
        seated = _seated(trade, rng, committees[at], _SEATS[strength], used)
        if seated is None:
            continue
        post, relative, beside, shape = seated
        posts[posts.index(post)] = replace(post, person=relative)
        used.add(relative)
        pair = (trade.names[beside], trade.names[relative])
        why = f"{post.title}是{_SEATS[strength].beside}的{WORDS[shape]}"
        truth.plant("E1", committees[at].id, pair, strength, why)
        wanted, strength = wanted - 1, next(strengths)
    return posts


def _seated(
    trade: Trade, rng: np.random.Generator, unit: Unit, seat: _Seat, used: set[int]
) -> tuple[Post, int, int, str] | None:
    """Return the seat's post, who takes it, beside whom, and what he or she is to that person."""
    now = [post for post in trade.county.posts if post.unit is unit and not post.until]
    post = next((post for post in now if post.title == seat.title), None)
    beside = next((other.person for other in now if other.title == seat.beside), None)
    if post is None or beside is None:
        return None
    others = {other.person for other in now} - {post.person, beside}
    running = [n for n in trade.county.election.nominees if n.post != REPRESENTATIVE]
    others |= {nominee.person for nominee in running if nominee.unit is unit}
    nominees = {nominee.person for nominee in running}
    for shape in seat.shapes:
        _, relatives = trade.kin.walked(ints([beside]), shape)
        for person in rng.permutation(relatives).tolist():
            is_free = person not in used and person not in nominees
            if is_free and _fits(trade, person) and trade.kinfolk.of(person).isdisjoint(others):
                return post, person, beside, shape
    return None


def _fits(trade: Trade, person: int) -> bool:
    persons = trade.county.population.persons
    age = (TODAY - int(persons.born[person])) / YEAR
    is_alive = int(persons.died[person]) == ALWAYS
    return is_alive and _YOUNGEST < age < _OLDEST and person not in trade.officials
