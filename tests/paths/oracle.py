"""Every path of a small graph, weighed by the documented rules in plain Python, for comparison."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise, product

import networkx as nx

from graph.model import ALWAYS, EVER, Standing
from graph.ontology.kinds import EDGE, EdgeKind, NodeKind
from graph.paths.ways import Way, book
from graph.snapshot.arrays import DATED, STANDING_MASK
from graph.ties.kinds import KIND
from graph.ties.strength import decay, shared_strength

MERELY_SHARED = {"PLACE", "HOUSEHOLD", "GROUP", "COHORT", "PHONE", "ADDRESS"}
DEEDS = {"CONTRACT", "ASSET"}
BODIES = {"UNIT", "ASSET", "HOUSEHOLD", "COHORT"}
SHARE = {share.code: share for share in book().shares}
STEP = {step.standing: step for step in book().kin}


@dataclass(frozen=True, slots=True)
class Edge:
    """One tie, from the source of its row to the target; ways are None for kinship."""

    one: int
    other: int
    strength: float
    left: float = 1.0
    start: int = EVER
    end: int = ALWAYS
    way: Way | None = None
    title: str = ""

    def share(self, node):
        if self.way is None:
            return None
        return self.way.source_share if node == self.one else self.way.target_share

    def far(self, node):
        return self.other if node == self.one else self.one


class Oracle:
    """All the ties of a snapshot on a day."""

    def __init__(self, snapshot, day):
        self.snapshot, self.day = snapshot, day
        self.persons, self.recorded = snapshot.persons.n, snapshot.ties.n
        self.edges = [*self._rows(), *self._kin()]
        self.beside = defaultdict(lambda: defaultdict(list))
        for edge in self.edges:
            if edge.one != edge.other:
                self.beside[edge.one][edge.other].append(edge)
                self.beside[edge.other][edge.one].append(edge)
        self.graph = nx.Graph((edge.one, edge.other) for edge in self.edges)
        self.graph.add_nodes_from(range(self.recorded))

    def kind(self, node):
        return "PERSON" if node >= self.recorded else self.snapshot.ties.kind(node).name

    # ties

    def _rows(self):
        out = self.snapshot.ties.out
        bundles = defaultdict(list)
        for source in range(self.recorded):
            for position in out.row_of(source):
                kind, row = EdgeKind(int(out.kind[position])), int(out.row[position])
                edge = self._row(source, int(out.indices[position]), kind, row)
                if edge is not None:
                    alone = row if edge.way.timing == "interval" else -1
                    bundles[source, edge.other, kind, alone].append(edge)
        for edges in bundles.values():
            best = max(edges, key=lambda edge: edge.strength * edge.left)
            start, end = min(edge.start for edge in edges), max(edge.end for edge in edges)
            yield replace(best, start=start, end=end)

    def _row(self, source, target, kind, row):
        way = self._way(kind, row)
        if way is None or way.strength == 0.0:
            return None
        times, timing = self.snapshot.times, way.timing
        at = times.begin(EDGE[kind].table) + row
        start, end = int(times.start[at]), int(times.end[at])
        if timing != "none" and start > self.day:
            return None
        start = EVER if timing in ("none", "until") else start
        end = ALWAYS if timing in ("none", "since") else end
        ended = self.day - end if end < self.day else 0
        left = decay(way.fading, ended) if way.fading else 1.0
        table = self.snapshot.table(EDGE[kind].table)
        sure = table["confidence"][row].as_py()
        title = table["title"][row].as_py() or "" if kind is EdgeKind.HOLDS_POST else ""
        return Edge(source, target, way.strength * sure, left, start, end, way, title)

    def _way(self, kind, row):
        word = ""
        table = self.snapshot.table(EDGE[kind].table)
        if kind is EdgeKind.HOLDS_POST:
            word = table["role"][row].as_py()
        if kind in (EdgeKind.BELONGED_TO, EdgeKind.IN_COHORT):
            word = table["kind"][row].as_py()
            if kind is EdgeKind.BELONGED_TO and table["group_name"][row].as_py():
                word = "part"
        ways = [way for way in book().ways if way.edge is kind]
        return next(
            (way for way in ways if way.word == word), next((w for w in ways if not w.word), None)
        )

    def _kin(self):
        kin = self.snapshot.kin
        for rows, facts, is_couple in (
            (kin.parents, kin.parent_facts, False),
            (kin.spouses, kin.spouse_facts, True),
        ):
            for owner in range(len(rows.indptr) - 1):
                for position in rows.row(owner):
                    other = int(rows.indices[position])
                    if (is_couple and other < owner) or not rows.is_in_force(position, self.day):
                        continue
                    step = STEP[Standing(int(rows.flags[position]) & STANDING_MASK)]
                    strength = (step.couple if is_couple else step.line) or 0.0
                    if step.half_life_years and rows.flags[position] & DATED:
                        years = (self.day - int(rows.start[position])) / 365.25
                        strength *= max(0.5 ** (years / step.half_life_years), step.floor)
                    strength *= float(facts.confidence[position])
                    if strength > 0.0:
                        yield Edge(self._node(owner), self._node(other), strength)

    def _node(self, owner):
        return owner if owner < self.persons else owner - self.persons + self.recorded

    # strengths

    def members(self, node, share):
        """Everybody tied to a node in a share."""
        found = set()
        out, into = self.snapshot.ties.out, self.snapshot.ties.into
        for direction, end in ((out, "source_share"), (into, "target_share")):
            kinds = {way.edge for way in book().ways if getattr(way, end) == share}
            for position in direction.row_of(node):
                kind = EdgeKind(int(direction.kind[position]))
                if kind in kinds and self._is_begun(kind, int(direction.row[position])):
                    found.add(int(direction.indices[position]))
        return max(2, len(found), self._published(node) if SHARE[share].published else 0)

    def _is_begun(self, kind, row):
        times = self.snapshot.times
        return int(times.start[times.begin(EDGE[kind].table) + row]) <= self.day

    def _published(self, node):
        column = {"UNIT": ("units", "staff"), "PLACE": ("places", "population")}.get(
            self.kind(node)
        )
        if column is None:
            return 0
        row = node - int(self.snapshot.ties.first[NodeKind[self.kind(node)]])
        return int(self.snapshot.table(column[0])[column[1]][row].as_py() or 0)

    def known(self, node, share):
        if share is None:
            return 1.0
        rule = SHARE[share]
        if rule.circle is None and rule.hub is None:
            return 1.0
        size = self.members(node, share)
        if rule.hub is not None and size > rule.hub:
            return 0.0
        return min(1.0, rule.circle / (size - 1)) if rule.circle else 1.0

    def passed(self, node, one, other):
        share, beside = one.share(node), other.share(node)
        if share is not None and share == beside:
            return self._shared(node, one, other, SHARE[share])
        if self.kind(node) in BODIES and one.way and other.way:
            timings = {one.way.timing, other.way.timing}
            apart = min(one.end, other.end) <= max(one.start, other.start)
            if apart and "none" not in timings and timings != {"event"}:
                return 0.0
        left = one.left * other.left
        if self.kind(node) in DEEDS:
            left = min(one.left, other.left) / max(one.left, other.left)
        return math.sqrt(left) * self.known(node, share) * self.known(node, beside)

    def _shared(self, node, one, other, rule):
        full = one.way.strength * other.way.strength
        lifted = [KIND[e.way.shared_as].ceiling for e in (one, other) if e.way.shared_as]
        ends = [edge.way.target_share == rule.code for edge in (one, other)]
        ceiling = min(max([rule.ceiling if all(ends) else 1.0, *lifted]), full)
        overlap = min(one.end, other.end) - max(one.start, other.start)
        if rule.together and overlap <= 0:
            return self._handed_over(one, other, rule, full)
        if rule.together and overlap < rule.together:
            return 0.0
        if rule.tie is not None:  # the registry's own words
            kind = replace(KIND[rule.tie], ceiling=ceiling)
            together = shared_strength(kind, self.members(node, rule.code))
        else:
            together = ceiling * self.known(node, rule.code)
        return together / full * min(one.left, other.left) / math.sqrt(one.left * other.left)

    def _handed_over(self, one, other, rule, full):
        if rule.handover is None or not one.title or one.title != other.title:
            return 0.0
        first, second = sorted((one, other), key=lambda edge: edge.start)
        if not 0 <= second.start - first.end <= 183:
            return 0.0
        kind = KIND[rule.handover]
        ended = self.day - (second.start + 1)
        left = decay(kind, max(0, ended))
        return min(1.0, min(kind.ceiling, full) * left / full / math.sqrt(one.left * other.left))

    def strength(self, nodes, edges):
        value = math.sqrt(edges[0].left * edges[-1].left)
        for edge in edges:
            value *= edge.strength
        for node, one, other in zip(nodes[1:-1], edges, edges[1:], strict=False):
            value *= self.passed(node, one, other)
        return value

    # paths

    def paths(self, starts, goals, hops):
        """Every path without a loop, whose inner nodes are no ends, with every choice of ties."""
        ends = {*starts, *goals}
        for start in starts:
            inner = self.graph.subgraph(set(self.graph) - (ends - {start, *goals}))
            for goal in goals:
                allowed = inner.subgraph(set(inner) - (set(goals) - {goal}))
                for nodes in nx.all_simple_paths(allowed, start, goal, cutoff=hops):
                    pairs = pairwise(nodes)
                    for edges in product(*(self.beside[a][b] for a, b in pairs)):
                        strength = self.strength(nodes, edges)
                        if strength > 0.0:
                            yield strength, tuple(nodes), edges

    def best(self, starts, goals, hops):
        """The strength of the best choice of ties for each order of nodes."""
        found = defaultdict(float)
        for strength, nodes, _ in self.paths(starts, goals, hops):
            found[nodes] = max(found[nodes], strength)
        return found

    def stations(self, nodes, edges, told):
        stations = set()
        for node, one, other in zip(nodes[1:-1], edges, edges[1:], strict=False):
            is_kin = one.way is None and other.way is None
            if node < self.recorded and not is_kin and self.kind(node) not in MERELY_SHARED:
                stations.add(node)
        return stations | {
            n for n, is_told in zip((nodes[0], nodes[-1]), told, strict=True) if is_told
        }

    def are_close(self, one, other):
        """Whether two persons are kin by one step, or two."""
        if max(one, other) >= self.persons:
            return False
        step = {
            n: {m for m, es in ms.items() if any(e.way is None for e in es)}
            for n, ms in self.beside.items()
        }
        mine = step.get(one, set())
        return other in mine or any(other in step.get(node, set()) for node in mine)

    def is_roundabout(self, nodes):
        return any(
            self.kind(thing) in MERELY_SHARED and self.are_close(one, other)
            for one, thing, other in zip(nodes, nodes[1:], nodes[2:], strict=False)
        )

    def distinct(self, starts, goals, hops, count):
        """The strengths of the distinct paths, one after the other, by their definition."""
        told = (len(starts) > 1, len(goals) > 1)
        kept = []
        for strength, nodes, edges in sorted(
            self.paths(starts, goals, hops), key=lambda found: (-found[0], len(found[1]), found[1])
        ):
            stations = self.stations(nodes, edges, told)
            if len(kept) == count or self.is_roundabout(nodes):
                continue
            if not any(self._are_alike(stations, *one[1:]) for one in kept):
                kept.append((strength, stations, set(nodes)))
        return [strength for strength, _, _ in kept]

    def _are_alike(self, stations, stronger, nodes):
        if not stations:
            return not stronger
        return (bool(stronger) and stronger <= stations) or stations <= nodes
