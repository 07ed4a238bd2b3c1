"""People have everything erased in the middle of a broadcast, with a kill in between (I12).

Afterwards every table of the schema is walked, column by column: no id, hash or cipher of theirs may stand anywhere but
where the documents say (tombstones; the append-only audit log and releases keep random ids that join to nothing), and
nothing may have been sent to them after they were told that it is done.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture.broadcasting import approved, champion, written
from tests.torture.crew import Crew, crew
from tests.torture.opening import rows
from tests.torture.populace import FIRST
from tests.torture.process import KEY
from tests.torture.resident import CALM, Resident
from tests.torture.sending import MARKER
from tests.torture.stored import look_up

_KEEP = {("tombstones", "person"), ("audit", "actor"), ("audit", "object"), ("releases", "made_by")}


@dataclass(slots=True)
class Forgotten:
    """What was looked at and found."""

    people: int
    rows_before: int
    tables: int = 0
    columns: int = 0
    sent_before: int = 0
    came_back: int = 0
    """Who was heard again after it (a second tap, a second /forgetme after a kill) is a new person under the old chat:
    of them only the old ids are looked for."""
    residue: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """All."""
        return self.residue[:5] + self.late[:5] + self.undone[:5]

    def __str__(self) -> str:
        """One line of figures."""
        return (
            f"{self.people} people with {self.rows_before} rows forgotten during a broadcast and a kill; residue "
            f"{len(self.residue)} in {self.columns} columns of {self.tables} tables ({self.came_back} were heard again and are new); messages after it {len(self.late)} "
            f"({self.sent_before} of them had the broadcast before)"
        )


async def forget_run(
    folder: Path, database: str, seed: int, people: int = 25, others: int = 150, bug: str = ""
) -> Forgotten:
    """Everybody answers the survey; a broadcast goes at the true rate; the first ones go."""
    crowd = range(FIRST, FIRST + people + others)
    leaving = crowd[:people]
    async with crew(folder, database, crowd, pace=2.0, workers=2, seed=seed, bug=bug) as here:
        assert here.officer is not None
        await asyncio.gather(*(_answers(here, one) for one in leaving))
        grace = await champion(here.playground, here.officer, here.voice)
        await written(grace, here.voice, f"Please come {MARKER}")
        await here.resting()
        ids = _ids(here, leaving)
        out = Forgotten(people, _count(here, ids))
        await approved(here.officer, here.voice)
        going = [asyncio.create_task(_goes(here, one, Random(one).uniform(0, 4))) for one in leaving]
        await asyncio.sleep(1.5)
        await here.hears.kill()
        await here.hears.start()
        await here.hears.ready()
        out.undone = [one for one in await asyncio.gather(*going) if one]
        await _sent(here)
        await here.resting()
        await here.stop()
        back = _came_back(here, leaving)
        out.came_back = len(back)
        _residue(here, {chat: own[:2] if chat in back else own for chat, own in ids.items()}, out, back)
        _late(here, [chat for chat in leaving if chat not in back], out)
    return out


def _came_back(here: Crew, leaving: Sequence[int]) -> set[int]:
    """Of whom an update was acknowledged after the tap that erased everything."""
    yes, person_of, erasing = here.voice.say("forget.yes", "en"), dict[int, int](), set[int]()
    erased, back = set[int](), set[int]()
    with here.log.open(encoding="utf-8") as file:
        for line in file:
            one = json.loads(line)
            if one["kind"] == "update":
                update = one["update"]
                body = update.get("callback_query") or update.get("message") or {}
                person_of[update["update_id"]] = int(body.get("from", {}).get("id", 0))
                keys = body.get("message", {}).get("reply_markup", {}).get("inline_keyboard", [])
                if any(b["text"] == yes and b.get("callback_data") == body.get("data") for row in keys for b in row):
                    erasing.add(update["update_id"])
            elif one["kind"] == "acknowledged" and (person := person_of.get(one["update_id"], 0)) in leaving:
                if person in erased:
                    back.add(person)
                elif one["update_id"] in erasing:
                    erased.add(person)
    return back


async def _answers(here: Crew, person: int) -> None:
    async def at_once() -> None:
        """No pace."""

    one = Resident(here.street, person, "en", here.voice, Random(person), CALM, at_once)
    until = asyncio.get_running_loop().time() + 120
    await one.live("a_torture", lambda: asyncio.get_running_loop().time() < until)


async def _goes(here: Crew, person: int, wait: float) -> str:
    """/forgetme and the second tap, again where nothing comes."""
    say, street = here.voice.say, here.street
    await asyncio.sleep(wait)
    for _ in range(8):
        street.say(person, "/forgetme", twice=0.0)
        for _ in range(20):
            await street.wait(person, 0.5)
            for message in reversed(street.messages(person)):
                if say("forget.done", "en")[:20] in message.get("text", ""):
                    return ""
                keys = message.get("reply_markup", {}).get("inline_keyboard", [])
                yes = [one["callback_data"] for row in keys for one in row if one["text"] == say("forget.yes", "en")]
                if yes:
                    street.press(person, message, yes[0])
                    await street.wait(person, 2)
                    break
    return f"{person} was never told that it is done"


async def _sent(here: Crew) -> None:
    """Until the broadcast is over."""
    for _ in range(200):
        left = "SELECT count(*) FROM deliveries WHERE state IN (0, 1, 2) AND class_ = 'unasked'"
        if not (await asyncio.to_thread(rows, here.database, left))[0][0]:
            return
        await asyncio.sleep(0.3)


def _ids(here: Crew, chats: Sequence[int]) -> Mapping[int, tuple[object, ...]]:
    """Chat -> person's id, account's id, hash, cipher."""
    bot = int(here.hears.token.partition(":")[0])
    by_hash = {look_up(KEY, bot, chat): chat for chat in chats}
    found = rows(
        here.database, "SELECT a.chat_hash, p.id, a.id, a.chat_cipher FROM people p JOIN accounts a ON a.id = p.account"
    )
    return {by_hash[bytes(h)]: (p, a, bytes(h), bytes(c)) for h, p, a, c in found if bytes(h) in by_hash}


def _tables(database: str) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    if database.startswith("postgres"):
        sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return sorted(name for (name,) in rows(database, sql) if name != "alembic_version")


def _columns(database: str, table: str) -> list[str]:
    if database.startswith("postgres"):
        sql = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
        return [name for (name,) in rows(database, sql)]
    return [row[1] for row in rows(database, f"PRAGMA table_info({table})")]


def _count(here: Crew, ids: Mapping[int, tuple[object, ...]]) -> int:
    out = Forgotten(0, 0)
    _residue(here, ids, out)
    return len(out.residue)


def _residue(here: Crew, ids: Mapping[int, tuple[object, ...]], out: Forgotten, back: Collection[int] = ()) -> None:
    traces = {trace for of_one in ids.values() for trace in of_one} | {chat for chat in ids if chat not in back}
    texts = {str(trace) for trace in traces if isinstance(trace, int)}
    out.tables = out.columns = 0
    for table in _tables(here.database):
        out.tables += 1
        for column in _columns(here.database, table):
            out.columns += 1
            if (table, column) in _KEEP:
                continue
            for (value,) in rows(here.database, f'SELECT "{column}" FROM "{table}"'):
                kept = bytes(value) if isinstance(value, memoryview) else value
                known = kept in traces if not isinstance(kept, str) else any(one in kept for one in texts)
                if known:
                    out.residue.append(f"{table}.{column}")


def _late(here: Crew, leaving: Sequence[int], out: Forgotten) -> None:
    """Anything sent after the words that it is done."""
    done, after = set[int](), here.voice.say("forget.done", "en")[:20]
    with here.log.open(encoding="utf-8") as file:
        for line in file:
            one = json.loads(line)
            if one["kind"] != "done" or not one["method"].startswith(("send", "edit")):
                continue
            chat, text = int(one["params"].get("chat_id") or 0), str(one["params"].get("text", ""))
            if chat not in leaving:
                continue
            if MARKER in text:
                if chat in done:
                    out.late.append(f"{chat} got the broadcast after being forgotten")
                else:
                    out.sent_before += 1
            if after in text:
                done.add(chat)
