"""`huibi path`: how two people, things or groups are connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.screen import answer, answer_json, plain
from api.cli.workplace import day_named, ledger_path, snapshot_of
from api.connecting import CASE, Question, answer_question
from graph.errors import InputError
from graph.paths.ends import STAFF
from graph.paths.report import connection_json
from graph.paths.search import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Json = dict[str, Any]
_NUMERALS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def path_command(
    one: str | None,
    other: str | None,
    *,
    from_case: str | None,
    to_unit: str | None,
    count: int,
    max_hops: int,
    only: Sequence[str],
    hub: int,
    sample: bool,
    on: str | None,
    ledger: Path | None,
    as_json: bool,
    html: Path | None,
) -> None:
    """Print the paths, or that there is none within the data and what was cut."""
    first, second = _ends([one, other], from_case, to_unit)
    path = ledger_path(ledger)
    question = Question(
        one=first,
        other=second,
        day=day_named(on),
        count=count,
        families=frozenset(only) or None,
        limits=Limits(hops=max_hops, hub=hub),
        with_sample=sample,
    )
    found = answer_question(question, snapshot_of(ledger), path)
    shown = connection_json(found)
    if html is not None:
        _draw(shown, html)
    if as_json:
        answer_json(shown)
    else:
        _print(shown)


def _ends(named: list[str | None], from_case: str | None, to_unit: str | None) -> tuple[str, str]:
    """Return the two ends, in the order from and to.

    Raises:
        InputError: there are not exactly two.
    """
    given = [name for name in named if name is not None]
    start = [f"{CASE}{from_case}"] if from_case is not None else []
    goal = [f"{STAFF}{to_unit}"] if to_unit is not None else []
    ends = [*start, *given, *goal]
    if len(ends) != 2:
        raise InputError(
            f"{len(ends)} ends were named, and a path has two: name A and B, or --from-case CASE"
            " in place of the first, --to-unit UNIT in place of the second"
        )
    return ends[0], ends[1]


def _draw(shown: Json, path: Path) -> None:
    from viz.page import write_page
    from viz.path_picture import picture_of_paths

    try:
        write_page(picture_of_paths(shown), path)
    except OSError as error:
        raise InputError(f"--html {path}: cannot be written ({error.strerror})") from error


def _print(shown: Json) -> None:
    nodes = shown["nodes"]
    ends = [_end(shown[side], shown["ends"][side], nodes) for side in ("from", "to")]
    answer(f"{ends[0]} ↔ {ends[1]} · {shown['on']} · 至多 {shown['max_hops']} 步 hops")
    answer(shown["words"]["zh"])
    answer(shown["words"]["en"])
    for number, path in enumerate(shown["paths"], start=1):
        answer()
        for line in _path_lines(number, path, shown):
            answer(line)
    if shown["kin_beyond"]:
        answer()
        answer(f"超出 {shown['max_hops']} 步的法定亲属 legal kin beyond the limit of hops：")
    for number, path in enumerate(shown["kin_beyond"], start=1):
        for line in _path_lines(number, path, shown):
            answer(line)
    if shown["passed_over"]:
        answer()
        answer("经过下列汇集点的路径都不会更强 paths through these hubs cannot be stronger：")
        for cut in shown["passed_over"]:
            answer(f"  {_named(cut['hub'], nodes)} {cut['neighbours']:,} ≤ {cut['at_most']:.3f}")


def _end(asked: str, members: list[str], nodes: Json) -> str:
    if len(members) == 1:
        return _named(members[0], nodes)
    return f"{plain(asked)}（{len(members)} 个）"


def _named(ident: str, nodes: Json) -> str:
    return f"{plain(nodes[ident]['name'])}（{plain(ident)}）"


def _path_lines(number: int, path: Json, shown: Json) -> Iterator[str]:
    mark = _NUMERALS[number - 1] if number <= len(_NUMERALS) else f"({number})"
    if "same" in path:
        yield f"{mark} {_named(path['same'], shown['nodes'])} 同在两边 is on both sides"
        return
    yield f"{mark} 强度 {path['strength']:.3f} · {path['length']} 步" + _ordinary(path, shown)
    for run in path.get("kin", ()):
        one, other = (_named(run[end], shown["nodes"]) for end in ("from", "to"))
        yield f"   {other}是{one}的{'/'.join(run['terms'][:3])}"
    for hop in path["hops"]:
        yield from _hop_lines(hop)
    for beside in path.get("also", ()):
        yield f"   另有 {_beside(beside)}"


def _ordinary(path: Json, shown: Json) -> str:
    """Return how many random pairs have as good a path, as far as was compared."""
    if path["ordinary"] is None:
        return ""
    pairs = shown["sample"]["pairs"]
    alike = round(path["ordinary"] * pairs)
    return f" · 随机 {pairs} 对中有 {alike} 对同样或更强 of random pairs as good: {alike}/{pairs}"


def _hop_lines(hop: Json) -> Iterator[str]:
    span = f" {hop['since'] or ''}–{hop['until'] or ''}" if hop["since"] or hop["until"] else ""
    doubt = "".join(
        f" [{word}]"
        for word in ("disputed" if hop.get("disputed") else "", hop.get("standing", ""))
        if word
    )
    sure = f" 可信度 {hop['confidence']:g}" if hop["confidence"] < 1 else ""
    words = f"{plain(hop['words']['zh'])}{span}  {hop['strength']:.2f}{sure}{doubt}"
    yield f"   {words}  {plain(hop['source'])}"
    if "shared" in hop:
        shared = hop["shared"]
        yield f"      即 {plain(shared['words']['zh'])}，强度 {shared['strength']:.2f}"
    for beside in hop.get("also", ()):
        yield f"      并有 {_beside(beside)}"
    if hop.get("more"):
        yield f"      还有 {hop['more']} 条同类记录 more rows of this kind"


def _beside(beside: Json) -> str:
    sources = ", ".join(beside["sources"])
    return f"{plain(beside['words']['zh'])}  {beside['strength']:.2f}  {plain(sources)}"
