"""Pictures of the two answers, drawn from their JSON: what is withheld there never gets here."""

from __future__ import annotations

from typing import Any, Protocol

from viz.palette import EDGE_WORDS, GENERATION, MARRIAGE_WORDS, EdgeLook, NodeLook
from viz.picture import Line, Node, Picture

Json = dict[str, Any]


class Names(Protocol):
    """Names by id."""

    def get(self, identifier: str, default: str, /) -> str:
        """Return the name that an id bears, or the default."""


_VERDICTS = {
    "must_recuse": "■ 应当回避 must recuse",
    "review": "◧ 需决定 for decision",
    "unknown": "▨ 资料不足 not enough is known",
    "clear": "□ 未发现 none found（在已载入的资料内 in the data loaded）",
}


def picture_of_kin(answer: Json, names: Names) -> Picture:
    """Draw one line of `huibi kin --json`: generations as rows, every tie of every path."""
    ego = answer["person"]
    picture = Picture(
        title=f"{names.get(ego, ego)}（{ego}）的亲属 Relatives",
        remarks=[f"日期 On {answer['on']} · {len(answer['kin'])} 人 people"],
    )
    picture.add(Node(id=ego, label=names.get(ego, ego), look=NodeLook.EGO, note=ego))
    for relative in answer["kin"]:
        ends = Node(
            id=relative["person"],
            label=_label(relative["person"], names, relative["terms"]),
            look=NodeLook.PERSON,
            level=relative["down"] - relative["up"],
            note=f"{relative['person']} · {'、'.join(relative['terms'])}",
        )
        _walk(picture, relative["path"], 0, names, ends)
    return picture


def picture_of_verdict(answer: Json, names: Names) -> Picture:
    """Draw `huibi check --json`: candidates, parties and the paths that tie them."""
    picture = Picture(
        title=f"案件 {answer['case']} 回避核查 Recusal check",
        remarks=[f"日期 On {answer['on']} · 数据序号 data sequence {answer['sequence']}"],
    )
    for candidate in answer["candidates"]:
        person = candidate["person"]
        verdict = _VERDICTS[candidate["verdict"]]
        look = NodeLook.CANDIDATE
        label = f"{names.get(person, person)}\n{verdict.split()[0]} {verdict.split()[1]}"
        picture.add(Node(id=person, label=label, look=look, note=f"{person} · {verdict}"))
        picture.remarks.append(f"{names.get(person, person)}（{person}）：{verdict}")
        for reason in candidate["reasons"]:
            _add_reason(picture, person, reason, names)
    return picture


def _add_reason(picture: Picture, person: str, reason: Json, names: Names) -> None:
    if "party" not in reason:
        return
    party = str(reason["party"])
    end = Node(id=party, label=names.get(party, party), look=NodeLook.PARTY, note=party)
    path = reason.get("path") or []
    if path:
        _walk(picture, path, picture.nodes[person].level, names, end)
    elif party != person:
        picture.add(end)
        rule, words = str(reason.get("rule", "")), str(reason.get("zh", ""))
        picture.join(
            Line(source=person, target=party, label=rule, look=EdgeLook.ACQUAINTANCE, note=words)
        )


def _walk(picture: Picture, path: list[Json], level: int, names: Names, end: Node) -> None:
    for hop in path:
        level += GENERATION.get(hop["edge"], 0)
        target = hop["to"]
        node = Node(id=target, label=names.get(target, target), look=NodeLook.PERSON, level=level)
        if target == end.id:
            node = Node(
                id=end.id, label=end.label, look=end.look, level=end.level or level, note=end.note
            )
            picture.nodes[target] = node
        picture.add(node)
        picture.join(_line(hop))


def _line(hop: Json) -> Line:
    word = str(hop["edge"])
    doubtful = hop.get("disputed") or hop.get("standing", "lawful") != "lawful"
    look = EdgeLook.MARRIAGE if word in MARRIAGE_WORDS else EdgeLook.KIN
    return Line(
        source=hop["from"],
        target=hop["to"],
        label=EDGE_WORDS.get(word, word),
        look=EdgeLook.DOUBTFUL if doubtful else look,
        note=f"{hop['source']} · {hop['confidence']:g}",
    )


def _label(person: str, names: Names, terms: list[str]) -> str:
    return f"{names.get(person, person)}\n{terms[0]}" if terms else names.get(person, person)
