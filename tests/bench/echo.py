"""A bare echo on the same road: fetch, then the same three calls for each press; nothing stored, nothing ordered."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from bot.telegram.courier import Courier
from tests.bench.evenhand import TOKEN
from tests.bench.form import OPTIONS

WORDS = "Question {n} of many: how safe do you feel in this place in the evening?"


def keyboard() -> dict[str, Any]:
    """Five options and two buttons below, as a survey has them."""
    rows = [[{"text": words, "callback_data": f"answer:{n}"}] for n, words in enumerate(OPTIONS)]
    return {"inline_keyboard": [*rows, [{"text": "Back", "callback_data": "back"}, {"text": "Skip", "callback_data": "skip"}]]}


async def main(root: str, chats: list[int]) -> None:
    """Show everybody a keyboard, then echo until standard input closes."""
    async with Courier(root, TOKEN) as courier:
        for chat in chats:
            await courier.carry("sendMessage", {"chat_id": chat, "text": WORDS.format(n=1), "reply_markup": keyboard()})
        print(json.dumps({}), flush=True)
        echoing = asyncio.create_task(_echo(courier))
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        echoing.cancel()
        await asyncio.wait([echoing])
        if left := [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]:
            await asyncio.wait(left)


async def _echo(courier: Courier) -> None:
    offset = 0
    tasks: set[asyncio.Task[None]] = set()
    while True:
        updates = await courier.ask("getUpdates", {"offset": offset, "limit": 100, "timeout": 10}, 20)
        for update in updates:
            offset = update["update_id"] + 1
            task = asyncio.create_task(_answer(courier, update["callback_query"]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)


async def _answer(courier: Courier, query: dict[str, Any]) -> None:
    chat, message = query["message"]["chat"]["id"], query["message"]["message_id"]
    await courier.carry("answerCallbackQuery", {"callback_query_id": query["id"]})
    await courier.carry("editMessageText", {"chat_id": chat, "message_id": message, "text": query["data"]})
    words = WORDS.format(n=query["id"])
    await courier.carry("sendMessage", {"chat_id": chat, "text": words, "reply_markup": keyboard()})


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
