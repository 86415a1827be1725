"""The figures of docs/benchmarks.md, each beside a peer in the same run.

`python -m bench` takes about a minute; `python -m bench --persons 1000000` makes a large county.
Single parts: `python -m bench.kinship`, `python -m bench.county`, `python -m bench.hubs`.
"""

from __future__ import annotations

import argparse
import os
import platform

from bench import county, kinship


def main() -> None:
    """Run the kinship figures, then a county from files to verdicts."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000, help="people of the county")
    parser.add_argument("--kin-persons", type=int, default=764_000)
    parser.add_argument("--officials", type=int, default=5_000)
    options = parser.parse_args()
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.machine()}")
    print("\nKinship engine, DuckDB, igraph, networkx")
    kinship.main([str(options.kin_persons), str(options.officials)])
    print("\nA county from files to verdicts")
    county.main([str(options.persons)])


if __name__ == "__main__":
    main()
