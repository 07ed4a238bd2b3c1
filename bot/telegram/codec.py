"""Button data a forger cannot use: what is pressed, signed for one bot, one chat and one session.

`data = signature (11 characters, 66 bits of HMAC-SHA-256) + kind + body`, at most 64 bytes. Anyone can send any bytes
as a press; what does not verify for the very chat it came from reads as `Stale`, and so does anything odd. A question
is carried by its mark (bot/core/mark.py): a decoded `Choose` or `Act` has the *mark* in `question`. The signature
covers bot and chat; the session stands in the signed body, and the store asks again whose it is.

A `Go` has room for 51 bytes of verb and argument together; a verb is lower-case letters, digits, `_` and `-`.
"""

from __future__ import annotations

import hmac
import re
from binascii import b2a_base64

from bot.core.inputs import Act, Choose
from bot.core.mark import LENGTH, mark
from bot.core.screen import Go, Press
from bot.ports import Pressed, SessionId, Stale
from bot.telegram.keys import Ring

LIMIT = 64
SIGNATURE = 11
GO_ROOM = LIMIT - SIGNATURE - 2

# The letters stand in messages that people keep for years: never give one another meaning, only add.
_VERBS = {
    "done": "d", "skip": "s", "back": "b", "page": "p", "set": "t", "change": "c", "finish": "f", "again": "a",
    "ok": "o", "review": "r", "resume": "u", "explain": "e", "other": "w",
}  # fmt: skip
_LETTERS = {letter: verb for verb, letter in _VERBS.items()}
_WANTED = {True: "+", False: "-", None: ""}
_STATES = {"+": True, "-": False, "": None}
_FORM = re.compile(
    rf"(?P<kind>[ca])(?P<session>[0-9a-f]{{1,16}})\.(?P<mark>(?:[A-Za-z0-9_-]{{{LENGTH}}})?)\."
    r"(?:(?P<option>[0-9]{1,9})(?P<on>[+-]?)|(?P<verb>[a-z])(?P<argument>-?[0-9]{1,15}))",
    re.ASCII,
)
_GO = re.compile(r"g(?P<verb>[a-z0-9_-]+)\.(?P<argument>.*)", re.DOTALL)


class Codec:
    """Writes and reads the data of buttons for one bot's key ring."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring

    def encode(self, press: Press, session: int, chat_hash: bytes) -> str:
        """The data of a button. Raises `ValueError` for a press that has none (`Link`) or does not fit 64 bytes."""
        # Seven of these stand under an ordinary question: plain tests are quicker than class patterns.
        if isinstance(press, Choose):
            body = f"c{session:x}.{mark(press.question)}.{press.option}{_WANTED[press.on]}"
        elif isinstance(press, Act):
            body = f"a{session:x}.{mark(press.question)}.{_VERBS[press.verb]}{press.argument}"
        elif isinstance(press, Go):
            body = f"g{press.verb}.{press.argument}"
        else:
            raise ValueError("a link has no data")  # noqa: TRY004  documented as ValueError
        raw = body.encode()
        if len(raw) > LIMIT - SIGNATURE:
            raise ValueError(f"button data too long: {type(press).__name__} has {len(raw) + SIGNATURE} bytes")
        return _text(self._ring.sign(chat_hash + raw)) + body

    def decode(self, data: str, chat_hash: bytes) -> Pressed | Stale:
        """What was pressed, where the data is ours and this chat's; `Stale` otherwise. Never raises."""
        given, body = data[:SIGNATURE], data[SIGNATURE:]
        try:
            message, proof = chat_hash + body.encode(), given.encode("ascii")
        except UnicodeEncodeError:
            return Stale()
        found = [hmac.compare_digest(_text(s).encode(), proof) for s in self._ring.signatures(message)]
        return _read(body) if any(found) else Stale()


def _text(signature: bytes) -> str:
    return b2a_base64(signature[:9], newline=False)[:SIGNATURE].decode("ascii")


def _read(body: str) -> Pressed | Stale:
    if go := _GO.fullmatch(body):
        return Pressed(SessionId(0), Go(go["verb"], go["argument"]))
    form = _FORM.fullmatch(body)
    if form is None:
        return Stale()
    session = SessionId(int(form["session"], 16))
    if form["kind"] == "c" and form["option"] is not None:
        return Pressed(session, Choose(form["mark"], int(form["option"]), _STATES[form["on"]]))
    if form["kind"] == "a" and form["verb"] in _LETTERS:
        return Pressed(session, Act(form["mark"], _LETTERS[form["verb"]], int(form["argument"])))  # type: ignore[arg-type]  # the table's words are the type's
    return Stale()
