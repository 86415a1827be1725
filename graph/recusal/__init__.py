"""Recusal: dated rule packs, the closed set of conditions, and the verdict with its grounds."""
