"""A figure of the council with its source, and whether it matches one's experience."""

from __future__ import annotations

from bot.core.closed import Closed


class DataCard(Closed):
    """A closed list below a card: the question's hint holds figure and source, and stands above what is asked."""

    name = "data_card"
