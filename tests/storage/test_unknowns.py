"""Of which messages nobody knows whether they came, by kind: what an operator reads before letting sending go on."""

from __future__ import annotations

from bot.ports import State
from tests.storage.messages import later, told, town


async def test_an_operator_reads_how_many_are_unknown_by_kind_of_notice_and_nothing_else(store):
    people = await town(store, "ada", "ben", "chen")
    broadcast = await told(store, people, kind="broadcast")
    reminder = await told(store, people[:2], kind="reminder")
    await told(store, people, kind="nudge")
    assert await store.read(lambda tx: tx.outbox.unknowns()) == []
    dark = {(broadcast.id, people[0]), (broadcast.id, people[1]), (reminder.id, people[0])}

    def send(tx):
        keys = [each.key for each in tx.outbox.claim(1, later(1), 100)]
        assert tx.outbox.start(keys, 1, later(1))
        unknown = [key for key in keys if (key.notice, key.person) in dark]
        assert tx.outbox.settle(unknown, 1, State.UNKNOWN, later(1)) == len(dark)

    await store.write(send)
    assert await store.read(lambda tx: tx.outbox.unknowns()) == [("broadcast", 2), ("reminder", 1)]
