"""A short name for a question instance, so that a button can carry it whatever the length of its path.

A mark is the first 48 bits of SHA-256 of the instance path, as 8 characters of URL-safe base64. Among the instances of
one session (hundreds) two share a mark with a chance below 1e-9; the worst that could follow is a stale button taken.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

LENGTH = 8


@lru_cache(maxsize=65_536)
def mark(path: str) -> str:
    """The mark of an instance path ("/data/home[2]/age"); the empty path, which no question has, stays empty."""
    return urlsafe_b64encode(sha256(path.encode()).digest()[:6]).decode("ascii") if path else ""
