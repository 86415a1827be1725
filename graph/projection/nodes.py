"""Every node of a snapshot by the id that it has in Neo4j."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.ontology.kinds import NodeKind
from graph.projection.model import Label, label_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot
    from graph.snapshot.arrays import Int32

HIDDEN = (NodeKind.PHONE, NodeKind.ADDRESS)
"""Kinds whose ids are private: a shared telephone is a tie, its number is nobody's business."""
_DIGEST_BYTES = 12
_IMPLIED_DIGITS = 8


@dataclass(frozen=True)
class Nodes:
    """The nodes of a snapshot's tie graph, and after them the people whom relations imply.

    `secret` keys the digests of telephones and addresses, so that nobody finds a number by trying
    all of them.
    """

    snapshot: Snapshot
    secret: bytes

    @cached_property
    def ids(self) -> pa.Array:
        """The id of each node of the tie graph, then of each implied person."""
        ties, parts = self.snapshot.ties, []
        for kind in NodeKind:
            first, last = int(ties.first[kind]), int(ties.first[kind + 1])
            names = self._names(first, last)
            if kind in HIDDEN:
                names = pa.array(map(self.hidden, names.to_pylist()), pa.string())
            parts.append(names)
        parts.append(implied_ids(self.implied))
        return pa.concat_arrays([part.cast(pa.large_string()) for part in parts])

    def _names(self, first: int, last: int) -> pa.Array:
        people = len(self.snapshot.ties.person_ids)
        texts = self.snapshot.ties.person_ids if first < people else self.snapshot.ties.other_ids
        offset = 0 if first < people else people
        return arrow_of(texts).slice(first - offset, last - first)

    def hidden(self, text: str) -> str:
        """Return the digest that stands for a telephone or an address."""
        digest = hmac.digest(self.secret, text.encode(), "sha256")[:_DIGEST_BYTES]
        return digest.hex()

    @property
    def implied(self) -> int:
        """Count the people whom relations imply."""
        return self.snapshot.persons.n_all - self.snapshot.persons.n

    @cached_property
    def labels(self) -> NDArray[np.int8]:
        """The place of each node's label among `LABELS`."""
        kinds = np.repeat(
            np.arange(len(NodeKind), dtype=np.int8), np.diff(self.snapshot.ties.first)
        )
        return np.concatenate([kinds, np.full(self.implied, len(NodeKind), np.int8)])

    def of_kinship(self, nodes: Int32) -> Int32:
        """Return people as the kinship arrays number them by their place among all nodes."""
        real = self.snapshot.persons.n
        return np.where(nodes < real, nodes, nodes + (self.snapshot.ties.n - real)).astype(np.int32)

    def id_of(self, nodes: NDArray[np.int32]) -> pa.Array:
        """Return the ids of some nodes."""
        return self.ids.take(pa.array(nodes)).cast(pa.string())

    @cached_property
    def fingerprint(self) -> str:
        """What the ids are made of, those of implied people apart."""
        parts = self.snapshot.manifest.parts
        names = (
            parts["persons"].objects["persons.ids"],
            parts["links"].objects["links.ids"],
            parts["links"].objects["links.first"],
        )
        key = hashlib.sha256(b"fingerprint" + self.secret).hexdigest()[:16]
        return "/".join((*names, key))


LABELS: tuple[Label, ...] = (*map(label_of, NodeKind), Label.IMPLIED)
"""Labels in the order of `Nodes.labels`."""


def implied_ids(count: int) -> pa.Array:
    """Return ids that sort as a snapshot numbers its implied people."""
    return pa.array([f"{number:0{_IMPLIED_DIGITS}d}" for number in range(count)], pa.string())


def arrow_of(texts: object) -> pa.Array:
    """Return a snapshot's column of texts as Arrow holds it."""
    found = getattr(texts, "arrow", None)
    return found if found is not None else pa.array(list(texts), pa.string())  # type: ignore[call-overload]
