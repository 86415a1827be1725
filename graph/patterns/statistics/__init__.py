"""Exact tests, sensitivity, effects and multiplicity, of plain arrays and nothing else."""
