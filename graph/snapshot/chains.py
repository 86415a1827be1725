"""Which of the chains that a term may mean the recorded relatives support."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from graph.snapshot.recorded import NOBODY, PLURAL
from graph.snapshot.web import ROLES
from graph.snapshot.words import common_chain

if TYPE_CHECKING:
    from graph.snapshot.recorded import Recorded
    from graph.snapshot.web import Web
    from graph.snapshot.words import Step


class Support(IntEnum):
    """What is known of a chain between two people."""

    AGAINST = 0
    OPEN = 1
    PROVEN = 2


def choose_chain(
    web: Web, recorded: Recorded, person: int, relative: int, chains: tuple[tuple[Step, ...], ...]
) -> tuple[Step, ...]:
    """Return the chain that recorded relatives prove, or leave alone, else what all share."""
    if len(chains) == 1:
        return chains[0]
    found = [(weigh(web, recorded, person, relative, chain), chain) for chain in chains]
    for support, chain in found:
        if support is Support.PROVEN:
            return chain
    open_ = tuple(chain for support, chain in found if support is Support.OPEN)
    return common_chain(open_ or chains)


def weigh(
    web: Web, recorded: Recorded, person: int, relative: int, chain: tuple[Step, ...]
) -> Support:
    """Walk a chain from both ends through known people and judge every step both ends of which are.

    Nobody is implied by looking.
    """
    if {web.sex_of(relative), chain[-1].sex} == {*ROLES}:
        return Support.AGAINST
    nodes = _known(web, person, relative, chain)
    if nodes is None:
        return Support.AGAINST
    judged = [
        Support.OPEN
        if NOBODY in (nodes[place], nodes[place + 1])
        else _judge(web, recorded, nodes[place], nodes[place + 1], step)
        for place, step in enumerate(chain)
    ]
    return min(judged)


def _known(web: Web, person: int, relative: int, chain: tuple[Step, ...]) -> list[int] | None:
    """Return the people on the chain, NOBODY where unknown; None if its two ends disagree."""
    last = len(chain)
    nodes = [person] + [NOBODY] * (last - 1) + [relative]
    for place, step in enumerate(chain[:-1]):
        nodes[place + 1] = _unique(web, nodes[place], step.move, step.sex, "U")
        if nodes[place + 1] == NOBODY:
            break
    for place in range(last - 1, 0, -1):
        back = _unique(web, nodes[place + 1], chain[place].move, chain[place - 1].sex, "D")
        if back == NOBODY:
            break
        if nodes[place] not in (NOBODY, back) and web.is_real(nodes[place]) and web.is_real(back):
            return None
        nodes[place] = back
    return nodes


def _unique(web: Web, node: int, move: str, sex: int, upward: str) -> int:
    """Return the one person a step leads to: a parent of known sex, or the only spouse."""
    if move == upward and sex:
        return web.parent(sex, node)
    if move == "S":
        spouse = web.spouse(node)
        return NOBODY if spouse == PLURAL else spouse
    return NOBODY


def _judge(web: Web, recorded: Recorded, one: int, other: int, step: Step) -> Support:
    if one == other:
        return Support.AGAINST
    if step.move == "B":
        return _judge_siblings(web, recorded, one, other)
    if step.move == "S":
        return Support.PROVEN if web.spouse(one) == other else Support.OPEN
    child, parent = (one, other) if step.move == "U" else (other, one)
    held = web.parent(web.sex_of(parent), child) if web.sex_of(parent) else NOBODY
    if held == parent:
        return Support.PROVEN
    is_taken = held != NOBODY and web.is_real(held) and web.is_real(parent)
    return Support.AGAINST if is_taken else Support.OPEN


def _judge_siblings(web: Web, recorded: Recorded, one: int, other: int) -> Support:
    if web.is_real(one) and web.is_real(other) and recorded.has_common_parent(one, other):
        return Support.PROVEN
    if any(web.are_joined(role, one, other) for role in ROLES):
        return Support.PROVEN
    is_open = any(web.can_join(role, one, other) for role in ROLES)
    return Support.OPEN if is_open else Support.AGAINST
