"""A rush for the places of a workshop through the chat: real updates over HTTP, the bot killed again and again (I7).

Residents read and press what is on their screens. Then the database is counted with our own SQL: never more places held
than there are, none leaked, nobody offered a place twice or out of turn, and whoever was told of a place has it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from bot.actions import places, plan_workshop
from bot.actions.appoint import appoint
from bot.catalog.voice import Voice
from bot.core.booking import Terms
from bot.ports import PersonId, Tx
from bot.storage import open_store
from tests.torture import clock
from tests.torture.borough import HERE, write_content
from tests.torture.crew import NOON, Crew, crew
from tests.torture.opening import rows
from tests.torture.street import Street

NAME = "rush"
FIRST = 860_000_001
_AT_ONCE = 60
_PATIENCE = 15.0
_LONGEST = 400.0
_HOURS, _TICK = 10, 6.0
"""For so many hours of the civil clock offers are answered or lapse; each step waits for a tick of the schedule."""
_ANSWERS = 0.4


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many people for how many places, and which share of those who have one gives it up."""

    seed: int
    people: int
    seats: int
    kills: int
    gives_up: float = 0.4
    bug: str = ""


@dataclass(slots=True)
class Outcome:
    """What was seen."""

    wanted: Wanted
    kills: int = 0
    looks: int = 0
    fullest: int = 0
    updates: int = 0
    offers: int = 0
    states: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line of figures."""
        told = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"{self.wanted.people} people over HTTP for {self.wanted.seats} places, {self.kills} kills, {self.updates} "
            f"updates, at most {self.fullest} held in {self.looks} looks; {told}; {self.offers} offers; "
            f"{len(self.faults)} faults; {self.seconds:.0f} s"
        )


def content(folder: Path) -> Path:
    """The torture borough, and the form that one books with."""
    made = write_content(folder)
    surveys = HERE / "content" / "surveys"
    (made / "surveys" / "booking.md").write_bytes((surveys / "booking.md").read_bytes())
    sidecar = (surveys / "booking.yaml").read_text(encoding="utf-8").replace("frame: lambeth\n", "")
    (made / "surveys" / "booking.yaml").write_text(sidecar, encoding="utf-8")
    return made


def settings(seats: int, starts: str = "2026-12-13T18:00", **more: Any) -> dict[str, Any]:
    """A drop-in a month ahead that asks for little."""
    return {
        "title": {"en": "Rush"}, "about": {"en": "A rush."}, "place": {"name": {"en": "Hall"}, "step_free": True},
        "starts": starts, "ends": starts[:11] + "23:00", "seats": seats, "booking": "first_come", "offer_hours": 2,
        "needs": {"companions": False}, "fallback": "en", "fixed": {"en": "all"}, "open": {"en": "rest"},
        "money": {"text": {"en": "none"}}, "deadline": {"text": {"en": "soon"}}, "pilot": "feeling_safe",
        "contact": {"name": "A", "reach": "B"}, "ask_feedback": False, **more,
    }  # fmt: skip


async def open_workshop(database: str, token: str, given: dict[str, Any], now: datetime, name: str = NAME) -> int:
    """While the bot is stopped: planned and opened by its own actions. Gives the activity's id."""
    store = await open_store(database, bot_id=int(token.partition(":")[0]))

    def work(tx: Tx) -> int:
        (officer,) = tx.people.holders("officer")
        kept = plan_workshop.save(tx, officer, name, given, now)
        made = plan_workshop.open_(tx, officer, kept.id, ("en",), "ACDEFH", appoint, now)
        places.set_up(tx, made, Terms(15, 24, 3, 0, 24, 24, 90), "00" * 32, PersonId(officer.id), now)
        return int(made.id)

    try:
        return await store.write(work)
    finally:
        await store.close()


@dataclass(slots=True)
class Seeker:
    """One resident who wants a place, and perhaps gives it up again. `has` is what the newest screen told them."""

    street: Street
    person: int
    voice: Voice
    dice: Random
    gives_up: bool
    told: str = ""
    _pressed: set[tuple[int, str]] = field(default_factory=set)

    async def live(self, going: Any) -> None:
        """From the link to knowing where one stands, however often the bot goes silent."""
        await self.street.arrive(self.person, "en")
        self.street.say(self.person, f"/start a_{NAME}")
        waited = 0.0
        while going():
            step = self._next()
            if step == "done":
                return
            if isinstance(step, tuple):
                message, data = step
                self._pressed.add((message["message_id"], data))
                self.street.press(self.person, message, data)
                if self.dice.random() < 0.1:
                    self.street.press(self.person, message, data)
                waited = 0.0
                continue
            came = await self.street.wait(self.person, 1.0)
            waited = 0.0 if came else waited + 1.0
            if waited > _PATIENCE:
                waited = 0.0
                self._pressed.clear()
                self.street.say(self.person, f"/start a_{NAME}")

    def answers(self, dice: Random) -> None:
        """Take up an offer that was made, or decline it, or do nothing."""
        yes, no = self.voice.say("offer.yes", "en"), self.voice.say("offer.no", "en")
        for message in self.street.messages(self.person):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for one in row:
                    key = (message["message_id"], "offer")
                    if one["text"] in (yes, no) and key not in self._pressed and dice.random() < _ANSWERS:
                        self._pressed.add(key)
                        self.street.press(self.person, message, one["callback_data"])

    def _next(self) -> Any:
        """What to press: (message, data); "done", or "" where there is nothing new."""
        say = self.voice.say
        labels = {
            code: say(code, "en", {"age": 16} if code == "age.yes" else {})
            for code in ("booking.cancel_yes", "offer.yes", "workshop.button.sign_up", "age.yes", "review.send", "skip")
        }
        has = {say("booking.button.cancel", "en"): "confirmed", say("booking.button.withdraw", "en"): "waiting"}
        for message in reversed(self.street.messages(self.person)):
            keys = message.get("reply_markup", {}).get("inline_keyboard", [])
            buttons = {one["text"]: one["callback_data"] for row in keys for one in row if "callback_data" in one}
            if not buttons:
                continue
            number = message["message_id"]
            for code, label in labels.items():
                if label in buttons:
                    if (number, buttons[label]) in self._pressed:
                        return ""
                    if code == "booking.cancel_yes":
                        self.told = "cancelled"
                    return message, buttons[label]
            for label, state in has.items():
                if label in buttons:
                    if self.told == "cancelled":
                        return "done"
                    self.told = state
                    if state == "confirmed" and self.gives_up and (number, buttons[label]) not in self._pressed:
                        return message, buttons[label]
                    return "" if state == "confirmed" and self.gives_up else "done"
            if self.told == "cancelled":
                return "done"
        return ""


async def queue_run(folder: Path, database: str, wanted: Wanted) -> Outcome:
    """Let them in, kill the bot so often, let all come to rest, count."""
    began, outcome = time.monotonic(), Outcome(wanted)
    async with crew(
        folder, database, range(0), pace=100.0, workers=1, seed=wanted.seed, content=content(folder / "content")
    ) as here:
        await here.resting()
        await here.stop()
        await open_workshop(database, here.hears.token, settings(wanted.seats), NOON)
        for bot in here.bots:
            bot.bug = wanted.bug
        await here.start()
        await _rush(here, wanted, outcome)
        await here.stop()
    outcome.seconds = time.monotonic() - began
    return outcome


async def _rush(here: Crew, wanted: Wanted, outcome: Outcome) -> None:
    dice, people = Random(wanted.seed), []
    until = time.monotonic() + _LONGEST
    gate = asyncio.Semaphore(_AT_ONCE)
    here.street.twice = 0.1

    async def one(number: int) -> None:
        seeker = Seeker(
            here.street, FIRST + number, here.voice, Random(wanted.seed ^ number), dice.random() < wanted.gives_up
        )
        people.append(seeker)
        async with gate:
            await seeker.live(lambda: time.monotonic() < until)

    seeking = [asyncio.create_task(one(number)) for number in range(wanted.people)]
    looking = asyncio.create_task(_look(here.database, outcome))
    for number in range(wanted.kills):
        while here.street.distinct < wanted.people * 6 * (number + dice.random()) / (wanted.kills + 1):
            await asyncio.sleep(0.02)
            if all(task.done() for task in seeking):
                break
        await here.hears.kill()
        outcome.kills += 1
        await here.hears.start()
        await here.hears.ready()
    await asyncio.gather(*seeking)
    await here.resting()
    if wanted.gives_up:
        await _later(here, people, dice)
    looking.cancel()
    outcome.updates = here.street.distinct
    _judge(here, outcome, people)


async def _later(here: Crew, people: list[Seeker], dice: Random) -> None:
    """The first come back and take what they are offered, or not; what nobody answers lapses by the civil clock."""
    ahead = NOON.timestamp() - time.time()
    for hours in range(0, _HOURS, 3):
        clock.write(here.clock, ahead + 3600 * hours)
        await asyncio.sleep(_TICK)
        for one in people:
            one.answers(dice)
        await here.resting()


async def _look(database: str, outcome: Outcome) -> None:
    while True:
        for cap, taken in await asyncio.to_thread(rows, database, "SELECT cap, taken FROM pools"):
            held = (await asyncio.to_thread(rows, database, "SELECT count(*) FROM seats"))[0][0]
            outcome.looks += 1
            outcome.fullest = max(outcome.fullest, taken, held)
            if held > cap or not 0 <= taken <= cap:
                outcome.faults.append(f"{taken} ({held} seats) of {cap} held")
        await asyncio.sleep(0.05)


def _judge(here: Crew, outcome: Outcome, people: list[Seeker]) -> None:
    ((cap, taken),) = rows(here.database, "SELECT cap, taken FROM pools")
    seats = dict(rows(here.database, "SELECT person, state FROM seats"))
    bookings = rows(here.database, "SELECT id, person, state, number FROM bookings")
    outcome.states.update(state for _, _, state, _ in bookings)
    holding = {person for _, person, state, _ in bookings if state in ("confirmed", "offered")}
    reserved = {person for person, state in seats.items() if state == "reserved"} - holding
    if taken != len(seats) or len(seats) > cap or set(seats) - reserved != holding:
        outcome.faults.append(f"leaked: taken {taken}, seats {len(seats)}, with a booking {len(holding)}, places {cap}")
    if len({number for *_, number in bookings}) != len(bookings):
        outcome.faults.append("two people have one turn")
    waiting = sorted(number for *_, state, number in bookings if state == "waiting")
    if waiting and taken < cap:
        outcome.faults.append(f"{cap - taken} places stand empty while {len(waiting)} wait")
    made = rows(here.database, "SELECT occurrence FROM notices WHERE kind = 'offer'")
    offered = Counter(int(occurrence.partition(".")[0]) for (occurrence,) in made)
    outcome.offers = offered.total()
    outcome.faults += [f"offered {count} times" for count in offered.values() if count > 1]
    numbers = {id_: number for id_, _, _, number in bookings}
    turns = [numbers[one] for one in offered if one in numbers]
    if turns and waiting and max(turns) > waiting[0]:
        outcome.faults.append(f"turn {max(turns)} was offered a place, turn {waiting[0]} still waits")
    told = Counter(one.told or "nothing" for one in people)
    if told["nothing"]:
        outcome.faults.append(f"{told['nothing']} people never heard where they stand")
    if told["confirmed"] > outcome.states["confirmed"] + outcome.states["cancelled"] + outcome.states["lapsed"]:
        outcome.faults.append(f"{told['confirmed']} were told of a place, {dict(outcome.states)}")
