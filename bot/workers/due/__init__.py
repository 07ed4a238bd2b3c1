"""What happens at a wall-clock time: one kind of due row per file. A new kind is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from bot.workers.due import approval_open, broadcast_quiet, close_activity, open_activity, settle_activity
from bot.workers.due.fall import Fall

DUE: Mapping[str, Fall] = {
    "open_activity": open_activity.fall,
    "close_activity": close_activity.fall,
    "settle_activity": settle_activity.fall,
    "approval_open": approval_open.fall,
    "broadcast_quiet": broadcast_quiet.fall,
}
