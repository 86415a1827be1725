"""Recusal: statutes as data, asked about each candidate, answered with evidence."""

from graph.recusal.decisions import Difference, decision_of, replay
from graph.recusal.engine import check
from graph.recusal.informant import visible, withhold
from graph.recusal.pack import PACKS, Pack, load_pack, parse_pack
from graph.recusal.report import as_json
from graph.recusal.verdict import CandidateVerdict, CaseVerdict, Reason, Verdict

__all__ = [
    "PACKS",
    "CandidateVerdict",
    "CaseVerdict",
    "Difference",
    "Pack",
    "Reason",
    "Verdict",
    "as_json",
    "check",
    "decision_of",
    "load_pack",
    "parse_pack",
    "replay",
    "visible",
    "withhold",
]
