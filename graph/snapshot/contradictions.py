"""Recorded facts that cannot all be true, over every source; none of them drops a fact.

The rows at fault are marked disputed, so that a verdict resting on one is REVIEW. A partial date
contradicts only if every day it may mean does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph.snapshot.arrays import FEMALE, MALE
from graph.snapshot.spans import add_years
from graph.snapshot.words import Kind, Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32, UInt8
    from graph.snapshot.asserted import Clash
    from graph.snapshot.elementary import CoupleRows, KinRows, ParentRows
    from graph.snapshot.spans import Spans

YOUNGEST_PARENT_YEARS = 12

MESSAGES = {
    "two_birth_fathers": (
        "{0} has more than one birth father: {1}; correct the wrong row, or give its kind",
        "{0}有不止一位生父：{1}；请更正错误的一行，或注明性质（收养、继亲等）",
    ),
    "two_birth_mothers": (
        "{0} has more than one birth mother: {1}; correct the wrong row, or give its kind",
        "{0}有不止一位生母：{1}；请更正错误的一行，或注明性质（收养、继亲等）",
    ),
    "three_birth_parents": (
        "{0} has more than two birth parents: {1}; correct the wrong row, or give its kind",
        "{0}的亲生父母超过两人：{1}；请更正错误的一行，或注明性质（收养、继亲等）",
    ),
    "parent_cycle": (
        "{0} would be their own ancestor, through {1}; correct the row that is turned round",
        "{0}成了自己的祖先，经过{1}；请更正颠倒的一行",
    ),
    "child_older_than_parent": (
        "{0} was born before the parent {1}; correct a date of birth or the row",
        "{0}的出生日期早于其父母{1}；请核对出生日期或该行",
    ),
    "parent_under_12": (
        "{0} is less than 12 years younger than the parent {1}; check both dates of birth",
        "{0}与其父母{1}相差不足12岁；请核对双方出生日期",
    ),
    "marriage_before_birth": (
        "{0} and {1} were a couple before one of them was born; check the dates",
        "{0}与{1}结婚的日期早于其中一人的出生日期；请核对日期",
    ),
    "siblings_without_common_parent": (
        "{0} and {1} are stated as siblings, but their recorded parents are all different; "
        "correct one of them, or say half_sibling",
        "{0}与{1}记为兄弟姐妹，但双方登记的父母均不相同；请更正，或注明半血缘",
    ),
    "asserted_against_recorded": (
        "the asserted relation makes {1} a parent of {0}, who has another on record; correct one",
        "按所述关系{1}应为{0}的父母，但已登记了另一人；请更正其一",
    ),
    "unknown_relation": (
        "the relation word between {0} and {1} is not known; correct it to a known term",
        "{0}与{1}之间的称谓无法识别；请改为已知称谓",
    ),
    "id_checksum": (
        "the id number of {0} fails its checksum or holds no real date; check it at the source",
        "{0}的身份证号校验位不符或所含日期不存在；请核对原件",
    ),
    "id_birth_mismatch": (
        "the id number of {0} and the recorded date of birth disagree; check both at the source",
        "{0}的身份证号与登记的出生日期不一致；请核对原件",
    ),
    "id_sex_mismatch": (
        "the id number of {0} and the recorded sex disagree; check both at the source",
        "{0}的身份证号与登记的性别不一致；请核对原件",
    ),
    "sources_disagree": (
        "sources disagree on the {1} of {0}; correct the wrong one",
        "各来源对{0}的{1}记载不一致；请更正错误的一方",
    ),
}
"""Code: message in English and in Chinese. {0} is the first person, {1} the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Facts that cannot all be true.

    `rows` are places in the kin table given, `facts` and `origins` belong to them, or to the
    rows of people at fault. The first person is the one it is about.
    """

    code: str
    message: str
    message_zh: str
    persons: tuple[str, ...]
    rows: tuple[int, ...] = ()
    facts: tuple[int, ...] = ()
    origins: tuple[str, ...] = ()


class Fault(NamedTuple):
    """A contradiction by nodes and kin rows."""

    code: str
    nodes: tuple[int, ...]
    rows: tuple[int, ...] = ()


def kin_faults(
    rows: KinRows, parents: ParentRows, couples: CoupleRows, sex: UInt8, births: Spans
) -> list[Fault]:
    """Return what kin rows contradict in each other and in dates of birth."""
    said = np.array([word.sex for word in rows.words] + [0], np.uint8)[rows.code[parents.row]]
    said[rows.relative[parents.row] != parents.parent] = 0
    is_birth = parents.kind == Kind.BIRTH
    # A word counts beside the sex: a father on record as a woman is one father too many as well.
    is_father, is_mother = (
        is_birth & ((sex[parents.parent] == role) | (said == role)) for role in (MALE, FEMALE)
    )
    fathers = list(_too_many(rows, parents, is_father, 1, "two_birth_fathers"))
    mothers = list(_too_many(rows, parents, is_mother, 1, "two_birth_mothers"))
    is_known = np.isin(parents.child, [fault.nodes[0] for fault in fathers + mothers])
    return [
        *fathers,
        *mothers,
        *_too_many(rows, parents, is_birth & ~is_known, 2, "three_birth_parents"),
        *_cycles(rows, parents),
        *_ages(parents, births),
        *_early_marriages(rows, couples, births),
        *_unknown_words(rows),
    ]


def clash_faults(clashes: list[Clash]) -> list[Fault]:
    """Return the asserted rows that recorded ties contradict."""
    return [Fault(clash.code, (clash.one, clash.other), (clash.row,)) for clash in clashes]


def _too_many(
    rows: KinRows, parents: ParentRows, is_one: NDArray[np.bool_], most: int, code: str
) -> Iterator[Fault]:
    """Yield children with more than `most` of these parents."""
    chosen = np.flatnonzero(is_one)
    chosen = chosen[np.lexsort((rows.rank[parents.row[chosen]], parents.child[chosen]))]
    child, parent = parents.child[chosen], parents.parent[chosen]
    heads = np.flatnonzero(np.diff(child, prepend=-1))
    ends = np.append(heads[1:], len(child))
    is_long = ends - heads > most
    for head, end in zip(heads[is_long], ends[is_long], strict=True):
        who = tuple(dict.fromkeys(parent[head:end].tolist()))
        if len(who) > most:
            numbers = tuple(parents.row[chosen[head:end]].tolist())
            yield Fault(code, (int(child[head]), *who), numbers)


def _cycles(rows: KinRows, parents: ParentRows) -> Iterator[Fault]:
    """Yield groups of people each of whom is an ancestor of all the others.

    Whoever has no parent left, or no child, is taken away until nobody goes; only what remains
    is searched.
    """
    child, parent, row = parents.child, parents.parent, parents.row
    while len(child):
        size = int(max(child.max(), parent.max())) + 1
        is_child, is_parent = np.zeros(size, bool), np.zeros(size, bool)
        is_child[child], is_parent[parent] = True, True
        stays = is_parent[child] & is_child[parent]
        if stays.all():
            break
        child, parent, row = child[stays], parent[stays], row[stays]
    if not len(child):
        return
    # Imported here: cycles are rare, and every command that opens a snapshot comes this way.
    import networkx as nx

    graph = nx.DiGraph(zip(child.tolist(), parent.tolist(), strict=True))
    for members in nx.strongly_connected_components(graph):
        if len(members) > 1:
            inside = np.isin(child, list(members)) & np.isin(parent, list(members))
            yield Fault("parent_cycle", tuple(sorted(members)), tuple(sorted(row[inside].tolist())))


def _ages(parents: ParentRows, births: Spans) -> Iterator[Fault]:
    """Yield births that the dates of parent and child surely exclude."""
    child, parent = births.take(parents.child), births.take(parents.parent)
    is_birth = parents.kind == Kind.BIRTH
    is_older = is_birth & (child.last < parent.first)
    is_near = is_birth & ~is_older & (child.last < add_years(parent.first, YOUNGEST_PARENT_YEARS))
    for code, found in (("child_older_than_parent", is_older), ("parent_under_12", is_near)):
        yield from _by_pair(code, found, parents.child, parents.parent, parents.row)


def _early_marriages(rows: KinRows, couples: CoupleRows, births: Spans) -> Iterator[Fault]:
    since = rows.since.last[couples.row]
    # Blank is since ever and contradicts nothing.
    is_dated = rows.since.take(couples.row).first > np.iinfo(np.int32).min
    is_early = (since < births.first[couples.a]) | (since < births.first[couples.b])
    found = is_dated & is_early
    yield from _by_pair("marriage_before_birth", found, couples.a, couples.b, couples.row)


def _unknown_words(rows: KinRows) -> Iterator[Fault]:
    found = rows.is_placed & (rows.sort == Sort.UNREADABLE)
    everyone = np.arange(len(rows))
    yield from _by_pair("unknown_relation", found, rows.person, rows.relative, everyone)


def _by_pair(
    code: str, found: NDArray[np.bool_], one: Int32, other: Int32, row: NDArray[Any]
) -> Iterator[Fault]:
    """Yield one fault for each pair of people, with all its rows."""
    numbers: dict[tuple[int, int], list[int]] = {}
    for place in np.flatnonzero(found):
        numbers.setdefault((int(one[place]), int(other[place])), []).append(int(row[place]))
    for pair, rows in sorted(numbers.items()):
        yield Fault(code, pair, tuple(sorted(rows)))


def mark(disputed: NDArray[np.bool_], faults: list[Fault]) -> NDArray[np.bool_]:
    """Return the disputed rows together with those at fault."""
    marked = disputed.copy()
    marked[[row for fault in faults for row in fault.rows]] = True
    return marked


def describe(
    faults: list[Fault], name_of: Callable[[int], str], id_of: Callable[[int], str], kin: Any
) -> list[Contradiction]:
    """Put faults of kin rows into words; `name_of` gives a person as messages show him."""
    return [
        write(
            fault.code,
            [name_of(node) for node in fault.nodes],
            persons=tuple(id_of(node) for node in fault.nodes),
            rows=fault.rows,
            facts=tuple(kin["fact"][row].as_py() for row in fault.rows),
            origins=tuple(kin["origin"][row].as_py() for row in fault.rows),
        )
        for fault in faults
    ]


def write(code: str, names: list[str], **where: Any) -> Contradiction:
    """Return a contradiction with both its messages filled in."""
    english, chinese = MESSAGES[code]
    first, others = names[0], names[1:]
    return Contradiction(
        code=code,
        message=english.format(first, ", ".join(others)),
        message_zh=chinese.format(first, "、".join(others)),
        **where,
    )
