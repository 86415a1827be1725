"""Pictures of the two answers, drawn from their JSON: what is withheld there never gets here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from viz.palette import EDGE_LABELS, GENERATION, MARRIAGE_WORDS, ROLE_WORDS, EdgeLook, NodeLook
from viz.picture import Line, Node, Picture

Json = dict[str, Any]


class Names(Protocol):
    """Names by id."""

    def get(self, identifier: str, default: str, /) -> str:
        """Return the name that an id bears, or the default."""


_MOST_NODES = 300
"""More than this is no picture; what was left out is said."""
_NEAR_STEPS = 6

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
    shown = sorted(answer["kin"], key=_closeness)
    for done, relative in enumerate(shown):
        if len(picture.nodes) >= _MOST_NODES:
            left = len(shown) - done
            picture.remarks.append(f"图中略去较远的 {left} 人 {left} farther relatives not drawn")
            break
        ends = Node(
            id=relative["person"],
            label=_label(relative["person"], names, relative["terms"]),
            look=NodeLook.PERSON,
            level=relative["down"] - relative["up"],
            note=f"{relative['person']} · {'、'.join(relative['terms'])}",
        )
        _walk(picture, relative["path"], 0, names, ends)
    return picture


def _closeness(relative: Json) -> tuple[int, int]:
    steps = relative["up"] + relative["down"] + relative["marriages"]
    return (steps > _NEAR_STEPS, steps)


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
    level = picture.nodes[person].level
    look = NodeLook.CANDIDATE if party == person else NodeLook.PARTY
    end = Node(id=party, label=names.get(party, party), look=look, level=level + 1, note=party)
    if reason["path"]:
        _walk(picture, reason["path"], level, names, end)
    for tie in reason.get("ties", ()):
        picture.add(end)
        label, note = str(tie["zh"]).partition("：")[0], str(tie["zh"])
        picture.join(
            Line(source=person, target=party, label=label, look=EdgeLook.ACQUAINTANCE, note=note)
        )


def _walk(picture: Picture, path: list[Json], level: int, names: Names, end: Node) -> None:
    for hop in path:
        is_role = hop["edge"] in ROLE_WORDS
        level += 1 if is_role else GENERATION.get(hop["edge"], 0)
        target = str(hop["to"])
        look = NodeLook.COMPANY if is_role else NodeLook.PERSON
        node = Node(id=target, label=names.get(target, target), look=look, level=level)
        picture.add(replace(end, level=level) if target == end.id else node)
        picture.join(_line(hop))


def _line(hop: Json) -> Line:
    word = str(hop["edge"])
    doubtful = hop.get("disputed") or hop.get("standing", "lawful") != "lawful"
    look = EdgeLook.MARRIAGE if word in MARRIAGE_WORDS else EdgeLook.KIN
    look = EdgeLook.ROLE if word in ROLE_WORDS else look
    return Line(
        source=hop["from"],
        target=hop["to"],
        label=EDGE_LABELS.get(word, word),
        look=EdgeLook.DOUBTFUL if doubtful else look,
        note=f"{hop['source']} · {hop['confidence']:g}",
    )


def _label(person: str, names: Names, terms: list[str]) -> str:
    return f"{names.get(person, person)}\n{terms[0]}" if terms else names.get(person, person)
