"""Many people who have spoken to the bot before the run begins: in its database, and in the messenger's.

Setting up may use the bot's own store; the checkers may not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from bot.playground import Playground
from bot.playground.chat import Chat
from bot.ports import Lane, Millis, PersonId, Tx, millis
from bot.storage import open_store
from bot.telegram.keys import Ring, parse_keys
from tests.torture.process import KEY

FIRST = 900_000_001
_SLICE = 500


def known(playground: Playground, chats: Sequence[int]) -> None:
    """As though all had opened the bot's chat."""
    world = playground.world
    for number in chats:
        world.people[number] = {"id": number, "is_bot": False, "first_name": "Sam", "language_code": "en"}
        world.chats[number] = Chat(number, "private", "", {number}, started=True, keep=4)


async def settle(
    database: str, token: str, chats: Sequence[int], now: datetime, *, confirmed: int = 0, each: int = 1,
    due: Millis = Millis(0),
) -> None:  # fmt: skip
    """The same people in the bot's database. The last `confirmed` of them took up `each` so many invitations and hear
    what became of them (class confirmation, a message each), not before `due`."""
    bot = int(token.partition(":")[0])
    ring = Ring(parse_keys(KEY), bot)
    store = await open_store(database, bot_id=bot, durable=False)
    told = set(chats[len(chats) - confirmed :])
    try:
        for start in range(0, len(chats), _SLICE):
            part = chats[start : start + _SLICE]

            def work(tx: Tx, part: Sequence[int] = part) -> None:
                for chat in part:
                    _, person = tx.people.arrive(ring.look_up(chat), ring.seal(chat), "en", millis(now))
                    if chat in told:
                        for number in range(each):
                            _tell(tx, person.id, millis(now), due, number)

            await store.write(work)
    finally:
        await store.close()


def _tell(tx: Tx, person: PersonId, now: Millis, due: Millis, number: int) -> None:
    content = json.dumps({"role": "champion", "yes": False})
    which = f"champion:{number + 1}"
    made = tx.notices.make(
        "role_confirmed", person, which, "confirmation", Lane.CONFIRMATIONS, content, PersonId(0), now, due=due
    )
    tx.outbox.add(made.id, person, now)
