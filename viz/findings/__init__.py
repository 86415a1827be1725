"""Findings on paper: a workbook with a sheet a pattern, a report with plots."""
