"""The audit chain, walked with our own SQL and our own hashing (I17)."""

from __future__ import annotations

import hashlib
import json

from tests.torture.opening import rows


def links(database: str) -> tuple[int, list[str]]:
    """How many entries there are, and what is wrong with them."""
    found = rows(database, "SELECT bot_id, seq, at, actor, verb, object, hash FROM audit ORDER BY bot_id, seq")
    faults, before, bot, expected = [], "", None, 0
    for one, seq, at, actor, verb, what, kept in found:
        if one != bot:
            before, bot, expected = "", one, 0
        expected += 1
        said = json.dumps([before, seq, at, actor, verb, what], ensure_ascii=False, separators=(",", ":"))
        if seq != expected:
            faults.append(f"entry {expected} of the audit log is missing")
            expected = seq
        if hashlib.sha256(said.encode()).hexdigest() != kept:
            faults.append(f"entry {seq} of the audit log does not follow from the one before")
        before = kept
    return len(found), faults[:5]
