"""The one table of the project's figures: every engine, the same data, equal answers asserted.

`python -m bench` measures 10,000 and 100,000 persons in some minutes and writes out/bench/bench.md,
bench.json and bench-growth.png. `python -m bench --sizes 10000 100000 1000000 10000000 --to docs`
makes the table of docs/bench.md. A run in which two engines answer differently fails.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.table.questions import ENGINES
from bench.table.run import Plan, run_size
from bench.table.written import write

SIZES = (10_000, 100_000)
MINUTES = 25.0


def main() -> None:
    """Measure each size, smallest first, and write the table after each."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), help="persons")
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--to", type=Path, default=Path("out/bench"), help="folder of the table")
    parser.add_argument("--keep", type=Path, help="folder that keeps counties and ledgers")
    parser.add_argument("--loaded", action="store_true", help="take the ledgers --keep holds")
    parser.add_argument("--add", action="store_true", help="keep figures of the table not run now")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="the most for one engine")
    options = parser.parse_args()
    if options.loaded and not options.keep:
        parser.error("--loaded takes what --keep holds: name the folder")
    engines = [name for name in ENGINES if name in {"huibi", *options.engines}]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        plan = Plan(
            folder=folder.absolute(), minutes=options.minutes, engines=engines,
            is_loaded=options.loaded,
        )  # fmt: skip
        sizes = []
        for persons in sorted(options.sizes):
            sizes.append(run_size(plan, persons))
            write(options.to, sizes, keeps_others=options.add)
    print((options.to / "bench.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
