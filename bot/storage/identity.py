"""Ids of rows: random, so that they tell neither order nor number, need no counter, and survive a move or a merge.

53 bits: exact in JSON and JavaScript. Two equal ones break a key, which fails the transaction and is tried again.
"""

from __future__ import annotations

import secrets


def new_id() -> int:
    """A number from 1 to 2^53 - 1; 0 means "none" everywhere."""
    return secrets.randbits(53) or 1
