"""Bounded search over all ties, and what it finds as a networkx graph."""

from graph.traverse.search import Reach, around, reach

__all__ = ["Reach", "around", "reach"]
