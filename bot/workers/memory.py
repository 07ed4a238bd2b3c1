"""Spares the garbage collector work that finds nothing.

What was made at start (forms, sentences, libraries) lives as long as the process, and an answer leaves hardly any
circles behind; looking through all of it every few hundred answers cost a fifth of the bot's time (measured).
"""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 50
"""Containers made before the young are looked through, and how often that before the older generations are."""


def settle() -> None:
    """Set aside what is there, and look for circles less often. Call it once, when the bot begins to listen."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
