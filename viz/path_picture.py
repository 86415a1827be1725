"""The picture of paths, drawn from their JSON: hops as rows, the two ends at top and bottom."""

from __future__ import annotations

from typing import Any

from viz.palette import MARRIAGE_WORDS, EdgeLook, NodeLook
from viz.picture import Line, Node, Picture

Json = dict[str, Any]

_LOOKS = {
    "person": NodeLook.PERSON,
    "unit": NodeLook.UNIT,
    "contract": NodeLook.DEED,
    "account": NodeLook.DEED,
    "asset": NodeLook.DEED,
    "programme": NodeLook.DEED,
}
_LINES = {
    "kinship": EdgeLook.KIN,
    "company": EdgeLook.ROLE,
    "work": EdgeLook.ROLE,
    "contract": EdgeLook.DEED,
    "money": EdgeLook.DEED,
    "asset": EdgeLook.DEED,
    "welfare": EdgeLook.DEED,
}
"""How the ties of a family are drawn; all others are acquaintance."""


def picture_of_paths(answer: Json) -> Picture:
    """Draw `huibi path --json`: every path from one end down to the other."""
    nodes, paths = answer["nodes"], [*answer["paths"], *answer["kin_beyond"]]
    picture = Picture(
        title=f"{_title(answer, 'from')} ↔ {_title(answer, 'to')}",
        remarks=[
            f"日期 On {answer['on']} · 至多 {answer['max_hops']} 步 hops",
            f"{answer['words']['zh']} {answer['words']['en']}",
            *(_remark(number, path, answer) for number, path in enumerate(paths, 1)),
        ],
    )
    ends = dict.fromkeys(answer["ends"]["from"], NodeLook.EGO)
    ends |= dict.fromkeys(answer["ends"]["to"], NodeLook.PARTY)
    levels = _levels(paths)
    for path in paths:
        for ident in (path["same"],) if "same" in path else _idents(path):
            node = nodes.get(ident, {"name": ident, "kind": "person", "kind_zh": ""})
            look = ends.get(ident) or _LOOKS.get(node["kind"], NodeLook.SHARED)
            note = f"{node['kind_zh']} {ident}"
            level = levels.get(ident, 0)
            picture.add(Node(id=ident, label=node["name"], look=look, level=level, note=note))
        for hop in path["hops"]:
            picture.join(_line(hop))
    return picture


def _title(answer: Json, side: str) -> str:
    members = answer["ends"][side]
    if len(members) == 1:
        return str(answer["nodes"][members[0]]["name"])
    return f"{answer[side]}（{len(members)}）"


def _remark(number: int, path: Json, answer: Json) -> str:
    if "same" in path:
        return f"{number}. {answer['nodes'][path['same']]['name']} 同在两边 on both sides"
    share = (
        "" if path["ordinary"] is None else f" · 随机对中 of random pairs {path['ordinary']:.1%}"
    )
    return f"{number}. 强度 strength {path['strength']:.3f} · {path['length']} 步 hops{share}"


def _idents(path: Json) -> list[str]:
    hops = path["hops"]
    return [hop["from"] for hop in hops] + [hops[-1]["to"]]


def _levels(paths: list[Json]) -> dict[str, int]:
    """Return the row of each node: as far down as its first path has come, ends at the bottom."""
    longest = max((len(path["hops"]) for path in paths), default=0)
    levels: dict[str, int] = {}
    for path in paths:
        if path["hops"]:
            levels[_idents(path)[-1]] = longest
    for path in paths:
        for level, ident in enumerate(_idents(path)[:-1] if path["hops"] else ()):
            levels.setdefault(ident, level)
    return levels


def _line(hop: Json) -> Line:
    look = _LINES.get(hop["family"], EdgeLook.ACQUAINTANCE)
    if hop["edge"] in MARRIAGE_WORDS:
        look = EdgeLook.MARRIAGE
    if hop.get("disputed") or "standing" in hop:
        look = EdgeLook.DOUBTFUL
    source, target = (hop["to"], hop["from"]) if hop.get("against") else (hop["from"], hop["to"])
    return Line(
        source=source,
        target=target,
        label=hop["label"],
        look=look,
        note=f"{hop['words']['zh']} · {hop['source']} · {hop['strength']:.2f}",
    )
