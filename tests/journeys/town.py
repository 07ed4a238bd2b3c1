"""A town for tests: the real bot over HTTP against the embedded Bot API, and people who press, type and read."""

from __future__ import annotations

import asyncio
import base64
import re
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.app import App
from bot.build import build
from bot.playground import TOKEN, Person, Playground
from bot.playground.people import drawn
from bot.playground.refusal import Refused
from bot.ports import Activity, Tx, millis
from bot.ports import Person as PersonRow
from bot.settings import Settings
from bot.storage import tables
from bot.storage.statement import BOT, Sql
from bot.workers.errands.suggest import SuggestLanguage
from bot.workers.intake import Limits
from handlers.reception import Reception

KEY = base64.b64encode(bytes(range(32))).decode()
CONTENT = Path(__file__).parents[2] / "content"
SAMPLE = "feeling_safe"
STREET = "street"
_FORMS = ("about_you.", "booking.", "workshop_feedback.", f"{SAMPLE}.")
_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")

STREET_FORM = """
| survey | | | | | | |
| | type | name | appearance | label::English (en) | label::العربية (ar) | hint::English (en) |
| | select_one yn | like | | Do you like your street? | هل تحب شارعك؟ | |
| | text | why | | Why is that? | لماذا؟ | |
| | select_one group | ethnicity | sensitive | What is your ethnic group? | ما مجموعتك العرقية؟ | |
| choices | | | | |
| | list_name | name | label::English (en) | label::العربية (ar) |
| | yn | y | It is fine | نعم جميل |
| | yn | n | It is not | ليس جميلا |
| | group | black_african | African | أفريقي |
| | group | white_irish | Irish | أيرلندي |
| settings | | | |
| | form_title | form_id | default_language |
| | Your street | street | English (en) |
"""
STREET_SETTINGS = """
id: street
form: street.md
pilot: feeling_safe
title: { en: Your street, ar: شارعك }
opening:
  minutes: 1
  who: { en: The council asks. }
  why: { en: To mend the streets. }
  optional: { en: It is your choice. }
  what_happens: { en: Only totals leave. }
fixed: { en: the street. }
open: { en: its colour. }
money: { text: { en: none. } }
deadline: { days: 7, text: { en: "Until {date}." } }
contact: { name: The street team, reach: Ask at the library }
sections:
  - { attribute: area, from: profile }
  - { attribute: ethnic_group, from: question, question: ethnicity }
"""


class Clock:
    """The town's own time: the machine's, moved forward by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@dataclass
class Seen:
    """What changed in a chat after one doing: the bot's messages as text, with their buttons, and the toast."""

    messages: list[str]
    toast: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)

    def __contains__(self, piece: str) -> bool:
        return piece in self.text

    def __repr__(self) -> str:
        return f"toast: {self.toast!r}\n" + "\n---\n".join(self.messages)

    @property
    def text(self) -> str:
        return "\n".join(self.messages)

    @property
    def last(self) -> str:
        return self.messages[-1] if self.messages else ""

    @property
    def payload(self) -> str:
        """The start parameter of a link that was shown."""
        found = re.search(r"start=([A-Za-z0-9_-]+)", self.text)
        assert found, self
        return found[1]


class Citizen:
    """One person at one chat; every doing waits until the bot is at rest, and gives what was to be seen."""

    def __init__(self, town: Town, person: Person) -> None:
        self.town, self.person, self._rev = town, person, -1

    async def starts(self, payload: str = "") -> Seen:
        return await self._do("start", payload)

    async def says(self, text: str) -> Seen:
        return await self._do("say", text)

    async def presses(self, label: str, message: int | None = None) -> Seen:
        """A button by its words; where they were too long for buttons, the number of the line that holds them."""
        try:
            return await self._do("press", label, message_id=message)
        except Refused:
            number = await self._number_of(label)
            if not number:
                raise
            return await self._do("press", number, message_id=message)

    async def _number_of(self, words: str) -> str:
        lines = _ISOLATES.sub("", (await self.messages())[-1].get("text", "")).splitlines()
        return next((line.partition(".")[0] for line in lines if re.match(r"\d+\. ", line) and words in line), "")

    async def forges(self, data: str, message: int | None = None) -> Seen:
        return await self._do("forge", data, message_id=message)

    async def sends(self, kind: str, content: bytes = b"x", **more: Any) -> Seen:
        return await self._do("send", kind, content, **more)

    async def does(self, name: str, /, *given: Any, **more: Any) -> Seen:
        return await self._do(name, *given, **more)

    async def goes(self, *steps: str) -> Seen:
        """Several presses; a step that begins with "~" is typed. Gives what the last one showed."""
        seen = Seen([])
        for step in steps:
            seen = await (self.says(step[1:]) if step.startswith("~") else self.presses(step))
        return seen

    async def messages(self) -> list[dict[str, Any]]:
        return await self.person.messages()

    async def data_of(self, label: str) -> str:
        """What a button of this chat carries."""
        for message in reversed(await self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"]:
                        return str(button["callback_data"])
        raise AssertionError(f"no button {label!r}")

    async def row(self) -> PersonRow:
        """The person as stored."""
        return await self.town.who(self.person.id)

    async def _do(self, name: str, /, *given: Any, **more: Any) -> Seen:
        done = await getattr(self.person, name)(*given, **more)
        await self.town.rest()
        state = await self.town.playground.act("chat", person=self.person.id, since=self._rev)
        self._rev = state["rev"]
        mine = [one["message"] for one in state["messages"] if one["bot"]]
        seen = Seen([_ISOLATES.sub("", drawn(one)) for one in mine], files=[one for one in mine if "document" in one])
        if isinstance(done, dict) and "query_id" in done:
            answer = await self.town.playground.act("answer", query_id=done["query_id"])
            assert not answer.get("pending"), "a press was never answered"
            seen.toast = _ISOLATES.sub("", answer.get("text") or "")
        return seen


@dataclass
class Town:
    """A running bot and its Bot API server."""

    app: App
    playground: Playground
    clock: Clock
    _arrived: int = 0

    async def arrive(self, name: str = "Ada", language: str = "en") -> Citizen:
        self._arrived += 1
        return Citizen(self, await Person.arrive(self.playground.act, name, language, number=70_000 + self._arrived))

    async def rest(self) -> None:
        """Until nothing is heard, drawn or run any more."""
        quiet = 0
        for _ in range(4000):
            busy = self.playground.world.inbox.pending() or self.app.intake.in_hand or self.app.intake.to_draw
            quiet = 0 if busy or self.app.chores._tasks or self.app.schedule.busy else quiet + 1
            if quiet == 3:
                return
            await asyncio.sleep(0.002)
        raise AssertionError("the bot never came to rest")

    async def write(self, work: Any) -> Any:
        return await self.app.store.write(work)

    async def read(self, work: Any) -> Any:
        return await self.app.store.read(work)

    async def who(self, chat: int) -> PersonRow:
        """The person who speaks in a chat now."""
        chat_hash = self.app.intake._reader._ring.look_up(chat)

        def work(tx: Tx) -> PersonRow:
            account = tx.people.account(chat_hash)
            person = tx.people.person(account.active) if account else None
            assert person is not None, "the bot knows nobody in this chat"
            return person

        found: PersonRow = await self.read(work)
        return found

    async def rows(self, table: str) -> list[dict[str, Any]]:
        """A table as stored."""
        columns = [c for c in tables.metadata.tables[table].c if c.name != "bot_id"]
        wanted = Sql(select(*columns).where(tables.metadata.tables[table].c.bot_id == BOT))
        found = await self.read(lambda tx: list(tx.db.all(wanted)))
        return [dict(zip([c.name for c in columns], row, strict=True)) for row in found]

    async def activity(self, name: str = SAMPLE) -> Activity:
        found: Activity | None = await self.read(lambda tx: tx.activities.named(name))
        assert found is not None
        return found

    async def open(self, name: str = SAMPLE, like: str = "") -> str:
        """Open an activity (or a new one `like` another) without the officer's road; gives its start parameter."""
        now = self.clock()

        def work(tx: Tx) -> None:
            if like:
                model = tx.activities.named(like)
                tx.activities.put(name, "survey", model.pilot, model.edition, model.settings)
            made = tx.activities.named(name)
            closes = millis(now + timedelta(days=28))
            tx.activities.change(made.id, state="open", opened=millis(now), closes=closes)

        await self.write(work)
        return f"a_{name}"

    async def officer(self, name: str = "Sam", language: str = "en") -> Citizen:
        """The first officer, by the start-up link."""
        made = await self.arrive(name, language)
        link = await self.app.first_officer()
        await made.starts(link.partition("start=")[2])
        return made

    async def holder(
        self, officer: Citizen, role: str, name: str = "Grace", area: str = "the whole borough"
    ) -> Citizen:
        """Somebody invited to a role and confirmed; `area` of a champion, as its button says."""
        made = await self.arrive(name)
        await officer.says("/invite")
        seen = await officer.presses(role)
        if role == "champion":
            while area not in seen:
                seen = await officer.presses("More areas")
            seen = await officer.presses(area)
        await made.starts(seen.payload)
        await officer.says("/people")
        await officer.presses("Confirm")
        return made


@asynccontextmanager
async def town_at(database: str, content: Path = CONTENT) -> Any:
    """A town over a database that has its content already."""
    clock = Clock()
    playground = Playground(clock=lambda: clock().timestamp())
    url = await playground.start()
    settings = Settings(
        telegram_bot_token=TOKEN, telegram_api_root=url, webhook_url="", port=0, database_url=database,
        evenhand_key=KEY, evenhand_content=content,
    )  # fmt: skip
    app = await build(settings, clock=clock, durable=False, limits=Limits(per_minute=60_000, burst=6000))
    try:
        assert not app.problems
        if not app.office.suggests:
            _wire_suggestions(app)
        await app.start()
        yield Town(app, playground, clock)
    finally:
        await app.stop()
        await playground.stop()


def _wire_suggestions(app: App) -> None:
    """The roof's three lines for the errand "suggest", where it has not got them yet."""
    suggest, others = SuggestLanguage(app.store, app.voice, app.clock), app.chores._errands

    async def errand(asked: Any, pen: Any) -> None:
        await (suggest(asked, pen) if asked.name == "suggest" else others(asked, pen))

    app.chores._errands = errand
    app.intake._reception = Reception(replace(app.office, suggests=True))


def small_content(folder: Path, languages: str = "") -> Path:
    """The real frames, policy and forms (profile, workshops), the sample survey and a short one of our own.

    `languages` (as TOML) are those enabled; "" for all: reading a language takes 25 ms.
    """
    for name in ("languages", "frames", "notices"):
        (folder / name).symlink_to(CONTENT / name)
    policy = (CONTENT / "policy.toml").read_text(encoding="utf-8")
    if languages:
        policy = re.sub(r'value = \["en", .*', f"value = {languages}", policy)
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    surveys = folder / "surveys"
    surveys.mkdir()
    for path in (CONTENT / "surveys").iterdir():
        if path.name.startswith(_FORMS) or path.name == "schema.json":
            shutil.copy(path, surveys / path.name)
    (surveys / "street.md").write_text(STREET_FORM, encoding="utf-8")
    (surveys / "street.yaml").write_text(STREET_SETTINGS, encoding="utf-8")
    return folder
