"""The sample borough: who can be played, and how it came to be filled: through the bot itself, as anybody would."""

from __future__ import annotations

from bot.cli.borough.filling import Filling, fill_borough
from bot.cli.borough.folder import CivilClock, SampleFolder
from bot.cli.borough.past import begins
from bot.cli.borough.stage import SURVEY, stage_of

__all__ = ["SURVEY", "CivilClock", "Filling", "SampleFolder", "begins", "fill_borough", "stage_of"]
