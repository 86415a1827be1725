"""The sentence that says what an answer amounts to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Words
from graph.paths.connect import State

if TYPE_CHECKING:
    from graph.paths.connect import Connection

_MOST_NAMED = 3


def state_words(found: Connection) -> Words:
    """Return what was found, what was cut and what was searched; never a bare "no"."""
    words = _state_words(found)
    if not found.beyond:
        return words
    hops = found.limits.hops
    return Words(
        zh=f"{words.zh}；法定亲属关系超出 {hops} 步，另列",
        en=f"{words.en}; legal kinship takes more than {hops} hops and is told apart",
    )


def _state_words(found: Connection) -> Words:
    if found.state is State.FOUND:
        return Words(
            zh=f"{_count_zh(found)}；在 {found.limits.hops} 步之内没有更强的遗漏",
            en=f"{_count_en(found)}; within {found.limits.hops} hops no stronger one is missing",
        )
    if found.state is State.FOUND_CUT:
        return Words(
            zh=f"{_count_zh(found)}；不完整：{_cuts_zh(found)}",
            en=f"{_count_en(found)}; incomplete: {_cuts_en(found)}",
        )
    if found.state is State.INCOMPLETE:
        return Words(
            zh=f"不完整：{_cuts_zh(found)}；其余在 {found.limits.hops} 步之内未发现联系",
            en=f"incomplete: {_cuts_en(found)}; no tie otherwise within {found.limits.hops} hops",
        )
    return Words(
        zh=f"在已载入的资料内，{found.limits.hops} 步之内未发现联系（查看了 {_ties(found):,} 条"
        "记录）；这不等于没有",
        en=f"no tie within {found.limits.hops} hops of the data loaded ({_ties(found):,} ties "
        "looked at); that does not mean that there is none",
    )


def _ties(found: Connection) -> int:
    return found.outcome.ties if found.outcome else 0


def _count_zh(found: Connection) -> str:
    shown = [f"{len(found.same)} 个同在两边"] if found.same else []
    return "，".join([*shown, f"{len(found.paths)} 条不同的路径"])


def _count_en(found: Connection) -> str:
    shown = [f"{len(found.same)} on both sides"] if found.same else []
    paths = len(found.paths)
    return ", ".join([*shown, f"{paths} distinct path{'' if paths == 1 else 's'}"])


def _cuts_zh(found: Connection) -> str:
    cuts = [
        f"止于{found.names.label(cut.node)}（{cut.neighbours:,} 条联系，经过它的路径强度不超过"
        f" {cut.at_most:.2f}）"
        for cut in (found.outcome.cuts if found.outcome else ())
    ]
    more = [f"及另外 {len(cuts) - _MOST_NAMED} 处"] if len(cuts) > _MOST_NAMED else []
    spent = ["搜索量或时间用尽"] if found.outcome and found.outcome.is_exhausted else []
    return "；".join([*cuts[:_MOST_NAMED], *more, *spent])


def _cuts_en(found: Connection) -> str:
    cuts = [
        f"cut at {found.names.label(cut.node)} ({cut.neighbours:,} ties; no path through it is "
        f"stronger than {cut.at_most:.2f})"
        for cut in (found.outcome.cuts if found.outcome else ())
    ]
    more = [f"and {len(cuts) - _MOST_NAMED} more"] if len(cuts) > _MOST_NAMED else []
    spent = ["room or time ran out"] if found.outcome and found.outcome.is_exhausted else []
    return "; ".join([*cuts[:_MOST_NAMED], *more, *spent])
