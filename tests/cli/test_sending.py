"""The operator's view of what is sent: the figures, the hold, and the word that ends it, also while the bot runs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from bot.actions import hold
from bot.ports import Lane, PersonId, millis
from bot.storage import open_store
from tests.test_refusals import Place, place  # noqa: F401  a fixture
from tests.torture.process import Bot
from tests.workers.mailroom import NOON


async def hold_with_news(place: Place) -> None:  # noqa: F811
    """A restored database: held, with a message to somebody in it."""
    opened = await open_store(place.environment["DATABASE_URL"], bot_id=424242, durable=False)

    def work(tx):
        person = tx.people.arrive(b"h" * 32, b"nobody can open this", "en", millis(NOON))[1]
        made = tx.notices.make("broadcast", 1, "", "unasked", Lane.BROADCAST, "{}", PersonId(0), millis(NOON))
        tx.outbox.add(made.id, person.id, millis(NOON))
        tx.notes.put(hold.HELD, "1")

    await opened.write(work)
    await opened.close()


async def test_an_operator_sees_that_sending_is_held_and_lets_it_go_once(place):  # noqa: F811
    assert (await place.run("migrate")).code == 0
    await hold_with_news(place)
    seen = await place.run("sending")
    assert seen.code == 0, seen.err
    assert "HELD" in seen.out
    assert "broadcast: 1 waiting, 0 being sent, 0 unknown" in seen.out
    assert "has been due for" in seen.out
    found = json.loads((await place.run("sending", "--json", "--confirm")).out)
    assert (found["held"], found["released"]) == (False, True)
    assert found["lanes"]["broadcast"] == {"waiting": 1, "in_hand": 0, "unknown": 0}
    assert "nothing was held" in (await place.run("sending", "--confirm")).out


async def test_a_bot_that_stood_still_for_an_hour_holds_what_waits_and_is_told_over_its_bell(place, tmp_path):  # noqa: F811
    assert (await place.run("migrate")).code == 0
    await hold_with_news(place)
    opened = await open_store(place.environment["DATABASE_URL"], bot_id=424242, durable=False)

    def stand_still(tx):
        tx.notes.put(hold.HELD, "0")
        tx.notes.put(hold.HEARTBEAT, str(millis(datetime.now(UTC) - timedelta(minutes=61))))

    await opened.write(stand_still)
    await opened.close()
    environment = place.environment
    running = Bot(
        tmp_path, tmp_path / "content", environment["TELEGRAM_API_ROOT"], environment["TELEGRAM_BOT_TOKEN"],
        environment["DATABASE_URL"],
    )  # fmt: skip
    await running.start()
    try:
        await running.ready()
        found = json.loads((await place.run("sending", "--json")).out)
        assert (found["held"], found["lanes"]["broadcast"]["waiting"]) == (True, 1)
        assert "sending again" in (await place.run("sending", "--confirm")).out
        assert not json.loads((await place.run("sending", "--json")).out)["held"]
    finally:
        await running.stop()
