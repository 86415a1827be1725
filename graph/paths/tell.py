"""From the codes of a path to what is told of it: hops, words, sources and the ties beside it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from graph.model import Words
from graph.paths.besides import Besides
from graph.paths.distinct import is_kin
from graph.paths.hops import Beside, PathHop, Shared, ToldPath
from graph.paths.kernels.halves import CODE, END, SHARE, START, WAY
from graph.paths.kernels.weigh import KEPT, REST, SIZE, STRENGTH, weigh
from graph.paths.kin_hops import KinTeller
from graph.paths.names import NodeNames
from graph.paths.row_hops import RowReader
from graph.paths.tables import way_slots
from graph.paths.ways import book
from graph.ties.kinds import KIND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.paths.arrays import PathGraph
    from graph.paths.besides import Parallel
    from graph.paths.row_hops import RowTie
    from graph.paths.search import Path
    from graph.snapshot import Snapshot

_MOST_BESIDE = 8


class Teller:
    """Tells paths of one snapshot on one day."""

    def __init__(
        self, snapshot: Snapshot, graph: PathGraph, day: int, families: frozenset[str] | None = None
    ) -> None:
        self.names = NodeNames(snapshot, graph)
        self._graph = graph
        self._day = day
        self._ways = way_slots(families)
        self._rows = RowReader(snapshot, self.names)
        self._kin = KinTeller(snapshot, graph, self.names)
        self._besides = Besides(snapshot, graph, self._ways, day)

    def tell(self, path: Path) -> ToldPath:
        """Return a path with its evidence."""
        nodes, codes = np.array(path.nodes, np.int64), np.array(path.codes, np.int64)
        whole, parts = weigh(self._graph.slots, self._ways, nodes, codes, self._day)
        return ToldPath(
            strength=path.strength,
            length=len(path.codes),
            nodes=path.nodes,
            hops=tuple(self._hops(path, whole, parts)),
            kin=tuple(self._kin.runs(path)),
            also=tuple(self._beside(path)),
        )

    def _hops(
        self, path: Path, whole: NDArray[np.int64], parts: NDArray[np.float64]
    ) -> Iterator[PathHop]:
        shares = _shares(parts)
        at = 0
        while at < len(path.codes):
            last = at + 1
            if is_kin(path.codes[at]):
                while last < len(path.codes) and is_kin(path.codes[last]):
                    last += 1
                for hop in self._kin.hops(path, at, last, shares):
                    yield self._with_parallels(hop)
            else:
                shared = self._shared(path, at, whole, parts) if at else None
                yield self._row_hop(path, at, whole, shares[at], shared)
            at = last

    def _row_hop(
        self,
        path: Path,
        at: int,
        whole: NDArray[np.int64],
        strength: float,
        shared: Shared | None,
    ) -> PathHop:
        near, far = path.nodes[at], path.nodes[at + 1]
        tie = self._read(near, far, int(whole[at, CODE]), is_turned=path.codes[at] < 0)
        cells = tie.cells
        hop = PathHop(
            source=near,
            edge=tie.kind.name.lower(),
            target=far,
            strength=strength,
            family=book().ways[int(whole[at, WAY])].family,
            origin=str(cells["source"]),
            label=tie.label,
            words=tie.words,
            is_against=tie.is_against,
            since=str(cells.get("since", "")),
            until=str(cells.get("until", "")),
            confidence=float(cells.get("confidence", 1.0)),
            is_disputed=bool(cells.get("disputed")),
            shared=shared,
        )
        return self._with_parallels(hop, tie)

    def _read(self, near: int, far: int, code: int, *, is_turned: bool) -> RowTie:
        """Return the row of a code, told from `near`; it stands in `far`'s part if turned."""
        if not is_turned:
            return self._rows.read(code, near, far)
        return self._rows.turned(self._rows.read(code, far, near))

    def _with_parallels(self, hop: PathHop, tie: RowTie | None = None) -> PathHop:
        """Return a hop with the ties beside it, and how many rows are not told."""
        listed, more = [], 0
        for parallel in self._besides.direct(hop.source, hop.target):
            told, kind_name = self._told(parallel)
            if tie is not None and kind_name == tie.kind.name:
                more += parallel.rows - 1
            else:
                listed.append(told)
                more += parallel.rows - 1
        more += max(0, len(listed) - _MOST_BESIDE)
        return replace(hop, also=tuple(listed[:_MOST_BESIDE]), more=more)

    def _told(self, parallel: Parallel) -> tuple[Beside, str]:
        """Return a tie beside a path, and the kind of its first row."""
        nodes, codes = np.array(parallel.nodes, np.int64), np.array(parallel.codes, np.int64)
        whole, parts = weigh(self._graph.slots, self._ways, nodes, codes, self._day)
        ties = [
            self._read(one, other, int(whole[at, CODE]), is_turned=parallel.codes[at] < 0)
            for at, (one, other) in enumerate(pairwise(parallel.nodes))
        ]
        words = ties[0].words
        via = parallel.nodes[1] if len(ties) > 1 else None
        if via is not None:
            words = self._share_words(1, whole, parts, via)[1]
        beside = Beside(
            source=parallel.nodes[0],
            target=parallel.nodes[-1],
            strength=parallel.strength,
            words=words,
            origins=tuple(dict.fromkeys(str(tie.cells["source"]) for tie in ties)),
            via=via,
        )
        return beside, ties[0].kind.name

    def _beside(self, path: Path) -> Iterator[Beside]:
        """Yield the ties between nodes of a path beside its hops, strongest first."""
        found: list[Parallel] = []
        for first, last in combinations(range(len(path.nodes)), 2):
            if all(map(is_kin, path.codes[first:last])):
                continue
            one, other = path.nodes[first], path.nodes[last]
            if last - first > 1:
                found += self._besides.direct(one, other)
            found += (
                tie for tie in self._besides.shared(one, other) if tie.nodes[1] not in path.nodes
            )
        found.sort(key=lambda tie: (-tie.strength, tie.nodes))
        for tie in found[:_MOST_BESIDE]:
            yield self._told(tie)[0]

    def _shared(
        self, path: Path, at: int, whole: NDArray[np.int64], parts: NDArray[np.float64]
    ) -> Shared | None:
        """Return what two ties amount to that lead to the node before a hop in one way."""
        if parts[at - 1, SIZE] == 0.0:
            return None
        code, words = self._share_words(at, whole, parts, path.nodes[at])
        strength = parts[at - 1, STRENGTH] * parts[at, STRENGTH] * parts[at - 1, KEPT]
        strength *= sqrt(parts[at - 1, REST] * parts[at, REST])
        return Shared(
            code=code, strength=float(strength), size=int(parts[at - 1, SIZE]), words=words
        )

    def _share_words(
        self, at: int, whole: NDArray[np.int64], parts: NDArray[np.float64], node: int
    ) -> tuple[str, Words]:
        """Return the code and the words of what the ties before and behind a node share in it."""
        share = book().shares[int(whole[at - 1, SHARE]) - 1]
        ways = [book().ways[int(whole[place, WAY])] for place in (at - 1, at)]
        lifted = next((way.shared_as for way in ways if way.shared_as), None)
        code = lifted or share.tie or share.code
        starts, ends = whole[at - 1 : at + 1, START], whole[at - 1 : at + 1, END]
        if share.handover and ends.min() <= starts.max():
            code = share.handover
        zh, en = (KIND[code].zh, KIND[code].en) if code in KIND else (share.zh, share.en)
        size, label = int(parts[at - 1, SIZE]), self.names.label(node)
        return code, Words(zh=f"{zh}：{label}（{size}）", en=f"{en}: {label} ({size})")


def _shares(parts: NDArray[np.float64]) -> list[float]:
    """Return what each tie contributes: its strength, and the root of what either end keeps."""
    kept = [sqrt(parts[0, REST]), *(sqrt(value) for value in parts[:-1, KEPT]), parts[-1, KEPT]]
    return [
        float(strength * kept[at] * kept[at + 1]) for at, strength in enumerate(parts[:, STRENGTH])
    ]
