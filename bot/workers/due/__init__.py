"""What happens at a wall-clock time: one kind of due row per file. A new kind is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from bot.workers.due.fall import Fall

DUE: Mapping[str, Fall] = {}
