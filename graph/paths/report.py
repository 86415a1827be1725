"""A connection as the JSON of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.model import iso_of
from graph.ontology.kinds import NODE_LABELS, NodeKind
from graph.paths.connect import State
from graph.paths.wording import state_words

if TYPE_CHECKING:
    from graph.model import Words
    from graph.paths.connect import Connection, Ends
    from graph.paths.hops import Beside, PathHop, ToldPath
    from graph.paths.names import NodeNames
    from graph.paths.search import Cut

Json = dict[str, Any]
_DIGITS = 6


def connection_json(found: Connection) -> Json:
    """Return the answer: paths, what was cut, what was searched, and the names of all nodes."""
    names, outcome = found.names, found.outcome
    cuts = outcome.cuts if outcome else ()
    cut_at = [_cut(cut, found) for cut in cuts]
    if outcome is not None and outcome.is_exhausted:
        cut_at.append({"budget": "half_paths_or_time", "at_most": 1.0})
    paths = [_same(node, found) for node in found.same] + [
        _path(path, found) for path in found.paths
    ]
    answer: Json = {
        "from": found.one.asked,
        "to": found.other.asked,
        "on": iso_of(found.day),
        "state": str(found.state),
        "words": _words(state_words(found)),
        "complete": found.state in (State.FOUND, State.NONE),
        "cut_at": cut_at,
        "paths": paths,
        "kin_beyond": [_path(path, found) for path in found.beyond],
        "passed_over": [_cut(cut, found) for cut in (outcome.passed_over if outcome else ())],
        "max_hops": found.limits.hops,
        "families": sorted(found.families) if found.families is not None else "all",
        "searched": {
            "half_paths": outcome.half_paths if outcome else 0,
            "ties": outcome.ties if outcome else 0,
        },
        "sample": {"pairs": found.sample.pairs if found.sample else 0},
        "ends": {"from": _ends(found.one, names), "to": _ends(found.other, names)},
    }
    return answer | {"nodes": _nodes(found, answer)}


def _ends(side: Ends, names: NodeNames) -> list[str]:
    return [names.id(node) for node in side.nodes]


def _words(words: Words) -> Json:
    return {"zh": words.zh, "en": words.en}


def _cut(cut: Cut, found: Connection) -> Json:
    return {
        "hub": found.names.id(cut.node),
        "neighbours": cut.neighbours,
        "at_most": round(cut.at_most, _DIGITS),
    }


def _same(node: int, found: Connection) -> Json:
    """Return the path of no hops of a node that is on both sides."""
    ident = found.names.id(node)
    return {"strength": 1.0, "hops": [], "same": ident, "ordinary": None}


def _path(path: ToldPath, found: Connection) -> Json:
    is_compared = found.sample and found.sample.pairs and path.length <= found.limits.hops
    share = found.sample.share(path.strength) if found.sample and is_compared else None
    names = found.names
    shown: Json = {
        "strength": round(path.strength, _DIGITS),
        "hops": [_hop(hop, names) for hop in path.hops],
        "ordinary": None if share is None else round(share, 4),
        "length": path.length,
    }
    if path.kin:
        shown["kin"] = [
            {"from": names.id(run.source), "to": names.id(run.target), "terms": list(run.terms)}
            for run in path.kin
        ]
    if path.also:
        shown["also"] = [_beside(beside, names) for beside in path.also]
    return shown


def _hop(hop: PathHop, names: NodeNames) -> Json:
    shown: Json = {
        "from": names.id(hop.source),
        "edge": hop.edge,
        "to": names.id(hop.target),
        "strength": round(hop.strength, _DIGITS),
        "source": hop.origin,
        "since": hop.since or None,
        "until": hop.until or None,
        "confidence": round(hop.confidence, _DIGITS),
        "family": hop.family,
        "label": hop.label,
        "words": _words(hop.words),
    }
    if hop.is_against:
        shown["against"] = True
    if hop.is_disputed:
        shown["disputed"] = True
    if hop.standing:
        shown["standing"] = hop.standing
    if hop.shared is not None:
        shown["shared"] = {
            "tie": hop.shared.code,
            "strength": round(hop.shared.strength, _DIGITS),
            "size": hop.shared.size,
            "words": _words(hop.shared.words),
        }
    if hop.also:
        shown["also"] = [_beside(beside, names) for beside in hop.also]
    if hop.more:
        shown["more"] = hop.more
    return shown


def _beside(beside: Beside, names: NodeNames) -> Json:
    shown: Json = {
        "from": names.id(beside.source),
        "to": names.id(beside.target),
        "strength": round(beside.strength, _DIGITS),
        "sources": list(beside.origins),
        "words": _words(beside.words),
    }
    return shown if beside.via is None else shown | {"via": names.id(beside.via)}


def _nodes(found: Connection, answer: Json) -> Json:
    """Return the name and kind of every node that the answer names."""
    nodes = {*found.one.nodes, *found.other.nodes, *found.same}
    outcome = found.outcome
    for cut in (*outcome.cuts, *outcome.passed_over) if outcome else ():
        nodes.add(cut.node)
    for path in (*found.paths, *found.beyond):
        for hop in path.hops:
            nodes |= {hop.source, hop.target}
            nodes |= {beside.via for beside in hop.also if beside.via is not None}
        nodes |= {beside.via for beside in path.also if beside.via is not None}
    return {found.names.id(node): _node(found.names, node) for node in sorted(nodes)}


def _node(names: NodeNames, node: int) -> Json:
    kind: NodeKind = names.kind(node)
    return {"name": names.label(node), "kind": kind.prefix, "kind_zh": NODE_LABELS[kind]}
