"""Seeds that were promised and not shown yet, in a private folder beside the ledger."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import orjson

from graph.desk.assignment.commitment import Seed
from graph.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER, _FILE = 0o700, 0o600


class Vault:
    """Keeps each seed under its commitment until the draw is recorded."""

    def __init__(self, ledger: Path) -> None:
        self._folder = ledger.with_name(ledger.name + ".seeds")

    def keep(self, seed: Seed) -> None:
        """Store a seed durably, readable by the owner alone, before its promise is recorded."""
        self._folder.mkdir(mode=_FOLDER, exist_ok=True)
        content = {"seed": seed.seed, "nonce": seed.nonce, "hash": seed.hash}
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        file = os.open(self._path(seed.commitment), flags, _FILE)
        with os.fdopen(file, "wb") as out:
            out.write(orjson.dumps(content))
            out.flush()
            os.fsync(out.fileno())

    def take(self, commitment: str) -> Seed:
        """Return the seed of a commitment; it stays until it is dropped.

        Raises:
            InputError: it is not here, or does not keep its promise.
        """
        try:
            told = orjson.loads(self._path(commitment).read_bytes())
            seed = Seed(seed=told["seed"], nonce=told["nonce"], hash=told["hash"])
        except (OSError, orjson.JSONDecodeError, KeyError) as problem:
            raise InputError(
                f"{self._folder}: the seed of this lottery is not here, so it can no longer be "
                "drawn; its promise stays on record unanswered. Assign its cases again"
            ) from problem
        if seed.commitment != commitment:
            raise InputError(
                f"{self._folder}: the seed kept here is not the one that was promised; somebody "
                "changed it. Nothing is drawn; assign the cases again and look into it"
            )
        return seed

    def drop(self, commitment: str) -> None:
        """Forget a seed that the record shows by now."""
        self._path(commitment).unlink(missing_ok=True)

    def _path(self, commitment: str) -> Path:
        return self._folder / f"{commitment.replace(':', '-')}.json"
