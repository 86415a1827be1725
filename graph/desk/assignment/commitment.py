"""A seed promised before and shown after: nobody can choose it once the chances are known."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from graph.errors import InputError

HASHES = ("sha256", "sm3")
"""SHA-256 (FIPS 180-4) or SM3 (GB/T 32905-2016)."""
_SEED_BYTES = 32
_PURPOSE = "huibi assignment 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A secret number and the nonce that hides it; both in hexadecimal."""

    seed: str
    nonce: str
    hash: str = "sha256"

    @property
    def commitment(self) -> str:
        """Digest of seed ‖ nonce, with the name of the hash before it."""
        content = bytes.fromhex(self.seed) + bytes.fromhex(self.nonce)
        return f"{self.hash}:{digest_of(content, self.hash)}"


def new_seed(hash: str = "sha256") -> Seed:
    """Return a seed from the system's source of randomness."""
    _require(hash)
    return Seed(
        seed=secrets.token_hex(_SEED_BYTES), nonce=secrets.token_hex(_SEED_BYTES), hash=hash
    )


def seed_from(content: bytes, hash: str = "sha256") -> Seed:
    """Return the seed that some content stands for, such as a file written beforehand.

    Raises:
        InputError: the content is too short to be secret.
    """
    _require(hash)
    if len(content) < _SEED_BYTES // 2:
        raise InputError(
            f"--seed-from: {len(content)} bytes could be guessed, and the lottery with them; give "
            f"{_SEED_BYTES // 2} or more, from a source of randomness"
        )
    parts = (hashlib.sha256(b"seed" + content), hashlib.sha256(b"nonce" + content))
    return Seed(seed=parts[0].hexdigest(), nonce=parts[1].hexdigest(), hash=hash)


def key_of(seed: Seed, *, public: str, chances: str) -> bytes:
    """Return the key of the draws, from the secret seed, a public one and the chances' digest."""
    parts = (_PURPOSE, seed.commitment, seed.seed, seed.nonce, chances, public)
    content = "".join(f"{len(part.encode())}:{part}," for part in parts)
    return hashlib.sha256(content.encode()).digest()


def digest_of(content: bytes, hash: str) -> str:
    """Return a digest in hexadecimal.

    Raises:
        InputError: the hash is unknown, or this machine's OpenSSL lacks it.
    """
    _require(hash)
    try:
        return hashlib.new(hash, content).hexdigest()
    except ValueError as problem:
        raise InputError(f"this machine cannot compute {hash}; use --hash sha256") from problem


def _require(hash: str) -> None:
    if hash not in HASHES:
        raise InputError(f"'{hash}' is no hash for a commitment: use one of {', '.join(HASHES)}")
