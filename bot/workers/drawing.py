"""Draws replies: one after the other in each chat, all chats at once, never in the way of an acknowledgement.

A reply to a person's own input goes out at once and is held only by a 429, which holds that chat alone. What the
network swallowed is asked again a few times: a question shown twice is harmless, one never shown is not. What was shown
is noted (bot/workers/marks.py); what could not be shown stays unnoted, and is drawn again at the next start or when its
update is repeated.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from bot.ports import Reply, Store
from bot.telegram.courier import Courier, Delivered, Gone, Later, Outcome, Refused, Unknown
from bot.telegram.keys import Ring
from bot.telegram.render import Call, Place, Renderer
from bot.workers.fault import new_reference, told, traced
from bot.workers.gate import Gate
from bot.workers.marks import Marks

_log = structlog.get_logger("drawing")
_TRIES, _TRIES_TO_ANSWER_A_PRESS = 8, 2
_FIRST_WAIT, _LONGEST_WAIT = 0.25, 10.0
_MOST_429 = 20

Carry = Callable[[Call], Awaitable[Outcome]]


@dataclass(slots=True)
class _Line:
    """What waits to be drawn in a chat, and which message shows its present question (None: as the store knows it)."""

    jobs: deque[_Job]
    held: int | None


@dataclass(slots=True)
class _Job:
    reply: Reply
    place: Place
    done: asyncio.Future[int] | None = None
    present: Callable[[], Awaitable[Reply | None]] | None = None
    """Gives the reply when its turn has come."""


class Drawing:
    """Draws for one bot. `upload` carries the calls that have a file; `after` is told of every reply that was drawn;
    new messages are charged to the `gate` that messages to others pass, and a 429 holds it."""

    def __init__(
        self,
        store: Store,
        renderer: Renderer,
        courier: Courier,
        ring: Ring,
        upload: Carry,
        after: Callable[[Reply], None] = lambda _: None,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
        gate: Gate | None = None,
    ) -> None:
        self._gate = gate
        self._renderer = renderer
        self._courier = courier
        self._ring = ring
        self._upload = upload
        self._rest = rest
        self.after = after
        self._marks = Marks(store)
        self._lines: dict[bytes, _Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.waiting = 0

    def soon(self, reply: Reply, place: Place) -> None:
        """Draw after whatever this chat is still being shown."""
        self._queue(_Job(reply, place))

    async def show(self, chat_cipher: bytes, reply: Reply) -> int:
        """Draw in a chat known by its ciphertext; the id of the last message sent (0: none)."""
        chat = self._ring.unseal(chat_cipher)
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._queue(_Job(reply, Place(chat, self._ring.look_up(chat)), done))
        return await done

    async def show_present(self, chat_cipher: bytes, present: Callable[[], Awaitable[Reply | None]]) -> int:
        """Draw what `present` reads once it is this chat's turn (None: nothing); 0 where the chat was `busy`.

        Whatever is stored while it reads is drawn behind it, so that an older screen never comes last.
        """
        chat = self._ring.unseal(chat_cipher)
        if self.busy(self._ring.look_up(chat)):
            return 0
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._queue(_Job(Reply(), Place(chat, self._ring.look_up(chat)), done, present))
        return await done

    def busy(self, chat_hash: bytes) -> bool:
        """Whether something is still being drawn in the chat, or drawn and not yet noted in the store."""
        return chat_hash in self._lines or self._marks.held(chat_hash) is not None

    async def drain(self, seconds: float) -> bool:
        """Finish what is in hand within so many seconds; False where something had to be left."""
        if self._tasks:
            _, left = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in left:
                task.cancel()
            if left:
                await asyncio.wait(left)
        try:
            async with asyncio.timeout(seconds):
                await self._marks.drain()
        except TimeoutError:
            return False
        return not self._lines

    def _queue(self, job: _Job) -> None:
        self.waiting += 1
        key = job.place.chat_hash
        if (line := self._lines.get(key)) is not None:
            line.jobs.append(job)
            return
        self._lines[key] = line = _Line(deque((job,)), self._marks.held(key))
        task = asyncio.create_task(self._draw_line(key, line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _draw_line(self, key: bytes, line: _Line) -> None:
        try:
            while line.jobs:
                job = line.jobs[0]
                message = await self._draw_safely(job, line)
                line.jobs.popleft()
                self.waiting -= 1
                if job.done is not None and not job.done.done():
                    job.done.set_result(message)
                if job.reply.errands:
                    self.after(job.reply)
        finally:
            self.waiting -= len(line.jobs)
            del self._lines[key]
            for job in line.jobs:
                if job.done is not None:
                    job.done.cancel()

    async def _draw_safely(self, job: _Job, line: _Line) -> int:
        try:
            if job.present is not None:
                job.reply = await job.present() or Reply()
            return await self._draw(job, line)
        except Exception as error:  # noqa: BLE001  a fault of ours: logged with the reference the person gets too
            reference = new_reference()
            _log.error("drawing.fault", reference=reference, **traced(error))
            try:
                return await self._draw(_Job(told(reference, job.reply.language, pressed=False), job.place), line)
            except Exception as worse:  # noqa: BLE001  the fault is in the words themselves; the log has it
                _log.error("drawing.fault_untold", reference=reference, **traced(worse))
                return 0

    async def _draw(self, job: _Job, line: _Line) -> int:
        reply, place = job.reply, job.place
        # The transaction may have run before the last question was drawn: then it could not know its message.
        if not place.message and line.held is not None and (not line.held or line.held > reply.edit):
            reply = replace(reply, edit=line.held)
        calls = self._renderer.calls(reply, place)
        answer: asyncio.Task[Outcome] | None = None
        if len(calls) > 1 and calls[0].method == "answerCallbackQuery":
            answer = asyncio.create_task(self._carry(calls.pop(0)))
        held = last = 0
        sent_all: list[int] = []
        seen = True
        for call in calls:
            outcome = await self._carry(call)
            if isinstance(outcome, Gone) and call.holds:
                call = self._renderer.instead(call)  # noqa: PLW2901  the same words on another road
                outcome = await self._carry(call)
            elif isinstance(outcome, Refused) and call.file is not None and not outcome.blocked:
                outcome = await self._carry(self._renderer.without_file(call, reply.language))
            match outcome:
                case Delivered(message):
                    sent = message or int(call.params.get("message_id", 0))
                    last = sent or last
                    sent_all.append(sent)
                    held = sent if call.holds else held
                case Refused(code, why, blocked):
                    _log.warning("drawing.refused", method=call.method, code=code, why=why)
                    if blocked:
                        self._marks.blocked(place.chat_hash)
                        seen = False
                        break
                    if call.method == "sendMessage" or call.holds:
                        raise RuntimeError("what the person should read is not what the messenger takes")
                case Later() | Unknown():
                    _log.warning("drawing.given_up", method=call.method, outcome=type(outcome).__name__)
                    seen = False
                    break
        if answer is not None:
            await answer
        if reply.card is not None:
            self._marks.sent(reply.card, sent_all)
        if seen and reply.session:
            line.held = held
            self._marks.drawn(place.chat_hash, reply.session, reply.revision, held)
        return last

    async def _carry(self, call: Call) -> Outcome:
        carry = self._upload if call.file is not None else self._plain
        tries = _TRIES_TO_ANSWER_A_PRESS if call.method == "answerCallbackQuery" else _TRIES
        held = failed = 0
        while True:
            if self._gate is not None and call.method.startswith("send"):
                self._gate.charge(call.params["chat_id"])
            outcome = await carry(call)
            if isinstance(outcome, Later) and self._gate is not None:
                self._gate.hold(outcome.seconds)
            match outcome:
                case Later(seconds) if held < _MOST_429:
                    held += 1
                    await self._rest(seconds)
                case Unknown() if failed + 1 < tries:
                    wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2**failed)
                    failed += 1
                    await self._rest(wait * random.uniform(0.5, 1.0))  # noqa: S311  jitter, not a secret
                case _:
                    return outcome

    async def _plain(self, call: Call) -> Outcome:
        return await self._courier.carry(call.method, call.params)
