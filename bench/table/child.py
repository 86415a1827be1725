"""One stage or engine of one size, in a process of its own: `python -m bench.table.child`."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from bench.table.memory import limit
from bench.table.sheet import Sheet

STAGES = {
    "load": ("huibi", "bench.table.stages", "load"),
    "sync": ("huibi-neo4j", "bench.table.stages", "sync"),
    "hand over": ("", "bench.table.stages", "hand_over"),
    "stop": ("", "bench.table.stages", "stop"),
    "arrays": ("huibi", "bench.table.arrays", "run"),
}
"""The engine that a stage's figures belong to, and what runs it."""
PARTS = {
    "huibi": ("bench.table.embedded", "Embedded"),
    "huibi-neo4j": ("bench.table.by_neo4j", "OnNeo4j"),
    "cypher": ("bench.table.by_neo4j", "PlainCypher"),
    "duckdb": ("bench.table.by_duckdb", "DuckDB"),
    "igraph": ("bench.table.by_libraries", "Igraph"),
    "networkx": ("bench.table.by_libraries", "Networkx"),
}
"""Where each engine is made."""


def main() -> None:
    """Run one part of the bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part")
    parser.add_argument("folder", type=Path)
    parser.add_argument("persons", type=int)
    parser.add_argument("megabytes", type=int)
    options = parser.parse_args()
    limit(options.megabytes)
    from bench.table.world import World

    world = World(options.folder, options.persons)
    figures = world.folder / "figures" / options.part
    figures.mkdir(parents=True)
    if options.part in STAGES:
        engine, module, name = STAGES[options.part]
        getattr(import_module(module), name)(world, Sheet(engine, figures))
        return
    from bench.table.engine import measure

    module, name = PARTS[options.part]
    measure(getattr(import_module(module), name)(world), world, Sheet(options.part, figures))


if __name__ == "__main__":
    main()
