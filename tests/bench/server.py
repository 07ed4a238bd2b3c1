"""A lean Bot API server with simulated residents, in a process of its own: `python -m tests.bench.server`.

Honest where it matters to a bot's speed: it parses every request, keeps every chat's message, answers with whole
Message objects, confirms updates by offset, refuses unknown methods. Residents press the first button of what they were
last sent, each a given number of times; a fixed number of them is busy at once (closed loop), or presses come at a given
rate through the webhook (open loop). Prints its port, then serves until its standard input closes.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter, deque
from typing import Any
from urllib.parse import parse_qsl

import aiohttp

Json = dict[str, Any]
BOT = {"id": 424242, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
TRUE = b'{"ok":true,"result":true}'
ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
QUIET = {
    "deletewebhook", "setmycommands", "deletemycommands", "setmydescription", "setmyshortdescription", "sendchataction",
}  # fmt: skip


class World:
    """Chats, updates and counts."""

    def __init__(self) -> None:
        self.shown: dict[int, Json] = {}
        self.left: dict[int, int] = {}
        self.waiting: deque[int] = deque()
        self.active: set[int] = set()
        self.updates: deque[Json] = deque()
        self.next_update = 1
        self.next_message = 1
        self.counts: Counter[str] = Counter()
        self.times: list[float] = []
        self.acks: list[float] = []
        self.failed = 0
        self.hook = ("", "")
        self.pollers: list[asyncio.Future[None]] = []

    def begin(self, residents: list[int], presses: int, busy: int) -> None:
        """Let `busy` residents press at once, each `presses` times; whoever is done makes place for the next."""
        self.counts.clear()
        self.times.clear()
        self.waiting = deque(residents)
        self.left = dict.fromkeys(residents, presses)
        self.active.clear()
        for _ in range(min(busy, len(residents))):
            self.enter()

    def enter(self) -> None:
        """The next resident begins with the keyboard they were shown."""
        while self.waiting:
            chat = self.waiting.popleft()
            if chat in self.shown:
                self.active.add(chat)
                self.press(chat)
                return

    def press(self, chat: int) -> None:
        """Queue a press on the first button of the chat's last keyboard."""
        if self.left.get(chat, 0) <= 0:
            self.active.discard(chat)
            self.enter()
            return
        self.left[chat] -= 1
        self.updates.append(self.update(chat))
        for poller in self.pollers:
            if not poller.done():
                poller.set_result(None)
        self.pollers.clear()

    def update(self, chat: int) -> Json:
        """A press, as the messenger would send it."""
        message = self.shown[chat]
        number = self.next_update
        self.next_update += 1
        return {
            "update_id": number,
            "callback_query": {
                "id": str(10**15 + number), "from": person(chat), "message": message, "chat_instance": str(chat),
                "data": message["reply_markup"]["inline_keyboard"][0][0]["callback_data"],
            },
        }  # fmt: skip


def person(chat: int) -> Json:
    """A resident."""
    return {"id": chat, "is_bot": False, "first_name": "Resident", "language_code": "en"}


class Door(asyncio.Protocol):
    """HTTP/1.1 with keep-alive: as much of it as bots use."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            at = head.find(b"content-length:")
            size = int(head[at + 15 : (head + b"\r\n").find(b"\r\n", at)]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + size:
                return
            body = self.buffer[end + 4 : end + 4 + size]
            path = self.buffer[: self.buffer.find(b"\r\n")].split(b" ")[1].decode()
            self.buffer = self.buffer[end + 4 + size :]
            self.serve(path, body, form=b"x-www-form-urlencoded" in head)

    def serve(self, path: str, body: bytes, *, form: bool) -> None:
        params: Json = dict(parse_qsl(body.decode())) if form else json.loads(body or b"{}")
        method = path.rpartition("/")[2].lower()
        if path.startswith("/bench/"):
            asyncio.get_running_loop().create_task(self.control(method, params))
        elif method == "getupdates":
            asyncio.get_running_loop().create_task(self.poll(params))
        else:
            self.answer(self.call(method, params))

    def answer(self, body: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        self.transport.write(head + body)

    def call(self, method: str, params: Json) -> bytes:
        world = self.world
        world.counts[method] += 1
        if method == "answercallbackquery":
            return TRUE
        if method in ("sendmessage", "editmessagetext"):
            chat = int(params["chat_id"])
            markup = params.get("reply_markup")
            if isinstance(markup, str):
                markup = json.loads(markup)
            sent = method == "sendmessage"
            number = world.next_message if sent else int(params["message_id"])
            world.next_message += sent
            message = {
                "message_id": number, "from": BOT, "chat": {"id": chat, "type": "private", "first_name": "Resident"},
                "date": int(time.time()), "text": params["text"],
            }  # fmt: skip
            if markup:
                message["reply_markup"] = markup
            if sent and markup and markup["inline_keyboard"]:
                world.shown[chat] = message
                if chat in world.active:
                    world.times.append(time.perf_counter())
                    world.press(chat)
            return ENCODE({"ok": True, "result": message}).encode()
        if method == "getme":
            return ENCODE({"ok": True, "result": {**BOT, "can_join_groups": True, "can_read_all_group_messages": False,
                                                  "supports_inline_queries": False}}).encode()  # fmt: skip
        if method == "setwebhook":
            world.hook = (params["url"], params.get("secret_token", ""))
            return TRUE
        if method in QUIET:
            return TRUE
        return b'{"ok":false,"error_code":404,"description":"Not Found"}'

    async def poll(self, params: Json) -> None:
        world = self.world
        offset, limit, wait = (int(params.get(n) or d) for n, d in (("offset", 0), ("limit", 100), ("timeout", 0)))
        while world.updates and world.updates[0]["update_id"] < offset:
            world.updates.popleft()
        if not world.updates and wait:
            come = asyncio.get_running_loop().create_future()
            world.pollers.append(come)
            await asyncio.wait([come], timeout=wait)
        found = [world.updates[n] for n in range(min(limit, len(world.updates)))]
        self.answer(ENCODE({"ok": True, "result": found}).encode())

    async def control(self, method: str, params: Json) -> None:
        world = self.world
        match method:
            case "begin":
                world.begin(params["residents"], params["presses"], params["busy"])
            case "forget":
                world.shown.clear()
                world.updates.clear()
                world.active.clear()
                world.waiting.clear()
            case "push":
                await push(world, params["rate"], params["seconds"])
        times, acks = world.times, sorted(world.acks)
        state = {
            "shown": len(world.shown), "counts": dict(world.counts), "done": len(times), "failed": world.failed,
            "pending": len(world.updates), "busy": len(world.active), "now": time.perf_counter(),
            "last": times[-1] if times else 0.0, "acks": len(acks),
            "p50": acks[len(acks) // 2] if acks else 0, "p99": acks[int(len(acks) * 0.99)] if acks else 0,
            "rate": middle_rate(times),
        }  # fmt: skip
        self.answer(ENCODE(state).encode())


def middle_rate(times: list[float]) -> float:
    """Answers a second between the first and the last tenth, so that neither start nor end counts."""
    cut = len(times) // 10
    kept = times[cut : len(times) - cut]
    return (len(kept) - 1) / (kept[-1] - kept[0]) if len(kept) > 1 and kept[-1] > kept[0] else 0.0


async def push(world: World, rate: float, seconds: float) -> None:
    """Open loop: presses by webhook at a steady rate whatever the bot does; how long until each 200."""
    url, secret = world.hook
    world.acks.clear()
    world.failed = 0
    chats = list(world.shown)
    tasks = set()
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
    connector = aiohttp.TCPConnector(limit=40)  # as many at once as the bot asks for in max_connections

    async def one(http: aiohttp.ClientSession, body: bytes) -> None:
        began = time.perf_counter()
        async with http.post(url, data=body, headers=headers) as answer:
            await answer.read()
        world.acks.append(time.perf_counter() - began)
        world.failed += answer.status != 200

    async with aiohttp.ClientSession(connector=connector) as http:
        began = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = began + number / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            body = ENCODE(world.update(chats[number % len(chats)])).encode()
            task = asyncio.create_task(one(http, body))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)


async def main() -> None:
    """Serve until standard input closes."""
    loop, world = asyncio.get_running_loop(), World()
    server = await loop.create_server(lambda: Door(world), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
