"""The one truth: sourced facts in an append-only store; all SQL of the project."""
