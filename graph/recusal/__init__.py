"""Recusal: statutes as data, asked about each candidate, answered with evidence."""
