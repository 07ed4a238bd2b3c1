"""Carries one reply to one chat through the gate, and names what became of its words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.ports import Reply
from bot.telegram.courier import Courier, Delivered, Later, Outcome, Refused, Unknown
from bot.telegram.keys import Ring
from bot.telegram.render import Call, Place, Renderer
from bot.workers.gate import Gate

_FIELD = {"image": "photo", "audio": "audio", "video": "video", "document": "document"}
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Closed:
    """The gate did not open: nothing was sent."""


class Carrying:
    """The road to the messenger of messages to others. `upload` carries calls that have a file."""

    def __init__(
        self,
        renderer: Renderer,
        courier: Courier,
        ring: Ring,
        upload: Callable[[Call], Awaitable[Outcome]],
        gate: Gate,
    ) -> None:
        self._renderer, self._courier, self._ring, self._upload = renderer, courier, ring, upload
        self.gate = gate

    async def carry(
        self, chat_cipher: bytes, reply: Reply, still: Callable[[], bool], *, paced: bool = True
    ) -> Outcome | Closed:
        """Make the calls of a reply in order. `still`: whether we may send (asked just before each request).

        The outcome is that of the words: a file that is refused becomes a line, one that nobody knows of is let be.
        Once something has arrived, the rest waits its turn rather than begin again.
        """
        chat = self._ring.unseal(chat_cipher)
        calls = self._renderer.calls(reply, Place(chat, self._ring.look_up(chat)))
        outcome: Outcome | Closed = Refused(0, "nothing to say")
        begun = False
        for call in calls:
            outcome = await self._one(call, chat, still, paced=paced, begun=begun)
            if isinstance(outcome, Refused) and call.file is not None and not outcome.blocked:
                words = self._renderer.without_file(call, reply.language)
                outcome = await self._one(words, chat, still, paced=paced, begun=begun)
            match outcome:
                case Delivered():
                    begun = True
                case Unknown(reached=True) if call.file is not None:
                    begun = True
                case Closed() | Later() if begun:
                    return Unknown("broken off")
                case _:
                    return outcome
        return outcome

    async def _one(
        self, call: Call, chat: int, still: Callable[[], bool], *, paced: bool, begun: bool
    ) -> Outcome | Closed:
        outcome: Outcome | Closed = Closed()
        for _ in range(_ROUNDS if begun and paced else 1):
            if begun and paced:
                await self.gate.opens()
            if paced and not await self.gate.enter(chat, still):
                continue
            outcome = await self._call(call)
            if not isinstance(outcome, Later):
                return outcome
            self.gate.hold(outcome.seconds)
        return outcome

    async def _call(self, call: Call) -> Outcome:
        if call.file is None:
            return await self._courier.carry(call.method, call.params)
        if call.file.reference:
            params = {**call.params, _FIELD[call.file.kind]: call.file.reference}
            return await self._courier.carry(call.method, params)
        return await self._upload(call)
