"""A bare echo: fetch, then the same three calls for each press; nothing stored, nothing ordered, nothing checked.

"plain" is written as anybody would with aiohttp; "courier" goes by Evenhand's own tuned road (bot/telegram/courier.py).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.telegram.courier import Courier
from tests.bench.evenhand import TOKEN
from tests.bench.form import OPTIONS

WORDS = "Question {n} of many: how safe do you feel in this place in the evening?"
Call = Callable[[str, dict[str, Any]], Awaitable[Any]]


def keyboard() -> dict[str, Any]:
    """Five options and two buttons below, as a survey has them."""
    rows = [[{"text": words, "callback_data": f"answer:{n}"}] for n, words in enumerate(OPTIONS)]
    walk = [{"text": words, "callback_data": words.lower()} for words in ("Back", "Skip")]
    return {"inline_keyboard": [*rows, walk]}


async def main(root: str, road: str, chats: list[int]) -> None:
    """Show everybody a keyboard, then echo until standard input closes."""
    async with Courier(root, TOKEN) as courier, aiohttp.ClientSession() as session:

        async def plain(method: str, params: dict[str, Any]) -> Any:
            async with session.post(f"{root}/bot{TOKEN}/{method}", json=params) as answer:
                return (await answer.json())["result"]

        call: Call = plain if road == "plain" else courier.carry
        for chat in chats:
            await call("sendMessage", {"chat_id": chat, "text": WORDS.format(n=1), "reply_markup": keyboard()})
        print(json.dumps({"cpu": time.process_time()}), flush=True)
        echoing = asyncio.create_task(_echo(plain, call))
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        print(json.dumps({"cpu": time.process_time()}), flush=True)
        echoing.cancel()
        await asyncio.wait([task for task in asyncio.all_tasks() if task is not asyncio.current_task()])


async def _echo(fetch: Call, call: Call) -> None:
    offset = 0
    tasks: set[asyncio.Task[None]] = set()
    while True:
        updates = await fetch("getUpdates", {"offset": offset, "limit": 100, "timeout": 10})
        for update in updates:
            offset = update["update_id"] + 1
            task = asyncio.create_task(_answer(call, update["callback_query"]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)


async def _answer(call: Call, query: dict[str, Any]) -> None:
    chat, message = query["message"]["chat"]["id"], query["message"]["message_id"]
    await call("answerCallbackQuery", {"callback_query_id": query["id"]})
    await call("editMessageText", {"chat_id": chat, "message_id": message, "text": query["data"]})
    words = WORDS.format(n=query["id"])
    await call("sendMessage", {"chat_id": chat, "text": words, "reply_markup": keyboard()})


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3])))
