"""`python -m tests.torture.flooding URL SECRET PERSON RATE SECONDS`: one person's updates straight to the webhook.

In a process of its own, since a thousand requests a second are work for whoever sends them too. Prints how many were
answered.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

import aiohttp

_AT_ONCE = 40
"""As many connections as the messenger opens by default."""
TEXTS = ("/start", "/help", "x" * 3000, "/mydata", "/workshops", "hello", "/results", "/language")


def update(number: int, person: int) -> dict[str, Any]:
    """A message as the messenger would hand it over."""
    text = TEXTS[number % len(TEXTS)]
    body: dict[str, Any] = {
        "message_id": number, "date": int(time.time()), "text": text,
        "from": {"id": person, "is_bot": False, "first_name": "Sam", "language_code": "en"},
        "chat": {"id": person, "type": "private", "first_name": "Sam"},
    }  # fmt: skip
    if text.startswith("/"):
        body["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": 3_000_000_000 + number, "message": body}


async def flood(url: str, secret: str, person: int, rate: int, seconds: float) -> int:
    """Send at this rate, or as fast as it is taken where that is slower; gives how many were answered."""
    answered, number, began = 0, 0, time.monotonic()
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    gate = asyncio.Semaphore(_AT_ONCE)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_AT_ONCE), headers=headers) as session:

        async def one(of: int) -> None:
            nonlocal answered
            try:
                async with session.post(url, json=update(of, person)) as response:
                    answered += response.status == 200
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            finally:
                gate.release()

        async with asyncio.TaskGroup() as together:
            while (now := time.monotonic() - began) < seconds:
                if number > now * rate:
                    await asyncio.sleep(0.002)
                    continue
                await gate.acquire()
                number += 1
                together.create_task(one(number))
    return answered


if __name__ == "__main__":
    url, secret, *numbers = sys.argv[1:]
    person, rate, seconds = (int(one) for one in numbers)
    sys.stdout.write(f"{asyncio.run(flood(url, secret, person, rate, seconds))}\n")
