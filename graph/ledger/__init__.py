"""The one truth: sourced facts in an append-only store; all SQL of the project."""

from graph.ledger.backup import Holdings, backup, holdings, restore
from graph.ledger.ledger import Ledger, open_ledger
from graph.ledger.load import Load
from graph.ledger.records import (
    Changes,
    Correction,
    CorrectionEntry,
    Decision,
    DeskEvent,
    Feedback,
    FindingRun,
    PackText,
    Sighting,
    SourceState,
)

__all__ = [
    "Changes",
    "Correction",
    "CorrectionEntry",
    "Decision",
    "DeskEvent",
    "Feedback",
    "FindingRun",
    "Holdings",
    "Ledger",
    "Load",
    "PackText",
    "Sighting",
    "SourceState",
    "backup",
    "holdings",
    "open_ledger",
    "restore",
]
