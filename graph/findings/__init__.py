"""What a pattern found: a reason to look, with its evidence, never a verdict and never a score."""

from graph.findings.finding import Effect, Evidence, Finding, as_json
from graph.findings.result import NotTested, Result, Tested

__all__ = ["Effect", "Evidence", "Finding", "NotTested", "Result", "Tested", "as_json"]
