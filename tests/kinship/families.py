"""Families for tests: read from a sketch or generated, with a naive oracle beside them."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from graph.model import ALWAYS, EVER, Bond, Standing, day_of
from graph.snapshot.arrays import (
    DATED,
    DISPUTED,
    INFERRED,
    UNCERTAIN,
    Adjacency,
    EdgeFacts,
    KinGraph,
    Persons,
)

_UP = {"father": 1, "mother": 2, "parent": 0}
_DOWN = {"son": 1, "daughter": 2, "child": 0}
_ACROSS = {"husband": 1, "wife": 2, "spouse": 0}
_TURNED = {"U": "D", "D": "U", "S": "S"}
_BONDS = {"birth": Bond.BIRTH, "adoptive": Bond.ADOPTIVE, "step": Bond.STEP, "foster": Bond.FOSTER}


class Stated(NamedTuple):
    """One segment: `other` is the parent (U) or the spouse (S) of `one`; nodes by number."""

    one: int
    step: str
    other: int
    standing: int = 0
    start: int = EVER
    end: int = ALWAYS
    marks: int = 0
    bond: int = Bond.BIRTH
    confidence: float = 1.0
    proof: tuple[int, ...] = ()

    @property
    def flags(self) -> int:
        dated = DATED if (self.start, self.end) != (EVER, ALWAYS) else 0
        return self.standing | dated | self.marks


@dataclass(eq=False)
class Family:
    """A snapshot's kinship side, made by hand; nodes from `len(ids)` on are virtual."""

    ids: list[str]
    nodes: int
    segments: list[Stated]
    rows: list[dict[str, object]] = field(default_factory=list)
    ties: list[dict[str, object]] = field(default_factory=list)
    declarations: list[dict[str, object]] = field(default_factory=list)
    sexes: dict[int, int] = field(default_factory=dict)
    born: dict[int, int] = field(default_factory=dict)

    @cached_property
    def persons(self) -> Persons:
        def days(default: int) -> np.ndarray:
            return np.array([self.born.get(i, default) for i in range(self.nodes)], np.int32)

        alive = np.full(self.nodes, ALWAYS, np.int32)
        sex = np.array([self.sexes.get(i, 0) for i in range(self.nodes)], np.uint8)
        return Persons(
            ids=self.ids, names=self.ids, sex=sex, born_first=days(EVER), born_last=days(ALWAYS),
            died_first=alive, died_last=alive,
        )  # fmt: skip

    @cached_property
    def kin(self) -> KinGraph:
        up = [s for s in self.segments if s.step == "U"]
        across = [s for s in self.segments if s.step == "S"]
        across += [s._replace(one=s.other, other=s.one) for s in across]
        parents, parent_facts = _adjacency(self.nodes, up)
        turned = [s._replace(one=s.other, other=s.one) for s in up]
        spouses, spouse_facts = _adjacency(self.nodes, across)
        return KinGraph(
            parents=parents, children=_adjacency(self.nodes, turned)[0], spouses=spouses,
            parent_facts=parent_facts, spouse_facts=spouse_facts,
        )  # fmt: skip

    def table(self, name: str) -> pa.Table:
        if name == "supported_pairs":
            return self._edges(name)
        columns = {
            "kin": ("fact", "origin", "person", "relation", "relative", "confidence", "disputed",
                    "supported", "from", "to"),
            "ties": ("fact", "origin", "person", "other", "kind", "confidence", "disputed",
                     "from", "to"),
            "declarations": ("person", "scope", "date"),
        }[name]  # fmt: skip
        rows = {"kin": self.rows, "ties": self.ties, "declarations": self.declarations}[name]
        types = {"fact": pa.int64(), "confidence": pa.float64(), "disputed": pa.bool_()}
        return pa.table(
            {c: pa.array([r.get(c) for r in rows], types.get(c, pa.string())) for c in columns}
        )

    @cached_property
    def _folder(self) -> Path:
        folder = tempfile.mkdtemp()
        weakref.finalize(self, shutil.rmtree, folder)
        return Path(folder)

    def file(self, name: str) -> Path:
        path = self._folder / f"{name}.parquet"
        if not path.exists():
            pq.write_table(self._edges(name), path)
        return path

    def _edges(self, name: str) -> pa.Table:
        i32 = pa.int32()
        if name == "supported_pairs":
            pairs = self._supported()
            return pa.table({"a": pa.array([a for a, _ in pairs], i32),
                             "b": pa.array([b for _, b in pairs], i32)})  # fmt: skip
        step, one, other = {"parent_edges": ("U", "child", "parent"),
                            "spouse_edges": ("S", "a", "b")}[name]  # fmt: skip
        chosen = [s for s in self.segments if s.step == step]
        if step == "S":
            chosen += [s._replace(one=s.other, other=s.one) for s in chosen]
        return pa.table({
            one: pa.array([s.one for s in chosen], i32),
            other: pa.array([s.other for s in chosen], i32),
            "standing": pa.array([s.standing for s in chosen], pa.int8()),
            "start": pa.array([s.start for s in chosen], i32),
            "end": pa.array([s.end for s in chosen], i32),
        })  # fmt: skip

    def _supported(self) -> list[tuple[int, int]]:
        pairs = [(str(r["person"]), str(r["relative"])) for r in self.rows
                 if r.get("supported") == "true"]  # fmt: skip
        pairs += [(str(r["person"]), str(r["other"])) for r in self.ties
                  if r["kind"] == "guardian"]  # fmt: skip
        found = {(self.ids.index(a), self.ids.index(b)) for a, b in pairs}
        return sorted(found | {(b, a) for a, b in found})

    def node(self, person: str) -> int:
        return self.ids.index(person)


def _adjacency(nodes: int, segments: list[Stated]) -> tuple[Adjacency, EdgeFacts]:
    ordered = sorted(segments, key=lambda s: (s.one, s.other, s.start))
    indptr = np.zeros(nodes + 1, np.int32)
    for segment in ordered:
        indptr[segment.one + 1] += 1
    proofs = np.cumsum([0, *(len(s.proof) for s in ordered)])
    facts = EdgeFacts(
        confidence=np.array([s.confidence for s in ordered], np.float32),
        bond=np.array([s.bond for s in ordered], np.uint8),
        proof_indptr=proofs.astype(np.int32),
        proof=np.array([row for s in ordered for row in s.proof], np.int32),
    )
    return Adjacency(
        indptr=np.cumsum(indptr).astype(np.int32),
        indices=np.array([s.other for s in ordered], np.int32),
        flags=np.array([s.flags for s in ordered], np.uint8),
        start=np.array([s.start for s in ordered], np.int32),
        end=np.array([s.end for s in ordered], np.int32),
    ), facts


def family(sketch: str) -> Family:
    """Read lines `A father F`, i.e. F is A's father, as in kin.csv.

    Options follow: kind=, standing=, from=, to=, conf=, disputed, uncertain, supported; a line
    `A 舅舅 B via=?m,?g shape=UUD` is an asserted row through implied people, named with `?`.
    """
    lines = [line.split() for line in sketch.strip().splitlines() if line.split()]
    names = {name for line in lines for name in (line[0], line[2])}
    virtual = {v for line in lines for o in line for v in _options([o]).get("via", "").split(",")}
    ids = sorted(name for name in names if not name.startswith("?"))
    order = ids + sorted(v for v in virtual if v)
    made = Family(ids=ids, nodes=len(order), segments=[])
    segments: dict[tuple[object, ...], Stated] = {}
    for number, (one, word, other, *rest) in enumerate(lines):
        options = _options(rest)
        made.rows.append({
            "fact": number + 1, "origin": f"kin.csv:{number + 2}", "person": one,
            "relation": word, "relative": other, "confidence": float(options.get("conf", "1")),
            "disputed": "disputed" in options,
            "supported": "true" if "supported" in options else None,
        })  # fmt: skip
        shape, sex = _shape_of(word)
        if sex:
            made.sexes[order.index(other)] = sex
        via = [v for v in options.get("via", "").split(",") if v]
        path = [order.index(name) for name in (one, *via, other)]
        letters = options.get("shape", shape)
        for source, letter, target in zip(path, letters, path[1:], strict=False):
            stated = _stated(source, letter, target, options, number, inferred=len(letters) > 1)
            key = stated[:6]
            held = segments.get(key)
            segments[key] = held._replace(proof=(*held.proof, number)) if held else stated
    made.segments = list(segments.values())
    return made


def _options(words: list[str]) -> dict[str, str]:
    return dict(word.partition("=")[::2] for word in words)


def _shape_of(word: str) -> tuple[str, int]:
    for letter, words in (("U", _UP), ("D", _DOWN), ("S", _ACROSS)):
        if word in words:
            return letter, words[word]
    return "UD", {"brother": 1, "sister": 2}.get(word, 0)


def _stated(
    source: int, letter: str, target: int, options: dict[str, str], row: int, *, inferred: bool
) -> Stated:
    if letter == "D":
        source, target = target, source
    marks = (DISPUTED if "disputed" in options else 0) | (
        UNCERTAIN if "uncertain" in options else 0
    )
    return Stated(
        one=source, step="S" if letter == "S" else "U", other=target,
        standing=Standing[options["standing"]] if "standing" in options else 0,
        start=day_of(options["from"]) if "from" in options else EVER,
        end=day_of(options["to"]) if "to" in options else ALWAYS,
        marks=marks | (INFERRED if inferred else 0),
        bond=Bond.MARRIAGE if letter == "S" else _BONDS[options.get("kind", "birth")],
        confidence=float(options.get("conf", "1")), proof=(row,),
    )  # fmt: skip


@st.composite
def families(draw: st.DrawFn, most: int = 14) -> Family:
    """Draw small, tangled families: remarriage, cycles, collapse, adoption, implied people."""
    real = draw(st.integers(2, most))
    nodes = real + draw(st.integers(0, 2))
    node = st.integers(0, nodes - 1)
    day = st.sampled_from([EVER, 0, 10, 20, ALWAYS])
    standing = st.sampled_from([0, 0, 0, 0, 1, 2, 3, 6])
    tidy = draw(st.booleans())
    segments: dict[tuple[int, str, int, int], Stated] = {}
    for _ in range(draw(st.integers(1, 3 * nodes))):
        one, other, step = draw(node), draw(node), draw(st.sampled_from("UUUS"))
        if one == other:
            continue
        if step == "S" or (tidy and one < other):
            one, other = min(one, other), max(one, other)
        start, end = sorted((draw(day), draw(day)))
        if start == end or draw(st.integers(0, 2)):
            start, end = EVER, ALWAYS
        made = Stated(one, step, other, draw(standing), start, end)
        segments[made.one, made.step, made.other, made.standing] = made
    return Family(
        ids=[f"P{i:02}" for i in range(real)], nodes=nodes, segments=list(segments.values())
    )


@st.composite
def clans(draw: st.DrawFn, size: int = 6) -> Family:
    """Draw several families side by side, for executors that are slow to start."""
    drawn = [draw(families(most=10)) for _ in range(size)]
    real = sum(len(one.ids) for one in drawn)
    ids, nodes, segments = 0, real, []
    for one in drawn:
        known = len(one.ids)
        place = [*range(ids, ids + known), *range(nodes, nodes + one.nodes - known)]
        segments += [s._replace(one=place[s.one], other=place[s.other]) for s in one.segments]
        ids, nodes = ids + known, nodes + one.nodes - known
    return Family(ids=[f"P{i:03}" for i in range(real)], nodes=nodes, segments=segments)


def oracle(
    family: Family, day: int, shapes: frozenset[str], allowed: int
) -> set[tuple[int, int, str]]:
    """Enumerate (ego, relative, shape) by networkx over simple paths; lines by reachability."""
    steps = nx.MultiDiGraph()
    steps.add_nodes_from(range(family.nodes))
    for s in family.segments:
        if allowed >> s.standing & 1 and s.start <= day < s.end:
            steps.add_edge(s.one, s.other, key=s.step)
            steps.add_edge(s.other, s.one, key=_TURNED[s.step])
    real = len(family.ids)
    found: set[tuple[int, int, str]] = set()
    bounded = {shape for shape in shapes if "+" not in shape}
    longest = max(map(len, bounded), default=0)
    for ego in range(real):
        targets = set(range(real)) - {ego}
        for path in (
            nx.all_simple_edge_paths(steps, ego, targets, cutoff=longest) if longest else ()
        ):
            shape = "".join(key for _, _, key in path)
            if shape in bounded:
                found.add((ego, path[-1][1], shape))
    for line in shapes & {"U+", "D+"}:
        ties = nx.DiGraph((a, b) for a, b, key in steps.edges(keys=True) if key == line[0])
        for ego in range(real):
            reached = nx.descendants(ties, ego) if ego in ties else set()
            found |= {(ego, other, line) for other in reached if other < real and other != ego}
    return found
