"""The address of all workshops for one's own calendar: where the bot has one, and only then."""

from __future__ import annotations

from dataclasses import replace

from bot.build import _feed
from handlers.choice import worded
from handlers.workshop_screen import subscribe


async def test_a_resident_reads_the_calendars_address_in_their_language_where_the_bot_can_be_reached(town):
    office = replace(town.app.office, feed=_feed("https://evenings.example.org:8443/hook/3f"))
    [block] = subscribe(office, "pl")
    assert "https://evenings.example.org:8443/calendar.ics?lang=pl" in worded(office, "pl", block.line).text
    assert subscribe(town.app.office, "pl") == (), "while polling there is no address"
