"""What people made of findings: their answers, a finding's history, hit rates by pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scipy.stats import binomtest

from graph.ledger import Feedback, FindingRun, open_ledger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Json = dict[str, Any]


def record_run(ledger: Path, found: Json, settings: Mapping[str, Any], author: str) -> FindingRun:
    """Keep the findings of a run, which must not have been narrowed, in the ledger."""
    run = FindingRun(
        codes=tuple(pattern["code"] for pattern in found["patterns"]),
        on=found["on"],
        sequence=found["sequence"],
        author=author,
        settings=settings,
    )
    with open_ledger(ledger, write=True) as opened:
        return opened.findings.record(run, found["findings"])


def answer(ledger: Path, feedback: Feedback) -> Json:
    """Record what became of a finding and return it; see `graph.ledger.findings`."""
    with open_ledger(ledger, write=True) as opened:
        return _as_json(opened.findings.answer(feedback))


def history(ledger: Path, finding: str) -> Json:
    """Return a recorded finding, the runs it stood in, and what was said of it.

    Raises:
        NotFoundError: no recorded run found it.
    """
    with open_ledger(ledger) as opened:
        return {
            "finding": opened.findings.last(finding),
            "runs": [
                {
                    "run": one.run,
                    "at": one.at,
                    "on": one.on,
                    "sequence": one.sequence,
                    "found": one.is_found,
                }
                for one in opened.findings.history(finding)
            ],
            "feedback": [_as_json(one) for one in opened.findings.feedback_of(finding)],
        }


def standing(ledger: Path) -> dict[str, Json]:
    """Return the last word on each finding that anybody has looked at, by its id."""
    with open_ledger(ledger) as opened:
        return {
            finding: _as_json(one) for finding, one in opened.findings.standing_feedback().items()
        }


def hit_rates(ledger: Path) -> list[Json]:
    """Return, by pattern, how many findings were confirmed of those settled, with its interval.

    Open ones count for nothing. The interval is Wilson's at 95 %.
    """
    with open_ledger(ledger) as opened:
        counts = opened.findings.hit_rates()
    rates = []
    for code, outcomes in sorted(counts.items()):
        settled = outcomes["confirmed"] + outcomes["innocent"]
        rate: Json = {"code": code, "open": outcomes["open"], "settled": settled}
        rate["confirmed"] = outcomes["confirmed"]
        if settled:
            found = binomtest(outcomes["confirmed"], settled).proportion_ci(method="wilson")
            rate["rate"] = outcomes["confirmed"] / settled
            rate["low"], rate["high"] = float(found.low), float(found.high)
        rates.append(rate)
    return rates


def _as_json(feedback: Feedback) -> Json:
    return {
        "finding": feedback.finding,
        "code": feedback.code,
        "outcome": feedback.outcome,
        "because": feedback.because or None,
        "note": feedback.note,
        "by": feedback.author,
        "at": feedback.at,
    }
