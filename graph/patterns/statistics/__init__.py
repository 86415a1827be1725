"""Exact tests and their sensitivity: what chance makes of counts."""
