"""A sync in a process of its own, with small steps, one line for each: to be killed."""

import sys
from pathlib import Path

from api.neo4j_server import local_server
from api.settings import Settings
from graph.model import day_of
from graph.neo4j.session import connect
from graph.projection import batches
from graph.projection.place import Place
from graph.projection.sync import Sync
from tests.projection.county import TODAY


def main():
    ledger = Path(sys.argv[1])
    batches.ROWS = batches.PACKED_ROWS = int(sys.argv[2])
    server = local_server(ledger, Settings.read(ledger.parent))
    with connect(server.address()) as graph:
        Sync(graph=graph, place=Place(ledger), day=day_of(TODAY), progress=say).run()


def say(stage, made, of):
    sys.stdout.write(f"{stage} {made} {of}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
