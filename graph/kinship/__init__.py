"""Kinship: elementary ties in, every relation derived, legal circles as data."""
