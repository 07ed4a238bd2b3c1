"""Every door with every role, by real updates: nobody does what is not theirs (I13).

The buttons are forged as well as a button can be: signed with the bot's own key for the very chat, as though somebody
had got hold of it. Then forged badly: another's button, made-up bytes. Who may what is written down here by hand, from
README.md and PRODUCT.md; nothing is read from the bot. While those without the right press, what only roles may change
must not change at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.core.screen import Go
from bot.ports import Held, Tx
from bot.storage import open_store
from bot.telegram.codec import Codec
from bot.telegram.keys import Ring, parse_keys
from handlers.doors import DOORS
from tests.torture.chain import links
from tests.torture.crew import Crew, crew
from tests.torture.opening import activity_id, rows
from tests.torture.populace import FIRST
from tests.torture.process import KEY

ROLES: Mapping[str, tuple[Held, ...]] = {
    "resident": (),
    "pending officer": (Held("officer", pending=True),),
    "pending champion": (Held("champion", pending=True),),
    "commissioner": (Held("commissioner"),),
    "champion": (Held("champion"),),
}
"""Officers may nearly everything: they are no attackers here."""
_CHAMPIONS = frozenset({
    "broadcast", "broadcast_leads", "broadcast_words", "broadcast_picture", "broadcast_aim", "broadcast_send",
    "broadcasts", "approve", "announce", "sheet", "link", "proposals", "proposal_words", "checkin", "assist",
    "assist_card", "checkback",
})  # fmt: skip
_COMMISSIONERS = frozenset({"wedid", "wedid_words"})
_OFFICERS = _COMMISSIONERS | {
    "activities", "times", "fill", "export", "notice_new", "notice_words", "publish", "invite", "people", "sending",
    "override", "draw_value", "places", "workshop", "workshop_change", "workshop_move", "planning", "workshop_off",
}  # fmt: skip
_EVERYBODY = frozenset({
    "start", "join", "change", "language", "privacy", "mydata", "forgetme", "paper", "stop", "often", "results",
    "notices", "propose", "propose_words", "leave", "contact", "phone", "reader", "help", "try", "tested", "tester",
    "accept", "workshops", "unbook", "offer", "draw", "calendar", "here",
})  # fmt: skip
_STEPS = (
    "activities {0}.open.y", "activities {0}.close.y", "activities {0}.extend", "activities {0}.fallback",
    "times {0}.c.209911271800", "export {0}.csv", "invite officer", "invite champion.all", "people y.{1}.officer",
    "people y.{1}.champion", "people x.{2}.champion", "workshop_off {0}", "places {0}.9", "broadcasts 1.c.y", "approve 1.y",
)  # fmt: skip
"""What an attacker would try first: activity, the attacker's own id, another champion's."""
_GUARDED = ("roles", "activities", "invites", "notices", "broadcasts", "releases", "agenda", "announcements")


@dataclass(slots=True)
class Escalated:
    """What was tried and what came of it."""

    presses: int = 0
    typed: int = 0
    refused: int = 0
    stale: int = 0
    audited: int = 0
    faults: list[str] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line of figures."""
        return (
            f"{len(DOORS)} doors x {len(ROLES)} roles: {self.presses} forged buttons, {self.typed} commands, "
            f"{self.refused} refused; {self.stale} of another chat or made up, all void; {len(self.faults)} escalations"
        )


def allowed(role: str, door: str) -> bool:
    """Whether the table above lets a role through a door."""
    if door in _EVERYBODY:
        return True
    return (role == "champion" and door in _CHAMPIONS) or (role == "commissioner" and door in _COMMISSIONERS)


async def escalate(folder: Path, database: str, seed: int, bug: str = "") -> Escalated:
    """Try everything."""
    people = range(FIRST, FIRST + len(ROLES))
    out = Escalated()
    known = _CHAMPIONS | _OFFICERS | _EVERYBODY
    out.faults += [f"the bench does not know whose door {door.name} is" for door in DOORS if door.name not in known]
    async with crew(folder, database, people, pace=100.0, workers=1, seed=seed, bug=bug) as here:
        await here.resting()
        await here.stop()
        ids = await _grant(here, dict(zip(ROLES, people, strict=True)))
        await here.start()
        before = _state(here)
        async with asyncio.TaskGroup() as together:
            for role, chat in zip(ROLES, people, strict=True):
                together.create_task(_attack(here, role, chat, ids, out))
        await here.resting()
        after = _state(here)
        out.faults += [
            f"{table} changed under the hands of those without the right"
            for table in _GUARDED
            if before[table] != after[table]
        ]
        out.audited, out.chain = links(database)
        await here.stop()
    return out


async def _grant(here: Crew, chats: Mapping[str, int]) -> Mapping[str, int]:
    bot = int(here.hears.token.partition(":")[0])
    ring = Ring(parse_keys(KEY), bot)
    store = await open_store(here.database, bot_id=bot)

    def work(tx: Tx) -> Mapping[str, int]:
        found = {}
        for role, chat in chats.items():
            account = tx.people.account(ring.look_up(chat))
            assert account is not None
            found[role] = int(account.active)
            for held in ROLES[role]:
                tx.people.grant(account.active, held, account.active, 0)  # type: ignore[arg-type]
        return found

    try:
        return await store.write(work)
    finally:
        await store.close()


def _state(here: Crew) -> Mapping[str, Sequence[str]]:
    return {table: sorted(map(repr, rows(here.database, f"SELECT * FROM {table}"))) for table in _GUARDED}


async def _attack(here: Crew, role: str, chat: int, ids: Mapping[str, int], out: Escalated) -> None:
    ring = Ring(parse_keys(KEY), int(here.hears.token.partition(":")[0]))
    codec, street = Codec(ring), here.street
    refusal = here.voice.say("not_yours", "en")[:30]
    street.say(chat, "/help")
    while not street.messages(chat):
        await street.wait(chat, 1)
    message = street.messages(chat)[-1]
    number = activity_id(here.database)
    tries = [(door.name, argument) for door in DOORS for argument in ("", str(number))]
    tries += [tuple(step.format(number, ids[role], ids["champion"]).split(" ", 1)) for step in _STEPS]  # type: ignore[misc]
    for door, argument in tries:
        if allowed(role, door):
            continue
        said = await _press(here, chat, message, codec.encode(Go(door, argument), 0, ring.look_up(chat)))
        out.presses += 1
        _note(out, f"{role} by the button {door} {argument}", refusal in said)
    for door_ in DOORS:
        if door_.command and not allowed(role, door_.name):
            shown = len(street.messages(chat))
            street.say(chat, f"/{door_.name} {number}")
            await _quiet(here, chat)
            words = " ".join(one.get("text", "") for one in street.messages(chat)[shown - 1 :])
            out.typed += 1
            _note(out, f"{role} by the command /{door_.name}", refusal in words)
    for data in (codec.encode(Go("mydata", ""), 0, ring.look_up(chat + 99)), "gmydata.", "\x00" * 60, "A" * 64):
        held = len(street.messages(chat))
        await _press(here, chat, message, data)
        out.stale += 1
        if any("document" in one for one in street.messages(chat)[held:]):
            out.faults.append(f"{role}: a forged button was obeyed")


def _note(out: Escalated, what: str, refused: bool) -> None:
    out.refused += refused
    if not refused:
        out.faults.append(f"{what} was not refused")


async def _press(here: Crew, chat: int, message: Any, data: str) -> str:
    """Press, wait for what it was answered with, and give that and what was said meanwhile."""
    shown = {one["message_id"] for one in here.street.messages(chat)}
    here.street.press(chat, message, data)
    asked = here.playground.world.queries[here.street.asked(chat)]
    await _quiet(here, chat)
    new = [one.get("text", "") for one in here.street.messages(chat) if one["message_id"] not in shown]
    return " ".join([str((asked.answer or {}).get("text", "")), *new])


async def _quiet(here: Crew, chat: int) -> None:
    for _ in range(2000):
        if here.street.quiet(chat):
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.02)
