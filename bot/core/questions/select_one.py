"""One option of a closed list."""

from __future__ import annotations

from bot.core.closed import Closed


class SelectOne(Closed):
    """A closed list as it stands."""

    name = "select_one"
