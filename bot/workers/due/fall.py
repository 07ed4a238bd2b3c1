"""The promise that every file in this folder keeps: what happens when a due row's time has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.ports import Due, Errand, Tx

Fall = Callable[[Tx, Due, datetime], tuple[Errand, ...]]
"""Runs inside the transaction that settles the row, at the civil instant `now` (never before the row's own). It looks
again whether what it was put for is still so, and does nothing where it is not. Long work is returned as errands: they
are kept with the same commit and done after it, at least once, also where a kill comes between. Raises Rule where a
rule forbids it: the row stays settled and nothing else is stored."""
