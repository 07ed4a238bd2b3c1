"""Letters on their whole road: from what somebody did, through the running sender, into another's chat and back."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

from bot.core import wall
from bot.ports import Lane, PersonId, millis


async def rows(town, state):
    return [row for row in await town.rows("deliveries") if row["state"] == state]


async def test_a_champion_hears_that_they_were_confirmed_without_asking(town):
    officer = await town.officer()
    grace = await town.holder(officer, "champion")
    await grace.person.wait_for(lambda message: "You are confirmed as" in message.get("text", ""), 10)
    for _ in range(200):
        if sent := [row for row in await rows(town, 10) if row["class_"] == "confirmation"]:
            break
        await asyncio.sleep(0.02)
    assert len(sent) == 1
    assert sent[0]["message"] > 0


async def test_a_resident_presses_less_often_under_news_and_is_heeded(town):
    ada = await town.arrive()
    await ada.starts()
    who = await ada.row()
    noon = wall.days_later(wall.instant(wall.shown(town.clock(), "Europe/London").replace(hour=12), "Europe/London"),
                           1, "Europe/London")  # fmt: skip

    def tell(tx):
        about = tx.activities.named("night_bus")
        tx.preferences.ask(who.id, json.loads(about.settings)["theme"], "", millis(noon))
        made = tx.notices.make("notice", about.id, "", "service", Lane.REMINDERS, "{}", PersonId(0), millis(noon))
        tx.outbox.add(made.id, who.id, millis(noon))

    await town.write(tell)
    assert await town.app.sender.drain_once(noon - timedelta(hours=10)) == 0
    assert await town.app.sender.drain_once(noon) == 1
    message = await ada.person.last()
    assert "how safe you feel" in message["text"]
    labels = [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]
    assert labels[-2:] == ["Stop messages", "Less often"]
    assert "at most 1 message" in await ada.presses("Less often")
    assert await town.read(lambda tx: tx.preferences.get(who.id, "contact")) == "less"
