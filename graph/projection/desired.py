"""Everything that should stand in Neo4j at one point, as frames."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.projection.findings import Runs, finding_frames
from graph.projection.kept import Kept
from graph.projection.kin_ties import kin_tie_frames
from graph.projection.legal_kin import legal_kin_frames
from graph.projection.node_rows import node_frames
from graph.projection.nodes import Nodes
from graph.projection.row_ties import row_tie_frames
from graph.projection.verdicts import Records, verdict_frames
from graph.snapshot import open_snapshot
from graph.snapshot.reuse import recipe_digest

if TYPE_CHECKING:
    from graph.projection.frames import Frame
    from graph.projection.place import Place
    from graph.projection.state import Point
    from graph.snapshot.build import Progress

_HERE = Path(__file__).parent
_DERIVES = (_HERE, _HERE.parent / "kinship")


class Desired:
    """The frames of one point, and the digest of the snapshot that they show."""

    def __init__(self, place: Place, point: Point, progress: Progress | None = None) -> None:
        snapshot = open_snapshot(place.ledger, at=point.sequence, progress=progress)
        self.digest = snapshot.digest
        secret = place.secret()
        nodes = Nodes(snapshot, secret)
        kept = Kept(place.folder / "derived", _code_digest())
        records = Records(place.ledger, point.decisions, point.events)
        frames = (
            *node_frames(nodes),
            *row_tie_frames(nodes),
            *kin_tie_frames(nodes),
            *map(kept.frame, legal_kin_frames(nodes, point.day)),
            *verdict_frames(nodes, records),
            *finding_frames(nodes, Runs(place.ledger, point.runs)),
        )
        self.frames: tuple[Frame, ...] = tuple(replace(frame, secret=secret) for frame in frames)
        """One for each shape; whatever is derived later joins here, and goes in the same way."""


@functools.cache
def _code_digest() -> str:
    digest = hashlib.sha256(recipe_digest().encode())
    for folder in _DERIVES:
        for path in sorted(folder.glob("*.*")):
            if path.suffix in (".py", ".yaml"):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def recipe_of(place: Place) -> str:
    """Return the digest of the code that derives frames and of the secret that they are keyed by.

    A projection made by another recipe is made anew.
    """
    return hashlib.sha256(_code_digest().encode() + place.secret()).hexdigest()[:32]
