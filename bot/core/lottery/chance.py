"""Chance from a seed, the same on every machine: whole numbers from sha256 of the seed and a counter.

The seed of a workshop is nobody's choice: a secret is chosen and its hash published before sign-up closes; a public
value that nobody can know by then, named beforehand (say, the closing figure of an index on a stated later day), is
joined to it afterwards. Who knows the secret cannot know the value; who could bend the value cannot know the secret.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_SPACE = 1 << 256


def commitment(secret: str) -> str:
    """What is published before sign-up closes: the sha256 of the secret (at least 128 bits of chance), in hex."""
    return hashlib.sha256(b"evenhand commitment\n" + secret.encode()).hexdigest()


def seed_of(secret: str, public_value: str) -> str:
    """The seed of the draw, in hex: sha256 of the commitment, the secret and the public value as it was published.

    Blanks around the public value do not count. Anybody can check it: the secret is told after the draw, its
    `commitment` must be the one published, and this function then gives the seed.
    """
    said = [commitment(secret), secret, public_value.strip()]
    framed = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in said)
    return hashlib.sha256(b"evenhand seed\n" + framed).hexdigest()


class Chance:
    """A stream of numbers: the n-th block is sha256(seed, utf-8, then n as 8 bytes, big end first)."""

    __slots__ = ("_counter", "_seed")

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._counter = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`; each equally likely (the uneven rest is thrown away)."""
        while True:
            block = hashlib.sha256(self._seed + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
            number = int.from_bytes(block, "big")
            if number < _SPACE - _SPACE % limit:
                return number % limit

    def sample(self, things: Sequence[T], count: int) -> list[T]:
        """So many of them, each set equally likely: a shuffle (Fisher and Yates) stopped early."""
        left = list(things)
        for place in range(count):
            other = place + self.below(len(left) - place)
            left[place], left[other] = left[other], left[place]
        return left[:count]
