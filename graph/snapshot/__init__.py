"""The graph at one ledger sequence: immutable columns and arrays, mapped and shared."""

from graph.snapshot.snapshot import Snapshot, open_snapshot

__all__ = ["Snapshot", "open_snapshot"]
